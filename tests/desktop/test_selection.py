"""What all plots share: the layer, the quantity and the range of steps."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradiometer.quantities import QUANTITIES, TIME_QUANTITIES
from gradiometer.references import Reference
from gradiometer_desktop.selection import LAYER_QUANTITIES, Moment, Selection, StepRange


@pytest.fixture
def steps(qtbot: QtBot) -> StepRange:
    return StepRange()


@pytest.mark.parametrize(
    ("newest", "last"),
    [
        (0, 100),
        (100, 100),
        (101, 125),
        (125, 125),
        (126, 160),
        (161, 200),
        (201, 250),
        (251, 320),
        (321, 400),
        (401, 500),
        (501, 640),
        (641, 800),
        (801, 1000),
        (1000, 1000),
        (1001, 1250),
        (999_999, 1_000_000),
        (1_000_001, 1_250_000),
    ],
)
def test_the_end_runs_ahead_in_nice_strides(steps: StepRange, newest: int, last: int) -> None:
    steps.follow(newest)
    assert steps.first == 0.0
    assert steps.last == pytest.approx(last, rel=1e-12)


def test_strides_are_few_and_reach_the_newest_step(steps: StepRange) -> None:
    """Each change redraws the axes, so a hundred thousand steps may bring some thirty of them."""
    changes = []
    steps.changed.connect(lambda: changes.append(steps.last))
    for newest in range(0, 100_000, 25):
        steps.follow(newest)
        assert newest <= steps.last <= max(100.0, 1.29 * newest)
    assert len(changes) == 30
    assert changes == sorted(changes)


def test_a_saved_session_is_reached_exactly(steps: StepRange) -> None:
    steps.follow(737, exactly=True)
    assert (steps.first, steps.last) == (0.0, 737.0)
    # A session of one step has a range too.
    steps.follow(0, exactly=True)
    assert (steps.first, steps.last) == (0.0, 1.0)


def test_the_same_range_is_not_told_again(qtbot: QtBot, steps: StepRange) -> None:
    with qtbot.waitSignal(steps.changed):
        steps.follow(101)
    with qtbot.assertNotEmitted(steps.changed):
        steps.follow(124)


def test_a_person_who_looks_back_is_left_alone(qtbot: QtBot, steps: StepRange) -> None:
    with qtbot.waitSignal(steps.changed):
        steps.set_by_hand(20.0, 30.5)
    assert not steps.follows
    with qtbot.assertNotEmitted(steps.changed):
        steps.follow(5000)
    assert (steps.first, steps.last) == (20.0, 30.5)


@pytest.mark.parametrize(("exactly", "last"), [(False, 800.0), (True, 700.0)])
def test_view_all_shows_all(qtbot: QtBot, steps: StepRange, exactly: bool, last: float) -> None:
    """Also of a session that does not grow, where nobody calls `follow` again."""
    steps.follow(700, exactly=exactly)
    steps.set_by_hand(20.0, 30.0)
    with qtbot.waitSignal(steps.changed):
        steps.follow_again()
    assert steps.follows
    assert (steps.first, steps.last) == (0.0, last)


def test_view_all_reaches_what_came_while_looking_back(steps: StepRange) -> None:
    steps.follow(50)
    steps.set_by_hand(20.0, 30.0)
    steps.follow(3000)
    steps.follow_again()
    assert (steps.first, steps.last) == (0.0, 3200.0)
    steps.follow(3300)
    assert steps.last == 4000.0


def test_a_layer_is_told_once(qtbot: QtBot) -> None:
    selection = Selection()
    with qtbot.waitSignal(selection.layer_changed) as signal:
        selection.choose_layer(3)
    assert signal.args == [3]
    assert selection.layer == 3
    with qtbot.assertNotEmitted(selection.layer_changed):
        selection.choose_layer(3)


def test_a_quantity_is_told_once(qtbot: QtBot) -> None:
    selection = Selection()
    with qtbot.waitSignal(selection.quantity_changed) as signal:
        selection.choose_quantity("delta_norm")
    assert signal.args == ["delta_norm"]
    assert selection.quantity == "delta_norm"
    with qtbot.assertNotEmitted(selection.quantity_changed):
        selection.choose_quantity("delta_norm")


def test_a_kind_of_histogram_is_told_once(qtbot: QtBot) -> None:
    selection = Selection()
    assert selection.histogram == "weight_gradient"
    with qtbot.waitSignal(selection.histogram_changed) as signal:
        selection.choose_histogram("update")
    assert signal.args == ["update"]
    assert selection.histogram == "update"
    with qtbot.assertNotEmitted(selection.histogram_changed):
        selection.choose_histogram("update")


def test_the_quantities_are_those_that_every_layer_has() -> None:
    assert set(LAYER_QUANTITIES) == {name for name, quantity in QUANTITIES.items() if quantity.per_layer}
    assert Selection().quantity == next(iter(LAYER_QUANTITIES))


def test_the_moment_tells_only_changes(qtbot: QtBot) -> None:
    moment = Moment()
    told = []
    moment.changed.connect(lambda: told.append(moment.step))
    assert moment.step is None
    for step in (None, 5.0, 5.0, 0.0, None, None):
        moment.choose(step)
    assert told == [5.0, 0.0, None]


@pytest.mark.parametrize(
    ("sought", "step"), [(-3.0, 2.0), (2.4, 2.0), (49.6, 50.0), (99.9, 100.0), (100.0, None), (1e9, None)]
)
def test_a_hand_seeks_between_the_first_and_the_newest_step(qtbot: QtBot, sought: float, step: float | None) -> None:
    moment = Moment()
    moment.choose(7.0)
    moment.seek(sought, 2.0, 100.0)
    assert moment.step == step


def test_a_page_is_turned_for_a_step_outside(steps: StepRange) -> None:
    steps.follow(1000, exactly=True)
    steps.reach(700.0)
    assert (steps.first, steps.last, steps.follows) == (0.0, 1000.0, True)
    steps.set_by_hand(200.0, 300.0)
    for step, page in ((200.0, (200.0, 300.0)), (320.0, (310.0, 410.0)), (300.0, (210.0, 310.0)), (5.0, (0.0, 100.0))):
        steps.reach(step)
        assert (steps.first, steps.last) == pytest.approx(page)
        assert not steps.follows


def test_smoothing_is_told_once_and_kept_in_its_range(qtbot: QtBot) -> None:
    selection = Selection()
    told: list[float] = []
    selection.smoothing_changed.connect(told.append)
    assert selection.smoothing == 0.0
    for smoothing in (0.0, 0.25, 0.25, 7.0, 1.0, -3.0):
        selection.choose_smoothing(smoothing)
    assert told == [0.25, 1.0, 0.0]


def test_the_quantity_through_time_is_told_once(qtbot: QtBot) -> None:
    selection = Selection()
    told: list[str] = []
    selection.time_quantity_changed.connect(told.append)
    assert selection.time_quantity in TIME_QUANTITIES
    for name in (selection.time_quantity, "cell_gradient", "cell_gradient", "hidden_gradient"):
        selection.choose_time_quantity(name)
    assert told == ["cell_gradient", "hidden_gradient"]


def test_published_curves_are_told_once(qtbot: QtBot) -> None:
    selection = Selection()
    steps, values = np.array([1.0, 2.0]), np.array([0.5, 0.25])
    some = tuple(Reference("delta_norm", layer, "published", steps, values) for layer in (0, 3))
    with qtbot.waitSignal(selection.references_changed):
        selection.choose_references(some)
    with qtbot.assertNotEmitted(selection.references_changed):
        selection.choose_references(some)
    assert selection.references_of("delta_norm", 4) == some
    assert selection.references_of("delta_norm", 3) == some[:1]
    assert selection.references_of("gate", 4) == ()
    with qtbot.waitSignal(selection.references_changed):
        selection.choose_references(())
    assert selection.references == ()


def test_steps_begin_where_a_copied_network_does(steps: StepRange) -> None:
    steps.follow(3_000, begins=3_000)
    assert (steps.first, steps.last) == (3_000, 3_100)
    steps.follow(3_450, begins=3_000)
    assert steps.first == 3_000
    assert 3_450 <= steps.last <= 4_000
    steps.set_by_hand(3_100, 3_200)
    steps.follow_again()
    assert steps.first == 3_000
    steps.follow(3_450, begins=3_000, exactly=True)
    assert (steps.first, steps.last) == (3_000, 3_450)


def test_where_a_layer_was_clicked_it_is_shown_before_anywhere_else(qtbot: QtBot) -> None:
    selection = Selection()
    seen: list[tuple[str, int]] = []
    selection.layer_changed.connect(lambda layer: seen.append(("others", layer)))
    with qtbot.waitSignal(selection.layer_changed):
        selection.choose_layer(2, lambda: seen.append(("touched", selection.layer)))
        assert seen == [("touched", 2)]
    assert seen == [("touched", 2), ("others", 2)]
    selection.choose_layer(2, lambda: seen.append(("touched again", selection.layer)))
    assert len(seen) == 2
