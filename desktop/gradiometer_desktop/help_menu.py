"""The menu Help of the main window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCursor, QKeySequence
from PySide6.QtWidgets import QApplication

from gradiometer_desktop import problems
from gradiometer_desktop.language import tr
from gradiometer_desktop.menus import add_action

if TYPE_CHECKING:
    from gradiometer_desktop.main_window import MainWindow


class HelpMenu(QObject):
    """How to read what is seen, and what this program is."""

    def __init__(self, window: MainWindow):
        super().__init__(window)
        self._window = window
        menu = window.menuBar().addMenu(tr("&Help"))
        # Also where another window of the program is in front.
        manual = add_action(menu, tr("&Manual"), self._open_manual, QKeySequence("F1"))
        manual.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        add_action(menu, tr("How to &read the plots"), self._explain)
        add_action(menu, tr("&About"), self._about)

    def open(self, page: str = "") -> None:
        """Show a page of the manual."""
        # Imported when it is wanted.
        from gradiometer_desktop.manual_window import open_manual

        open_manual(page)

    def _open_manual(self) -> None:
        """At the page of what has the focus or is under the mouse, where that has one."""
        from gradiometer_desktop.manual_pages import topic_of

        self.open(topic_of(QApplication.focusWidget(), QApplication.widgetAt(QCursor.pos())))

    def _explain(self) -> None:
        problems.explain(self._window, {plot.title: plot.how for plot in self._window.plots.values()})

    def _about(self) -> None:
        from gradiometer import __version__

        problems.tell(
            self._window,
            tr("About Gradiometer"),
            tr("Gradiometer {version}\nSee the gradient of every layer while a network trains.", version=__version__),
        )
