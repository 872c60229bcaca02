"""The tool bars of a comparison."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.comparison import Comparison
from gradiometer_desktop.compare.bar import CompareBar, PositionBar
from gradiometer_desktop.compare.chosen import ComparedSelection
from several import SHALLOW
from synthetic import write_session


@pytest.fixture
def chosen(qtbot: QtBot, several: Comparison) -> ComparedSelection:
    made = ComparedSelection()
    made.choose_layers(several.usual_layers)
    return made


@pytest.fixture
def bar(qtbot: QtBot, several: Comparison, chosen: ComparedSelection) -> CompareBar:
    made = CompareBar(chosen)
    qtbot.addWidget(made)
    made.show_comparison(several)
    return made


def choose(combo: object, value: str) -> None:
    combo.setCurrentIndex(combo.findData(value))  # type: ignore[attr-defined]


def test_choices_go_to_all_plots_and_back(bar: CompareBar, chosen: ComparedSelection) -> None:
    choose(bar.quantity, "gain")
    choose(bar.histogram, "update")
    choose(bar.align, "time")
    assert (chosen.quantity, chosen.histogram, chosen.align) == ("gain", "update", "time")
    chosen.choose_quantity("delta_norm")
    chosen.choose_histogram("weight")
    assert (bar.quantity.currentData(), bar.histogram.currentData()) == ("delta_norm", "weight")


def test_layers_of_either_end(bar: CompareBar, chosen: ComparedSelection) -> None:
    assert list(bar.actions_of) == [0, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5, -6]
    assert [place for place, action in bar.actions_of.items() if action.isChecked()] == [0, 1, -1]
    assert bar.layers.text().startswith("layer 1, layer 2, output")
    bar.actions_of[4].trigger()
    assert chosen.layers == (0, 1, 4, -1)
    assert bar.layers.text().startswith("4 layers")
    bar.actions_of[0].trigger()
    assert chosen.layers == (1, 4, -1)


def test_there_is_always_a_layer_and_never_more_than_there_are_dashes(
    bar: CompareBar, chosen: ComparedSelection
) -> None:
    for place in (0, 1, -1):
        bar.actions_of[place].trigger()
    assert chosen.layers == (-1,)
    assert bar.actions_of[-1].isChecked()
    for place in (0, 1, 2, 3, 4):
        bar.actions_of[place].trigger()
    assert chosen.layers == (0, 1, 2, 3, 4), "the output has made room"
    assert not bar.actions_of[-1].isChecked()


def test_of_equal_depths_each_layer_stands_once(qtbot: QtBot, tmp_path: Path) -> None:
    paths = [write_session(tmp_path / f"{seed}.gradiometer", SHALLOW, 3, seed=seed) for seed in range(2)]
    with Comparison(paths) as comparison:
        bar = CompareBar(ComparedSelection())
        qtbot.addWidget(bar)
        bar.show_comparison(comparison)
        assert [action.text() for action in bar.actions_of.values()] == ["hidden 1", "hidden 2", "output"]
        assert bar.from_output not in bar.menu.actions()
        model = bar.align.model()
        assert [model.item(index).isEnabled() for index in range(3)] == [True, True, False], "no change in either"


def test_an_alignment_that_nobody_shown_has(bar: CompareBar, several: Comparison) -> None:
    model = bar.align.model()
    assert model.item(2).isEnabled()
    several.sides[0].is_shown = False
    bar.offer_alignments()
    assert not model.item(2).isEnabled()


def test_layers_counted_from_the_output(bar: CompareBar, chosen: ComparedSelection) -> None:
    bar.from_output.trigger()
    assert chosen.from_output


@pytest.fixture
def position(qtbot: QtBot, chosen: ComparedSelection) -> PositionBar:
    made = PositionBar(chosen)
    qtbot.addWidget(made)
    made.cover(0.0, 39.0)
    return made


def test_the_end_is_the_newest(position: PositionBar, chosen: ComparedSelection) -> None:
    assert (position.slider.value(), position.slider.maximum(), position.box.value()) == (39, 39, 39.0)
    assert position.newest.isChecked()
    position.slider.setValue(12)
    assert chosen.position == 12.0
    assert position.box.value() == 12.0
    assert not position.newest.isChecked()
    position.newest.click()
    assert chosen.position is None
    assert position.slider.value() == 39
    position.newest.click()
    assert chosen.position == 39.0
    position.slider.setValue(3)
    position.slider.setValue(39)
    assert chosen.position is None


def test_an_exact_step_of_a_long_session(position: PositionBar, chosen: ComparedSelection) -> None:
    position.cover(0.0, 999_999.0)
    assert position.slider.maximum() == 2000
    position.box.setValue(123_457.0)
    assert chosen.position == 123_457.0
    assert position.slider.value() == 247


def test_seconds(position: PositionBar, chosen: ComparedSelection) -> None:
    chosen.choose_align("time")
    position.cover(0.01, 0.05)
    position.slider.setValue(1000)
    assert chosen.position == pytest.approx(0.03)
    assert position.box.text() == "0.030 s"


def test_steps_before_a_change(position: PositionBar, chosen: ComparedSelection) -> None:
    chosen.choose_align("change")
    position.cover(-10.0, 19.0)
    position.slider.setValue(4)
    assert chosen.position == -6.0
    chosen.move(-100.0)
    assert position.slider.value() == 0


def test_a_single_step(position: PositionBar, chosen: ComparedSelection) -> None:
    position.cover(5.0, 5.0)
    assert position.box.value() == 5.0
    assert chosen.position is None
