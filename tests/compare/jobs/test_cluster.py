"""Long work on a real Dask cluster on this machine, and what of others is refused."""

from __future__ import annotations

import datetime
import os
import re
import socket
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from command import run
from patience import PATIENCE, wait_until
from piecework import steps

from scodiff.compare.jobs import cluster as cluster_module
from scodiff.compare.jobs.cluster import _Seen, checked, cluster
from scodiff.compare.jobs.kept_pieces import KeptPieces, PieceWarning
from scodiff.compare.jobs.model import JobError, JobPiece, LongJob, Unwatched
from scodiff.compare.jobs.running import WayOfWorking, run_job

pytest.importorskip("distributed", reason="scodiff[cluster] is not installed: no Dask cluster")

from distributed import Client
from piecework.clusters import running_cluster

# One process has the cluster.
pytestmark = pytest.mark.xdist_group("dask")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster of two workers, which are started again when they are killed."""
    with running_cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


@pytest.fixture
def address(started: str) -> str:
    """The cluster, with both of its workers: those that the last test has killed are back."""
    with Client(started, set_as_default=False, timeout=PATIENCE) as client:
        wait_until(lambda: len(client.run(os.getpid, on_error="ignore")) == 2)
    return started


def job(work: Callable[..., Any], *arguments: tuple[Any, ...]) -> LongJob:
    """A job of a piece for each arguments, called by its number."""
    pieces = [JobPiece(f"number {i}", f"{i}", given) for i, given in enumerate(arguments)]
    return LongJob("pieces", work, pieces, steps.nothing_installed)


def test_a_killed_worker_costs_its_piece(address: str, tmp_path: Path) -> None:
    spared, trace = str(tmp_path / "spared"), tmp_path / "trace"
    wanted = job(steps.kills_itself_once, *((spared, str(trace), n) for n in range(6)))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = run_job(wanted, WayOfWorking(workers=cluster(address)))
    assert found == [n * n for n in range(6)]
    assert trace.read_text().count("2") == 2
    assert {str(w.message) for w in caught if w.category is PieceWarning} == {"a word of 3"}


def test_a_piece_that_ends_every_worker_is_named_and_the_others_are_kept(
    address: str, tmp_path: Path
) -> None:
    way = WayOfWorking(KeptPieces(tmp_path), cluster(address))
    wanted = job(steps.kills_itself_at_1, (0,), (1,), (2,))
    with pytest.raises(JobError, match=r"1 of 3 pieces failed: number 1 \(each worker.*2 that"):
        run_job(wanted, way)
    rest = LongJob("pieces", steps.never, wanted.pieces[::2], wanted.installed)
    assert run_job(rest, WayOfWorking(KeptPieces(tmp_path))) == [0, 2]


def test_a_worker_that_would_find_something_else_is_refused(address: str) -> None:
    wanted = LongJob("pieces", steps.doubled, [JobPiece("a", "a", (1,))], steps.other_everywhere)
    with pytest.raises(JobError, match=r"^a worker could give other results: its model is that of"):
        run_job(wanted, WayOfWorking(workers=cluster(address)))


def test_a_scheduler_that_goes_away_costs_nothing_that_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may = tmp_path / "may"
    connected = cluster_module._connected

    @contextmanager
    def impatient(address: str) -> Iterator[Client]:
        """A client that looks for a scheduler that is gone for a moment only."""
        with connected(address) as client:
            assert client._timeout > 1
            client._timeout = 0.1
            yield client

    class Allowing(Unwatched):
        """Has the scheduler killed when a piece is kept."""

        def advance(self, done: int, left: int) -> None:
            """Allow it."""
            may.touch()

    monkeypatch.setattr(cluster_module, "_connected", impatient)
    with running_cluster(tmp_path, 1) as address:
        with Client(address, set_as_default=False, timeout=PATIENCE) as client:
            scheduler = client.run_on_scheduler(os.getpid)
        wanted = job(steps.kills_another_at_1, *((scheduler, str(may), n) for n in range(3)))
        way = WayOfWorking(KeptPieces(tmp_path), cluster(address), Allowing())
        with pytest.raises(JobError, match=r"^the scheduler is gone\. What was done is kept"):
            run_job(wanted, way)
    rest = LongJob("pieces", steps.never, wanted.pieces[:1], wanted.installed)
    assert run_job(rest, WayOfWorking(KeptPieces(tmp_path))) == [0]


WITHOUT = """
import sys

class Without:
    def find_spec(self, name, *more):
        if name.partition(".")[0] == "scodiff":
            raise ModuleNotFoundError("No module named 'scodiff'")

sys.meta_path.insert(0, Without())
"""


def test_a_worker_without_scodiff_is_given_nothing(tmp_path: Path) -> None:
    without = tmp_path / "without"
    without.mkdir()
    (without / "sitecustomize.py").write_text(WITHOUT)
    wanted = job(steps.doubled, (1,))
    with running_cluster(tmp_path, 1, modules=without) as address:
        with pytest.raises(
            JobError, match=r"^1 of 1 workers lack .* \(No module named 'scodiff'\): install"
        ):
            run_job(wanted, WayOfWorking(workers=cluster(address)))
        said = run("doctor", "--scheduler", address)
    assert said.exit_code == 1
    assert "NO  cluster" in said.stdout
    assert "No module named 'scodiff'" in said.stdout
    # What a worker cannot read it writes to its log, and ends.
    assert "deserialize" not in (tmp_path / "worker0" / "worker.log").read_text()


def test_doctor_asks_each_worker_what_it_has(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alike = run("doctor", "--scheduler", address)
    assert alike.exit_code == 0
    assert len(re.findall(r"^ok  cluster .* tcp://.*: the same as here$", alike.stdout, re.M)) == 2
    monkeypatch.setattr("scodiff.compare.studies.installed.installed", steps.other_everywhere)
    unlike = run("doctor", "--scheduler", address)
    assert unlike.exit_code == 1
    assert len(re.findall(r"^NO  cluster .* its model is that of", unlike.stdout, re.M)) == 2


@pytest.mark.parametrize(
    ("command", "most_compared"),
    [
        (("matrix", "--model", "none"), 50),
        (("matrix",), 2),
        (("formulas",), 50),
        (("lineage", "2005-x:2", "--model", "none"), 50),
    ],
)
def test_the_bytes_are_the_same_whoever_did_it(
    command: tuple[str, ...],
    most_compared: int,
    address: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scodiff.compare.studies.model.MOST_COMPARED", most_compared)
    folder = tmp_path / "texts"
    folder.mkdir()
    for year, boats in enumerate(("Vessels", "Boats", "Ships"), 2005):
        text = f"They met in {year}.\n\nThey keep the open sea lanes. {boats} sail there.\n"
        (folder / f"{year}-x.txt").write_text(text)
    command = tuple(word.replace("2005-x", f"{folder}/2005-x.txt") for word in command)
    said = (*command, folder, "--format", "json", "-q")
    here = run(*said, SCODIFF_CACHE=str(tmp_path / "one"))
    there = run(*said, "--scheduler", address, SCODIFF_CACHE=str(tmp_path / "two"))
    assert here.exit_code == 0
    assert "open sea lanes" in here.stdout
    assert there == here


ELSEWHERE = "is not known to be on this machine"
NONE = "is no address of a scheduler"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("tcp://10.0.0.7:8786", ELSEWHERE),
        ("tcp://cluster.example.org:8786", ELSEWHERE),
        ("tcp://127.0.0.1.example.org:8786", ELSEWHERE),
        ("tcp://localhost.example.org:8786", ELSEWHERE),
        ("tcp://0.0.0.0:8786", ELSEWHERE),
        ("tcp://[::]:8786", ELSEWHERE),
        ("tcp://[fe80::1]:8786", ELSEWHERE),
        ("tcp://[2001:db8::1]:8786", ELSEWHERE),
        ("tcp://2130706433:8786", ELSEWHERE),
        ("ws://127.0.0.1:8786", NONE),
        ("inproc://127.0.0.1:1", NONE),
        ("ucx://127.0.0.1:1", NONE),
        ("127.0.0.1:8786", NONE),
        ("tcp:127.0.0.1:8786", NONE),
        ("tcp://127.0.0.1", NONE),
        ("tcp://127.0.0.1:0", NONE),
        ("tcp://127.0.0.1:65536", NONE),
        ("tcp://127.0.0.1:port", NONE),
        ("tcp://:8786", NONE),
        ("tcp://::1:8786", NONE),
        ("tcp://[::1:1", NONE),
        ("tcp://[::1]", NONE),
        ("tls://[::1", NONE),
        ("tls://cluster.example.org", NONE),
        # What others might read another host in.
        ("tcp://10.0.0.7@127.0.0.1:8786", NONE),
        ("tcp://127.0.0.1:8786@10.0.0.7:8786", NONE),
        ("tcp://10.0.0.7:8786\\@127.0.0.1:8786", NONE),
        ("tcp://127.0.0.1:8786/10.0.0.7", NONE),
        ("tcp://127.0.0.1:8786?10.0.0.7", NONE),
        ("tcp://127.0.0.1:8786#10.0.0.7", NONE),
        ("tcp://127.0.\n0.1:8786", NONE),
        ("", NONE),
    ],
)
def test_an_address_that_is_none_or_would_send_texts_unencrypted_is_refused(
    given: str, why: str
) -> None:
    with pytest.raises(JobError, match=why):
        cluster(given)


@pytest.mark.parametrize(
    ("given", "why"),
    [("tcp://10.0.0.7:8786", ELSEWHERE), ("tcp://127.0.0.1", NONE), ("", NONE)],
)
def test_a_refusal_is_one_sentence(given: str, why: str) -> None:
    said = run("matrix", "--model", "none", "--scheduler", given)
    assert (said.exit_code, said.stdout) == (2, "")
    assert why in said.stderr
    assert said.stderr.count("\n") == 1


def test_this_machine_and_tls_are_taken() -> None:
    for given in ("127.0.0.1:1", "127.3.2.1:1", "[::1]:1", "localhost:1"):
        assert checked(f"tcp://{given}") == ("tcp", f"tcp://{given}")
    assert checked(" TCP://LocalHost:8786 ") == ("tcp", "tcp://localhost:8786")
    for given in ("tls://cluster.example.org:8786", "tls://[2001:db8::1]:8786"):
        assert checked(given) == ("tls", given)


def test_a_name_is_not_taken_for_this_machine_by_what_a_name_server_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def here(*asked: Any, **more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 1))]

    monkeypatch.setattr(socket, "getaddrinfo", here)
    monkeypatch.setattr(socket, "gethostbyname", lambda name: "127.0.0.1")
    with pytest.raises(JobError, match=ELSEWHERE):
        cluster("tcp://loopback.example.org:8786")


def seen(scheme: str, *addresses: str) -> _Seen:
    """What is known of a cluster with workers at these addresses."""
    client: Any = SimpleNamespace(
        scheduler_info=lambda n_workers: {"workers": {address: {} for address in addresses}},
        wait_for_workers=lambda number, timeout: None,
        status="running",
    )
    return _Seen(client, scheme)


def test_workers_elsewhere_are_given_nothing_unencrypted() -> None:
    mixed = seen("tcp", "tcp://127.0.0.1:1", "tcp://10.0.0.7:2")
    assert (mixed.count(), mixed.hosts()) == (1, ["127.0.0.1"])
    with pytest.raises(JobError, match="on other machines"):
        seen("tcp", "tcp://10.0.0.7:2").refuse_if_empty("tcp://127.0.0.1:1")
    assert seen("tls", "tls://10.0.0.7:2", "tcp://10.0.0.8:2").count() == 1
    with pytest.raises(JobError, match="has no workers"):
        seen("tcp").refuse_if_empty("tcp://127.0.0.1:1")


def test_a_client_that_has_lost_its_scheduler_says_so() -> None:
    lost: Any = SimpleNamespace(scheduler_info=lambda n_workers: {}, status="connecting")
    with pytest.raises(JobError, match="the scheduler is gone"):
        _Seen(lost, "tcp").count()


def test_a_cluster_that_loses_all_its_workers_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster_module, "_WITHOUT_WORKERS_SECONDS", -1.0)
    seen("tcp", "tcp://127.0.0.1:1").check()
    with pytest.raises(JobError, match="no workers any more"):
        seen("tcp").check()


def test_where_nothing_answers_one_sentence_says_so() -> None:
    import dask

    for given in ("tcp://127.0.0.1:9", "tcp://[::1]:9", "tls://127.0.0.1:9"):
        with dask.config.set({"distributed.comm.timeouts.connect": "500ms"}):
            said = run("matrix", "2003-moscow", "illustration", "--scheduler", given)
        assert said.exit_code == 2
        assert said.stderr.startswith(f"scodiff: no scheduler can be used at {given} (")
        assert said.stderr.count("\n") == 1


def test_what_the_settings_of_dask_forbid_is_one_sentence_too(tmp_path: Path) -> None:
    import dask

    asked = ("formulas", "2003-moscow", "illustration", "--scheduler", "tcp://127.0.0.1:9")
    with dask.config.set({"distributed.comm.require-encryption": True}):
        # What another test had done, and was kept, would need no scheduler.
        said = run(*asked, SCODIFF_CACHE=str(tmp_path))
    assert said.exit_code == 2
    assert said.stderr.startswith("scodiff: no scheduler can be used at tcp://127.0.0.1:9 (encrypt")
    assert said.stderr.count("\n") == 1


def test_without_the_extra_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(JobError, match=r"pip install 'scodiff\[cluster\]'"),
        cluster("tcp://127.0.0.1:1")(),
    ):
        pass


def test_certificates_are_those_of_the_settings_of_dask(tmp_path: Path) -> None:
    import dask

    certificate, key = _certificate(tmp_path)
    tls = {
        f"{who}.{what}": file
        for who in ("client", "scheduler", "worker")
        for what, file in (("cert", certificate), ("key", key))
    }
    settings = {f"distributed.comm.tls.{n}": f for n, f in {"ca-file": certificate, **tls}.items()}
    options = ["--tls-ca-file", certificate, "--tls-cert", certificate, "--tls-key", key]
    with (
        dask.config.set(settings),
        running_cluster(tmp_path, 1, options, "tls") as secured,
    ):
        assert secured.startswith("tls://")
        found = run_job(job(steps.doubled, (4,)), WayOfWorking(workers=cluster(secured)))
    assert found == [[4, 8]]


def _certificate(folder: Path) -> tuple[str, str]:
    """A certificate that vouches for itself, and its key, as files."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a cluster for tests")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return str(pem), str(private)
