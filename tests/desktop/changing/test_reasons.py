"""Why something cannot be done with a session as it stands."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gradiometer.history import History
from gradiometer.layout import step_layout
from gradiometer.reports import Event, Intervention, StepReport
from gradiometer.settings import Ramp, Settings
from gradiometer_desktop.changing.reasons import why_not_changed, why_not_gone_on, why_on_its_way
from shared import SMALL
from standing import OVER, standing

NO_SNAPSHOTS = Event(3, "snapshots", "there are none")


@pytest.mark.parametrize(
    ("session", "begins"),
    [
        (None, "There is no session"),
        (standing(None), "This loop stands in a program of its own"),
        (standing(), ""),
        (standing(path=None), ""),
        (standing(finished=OVER), "Only a network that trains here can be changed"),
        (standing(is_live=False), "Only a network that trains here can be changed"),
    ],
)
def test_a_network_is_changed_while_it_trains(session: object, begins: str) -> None:
    reason = why_not_changed(session)  # type: ignore[arg-type]
    assert reason.startswith(begins)
    assert bool(reason) == bool(begins)


@pytest.mark.parametrize(
    ("session", "begins"),
    [
        (None, "There is no session"),
        (standing(None, is_live=False), "This loop stands in a program of its own"),
        (standing(is_live=False, read_only="It is in use by another program"), "It is in use by another program."),
        (standing(path=None), "This session is in no file yet"),
        (standing(), ""),
        (standing(happened=[NO_SNAPSHOTS]), "There is no snapshot"),
        (standing(dataclasses.replace(SMALL, snapshot_mb=0.0)), "There is no snapshot"),
        (standing(finished=OVER), "There is no snapshot"),
        (standing(finished=OVER, snapshots=[0]), ""),
        (standing(is_live=False, snapshots=[0]), ""),
    ],
)
def test_a_session_goes_on_from_a_snapshot(session: object, begins: str) -> None:
    reason = why_not_gone_on(session)  # type: ignore[arg-type]
    assert reason.startswith(begins)
    assert bool(reason) == bool(begins)


def history_of(newest: int, *changes: Intervention) -> History:
    history = History.live(SMALL)
    row = np.zeros(step_layout(len(SMALL.layer_names)).width)
    row[0] = newest
    history.append([*changes, StepReport(newest, row)])
    return history


BEFORE = Settings(learning_rate=0.1)
AFTER = dataclasses.replace(BEFORE, learning_rate=0.01, activation="relu")
RAMP = Intervention(10, Ramp(settings=AFTER, steps=20), BEFORE, AFTER, "")
AT_ONCE = dataclasses.replace(AFTER, learning_rate=0.02)
SET_ANEW = Intervention(15, AT_ONCE, AFTER, AT_ONCE, "")
LIE = dataclasses.replace(BEFORE, normalization="batch")


@pytest.mark.parametrize(
    ("newest", "changes", "titles"),
    [
        (28, [RAMP], "Activation and Learning rate is still on its way"),
        (29, [RAMP], ""),
        (20, [RAMP, SET_ANEW], "Activation is still on its way"),
        (20, [SET_ANEW], ""),
        (11, [Intervention(10, Ramp(settings=LIE, steps=20), BEFORE, LIE, "")], ""),
    ],
)
def test_a_ramp_has_to_arrive_first(newest: int, changes: list[Intervention], titles: str) -> None:
    assert why_on_its_way(history_of(newest, *changes)).partition(":")[0] == titles
