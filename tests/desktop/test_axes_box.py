"""What of a plot its figure shows: as on the screen, everything, or from a number to another one."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.fields import FieldError
from gradiometer_desktop.axes_box import AxesBox
from gradiometer_desktop.export import OnScreen
from gradiometer_desktop.field_editors import FieldEditor

NORMS = OnScreen(steps=(12.4, 80.6), panels=("weight gradient norm",), limits=((1.2345678e-6, 2.0),), has_scale=True)
LOSS = OnScreen(steps=(0.0, 100.0), panels=("loss", "accuracy"), limits=((0.0, 2.5), (0.0, 1.02)), has_scale=True)
HISTOGRAM = OnScreen(panels=("number of weights",), limits=((0.5, 1e4),))
NEURONS = OnScreen()


@pytest.fixture
def box(qtbot: QtBot) -> AxesBox:
    made = AxesBox()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.show_plot("norms", NORMS)
    return made


def choose(combo: object, value: str) -> None:
    combo.setCurrentIndex(combo.findData(value))


def write(editor: FieldEditor, text: str) -> None:
    editor.control.setText(text)
    editor.control.editingFinished.emit()


def test_it_begins_as_on_the_screen(box: AxesBox) -> None:
    assert box.chosen_steps() == (12.4, 80.6)
    assert box.chosen_limits() == ((1.2345678e-6, 2.0),)
    assert box.chosen_scale() == "auto"


def test_everything(box: AxesBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.changed):
        choose(box.steps, "all")
    with qtbot.waitSignal(box.changed):
        choose(box.vertical, "all")
    assert box.chosen_steps() is None
    assert box.chosen_limits() == ()


def test_numbers_begin_with_those_of_the_screen(box: AxesBox, qtbot: QtBot) -> None:
    assert not box.own_steps.row.isVisible()
    choose(box.steps, "own")
    choose(box.vertical, "own")
    assert box.own_steps.row.isVisible()
    assert [each.row.isVisible() for each in box.own_limits] == [True, False]
    assert box.chosen_steps() == (12.4, 80.6)
    assert box.chosen_limits() == ((1.235e-6, 2.0),)
    with qtbot.waitSignal(box.changed):
        write(box.own_steps.low, "20")
    write(box.own_limits[0].low, "1e-9")
    assert box.chosen_steps() == (20.0, 80.6)
    assert box.chosen_limits() == ((1e-9, 2.0),)
    # The screen moves on, and what was written stays.
    box.show_plot("norms", LOSS)
    assert box.chosen_steps() == (20.0, 80.6)


def test_two_axes_have_two_rows_with_their_names(box: AxesBox) -> None:
    box.show_plot("loss", LOSS)
    choose(box.vertical, "own")
    assert [each.row.isVisible() for each in box.own_limits] == [True, True]
    assert [each.label.text() for each in box.own_limits] == ["Loss", "Accuracy"]
    write(box.own_limits[1].low, "0.9")
    assert box.chosen_limits() == ((0.0, 2.5), (0.9, 1.02))


def test_numbers_of_one_plot_are_not_taken_for_those_of_another(box: AxesBox) -> None:
    choose(box.vertical, "own")
    write(box.own_limits[0].low, "1e-9")
    box.show_plot("histogram", HISTOGRAM)
    assert box.chosen_limits() == ((0.5, 1e4),)


def test_what_cannot_be_chosen_says_why(box: AxesBox) -> None:
    for combo in (box.steps, box.vertical, box.scale):
        assert combo.isEnabled()
    choose(box.steps, "own")
    choose(box.scale, "log")
    box.show_plot("neurons", NEURONS)
    for combo, says in (
        (box.steps, "of one step"),
        (box.vertical, "not one of values"),
        (box.scale, "one scale only"),
    ):
        assert not combo.isEnabled()
        assert says in combo.toolTip()
    assert not box.own_steps.row.isVisible()
    assert (box.chosen_steps(), box.chosen_limits(), box.chosen_scale()) == (None, (), "auto")
    box.show_plot("norms", NORMS, "A table holds all numbers.")
    for combo in (box.steps, box.vertical, box.scale):
        assert combo.toolTip() == "A table holds all numbers."
    # What was chosen comes back.
    box.show_plot("norms", NORMS)
    assert box.own_steps.row.isVisible()
    assert box.chosen_scale() == "log"


def test_what_is_not_on_the_screen_follows_the_data(box: AxesBox) -> None:
    unseen = OnScreen(steps=(0.0, 9.0), panels=("norm",), limits=(None,), has_scale=True)
    box.show_plot("norms", unseen)
    assert box.chosen_limits() == (None,)
    assert "not on the screen" in box.vertical.toolTip()
    # A range of one's own begins somewhere.
    choose(box.vertical, "own")
    assert box.chosen_limits() == ((0.0, 1.0),)


def test_a_logarithmic_axis_does_not_begin_where_the_linear_one_of_the_screen_does(box: AxesBox) -> None:
    box.show_plot("loss", LOSS)
    choose(box.scale, "log")
    assert box.chosen_scale() == "log"
    # The screen's, which is linear, begins at 0.
    assert box.chosen_limits() == (None, (0.0, 1.02))
    choose(box.scale, "linear")
    assert box.chosen_limits() == ((0.0, 2.5), (0.0, 1.02))


@pytest.mark.parametrize(("low", "high"), [("50", "20"), ("20", "20")])
def test_the_smaller_number_comes_first(box: AxesBox, low: str, high: str) -> None:
    choose(box.steps, "own")
    write(box.own_steps.low, low)
    write(box.own_steps.high, high)
    with pytest.raises(FieldError, match=f"steps from {low} to {high}: give the smaller number first"):
        box.chosen_steps()


def test_what_is_no_number_is_said(box: AxesBox, qtbot: QtBot) -> None:
    choose(box.vertical, "own")
    with qtbot.waitSignal(box.changed):
        write(box.own_limits[0].low, "small")
    with pytest.raises(FieldError, match="'small' is not allowed"):
        box.chosen_limits()
    with qtbot.waitSignal(box.changed):
        write(box.own_limits[0].low, "1.235e-06")
    assert box.chosen_limits()[0] == (1.235e-6, 2.0)


def test_every_control_has_a_name(box: AxesBox) -> None:
    choose(box.steps, "own")
    names = [combo.accessibleName() for combo in (box.steps, box.vertical, box.scale)]
    names += [
        editor.control.accessibleName() for each in (box.own_steps, *box.own_limits) for editor in (each.low, each.high)
    ]
    assert len(set(names)) == len(names) == 9
    assert all(names)
