"""The controls for a style of figures: one for each field, whatever fields there are."""

from __future__ import annotations

import dataclasses
import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDoubleSpinBox, QGroupBox
from pytestqt.qtbot import QtBot

from gradiometer.fields import Choice, FieldError, Flag, Number, Text
from gradiometer.figures.style import STYLE_FIELDS, FigureStyle, load_style, style_names
from gradiometer_desktop.style_form import StyleForm


@pytest.fixture
def form(qtbot: QtBot) -> StyleForm:
    made = StyleForm()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_there_is_a_control_for_every_field(form: StyleForm) -> None:
    assert set(form.editors) == set(STYLE_FIELDS)
    kinds = {Number: QDoubleSpinBox, Choice: QComboBox, Flag: QCheckBox, Text: QComboBox}
    for name, field in STYLE_FIELDS.items():
        control = form.editors[name].control
        assert isinstance(control, kinds[type(field)])
        assert control.accessibleName() == field.title
        assert field.help in form.editors[name].toolTip()
        if isinstance(field, Number):
            assert (control.minimum(), control.maximum()) == (field.low, field.high)


def test_groups(form: StyleForm) -> None:
    assert [group.title() for group in form.findChildren(QGroupBox)] == ["Page", "Text and lines", "Shown"]


def test_a_new_field_appears_by_itself(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    new = {
        "grid": Flag(title="Grid", help="Lines behind the curves."),
        "tick": Number(title="Ticks", help="Their length.", low=0, high=9),
    }
    fields = {**STYLE_FIELDS, **new}
    style = dataclasses.make_dataclass("style", [(name, object) for name in fields])
    shown = style(**vars(FigureStyle()), grid=True, tick=2.5)
    monkeypatch.setattr("gradiometer_desktop.style_form.STYLE_FIELDS", fields)
    monkeypatch.setattr("gradiometer_desktop.style_form.FigureStyle", lambda: shown)
    form = StyleForm()
    qtbot.addWidget(form)
    assert form.editors["grid"].control.isChecked()
    assert form.editors["tick"].control.text() == "2.5"
    assert form.values == vars(shown)


def test_it_shows_every_style_exactly(form: StyleForm, qtbot: QtBot) -> None:
    for name in style_names():
        style = load_style(name)
        with qtbot.assertNotEmitted(form.changed):
            form.show_style(style)
        assert form.made_style() == style
    # Also what has more digits than a control shows.
    style = FigureStyle(width_mm=100 / 3, font_size=math.pi)
    form.show_style(style)
    assert form.editors["width_mm"].control.text() == "33.333 mm"
    assert form.made_style() == style


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("width_mm", 178.0, "178 mm"),
        ("height_mm", 142.875, "142.875 mm"),
        ("dpi", 1200.0, "1200 dpi"),
        ("font_size", 8.5, "8.5 pt"),
        ("line_width", 0.1, "0.1 pt"),
    ],
)
def test_numbers_have_their_units(form: StyleForm, name: str, value: float, text: str) -> None:
    form.editors[name].set_value(value)
    assert form.editors[name].control.text() == text


def test_each_control_changes_its_field_alone(form: StyleForm, qtbot: QtBot) -> None:
    before = form.values
    for name, field in STYLE_FIELDS.items():
        control = form.editors[name].control
        with qtbot.waitSignal(form.changed):
            if isinstance(field, Number):
                control.stepUp()
            elif isinstance(field, Choice):
                control.setCurrentIndex(control.count() - 1 - control.currentIndex())
            elif isinstance(field, Flag):
                control.click()
            else:
                control.lineEdit().setText("DejaVu Serif")
                control.lineEdit().editingFinished.emit()
        changed = {key for key, value in form.values.items() if value != before[key]}
        assert changed == {name}
        before = form.values


def test_arrows_go_in_strides(form: StyleForm) -> None:
    for name, stride in (("width_mm", 1), ("dpi", 10), ("font_size", 0.5), ("line_width", 0.1)):
        before = form.values[name]
        form.editors[name].control.stepUp()
        assert form.values[name] == pytest.approx(before + stride)


def test_several_fields_may_be_wrong_together_for_a_while(form: StyleForm) -> None:
    """Letters and page are changed one after the other."""
    form.editors["font_size"].control.setValue(30)
    with pytest.raises(FieldError, match="font_size = 30 is not allowed on 178 x 100 mm"):
        form.made_style()
    form.editors["width_mm"].control.setValue(400)
    form.editors["height_mm"].control.setValue(300)
    assert form.made_style().font_size == 30


def test_fonts_are_offered_and_what_is_written_stays(form: StyleForm, qtbot: QtBot) -> None:
    font = form.editors["font"].control
    form.show_style(FigureStyle(font="Not Installed"))
    with qtbot.assertNotEmitted(form.changed):
        form.offer_fonts(["Arimo", "DejaVu Sans", "Tinos"])
    assert [font.itemText(row) for row in range(font.count())] == ["Arimo", "DejaVu Sans", "Tinos"]
    assert font.currentText() == "Not Installed"
    assert form.values["font"] == "Not Installed"
    font.setCurrentIndex(2)
    font.activated.emit(2)
    assert form.values["font"] == "Tinos"


def test_half_a_name_is_no_font_yet(form: StyleForm, qtbot: QtBot) -> None:
    line = form.editors["font"].control.lineEdit()
    line.setFocus()
    line.selectAll()
    with qtbot.assertNotEmitted(form.changed):
        qtbot.keyClicks(line, "DejaVu Se")
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(line, "rif")
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert form.values["font"] == "DejaVu Serif"
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    line.editingFinished.emit()
    assert form.values["font"] == "DejaVu Serif", "no name is none"


def test_what_means_nothing_says_why(form: StyleForm) -> None:
    form.explain({"dpi": "Only a PNG is made of pixels."})
    assert not form.editors["dpi"].isEnabled()
    assert "Only a PNG is made of pixels." in form.editors["dpi"].toolTip()
    assert form.editors["width_mm"].isEnabled()
    form.explain({})
    assert form.editors["dpi"].isEnabled()
    assert "pixels" not in form.editors["dpi"].toolTip()


def turn_wheel(control: QDoubleSpinBox | QComboBox) -> None:
    place = QPointF(control.rect().center())
    event = QWheelEvent(
        place,
        control.mapToGlobal(place),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(control, event)


def test_the_wheel_changes_only_what_has_the_focus(form: StyleForm, qtbot: QtBot) -> None:
    width, theme = form.editors["width_mm"].control, form.editors["theme"].control
    form.activateWindow()
    theme.setFocus()
    qtbot.waitUntil(theme.hasFocus)
    before = form.values
    turn_wheel(width)
    assert form.values == before
    width.setFocus()
    turn_wheel(width)
    assert form.values["width_mm"] == before["width_mm"] + 1


def test_the_keyboard_reaches_all_in_the_order_of_the_eye(form: StyleForm, qtbot: QtBot) -> None:
    form.activateWindow()
    first = form.editors["width_mm"].control
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    reached = []
    for _ in form.editors:
        reached.append(next(name for name, editor in form.editors.items() if editor.isAncestorOf(form.focusWidget())))
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    # Switches stand in pairs below what else is shown.
    switches = [name for name, field in STYLE_FIELDS.items() if isinstance(field, Flag)]
    assert reached == [*(name for name in form.editors if name not in switches), *switches]
