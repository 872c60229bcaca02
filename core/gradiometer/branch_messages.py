"""What is asked of forks that train in a thread of their own, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gradiometer.reports import Event, Finding, Intervention
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.treatments import CONTROL, Treatment
from gradiometer.trial import OWN_ORDER, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be forked and tried.

    source: the session file; step: before which; treatments: the control first (see treatments.line_up); paths: a new
    file for each; group: an id that they share; steps: to train; seeds: of the order of the examples; number: of the
    trial within the session; finding: number of the one that it shall cure, 0 for none, and because: its words.
    """

    source: Path
    step: int
    treatments: tuple[Treatment, ...]
    paths: tuple[Path, ...]
    group: str
    steps: int
    seeds: tuple[int, ...] = (OWN_ORDER,)
    number: int = 1
    finding: int = 0
    because: str = ""


def reopen(paths: Sequence[Path]) -> Request:
    """What to hand to `Branches` with `reopened`, so that a group of forks goes on. paths: their files, in any order.

    Raises SessionFileError where they are not the forks of one session, or not the control among them.
    """
    found = []
    for path in paths:
        with load_session(path) as session:
            if (branch := session.branch) is None or (parent := session.parent) is None:
                raise SessionFileError(f"{path} is no fork of a session")
            found.append((branch.number, branch, parent, path))
    found.sort(key=lambda each: each[0])
    _number, first, parent, path = found[0]
    if first.role != CONTROL or {branch.group for _number, branch, _parent, _path in found} != {first.group}:
        raise SessionFileError(f"{path} and the others are not the forks of one trial, the control among them")
    return Request(
        source=path.parent.parent / parent.file,
        step=parent.step,
        treatments=tuple(Treatment(branch.role, branch.label) for _number, branch, _parent, _path in found),
        paths=tuple(path for _number, _branch, _parent, path in found),
        group=first.group,
        steps=0,
    )


@dataclass(frozen=True, slots=True)
class Forked:
    """The forks stand, and their files are there. took_s: from the request on."""

    paths: tuple[Path, ...]
    step: int
    took_s: float


@dataclass(frozen=True, slots=True)
class Replaying:
    """done of total steps are replayed, up to the step of the fork."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SeedDone:
    """So many of the trial's orders of the data are through."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Tried:
    """The trial is through, or was cut short after whole seeds."""

    trial: Trial


@dataclass(frozen=True, slots=True)
class BranchSaid:
    """An Intervention, an Event or a Finding of one of the forks. number: its place."""

    number: int
    report: Intervention | Event | Finding


@dataclass(frozen=True, slots=True)
class Over:
    """The thread has ended and all files are complete. error: one sentence, or empty; trace: for a bug."""

    step: int
    error: str
    trace: str


BranchMessage = Forked | Replaying | SeedDone | Tried | BranchSaid | Over
