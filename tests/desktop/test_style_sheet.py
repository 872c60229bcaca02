"""One look: what has the focus shows it, letters follow the application's, and the sheet's pictures are there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTabBar,
    QTableWidget,
    QToolButton,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradiometer_desktop import theme
from gradiometer_desktop.style_sheet import TYPE_SCALE, style_sheet
from gradiometer_desktop.theme import DARK, LIGHT, Theme

THEMES = pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=["light", "dark"])


def tabs() -> QTabBar:
    bar = QTabBar()
    bar.addTab("One")
    return bar


def named(kind: Callable[[], QWidget], name: str) -> Callable[[], QWidget]:
    def make() -> QWidget:
        made = kind()
        made.setObjectName(name)
        return made

    return make


KINDS: dict[str, Callable[[], QWidget]] = {
    "button": lambda: QPushButton("Go"),
    "primary": named(lambda: QPushButton("Go"), "primary"),
    "door": named(lambda: QPushButton("Go"), "door"),
    "tool button": QToolButton,
    "chip": named(QToolButton, "chip"),
    "line": QLineEdit,
    "search": named(QLineEdit, "search"),
    "text": QPlainTextEdit,
    "combo": QComboBox,
    "number": QSpinBox,
    "real number": QDoubleSpinBox,
    "check box": lambda: QCheckBox("Do it"),
    "radio button": lambda: QRadioButton("Do it"),
    "slider": lambda: QSlider(Qt.Orientation.Horizontal),
    "tabs": tabs,
    "table": lambda: QTableWidget(2, 2),
    "tree": QTreeWidget,
    "list": QListWidget,
}


def painted(widget: QWidget, color: str) -> np.ndarray:
    """bool [height, width]: where a widget has this colour, within two of 255."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.array(image.constBits()).reshape(image.height(), image.width(), 4)[..., :3].astype(int)
    return np.asarray((np.abs(pixels - np.array(QColor(color).getRgb()[:3])) <= 2).all(axis=-1))


@THEMES
@pytest.mark.parametrize("kind", KINDS)
def test_the_focus_is_seen(qtbot: QtBot, chosen: Theme, kind: str) -> None:
    """A ring of two pixels along all four sides; of a primary button, which has that colour, in the text's."""
    theme.apply(chosen)
    whole = QWidget()
    qtbot.addWidget(whole)
    column = QVBoxLayout(whole)
    first, widget = QPushButton("First"), KINDS[kind]()
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for each in (first, widget):
        column.addWidget(each)
    whole.show()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    color = chosen.text if kind == "primary" else chosen.accent
    before = painted(widget, color)
    size = widget.size()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    gained = painted(widget, color) & ~before
    height, width = gained.shape
    for side in (gained[: height // 2], gained[height // 2 :], gained[:, : width // 2], gained[:, width // 2 :]):
        assert side.sum() >= min(height, 20), "the ring is seen on every side"
    assert gained.sum() >= 60
    assert widget.size() == size


def test_every_kind_that_has_a_ring_is_tried() -> None:
    """Every kind that the sheet gives a focus is tried above."""
    sheet = style_sheet(LIGHT, 9.0)
    focused = set(re.findall(r"(Q\w+)(?:#\w+)?(?:::[\w-]+)?(?::[\w-]+)*:focus", sheet))
    tried = {
        base.__name__
        for make in (QPushButton, QToolButton, QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QCheckBox, QRadioButton)
        for base in make.__mro__
    } | {"QSlider", "QTabBar", "QTableView", "QTreeView", "QListView"}
    # These have their own tests: what is read, and the line of messages.
    assert focused - tried <= {"QTextEdit", "QTextBrowser", "QStatusBar"}


@THEMES
def test_the_pictures_of_the_sheet_are_there(chosen: Theme) -> None:
    pictures = [Path(path) for path in re.findall(r"url\((.*?)\)", style_sheet(chosen, 9.0))]
    assert len({path.name for path in pictures}) == 5
    for path in pictures:
        assert path.name.endswith("dark.svg" if chosen.dark else "light.svg")
        assert path.is_file()


def test_letters_are_shares_of_the_applications() -> None:
    assert TYPE_SCALE["caption"] < TYPE_SCALE["body"] == 1.0 < TYPE_SCALE["heading"] < TYPE_SCALE["title"]
    small, large = ([float(size) for size in re.findall(r"([\d.]+)pt", style_sheet(LIGHT, pt))] for pt in (10.0, 15.0))
    assert small == [15.0, 12.5, 9.0]
    assert large == pytest.approx([1.5 * size for size in small], abs=0.1)


def test_distances_are_on_the_grid() -> None:
    space = theme.SPACE
    assert [space.tiny, space.small, space.medium, space.wide, space.huge] == [4, 8, 12, 16, 24]
