"""Named styles in the dialog: chosen, changed, saved, loaded from a file, and remembered."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from answered import answer
from gradiometer.figures.style import FigureStyle, load_style, save_style, style_names, style_text
from gradiometer_desktop.style_chooser import StyleChooser, recall_style, remember_style
from gradiometer_desktop.style_form import StyleForm

Make = Callable[[], tuple[StyleForm, StyleChooser]]


@pytest.fixture
def make(qtbot: QtBot, settings: QSettings) -> Make:
    """A chooser above its form, as when the dialog is opened."""

    def made() -> tuple[StyleForm, StyleChooser]:
        window = QWidget()
        qtbot.addWidget(window)
        form = StyleForm()
        chooser = StyleChooser(form, settings)
        column = QVBoxLayout(window)
        column.addWidget(chooser)
        column.addWidget(form)
        window.show()
        form.window_kept = window
        return form, chooser

    return made


def pick(chooser: StyleChooser, name: str) -> None:
    """As a hand does it."""
    row = chooser.combo.findData(name)
    chooser.combo.setCurrentIndex(row)
    chooser.combo.activated.emit(row)


def test_it_begins_with_the_usual_style(make: Make) -> None:
    form, chooser = make()
    assert chooser.name == "double"
    assert form.made_style() == load_style("double")
    offered = [chooser.combo.itemData(row) for row in range(chooser.combo.count())]
    assert offered == list(style_names())
    assert "178 x 100 mm" in chooser.note.sentence


def test_a_style_is_shown_in_the_form(make: Make, qtbot: QtBot) -> None:
    form, chooser = make()
    for name in style_names():
        with qtbot.waitSignal(chooser.changed):
            pick(chooser, name)
        assert form.made_style() == load_style(name)
        assert chooser.combo.currentText() == name
        assert not chooser.is_changed


def test_it_says_that_it_was_changed_and_undoes_it(make: Make) -> None:
    form, chooser = make()
    pick(chooser, "single")
    width = form.editors["width_mm"].control
    width.setValue(90)
    assert chooser.combo.currentText() == "single (changed)"
    width.setValue(85)
    assert chooser.combo.currentText() == "single"
    width.setValue(90)
    # The same one again.
    pick(chooser, "single")
    assert width.value() == 85
    assert chooser.combo.currentText() == "single"


def test_a_style_is_saved_under_a_name(make: Make, qtbot: QtBot, styles_folder: Path) -> None:
    form, chooser = make()
    form.editors["line_width"].control.setValue(1.5)
    assert not chooser.naming.isVisible()
    chooser.save.click()
    assert chooser.naming.isVisible()
    assert chooser.naming.text() == ""
    qtbot.keyClicks(chooser.naming, "my thesis")
    qtbot.keyClick(chooser.naming, Qt.Key.Key_Return)
    assert not chooser.naming.isVisible()
    assert chooser.combo.currentText() == "my thesis"
    assert not chooser.is_changed
    path = styles_folder / "my thesis.toml"
    assert chooser.note.sentence == f"Saved: {path}"
    assert tomllib.loads(path.read_text("utf-8"))["line_width"] == 1.5
    assert load_style("my thesis") == form.made_style()
    # The next chooser offers it too.
    _form, other = make()
    assert other.combo.findData("my thesis") >= 0


def test_ones_own_style_is_saved_again(make: Make) -> None:
    save_style("mine", FigureStyle(width_mm=120))
    form, chooser = make()
    pick(chooser, "mine")
    form.editors["width_mm"].control.setValue(130)
    chooser.save.click()
    assert chooser.naming.text() == "mine"
    chooser.keep.click()
    assert load_style("mine").width_mm == 130
    assert chooser.problem.sentence == ""


def test_another_style_of_ones_own_is_not_overwritten(make: Make) -> None:
    save_style("mine", FigureStyle(width_mm=120))
    form, chooser = make()
    form.editors["width_mm"].control.setValue(130)
    chooser.save_as("mine")
    assert chooser.problem.sentence == "style 'mine' is there already: choose it first, or another name"
    assert load_style("mine").width_mm == 120
    assert form.values["width_mm"] == 130, "nothing is lost"


@pytest.mark.parametrize("name", ["double", "", "a/b", "x.toml"])
def test_names_that_are_not_allowed(make: Make, name: str) -> None:
    form, chooser = make()
    form.editors["width_mm"].control.setValue(130)
    chooser.save.click()
    chooser.naming.setText(name)
    chooser.keep.click()
    assert chooser.problem.isVisible()
    assert repr(name) in chooser.problem.sentence
    assert chooser.naming.isVisible(), "another name can be written"
    assert form.values["width_mm"] == 130


def test_what_is_no_style_is_not_saved(make: Make, styles_folder: Path) -> None:
    form, chooser = make()
    form.editors["font_size"].control.setValue(50)
    chooser.save_as("mine")
    assert "font_size = 50 is not allowed" in chooser.problem.sentence
    assert not styles_folder.exists()


def test_a_folder_that_cannot_be_written(make: Make, styles_folder: Path) -> None:
    styles_folder.parent.mkdir(parents=True)
    styles_folder.write_text("a file")
    _form, chooser = make()
    chooser.save_as("mine")
    assert "mine.toml" in chooser.problem.sentence


def test_a_style_of_somebody_else(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "theirs.toml"
    path.write_text(style_text(FigureStyle(width_mm=99, theme="dark")), "utf-8")
    form, chooser = make()
    answer(monkeypatch, "ask_open", path)
    chooser.load.click()
    assert form.made_style() == FigureStyle(width_mm=99, theme="dark")
    assert chooser.combo.currentText() == "theirs.toml"
    form.editors["width_mm"].control.setValue(100)
    assert chooser.combo.currentText() == "theirs.toml (changed)"
    chooser.save_as("ours")
    assert chooser.combo.findData(str(path)) == -1, "it has a name of its own now"
    # The person thinks better of it.
    answer(monkeypatch, "ask_open", None)
    chooser.load.click()
    assert chooser.name == "ours"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.toml", "width_mm = [", "is not a TOML file"),
        ("a.toml", "widht_mm = 3", "widht_mm is not known of a style"),
        ("a.toml", "width_mm = 3", "width_mm = 3 is not allowed"),
        ("a.txt", "width_mm = 90", "does not end in .toml"),
        ("a.toml", None, "there is no such file"),
    ],
)
def test_a_file_that_is_no_style(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str | None, says: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, "utf-8")
    form, chooser = make()
    pick(chooser, "single")
    form.editors["width_mm"].control.setValue(92)
    answer(monkeypatch, "ask_open", tmp_path / name)
    chooser.load.click()
    assert says in chooser.problem.sentence
    assert str(tmp_path / name) in chooser.problem.sentence
    assert (chooser.name, form.values["width_mm"]) == ("single", 92), "nothing is lost"
    # The sentence goes with the next style.
    pick(chooser, "double")
    assert not chooser.problem.isVisible()


def test_a_broken_style_of_ones_own(make: Make, styles_folder: Path) -> None:
    styles_folder.mkdir(parents=True)
    (styles_folder / "broken.toml").write_text("width_mm = [", "utf-8")
    _form, chooser = make()
    pick(chooser, "broken")
    assert "broken.toml is not a TOML file" in chooser.problem.sentence
    assert chooser.combo.currentText() == "double"


# ------------------------------------------------------------------------------------------------- what is remembered


def test_the_last_style_is_remembered(make: Make) -> None:
    form, chooser = make()
    pick(chooser, "slide")
    chooser.remember()
    other, second = make()
    assert (second.name, second.combo.currentText()) == ("slide", "slide")
    assert other.made_style() == load_style("slide")
    # With what was changed of it.
    other.editors["theme"].control.setCurrentIndex(1)
    second.remember()
    form, third = make()
    assert third.combo.currentText() == "slide (changed)"
    assert form.values["theme"] == "dark"


def test_a_style_that_is_none_is_not_remembered(make: Make) -> None:
    form, chooser = make()
    form.editors["font_size"].control.setValue(50)
    chooser.remember()
    form, _chooser = make()
    assert form.made_style() == load_style("double")


def test_a_style_that_is_gone(settings: QSettings, tmp_path: Path) -> None:
    style = FigureStyle(width_mm=99)
    remember_style(settings, str(tmp_path / "gone.toml"), style)
    assert recall_style(settings) == ("double", style)


@pytest.mark.parametrize("kept", ["{", "[1]", '{"width_mm": 3}', '{"colour": "red"}', "null"])
def test_what_was_kept_by_something_else(settings: QSettings, kept: str) -> None:
    settings.setValue("export/style", "single")
    settings.setValue("export/values", kept)
    assert recall_style(settings) == ("single", load_style("single"))


def test_it_is_kept_from_one_start_to_the_next(settings: QSettings) -> None:
    style = FigureStyle(font='Noto Sans, "quoted" 日本')
    remember_style(settings, "print", style)
    settings.sync()
    again = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    assert recall_style(again) == ("print", style)
