"""kill -9 in mid-run: the file opens, and less than a second of steps is missing.

`pytest -m long tests/core/test_kill.py -s` does it twenty times each and prints what was lost.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from gradiometer.session_database import SessionFileError, journal_of
from gradiometer.session_file import load_session
from recorded import opened, read_everything

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")

TIMEOUT_S = 60.0
MOST_UNCOUNTED = 64  # steps that a tally has copied and not counted yet

# A real run, that says every 20 ms how many steps it has made.
CHILD = """
import dataclasses, sys, threading, time
from pathlib import Path
from gradiometer.experiment import load_experiment
from gradiometer.runner import Runner

experiment = dataclasses.replace(
    load_experiment("digits"), num_train=500, num_held_out=100, norms_every=1, histogram_every=1, evaluate_every=50
)
runner = Runner(experiment, Path(sys.argv[1]), with_window=False)
runner.play()
runner.start()
pause = threading.Event()
while runner.is_alive():
    print(runner.step, time.monotonic(), flush=True)
    pause.wait(0.02)
sys.exit("the run ended by itself: " + runner.finished.error)
"""


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


@contextlib.contextmanager
def running(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A run in a process of its own, once it trains."""
    process = subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            process.wait(TIMEOUT_S)
        assert process.stdout is not None
        process.stdout.close()


def kill(process: subprocess.Popen[str], path: Path, said: list[tuple[int, float]]) -> Killed:
    killed_at = time.monotonic()
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(TIMEOUT_S) == -signal.SIGKILL, "it was killed, and did not end by itself"
    assert process.stdout is not None
    # The last line may have been cut off.
    said += [parse(line) for line in process.stdout if line.endswith("\n")]
    return Killed(path, said, killed_at)


def parse(line: str) -> tuple[int, float]:
    steps, when = line.split()
    return int(steps), float(when)


def wait_for_training(process: subprocess.Popen[str]) -> list[tuple[int, float]]:
    said = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(parse(line))
        if said[-1][0] > 0:
            return said
    pytest.fail("the run ended before its first step")


def kill_at_random(path: Path, seed: int) -> Killed:
    with running(path) as process:
        said = wait_for_training(process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(random.Random(seed).uniform(0.0, 2.5))
        return kill(process, path, said)


def kill_in_a_commit(path: Path, seed: int, until_hot: bool) -> Killed:
    """At one of the first commits, as soon as its journal appears, or as soon as it is hot."""
    journal = journal_of(path)
    rng = random.Random(seed)
    with running(path) as process:
        said = wait_for_training(process)
        for _ in range(rng.randrange(1, 4)):
            wait_for(lambda: os.path.exists(journal))
            wait_for(lambda: not os.path.exists(journal))
        wait_for(lambda: is_hot(journal) if until_hot else os.path.exists(journal))
        return kill(process, path, said)


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
    with opened(killed.path) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    lost_s = killed.lost_s(len(steps))
    assert len(steps) >= killed.made_before(killed.killed_at - 1.0)
    assert lost_s < 1.0
    return lost_s


@pytest.mark.parametrize("seed", range(2))
def test_at_a_random_moment(tmp_path, seed):
    check(kill_at_random(tmp_path / "session.gradiometer", seed))


def test_while_the_journal_of_a_commit_exists(tmp_path):
    num_left = num_hot = 0
    # Some commits end between the look and the kill; one journal of each kind is enough.
    for seed in range(8):
        killed = kill_in_a_commit(tmp_path / f"{seed}.gradiometer", seed, until_hot=num_hot == 0)
        num_left += journal_of(killed.path).exists()
        num_hot += is_hot(journal_of(killed.path))
        check(killed)
        if num_left >= 2 and num_hot:
            break
    assert num_left >= 2
    assert num_hot


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_twenty_times_each(tmp_path):
    lost_s = [check(kill_at_random(tmp_path / f"random {seed}", seed)) for seed in range(20)]
    lost_in_a_commit_s, num_left, num_hot = [], 0, 0
    for seed in range(20):
        killed = kill_in_a_commit(tmp_path / f"commit {seed}", seed, until_hot=seed % 2 == 0)
        num_left += journal_of(killed.path).exists()
        num_hot += is_hot(journal_of(killed.path))
        lost_in_a_commit_s.append(check(killed))
    sys.stdout.write(
        f"\nlost at a random moment: {np.round(sorted(lost_s), 3).tolist()} s\n"
        f"lost in a commit: {np.round(sorted(lost_in_a_commit_s), 3).tolist()} s; "
        f"{num_left} journals were left, {num_hot} of them hot\n"
    )
    assert num_left >= 10
    assert num_hot >= 4
