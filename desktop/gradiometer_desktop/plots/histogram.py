"""The histogram of one layer at the newest step, or at one that is looked back at, on signed powers of two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gradiometer.figures.sheet import Limits
from gradiometer.quantities import HISTOGRAMS
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.layer_histogram import LayerHistogram, layer_histogram
from gradiometer_desktop.plots.axes import DecadeAxis, SignedPowerAxis
from gradiometer_desktop.plots.base import Plot
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import limits_of
from gradiometer_desktop.plots.items import Outline, hairline
from gradiometer_desktop.selection import Selection

# The count axis starts at one half, so that a single weight can be seen and none is nothing.
_FLOOR = float(np.log10(0.5))


class HistogramPlot(Plot):
    """Negative values left, zero in the middle, positive right; counts on a log axis, or zeros would hide all."""

    name = "histogram"
    title = tr("Histogram")
    how = tr(
        "Each step of the outline counts what lies in one power of two. A healthy weight gradient has two broad hills; "
        "a vanishing one has narrow hills close to the middle; a one-sided one moves all weights alike."
    )

    def __init__(self, selection: Selection):
        self._axis = SignedPowerAxis("bottom")
        self.canvas = Canvas(self._axis, DecadeAxis("left"), tr("Histogram of the chosen layer"))
        self._shown: LayerHistogram | None = None
        self._row = np.empty(0, np.uint64)
        super().__init__(selection, [self.canvas])
        self.canvas.setMouseEnabled(x=False, y=False)
        self._outline = Outline(self.canvas.plane)
        self.canvas.hovered.connect(self._hover)
        selection.histogram_changed.connect(lambda _kind: self.restyle())

    def build(self) -> None:
        self._outline.clear()
        self.canvas.setYRange(_FLOOR, 5.0, padding=0)

    def restyle(self) -> None:
        if self.history is None:
            return
        kind = HISTOGRAMS[self.selection.histogram]
        self.canvas.set_label("left", tr("number of {entries}", entries=said(kind.entries)))
        self.canvas.set_label("bottom", said(kind.title))
        color = self.colors[self.selection.layer]
        self._outline.setPen(hairline(color))
        fill = QColor(color)
        fill.setAlpha(110)
        self._outline.setBrush(fill)
        self.show_layer_legend()
        self.refresh()

    def refresh(self) -> None:
        history = self.history
        if history is None:
            return
        kind, moment = self.selection.histogram, self.selection.moment
        self._shown = shown = layer_histogram(history, kind, self.selection.layer, moment.step)
        if shown is None:
            self.canvas.say_empty(
                tr("Press Start: how the chosen layer's values are spread appears here.")
                if moment.step is None
                else tr("No histogram was counted up to step {step:.0f}.", step=moment.step)
            )
            self._outline.clear()
            self.readout.setText("")
            return
        self.canvas.say_empty("")
        # Of all steps, so that the axis stands still while they pass.
        timeline = history.histograms[kind]
        floor = timeline.floor_exponent
        self._axis.set_first_exponent(floor)
        self._row = counts = shown.row(floor, timeline.first_exponent + timeline.num_exponents)
        reach = len(counts) // 2
        edges = np.arange(-reach, reach + 2, dtype=np.float64) - 0.5
        self._outline.set_columns(edges, np.log10(np.maximum(counts, 0.5)), _FLOOR)
        top = float(np.log10(max(int(counts.max()), 1)))
        view = self.canvas.getViewBox().viewRange()
        if view[0] != [-reach - 0.5, reach + 0.5]:
            self.canvas.setXRange(-reach - 0.5, reach + 0.5, padding=0)
        if not top < view[1][1] <= top + 1.5:
            self.canvas.setYRange(_FLOOR, np.ceil(top + 0.2), padding=0)
        self.renew_summary()

    def view_limits(self) -> tuple[Limits, ...]:
        return (limits_of(self.canvas, is_log=True),)

    def show_summary(self) -> None:
        shown = self._shown
        if self.history is None or shown is None:
            self.readout.setText("")
            return
        total, specials = shown.num_values, shown.specials
        parts = [tr("exact zero {share:.1%}", share=specials["zero"] / total) if total else tr("not measured")]
        told = {"subnormal": tr("subnormal"), "infinite": tr("infinite"), "nan": "NaN"}
        parts += [f"{word} {specials[name]}" for name, word in told.items() if specials[name]]
        name = self.history.layer_names[self.selection.layer]
        self.readout.setText(tr("step {step}: {name}, ", step=shown.step, name=name) + ", ".join(parts))

    def places(self, canvas: Canvas) -> NDArray[np.float64]:
        reach = len(self._row) // 2
        return np.empty(0) if self._shown is None else np.arange(-reach, reach + 1, dtype=np.float64)

    def choose_place(self, canvas: Canvas, place: float) -> None:
        pass

    def in_words(self) -> str:
        shown, told = self._shown, super().in_words()
        median = None if shown is None else shown.median_magnitude
        if median is None:
            return told
        return told + ". " + tr("Half of the values are smaller than {median}.", median=f"{median:.2g}")

    def _hover(self, x: float, _y: float) -> None:
        index, reach = round(x), len(self._row) // 2
        if self.history is None or self._shown is None or abs(index) > reach:
            return
        floor = self.history.histograms[self.selection.histogram].floor_exponent
        count = int(self._row[index + reach])
        self.readout.setText(
            tr(
                "{describe_bin}: {count} of {num_values}",
                describe_bin=describe_bin(index, floor),
                count=count,
                num_values=self._shown.num_values,
            )
        )


def describe_bin(index: int, floor_exponent: int) -> str:
    """The values of a bin by its position on a SignedPowerAxis; the first on either side holds all that is smaller."""
    if index == 0:
        return tr("zero and subnormal")
    exponent = floor_exponent + abs(index) - 1
    low, high = (f"{2.0**power:.2g}" if power < 1024 else "inf" for power in (exponent, exponent + 1))
    if abs(index) == 1:
        return tr("0 to {high}", high=high) if index > 0 else tr("−{high} to 0", high=high)
    return tr("{low} to {high}", low=low, high=high) if index > 0 else tr("−{high} to −{low}", high=high, low=low)
