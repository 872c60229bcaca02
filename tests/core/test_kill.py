"""kill -9 in mid-run: the file opens, and less than a second of steps is missing.

`pytest -m long tests/core/test_kill.py -s` does it 150 times and prints what was lost.
"""

import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import pytest

import run_to_kill
from gradiometer.reports import Note
from gradiometer.session_check import check_session
from gradiometer.session_database import SessionFileError, journal_of
from gradiometer.session_editor import set_note
from gradiometer.session_file import load_session
from recorded import read_everything

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")

TIMEOUT_S = 60.0
MOST_UNCOUNTED = 64  # steps that a tally has copied and not counted yet


@dataclass(frozen=True)
class Killed:
    """A run that was killed. said: (steps made, when), in order; killed_at: on the same clock."""

    path: Path
    said: list[tuple[int, float]]
    killed_at: float

    def made_before(self, moment: float) -> int:
        """How many steps had been made for sure at a moment."""
        return max((steps for steps, when in self.said if when <= moment), default=0)

    def lost_s(self, num_saved: int) -> float:
        """Seconds between the kill and the newest moment at which everything made by then is in the file."""
        saved = [when for steps, when in self.said if steps <= num_saved]
        return self.killed_at - max(saved, default=self.said[0][1])


@dataclass(frozen=True)
class Run:
    """A run in a process of its own. ear: what it says."""

    path: Path
    process: BaseProcess
    ear: Connection


@pytest.fixture(scope="module")
def start() -> Iterator[Callable[..., tuple[BaseProcess, Connection]]]:
    """Starts a function of run_to_kill in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["run_to_kill"])

    def start(act: Callable[..., None], *arguments: object) -> tuple[BaseProcess, Connection]:
        ear, mouth = context.Pipe(duplex=False)
        process = context.Process(target=act, args=(arguments[0], mouth, *arguments[1:]), daemon=True)
        process.start()
        # Else nobody hears that it is gone.
        mouth.close()
        return process, ear

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", str(Path(run_to_kill.__file__).parent))
        yield start


@pytest.fixture
def running(start) -> Callable[[Path], contextlib.AbstractContextManager[Run]]:
    @contextlib.contextmanager
    def running(path: Path) -> Iterator[Run]:
        process, ear = start(run_to_kill.run, str(path))
        try:
            yield Run(path, process, ear)
        finally:
            process.kill()
            process.join(TIMEOUT_S)
            process.close()
            ear.close()

    return running


def kill(run: Run, said: list[tuple[int, float]]) -> Killed:
    killed_at = time.monotonic()
    os.kill(run.process.pid, signal.SIGKILL)
    run.process.join(TIMEOUT_S)
    assert run.process.exitcode == -signal.SIGKILL, "it was killed, and did not end by itself"
    # The last message may have been cut off.
    with contextlib.suppress(EOFError, OSError):
        while True:
            said.append(run.ear.recv())
    return Killed(run.path, said, killed_at)


def wait_for_training(run: Run) -> list[tuple[int, float]]:
    said = []
    while not said or not said[-1][0]:
        assert run.ear.poll(TIMEOUT_S)
        said.append(run.ear.recv())
    return said


def kill_at_random(run: Run, seed: int) -> Killed:
    said = wait_for_training(run)
    run.process.join(random.Random(seed).uniform(0.0, 2.5))
    return kill(run, said)


def kill_in_a_commit(run: Run, seed: int, until_hot: bool) -> Killed:
    """At one of the first commits, as soon as its journal appears, or as soon as it is hot."""
    journal = journal_of(run.path)
    rng = random.Random(seed)
    said = wait_for_training(run)
    for _ in range(rng.randrange(1, 4)):
        wait_for(lambda: os.path.exists(journal))
        wait_for(lambda: not os.path.exists(journal))
    wait_for(lambda: is_hot(journal) if until_hot else os.path.exists(journal))
    return kill(run, said)


def is_hot(journal: Path) -> bool:
    """Whether it holds pages to roll back: SQLite writes its first byte when they are safe on the disk."""
    try:
        with journal.open("rb", buffering=0) as file:
            return file.read(1) not in (b"", b"\0")
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < until, "waited for too long"


def check(killed: Killed) -> float:
    """The file opens, its steps follow on each other, and less than a second is missing. Returns what is, in s."""
    journal = journal_of(killed.path)
    if journal.exists():
        # Who forgets the journal when copying gets the session or a sentence, never a crash.
        alone = Path(shutil.copy(killed.path, killed.path.with_name("alone")))
        with contextlib.suppress(SessionFileError):
            read_everything(alone)
    with load_session(killed.path) as session:
        steps = session.steps
        assert not session.has_ended
        np.testing.assert_array_equal(steps, np.arange(len(steps)))
        assert session.num_rows["step"] == len(steps)
        # Histograms that were still being counted go with the program.
        counted = session.histogram_steps()
        np.testing.assert_array_equal(counted, np.arange(len(counted)))
        assert len(steps) - MOST_UNCOUNTED <= len(counted) <= len(steps)
        # A step that was evaluated may still have waited to be measured.
        evaluated = session.evaluation_steps
        np.testing.assert_array_equal(evaluated, 50 * np.arange(len(evaluated)))
        assert len(steps[::50]) <= len(evaluated) <= len(steps[::50]) + 1
        assert np.isfinite(session.loss).all()
        assert session.quantity("delta_norm").shape == (len(steps), 5)
        np.testing.assert_array_equal(session.histogram(0)[0].sum(axis=1), 784 * 30)
    read_everything(killed.path)
    assert not is_hot(journal)
    findings = check_session(killed.path)
    assert findings.problems == []
    assert findings.num_unchecked == 0
    # Nobody holds it any more.
    set_note(killed.path, Note(0, "killed"))
    lost_s = killed.lost_s(len(steps))
    assert len(steps) >= killed.made_before(killed.killed_at - 1.0)
    assert lost_s < 1.0
    return lost_s


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_at_a_random_moment(running, tmp_path, seed):
    with running(tmp_path / "session.gradiometer") as run:
        check(kill_at_random(run, seed))


def test_while_the_journal_of_a_commit_exists(running, tmp_path):
    num_left = num_hot = 0
    # Some commits end between the look and the kill; one journal of each kind is enough.
    for seed in range(8):
        with running(tmp_path / f"{seed}.gradiometer") as run:
            killed = kill_in_a_commit(run, seed, until_hot=num_hot == 0)
            num_left += journal_of(killed.path).exists()
            num_hot += is_hot(journal_of(killed.path))
            check(killed)
        if num_left >= 2 and num_hot:
            break
    assert num_left >= 2
    assert num_hot


def test_a_reader_that_gives_no_rest_lets_every_commit_through(start, tmp_path):
    """It polls as fast as it can, from before the first commit to after the last one."""
    path = tmp_path / "session.gradiometer"
    writer, heard = start(run_to_kill.run, str(path), 1500)
    wait_for(path.exists)
    readers = [start(run_to_kill.follow, str(path)) for _ in range(2)]
    said = []
    while not said or not isinstance(said[-1], str):
        assert heard.poll(TIMEOUT_S)
        said.append(heard.recv())
    assert said.pop() == ""
    assert said[-1][0] == 1500
    for process, ear in readers:
        assert ear.poll(TIMEOUT_S)
        num_reads, num_steps, failures = ear.recv()
        assert num_steps == 1500
        assert num_reads > 5
        assert failures == []
        process.join(TIMEOUT_S)
    writer.join(TIMEOUT_S)
    with load_session(path) as session:
        np.testing.assert_array_equal(session.steps, np.arange(1500))
        np.testing.assert_array_equal(session.histogram_steps(), np.arange(1500))
    assert check_session(path).problems == []


def figures(lost_s: list[float]) -> str:
    return f"{len(lost_s)} killed, at most {max(lost_s):.3f} s lost, {np.median(lost_s):.3f} s in the middle"


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_hundred_and_fifty_times(running, tmp_path):
    lost_s, lost_in_a_commit_s, num_left, num_hot = [], [], 0, 0
    for seed in range(100):
        with running(tmp_path / f"random {seed}") as run:
            lost_s.append(check(kill_at_random(run, seed)))
    seed = 0
    # Those whose commit had ended when the signal came count as killed at a random moment.
    while num_left < 50:
        with running(tmp_path / f"commit {seed}") as run:
            killed = kill_in_a_commit(run, seed, until_hot=seed % 2 == 0)
            is_left, hot = journal_of(killed.path).exists(), is_hot(journal_of(killed.path))
            (lost_in_a_commit_s if is_left else lost_s).append(check(killed))
            num_left, num_hot, seed = num_left + is_left, num_hot + hot, seed + 1
        assert seed < 400
    sys.stdout.write(f"\nat a random moment: {figures(lost_s)}\n")
    sys.stdout.write(f"in a commit, {num_hot} of whose journals were hot: {figures(lost_in_a_commit_s)}\n")
    assert len(lost_s) >= 100
    assert num_hot >= 10
