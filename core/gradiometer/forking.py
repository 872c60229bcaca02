"""The state of a recorded run before any of its steps, and what a session says of the steps before a fork."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gradiometer.continuing import find_snapshot, find_step, settings_before
from gradiometer.experiment import Experiment
from gradiometer.judge import reports_before
from gradiometer.plans import Recorded
from gradiometer.prepared import Prepared, prepare
from gradiometer.reports import Finding, Intervention, Report
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session
from gradiometer.session_happenings import findings_before
from gradiometer.settings import Settings
from gradiometer.snapshot import SnapshotError, State, pack, unpack
from gradiometer.trainer import Trainer

_ROWS = 2**13
"""Read at a time."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a session says of the steps before a fork. file, id: of the session; settings: in force before the changes
    of that step; interventions, findings: of before; before: what a judge has to know.
    """

    experiment: Experiment
    file: str
    id: str
    step: int
    settings: Settings
    interventions: tuple[Intervention, ...]
    findings: tuple[Finding, ...]
    before: tuple[Report, ...]


def origin_of(session: Session, step: int) -> Origin:
    """Raises SessionFileError, also for a session that the trainer did not make."""
    experiment = session.experiment
    if experiment is None:
        raise SessionFileError(f"{session.path} cannot be forked: it was trained in a program of its own")
    interventions = tuple(each for each in session.interventions if each.step < step)
    return Origin(
        experiment,
        session.path.name,
        session.meta.get("id", ""),
        step,
        settings_before(session, step),
        interventions,
        tuple(findings_before(session.findings, step)),
        tuple(reports_before(session, step)),
    )


def state_before(
    session: Session,
    step: int,
    prepared: Prepared | None = None,
    *,
    beyond: bool = False,
    proceed: Callable[[int, int], bool] = lambda done, total: True,
) -> tuple[State, Prepared]:
    """The whole state before a step and before its changes: that of a snapshot, or replayed from the nearest one, as
    many threads computing as are set. beyond: whether the step may lie behind all that is recorded; proceed: is told
    how many steps are replayed and of how many, and says whether to go on.

    Raises SessionFileError, datasets.DataError, and InterruptedError where `proceed` said no.
    """
    start = find_snapshot(session, step if beyond else find_step(session, step))
    experiment = session.experiment
    assert experiment is not None
    prepared = prepare(experiment) if prepared is None else prepared
    try:
        state = unpack(session.snapshot(start))
        if start == step:
            return state, prepared
        trainer = Trainer(experiment, state=state, prepared=prepared, schedule=recorded_plan(session, start, step))
    except SnapshotError as error:
        raise SessionFileError(f"{session.path} cannot be continued: {error}") from error
    changes = [each for each in session.interventions if start <= each.step < step]
    while trainer.step < step:
        trainer.letterbox.extend(each.command for each in changes if each.step == trainer.step)
        for _report in trainer.turn():
            pass
        if not proceed(trainer.step - start, step - start):
            trainer.close()
            raise InterruptedError("the replay was cancelled")
    trainer.close()
    # A copy, so that the trainer can be let go of.
    return unpack(pack(step, "fork", trainer.state())), prepared


def recorded_plan(session: Session, first: int, last: int) -> Recorded:
    """When a session was measured, from one step on and before another: measured so again, all its numbers come out the
    same, those too that remember the steps before. Raises SessionFileError.
    """
    sets = []
    for stream in ("look", "step"):
        ends = session.index_of(stream, first), session.index_of(stream, last)
        pieces = [
            session.blocks(stream, 0, begin, min(begin + _ROWS, ends[1]))[:, 0, 0]
            for begin in range(ends[0], ends[1], _ROWS)
        ]
        sets.append({int(step) for piece in pieces for step in piece.tolist()})
    counted = session.histogram_steps()
    counts = set(counted[(counted >= first) & (counted < last)].tolist())
    return Recorded(looks=sets[0], counts=counts, measures=sets[1])
