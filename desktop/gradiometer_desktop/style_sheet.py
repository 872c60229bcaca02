"""The style sheet of all windows: one look for buttons, boxes, tables, tabs and bars, made of the theme's colours.

Distances are of the grid of four, letters of the type scale. A ring of two pixels in the accent says where the focus
is; it takes the place of a border of one pixel and a pixel of padding, so that nothing moves.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradiometer_desktop.theme import Theme

TYPE_SCALE = {"caption": 0.9, "body": 1.0, "heading": 1.25, "title": 1.5}
"""Sizes of letters, as shares of the application's own."""

# Qt draws these itself, of files: in the colours of a theme they are two each.
_DRAWN = ("check", "up", "down", "close", "float")


def style_sheet(theme: Theme, body_pt: float) -> str:
    """For letters of so many points."""
    sizes = {name: f"{scale * body_pt:.1f}pt" for name, scale in TYPE_SCALE.items()}
    shade = "dark" if theme.dark else "light"
    folder = files("gradiometer_resources").joinpath("icons", "ui")
    drawn = {name: str(folder.joinpath(f"{name}-{shade}.svg")).replace("\\", "/") for name in _DRAWN}
    return _SHEET.format(**vars(theme), **sizes, **drawn)


# Of a dock's title Qt takes what is above its letters for what is below them too.
_SHEET = """
QToolTip {{ color: {text}; background: {base}; border: 1px solid {edge}; padding: 4px; }}
QDockWidget {{ font-weight: 600; titlebar-close-icon: url({close}); titlebar-normal-icon: url({float}); }}
QDockWidget::title {{ background: {window}; padding: 3px 8px; border-top: 1px solid {window};
    border-bottom: 1px solid {border}; }}
QMainWindow::separator {{ background: {border}; width: 3px; height: 3px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ padding: 0 6px; }}
QStatusBar:focus {{ border: 2px solid {accent}; }}
QMenuBar {{ background: {window}; padding: 2px 4px; border-bottom: 1px solid {border}; }}
QMenuBar::item {{ padding: 2px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {grid}; color: {text}; }}
QToolBar {{ border: none; border-bottom: 1px solid {border}; padding: 2px 6px; spacing: 4px; }}
QToolBar::separator {{ background: {border}; width: 1px; margin: 4px 8px; }}

QToolButton {{ border: 2px solid transparent; border-radius: 4px; padding: 2px 8px; }}
QToolButton:hover, QToolButton:checked {{ background: {grid}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton#about {{ padding: 0; color: {faint}; }}
QToolButton#qt_toolbar_ext_button {{ border-width: 1px; padding: 0; }}
QToolButton#fold {{ padding: 0; }}
QToolButton#chip {{ background: {base}; border: 1px solid {border}; border-radius: 11px; padding: 3px 12px; }}
QToolButton#chip:hover {{ border-color: {accent}; }}
QToolButton#chip:focus {{ border: 2px solid {accent}; padding: 2px 11px; }}

QPushButton {{ background: {base}; color: {text}; border: 1px solid {edge}; border-radius: 4px; padding: 4px 12px; }}
QPushButton:hover {{ border-color: {accent}; }}
QPushButton:pressed, QPushButton:checked {{ background: {grid}; }}
QPushButton:default {{ border-color: {accent}; color: {accent}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 3px 11px; }}
QPushButton:disabled {{ background: {window}; color: {resting}; border-color: {border}; }}
QPushButton:flat {{ background: transparent; border-color: transparent; }}
QPushButton:flat:hover {{ background: {grid}; }}
QPushButton:flat:focus {{ border-color: {accent}; }}
QPushButton#primary {{ background: {accent}; color: {base}; border-color: {accent}; }}
QPushButton#primary:focus {{ border-color: {text}; }}
QPushButton#primary:disabled {{ background: {grid}; color: {resting}; border-color: {grid}; }}
QPushButton#door {{ background: {base}; border: 1px solid {border}; border-radius: 8px; text-align: left; }}
QPushButton#door:hover, QPushButton#door:checked {{ border-color: {accent}; }}
QPushButton#door:focus {{ border: 2px solid {accent}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}

QLineEdit, QComboBox, QAbstractSpinBox, QTextEdit, QPlainTextEdit {{ background: {base}; color: {text};
    border: 1px solid {edge}; border-radius: 4px; padding: 3px 4px; selection-background-color: {accent};
    selection-color: {base}; placeholder-text-color: {faint}; }}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QTextEdit:focus, QPlainTextEdit:focus {{
    border: 2px solid {accent}; padding: 2px 3px; }}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QTextEdit:disabled, QPlainTextEdit:disabled {{
    background: {window}; color: {resting}; border-color: {border}; }}
QComboBox {{ padding-left: 6px; }}
QComboBox:focus {{ padding-left: 5px; }}
QComboBox:hover, QAbstractSpinBox:hover, QLineEdit:hover {{ border-color: {accent}; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url({down}); width: 12px; height: 12px; }}
QComboBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
QAbstractSpinBox {{ padding: 2px 0 1px 0; }}
QAbstractSpinBox:focus {{ padding: 1px 0 0 0; }}
QAbstractSpinBox::up-button {{ border: none; width: 16px; subcontrol-position: top right; margin: 1px 1px 0 0; }}
QAbstractSpinBox::down-button {{ border: none; width: 16px; subcontrol-position: bottom right; margin: 0 1px 1px 0; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {grid}; border-radius: 2px; }}
QAbstractSpinBox::up-arrow {{ image: url({up}); width: 9px; height: 9px; }}
QAbstractSpinBox::down-arrow {{ image: url({down}); width: 9px; height: 9px; }}
QTextBrowser {{ border: 1px solid transparent; border-radius: 0; padding: 0; background: transparent; }}
QTextBrowser:focus {{ border: 1px solid {accent}; padding: 0; }}
QLineEdit#search {{ padding: 4px 8px; }}
QLineEdit#search:focus {{ padding: 3px 7px; }}
QLineEdit[wrong="true"] {{ border-color: {warning}; color: {warning}; }}

QCheckBox, QRadioButton {{ border: 2px solid transparent; border-radius: 4px; padding: 1px; spacing: 8px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {accent}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {edge};
    border-radius: 3px; background: {base}; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {accent}; }}
QTableView::indicator, QTreeView::indicator, QListView::indicator {{ width: 12px; height: 12px;
    border: 1px solid {edge}; border-radius: 3px; background: {base}; }}
QTableView::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked {{ background: {accent};
    border-color: {accent}; image: url({check}); }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url({check}); }}
QRadioButton::indicator:checked {{ background: {base}; border: 5px solid {accent}; width: 6px; height: 6px; }}
QCheckBox::indicator:disabled {{ border-color: {border}; background: {window}; }}
QCheckBox::indicator:checked:disabled {{ background: {resting}; border-color: {resting}; }}

QSlider {{ border: 2px solid transparent; border-radius: 4px; background: transparent; }}
QSlider:focus {{ border-color: {accent}; }}
QSlider::groove {{ height: 4px; border-radius: 2px; background: {grid}; }}
QSlider::sub-page {{ border-radius: 2px; background: {accent}; }}
QSlider::handle {{ width: 12px; margin: -4px 0; border-radius: 6px; background: {text}; }}
QSlider::sub-page:disabled, QSlider::handle:disabled {{ background: {grid}; }}

QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {faint}; border: 2px solid transparent; padding: 3px 10px; }}
QTabBar::tab:hover {{ color: {text}; background: {grid}; }}
QTabBar::tab:top:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:bottom:selected {{ color: {text}; border-top-color: {accent}; }}
QTabBar::tab:selected:focus {{ color: {text}; border: 2px solid {accent}; border-radius: 4px; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {border}; }}

QTableView, QTreeView, QListView {{ background: {base}; border: 1px solid {border}; padding: 1px;
    gridline-color: {grid}; selection-background-color: {grid}; selection-color: {text}; outline: none; }}
QTableView:focus, QTreeView:focus, QListView:focus {{ border: 2px solid {accent}; padding: 0; }}
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {{ background: {grid}; color: {text}; }}
QComboBox QListView {{ border: 1px solid {edge}; padding: 3px; }}
QTableView#sessions::item {{ padding: 0 8px; }}
QTreeView#branches::item {{ padding: 4px 8px; }}
QTreeView#manual::item {{ padding: 4px; }}
QHeaderView {{ background: {window}; border: none; }}
QHeaderView::section {{ background: {window}; color: {text}; border: none; border-bottom: 1px solid {border};
    padding: 4px 8px; }}
QTableView#sessions QHeaderView::section, QTreeView#branches QHeaderView::section {{ padding: 5px 11px; }}
QTableCornerButton::section {{ background: {window}; border: none; }}

QScrollArea {{ border: none; }}
QScrollArea[scrolls="true"] {{ border: 2px solid transparent; }}
QScrollArea[scrolls="true"]:focus {{ border-color: {accent}; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {edge}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:hover {{ background: {faint}; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {grid}; border: none; border-radius: 4px; text-align: center; color: {text}; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QGroupBox {{ font-weight: 600; border: none; margin-top: 24px; padding: 0; }}
QGroupBox::title {{ subcontrol-origin: margin; subcontrol-position: top left; padding: 4px 0; }}

QFrame#shade {{ background: rgba(0, 0, 0, 72); }}
QFrame#spot {{ background: transparent; border: 2px solid {accent}; border-radius: 4px; }}
QFrame#bubble {{ background: {base}; border: 1px solid {border}; border-radius: 8px; }}
QFrame#palette {{ background: {window}; border: 1px solid {edge}; border-radius: 8px; }}
QFrame#focus {{ border: 2px solid {accent}; background: transparent; }}
QTreeView#commands {{ border: none; background: {window}; }}
QTreeView#commands::item {{ padding: 4px; }}
QTreeWidget#shortcuts::item {{ padding: 4px; }}

QLabel#title {{ font-size: {title}; font-weight: 600; }}
QLabel#heading {{ font-size: {heading}; font-weight: 600; }}
QLabel#caption {{ font-size: {caption}; color: {faint}; }}
QLabel#readout, QLabel#note {{ color: {faint}; }}
QLabel#warning {{ color: {warning}; }}
QLabel#paper {{ color: {faint}; background: {grid}; border-radius: 4px; }}
"""
