"""Plots of sessions held against their control: a colour for each but the control, which is the line at 0."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import Qt

from gradiometer.against import Against, Course, hold_against, tell_height, tell_nothing
from gradiometer.alignment import ALIGNMENTS
from gradiometer.comparison import Comparison
from gradiometer.figures.sheet import Limits
from gradiometer.quantities import QUANTITIES
from gradiometer.series import View
from gradiometer_desktop.compare.base import Shown
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.compare.norms import DASHES
from gradiometer_desktop.compare.stroke import Stroke
from gradiometer_desktop.compare.time_plot import CompareTimePlot
from gradiometer_desktop.language import tr
from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import limits_of, snug
from gradiometer_desktop.plots.items import Curve, Values, hairline
from gradiometer_desktop.wording import capital

_BAND_ALPHA = 40
# Of the control's largest value; nearer, rounding would look like a difference.
_LEAST_SHARE = 0.01


class CompareAgainst(CompareTimePlot):
    """Base of both. Where several steps share a pixel, the curve is the mean of what was measured there and the band
    reaches from the least to the largest; smoothed, both lie faintly beneath the moving average.
    """

    def __init__(self, selection: ComparedSelection, name: str):
        self.canvas = Canvas(PlainAxis("bottom"), PlainAxis("left"), name)
        super().__init__(selection, [self.canvas])
        self.zero = Curve(self.canvas.plane)
        self.strokes: dict[tuple[int, int | None], Stroke] = {}
        """By the index of the session and the place of the layer, None of the whole network."""
        self.canvas.hovered.connect(self.telling(self._hover))

    @property
    def quantity(self) -> str:
        """What is held against the control's."""
        return self.chosen.quantity

    def label_axis(self) -> str:
        """What the vertical axis says."""
        raise NotImplementedError

    def fit_heights(self, heights: Values, scale: float) -> str:
        """Set the vertical axis around these, which are finite, and 0; returns a note for the legend. scale: of the
        control's values, see Course.
        """
        raise NotImplementedError

    def reach(self, heights: Values, least: float) -> None:
        """A vertical axis around heights and 0, at least so high."""
        low, high = float(heights.min(initial=0.0)), float(heights.max(initial=0.0))
        unit = 10.0 ** math.floor(math.log10(max(high - low, least))) / 2
        snug(self.canvas, low, high, unit=unit, least=least)

    def courses(self, comparison: Comparison) -> Iterator[tuple[Shown, Against]]:
        """The sessions to draw, each beside the control."""
        for shown in self.drawn():
            if shown.side is not comparison.control:
                yield shown, hold_against(comparison, shown.side, self.quantity, self.chosen.layers[: len(DASHES)])

    def draw_sessions(self, comparison: Comparison, first: float, last: float, most_points: int) -> None:
        self.canvas.set_label("left", self.label_axis())
        for stroke in self.strokes.values():
            stroke.clear()
        heights, scale, is_empty = [np.empty(0)], 0.0, True
        for shown, against in self.courses(comparison):
            course, begin = self._read(shown, against, first, last, most_points)
            is_empty = is_empty and not len(course.steps)
            if not len(course.steps):
                continue
            scale = max(scale, course.scale)
            means = self.averaged(course.steps, course.mean)[begin:] if self.is_smooth else None
            heights += [course.low[begin:].ravel(), course.high[begin:].ravel()]
            for column, place in enumerate(against.places):
                mean = None if means is None else means[:, column]
                self._draw(shown, place, course, begin, column, mean)
        self.zero.setPen(hairline(self.theme.faint))
        self.zero.set_points(np.array([first, last]), np.zeros(2))
        together = np.concatenate(heights)
        together = together[np.isfinite(together)]
        note = self.fit_heights(together, scale)
        self.canvas.say_empty(self._tell_empty(comparison, len(together) == 0, is_empty))
        self._write_legend(comparison, note)

    def _read(self, shown: Shown, against: Against, first: float, last: float, most_points: int) -> tuple[Course, int]:
        """With what smoothing needs before it; how many points that are."""
        read: list[Course] = []

        def limits(begin: float, end: float, points: int) -> View:
            read.append(against.course(self.chosen.align, begin, end, points))
            return read[-1].limits

        _limits, begin = self.read_of(shown, limits, first, last, most_points)
        return read[-1], begin

    def _draw(
        self, shown: Shown, place: int | None, course: Course, begin: int, column: int, mean: Values | None
    ) -> None:
        """mean: averaged, from `begin` on, where curves are."""
        if (shown.number, place) not in self.strokes:
            self.strokes[shown.number, place] = Stroke.on(self.canvas)
        dash = Qt.PenStyle.SolidLine
        if place is not None:
            dash = DASHES[self.chosen.layers.index(place)][0]
        low, middle, high = (values[begin:, column] for values in (course.low, course.mean, course.high))
        limits = View(course.steps[begin:], low, high, course.exact)
        self.strokes[shown.number, place].draw(
            limits, middle, mean, color=shown.color, ground=self.theme.ground, dash=dash, alpha=_BAND_ALPHA
        )

    def _tell_empty(self, comparison: Comparison, is_blank: bool, is_empty: bool) -> str:
        if not is_blank:
            return ""
        if is_empty:
            told = tell_nothing(comparison, self.quantity, self.chosen.align, self.chosen.layers)
            return f"{capital(told)}."
        return tr(
            "Nothing but {value}Inf and NaN.", value=tr("exact zeros, ") if QUANTITIES[self.quantity].is_log else ""
        )

    def _write_legend(self, comparison: Comparison, note: str) -> None:
        chosen, places = self.chosen, self.chosen.layers if QUANTITIES[self.quantity].per_layer else ()
        legend = [
            f"{sign}&nbsp;{comparison.layer_name(place)}" for place, (_dash, sign) in zip(places, DASHES, strict=False)
        ]
        left_out = [comparison.left_out(chosen.align, place) for place in places] or [comparison.left_out(chosen.align)]
        self.write_legend(
            *legend, self.faint(f"0: {comparison.control.label}"), *map(self.faint, dict.fromkeys([note, *left_out]))
        )

    def view_limits(self) -> tuple[Limits, ...]:
        return (limits_of(self.canvas, is_log=False),)

    def _hover(self, x: float, y: float) -> None:
        """Say which curve is nearest, and of which values it is made."""
        if self.comparison is None:
            return
        nearest, text = np.inf, ""
        for shown, against in self.courses(self.comparison):
            pair = against.at(self.chosen.align, x)
            if pair is None:
                continue
            for column, place in enumerate(against.places):
                distance = abs(float(pair.height[column]) - y)
                if distance < nearest:
                    nearest = distance
                    where = "" if place is None else f", {self.comparison.layer_name(place)}"
                    text = tr(
                        "{label}{where}, step {step:,}: {tell_height} ({own:.3g} against {of_control:.3g})",
                        label=shown.side.label,
                        where=where,
                        step=pair.step,
                        tell_height=tell_height(against, float(pair.height[column])),
                        own=pair.own[column],
                        of_control=pair.of_control[column],
                    )
                    text += self._tell_mean(shown.number, place, against, x)
        self.readout.setText(text or ALIGNMENTS[self.chosen.align].tell(x))

    def _tell_mean(self, number: int, place: int | None, against: Against, position: float) -> str:
        """`; mean over about 50 steps 1.2 times`; empty where there is none."""
        stroke = self.strokes.get((number, place))
        height = np.nan if stroke is None else self.mean_at(stroke.smooth, position)
        return "" if np.isnan(height) else f"; {self.window_in_words} {tell_height(against, height)}"


def least_of(scale: float) -> float:
    """How far an axis of differences reaches at the least, beside values of this size."""
    return max(_LEAST_SHARE * scale, 1e-6) if scale > 0 else 0.1
