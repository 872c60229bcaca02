"""A number as slider and box: both say the same, the box exactly, and the wheel belongs to the lesson."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gradiometer.fields import Integer, Number
from gradiometer_desktop.lessons.diagrams.controls import Combo, NumberControl

FIELD = Number(title="Weight", help="A weight.", low=-1000.0, high=1000.0)
ABOVE_0 = Number(title="Scale", help="A scale.", low=0.001, high=100.0)
WHOLE = Integer(title="Depth", help="A depth.", low=1, high=40)


def placed(qtbot: QtBot, control: NumberControl) -> NumberControl:
    window = QWidget()
    qtbot.addWidget(window)
    control.place(QGridLayout(window), 0, 0)
    control.keeps = window
    return control


def write(control: NumberControl, text: str) -> None:
    line = control.box.control
    assert isinstance(line, QLineEdit)
    line.setText(text)
    line.editingFinished.emit()


def wheel_over(widget: QWidget) -> bool:
    """Whether it took the wheel."""
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_the_slider_moves_the_number(qtbot: QtBot) -> None:
    control = placed(qtbot, NumberControl("w", FIELD, -8.0, 8.0, 0.0))
    with qtbot.waitSignal(control.changed) as changed:
        control.slider.setValue(750)
    assert changed.args == [4.0]
    assert control.value == 4.0
    assert control.box.control.text() == "4"
    control.slider.setValue(501)
    assert control.value == pytest.approx(0.02)


def test_the_box_is_exact_and_may_go_further(qtbot: QtBot) -> None:
    control = placed(qtbot, NumberControl("w", FIELD, -8.0, 8.0, 0.0))
    with qtbot.waitSignal(control.changed) as changed:
        write(control, "0.123456789")
    assert changed.args == [0.123456789]
    assert control.value == 0.123456789
    write(control, "-300")
    assert control.value == -300.0
    assert control.slider.value() == 0


def test_what_is_not_allowed_is_said_and_changes_nothing(qtbot: QtBot) -> None:
    control = placed(qtbot, NumberControl("w", FIELD, -8.0, 8.0, 1.0))
    for text in ("2000", "abc", "nan"):
        with qtbot.waitSignal(control.refused) as refused, qtbot.assertNotEmitted(control.changed):
            write(control, text)
        assert "w = " in refused.args[0]
        assert control.value == 1.0
    with qtbot.waitSignal(control.refused) as refused:
        write(control, "1")
    assert refused.args == [""]


def test_a_slider_of_powers(qtbot: QtBot) -> None:
    control = placed(qtbot, NumberControl("w", ABOVE_0, 0.01, 100.0, 1.0, is_log=True))
    assert control.slider.value() == 500
    control.slider.setValue(750)
    assert control.value == pytest.approx(10.0)
    control.slider.setValue(0)
    assert control.value == pytest.approx(0.01)


def test_whole_numbers(qtbot: QtBot) -> None:
    control = placed(qtbot, NumberControl("depth", WHOLE, 1, 40, 6))
    assert (control.slider.minimum(), control.slider.maximum()) == (0, 39)
    control.slider.setValue(9)
    assert control.value == 10
    assert control.box.control.text() == "10"
    write(control, "7")
    assert control.value == 7
    assert control.slider.value() == 6


def test_set_value_tells_nobody(qtbot: QtBot) -> None:
    control = placed(qtbot, NumberControl("w", FIELD, -8.0, 8.0, 0.0))
    with qtbot.assertNotEmitted(control.changed):
        control.set_value(5.0)
    assert control.slider.value() == 812
    assert control.box.control.text() == "5"
    control.set_enabled(False)
    assert not control.slider.isEnabled()
    assert not control.box.isEnabled()


def test_the_wheel_is_left_to_the_lesson(qtbot: QtBot) -> None:
    control = placed(qtbot, NumberControl("w", FIELD, -8.0, 8.0, 0.0))
    assert not wheel_over(control.slider)
    assert control.value == 0.0
    combo = Combo({"a": "A", "b": "B"}, "Letters")
    qtbot.addWidget(combo)
    assert not wheel_over(combo)
    assert combo.currentData() == "a"
    assert control.slider.accessibleName() == "Weight"
