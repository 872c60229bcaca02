"""Going from part to part of the main window by keyboard: each panel and plot has its keys, F6 goes on to the next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from gradiometer_desktop.docks import bring_forward
from gradiometer_desktop.keyboard import Parts, enter
from gradiometer_desktop.language import tr
from gradiometer_desktop.menus import add_action

if TYPE_CHECKING:
    from gradiometer_desktop.main_window import MainWindow

_KEYS = {
    "settings": "Ctrl+1",
    "findings": "Ctrl+2",
    "changes": "Ctrl+3",
    "profile": "Ctrl+4",
    "norms": "Ctrl+5",
    "histogram": "Ctrl+6",
    "heatmap": "Ctrl+7",
    "loss": "Ctrl+8",
    "lesson": "Ctrl+9",
    "reading": "Alt+1",
    "factors": "Alt+2",
    "through_time": "Alt+3",
    "neurons": "Alt+4",
    "time_heatmap": "Alt+5",
    "surface": "Alt+6",
}


class GoMenu(QObject):
    """menu: to fill with an entry for each dock."""

    def __init__(self, menu: QMenu, window: MainWindow):
        super().__init__(window)
        self._window = window
        self._parts = Parts(window, window.start_page.cover)
        add_action(menu, tr("&Next part of the window"), partial(self._parts.go, 1), QKeySequence("F6"))
        add_action(menu, tr("Part &before"), partial(self._parts.go, -1), QKeySequence("Shift+F6"))
        menu.addSeparator()
        for name, dock in window.docks.items():
            keys = QKeySequence(_KEYS[name]) if name in _KEYS else None
            title = dock.windowTitle()
            add_action(menu, title, partial(self.go, name), keys).setStatusTip(
                tr("Shows {title} and gives it the keys", title=title)
            )

    def go(self, name: str) -> None:
        """Show a dock, and give what stands first in it the focus."""
        window = self._window
        window.start_page.hide()
        bring_forward(window, window.docks[name])
        enter(window.docks[name].widget())
