"""The queue: one process for each order, so many at once, and nothing lost or left."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from patience import ENDLESS, wait_until
from rooms.trial import Trial

from scodiff.serve import work
from scodiff.serve.work import Job, WorkQueue


@pytest.fixture
def queue() -> Iterator[WorkQueue]:
    """A queue for two at once."""
    made = WorkQueue(2)
    yield made
    made.close()


def started(job: Job) -> None:
    wait_until(lambda: job.doubts or job.state not in ("waiting", "running"))
    assert job.state == "running", job.trouble


def wait(*jobs: Job) -> None:
    wait_until(lambda: all(job.state not in ("waiting", "running") for job in jobs))


def test_an_order_is_carried_out_in_a_process_of_its_own(queue: WorkQueue, tmp_path: Path) -> None:
    job = queue.submit("a", Trial(tmp_path, "a"))
    wait(job)
    assert (job.state, job.found(), job.doubts) == ("done", "a", ["a is doubtful"])
    assert (tmp_path / "a").read_text().split()[2] != str(os.getpid())
    assert (job.stage, job.done, job.total) == ("comparing", 1, 2)


def test_no_more_run_at_once_than_said_and_none_is_lost(queue: WorkQueue, tmp_path: Path) -> None:
    go = tmp_path / "go"
    jobs = [queue.submit(str(n), Trial(tmp_path, str(n), 0.2, until=go)) for n in range(5)]
    places = [queue.place(job) for job in jobs]
    assert places == [0, 1, 2, 3, 4]
    go.touch()
    wait(*jobs)
    assert [job.found() for job in jobs] == [str(n) for n in range(5)]
    times = [tuple(map(float, (tmp_path / str(n)).read_text().split()[:2])) for n in range(5)]
    for begin, _ in times:
        assert sum(b <= begin < e for b, e in times) <= 2


def test_one_key_is_made_once_at_a_time(queue: WorkQueue, tmp_path: Path) -> None:
    first = queue.submit("a", Trial(tmp_path, "a", 0.2))
    assert queue.submit("a", Trial(tmp_path, "a")) is first
    wait(first)
    assert queue.submit("a", Trial(tmp_path, "a")) is first


@pytest.mark.parametrize(
    ("ends", "trouble"),
    [("badly", "x cannot be read."), ("oddly", "ZeroDivisionError."), ("dead", "crashed")],
)
def test_what_goes_wrong_is_told_and_can_be_tried_again(
    queue: WorkQueue, tmp_path: Path, ends: str, trouble: str
) -> None:
    job = queue.submit("x", Trial(tmp_path, "x", ends=ends))
    wait(job)
    assert (job.state, job.trouble) == ("failed", trouble)
    again = queue.submit("x", Trial(tmp_path, "x"))
    wait(again)
    assert again.found() == "x"


def test_what_is_dropped_is_stopped(queue: WorkQueue, tmp_path: Path) -> None:
    long = queue.submit("long", Trial(tmp_path, "long", ENDLESS))
    started(long)
    queue.drop("long")
    wait(long)
    assert queue.job("long") is None
    assert not (tmp_path / "long").exists()


def test_what_is_dropped_while_it_starts_is_stopped(
    queue: WorkQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropping = work._undisturbed

    @contextmanager
    def dropped_meanwhile() -> Iterator[None]:
        with dropping():
            yield
            queue.drop("long")

    monkeypatch.setattr(work, "_undisturbed", dropped_meanwhile)
    wait(queue.submit("long", Trial(tmp_path, "long", ENDLESS)))
    assert list(tmp_path.iterdir()) == []


def test_closing_stops_all(tmp_path: Path) -> None:
    queue = WorkQueue(1)
    jobs = [queue.submit(str(n), Trial(tmp_path, str(n), ENDLESS)) for n in range(3)]
    started(jobs[0])
    begin = time.monotonic()
    queue.close()
    assert time.monotonic() - begin < ENDLESS / 10
    assert list(tmp_path.iterdir()) == []


def test_only_the_last_results_are_held(queue: WorkQueue, tmp_path: Path) -> None:
    jobs = [queue.submit(str(n), Trial(tmp_path, str(n))) for n in range(9)]
    wait(*jobs)
    assert {job.state for job in jobs} == {"done"}

    def held() -> list[int]:
        return [n for n in range(9) if queue.job(str(n)) is not None]

    wait_until(lambda: len(held()) < 9)  # they are forgotten when their processes have ended
    assert held()[-1] == 8
