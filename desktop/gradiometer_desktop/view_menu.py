"""The menu View of the main window: what is seen, in which theme, and the page of all settings."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject
from PySide6.QtGui import QGuiApplication, QKeySequence

from gradiometer_desktop import files, theme
from gradiometer_desktop.go_menu import GoMenu
from gradiometer_desktop.governor import SHARES
from gradiometer_desktop.icons import iconed
from gradiometer_desktop.language import tr
from gradiometer_desktop.menus import add_action, add_choice
from gradiometer_desktop.preferences import DRAWING, THEMES

if TYPE_CHECKING:
    from gradiometer_desktop.main_window import MainWindow
    from gradiometer_desktop.settings_page import SettingsPage


class ViewMenu(QObject):
    """restore: puts the docks of the window where a state of its layout says. default_layout: the one to begin with.

    What a person chooses, here or on the page, reaches the window from here. page: None until it is wanted.
    """

    def __init__(self, window: MainWindow, restore: Callable[[QByteArray], object]):
        super().__init__(window)
        self._window = window
        self._preferences = window.preferences
        self.default_layout = QByteArray()
        self.page: SettingsPage | None = None
        view = window.menuBar().addMenu(tr("&View"))
        for dock in window.docks.values():
            view.addAction(dock.toggleViewAction())
        view.addSeparator()
        GoMenu(view.addMenu(tr("&Go to")), window)
        view.addSeparator()
        window.findings.fill_menu(view)
        add_action(view, tr("Show &all steps"), window.selection.steps.follow_again, QKeySequence("Ctrl+0"))
        add_action(view, tr("&Reset the layout"), lambda: restore(self.default_layout))
        self._quick = {}
        for name, title, options in (("theme", tr("&Theme"), THEMES), ("drawing", tr("&Drawing"), DRAWING)):
            choose = self.choose_theme if name == "theme" else self._choose_drawing
            self._quick[name] = add_choice(view.addMenu(title), options, self._preferences.value(name), choose)
        iconed("settings", add_action(view, tr("&Settings…"), self.show_page, QKeySequence("Ctrl+,")))
        self._preferences.changed.connect(self._changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_theme_changed)

    def choose_theme(self, name: str) -> None:
        """From now on, and at the next start."""
        self._preferences.choose("theme", name)

    def apply_theme(self) -> None:
        """Show everything in the theme, and with letters of the size, that the person has chosen."""
        window, chosen = self._window, theme.choose(self._preferences.value("theme"))
        theme.apply(chosen, self._preferences.value("font_percent"))
        for part in (window.run_bar, window.start_page, window.replay_bar, window.lessons, window.findings):
            part.apply_theme(chosen)
        for plot in window.plots.values():
            plot.apply_theme(chosen)

    def show_page(self) -> None:
        """All settings, beside the window."""
        # Imported when it is wanted: at the start it would keep the window away.
        from gradiometer_desktop.settings_page import SettingsPage

        if self.page is None:
            self.page = SettingsPage(self._preferences, self._window)
        self.page.show()
        self.page.activateWindow()

    def close_down(self) -> None:
        """Hear no more of the system's theme, nor of other windows' choices."""
        with contextlib.suppress(RuntimeError):
            QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._system_theme_changed)
        with contextlib.suppress(RuntimeError):
            self._preferences.changed.disconnect(self._changed)

    def _system_theme_changed(self) -> None:
        if self._preferences.value("theme") == "system":
            self.apply_theme()

    def _choose_drawing(self, name: str) -> None:
        self._preferences.choose("drawing", name)

    def _changed(self, name: str) -> None:
        value = self._preferences.value(name)
        if name in self._quick:
            self._quick[name][value].setChecked(True)
        if name in ("theme", "font_percent"):
            self.apply_theme()
        elif name == "drawing":
            self._window.governor.share = SHARES[value]
        elif name == "frames":
            self._window.governor.most_frames = value
        elif name == "sessions_folder":
            files.choose_sessions_folder(self._preferences.folder)
            if self._window.start_page.is_shown:
                self._window.start_page.show()
