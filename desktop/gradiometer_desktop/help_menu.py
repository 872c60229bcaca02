"""The menu Help of the main window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCursor, QKeySequence
from PySide6.QtWidgets import QApplication

from gradiometer_desktop import problems
from gradiometer_desktop.background import Background
from gradiometer_desktop.icons import iconed
from gradiometer_desktop.language import tr
from gradiometer_desktop.menus import add_action

if TYPE_CHECKING:
    from gradiometer_desktop.main_window import MainWindow


class HelpMenu(QObject):
    """How to read what is seen, what to tell where something is wrong, and what this program is."""

    def __init__(self, window: MainWindow):
        super().__init__(window)
        self._window = window
        self.asking = Background(self)
        self.asking.done.connect(self._copy)
        menu = window.menuBar().addMenu(tr("&Help"))
        # Also where another window of the program is in front.
        manual = iconed("manual", add_action(menu, tr("&Manual"), self._open_manual, QKeySequence("F1")))
        manual.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        iconed("tour", add_action(menu, tr("Take the &tour"), window.tour.begin))
        menu.addAction(window.palette_of_commands.action)
        add_action(menu, tr("&Keyboard shortcuts"), self.show_shortcuts, QKeySequence("Ctrl+/"))
        menu.addSeparator()
        add_action(menu, tr("How to &read the plots"), self._explain)
        menu.addSeparator()
        add_action(menu, tr("&Copy diagnostics"), self.copy_diagnostics)
        add_action(menu, tr("Show the &log folder"), self._show_logs)
        menu.addSeparator()
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

    def copy_diagnostics(self) -> None:
        """Put on the clipboard what somebody who looks into a problem has to know."""
        # Imported when it is wanted: most sessions never do.
        from gradiometer.diagnostics import machine_facts

        if not self.asking.is_busy:
            self._window.status.showMessage(tr("Asking PyTorch for its device …"), 10_000)
            self.asking.start(lambda: machine_facts(loads_torch=True))

    def close_down(self) -> None:
        """The window is closing."""
        self.asking.wait()

    def _copy(self, _error: str) -> None:
        from gradiometer_desktop import diagnostics

        QApplication.clipboard().setText(diagnostics.collect(self._window.session))
        self._window.status.showMessage(tr("Diagnostics are on the clipboard"), 10_000)

    def _show_logs(self) -> None:
        from gradiometer_desktop.problem_dialog import show_log_folder

        show_log_folder(self._window)

    def show_shortcuts(self) -> None:
        """All keys, and what the mouse does in plots, in a window of their own."""
        # Imported when it is wanted.
        from gradiometer_desktop.shortcuts_window import show_shortcuts

        self.shortcuts = show_shortcuts(self._window)

    def _explain(self) -> None:
        problems.explain(self._window, {plot.title: plot.how for plot in self._window.plots.values()})

    def _about(self) -> None:
        from gradiometer_desktop.about import AboutWindow

        AboutWindow(self._window).show()
