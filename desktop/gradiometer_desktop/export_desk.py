"""Where exports are ordered: asks what, has it done in the background, and tells the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QWidget

from gradiometer.exports import ExportError
from gradiometer.figures.sheet import Limits
from gradiometer.quantities import HISTOGRAMS, QUANTITIES
from gradiometer_desktop import problems
from gradiometer_desktop.export import FORMATS, Asked, Draw, Exporter, Offer, OnScreen, Order, export
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.plots import Plot, TimePlot
from gradiometer_desktop.saved_session import SavedSession
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.wording import capital, spaced

if TYPE_CHECKING:
    from gradiometer_desktop.export_dialog import ExportDialog

_THROUGH_TIME = ("through_time", "time_heatmap")
_OF_ONE_STEP = ("profile", "factors", "through_time", "histogram", "neurons", "surface")


class Desk(QObject):
    """settings: what is remembered from one start to the next; `said` carries a sentence for the status line."""

    said = Signal(str)

    def __init__(self, settings: QSettings, window: QWidget):
        super().__init__(window)
        self._settings = settings
        self._window = window
        self.dialog: ExportDialog | None = None
        self.exporter = Exporter(self)
        self.exporter.done.connect(self._done)

    def open_dialog(self, offer: Offer, folder: Path, stem: str, name: str) -> None:
        """Open the export dialog, with a plot chosen; one that is open already chooses it. folder, stem: of the file
        that it suggests.
        """
        if self.dialog is not None:
            self.dialog.choose(name)
            self.dialog.activateWindow()
            return
        if self.exporter.is_busy:
            # Its outcome would be taken for that of the new dialog.
            self.said.emit(tr("The last export is not through yet"))
            return
        # Imported when it is wanted, as all that takes its time and is not needed for the first paint.
        from gradiometer_desktop.export_dialog import ExportDialog

        dialog = ExportDialog(offer, name, folder, stem, self._settings, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.ordered.connect(lambda asked, path: self.start(path, offer.draw(asked)))
        dialog.finished.connect(self._forget_dialog)
        self.dialog = dialog
        dialog.show()

    def start(self, path: Path, draw: Draw) -> None:
        """Make a file, unless another one is being made."""
        if not self.exporter.is_busy:
            self.said.emit(tr("Exporting {name} …", name=path.name))
            self.exporter.start(path, draw)

    def close_dialog(self) -> None:
        """What it would export is no longer on the screen."""
        if self.dialog is not None:
            self.dialog.close()

    def wait(self) -> None:
        """Let a running export end."""
        self.close_dialog()
        self.exporter.wait()

    def _done(self, path: Path, error: str, remarks: tuple[str, ...]) -> None:
        self.said.emit(
            tr("Not exported: {error}", error=error)
            if error
            else "; ".join((tr("Exported {path}", path=path), *remarks))
        )
        if self.dialog is not None:
            self.dialog.show_outcome(path, error, remarks)
        elif error:
            problems.tell(self._window, tr("The plot was not exported"), error)

    def _forget_dialog(self) -> None:
        self.dialog = None


class ExportDesk(Desk):
    """Of the plots of one session, by their names."""

    def __init__(self, plots: Mapping[str, Plot], selection: Selection, settings: QSettings, window: QWidget):
        super().__init__(settings, window)
        self._plots = plots
        self._selection = selection

    def ask(self, session: LiveSession | SavedSession, name: str) -> None:
        """Open the export dialog, with a plot chosen."""
        if session.path is None:
            return
        is_new = self.dialog is None
        self.open_dialog(self._offer(session), session.path.parent, session.path.stem, name)
        if is_new:
            session.destroyed.connect(self.close_dialog)

    def draw(self, session: LiveSession | SavedSession, asked: Asked, *, waits: bool = True) -> Draw:
        """What makes it, with what is chosen in the plots now. waits: for the steps on the screen to reach the file."""
        chosen, path = self._selection, session.path
        if path is None:
            return _refuse
        step = chosen.moment.step
        order = Order(
            session=path,
            asked=asked,
            layer=chosen.layer,
            quantity=quantity_of(chosen, asked.name),
            histogram=chosen.histogram,
            step=None if step is None else int(step),
            num_steps=session.history.steps.num_rows if waits else 0,
        )
        return partial(export, order)

    def _offer(self, session: LiveSession | SavedSession) -> Offer:
        return Offer(
            titles={plot.name: plot.title for plot in self._plots.values()},
            formats=FORMATS,
            look=partial(self._look, session),
            draw=partial(self.draw, session),
            preview=partial(self.draw, session, waits=False),
            is_training=lambda: session.is_playing,
        )

    def _look(self, session: LiveSession | SavedSession, name: str) -> OnScreen:
        steps, has_steps = self._selection.steps, isinstance(self._plots[name], TimePlot)
        return look_at(
            self._plots[name],
            about=self._tell(name, session.history.layer_names),
            steps=(steps.first, steps.last) if has_steps else None,
        )

    def _tell(self, name: str, layers: tuple[str, ...]) -> str:
        """What is chosen in a plot: `Weight gradient norm · hidden 2 · step 40`."""
        parts, step = chosen_parts(self._selection, name, layers), self._selection.moment.step
        if name in _OF_ONE_STEP:
            parts.append(tr("newest step") if step is None else tr("step {step}", step=spaced(int(step))))
        return capital(" · ".join(parts))


def quantity_of(chosen: Selection, name: str) -> str:
    """The quantity that is chosen in a plot."""
    return chosen.time_quantity if name in _THROUGH_TIME else chosen.quantity


def chosen_parts(chosen: Selection, name: str, layers: tuple[str, ...]) -> list[str]:
    """What is chosen in a plot besides its step, in words. layers: their names."""
    parts = []
    if name in ("profile", "norms", *_THROUGH_TIME):
        parts.append(said(QUANTITIES[quantity_of(chosen, name)].title))
    if name in ("histogram", "heatmap"):
        parts.append(said(HISTOGRAMS[chosen.histogram].title))
    if name in ("histogram", "heatmap", "time_heatmap"):
        parts += layers[chosen.layer : chosen.layer + 1]
    return parts


def look_at(plot: Plot, *, about: str, steps: tuple[float, float] | None) -> OnScreen:
    """What is seen of a plot."""
    limits: tuple[Limits, ...] = plot.view_limits()
    if not plot.is_seen:
        # Behind another one, or closed, it does not follow what is chosen.
        limits = (None,) * len(limits)
    names = (canvas.getAxis("left").labelText for canvas in plot.canvases)
    return OnScreen(
        about=about,
        steps=steps,
        panels=tuple(name for name, _limits in zip(names, limits, strict=False)),
        limits=limits,
        has_scale=plot.has_scale,
    )


def _refuse(path: Path) -> tuple[str, ...]:
    raise ExportError(tr("{name} cannot be made: the session is in no file", name=path.name))
