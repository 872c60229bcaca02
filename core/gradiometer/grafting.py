"""A deeper or wider network that begins as a copy of another session's: its experiment, and its whole state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gradiometer.continuing import Graft, find_step
from gradiometer.experiment import Experiment
from gradiometer.net2net import deeper, hidden_names, transplant, wider
from gradiometer.ramps import Ramps, begin_ramps, go_on, under_way
from gradiometer.remedy import in_force_before
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session
from gradiometer.settings import Ramp, Reinitialize

if TYPE_CHECKING:
    from gradiometer.prepared import Prepared
    from gradiometer.snapshot import State


def plan_graft(
    session: Session, source: Path, step: int | None = None, *, behind: int | None = None, factor: int = 2
) -> tuple[Graft, Experiment]:
    """What to begin a run with. step: None: that of the newest snapshot; behind: one more hidden layer behind this one,
    from 0; None: all of them `factor` times as wide.

    Raises SessionFileError where the session cannot be continued from there, and FieldError where the network would not
    compute the same.
    """
    step = find_step(session, step)
    before = session.experiment
    assert before is not None
    if ramps := _on_their_way(session, step):
        arrived = max(going.first_step + going.steps for going in ramps.values())
        raise SessionFileError(
            f"{session.path} cannot be copied from step {step}: {', '.join(ramps)} would be on the way until step "
            f"{arrived}, and a copy has arrived"
        )
    law, settings = in_force_before(step, before, session.interventions)
    if behind is None:
        made, through = wider(law, settings, factor), f"{factor} times as wide"
    else:
        made, through = deeper(law, settings, behind), f"one layer deeper, behind {hidden_names(before)[behind]}"
    return Graft(source=source, step=step, behind=behind, through=through), made


def _on_their_way(session: Session, step: int) -> Ramps:
    """What is between two settings before a step."""
    ramps: Ramps = {}
    for each in session.interventions:
        if each.step < step and not isinstance(each.command, Reinitialize):
            ramps = go_on(under_way(ramps, each.step), each.before, each.after)
            if isinstance(each.command, Ramp):
                ramps |= begin_ramps(each.before, each.after, each.step, each.command.steps)
    return under_way(ramps, step)


def grafted(session: Session, graft: Graft, experiment: Experiment) -> tuple[State, Prepared]:
    """The state that a run of `experiment` begins with: the other's weights in its own structure, the same step, order
    of the examples and random states, and no moments.

    Raises SessionFileError and datasets.DataError.
    """
    # Imported here, because torch takes seconds and a window that only plans one is not to wait for it.
    import torch

    from gradiometer.forking import state_before
    from gradiometer.snapshot import pack, unpack
    from gradiometer.trainer import Trainer

    before = session.experiment
    assert before is not None
    state, prepared = state_before(session, graft.step)
    old = Trainer(before, state=state, prepared=prepared)
    new = Trainer(experiment, prepared=prepared)
    drawn_from = torch.Generator().manual_seed(experiment.seed)
    made = transplant(old.network, experiment, drawn_from, graft.behind)
    new.network.load_state_dict(made.state_dict())
    taken_over = {key: state[key] for key in ("step", "elapsed_s", "batches", "random")}
    return unpack(pack(graft.step, "start", {**new.state(), **taken_over})), prepared
