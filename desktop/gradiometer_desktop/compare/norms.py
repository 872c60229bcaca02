"""A quantity of some layers over time: a colour for each session, a dash for each layer."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from gradiometer.alignment import ALIGNMENTS
from gradiometer.comparison import Comparison
from gradiometer.figures.sheet import Limits
from gradiometer.quantities import QUANTITIES
from gradiometer.series import View
from gradiometer_desktop.compare.base import Shown
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.compare.stroke import Stroke
from gradiometer_desktop.compare.time_plot import CompareTimePlot
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import PlainAxis, ValueAxis
from gradiometer_desktop.plots.base import format_value
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import fit_height, guide_height, height_of, limits_of
from gradiometer_desktop.plots.items import Curve, Values, hairline

DASHES = (
    (Qt.PenStyle.SolidLine, "———"),
    (Qt.PenStyle.DashLine, "– – –"),
    (Qt.PenStyle.DotLine, "· · · ·"),
    (Qt.PenStyle.DashDotLine, "– · –"),
    (Qt.PenStyle.DashDotDotLine, "– · · –"),
)
"""One for each of the layers that can be shown at a time, and how a legend draws it."""
_BAND_ALPHA = 36


class CompareNorms(CompareTimePlot):
    """Where several steps share a pixel, their least and largest value. Smoothed, the curves as they were measured lie
    faintly beneath.
    """

    name = "norms"
    title = tr("Norms")
    has_scale = True
    how = tr(
        "A colour for each session and a dash for each layer. Click to move the position that profile and histogram "
        "show. Choose other layers with the button above."
    )

    def __init__(self, selection: ComparedSelection):
        self._values = ValueAxis("left")
        self.canvas = Canvas(PlainAxis("bottom"), self._values, tr("A quantity of some layers over time, by session"))
        super().__init__(selection, [self.canvas])
        self._guide = Curve(self.canvas.plane)
        self.strokes: dict[tuple[int, int], Stroke] = {}
        """By the index of the session and the place of the layer."""
        self.canvas.hovered.connect(self.telling(self._hover))

    def draw_sessions(self, comparison: Comparison, first: float, last: float, most_points: int) -> None:
        quantity = QUANTITIES[self.chosen.quantity]
        self.canvas.set_label("left", said(quantity.title))
        self._values.show_log(quantity.is_log)
        guide = guide_height(quantity)
        self._guide.setPen(hairline(self.theme.faint, Qt.PenStyle.DotLine))
        self._guide.set_points(np.array([first, last])[: len(guide)], guide)
        heights = [guide]
        for stroke in self.strokes.values():
            stroke.clear()
        for shown in self.drawn():
            view, begin = self.view_of(shown, self.chosen.quantity, first, last, most_points)
            placed = [
                (place, layer, dash)
                for place, (dash, _sign) in zip(self.chosen.layers, DASHES, strict=False)
                if (layer := shown.side.layer(place)) is not None
            ]
            if not placed or not len(view.steps):
                continue
            layers = [layer for _place, layer, _dash in placed]
            low, high = height_of(view.low[:, layers], quantity), height_of(view.high[:, layers], quantity)
            # An exact zero has no logarithm: one of them among other steps must not make a gap.
            middle = np.where(np.isfinite(low), (low + high) / 2, high)
            means = self.mean_of(shown, view, middle, last)[begin:] if self.is_smooth else None
            steps, low, high, middle = view.steps[begin:], low[begin:], high[begin:], middle[begin:]
            for column, (place, _layer, dash) in enumerate(placed):
                limits = View(steps, low[:, column], high[:, column], view.exact)
                mean = None if means is None else means[:, column]
                self._draw(shown, place, dash, limits, middle[:, column], mean)
            heights += [low.ravel(), high.ravel()]
        fit_height(self.canvas, np.concatenate(heights), quantity)
        self.canvas.say_empty("" if len(heights) > 1 else tr("No session shown has measured this."))
        legend = [
            f"{sign}&nbsp;{comparison.layer_name(place)}"
            for place, (_dash, sign) in zip(self.chosen.layers, DASHES, strict=False)
        ]
        notes = dict.fromkeys(comparison.left_out(self.chosen.align, place) for place in self.chosen.layers)
        self.write_legend(*legend, *map(self.faint, notes))

    def _draw(
        self, shown: Shown, place: int, dash: Qt.PenStyle, heights: View, middle: Values, mean: Values | None
    ) -> None:
        """heights: with low and high [num_points]; mean: of the middle, where curves are averaged."""
        if (shown.number, place) not in self.strokes:
            self.strokes[shown.number, place] = Stroke.on(self.canvas)
        self.strokes[shown.number, place].draw(
            heights, middle, mean, color=shown.color, ground=self.theme.ground, dash=dash, alpha=_BAND_ALPHA
        )

    def view_limits(self) -> tuple[Limits, ...]:
        return (limits_of(self.canvas, is_log=QUANTITIES[self.chosen.quantity].is_log),)

    def _hover(self, x: float, y: float) -> None:
        """Say which curve is nearest, and its value."""
        if self.comparison is None:
            return
        quantity, nearest, text = QUANTITIES[self.chosen.quantity], np.inf, ""
        for index, side, _color in self.drawn():
            found = side.at(self.chosen.quantity, self.chosen.align, x)
            if found is None:
                continue
            distances = np.abs(height_of(found[1], quantity) - y)
            for place in self.chosen.layers:
                layer = side.layer(place)
                if layer is not None and distances[layer] < nearest:
                    nearest = float(distances[layer])
                    value = format_value(float(found[1][layer]), side.session.outline.layers[layer].smallest)
                    text = tr(
                        "{label}, {layer_names}, step {found:,}: {value}",
                        label=side.label,
                        layer_names=side.session.layer_names[layer],
                        found=found[0],
                        value=value,
                    )
                    text += self._tell_mean(index, place, x)
        self.readout.setText(text or ALIGNMENTS[self.chosen.align].tell(x))

    def _tell_mean(self, number: int, place: int, position: float) -> str:
        """`; mean over about 50 steps 0.012`; empty where there is none."""
        stroke = self.strokes.get((number, place))
        height = np.nan if stroke is None else self.mean_at(stroke.smooth, position)
        if np.isnan(height):
            return ""
        value = 10.0**height if QUANTITIES[self.chosen.quantity].is_log else height
        return f"; {self.window_in_words} {value:.3g}"
