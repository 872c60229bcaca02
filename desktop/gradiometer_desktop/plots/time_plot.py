"""Plots over steps: one shared range of steps, and a labelled line at every intervention."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer

from gradiometer.history import History
from gradiometer.reports import Intervention
from gradiometer_desktop.plots.base import Plot
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.markers import Marker
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import Theme

_LABEL_GAP_PX = 6


class TimePlot(Plot):
    """A plot whose x axis is the step. Subclasses draw in `draw(first_step, last_step, most_points)`."""

    def __init__(self, selection: Selection, canvases: Sequence[Canvas]):
        super().__init__(selection, canvases)
        self.steps = selection.steps
        self._markers: list[list[Marker]] = [[] for _ in canvases]
        self._num_marked = 0
        for canvas in canvases:
            canvas.setMouseEnabled(x=True, y=False)
            canvas.getViewBox().sigRangeChangedManually.connect(
                lambda _mask, canvas=canvas: selection.steps.set_by_hand(*canvas.getViewBox().viewRange()[0])
            )
            canvas.reset_asked.connect(selection.steps.follow_again)
            canvas.settled.connect(self._place_markers)
        self._refill = QTimer(self)
        self._refill.setSingleShot(True)
        self._refill.timeout.connect(self.refresh)
        canvases[-1].set_label("bottom", "step")
        selection.steps.changed.connect(self._range_changed)

    def show_history(self, history: History) -> None:
        for markers in self._markers:
            for marker in markers:
                marker.remove()
            markers.clear()
        self._num_marked = 0
        super().show_history(history)

    def apply_theme(self, theme: Theme) -> None:
        for markers in self._markers:
            for marker in markers:
                marker.recolor(theme)
        super().apply_theme(theme)

    def refresh(self) -> None:
        self._refill.stop()
        if self.history is None:
            return
        newest = self.history.steps.span()[1]
        self.mark()
        self._show_range()
        first, last = self.steps.first, self.steps.last
        self.draw(first, min(last, newest), max(100, self.canvases[0].width() // 2))
        self.renew_summary()

    def draw(self, first_step: float, last_step: float, most_points: int) -> None:
        """Draw what lies between two steps in about so many points."""

    def mark(self) -> None:
        """Draw the interventions that are not drawn yet. Called at once when one takes effect."""
        if self.history is None:
            return
        for intervention in self.history.interventions[self._num_marked :]:
            self._mark(intervention)
        if self._num_marked != len(self.history.interventions):
            self._num_marked = len(self.history.interventions)
            self._place_markers()

    def marked_steps(self) -> list[int]:
        """The steps with a marker."""
        return [marker.step for marker in self._markers[0]]

    def _mark(self, intervention: Intervention) -> None:
        for canvas, markers in zip(self.canvases, self._markers, strict=True):
            if not markers or markers[-1].step != intervention.step:
                markers.append(Marker(canvas, intervention.step, self.theme))
            # One label a step is enough where a plot has several panels.
            if canvas is self.canvases[0]:
                markers[-1].add(intervention.short_label)

    def _place_markers(self) -> None:
        """Labels that would meet stand below one another; those for which nothing is left are not shown."""
        for markers in self._markers:
            for marker in markers:
                marker.stand()
        canvas = self.canvases[0]
        rect = canvas.overlay.rect()
        taken: list[tuple[float, float, float]] = []
        for marker in self._markers[0]:
            at = canvas.x_pixel(marker.step)
            # Left of its line, or right of it where the plot begins.
            left = at - marker.width_px if at >= marker.width_px else at
            right = left + marker.width_px
            beside = [bottom for other_left, other_right, bottom in taken if left < other_right and other_left < right]
            top = rect.top() + max(beside, default=0.0) + _LABEL_GAP_PX
            fits = rect.left() <= at <= rect.right() and top + marker.length_px <= rect.bottom()
            marker.write(left, top if fits else None)
            if fits:
                taken.append((left, right, top + marker.length_px))

    def _show_range(self) -> None:
        wanted = [self.steps.first, self.steps.last]
        for canvas in self.canvases:
            # pyqtgraph works on a range even where it stays the same, and this comes with every redraw.
            if canvas.getViewBox().viewRange()[0] != wanted:
                canvas.setXRange(*wanted, padding=0)

    def _range_changed(self) -> None:
        """Move at once what is drawn already, so that the plot follows the hand; fill in the rest right after that."""
        if self.isVisible():
            self._show_range()
            self._refill.start(0)
