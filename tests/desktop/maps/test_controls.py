"""What a person says a map is of."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.fields import FieldError
from gradiometer.sweep_axes import AXES
from gradiometer_desktop.maps.controls import MapControls
from shared import SMALL

UP, ACROSS = 0, 1


@pytest.fixture
def controls(qtbot: QtBot) -> MapControls:
    made = MapControls()
    qtbot.addWidget(made)
    return made


def choose(controls: MapControls, place: int, name: str) -> None:
    controls.axes[place].setCurrentIndex(controls.axes[place].findData(name))


def write(controls: MapControls, place: int, text: str) -> None:
    controls.values[place].setText(text)
    controls.values[place].editingFinished.emit()


def shown(controls: MapControls) -> list[tuple[str, str]]:
    """Each axis and its values."""
    return [(combo.currentData(), edit.text()) for combo, edit in zip(controls.axes, controls.values, strict=True)]


def test_it_begins_with_the_usual_map(controls: MapControls) -> None:
    sweep = controls.sweep(SMALL)
    assert (sweep.up, sweep.across, sweep.num_seeds) == ("depth", "weight_scale", 3)
    assert sweep.values == {name: AXES[name].values for name in ("depth", "weight_scale")}


def test_other_axes_values_and_seeds(controls: MapControls, qtbot: QtBot) -> None:
    for ask in (
        lambda: choose(controls, UP, "activation"),
        lambda: choose(controls, ACROSS, "initialization"),
        lambda: write(controls, UP, "tanh, relu"),
        lambda: controls.seeds.setValue(5),
    ):
        with qtbot.waitSignal(controls.changed):
            ask()
    sweep = controls.sweep(SMALL)
    assert (sweep.up, sweep.across, sweep.num_seeds) == ("activation", "initialization", 5)
    assert sweep.values == {"activation": ("tanh", "relu"), "initialization": AXES["initialization"].values}


def test_the_same_axis_twice_makes_them_change_places(controls: MapControls) -> None:
    write(controls, UP, "3, 9")
    choose(controls, ACROSS, "depth")
    assert shown(controls) == [("weight_scale", AXES["weight_scale"].words()), ("depth", "3, 9")]


def test_what_was_written_comes_back_with_its_axis(controls: MapControls) -> None:
    write(controls, UP, "3, 9")
    choose(controls, UP, "activation")
    choose(controls, UP, "depth")
    assert shown(controls)[UP] == ("depth", "3, 9")
    write(controls, UP, " ")
    assert shown(controls)[UP] == ("depth", AXES["depth"].words())


def test_nothing_new_asks_for_nothing(controls: MapControls, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(controls.changed):
        write(controls, UP, controls.values[UP].text())


def test_wrong_values_are_one_sentence(controls: MapControls) -> None:
    write(controls, UP, "3, many")
    with pytest.raises(FieldError, match="depth = 'many' is not allowed: a whole number from 1 to 512"):
        controls.sweep(SMALL)
