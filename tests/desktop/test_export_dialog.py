"""The dialog that asks for an export: its controls, what it asks for, its preview, and what it remembers."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from answered import answer
from gradiometer.exports import ExportError
from gradiometer.figures.style import FigureStyle, load_style
from gradiometer_desktop.export import FORMATS, TABLES, Asked, Draw, Offer, OnScreen
from gradiometer_desktop.export_dialog import ExportDialog
from gradiometer_desktop.field_editors import FieldEditor
from shared import TIMEOUT_MS

TITLES = {"norms": "Norms", "profile": "Profile", "neurons": "Neurons", "differences": "Differences"}
SCREEN = {
    "norms": OnScreen(
        about="Weight gradient norm", steps=(0.0, 60.0), panels=("norm",), limits=((1e-4, 10.0),), has_scale=True
    ),
    "profile": OnScreen(about="Newest step", panels=("norm",), limits=((1e-4, 10.0),), has_scale=True),
    "neurons": OnScreen(about="Newest step"),
}


class Stage:
    """What a dialog is offered, and what it asks for. drawn: for previews."""

    def __init__(self) -> None:
        self.screen = dict(SCREEN)
        self.drawn: list[Asked] = []
        self.remarks: tuple[str, ...] = ()
        self.error: Exception | None = None
        self.is_training = False
        self.offer = Offer(
            titles=TITLES,
            tables=("differences",),
            formats=FORMATS,
            look=lambda name: self.screen[name],
            draw=self.preview,
            preview=self.preview,
            is_training=lambda: self.is_training,
        )

    def preview(self, asked: Asked) -> Draw:
        self.drawn.append(asked)

        def draw(path: Path) -> tuple[str, ...]:
            if self.error is not None:
                raise self.error
            size = tuple(int(length * asked.style.dpi) for length in asked.style.size_in)
            color = {"light": "#ffffff", "dark": "#15171c", "print": "#808080"}[asked.style.theme]
            Image.new("RGB", size, color).save(path)
            return self.remarks

        return draw


@pytest.fixture
def stage() -> Stage:
    return Stage()


Make = Callable[..., ExportDialog]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path, settings: QSettings, stage: Stage) -> Iterator[Make]:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialogs = []

    def made(chosen: str = "norms", **changes: Any) -> ExportDialog:
        offer = dataclasses.replace(stage.offer, **changes)
        dialog = ExportDialog(offer, chosen, tmp_path, "digits 1", settings, parent)
        dialogs.append(dialog)
        dialog.show()
        return dialog

    yield made
    for dialog in dialogs:
        dialog.close()


def choose(combo: QComboBox, value: str) -> None:
    combo.setCurrentIndex(combo.findData(value))


def write(editor: FieldEditor, text: str) -> None:
    editor.control.setText(text)
    editor.control.editingFinished.emit()


def ordered(dialog: ExportDialog, qtbot: QtBot) -> tuple[Asked, Path]:
    with qtbot.waitSignal(dialog.ordered) as signal:
        dialog.export.click()
    asked, path = signal.args
    return asked, path


def wait_for_preview(dialog: ExportDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.preview.painter.is_waiting, timeout=TIMEOUT_MS)


# ------------------------------------------------------------------------------------------------ what it asks for


def test_it_begins_with_the_chosen_plot(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    for name, title in TITLES.items():
        dialog = make(name)
        assert dialog.plot.currentText() == title
        kind = "csv" if name == "differences" else "png"
        assert dialog.path.text() == str(tmp_path / f"digits 1 {name}.{kind}")
        dialog.close()
    dialog = make()
    assert dialog.about.sentence == "Weight gradient norm"
    asked, path = ordered(dialog, qtbot)
    assert path == tmp_path / "digits 1 norms.png"
    assert asked == Asked(
        name="norms", style=load_style("double"), steps=(0.0, 60.0), limits=((1e-4, 10.0),), scale="auto"
    )


def test_it_lets_the_window_be_used(make: Make) -> None:
    dialog = make()
    assert not dialog.isModal()
    assert dialog.windowModality() == Qt.WindowModality.NonModal


def test_style_and_axes_are_asked_for(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    dialog.chooser.choose("print")
    dialog.style_form.editors["width_mm"].control.setValue(120)
    dialog.style_form.editors["title"].control.click()
    choose(dialog.axes.steps, "own")
    write(dialog.axes.own_steps.low, "20")
    choose(dialog.axes.vertical, "all")
    choose(dialog.axes.scale, "linear")
    choose(dialog.data, "parquet")
    asked, _path = ordered(dialog, qtbot)
    assert asked.style == load_style("print").replaced({"width_mm": 120, "title": False})
    assert (asked.steps, asked.limits, asked.scale, asked.data) == ((20.0, 60.0), (), "linear", "parquet")


def test_a_table_has_no_looks(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    choose(dialog.data, "csv")
    for kind in TABLES:
        choose(dialog.format, kind)
        assert not any(editor.isEnabled() for editor in dialog.style_form.editors.values())
        assert "A table has no looks." in dialog.style_form.editors["theme"].toolTip()
        assert not dialog.axes.steps.isEnabled()
        assert not dialog.data.isEnabled()
        assert dialog.preview.paper.text().startswith("A table")
        asked, path = ordered(dialog, qtbot)
        assert (asked.name, asked.data, asked.steps, path.suffix) == ("norms", "", None, f".{kind}")
        dialog.show_outcome(path, "", ())
    choose(dialog.format, "svg")
    assert all(editor.isEnabled() for name, editor in dialog.style_form.editors.items() if name != "dpi")


def test_only_a_png_has_a_resolution(make: Make) -> None:
    dialog = make()
    for kind in ("png", "svg", "pdf", "pgf"):
        choose(dialog.format, kind)
        assert dialog.style_form.editors["dpi"].isEnabled() == (kind == "png")
        assert dialog.style_form.editors["width_mm"].isEnabled()


def test_marks_stand_on_steps(make: Make) -> None:
    dialog = make()
    for name in ("interventions", "findings", "notes"):
        choose(dialog.plot, "norms")
        assert dialog.style_form.editors[name].isEnabled()
        choose(dialog.plot, "profile")
        assert not dialog.style_form.editors[name].isEnabled()
        assert "no steps" in dialog.style_form.editors[name].toolTip()


def test_what_has_a_table_only(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    choose(dialog.format, "pdf")
    choose(dialog.plot, "differences")
    assert (dialog.format.currentData(), dialog.format.isEnabled()) == ("csv", False)
    assert ordered(dialog, qtbot)[1].name == "digits 1 differences.csv"
    choose(dialog.plot, "profile")
    assert (dialog.format.currentData(), dialog.format.isEnabled()) == ("pdf", True)


# ---------------------------------------------------------------------------------------------------------- the file


def test_the_suggestion_follows_plot_and_format(make: Make, tmp_path: Path) -> None:
    dialog = make()
    dialog.choose("profile")
    assert dialog.path.text() == str(tmp_path / "digits 1 profile.png")
    for kind in FORMATS:
        choose(dialog.format, kind)
        assert dialog.path.text() == str(tmp_path / f"digits 1 profile.{kind}")


def test_a_name_of_ones_own_stays(make: Make, tmp_path: Path) -> None:
    dialog = make()
    dialog.path.setText(str(tmp_path / "figure 3.png"))
    dialog.choose("profile")
    assert dialog.path.text() == str(tmp_path / "figure 3.png")
    choose(dialog.format, "svg")
    assert dialog.path.text() == str(tmp_path / "figure 3.svg")
    dialog.path.setText(str(tmp_path / "v1.2"))
    choose(dialog.format, "pdf")
    assert dialog.path.text() == str(tmp_path / "v1.2")


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("here", "here.svg"),
        ("here.svg", "here.svg"),
        ("here.SVG", "here.SVG"),
        ("here.png", "here.png.svg"),
        ("v1.2", "v1.2.svg"),
        ("here.svg  ", "here.svg"),
    ],
)
def test_the_suffix_is_that_of_the_format(make: Make, qtbot: QtBot, tmp_path: Path, written: str, made: str) -> None:
    dialog = make()
    choose(dialog.format, "svg")
    dialog.path.setText(f"{tmp_path}/{written}")
    assert ordered(dialog, qtbot)[1] == tmp_path / made


def test_the_home_folder_may_be_written_short(
    make: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    dialog = make()
    dialog.path.setText("~/norms.png")
    assert ordered(dialog, qtbot)[1] == tmp_path / "norms.png"


def test_a_folder_is_no_file(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = make()
    for text in (str(tmp_path), "", "   "):
        dialog.path.setText(text)
        with qtbot.assertNotEmitted(dialog.ordered):
            dialog.export.click()
        assert "is a folder: give the name of a file" in dialog.problem.sentence
        assert dialog.problem.isVisible()
        assert dialog.export.isEnabled()
    dialog.path.setText(str(tmp_path / "norms.png"))
    ordered(dialog, qtbot)
    assert not dialog.problem.isVisible()


@pytest.mark.parametrize("written", ["~nobody-of-this-name/a.png", "/tmp/" + "a" * 300 + ".png"])
def test_what_cannot_be_a_file(make: Make, qtbot: QtBot, written: str) -> None:
    dialog = make()
    dialog.path.setText(written)
    with qtbot.assertNotEmitted(dialog.ordered):
        dialog.export.click()
    assert dialog.problem.sentence.startswith(f"{written} is not the name of a file: ")
    assert dialog.export.isEnabled()


def test_browsing(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dialog = make()
    choose(dialog.format, "pdf")
    asked = answer(monkeypatch, "ask_save", tmp_path / "chosen.pdf")
    dialog.browse.click()
    assert asked == [("Export", str(tmp_path / "digits 1 norms.pdf"), "PDF drawing (*.pdf)")]
    assert dialog.path.text() == str(tmp_path / "chosen.pdf")
    # The person thinks better of it.
    answer(monkeypatch, "ask_save", None)
    dialog.browse.click()
    assert dialog.path.text() == str(tmp_path / "chosen.pdf")


# ------------------------------------------------------------------------------------------------------- the outcome


def test_it_waits_for_the_outcome(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = make()
    ordered(dialog, qtbot)
    assert not dialog.export.isEnabled()
    # Whatever is changed meanwhile.
    dialog.style_form.editors["width_mm"].control.setValue(120)
    assert not dialog.export.isEnabled()
    dialog.show_outcome(tmp_path / "norms.png", "norms.png cannot be written: the disk is full", ())
    assert dialog.problem.sentence == "norms.png cannot be written: the disk is full"
    assert not dialog.outcome.isVisible()
    assert dialog.export.isEnabled()
    ordered(dialog, qtbot)
    assert not dialog.problem.isVisible()
    dialog.show_outcome(tmp_path / "norms.png", "", ("no font here has the letters x",))
    assert dialog.outcome.sentence == f"Exported {tmp_path / 'norms.png'}"
    assert dialog.problem.sentence == "no font here has the letters x"
    assert dialog.isVisible(), "for the next figure"
    assert dialog.export.isEnabled()


def test_enter_ends_the_writing_and_exports_nothing(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    choose(dialog.axes.steps, "own")
    with qtbot.assertNotEmitted(dialog.ordered):
        for control in (dialog.axes.own_steps.low.control, dialog.path, dialog.style_form.editors["dpi"].control):
            control.setFocus()
            qtbot.keyClick(control, Qt.Key.Key_Return)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.ordered):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


# ------------------------------------------------------------------------------------------------------ the preview


def test_the_preview_has_the_shape_of_the_figure(make: Make, qtbot: QtBot, stage: Stage) -> None:
    dialog = make()
    for width, height in ((178, 100), (85, 64), (60, 160)):
        dialog.style_form.show_style(FigureStyle(width_mm=width, height_mm=height, font_size=6))
        dialog.style_form.changed.emit()
        wait_for_preview(dialog, qtbot)
        picture = dialog.preview.picture
        assert picture.width() / picture.height() == pytest.approx(width / height, rel=0.01)
        assert dialog.preview.caption.sentence.startswith(f"{width} x {height} mm")
    drawn = stage.drawn[-1]
    assert dataclasses.replace(drawn.style, dpi=200) == FigureStyle(width_mm=60, height_mm=160, font_size=6)


def test_it_changes_with_a_control(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    wait_for_preview(dialog, qtbot)
    assert dialog.preview.picture.pixelColor(5, 5).name() == "#ffffff"
    choose(dialog.style_form.editors["theme"].control, "dark")
    wait_for_preview(dialog, qtbot)
    assert dialog.preview.picture.pixelColor(5, 5).name() == "#15171c"


def test_of_quick_changes_the_last_one_is_drawn(make: Make, qtbot: QtBot, stage: Stage) -> None:
    dialog = make()
    wait_for_preview(dialog, qtbot)
    pictures = []
    dialog.preview.painter.painted.connect(lambda image, _remarks: pictures.append(image))
    for width in range(150, 170):
        dialog.style_form.editors["width_mm"].control.setValue(width)
    wait_for_preview(dialog, qtbot)
    (picture,) = pictures
    assert picture.width() / picture.height() == pytest.approx(1.69, rel=0.01)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("png", "178 x 100 mm, 1401 x 787 pixels at 200 dpi"),
        ("pdf", "178 x 100 mm"),
        ("pgf", "178 x 100 mm; LaTeX sets the letters in the font of its document"),
    ],
)
def test_the_caption_measures_the_figure(make: Make, kind: str, says: str) -> None:
    dialog = make()
    choose(dialog.format, kind)
    assert dialog.preview.caption.sentence == says


def test_a_coarse_picture_is_seen_to_be_coarse(make: Make, stage: Stage) -> None:
    dialog = make()
    dialog.style_form.editors["dpi"].control.setValue(40)
    assert stage.drawn[-1].style.dpi == 40
    choose(dialog.format, "pdf")
    assert stage.drawn[-1].style.dpi > 50


def test_what_is_no_style_says_so_and_cannot_be_exported(make: Make, qtbot: QtBot, stage: Stage) -> None:
    dialog = make()
    wait_for_preview(dialog, qtbot)
    num_drawn = len(stage.drawn)
    dialog.style_form.editors["font_size"].control.setValue(30)
    assert dialog.preview.problem.sentence == "font_size = 30 is not allowed on 178 x 100 mm: at most 13.3"
    assert not dialog.preview.caption.isVisible()
    assert not dialog.export.isEnabled()
    assert not dialog.preview.picture.isNull(), "the last picture stays"
    assert len(stage.drawn) == num_drawn
    with qtbot.assertNotEmitted(dialog.ordered):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    # Nothing is lost: with a larger page it is a style.
    dialog.style_form.editors["width_mm"].control.setValue(400)
    dialog.style_form.editors["height_mm"].control.setValue(300)
    assert dialog.export.isEnabled()
    assert not dialog.preview.problem.isVisible()
    asked, _path = ordered(dialog, qtbot)
    assert asked.style.font_size == 30


def test_a_range_that_is_none_says_so(make: Make) -> None:
    dialog = make()
    choose(dialog.axes.steps, "own")
    write(dialog.axes.own_steps.low, "90")
    assert dialog.preview.problem.sentence == "steps from 90 to 60: give the smaller number first"
    assert not dialog.export.isEnabled()
    # A table has no axes.
    choose(dialog.format, "csv")
    assert dialog.export.isEnabled()


def test_what_cannot_be_drawn_is_said(make: Make, qtbot: QtBot, stage: Stage) -> None:
    stage.error = ExportError("font 'X' is not installed")
    dialog = make()
    wait_for_preview(dialog, qtbot)
    assert dialog.preview.problem.sentence == "font 'X' is not installed"
    stage.error, stage.remarks = None, ("no font here has the letters x",)
    dialog.style_form.editors["width_mm"].control.setValue(120)
    wait_for_preview(dialog, qtbot)
    assert dialog.preview.remarks.sentence == "No font here has the letters x."


def test_the_screen_is_followed(make: Make, qtbot: QtBot, stage: Stage) -> None:
    dialog = make()
    wait_for_preview(dialog, qtbot)
    stage.screen["norms"] = dataclasses.replace(SCREEN["norms"], about="Delta norm", steps=(10.0, 20.0))
    qtbot.waitUntil(lambda: stage.drawn[-1].steps == (10.0, 20.0), timeout=TIMEOUT_MS)
    assert dialog.about.sentence == "Delta norm"
    assert ordered(dialog, qtbot)[0].steps == (10.0, 20.0)


def test_what_the_figure_does_not_show_draws_nothing_anew(make: Make, qtbot: QtBot, stage: Stage) -> None:
    dialog = make()
    choose(dialog.axes.steps, "all")
    wait_for_preview(dialog, qtbot)
    num_drawn = len(stage.drawn)
    stage.screen["norms"] = dataclasses.replace(SCREEN["norms"], steps=(10.0, 20.0))
    with qtbot.waitSignal(dialog._look_timer.timeout, timeout=TIMEOUT_MS):
        pass
    qtbot.waitUntil(lambda: dialog._seen.steps == (10.0, 20.0), timeout=TIMEOUT_MS)
    assert len(stage.drawn) == num_drawn


def test_beside_a_training_it_follows_seldom(
    make: Make, qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each new step may move the screen, and drawing takes half a second of the interpreter."""
    stage.is_training = True
    dialog = make()
    wait_for_preview(dialog, qtbot)
    num_drawn = len(stage.drawn)
    stage.screen["norms"] = dataclasses.replace(SCREEN["norms"], steps=(0.0, 80.0))
    for _ in range(2):
        with qtbot.waitSignal(dialog._look_timer.timeout, timeout=TIMEOUT_MS):
            pass
    assert len(stage.drawn) == num_drawn
    # What a person chooses is drawn at once.
    choose(dialog.axes.scale, "linear")
    assert stage.drawn[-1].scale == "linear"
    monkeypatch.setattr("gradiometer_desktop.export_dialog._LOOK_EVERY_S", 0.0)
    qtbot.waitUntil(lambda: stage.drawn[-1].steps == (0.0, 80.0), timeout=TIMEOUT_MS)


def test_fonts_are_offered_once_something_was_drawn(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    font = dialog.style_form.editors["font"].control
    assert font.count() == 0
    qtbot.waitUntil(lambda: font.count() > 0, timeout=TIMEOUT_MS)
    names = [font.itemText(row) for row in range(font.count())]
    assert "DejaVu Serif" in names
    assert names == sorted(names, key=str.casefold)
    assert font.currentText() == "DejaVu Sans"


def test_closing_waits_for_what_is_being_drawn(make: Make, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def preview(_asked: Asked) -> Draw:
        def draw(_path: Path) -> tuple[str, ...]:
            begun.set()
            go_on.wait(TIMEOUT_MS / 1000)
            raise ExportError("nobody waits for it")

        return draw

    dialog = make(preview=preview)
    qtbot.waitUntil(begun.is_set, timeout=TIMEOUT_MS)
    threading.Timer(0.05, go_on.set).start()
    dialog.close()
    assert not [thread.name for thread in threading.enumerate() if thread.name == "preview"]


# ----------------------------------------------------------------------------------------------- what is remembered


def test_style_format_and_data_are_remembered(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    dialog.chooser.choose("slide")
    dialog.style_form.editors["theme"].control.setCurrentIndex(1)
    choose(dialog.format, "svg")
    choose(dialog.data, "csv")
    dialog.resize(780, 600)
    dialog.close()
    again = make("profile")
    assert again.chooser.combo.currentText() == "slide (changed)"
    assert again.style_form.made_style() == load_style("slide").replaced({"theme": "dark"})
    assert (again.format.currentData(), again.data.currentData()) == ("svg", "csv")
    assert (again.width(), again.height()) == (780, 600)


def test_it_is_remembered_at_each_export(make: Make, qtbot: QtBot, settings: QSettings) -> None:
    dialog = make()
    dialog.chooser.choose("single")
    ordered(dialog, qtbot)
    assert settings.value("export/style") == "single"


def test_formats_that_are_not_offered_are_not_taken(make: Make, settings: QSettings) -> None:
    settings.setValue("export/format", "parquet")
    dialog = make(formats={kind: title for kind, title in FORMATS.items() if kind != "parquet"})
    assert dialog.format.currentData() == "png"


# -------------------------------------------------------------------------------------------------------- its looks


@pytest.mark.parametrize("size", [(1000, 640), (820, 480), (1400, 900)])
def test_nothing_is_cut_off(make: Make, qtbot: QtBot, size: tuple[int, int]) -> None:
    dialog = make()
    dialog.resize(*size)
    QApplication.processEvents()
    assert (dialog.width(), dialog.height()) == size
    column = dialog.findChild(QScrollArea)
    assert column.widget().width() <= column.viewport().width()
    for label in column.widget().findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()
    assert dialog.preview.paper.width() >= 280


def test_everything_has_a_name_and_the_keyboard_reaches_it(make: Make, qtbot: QtBot) -> None:
    dialog = make()
    dialog.activateWindow()
    dialog.plot.setFocus()
    qtbot.waitUntil(dialog.plot.hasFocus)
    reached = []
    while not reached or (dialog.focusWidget() is not dialog.plot and len(reached) < 80):
        focused = dialog.focusWidget()
        reached.append(focused)
        text = getattr(focused, "text", str)()
        assert focused.accessibleName() or text, focused
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    for control in (
        *(dialog.format, dialog.chooser.combo, dialog.chooser.save, dialog.chooser.load),
        *(editor.control for editor in dialog.style_form.editors.values()),
        *(dialog.axes.steps, dialog.axes.vertical, dialog.axes.scale),
        *(dialog.path, dialog.browse, dialog.data, dialog.export),
    ):
        assert any(control is each or control.isAncestorOf(each) for each in reached), control.accessibleName()
    order = [reached.index(each) for each in (dialog.format, dialog.chooser.combo, dialog.axes.steps, dialog.path)]
    assert order == sorted(order)
