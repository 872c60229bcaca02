"""Why something cannot be done with a session as it stands, in a sentence; an empty text where it can."""

from __future__ import annotations

import contextlib

from gradiometer.fields import FieldError
from gradiometer.history import History
from gradiometer.ramps import Ramps, begin_ramps, go_on, under_way
from gradiometer.settings import SETTING_FIELDS, Ramp
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.run_bar import AnySession

_NO_SESSION = tr("There is no session.")
_NO_EXPERIMENT = tr("This loop stands in a program of its own: change it there.")
_NOT_LIVE = tr("Only a network that trains here can be changed: press Continue first.")
_NO_FILE = tr("This session is in no file yet: make a step, or save it, first.")
_NO_SNAPSHOT = tr("There is no snapshot to go on from.")


def why_not_changed(session: AnySession | None) -> str:
    """Of a network that is to be changed while it trains."""
    if session is None:
        return _NO_SESSION
    if session.history.experiment is None:
        return _NO_EXPERIMENT
    return "" if session.is_live and session.finished is None else _NOT_LIVE


def why_not_gone_on(session: AnySession | None) -> str:
    """Of a session from which a new one is to go on; one that trains is ended first."""
    if session is None:
        return _NO_SESSION
    experiment = session.history.experiment
    if experiment is None:
        return _NO_EXPERIMENT
    if session.read_only:
        return f"{session.read_only}."
    if session.path is None:
        return _NO_FILE
    if session.is_live and session.finished is None:
        # Its file has one from the beginning, where there are any at all.
        keeps = experiment.snapshot_mb > 0 and all(event.kind != "snapshots" for event in session.history.events)
        return "" if keeps else _NO_SNAPSHOT
    return "" if session.snapshots else _NO_SNAPSHOT


def why_on_its_way(history: History) -> str:
    """A ramp has not arrived: what the network computes is not what its settings say."""
    ramps: Ramps = {}
    for each in history.interventions:
        ramps = go_on(ramps, each.before, each.after)
        if isinstance(each.command, Ramp):
            # A file may say what no trainer has done.
            with contextlib.suppress(FieldError):
                ramps = {**ramps, **begin_ramps(each.before, each.after, each.step, each.command.steps)}
    newest = int(history.steps.span()[1])
    titles = [said(SETTING_FIELDS[name].title) for name in under_way(ramps, newest + 1)]
    return (
        tr("{join} is still on its way: wait until the ramp has arrived.", join=" and ".join(titles)) if titles else ""
    )
