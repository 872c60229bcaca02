"""What holds of every diagram: both themes, narrow and wide, no Python while Qt paints, the wheel left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QSlider
from pytestqt.qtbot import QtBot

from gradiometer_desktop.lessons.diagrams import DIAGRAMS, Diagram
from gradiometer_desktop.lessons.diagrams.base import StillCanvas
from gradiometer_desktop.theme import DARK, LIGHT
from staged import Mouse, python_calls

ALL = pytest.mark.parametrize("name", DIAGRAMS)
Show = Callable[..., Diagram]


def canvases(diagram: Diagram) -> list[StillCanvas]:
    return [canvas for canvas in diagram.findChildren(StillCanvas) if canvas.isVisible()]


def test_the_names_that_lessons_use() -> None:
    assert set(DIAGRAMS) == {"chain", "explosion", "interval", "identity", "deltas"}
    assert len({kind.title for kind in DIAGRAMS.values()}) == len(DIAGRAMS)


@ALL
def test_a_repaint_runs_no_python(show: Show, name: str) -> None:
    diagram = show(DIAGRAMS[name])
    for canvas in canvases(diagram):
        assert python_calls(canvas.viewport().repaint) == []


@ALL
@pytest.mark.parametrize("width", [380, 700])
def test_nothing_is_cut_off(show: Show, name: str, width: int) -> None:
    diagram = show(DIAGRAMS[name], width=width)
    assert diagram.minimumSizeHint().width() <= 380
    assert diagram.width() == width
    for label in diagram.findChildren(QLabel):
        if label.isVisible() and label.wordWrap() and label.objectName() != "warning":
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    for canvas in canvases(diagram):
        assert diagram.rect().contains(canvas.rect().translated(canvas.mapTo(diagram, canvas.rect().topLeft())))


@ALL
def test_both_themes(show: Show, name: str) -> None:
    diagram = show(DIAGRAMS[name], theme=DARK)
    for theme in (DARK, LIGHT):
        diagram.apply_theme(theme)
        for canvas in canvases(diagram):
            assert canvas.backgroundBrush().color().name() == theme.ground


@ALL
def test_the_wheel_scrolls_the_lesson(show: Show, name: str, qtbot: QtBot) -> None:
    diagram = show(DIAGRAMS[name])
    for canvas in canvases(diagram):
        before = canvas.getViewBox().viewRange()
        Mouse(qtbot).wheel(canvas, 3)
        assert canvas.getViewBox().viewRange() == before


@ALL
def test_every_slider_goes_from_end_to_end(show: Show, name: str) -> None:
    """Whatever a hand does, the diagram draws it, and says nothing that is not a number."""
    diagram = show(DIAGRAMS[name])
    for slider in diagram.findChildren(QSlider):
        for value in (slider.minimum(), slider.maximum(), (slider.minimum() + slider.maximum()) // 2):
            slider.setValue(value)
            QApplication.processEvents()
            for label in diagram.findChildren(QLabel):
                assert "nan" not in label.text().lower().replace("nanometre", "")


@ALL
def test_a_wrong_number_is_said_below(show: Show, name: str) -> None:
    diagram = show(DIAGRAMS[name])
    line = next(each for each in diagram.findChildren(QLineEdit) if each.isVisible() and each.isEnabled())
    before = line.text()
    line.setText("one")
    line.editingFinished.emit()
    said = [label for label in diagram.findChildren(QLabel, "warning") if label.isVisible()]
    assert len(said) == 1
    assert "'one' is not allowed" in said[0].text()
    line.setText(before)
    line.editingFinished.emit()
    assert not said[0].isVisible()
