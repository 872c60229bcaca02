"""From where a recorded session can be continued or forked, and what held there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gradiometer.remedy import in_force_before
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session
from gradiometer.session_storage import StorageError
from gradiometer.settings import Settings


@dataclass(frozen=True, slots=True)
class Resume:
    """Where a run goes on from. source: the session file; step: before which, that of a snapshot or any other behind
    one, up to which the run is replayed; through: what makes it go its own way, in a few words, empty where nothing.
    """

    source: Path
    step: int
    through: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graft:
    """A new session of another structure, whose network computes what that of another session does before a step (see
    net2net.py). source, step: as of a Resume; behind: one more hidden layer behind this one, from 0; None: all layers
    wider; through: the same in a few words.
    """

    source: Path
    step: int
    behind: int | None
    through: str


def find_step(session: Session, step: int | None = None) -> int:
    """The step to go on from: that of the newest snapshot where none is asked for.

    Raises SessionFileError where it is not between the first snapshot and the end, or where there is no snapshot.
    """
    steps = [place.step for place in session.snapshots]
    if not steps or session.experiment is None:
        why = "it has no snapshot" if session.experiment is not None else "it was trained in a program of its own"
        raise SessionFileError(f"{session.path} cannot be continued: {why}")
    newest = end_of(session)
    if step is not None and not steps[0] <= step <= newest:
        raise SessionFileError(
            f"{session.path} cannot be continued from step {step}: choose one from {steps[0]} to {newest}"
        )
    return steps[-1] if step is None else step


def find_snapshot(session: Session, step: int) -> int:
    """The step of the nearest snapshot at or before one (see `find_step`, which says whether there is any)."""
    return max(place.step for place in session.snapshots if place.step <= step)


def check_ends(session: Session, step: int) -> None:
    """Whether a session says nothing of steps from `step` on, so that a run can go on behind it.

    Raises StorageError: what was recorded is never taken away.
    """
    if last_step(session) >= step:
        raise StorageError(f"{session.path} goes on behind step {step}: go on in a new file")


def last_step(session: Session) -> int:
    """The last step of which a session says anything; -1 where it says nothing."""
    ends = [int(row[0]) for stream in session.num_rows if (row := session.newest(stream)) is not None]
    return max([-1, *ends, *(each.step for each in session.interventions)])


def end_of(session: Session) -> int:
    """The step behind all that a session holds: of the steps before its newest snapshot it need not say anything."""
    return max([last_step(session) + 1, *(place.step for place in session.snapshots)])


def settings_before(session: Session, step: int) -> Settings:
    """The settings in force before the changes of a step, of a session with an experiment."""
    assert session.experiment is not None
    return in_force_before(step, session.experiment, session.interventions)[1]
