"""The histograms of one layer over time, as an image."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF

from gradiometer.quantities import HISTOGRAMS
from gradiometer.timeline import Timeline
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import PlainAxis, SignedPowerAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.histogram import describe_bin
from gradiometer_desktop.plots.items import Image
from gradiometer_desktop.plots.time_plot import SEEKING, TimePlot
from gradiometer_desktop.selection import Selection


class HeatmapPlot(TimePlot):
    """Steps to the right, signed powers of two upwards; the more weights, the stronger the colour (log scale)."""

    name = "heatmap"
    title = tr("Heat map")
    how = tr(
        "Each column is a histogram of the chosen layer. Bands of the weight gradient that close "
        "in on the middle mean that it vanishes; bands that run outwards, that it explodes. "
        "{SEEKING}",
        SEEKING=SEEKING,
    )

    def __init__(self, selection: Selection):
        self._axis = SignedPowerAxis("left")
        self.canvas = Canvas(PlainAxis("bottom"), self._axis, tr("Histograms of the chosen layer over steps"))
        super().__init__(selection, [self.canvas])
        self._image = Image(self.canvas.plane)
        # The power of two that is read by keyboard, as it stands on the axis.
        self._row = 0
        self.canvas.hovered.connect(self._hover)
        selection.histogram_changed.connect(lambda _kind: self.restyle())

    def restyle(self) -> None:
        self.show_layer_legend()
        self.canvas.set_label("left", said(HISTOGRAMS[self.selection.histogram].title))
        ground = self.theme.ground
        stops = (
            ["#c6dbef", "#4a90c9", "#12498a", "#051f45"]
            if not self.theme.dark
            else ["#22304a", "#3b6fb5", "#7fb8f0", "#f2f7ff"]
        )
        colors = pg.ColorMap([0.0, 0.01, 0.35, 0.7, 1.0], [ground, *stops])
        self._image.set_colors(colors.getLookupTable(nPts=256, mode=pg.ColorMap.QCOLOR))
        self.refresh()

    def draw(self, first_step: float, last_step: float, most_points: int) -> None:
        timeline = self._timeline
        assert timeline is not None
        steps = timeline.steps
        if not len(steps):
            self.canvas.say_empty(tr("Press Start: the chosen layer's histograms over time appear here."))
            self._image.clear()
            return
        self.canvas.say_empty("")
        floor = timeline.floor_exponent
        self._axis.set_first_exponent(floor)
        counts = timeline.image(self.selection.layer, floor).T
        logs = np.log1p(counts.astype(np.float32))
        reach = len(counts) // 2
        # Rounded up, so that a single entry can be told from none.
        shades = np.ceil(logs * (255 / max(float(logs.max()), 1.0))).astype(np.uint8)
        # Looks are not equally far apart, and a picture's columns are: each shows the histogram that holds there.
        # Up to the end of the newest, which lies behind the newest step.
        first, last = max(first_step, float(steps[0])), min(self.steps.last, self._end)
        if last <= first:
            self._image.clear()
            return
        num_columns = max(1, min(most_points, round(last - first)))
        middles = first + (np.arange(num_columns) + 0.5) * ((last - first) / num_columns)
        shown = np.maximum(np.searchsorted(steps, middles, side="right") - 1, 0)
        self._image.set_values(shades[:, shown], QRectF(first, -reach - 0.5, last - first, 2 * reach + 1))
        if self.canvas.getViewBox().viewRange()[1] != [-reach - 0.5, reach + 0.5]:
            self.canvas.setYRange(-reach - 0.5, reach + 0.5, padding=0)

    @property
    def _timeline(self) -> Timeline | None:
        return None if self.history is None else self.history.histograms[self.selection.histogram]

    @property
    def _end(self) -> float:
        """Where the newest histogram ends to hold: it is as wide as the one before it."""
        assert self._timeline is not None
        steps = self._timeline.steps
        return float(steps[-1] + (steps[-1] - steps[-2] if len(steps) > 1 else 1))

    def show_summary(self) -> None:
        timeline = self._timeline
        if self.history is None or timeline is None or not len(timeline.steps):
            self.readout.setText("")
            return
        name, kind = self.history.layer_names[self.selection.layer], HISTOGRAMS[self.selection.histogram]
        joined = "" if timeline.num_joined == 1 else tr(", {num_joined} in a column", num_joined=timeline.num_joined)
        which = tr("last at step {newest_step}", newest_step=timeline.newest_step)
        if self.selection.moment.step is not None:
            column = int(np.searchsorted(timeline.steps, self.selection.moment.step, side="right")) - 1
            which = tr("from step {steps}", steps=timeline.steps[column]) if column >= 0 else tr("none yet")
        self.readout.setText(f"{name}: {said(kind.title)}, {which}{joined}")

    def other_row(self, canvas: Canvas, rows: int) -> None:
        low, high = canvas.getViewBox().viewRange()[1]
        self._row = min(max(self._row - rows, round(low + 0.5)), round(high - 0.5))

    def height_at(self, canvas: Canvas, place: float) -> float:
        return float(self._row)

    def _hover(self, x: float, y: float) -> None:
        timeline = self._timeline
        if timeline is None or not len(timeline.steps):
            return
        floor = timeline.floor_exponent
        counts = timeline.image(self.selection.layer, floor)
        reach = counts.shape[1] // 2
        index = round(y)
        column = int(np.searchsorted(timeline.steps, x, side="right")) - 1
        if column < 0 or abs(index) > reach or x >= self._end:
            self.show_summary()
            return
        count = int(counts[column, index + reach])
        self.readout.setText(
            tr(
                "from step {steps}: {describe_bin}, {count} counted",
                steps=timeline.steps[column],
                describe_bin=said(describe_bin(index, floor)),
                count=count,
            )
        )
