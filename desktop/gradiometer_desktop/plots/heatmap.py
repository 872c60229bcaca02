"""The histograms of one layer over time, as an image."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF

from gradiometer_desktop.plots.axes import PlainAxis, SignedPowerAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.histogram import describe_bin
from gradiometer_desktop.plots.items import Image
from gradiometer_desktop.plots.time_plot import TimePlot
from gradiometer_desktop.selection import Selection


class HeatmapPlot(TimePlot):
    """Steps to the right, signed powers of two upwards; the more weights, the stronger the colour (log scale)."""

    name = "heatmap"
    title = "Heat map"
    how = (
        "Each column is a histogram of the chosen layer's weight gradient. Bands that close in on the middle mean that "
        "the gradient vanishes; bands that run outwards, that it explodes."
    )

    def __init__(self, selection: Selection):
        self._axis = SignedPowerAxis("left")
        self.canvas = Canvas(PlainAxis("bottom"), self._axis, "Histograms of the chosen layer over steps")
        super().__init__(selection, [self.canvas])
        self.canvas.set_label("left", "weight gradient")
        self._image = Image(self.canvas.plane)
        self.canvas.hovered.connect(self._hover)

    def restyle(self) -> None:
        self.show_layer_legend()
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
        assert self.history is not None
        timeline = self.history.histograms
        steps = timeline.steps
        if not len(steps):
            self.canvas.say_empty("Press Start: the chosen layer's histograms over time appear here.")
            self._image.clear()
            return
        self.canvas.say_empty("")
        floor = timeline.floor_exponent
        self._axis.set_first_exponent(floor)
        counts = timeline.image(self.selection.layer, floor).T
        logs = np.log1p(counts.astype(np.float32))
        reach = len(counts) // 2
        rect = QRectF(float(steps[0]), -reach - 0.5, self._column_width() * len(steps), 2 * reach + 1)
        # Rounded up, so that a single weight can be told from none.
        self._image.set_values(np.ceil(logs * (255 / max(float(logs.max()), 1.0))).astype(np.uint8), rect)
        if self.canvas.getViewBox().viewRange()[1] != [-reach - 0.5, reach + 0.5]:
            self.canvas.setYRange(-reach - 0.5, reach + 0.5, padding=0)

    def _column_width(self) -> float:
        """How many steps each column of the image stands for."""
        assert self.history is not None
        steps = self.history.histograms.steps
        return float(steps[1] - steps[0]) if len(steps) > 1 else float(self.history.experiment.histogram_every)

    def show_summary(self) -> None:
        if self.history is None or not len(self.history.histograms.steps):
            self.readout.setText("")
            return
        every = self.history.experiment.histogram_every
        rhythm = "a histogram at every step" if every == 1 else f"a histogram every {every} steps"
        self.readout.setText(f"{self.history.layer_names[self.selection.layer]}: {rhythm}")

    def _hover(self, x: float, y: float) -> None:
        if self.history is None:
            return
        timeline = self.history.histograms
        floor = timeline.floor_exponent
        counts = timeline.image(self.selection.layer, floor)
        reach = counts.shape[1] // 2
        index = round(y)
        column = int(np.searchsorted(timeline.steps, x, side="right")) - 1
        if column < 0 or abs(index) > reach or x >= timeline.steps[column] + self._column_width():
            self.show_summary()
            return
        count = int(counts[column, index + reach])
        self.readout.setText(f"from step {timeline.steps[column]}: {describe_bin(index, floor)}, {count} counted")
