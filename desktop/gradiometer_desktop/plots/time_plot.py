"""Plots over steps: one shared range of steps, and a labelled line at every intervention."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from gradiometer.history import History
from gradiometer.reports import Intervention
from gradiometer.series import View
from gradiometer_desktop.plots.base import Canvas, Plot
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import LIGHT, Theme

# A label's line needs so much room beside it; labels nearer than this stand below one another.
_LABEL_WIDTH_PX = 17
_LABEL_GAP_PX = 6
# Beyond it pyqtgraph shows nothing.
_LARGEST = 1e307


class _Marker:
    """The line of all interventions at one step, on one canvas."""

    def __init__(self, canvas: Canvas, step: int, theme: Theme):
        self.step = step
        self.texts: list[str] = []
        self.line = pg.InfiniteLine(
            step, angle=90, label="", labelOpts={"position": 0.98, "rotateAxis": (1, 0), "anchors": [(1, 0), (1, 0)]}
        )
        self.line.setZValue(50)
        canvas.addItem(self.line, ignoreBounds=True)
        self.recolor(theme)

    def add(self, text: str) -> None:
        self.texts.append(text)
        self.line.label.setFormat(" · ".join(self.texts))

    def recolor(self, theme: Theme) -> None:
        self.line.setPen(pg.mkPen(theme.marker, style=Qt.PenStyle.DashLine))
        self.line.label.setColor(theme.marker)
        ground = pg.mkColor(theme.ground)
        ground.setAlpha(170)
        self.line.label.fill = pg.mkBrush(ground)

    @property
    def length_px(self) -> float:
        """How long the label is along its line."""
        return float(self.line.label.textItem.boundingRect().width())

    def stand_at(self, height: float | None) -> None:
        """Put the label's upper end at a share of the plot's height; None: there is no room for it."""
        self.line.label.setVisible(height is not None)
        if height is not None and self.line.label.orthoPos != height:
            self.line.label.setPosition(height)


class TimePlot(Plot):
    """A plot whose x axis is the step. Subclasses draw in `draw(first_step, last_step, most_points)`."""

    def __init__(self, selection: Selection, canvases: Sequence[Canvas]):
        super().__init__(selection, canvases)
        self.steps = selection.steps
        self._markers: list[list[_Marker]] = [[] for _ in canvases]
        self._num_marked = 0
        for canvas in canvases:
            canvas.setMouseEnabled(x=True, y=False)
            canvas.getViewBox().sigRangeChangedManually.connect(
                lambda _mask, canvas=canvas: selection.steps.set_by_hand(*canvas.getViewBox().viewRange()[0])
            )
            canvas.reset_asked.connect(selection.steps.follow_again)
        canvases[-1].setLabel("bottom", "step")
        selection.steps.changed.connect(self._range_changed)

    def show_history(self, history: History) -> None:
        for canvas, markers in zip(self.canvases, self._markers, strict=True):
            for marker in markers:
                canvas.removeItem(marker.line)
            markers.clear()
        self._num_marked = 0
        super().show_history(history)

    def apply_theme(self, theme: Theme) -> None:
        for markers in self._markers:
            for marker in markers:
                marker.recolor(theme)
        super().apply_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A label takes the more of the height the less there is of it.
        self._place_labels()

    def refresh(self) -> None:
        if self.history is None:
            return
        newest = self.history.steps.span()[1]
        self.mark()
        first, last = self.steps.first, self.steps.last
        for canvas in self.canvases:
            canvas.setXRange(first, last, padding=0)
        self.draw(first, min(last, newest), max(100, self.canvases[0].width() // 2))
        self._place_labels()
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
            self._place_labels()

    def marked_steps(self) -> list[int]:
        """The steps with a marker."""
        return [marker.step for marker in self._markers[0]]

    def _mark(self, intervention: Intervention) -> None:
        for canvas, markers in zip(self.canvases, self._markers, strict=True):
            if not markers or markers[-1].step != intervention.step:
                markers.append(_Marker(canvas, intervention.step, self.theme or LIGHT))
            # One label a step is enough where a plot has several panels.
            if canvas is self.canvases[0]:
                markers[-1].add(intervention.short_label)

    def _place_labels(self) -> None:
        """Labels too near to each other stand below one another; those for which nothing is left are not shown."""
        view = self.canvases[0].getViewBox()
        pixel, height = view.viewPixelSize()[0], max(view.height(), 1.0)
        taken: list[tuple[float, float]] = []
        for marker in self._markers[0]:
            at = marker.step / pixel
            top = max((bottom for x, bottom in taken if at - x < _LABEL_WIDTH_PX), default=0.0) + _LABEL_GAP_PX
            fits = top + marker.length_px <= height
            marker.stand_at(1 - top / height if fits else None)
            if fits:
                taken.append((at, top + marker.length_px))

    def _range_changed(self) -> None:
        if self.isVisible():
            self.refresh()


def zigzag(
    view: View, values_low: NDArray[np.float64], values_high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points of curves through the least and largest value of each block: x [n], y [num_columns, n], contiguous."""
    if view.exact:
        return view.steps, np.ascontiguousarray(values_low.T)
    x = np.repeat(view.steps, 2)
    y = np.empty((values_low.shape[1], 2 * len(view.steps)))
    y[:, 0::2] = values_low.T
    y[:, 1::2] = values_high.T
    return x, y


def set_curve(curve: pg.PlotCurveItem, x: NDArray[np.float64], y: NDArray[np.float64]) -> None:
    """Show a curve whose values that are not finite are gaps."""
    whole = bool(np.isfinite(y).all())
    curve.setData(x, y, connect="all" if whole else "finite", skipFiniteCheck=whole)


def log10(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """log10 with NaN, a gap, for zeros and whatever else has none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log10(values)
    logs[~np.isfinite(logs)] = np.nan
    return logs


def snug(canvas: Canvas, low: float, high: float, *, unit: float, least: float, bottom: float | None = None) -> None:
    """Set the y range around [low, high] in whole units, at least so high; keep it while it still fits well.

    bottom: where the range begins, whatever the values.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return
    shown_bottom, shown_top = canvas.getViewBox().viewRange()[1]
    wanted_bottom = math.floor(low / unit - 0.05) * unit if bottom is None else bottom
    wanted_top = min(max(math.ceil(high / unit + 0.05) * unit, wanted_bottom + least), _LARGEST)
    spacious = shown_top - shown_bottom > 1.6 * (wanted_top - wanted_bottom)
    if low < shown_bottom or high > shown_top or spacious or (bottom is not None and shown_bottom != bottom):
        canvas.setYRange(wanted_bottom, wanted_top, padding=0)
