"""What is chosen in all plots of a comparison."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gradiometer_desktop.compare.chosen import ComparedSelection


@pytest.fixture
def chosen(qtbot: QtBot) -> ComparedSelection:
    return ComparedSelection()


@pytest.mark.parametrize(
    "act",
    [
        lambda chosen: chosen.choose_layers((0, -1)),
        lambda chosen: chosen.choose_layers((3,)),
        lambda chosen: chosen.choose_layer(-1),
        lambda chosen: chosen.choose_quantity("gain"),
        lambda chosen: chosen.choose_histogram("update"),
        lambda chosen: chosen.choose_align("time"),
        lambda chosen: chosen.count_from_output(True),
    ],
)
def test_what_plots_draw_is_told_once(qtbot: QtBot, chosen: ComparedSelection, act: object) -> None:
    told: list[None] = []
    chosen.changed.connect(lambda: told.append(None))
    with qtbot.assertNotEmitted(chosen.moved):
        act(chosen)  # type: ignore[operator]
        act(chosen)  # type: ignore[operator]
    assert len(told) == 1


def test_moving_redraws_nothing_else(qtbot: QtBot, chosen: ComparedSelection) -> None:
    with qtbot.assertNotEmitted(chosen.changed), qtbot.waitSignal(chosen.moved):
        chosen.move(3.0)
    with qtbot.assertNotEmitted(chosen.moved):
        chosen.move(3.0)


def test_the_layer_of_the_histogram_is_one_of_those_shown(chosen: ComparedSelection) -> None:
    chosen.choose_layers((2, -1))
    assert chosen.layer == 2
    chosen.choose_layer(-1)
    chosen.choose_layers((0, -1))
    assert chosen.layer == -1


def test_another_alignment_begins_at_the_newest_and_shows_all(chosen: ComparedSelection) -> None:
    chosen.move(7.0)
    chosen.steps.set_by_hand(1.0, 2.0)
    chosen.choose_align("change")
    assert chosen.position is None
    chosen.steps.cover(-20.0, 30.0)
    assert (chosen.steps.first, chosen.steps.last) == (-20.0, 30.0)


def test_a_range_that_was_zoomed_stays_until_all_is_asked_for(chosen: ComparedSelection) -> None:
    steps = chosen.steps
    steps.cover(0.0, 10.0)
    steps.set_by_hand(2.0, 4.0)
    steps.cover(0.0, 20.0)
    assert (steps.first, steps.last) == (2.0, 4.0)
    steps.follow_again()
    assert (steps.first, steps.last) == (0.0, 20.0)
    steps.cover(5.0, 5.0)
    assert (steps.first, steps.last) == (5.0, 6.0), "one step has a width too"
