"""Where exports are ordered: asks what, has it done in the background, and tells the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from gradiometer_desktop import problems
from gradiometer_desktop.export import ExportDialog, Exporter, Order
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.saved_session import SavedSession
from gradiometer_desktop.selection import Selection


class ExportDesk(QObject):
    """titles: of the plots by their names; `said` carries a sentence for the status line."""

    said = Signal(str)

    def __init__(self, titles: Mapping[str, str], selection: Selection, window: QWidget):
        super().__init__(window)
        self._titles = dict(titles)
        self._selection = selection
        self._window = window
        self._dialog: ExportDialog | None = None
        self.exporter = Exporter(self)
        self.exporter.done.connect(self._done)

    def ask(self, session: LiveSession | SavedSession, name: str) -> None:
        """Open the export dialog, with a plot chosen."""
        if session.path is None:
            return
        if self.exporter.is_busy:
            # Its outcome would be taken for that of the new dialog.
            self.said.emit("The last export is not through yet")
            return
        dialog = ExportDialog(
            self._titles, name, session.path.parent, session.path.stem, dark=False, parent=self._window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.ordered.connect(lambda name, path, options: self.export(session, name, path, options))
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    def export(self, session: LiveSession | SavedSession, name: str, path: Path, options: Mapping[str, object]) -> None:
        """Export a plot of a session with the chosen layer and quantity."""
        if session.path is None or self.exporter.is_busy:
            return
        self.said.emit(f"Exporting {path.name} …")
        order = Order(
            session=session.path,
            name=name,
            path=path,
            layer=self._selection.layer,
            quantity=self._selection.quantity,
            histogram=self._selection.histogram,
            num_steps=session.history.steps.num_rows,
            options=dict(options),
        )
        self.exporter.start(order)

    def wait(self) -> None:
        """Let a running export end."""
        self.exporter.wait()

    def _done(self, path: Path, error: str) -> None:
        self.said.emit(f"Not exported: {error}" if error else f"Exported {path}")
        if self._dialog is not None:
            self._dialog.show_outcome(path, error)
        elif error:
            problems.tell(self._window, "The plot was not exported", error)

    def _forget_dialog(self) -> None:
        self._dialog = None
