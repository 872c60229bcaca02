"""Where exports are ordered: asks what, has it done in the background, and tells the outcome."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from gradiometer_desktop import problems
from gradiometer_desktop.export import ExportDialog, Exporter, Order
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.saved_session import SavedSession
from gradiometer_desktop.selection import Selection

_THROUGH_TIME = ("through_time", "time_heatmap")
Options = Mapping[str, object]
"""Of figures.save_figure; none for a table."""


class Desk(QObject):
    """titles: of the plots by their names; tables: those that can only be a table; `said` carries a sentence for the
    status line.
    """

    said = Signal(str)

    def __init__(self, titles: Mapping[str, str], window: QWidget, tables: Collection[str] = ()):
        super().__init__(window)
        self._titles = titles
        self._tables = tables
        self._window = window
        self._dialog: ExportDialog | None = None
        self.exporter = Exporter(self)
        self.exporter.done.connect(self._done)

    def open_dialog(self, folder: Path, stem: str, name: str, export: Callable[[str, Path, Options], None]) -> None:
        """Open the export dialog, with a plot chosen. export: is given the plot, the path and the options."""
        if self.exporter.is_busy:
            # Its outcome would be taken for that of the new dialog.
            self.said.emit("The last export is not through yet")
            return
        dialog = ExportDialog(self._titles, name, folder, stem, dark=False, parent=self._window, tables=self._tables)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.ordered.connect(export)
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

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


class ExportDesk(Desk):
    """Of the plots of one session."""

    def __init__(self, titles: Mapping[str, str], selection: Selection, window: QWidget):
        super().__init__(titles, window)
        self._selection = selection

    def ask(self, session: LiveSession | SavedSession, name: str) -> None:
        """Open the export dialog, with a plot chosen."""
        if session.path is not None:
            self.open_dialog(session.path.parent, session.path.stem, name, partial(self.export, session))

    def export(self, session: LiveSession | SavedSession, name: str, path: Path, options: Options) -> None:
        """Export a plot of a session with the chosen layer and quantity."""
        chosen = self._selection
        if session.path is None or self.exporter.is_busy:
            return
        self.said.emit(f"Exporting {path.name} …")
        order = Order(
            session=session.path,
            name=name,
            path=path,
            layer=chosen.layer,
            quantity=chosen.time_quantity if name in _THROUGH_TIME else chosen.quantity,
            histogram=chosen.histogram,
            num_steps=session.history.steps.num_rows,
            options=dict(options),
        )
        self.exporter.start(order)
