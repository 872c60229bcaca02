"""Light and dark: the colours of the window and of its plots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from gradiometer.colors import CATEGORICAL
from gradiometer_desktop.style_sheet import style_sheet


@dataclass(frozen=True)
class Spacing:
    """Distances in pixels, on a grid of four."""

    tiny: int = 4
    small: int = 8
    medium: int = 12
    wide: int = 16
    huge: int = 24


SPACE = Spacing()


@dataclass(frozen=True)
class Theme:
    """Colours as `#rrggbb`. ground, text, faint, grid: of plots; border: between parts; edge: of what can be clicked or
    typed in; resting: of what cannot just now; marker: of changes; note: of notes; accent: of what is chosen, or has
    the focus.
    """

    dark: bool
    window: str
    base: str
    ground: str
    text: str
    faint: str
    grid: str
    border: str
    edge: str
    resting: str
    marker: str
    note: str
    accent: str
    training: str
    held_out: str
    warning: str


LIGHT = Theme(
    dark=False,
    window="#f3f4f6",
    base="#ffffff",
    ground="#ffffff",
    text="#1f2430",
    faint="#5f6776",
    grid="#d9dde4",
    border="#d3d8e0",
    edge="#7f8896",
    resting="#8b93a1",
    marker="#3d4657",
    note="#7a3ea1",
    accent="#2558c7",
    training=CATEGORICAL["blue"],
    held_out=CATEGORICAL["vermilion"],
    warning="#a8430c",
)
DARK = Theme(
    dark=True,
    window="#1b1e24",
    base="#15171c",
    ground="#15171c",
    text="#e8eaf0",
    faint="#9aa3b2",
    grid="#343a45",
    border="#353b47",
    edge="#6f7888",
    resting="#737c8b",
    marker="#c3cad6",
    note="#d3a6f5",
    accent="#7aa5ff",
    training=CATEGORICAL["sky"],
    held_out=CATEGORICAL["orange"],
    warning="#ffb37a",
)


def choose(name: str) -> Theme:
    """The theme of a name: light, dark, or that of the system."""
    if name == "system":
        return DARK if QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
    return DARK if name == "dark" else LIGHT


def applied() -> Theme:
    """The one that the application's widgets are coloured by."""
    return DARK if QApplication.palette().color(QPalette.ColorRole.Window).name() == DARK.window else LIGHT


@cache
def usual_font() -> QFont:
    """The system's, before anybody has scaled it."""
    return QApplication.font()


def scale_letters(font_percent: int) -> None:
    """Write everything in letters of so much of the system's size."""
    font = QFont(usual_font())
    font.setPointSizeF(font.pointSizeF() * font_percent / 100)
    if font == QApplication.font():
        return
    QApplication.setFont(font)
    # While no event loop runs Qt tells nobody.
    for widget in QApplication.allWidgets():
        QApplication.sendEvent(widget, QEvent(QEvent.Type.ApplicationFontChange))


def scaled(pixels: int) -> int:
    """Room for texts that take so many pixels in letters of the system's size."""
    return round(pixels * QApplication.font().pointSizeF() / usual_font().pointSizeF())


def apply(theme: Theme, font_percent: int = 100) -> None:
    """Colour every widget of the application, with letters of so much of the system's size."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    scale_letters(font_percent)
    sheet = style_sheet(theme, QApplication.font().pointSizeF())
    if application.styleSheet() == sheet:
        # Set anew, every widget that there is would be styled anew, which takes a fifth of a second.
        return
    application.setStyle("Fusion")
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, color in (
        (roles.Window, theme.window),
        (roles.WindowText, theme.text),
        (roles.Base, theme.base),
        (roles.AlternateBase, theme.window),
        (roles.Text, theme.text),
        (roles.Button, theme.window),
        (roles.ButtonText, theme.text),
        (roles.ToolTipBase, theme.base),
        (roles.ToolTipText, theme.text),
        (roles.PlaceholderText, theme.faint),
        (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.base),
        (roles.Link, theme.accent),
    ):
        palette.setColor(role, QColor(color))
    disabled = QColor(theme.resting)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    application.setPalette(palette)
    application.setStyleSheet(sheet)
