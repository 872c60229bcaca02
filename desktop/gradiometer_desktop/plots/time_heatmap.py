"""The gradient of one recurrent layer at each time step, over the steps of training, as an image."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from gradiometer.time_steps import middle_logs, nearest_level, time_edges
from gradiometer_desktop.language import tr
from gradiometer_desktop.plots.axes import PlainAxis, power_of_ten
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import Image
from gradiometer_desktop.plots.time_levels import LevelsPlot, TimeStepAxis, write_legend
from gradiometer_desktop.plots.time_plot import SEEKING, TimePlot
from gradiometer_desktop.selection import Selection

# The first two of the 256 shades; the others are the scale.
_NOT_FINITE, _ZERO, _LOWEST = 0, 1, 2
_LEAST_DECADES = 2
# Of the scale in the legend, also where there is little room.
_BLOCKS, _FEW_BLOCKS = 10, 6


class TimeHeatmapPlot(LevelsPlot, TimePlot):
    """Steps to the right, time steps upwards; the larger the gradient, the lighter the colour (log scale)."""

    name = "time_heatmap"
    title = tr("Time heat map")
    how = tr(
        "Each column is the gradient through time at a closer look, the last time step at the "
        "top, where the signal sets out. Colours that change little from top to bottom mean that "
        "it comes back to the first time steps; dark ones at the bottom, that it vanishes. "
        "{SEEKING}",
        SEEKING=SEEKING,
    )

    def __init__(self, selection: Selection):
        self.canvas = Canvas(PlainAxis("bottom"), TimeStepAxis("left"), tr("Gradient of each time step over steps"))
        super().__init__(selection, [self.canvas])
        self.canvas.set_label("left", tr("time step"))
        self._image = Image(self.canvas.plane)
        self._colors: list[QColor] = []
        # The time step that is read by keyboard.
        self._row = 1
        self.canvas.hovered.connect(self._hover)

    def build(self) -> None:
        super().build()
        assert self.history is not None
        if self.history.outline.times:
            edges = time_edges(self.history.outline.times)
            self.canvas.setYRange(edges[0], edges[-1], padding=0)
        # Where a sentence stands for good, the marks of changes would strike it through.
        self.canvas.overlay.setOpacity(float(bool(self.history.outline.times)))

    def restyle(self) -> None:
        scale = pg.colormap.get("viridis").getLookupTable(nPts=256 - _LOWEST, mode=pg.ColorMap.QCOLOR)
        self._colors = [QColor(self.theme.warning), QColor(self.theme.border), *scale]
        self._image.set_colors(self._colors)
        self.refresh()

    def draw(self, first_step: float, last_step: float, most_points: int) -> None:
        history, name = self.history, self.box.name
        assert history is not None
        assert self._levels is not None
        times, series = self._levels.times, history.streams["time"]
        if not len(times) or not series.num_rows:
            self._show_nothing(self._levels.note(None))
            return
        view = history.view(name, first_step, last_step, most_points)
        shape = len(view.steps), len(history.layer_names), len(times)
        levels = self._levels.of(name, view.high.reshape(shape)[-1])
        if not levels:
            self._show_nothing(tr("None: of no layer here the gradient through time is known."))
            return
        self.canvas.say_empty("")
        layer = nearest_level(levels, self.selection.layer)
        logs = middle_logs(view.low.reshape(shape)[:, layer], view.high.reshape(shape)[:, layer])
        low, high = _decades_of(logs)
        # Looks are not equally far apart, and a picture's columns are: each shows the look that holds there.
        first, last = max(first_step, float(view.steps[0])), min(self.steps.last, self._end)
        if last <= first:
            self._image.clear()
        else:
            num_columns = max(1, min(most_points, round(last - first)))
            middles = first + (np.arange(num_columns) + 0.5) * ((last - first) / num_columns)
            shown = np.maximum(np.searchsorted(view.steps, middles, side="right") - 1, 0)
            edges = time_edges(history.outline.times)
            place = QRectF(first, edges[0], last - first, edges[-1] - edges[0])
            self._image.set_values(_shades_of(logs, low, high)[shown].T, place)
        self._say_legend(logs, levels, layer, low, high)

    def _say_legend(self, logs: NDArray[np.float64], levels: list[int], layer: int, low: int, high: int) -> None:
        """Links to the layers, and what the colours mean."""
        assert self.history is not None
        num_blocks = _FEW_BLOCKS if self.legend.wordWrap() else _BLOCKS
        indices = np.linspace(_LOWEST, 255, num_blocks).round().astype(int).tolist()
        blocks = "".join(f'<span style="color:{self._colors[index].name()}">&#9608;</span>' for index in indices)
        ends = power_of_ten(low), power_of_ten(high)
        parts = [(f"{ends[0]}&nbsp;{blocks}&nbsp;{ends[1]}", f"{ends[0]} {'█' * num_blocks} {ends[1]}")]
        if np.isnan(logs).any():
            parts.append(
                (tr("{swatch}&nbsp;NaN&nbsp;or&nbsp;Inf", swatch=_swatch(self._colors[_NOT_FINITE])), tr("NaN or Inf"))
            )
        zero = _swatch(self._colors[_ZERO]) if np.isneginf(logs).any() else ""
        write_legend(self, parts, levels, layer, zero, self.history.outline.layers[layer].smallest)

    def _show_nothing(self, note: str) -> None:
        self.canvas.say_empty(note)
        self._image.clear()
        self.legend.setText("")

    @property
    def _end(self) -> float:
        """Up to where the newest look holds: the newest step, or a step behind the look."""
        assert self.history is not None
        return max(self.history.steps.span()[1], float(self.history.streams["time"].last("step")[0]) + 1)

    def _look_at(self, step: float) -> tuple[int, NDArray[np.float64], int] | None:
        """The look that holds at a step: its step, values [num_layers, num_times] and which layer is shown."""
        if self._levels is None:
            return None
        found = self._levels.at(self.box.name, step)
        levels = [] if found is None else self._levels.of(self.box.name, found[1])
        if found is None or not levels:
            return None
        return *found, nearest_level(levels, self.selection.layer)

    def show_summary(self) -> None:
        found = None if self.history is None else self._look_at(self.cursor_step)
        if found is None or self._levels is None:
            self.readout.setText("")
            return
        step, values, layer = found
        self.readout.setText(
            tr("At step {step}: {tell_ends}", step=step, tell_ends=self._levels.tell_ends(self.box.name, layer, values))
        )

    def other_row(self, canvas: Canvas, rows: int) -> None:
        low, high = canvas.getViewBox().viewRange()[1]
        self._row = min(max(self._row - rows, round(low + 0.5)), round(high - 0.5))

    def height_at(self, canvas: Canvas, place: float) -> float:
        return float(self._row)

    def _hover(self, x: float, y: float) -> None:
        found = self._look_at(x)
        if found is None or self._levels is None or x >= self._end:
            self.show_summary()
            return
        step, values, layer = found
        index = self._levels.nearest_time(y)
        told = self._levels.tell_time(self.box.name, layer, values, index)
        self.readout.setText(
            tr("At step {step}, time step {times:.0f}: {told}", step=step, times=self._levels.times[index], told=told)
        )


def _swatch(color: QColor) -> str:
    return f'<span style="color:{color.name()}">&#9632;</span>'


def _decades_of(logs: NDArray[np.float64]) -> tuple[int, int]:
    """The whole decades that hold what is finite, at least some, so that noise does not look like a cliff."""
    finite = logs[np.isfinite(logs)]
    low, high = (math.floor(finite.min()), math.ceil(finite.max())) if len(finite) else (0, 0)
    return min(low, high - _LEAST_DECADES), high


def _shades_of(logs: NDArray[np.float64], low: int, high: int) -> NDArray[np.uint8]:
    """Logarithms as places among the colours; -inf, an exact zero, and NaN have their own."""
    with np.errstate(invalid="ignore"):
        scaled = _LOWEST + np.rint((logs - low) * ((255 - _LOWEST) / (high - low)))
    scaled = np.where(np.isneginf(logs), _ZERO, np.where(np.isnan(logs), _NOT_FINITE, scaled))
    return scaled.astype(np.uint8)
