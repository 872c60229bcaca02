"""Light and dark: the colours of the window and of its plots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from gradiometer.colors import CATEGORICAL


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
    """Colours as `#rrggbb`. ground, text, faint, grid: of plots; marker: of changes; note: of notes; accent: of what is
    chosen.
    """

    dark: bool
    window: str
    base: str
    ground: str
    text: str
    faint: str
    grid: str
    border: str
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


def apply(theme: Theme, font_percent: int = 100) -> None:
    """Colour every widget of the application, with letters of so much of the system's size."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    font = QFont(usual_font())
    font.setPointSizeF(font.pointSizeF() * font_percent / 100)
    if font != QApplication.font():
        QApplication.setFont(font)
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
    disabled = QColor(theme.faint)
    disabled.setAlpha(150)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    application.setPalette(palette)
    application.setStyleSheet(_STYLE.format(**vars(theme)))


_STYLE = """
QToolTip {{ color: {text}; background: {base}; border: 1px solid {border}; padding: 4px; }}
QDockWidget {{ font-weight: 600; }}
QDockWidget::title {{ background: {window}; padding: 5px 8px; border-bottom: 1px solid {border}; }}
QMainWindow::separator {{ background: {border}; width: 3px; height: 3px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QStatusBar::item {{ border: none; }}
QToolBar {{ border: none; border-bottom: 1px solid {border}; padding: 4px; spacing: 4px; }}
QToolButton {{ padding: 4px 10px; border-radius: 4px; }}
QToolButton:hover {{ background: {grid}; }}
QToolButton:checked {{ background: {grid}; }}
QToolButton#about {{ padding: 0 2px; color: {faint}; }}
QToolButton#fold {{ padding: 2px; }}
QToolButton#chip {{ background: {base}; border: 1px solid {border}; border-radius: 11px; padding: 3px 12px; }}
QToolButton#chip:hover, QToolButton#chip:focus {{ border-color: {accent}; }}
QPushButton#door {{ background: {base}; border: 1px solid {border}; border-radius: 8px; text-align: left; }}
QPushButton#door:hover, QPushButton#door:focus, QPushButton#door:checked {{ border-color: {accent}; }}
QPushButton#door:focus {{ border-width: 2px; }}
QFrame#shade {{ background: rgba(0, 0, 0, 72); }}
QFrame#spot {{ background: transparent; border: 2px solid {accent}; border-radius: 4px; }}
QFrame#bubble {{ background: {base}; border: 1px solid {border}; border-radius: 8px; }}
QPushButton#primary {{ background: {accent}; color: {base}; border: none; border-radius: 4px; padding: 5px 14px; }}
QPushButton#primary:focus {{ border: 1px solid {text}; }}
QPushButton#primary:disabled {{ background: {grid}; color: {faint}; }}
QTableView#sessions, QTreeView#branches {{ border: 1px solid {border}; selection-background-color: {grid};
    selection-color: {text}; }}
QTableView#sessions::item {{ padding: 0 8px; }}
QTreeView#branches::item {{ padding: 4px 8px; }}
QTreeView#manual::item {{ padding: 3px 4px; }}
QTableView#sessions QHeaderView::section, QTreeView#branches QHeaderView::section {{ background: {window}; border: none;
    border-bottom: 1px solid {border}; padding: 5px 11px; }}
QLineEdit#search {{ border: 1px solid {border}; border-radius: 4px; padding: 4px 8px; background: {base}; }}
QLineEdit#search:focus {{ border-color: {accent}; }}
QCheckBox::indicator {{ width: 12px; height: 12px; border: 1px solid {faint}; border-radius: 3px; background: {base}; }}
QCheckBox::indicator:hover, QCheckBox::indicator:focus {{ border-color: {accent}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; }}
QCheckBox::indicator:disabled {{ border-color: {border}; background: {window}; }}
QCheckBox::indicator:checked:disabled {{ background: {border}; }}
QSlider::groove {{ height: 4px; border-radius: 2px; background: {grid}; }}
QSlider::sub-page {{ border-radius: 2px; background: {accent}; }}
QSlider::handle {{ width: 12px; margin: -4px 0; border-radius: 6px; background: {text}; }}
QSlider::sub-page:disabled, QSlider::handle:disabled {{ background: {grid}; }}
QFrame#palette {{ background: {window}; border: 1px solid {border}; border-radius: 8px; }}
QTreeView#commands {{ border: none; background: {window}; }}
QTreeView#commands::item {{ padding: 4px 6px; }}
QTreeView#commands::item:selected {{ background: {grid}; color: {text}; }}
QTreeWidget#shortcuts::item {{ padding: 3px 6px; }}
QFrame#focus {{ border: 2px solid {accent}; background: transparent; }}
QStatusBar:focus {{ border: 2px solid {accent}; }}
QLabel#heading {{ font-size: 13pt; font-weight: 600; }}
QLabel#readout {{ color: {faint}; }}
QLabel#note {{ color: {faint}; }}
QLabel#warning {{ color: {warning}; }}
QLabel#paper {{ color: {faint}; background: {grid}; border-radius: 4px; }}
QLineEdit[wrong="true"] {{ border: 1px solid {warning}; color: {warning}; }}
QScrollArea {{ border: none; }}
"""
