"""Where a person asks for what leaves the program as a whole: a report, TensorBoard event files, an animation."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QProgressDialog

from gradiometer_desktop import dialogs, problems
from gradiometer_desktop.language import tr
from gradiometer_desktop.long_work import Cancelled, LongWork, Progress

if TYPE_CHECKING:
    from gradiometer_desktop.animation_dialog import AnimationDialog
    from gradiometer_desktop.main_window import MainWindow
    from gradiometer_desktop.report_dialog import ReportDialog


class ReportsDesk(QObject):
    """said: a sentence for the status line."""

    said = Signal(str)

    def __init__(self, window: MainWindow, settings: QSettings):
        super().__init__(window)
        self._window = window
        self._settings = settings
        self.report: ReportDialog | None = None
        self.animation: AnimationDialog | None = None
        self.events = LongWork(self, name="events", subject=tr("The export"))
        self.events.progressed.connect(self._tell_progress)
        self.events.done.connect(self._end_events)
        self.progress: QProgressDialog | None = None

    def ask_report(self) -> None:
        """Open the dialog of the report, with the session on the screen."""
        # Imported when it is wanted: figures take other libraries with them.
        from gradiometer_desktop.report_dialog import ReportDialog

        session = self._window.session
        if self.report is not None:
            self.report.activateWindow()
            return
        paths = [session.path] if session is not None and session.path is not None else []
        dialog = ReportDialog(paths, self._window.grab(), self._settings, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.said)
        dialog.finished.connect(self._forget_report)
        self.report = dialog
        dialog.show()

    def ask_animation(self, name: str = "profile") -> None:
        """Open the dialog of animations of the session on the screen, with a plot chosen."""
        from gradiometer_desktop.animation_dialog import AnimationDialog

        window, session = self._window, self._window.session
        if self.animation is not None:
            self.animation.activateWindow()
            return
        if session is None or session.path is None:
            return
        titles = {plot.name: plot.title for plot in window.plots.values()}
        dialog = AnimationDialog(session, titles, name, window.selection, self._settings, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self.said)
        dialog.finished.connect(self._forget_animation)
        session.destroyed.connect(dialog.close_soon)
        self.animation = dialog
        dialog.show()

    def ask_events(self) -> None:
        """Ask for a folder, and write the session on the screen there as TensorBoard event files."""
        session = self._window.session
        if session is None or session.path is None or self.events.is_busy:
            return
        title = tr("Folder for TensorBoard event files")
        dialogs.ask_folder(self._window, title, session.path.parent, partial(self.write_events, session.path))

    def write_events(self, path: Path, folder: Path) -> None:
        """Write a session there in the background; a bar says how far it is and can end it."""

        def work(progress: Progress, cancelled: Cancelled) -> Path | None:
            from gradiometer.event_files import ExportStopped, write_events
            from gradiometer.session_file import load_session

            try:
                with load_session(path) as session:
                    return write_events(session, folder, on_progress=progress, should_stop=cancelled)
            except ExportStopped:
                return None

        bar = QProgressDialog(tr("Writing TensorBoard event files"), tr("Cancel"), 0, 0, self._window)
        bar.setWindowTitle(tr("Export"))
        bar.setWindowModality(Qt.WindowModality.NonModal)
        bar.setMinimumDuration(500)
        bar.canceled.connect(self.events.cancel)
        self.progress = bar
        self.events.start(work)

    def close_down(self) -> None:
        """The window is closing: whatever is being written ends."""
        self.events.close_down()
        if self.report is not None:
            self.report.close_down()
            self.report.close()
        if self.animation is not None:
            self.animation.close()

    def _tell_progress(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress.setMaximum(total)
            self.progress.setValue(min(done, total - 1))

    def _end_events(self, found: object, error: str, was_cancelled: bool) -> None:
        if self.progress is not None:
            self.progress.canceled.disconnect()
            self.progress.close()
            self.progress.deleteLater()
            self.progress = None
        if error:
            problems.tell(self._window, tr("The session was not exported"), error)
        elif isinstance(found, Path):
            self.said.emit(
                tr("Exported {found}: look at it with tensorboard --logdir {parent}", found=found, parent=found.parent)
            )
        elif was_cancelled:
            self.said.emit(tr("Cancelled: no event files were written"))

    def _forget_report(self, _result: int) -> None:
        self.report = None

    def _forget_animation(self, _result: int) -> None:
        self.animation = None
