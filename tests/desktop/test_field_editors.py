"""One editor for each kind of field: what is shown is what is meant, and what is wrong is marked and said."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.fields import Choice, Field, Flag, Integer, Integers, Number, Text
from gradiometer.settings import SETTING_FIELDS
from gradiometer_desktop.field_editors import FieldEditor

CHOICE = Choice(title="Fruit", help="Which.", options={"apple": "Apple", "pear": "Pear"})
FLAG = Flag(title="Ripe", help="Whether.")
NUMBER = Number(title="Weight", help="How much.", low=0.0, high=10.0)
WHOLE = Integer(title="Count", help="How many.", low=1, high=9)
LIST = Integers(title="Sizes", help="Each.", low=1, high=9, most=3)
TEXT = Text(title="Name", help="What.", most=10)


class Heard:
    """What an editor has said."""

    def __init__(self, editor: FieldEditor):
        self.edited: list[Any] = []
        self.refused: list[str] = []
        self.num_mended = 0
        editor.mended.connect(self._mended)
        editor.edited.connect(self.edited.append)
        editor.refused.connect(self.refused.append)

    def _mended(self) -> None:
        self.num_mended += 1


@pytest.fixture
def make(qtbot: QtBot) -> Any:
    def made(field: Field, value: Any) -> tuple[FieldEditor, Heard]:
        editor = FieldEditor("fruit", field)
        qtbot.addWidget(editor)
        editor.set_value(value)
        editor.show()
        return editor, Heard(editor)

    return made


def write(editor: FieldEditor, text: str) -> None:
    """As a person does who then leaves the line."""
    assert isinstance(editor.control, QLineEdit)
    editor.control.setText(text)
    editor.control.editingFinished.emit()


def is_marked(editor: FieldEditor) -> bool:
    return bool(editor.control.property("wrong"))


def test_a_choice(make: Any) -> None:
    editor, heard = make(CHOICE, "pear")
    assert isinstance(editor.control, QComboBox)
    assert editor.control.currentText() == "Pear"
    editor.control.setCurrentIndex(editor.control.findData("apple"))
    assert editor.value == "apple"
    assert heard.edited == ["apple"]


def test_a_flag(make: Any) -> None:
    editor, heard = make(FLAG, True)
    assert isinstance(editor.control, QCheckBox)
    assert editor.control.isChecked()
    editor.control.click()
    editor.control.click()
    assert heard.edited == [False, True]


@pytest.mark.parametrize(
    ("field", "value", "shown", "written", "expected"),
    [
        (NUMBER, 0.1, "0.1", " 2.5e-3 ", 0.0025),
        (NUMBER, 3.0, "3", "7", 7.0),
        (WHOLE, 5, "5", "9", 9),
        (LIST, (3, 2), "3, 2", "1,2 3", (1, 2, 3)),
        (LIST, (3,), "3", "", ()),
        (TEXT, "plum", "plum", " größer ", "größer"),
    ],
)
def test_a_line(make: Any, field: Field, value: Any, shown: str, written: str, expected: Any) -> None:
    editor, heard = make(field, value)
    assert editor.control.text() == shown
    write(editor, written)
    assert editor.value == expected
    assert heard.edited == [expected]
    assert not is_marked(editor)


def test_showing_a_value_is_no_edit(make: Any) -> None:
    for field, values in ((CHOICE, ("apple", "pear")), (FLAG, (True, False)), (NUMBER, (1.0, 2.0))):
        editor, heard = make(field, values[0])
        editor.set_value(values[1])
        assert editor.value == values[1]
        assert heard.edited == []


@pytest.mark.parametrize(
    ("field", "value", "wrong", "sentence"),
    [
        (NUMBER, 1.0, "ten", "fruit = 'ten' is not allowed: a number from 0, at most 10"),
        (NUMBER, 1.0, "10.1", "fruit = 10.1 is not allowed: a number from 0, at most 10"),
        (NUMBER, 1.0, "nan", "fruit = nan is not allowed: a number from 0, at most 10"),
        (NUMBER, 1.0, "", "fruit = '' is not allowed: a number from 0, at most 10"),
        (WHOLE, 1, "1.5", "fruit = '1.5' is not allowed: a whole number from 1 to 9"),
        (LIST, (1,), "3, x", "fruit[1] = 'x' is not allowed: a whole number from 1 to 9"),
        (LIST, (1,), "1 2 3 4", "fruit = [1, 2, 3, 4] is not allowed: at most 3 whole numbers from 1 to 9"),
        (
            TEXT,
            "plum",
            "a much longer name",
            "fruit = 'a much longer name' is not allowed: one line of 1 to 10 characters",
        ),
    ],
)
def test_what_is_wrong_is_marked_and_refused(make: Any, field: Field, value: Any, wrong: str, sentence: str) -> None:
    editor, heard = make(field, value)
    write(editor, wrong)
    assert heard.refused == [sentence]
    assert heard.edited == []
    assert is_marked(editor)
    assert editor.problem == sentence
    assert editor.value == value
    assert editor.control.text() == wrong


def test_a_wrong_line_can_be_mended(make: Any, qtbot: QtBot) -> None:
    editor, heard = make(NUMBER, 1.0)
    write(editor, "11")
    assert is_marked(editor)
    # The mark goes as soon as the person types.
    qtbot.keyClick(editor.control, Qt.Key.Key_Backspace)
    assert not is_marked(editor)
    write(editor, "2")
    assert editor.problem == ""
    assert heard.edited == [2.0]


def test_going_back_to_the_old_value_takes_the_refusal_back(make: Any) -> None:
    """Whoever heard the refusal must hear that it is over, though the value is the same."""
    editor, heard = make(NUMBER, 1.0)
    write(editor, "11")
    write(editor, "1")
    assert heard.num_mended == 1
    assert editor.problem == ""
    write(editor, "1")
    assert heard.num_mended == 1
    assert heard.edited == []


def test_showing_another_value_takes_the_mark_away(make: Any) -> None:
    editor, _heard = make(NUMBER, 1.0)
    write(editor, "11")
    editor.set_value(2.0)
    assert editor.control.text() == "2"
    assert not is_marked(editor)
    assert editor.problem == ""


@pytest.mark.parametrize("value", [0.1, 1 / 3, 1.2345678901234567, 1e-5, 1.2345678e-9, 2.0, 10.0, 0.0])
def test_leaving_a_line_as_it_is_changes_nothing(make: Any, value: float) -> None:
    """What is shown stands for the very number, not for its first six digits."""
    editor, heard = make(NUMBER, value)
    editor.control.editingFinished.emit()
    assert heard.edited == []
    assert editor.value == value
    assert len(editor.control.text()) <= 22


@pytest.mark.parametrize(("field", "value"), [(CHOICE, "apple"), (FLAG, True), (NUMBER, 1.0)])
def test_an_editor_says_why_it_is_disabled(make: Any, field: Field, value: Any) -> None:
    editor, _heard = make(field, value)
    editor.explain("There is no fruit.")
    assert not editor.control.isEnabled()
    assert editor.toolTip().startswith("There is no fruit.\n")
    assert field.help in editor.toolTip()
    editor.explain("")
    assert editor.control.isEnabled()
    assert "There is no fruit." not in editor.toolTip()


@pytest.mark.parametrize("name", [*SETTING_FIELDS, *EXPERIMENT_FIELDS])
def test_every_field_has_a_control_with_a_name_and_a_tip(qtbot: QtBot, name: str) -> None:
    field = {**SETTING_FIELDS, **EXPERIMENT_FIELDS}[name]
    editor = FieldEditor(name, field)
    qtbot.addWidget(editor)
    assert editor.control.accessibleName() == field.title
    assert field.help in editor.toolTip()
    assert field.allowed.lower() in editor.toolTip().lower()
    assert editor.focusProxy() is editor.control
    if isinstance(field, Choice):
        entries = {editor.control.itemData(row): editor.control.itemText(row) for row in range(editor.control.count())}
        assert entries == dict(field.options)
