"""The menu View of the main window: what is seen, and in which theme."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSettings
from PySide6.QtGui import QGuiApplication, QKeySequence

from gradiometer_desktop import theme
from gradiometer_desktop.governor import SHARES
from gradiometer_desktop.language import tr
from gradiometer_desktop.menus import add_action, add_choice

if TYPE_CHECKING:
    from gradiometer_desktop.main_window import MainWindow

_DRAWING = {"fast": tr("Fast training"), "balanced": tr("Balanced"), "smooth": tr("Smooth drawing")}


def drawing_share(settings: QSettings) -> float:
    """Of the time, what drawing may take, as the person has chosen."""
    return SHARES[_setting(settings, "drawing", SHARES, "balanced")]


class ViewMenu(QObject):
    """restore: puts the docks of the window where a state of its layout says. default_layout: the one to begin with."""

    def __init__(self, window: MainWindow, settings: QSettings, restore: Callable[[QByteArray], object]):
        super().__init__(window)
        self._window = window
        self._settings = settings
        self.default_layout = QByteArray()
        view = window.menuBar().addMenu("&View")
        for dock in window.docks.values():
            view.addAction(dock.toggleViewAction())
        view.addSeparator()
        window.findings.fill_menu(view)
        add_action(view, tr("Show &all steps"), window.selection.steps.follow_again, QKeySequence("Ctrl+0"))
        add_action(view, tr("&Reset the layout"), lambda: restore(self.default_layout))
        add_choice(view.addMenu("&Theme"), theme.CHOICES, self._theme, self.choose_theme)
        drawing = _setting(settings, "drawing", SHARES, "balanced")
        add_choice(view.addMenu("&Drawing"), _DRAWING, drawing, self._choose_drawing)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_theme_changed)

    def choose_theme(self, name: str) -> None:
        """From now on, and at the next start."""
        self._settings.setValue("theme", name)
        self.apply_theme()

    def apply_theme(self) -> None:
        """Show everything in the theme that the person has chosen."""
        window, chosen = self._window, theme.choose(self._theme)
        theme.apply(chosen)
        for part in (window.run_bar, window.start_page, window.replay_bar, window.lessons, window.findings):
            part.apply_theme(chosen)
        for plot in window.plots.values():
            plot.apply_theme(chosen)

    def close_down(self) -> None:
        """Hear no more of the system's theme."""
        with contextlib.suppress(RuntimeError):
            QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._system_theme_changed)

    @property
    def _theme(self) -> str:
        return _setting(self._settings, "theme", theme.CHOICES, "system")

    def _system_theme_changed(self) -> None:
        if self._theme == "system":
            self.apply_theme()

    def _choose_drawing(self, name: str) -> None:
        self._settings.setValue("drawing", name)
        self._window.governor.share = SHARES[name]


def _setting(settings: QSettings, key: str, options: Mapping[str, object], default: str) -> str:
    value = str(settings.value(key, default))
    return value if value in options else default
