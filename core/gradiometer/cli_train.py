"""What `gradiometer train` does: a run with no window, watched from the main thread."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gradiometer.cli_info import newest
from gradiometer.continuing import Graft, Resume
from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.fields import FieldError
from gradiometer.interrupts import interrupts_noted
from gradiometer.recorder import Stored
from gradiometer.reports import Event, Finding, Intervention
from gradiometer.runner import Ready, Runner
from gradiometer.schedule import Plan
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session, load_session
from gradiometer.session_format import SUFFIX
from gradiometer.settings import Asked, Change
from gradiometer.symptoms import SEVERE

# Often enough for a bar; each look takes the interpreter from the trainer for some 50 microseconds.
_LOOK_EVERY_S = 0.1
_READ_LOSS_EVERY_S = 1.0
_QUIET_S = 10.0
"""Between two lines of progress where nobody watches: stderr is a file."""


def default_path(name: str) -> Path:
    """`digits-20240131-235959.gradiometer` in the current folder."""
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "session"
    return Path(f"{plain}-{time.strftime('%Y%m%d-%H%M%S')}{SUFFIX}")


def add_at(verb: argparse.ArgumentParser) -> None:
    """The option that `parse_at` takes apart."""
    verb.add_argument(
        "--at",
        nargs="+",
        action="append",
        default=[],
        metavar=("STEP", "name=value"),
        help="change the running network before this step; may be repeated",
    )


def add_trace(verb: argparse.ArgumentParser) -> None:
    """The option `with_trace` of `train`."""
    verb.add_argument("--trace", action="store_true", help="also print Python's trace where training fails")


def check_is_new(path: Path) -> Path:
    """A path at which there is nothing yet. Raises ExportError."""
    if path.exists():
        raise ExportError(f"{path} exists already: choose another name with --out")
    return path


def parse_at(words: list[str]) -> tuple[int, list[str]]:
    """`--at 200 activation=relu`. Raises FieldError."""
    step, *assignments = words
    try:
        number = int(step)
    except ValueError:
        raise FieldError(f"--at {step} is not allowed: give a step first, then name=value") from None
    if not assignments:
        raise FieldError(f"--at {step} changes nothing: give name=value behind the step")
    return number, assignments


def train(
    experiment: Experiment,
    changes: Mapping[int, Sequence[Change | Asked]],
    path: Path,
    *,
    with_trace: bool = False,
    resume: Resume | Graft | None = None,
    plan: Plan | None = None,
    num_threads: int | None = None,
) -> int:
    """Train and record into a file, a new one unless `resume` says otherwise. plan, num_threads: as of a Runner.

    Returns the exit code: 0 done, 1 failed, 130 interrupted by Ctrl+C.

    Changes, events and a progress bar go to stderr; the last line, on stdout, names the file.
    """
    runner = Runner(
        experiment,
        path,
        schedule=changes,
        with_window=False,
        resume=resume,
        plan=plan,
        num_threads=num_threads,
    )
    runner.play()
    interrupted = False
    with interrupts_noted() as interrupts, _Progress(experiment, path) as progress:
        runner.start()
        while runner.is_alive():
            runner.join(_LOOK_EVERY_S)
            progress.show(runner)
            if interrupts and not interrupted:
                interrupted = True
                runner.stop()
        progress.show(runner, is_over=True)
    finished = runner.finished
    assert finished is not None
    error = finished.error
    if progress.stored:
        with load_session(path) as session:
            loss = newest(session, "loss")
        outcome = "interrupted after" if interrupted else "stopped after" if error else "done,"
        last = "" if loss is None else f", last loss {loss[0]:.6g}"
        steps = f"{finished.step} step{'' if finished.step == 1 else 's'}"
        print(f"{path}: {outcome} {steps}{last}")
    elif interrupted:
        print("interrupted before the first step: no file was made", file=sys.stderr)
    if error:
        if with_trace:
            print(finished.trace, end="", file=sys.stderr)
        print(f"gradiometer: error: {error}", file=sys.stderr)
        return 1
    return 130 if interrupted else 0


class _Progress:
    """The bar, and what happened above it. stored: whether the session file has been made."""

    def __init__(self, experiment: Experiment, path: Path):
        from tqdm import tqdm

        # Its watchdog thread is for loops that fall silent; this one is polled ten times a second.
        tqdm.monitor_interval = 0
        self.stored = False
        self._path = path
        self._session: Session | None = None
        self._found: set[int] = set()
        self._next_reading = 0.0
        self._bar: Any = tqdm(
            total=experiment.steps or None,
            desc=f"{experiment.name}: loading torch",
            unit="step",
            file=sys.stderr,
            mininterval=_LOOK_EVERY_S if sys.stderr.isatty() else _QUIET_S,
            dynamic_ncols=True,
        )
        self._name = experiment.name

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.close()
        if self._session is not None:
            self._session.close()

    def show(self, runner: Runner, *, is_over: bool = False) -> None:
        """Pass on what the runner has said, and bring the bar up to date; is_over: whether the run is over."""
        while runner.messages:
            message = runner.messages.popleft()
            if isinstance(message, Ready):
                # The clock of the bar starts anew, or seconds of loading would spoil the steps per second.
                self._bar.set_description_str(self._name, refresh=False)
                self._bar.reset()
            elif isinstance(message, Stored):
                self.stored = message.path is not None
            elif isinstance(message, Intervention):
                effect = f" ({message.effect})" if message.effect else ""
                self._write(f"step {message.step}: {message.label}{effect}")
            elif isinstance(message, Event) and message.kind != "error":
                self._write(f"step {message.step}: {message.text}")
            elif isinstance(message, Finding) and message.severity == SEVERE and message.number not in self._found:
                self._found.add(message.number)
                self._write(f"step {message.told_step}: {message.text}")
        now = time.monotonic()
        if self.stored and (is_over or now >= self._next_reading):
            self._next_reading = now + _READ_LOSS_EVERY_S
            self._read_loss()
        self._bar.update(runner.step - self._bar.n)
        if is_over:
            self._bar.refresh()

    def _write(self, line: str) -> None:
        self._bar.write(line, file=sys.stderr)

    def _read_loss(self) -> None:
        """The newest loss in the file, which is about half a second old: the trainer is not asked."""
        try:
            if self._session is None:
                self._session = load_session(self._path)
            self._session.refresh()
            loss = newest(self._session, "loss")
        except SessionFileError:
            # Busy with a commit, say. The next second has another chance, and the end of the run reads in earnest.
            return
        if loss is not None:
            self._bar.set_postfix_str(f"loss {loss[0]:.4g}", refresh=False)
