"""Loss and accuracy of several sessions, of the training batches and of the held-out examples."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gradiometer.alignment import ALIGNMENTS
from gradiometer.comparison import Comparison
from gradiometer.figures.pieces import has_log_axis
from gradiometer.figures.sheet import Limits
from gradiometer.series import View
from gradiometer_desktop.compare.base import Shown
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.compare.time_plot import CompareTimePlot
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import PlainAxis, ValueAxis
from gradiometer_desktop.plots.base import faded
from gradiometer_desktop.plots.canvas import Canvas, align_axes
from gradiometer_desktop.plots.heights import fit_from_zero, limits_of, log10, snug
from gradiometer_desktop.plots.items import Band, Curve, Dots, Face, hairline

_BAND_ALPHA = 45
# The held-out examples, which are few, lie before all means.
_SMOOTH_Z, _HELD_OUT_Z = 10.0, 20.0
# More of them hide their line.
_MOST_DOTS = 60


class Strokes(NamedTuple):
    """What draws one session on one canvas: a band from the least to the largest batch, its middle, the mean of that,
    and the held-out points.
    """

    band: Band
    middle: Curve
    smooth: Curve
    line: Curve
    points: Dots

    def clear(self) -> None:
        """Show nothing."""
        for item in self:
            item.clear()


class CompareLoss(CompareTimePlot):
    """Loss above, accuracy below. Smoothed, the training batches as they were lie faintly beneath their mean."""

    name = "loss"
    title = tr("Loss and accuracy")
    has_scale = True
    how = tr("Lines are the training batches; dashed ones with dots are the held-out examples, never trained on.")

    def __init__(self, selection: ComparedSelection):
        self._values = ValueAxis("left"), ValueAxis("left")
        canvases = [
            Canvas(PlainAxis("bottom"), axis, about)
            for axis, about in zip(
                self._values,
                (tr("Loss over time, by session"), tr("Accuracy over time, by session")),
                strict=True,
            )
        ]
        super().__init__(selection, canvases)
        self.strokes: dict[tuple[str, int], Strokes] = {}
        """By `loss` or `accuracy` and the index of the session."""
        self._is_log = {"loss": False, "accuracy": False}
        for name, canvas in zip(("loss", "accuracy"), canvases, strict=True):
            canvas.set_label("left", said(name))
            canvas.settled.connect(lambda: align_axes(self.canvases))
            canvas.hovered.connect(self.telling(self._hover))

    def draw_sessions(self, comparison: Comparison, first: float, last: float, most_points: int) -> None:
        for strokes in self.strokes.values():
            strokes.clear()
        for name, canvas, axis in zip(("loss", "accuracy"), self.canvases, self._values, strict=True):
            seen, values = [], []
            for shown in self.drawn():
                training, begin = self.view_of(shown, name, first, last, most_points)
                held_out = shown.side.view(f"held_out_{name}", self.chosen.align, first, last, most_points)
                assert held_out is not None
                seen.append((shown, training, begin, held_out))
                values += [training.low[begin:, 0], training.high[begin:, 0], held_out.high[:, 0]]
            finite = np.concatenate([np.empty(0), *values])
            finite = finite[np.isfinite(finite)]
            self._is_log[name] = is_log = has_log_axis(name, finite)
            axis.show_log(is_log)
            for shown, training, begin, held_out in seen:
                strokes = self._strokes_of(name, canvas, shown)
                self._draw_training(strokes, shown, _heights(training, is_log), begin, last)
                self._draw_held_out(strokes, shown, _heights(held_out, is_log))
            canvas.say_empty(
                ""
                if len(finite)
                else tr("No session shown has {value}.", value=tr("a loss") if name == "loss" else name)
            )
            if name == "accuracy":
                canvas.setYRange(0.0, 1.02, padding=0)
            elif is_log:
                logs = np.log10(finite[finite > 0])
                snug(canvas, float(logs.min()), float(logs.max()), unit=1.0, least=2.0)
            elif len(finite):
                fit_from_zero(canvas, float(finite.max()))
        self.write_legend(
            tr("——&nbsp;training"), tr("– • –&nbsp;held-out"), self.faint(comparison.left_out(self.chosen.align))
        )

    def _strokes_of(self, name: str, canvas: Canvas, shown: Shown) -> Strokes:
        """Made when they are first needed."""
        if (name, shown.number) not in self.strokes:
            plane = canvas.plane
            strokes = Strokes(Band(plane), Curve(plane), Curve(plane), Curve(plane), Dots(plane, _HELD_OUT_Z))
            strokes.smooth.setZValue(_SMOOTH_Z)
            strokes.line.setZValue(_HELD_OUT_Z)
            self.strokes[name, shown.number] = strokes
        return self.strokes[name, shown.number]

    def _draw_training(self, strokes: Strokes, shown: Shown, training: View, begin: int, last: float) -> None:
        """training: heights, of which the first `begin` are for averaging alone; last: up to which there are some."""
        # Halved first: the sum of two large losses may overflow.
        middle = training.low / 2 + training.high / 2
        steps = training.steps[begin:]
        faint = QColor(shown.color)
        faint.setAlpha(_BAND_ALPHA // 2 if self.is_smooth else _BAND_ALPHA)
        strokes.band.set_color(faint)
        if not training.exact:
            strokes.band.set_limits(steps, training.low[begin:, 0], training.high[begin:, 0])
        strokes.middle.setPen(hairline(faded(shown.color, self.theme.ground) if self.is_smooth else shown.color))
        strokes.middle.set_points(steps, middle[begin:, 0])
        if self.is_smooth:
            strokes.smooth.setPen(hairline(shown.color))
            strokes.smooth.set_points(steps, self.mean_of(shown, training, middle, last)[begin:, 0])

    def _draw_held_out(self, strokes: Strokes, shown: Shown, held_out: View) -> None:
        """held_out: heights."""
        values = held_out.high[:, 0]
        finite = np.isfinite(values)
        strokes.line.setPen(hairline(shown.color, Qt.PenStyle.DashLine))
        strokes.line.set_points(held_out.steps[finite], values[finite])
        if np.count_nonzero(finite) <= _MOST_DOTS:
            face = Face("o", 6, shown.color, self.theme.ground)
            strokes.points.set_points(held_out.steps[finite], values[finite], face)

    def view_limits(self) -> tuple[Limits, ...]:
        return tuple(
            limits_of(canvas, is_log=self._is_log[name])
            for name, canvas in zip(("loss", "accuracy"), self.canvases, strict=True)
        )

    def _hover(self, x: float, _y: float) -> None:
        if self.comparison is None:
            return
        told = []
        for index, side, _color in self.drawn():
            loss, accuracy = (side.at(name, self.chosen.align, x) for name in ("loss", "accuracy"))
            if loss is not None and accuracy is not None:
                text = f"{side.label} {loss[1][0]:.3g}{self._tell_mean('loss', index, x, '.3g')}"
                if not np.isnan(accuracy[1][0]):
                    text += tr(
                        " and {value:.1%}{tell_mean}",
                        value=accuracy[1][0],
                        tell_mean=self._tell_mean("accuracy", index, x, ".1%"),
                    )
                told.append(text)
        place = ALIGNMENTS[self.chosen.align].tell(x)
        means = tr(" (in brackets: {window_in_words})", window_in_words=self.window_in_words) if self.is_smooth else ""
        self.readout.setText(f"{place}{means}: {', '.join(told)}")

    def _tell_mean(self, name: str, number: int, position: float, form: str) -> str:
        """` (0.31)`; empty where there is none."""
        strokes = self.strokes.get((name, number))
        height = np.nan if strokes is None else self.mean_at(strokes.smooth, position)
        return "" if np.isnan(height) else f" ({10.0**height if self._is_log[name] else height:{form}})"


def _heights(view: View, is_log: bool) -> View:
    """Where its values stand: a loss that explodes, on a log axis."""
    return view._replace(low=log10(view.low.copy()), high=log10(view.high.copy())) if is_log else view
