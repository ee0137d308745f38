"""Long work in pieces: kept, gone on with, and the same whoever does it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from patience import PATIENCE, wait_until
from piecework import steps

from scodiff.compare.jobs import executors
from scodiff.compare.jobs.executors import HereExecutor, SeparateProcesses, Workers, processes
from scodiff.compare.jobs.kept_pieces import DAMAGED, FILE, KeptPieces, PieceWarning
from scodiff.compare.jobs.model import JobError, JobPiece, LongJob, LostWorkerError, PieceDone
from scodiff.compare.jobs.running import MOST_FAILED, WayOfWorking, run_job


def job(work: Any, *arguments: tuple[Any, ...]) -> LongJob:
    """A job whose pieces are called 'a', 'b' and so on."""
    pieces = [
        JobPiece(chr(ord("a") + i), f"{work.__name__} {given}", given)
        for i, given in enumerate(arguments)
    ]
    return LongJob("pieces", work, pieces, steps.nothing_installed)


@dataclass
class Watched:
    """Remembers what a watcher is told."""

    begun: list[tuple[int, int]] = field(default_factory=list)
    expected: list[tuple[float, int, int]] = field(default_factory=list)
    advanced: list[tuple[int, int]] = field(default_factory=list)

    def begin(self, unit: str, kept: int, left: int) -> None:
        """Remember it."""
        self.begun.append((kept, left))

    def expect(self, seconds: float, left: int, width: int) -> None:
        """Remember it."""
        self.expected.append((seconds, left, width))

    def advance(self, done: int, left: int) -> None:
        """Remember it."""
        self.advanced.append((done, left))


def test_results_come_in_the_order_of_the_pieces_and_as_json_has_them() -> None:
    found = run_job(job(steps.doubled, (3,), (1,), (2,)))
    assert found == [[3, 6], [1, 2], [2, 4]]


def test_what_is_kept_is_not_done_again_and_the_rest_goes_on(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    wanted = job(steps.traced, *((str(trace), n) for n in range(4)))
    watched = Watched()
    way = WayOfWorking(KeptPieces(tmp_path), watcher=watched)
    run_job(LongJob("pieces", wanted.work, wanted.pieces[:2], wanted.installed), way)
    assert run_job(wanted, way) == [0, 1, 2, 3]
    assert trace.read_text() == "0123"
    assert watched.begun == [(0, 2), (2, 2)]
    assert watched.advanced == [(1, 2), (2, 2)] * 2


def test_a_piece_that_fails_is_named_and_costs_itself_alone(tmp_path: Path) -> None:
    way = WayOfWorking(KeptPieces(tmp_path))
    wanted = job(steps.inverse, (1,), (0,), (4,))
    with pytest.raises(JobError, match=r"1 of 3 pieces failed: b \(ZeroDivisionError: .*2 that"):
        run_job(wanted, way)
    rest = LongJob("pieces", steps.never, [wanted.pieces[0], wanted.pieces[2]], wanted.installed)
    assert run_job(rest, way) == [1.0, 0.25]


def test_a_job_of_which_everything_fails_is_given_up() -> None:
    with pytest.raises(JobError, match=rf"{MOST_FAILED} of 30 pieces failed: .*; and .* not tried"):
        run_job(job(steps.never, *((n,) for n in range(30))))


class _Deaf(HereExecutor):
    """Loses the workers of some pieces, some times."""

    def __init__(self, losses: dict[str, int]) -> None:
        self.losses = losses

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Do it, unless it is to be lost."""
        name = {(1,): "a", (2,): "b", (3,): "c"}[args[1]]
        if self.losses.get(name, 0):
            self.losses[name] -= 1
            return super().submit(_lose)
        return super().submit(fn, *args, **kwargs)


def _lose() -> None:
    raise LostWorkerError("its process ended")


@pytest.mark.parametrize("times", [1, 2])
def test_a_piece_whose_workers_end_is_tried_again_but_not_for_ever(times: int) -> None:
    @contextmanager
    def opened() -> Iterator[Workers]:
        yield Workers(_Deaf({"b": times}), lambda: 1, lambda: 1, apart=False)

    wanted = job(steps.doubled, (1,), (2,), (3,))
    if times == 1:
        assert run_job(wanted, WayOfWorking(workers=opened)) == [[1, 2], [2, 4], [3, 6]]
    else:
        with pytest.raises(JobError, match=r"1 of 3 .* b \(each worker that was at it"):
            run_job(wanted, WayOfWorking(workers=opened))


def test_a_long_job_says_how_long() -> None:
    watched = Watched()
    pieces = [JobPiece(str(n), str(n), (n,), 1.0 if n < 4 else 1e7) for n in range(6)]
    run_job(
        LongJob("pieces", steps.a_moment, pieces, steps.nothing_installed),
        WayOfWorking(watcher=watched),
    )
    ((seconds, left, width),) = watched.expected
    assert (left, width) == (2, 1)
    assert seconds > 60
    run_job(job(steps.doubled, *((n,) for n in range(6))), WayOfWorking(watcher=watched))
    assert len(watched.expected) == 1


def test_that_a_process_opens_a_model_at_first_says_nothing_of_the_rest() -> None:
    seconds, watched = iter([*[1000.0] * 2, *[2.0] * 8]), Watched()

    class Reporting(HereExecutor):
        """Two processes that say how long their pieces took."""

        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
            """Say it, and nothing else."""
            took = next(seconds)
            return super().submit(lambda: PieceDone(0, took, f"{args[1][0] % 2}"))

    @contextmanager
    def opened() -> Iterator[Workers]:
        yield Workers(Reporting(), lambda: 1, lambda: 2, apart=False)

    run_job(
        job(steps.doubled, *((n,) for n in range(10))),
        WayOfWorking(workers=opened, watcher=watched),
    )
    assert watched.expected == []  # of five pieces of 2 seconds
    seconds = iter([*[1000.0] * 2, *[100.0] * 8])
    run_job(
        job(steps.doubled, *((n,) for n in range(10))),
        WayOfWorking(workers=opened, watcher=watched),
    )
    assert watched.expected == [(5 * 100.0 / 2, 5, 2)]


# What is kept


@contextmanager
def kept_in(folder: Path, **results: Any) -> Iterator[KeptPieces]:
    """A file in which some results are kept, opened."""
    with KeptPieces(folder).opened() as kept:
        for key, result in results.items():
            kept.keep(key, result)
        yield kept


def test_a_damaged_result_is_done_again_and_others_stay(tmp_path: Path) -> None:
    with kept_in(tmp_path, a=1, b=2):
        pass
    with sqlite3.connect(tmp_path / FILE) as rows:
        rows.execute("UPDATE piece SET result = '3' WHERE key = 'a'")
    rows.close()
    with kept_in(tmp_path) as kept:
        assert kept.load(["a", "b"]) == {"b": 2}


def test_a_file_that_is_no_database_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all " * 400)
    with kept_in(tmp_path, a=1) as kept:
        assert kept.load(["a"]) == {"a": 1}
    assert (tmp_path / DAMAGED).read_bytes().startswith(b"no database at all ")


def test_a_file_that_is_damaged_amid_the_work_is_put_aside_by_one_of_two(tmp_path: Path) -> None:
    with kept_in(tmp_path, a="x" * 20_000):
        pass
    with kept_in(tmp_path) as one, kept_in(tmp_path) as other:
        (tmp_path / FILE).write_bytes(b"overwritten " * 4000)
        assert one.load(["a"]) == {}
        assert one.keep("b", 2) == 2
        # The other must not put away what the first has begun.
        assert other.keep("c", 3) == 3
        assert one.load(["a", "b", "c"]) == {"b": 2, "c": 3}


def test_what_another_process_holds_is_no_damage_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scodiff.compare.jobs.kept_pieces._PATIENCE_SECONDS", 0.05)
    with kept_in(tmp_path, a=1) as kept:
        other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.warns(PieceWarning, match="not kept"):
            assert kept.load(["a"]) == {}
        other.close()
    with kept_in(tmp_path) as kept:
        assert kept.load(["a"]) == {"a": 1}


def test_where_nothing_can_be_kept_the_job_is_done_all_the_same(tmp_path: Path) -> None:
    way = WayOfWorking(KeptPieces(tmp_path / "no folder"))
    with pytest.warns(PieceWarning, match="not kept"):
        assert run_job(job(steps.doubled, (1,)), way) == [[1, 2]]


def test_a_disk_that_fills_ends_the_keeping_and_not_the_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kept_in(tmp_path, a=1):
        pass
    connect = sqlite3.connect

    def full(*given: Any, **more: Any) -> sqlite3.Connection:
        rows = connect(*given, **more)
        rows.execute("PRAGMA max_page_count = 3")
        return rows

    monkeypatch.setattr(sqlite3, "connect", full)
    with kept_in(tmp_path) as kept:
        with pytest.warns(PieceWarning, match="not kept.*full"):
            assert kept.keep("b", "x" * 50_000) == "x" * 50_000
        assert kept.keep("c", 3) == 3
        assert not kept.is_open
    monkeypatch.undo()
    with kept_in(tmp_path) as kept:
        assert kept.load(["a", "b", "c"]) == {"a": 1}


def test_two_that_do_the_same_job_at_once_do_each_other_no_harm(tmp_path: Path) -> None:
    with kept_in(tmp_path) as one, kept_in(tmp_path) as other:
        for n in range(20):
            assert one.keep(str(n), n) == other.keep(str(n), n) == n
        every = {str(n): n for n in range(20)}
        assert one.load(every) == other.load(every) == every


# Processes


def test_two_processes_find_what_one_finds_and_a_killed_one_costs_its_piece(
    tmp_path: Path,
) -> None:
    trace, spared = tmp_path / "trace", tmp_path / "spared"
    given: Sequence[tuple[Any, ...]] = [(str(spared), str(trace), n) for n in range(5)]
    watched = Watched()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = run_job(
            job(steps.kills_itself_once, *given),
            WayOfWorking(KeptPieces(tmp_path), processes(2), watched),
        )
    assert found == [n * n for n in range(5)]
    # The piece of the killed one is done a second time, and no other is.
    assert sorted(trace.read_text()) == ["0", "1", "2", "2", "3", "4"]
    assert [str(w.message) for w in caught if w.category is PieceWarning] == ["a word of 3"]


def test_a_process_that_ends_before_it_is_known_is_a_lost_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch, SeparateProcesses(1) as executor:
        patch.setattr(executors, "_begin", steps.ends)
        with pytest.raises(LostWorkerError):
            executor.submit(steps.doubled, 1).result()
        patch.undo()
        assert executor.submit(steps.doubled, 1).result() == (1, 2)


def test_a_worker_with_something_else_installed_is_told_from_others() -> None:
    pieces = [JobPiece("a", "a", (1,))]
    wanted = LongJob("pieces", steps.doubled, pieces, steps.other_everywhere)
    with pytest.raises(JobError, match=r"its model is .* and not "):
        run_job(wanted, WayOfWorking(workers=processes(1)))


INTERRUPTED = """
import sys
from piecework import steps
from pathlib import Path
from scodiff.compare.jobs.executors import processes
from scodiff.compare.jobs.kept_pieces import KeptPieces
from scodiff.compare.jobs.model import LongJob, JobPiece
from scodiff.compare.jobs.running import WayOfWorking, run_job
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    pieces = [JobPiece(str(n), str(n), (str(folder), n)) for n in range(3)]
    job = LongJob("pieces", steps.hangs_at_2, pieces, steps.nothing_installed)
    run_job(job, WayOfWorking(KeptPieces(folder), processes(2)))
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_master_and_what_was_done_is_kept(
    tmp_path: Path, sent: signal.Signals
) -> None:
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED)
    environment = {**os.environ, "PYTHONPATH": str(Path(steps.__file__).parents[1])}
    master = subprocess.Popen(
        [sys.executable, script, tmp_path], env=environment, stderr=subprocess.PIPE, text=True
    )
    hanging = tmp_path / "pid"
    wait_until(lambda: hanging.exists() and hanging.read_text().isdigit())
    wait_until(lambda: _kept(tmp_path) == 2)
    master.send_signal(sent)
    _, said = master.communicate(timeout=PATIENCE)
    assert said.count("Traceback") == (sent == signal.SIGINT)  # this script's own
    wait_until(lambda: not _lives(int(hanging.read_text())))
    with kept_in(tmp_path) as kept:
        assert kept.load(["0", "1", "2"]) == {"0": 0, "1": 1}


def _kept(folder: Path) -> int:
    with kept_in(folder) as kept:
        return len(kept.load(["0", "1", "2"]))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Where nobody has asked yet how a process ended, its number is still known.
    with suppress(OSError):
        return " Z " not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]
    return True


def test_the_digest_of_what_is_installed_says_what_differs() -> None:
    from scodiff.compare.jobs.worker import difference

    mine: Mapping[str, str] = {"scodiff": "1", "numpy": "2"}
    assert difference(mine, dict(mine)) == ""
    assert difference({"scodiff": "1"}, mine) == "its numpy is missing and not 2"
