"""The menu of sessions and files: it asks which one, and lets the window, or one of its desks, do the work."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from gradiometer.experiment import Experiment
from gradiometer.presets import load_experiment
from gradiometer_desktop import dialogs, files
from gradiometer_desktop.browser_head import LESSONS_KEY
from gradiometer_desktop.icons import iconed
from gradiometer_desktop.language import tr
from gradiometer_desktop.menus import add_action
from gradiometer_desktop.new_session import NewSessionDialog
from gradiometer_desktop.run_bar import AnySession
from gradiometer_desktop.saved_session import SavedSession

if TYPE_CHECKING:
    from gradiometer_desktop.branches_window import BranchesWindow
    from gradiometer_desktop.main_window import MainWindow
    from gradiometer_desktop.maps.window import MapWindow


class FileMenu:
    """menu: to fill; settings: which files were open last. save, copies, script, compact, export, animation,
    report, events: its entries that not every session allows.
    """

    def __init__(self, menu: QMenu, window: MainWindow, settings: QSettings):
        self._window = window
        self._settings = settings
        self.map: MapWindow | None = None
        self.branches: BranchesWindow | None = None
        iconed("sessions", add_action(menu, tr("&All sessions"), window.start_page.show, QKeySequence("Ctrl+B")))
        lesson = add_action(menu, tr("Start a &lesson…"), window.start_page.show_lessons, QKeySequence(LESSONS_KEY))
        iconed("lesson", lesson)
        menu.addSeparator()
        iconed("new", add_action(menu, tr("&New session…"), self.ask_new, QKeySequence.StandardKey.New))
        iconed("open", add_action(menu, tr("&Open…"), self.ask_open, QKeySequence.StandardKey.Open))
        add_action(menu, tr("Open the session of a fi&gure…"), self._ask_figure)
        iconed("sample", add_action(menu, tr("Open the samp&le session"), window.open_sample))
        self._recent = menu.addMenu(tr("Open &recent"))
        self._recent.aboutToShow.connect(self._fill_recent)
        self.save = iconed("save", add_action(menu, tr("Save &as…"), self.ask_save, QKeySequence("Ctrl+Shift+S")))
        self.copies = [
            add_action(menu, title, partial(self._ask_copy, with_snapshots=with_snapshots))
            for title, with_snapshots in ((tr("Save a cop&y…"), True), (tr("Save a copy &without snapshots…"), False))
        ]
        self.script = add_action(menu, tr("Save as a scrip&t…"), self._ask_script)
        self.compact = add_action(menu, tr("Co&mpact"), self._compact)
        iconed("compare", add_action(menu, tr("Compa&re sessions…"), self._ask_compare))
        iconed("branches", add_action(menu, tr("&Branches…"), self.show_branches, QKeySequence("Ctrl+Shift+B")))
        iconed("map", add_action(menu, tr("Map of &first/last ratio…"), lambda: self.show_map(self._experiment)))
        self.export = iconed(
            "export", add_action(menu, tr("&Export a plot…"), window.ask_export, QKeySequence("Ctrl+E"))
        )
        self.animation = add_action(menu, tr("Export a&nimation…"), window.reports.ask_animation)
        self.report = iconed(
            "report", add_action(menu, tr("&Report…"), window.reports.ask_report, QKeySequence("Ctrl+R"))
        )
        self.events = add_action(menu, tr("Export &TensorBoard event files…"), window.reports.ask_events)
        # A new default session is ready then.
        close = QKeySequence("Ctrl+W")
        add_action(menu, tr("&Close session"), lambda: window.new_preset("digits"), close)
        menu.addSeparator()
        add_action(menu, tr("&Quit"), window.close, QKeySequence("Ctrl+Q"))

    def show_session(self, session: AnySession) -> None:
        """Enable what can be done with it."""
        in_file = session.path is not None
        for action in (self.export, self.animation, self.report, self.events, *self.copies):
            action.setEnabled(in_file)
        self.save.setEnabled(session.has_begun)
        self.script.setEnabled(in_file and session.experiment is not None)
        self.compact.setEnabled(not session.is_live and not session.read_only)
        if self.branches is not None:
            self.branches.show_open(session.path)

    def ask_new(self) -> None:
        """Let the person make an experiment, beginning with that of the session on the screen."""
        dialog = NewSessionDialog(self._experiment, self._window, for_new=self._window.preferences.for_new)
        dialog.chosen.connect(self._window.new_session)
        dialog.map_asked.connect(self.show_map)
        dialogs.show(dialog)

    @property
    def _experiment(self) -> Experiment:
        """What a person begins with: that of the session on the screen, where it has one."""
        session = self._window.session
        experiment = session.experiment if session is not None else None
        return experiment or self._window.preferences.for_new(load_experiment("digits"))

    def show_map(self, base: Experiment) -> None:
        """Show how gradients begin in networks around this one, in a window of their own."""
        # Imported when it is wanted: at the start it would keep the window away.
        from gradiometer_desktop.maps.window import MapWindow

        if self.map is None:
            # With no parent, or it would lie over the window for ever.
            self.map = MapWindow(base, self._settings, is_training=lambda: self._window.selection.is_training)
            self.map.chosen.connect(self._make)
        else:
            self.map.show_base(base)
        self.map.show()
        self.map.activateWindow()

    def show_branches(self, path: Path | None = None) -> None:
        """Show what a session came from and what came from it, in a window of their own; of the session on the screen
        where none is given.
        """
        from gradiometer_desktop.branches_window import BranchesWindow

        if self.branches is None:
            # A cache of its own: two threads that write one file would be in each other's way.
            self.branches = BranchesWindow(files.summaries_path().with_name("branches.json"))
            self.branches.open_asked.connect(self._open_branch)
            self.branches.compare_asked.connect(self._window.open_comparison)
        on_screen = self._window.session.path if self._window.session is not None else None
        self.branches.show_session(path or on_screen, files.sessions_folder(), on_screen)
        self.branches.show()
        self.branches.activateWindow()

    def _open_branch(self, path: Path) -> None:
        if self._window.open_path(path):
            self._window.activateWindow()

    def close_down(self) -> None:
        """The window is closing: those of the map and of the branches go too."""
        for window in (self.map, self.branches):
            if window is not None:
                window.close()
                window.deleteLater()
        self.map = self.branches = None

    def _make(self, experiment: Experiment) -> None:
        self._window.new_session(experiment)
        self._window.activateWindow()

    def ask_open(self) -> None:
        """Let the person choose a session file, or a script, and open it."""
        folder = files.sessions_folder()
        dialogs.ask_open(self._window, tr("Open a session"), folder, files.OPEN_FILTER, self._window.open_path)

    def _ask_figure(self) -> None:
        folder = files.sessions_folder()
        title = tr("Open the session of a figure")
        dialogs.ask_open(self._window, title, folder, files.FIGURE_FILTER, self._window.open_path)

    def ask_save(self) -> None:
        """Let the person choose where the session is kept from now on."""
        session = self._window.session
        if session is None:
            return
        suggestion = session.path or files.new_session_path(session.history.outline.name)
        title = tr("Save the session as")
        save = partial(self._save, session)
        dialogs.ask_save(self._window, title, suggestion, files.FILTER, save, complete=files.with_suffix)

    def _save(self, session: AnySession, path: Path) -> None:
        # It was asked for while another one could be opened.
        if self._window.session is session:
            self._window.save_as(path)
        else:
            self._window.status.showMessage(tr("Not saved: another session is open by now"), 10_000)

    def _ask_copy(self, *, with_snapshots: bool) -> None:
        if self._window.session is not None:
            self._window.desk.ask_copy(self._window.session, with_snapshots=with_snapshots)

    def _ask_script(self) -> None:
        if self._window.session is not None:
            self._window.desk.ask_script(self._window.session)

    def _compact(self) -> None:
        if isinstance(self._window.session, SavedSession):
            self._window.desk.compact(self._window.session)

    def _ask_compare(self) -> None:
        folder = files.sessions_folder()
        title = tr("Choose 2 to 8 sessions")
        dialogs.ask_several(self._window, title, folder, files.FILTER, self._window.open_comparison)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in files.recent(self._settings):
            if path.exists():
                add_action(self._recent, path.name, partial(self._window.open_path, path)).setToolTip(str(path))
        if self._recent.isEmpty():
            self._recent.addAction(tr("No session yet")).setEnabled(False)
