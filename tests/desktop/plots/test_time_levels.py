"""What the two plots through time share: the choice of a quantity, the recurrent layers, and words for both."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer_desktop.plots.time_levels import TimeLevels, TimeQuantityBox, TimeStepAxis
from gradiometer_desktop.selection import Selection
from synthetic import WATCHED
from timed import TIMED, of_length, timed_history

NAN = math.nan
LSTM = of_length(5, 4, family="lstm")


def box_of(qtbot: QtBot, selection: Selection, experiment: Experiment = TIMED) -> TimeQuantityBox:
    box = TimeQuantityBox(selection)
    qtbot.addWidget(box)
    box.show_history(History.live(experiment))
    return box


@pytest.mark.parametrize(
    ("low", "high", "length", "expected"),
    [
        (0.5, 5.5, 400, [1, 2, 3, 4, 5]),
        (0.5, 2.5, 400, [1, 2]),
        (0.0, 100.0, 120, [0, 20, 40, 60, 80, 100]),
    ],
)
def test_time_steps_are_whole(qtbot: QtBot, low: float, high: float, length: float, expected: list[int]) -> None:
    del qtbot  # Qt has to be there.
    ((spacing, values),) = TimeStepAxis("left").tickValues(low, high, length)
    assert values == expected
    assert spacing == expected[1] - expected[0]


def test_the_box_offers_what_the_network_has(qtbot: QtBot) -> None:
    selection = Selection()
    box = box_of(qtbot, selection)
    assert [box.itemData(index) for index in range(box.count())] == list(TIMED.outline.time_quantities)
    assert box.itemText(0) == box.currentText() == "State"
    assert len({box.itemText(index) for index in range(box.count())}) == box.count()
    assert "|dC/dh_t|" in box.toolTip()
    assert not box.isHidden()
    with qtbot.waitSignal(selection.time_quantity_changed):
        box.setCurrentIndex(box.findData("update_delta"))
    assert selection.time_quantity == box.name == "update_delta"


def test_two_boxes_agree(qtbot: QtBot) -> None:
    selection = Selection()
    one, two = box_of(qtbot, selection, LSTM), box_of(qtbot, selection, LSTM)
    one.setCurrentIndex(one.findData("cell_gradient"))
    assert two.currentData() == two.name == "cell_gradient"
    # A network that has no cell shows something else, and the choice comes back with one that has.
    one.show_history(History.live(TIMED))
    assert one.currentData() == one.name == "hidden_gradient"
    assert selection.time_quantity == "cell_gradient"
    one.show_history(History.live(LSTM))
    assert one.currentData() == "cell_gradient"


def test_there_is_no_box_where_there_is_no_time(qtbot: QtBot) -> None:
    box = box_of(qtbot, Selection(), Experiment(hidden=(4,)))
    assert box.isHidden()
    assert box.count() == 0
    assert box.name == "hidden_gradient"


def test_layers_are_those_that_ever_had_values() -> None:
    values = np.arange(1.0, 11.0).reshape(2, 5)
    history = timed_history({0: {"hidden_gradient": values}, 3: {"hidden_gradient": np.full((2, 5), NAN)}})
    levels = TimeLevels(history)
    for step in (0, 5, None):
        found = levels.at("hidden_gradient", step)
        assert found is not None
        assert found[0] == (0 if step == 0 else 3)
        assert levels.of("hidden_gradient", found[1]) == [0, 1]
    first = levels.at("hidden_gradient", 2)
    assert first is not None
    np.testing.assert_array_equal(first[1][:2], values)
    assert np.isnan(first[1][2]).all()
    assert [levels.nearest_time(time) for time in (-3.0, 1.4, 1.6, 99.0)] == [0, 0, 1, 4]


def test_in_words() -> None:
    history = timed_history({0: {"hidden_gradient": [[3.2e-9, 1, 1, 1, 0.3], [0, 1, 1, 1, 0.1]]}})
    levels = TimeLevels(history)
    found = levels.at("hidden_gradient", None)
    assert found is not None
    assert (
        levels.tell_time("hidden_gradient", 0, found[1], 4)
        == "recurrent 1, gradient of the state 0.3; first/last 1.1e-08"
    )
    assert (
        levels.tell_ends("hidden_gradient", 1, found[1])
        == "recurrent 2, gradient of the state 0 (below 1e-45) at time step 1, 0.1 at 5; first/last below 1e-44"
    )


@pytest.mark.parametrize(
    ("history", "step", "note"),
    [
        (History.live(Experiment(hidden=(4,))), None, "This network does not go through time "),
        (History(WATCHED, None), None, "Of a training loop of your own no time steps are measured"),
        (timed_history({}, 0), None, "Press Start: "),
        (timed_history({}, 5), None, "No closer look yet: "),
        (timed_history({4: {}}, 5), 2.0, "There was no closer look up to step 2."),
    ],
)
def test_why_there_is_nothing(history: Any, step: float | None, note: str) -> None:
    assert TimeLevels(history).note(step).startswith(note)
