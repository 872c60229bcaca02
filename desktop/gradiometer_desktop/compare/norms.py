"""A quantity of some layers over time: a colour for each session, a dash for each layer."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gradiometer.alignment import ALIGNMENTS
from gradiometer.comparison import Comparison
from gradiometer.quantities import QUANTITIES
from gradiometer.series import View
from gradiometer_desktop.compare.base import Shown
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.compare.time_plot import CompareTimePlot
from gradiometer_desktop.plots.axes import PlainAxis, ValueAxis
from gradiometer_desktop.plots.base import format_value
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import fit_height, guide_height, height_of
from gradiometer_desktop.plots.items import Band, Curve, hairline

DASHES = (
    (Qt.PenStyle.SolidLine, "———"),
    (Qt.PenStyle.DashLine, "– – –"),
    (Qt.PenStyle.DotLine, "· · · ·"),
    (Qt.PenStyle.DashDotLine, "– · –"),
    (Qt.PenStyle.DashDotDotLine, "– · · –"),
)
"""One for each of the layers that can be shown at a time, and how a legend draws it."""
_BAND_ALPHA = 36


class _Stroke(NamedTuple):
    """What draws one layer of one session."""

    band: Band
    curve: Curve


class CompareNorms(CompareTimePlot):
    """Where several steps share a pixel, their least and largest value."""

    name = "norms"
    title = "Norms"
    how = (
        "A colour for each session and a dash for each layer. Click to move the position that profile and histogram "
        "show. Choose other layers with the button above."
    )

    def __init__(self, selection: ComparedSelection):
        self._values = ValueAxis("left")
        self.canvas = Canvas(PlainAxis("bottom"), self._values, "A quantity of some layers over time, by session")
        super().__init__(selection, [self.canvas])
        self._guide = Curve(self.canvas.plane)
        self.strokes: dict[tuple[int, int], _Stroke] = {}
        """By the index of the session and the place of the layer."""
        self.canvas.hovered.connect(self.telling(self._hover))

    def draw_sessions(self, comparison: Comparison, first: float, last: float, most_points: int) -> None:
        quantity = QUANTITIES[self.chosen.quantity]
        self.canvas.set_label("left", quantity.title)
        self._values.show_log(quantity.is_log)
        guide = guide_height(quantity)
        self._guide.setPen(hairline(self.theme.faint, Qt.PenStyle.DotLine))
        self._guide.set_points(np.array([first, last])[: len(guide)], guide)
        heights = [guide]
        for stroke in self.strokes.values():
            stroke.band.clear()
            stroke.curve.clear()
        for shown in self.drawn():
            view = shown.side.view(self.chosen.quantity, self.chosen.align, first, last, most_points)
            assert view is not None
            low, high = height_of(view.low, quantity), height_of(view.high, quantity)
            for place, (dash, _sign) in zip(self.chosen.layers, DASHES, strict=False):
                layer = shown.side.layer(place)
                if layer is not None and len(view.steps):
                    column = View(view.steps, low[:, layer], high[:, layer], view.exact)
                    self._draw(shown, place, dash, column)
                    heights += [column.low, column.high]
        fit_height(self.canvas, np.concatenate(heights), quantity)
        self.canvas.say_empty("" if len(heights) > 1 else "No session shown has measured this.")
        legend = [
            f"{sign}&nbsp;{comparison.layer_name(place)}"
            for place, (_dash, sign) in zip(self.chosen.layers, DASHES, strict=False)
        ]
        notes = dict.fromkeys(comparison.left_out(self.chosen.align, place) for place in self.chosen.layers)
        self.write_legend(*legend, *map(self.faint, notes))

    def _draw(self, shown: Shown, place: int, dash: Qt.PenStyle, heights: View) -> None:
        """heights: with low and high [num_points]."""
        if (shown.number, place) not in self.strokes:
            self.strokes[shown.number, place] = _Stroke(Band(self.canvas.plane), Curve(self.canvas.plane))
        band, curve = self.strokes[shown.number, place]
        low, high = heights.low, heights.high
        # An exact zero has no logarithm: one of them among other steps must not make a gap.
        curve.set_points(heights.steps, np.where(np.isfinite(low), (low + high) / 2, high))
        curve.setPen(hairline(shown.color, dash))
        curve.setZValue(10)
        if not heights.exact:
            faint = QColor(shown.color)
            faint.setAlpha(_BAND_ALPHA)
            band.set_color(faint)
            band.set_limits(heights.steps, low, high)

    def _hover(self, x: float, y: float) -> None:
        """Say which curve is nearest, and its value."""
        if self.comparison is None:
            return
        quantity, nearest, text = QUANTITIES[self.chosen.quantity], np.inf, ""
        for _index, side, _color in self.drawn():
            found = side.at(self.chosen.quantity, self.chosen.align, x)
            if found is None:
                continue
            distances = np.abs(height_of(found[1], quantity) - y)
            for place in self.chosen.layers:
                layer = side.layer(place)
                if layer is not None and distances[layer] < nearest:
                    nearest = float(distances[layer])
                    value = format_value(float(found[1][layer]), side.session.outline.layers[layer].smallest)
                    text = f"{side.label}, {side.session.layer_names[layer]}, step {found[0]:,}: {value}"
        self.readout.setText(text or ALIGNMENTS[self.chosen.align].tell(x))
