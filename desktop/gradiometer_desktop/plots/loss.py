"""Loss and accuracy, of the training batches and of the held-out examples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gradiometer.figures.pieces import has_log_axis
from gradiometer.figures.sheet import Limits
from gradiometer.losses import NEAR
from gradiometer.smoothing import describe_window
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import PlainAxis, ValueAxis
from gradiometer_desktop.plots.base import faded
from gradiometer_desktop.plots.canvas import Canvas, align_axes
from gradiometer_desktop.plots.heights import fit_from_zero, limits_of, log10, snug
from gradiometer_desktop.plots.items import Band, Curve, Dots, Face, hairline
from gradiometer_desktop.plots.time_plot import SEEKING, TimePlot
from gradiometer_desktop.plots.words import tell_change, tell_marks
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import Theme

# What the legend takes besides its words.
_SWATCHES_PX = 40
# A held-out loss that lies higher than so many times the highest of a batch is out of the picture.
_MOST_TIMES_TRAINING = 5.0
# Of curves that are told in words.
_DESCRIBED_POINTS = 200


class _Panel:
    """One canvas: a band from the least to the largest batch, its middle, averaged or not, and the held-out points."""

    def __init__(self, canvas: Canvas, training: str, held_out: str):
        self.canvas = canvas
        self.training = training
        self.held_out = held_out
        self.band = Band(canvas.plane)
        self.middle = Curve(canvas.plane)
        self.smooth = Curve(canvas.plane)
        self.line = Curve(canvas.plane)
        self.points = Dots(canvas.plane)
        self.face = Face("o", 6, "#000000", "#000000")

    def recolor(self, theme: Theme, *, is_smooth: bool) -> None:
        faint = QColor(theme.training)
        faint.setAlpha(40 if is_smooth else 80)
        self.band.set_color(faint)
        self.middle.setPen(hairline(faded(theme.training, theme.ground) if is_smooth else theme.training))
        self.smooth.setPen(hairline(theme.training))
        self.line.setPen(hairline(theme.held_out))
        self.face = Face("o", 6, theme.held_out, theme.held_out)


class LossPlot(TimePlot):
    """Loss above, accuracy below. Smoothed, the training batches as they were lie faintly beneath their mean."""

    name = "loss"
    smooths = True
    title = tr("Loss and accuracy")
    has_scale = True
    how = tr(
        "While the early layers starve, the loss stays flat. The dots are the held-out examples, "
        "never trained on. Accuracy is the share of right answers; in the adding problem of "
        "answers that are off by less than {NEAR}. {SEEKING}",
        NEAR=NEAR,
        SEEKING=SEEKING,
    )

    def __init__(self, selection: Selection):
        self._loss_axis = ValueAxis("left")
        top = Canvas(PlainAxis("bottom"), self._loss_axis, tr("Loss over steps"))
        bottom = Canvas(PlainAxis("bottom"), PlainAxis("left"), tr("Accuracy over steps"))
        super().__init__(selection, [top, bottom])
        top.set_label("left", tr("loss"))
        bottom.set_label("left", tr("accuracy"))
        for canvas in (top, bottom):
            canvas.settled.connect(lambda: align_axes(self.canvases))
            canvas.hovered.connect(self._hover)
        self._panels = (
            _Panel(top, "loss", "held_out_loss"),
            _Panel(bottom, "accuracy", "held_out_accuracy"),
        )
        self._is_smooth = False

    def restyle(self) -> None:
        self._recolor()
        by_batch = tr("training, batch by batch")
        everything = (
            self.legend.fontMetrics().horizontalAdvance(tr("{by_batch} held-out", by_batch=by_batch)) + _SWATCHES_PX
        )
        training = by_batch if everything <= self.legend_room_px else tr("training")
        self.legend.setText(
            tr(
                '<span style="color:{training}">&#9644;</span> {training_2}&ensp;<span '
                'style="color:{held_out}">&#9679;</span> held-out',
                training=self.theme.training,
                training_2=training,
                held_out=self.theme.held_out,
            )
        )
        self.refresh()

    def _recolor(self) -> None:
        for panel in self._panels:
            panel.recolor(self.theme, is_smooth=self._is_smooth)

    def show_layer(self) -> None:
        """All layers have the same loss."""

    def draw(self, first_step: float, last_step: float, most_points: int) -> None:
        assert self.history is not None
        is_smooth = self.window_steps > 1
        if is_smooth != self._is_smooth:
            self._is_smooth = is_smooth
            self._recolor()
        for panel in self._panels:
            view, begin = self.view_with_lead(panel.training, first_step, last_step, most_points)
            held_out = self.history.view(panel.held_out, first_step, self.steps.last, most_points)
            is_log = has_log_axis(panel.training, _finite(view.low, view.high, held_out.high))
            if panel.training == "loss":
                self._loss_axis.show_log(is_log)
            lows, highs, values = (
                log10(each.copy()) if is_log else each for each in (view.low, view.high, held_out.high[:, 0])
            )
            # Halved first: the sum of two large losses may overflow.
            middle = lows / 2 + highs / 2
            steps, low, high = view.steps[begin:], lows[begin:, 0], highs[begin:, 0]
            panel.band.set_limits(steps, low, high)
            panel.middle.set_points(steps, middle[begin:, 0])
            if is_smooth:
                panel.smooth.set_points(steps, self.smooth(view, middle, last_step)[begin:, 0])
            elif len(panel.smooth.points()[0]):
                panel.smooth.clear()
            finite = np.isfinite(values)
            panel.line.set_points(held_out.steps[finite], values[finite])
            panel.points.set_points(held_out.steps[finite], values[finite], panel.face)
            if panel.training == "accuracy":
                if panel.canvas.getViewBox().viewRange()[1] != [0.0, 1.02]:
                    panel.canvas.setYRange(0.0, 1.02, padding=0)
            else:
                _fit_loss(panel.canvas, _finite(low, high), _finite(values), is_log=is_log)
        has_begun = self.history.steps.num_rows > 0
        self.canvases[0].say_empty("" if has_begun else tr("Press Start: the loss of each batch appears here."))
        # A loop of the user's own may tell the loss alone.
        has_accuracy = has_begun and bool(np.isfinite(self.history.last("accuracy")[0]))
        none = tr("No accuracy was recorded.") if has_begun else tr("Press Start: the accuracy appears here.")
        self.canvases[1].say_empty("" if has_accuracy else none)

    def view_limits(self) -> tuple[Limits, ...]:
        loss, accuracy = self.canvases
        return limits_of(loss, is_log=self._loss_axis.is_log), limits_of(accuracy, is_log=False)

    def show_summary(self) -> None:
        if self.history is None or self.history.steps.num_rows == 0:
            self.readout.setText("")
            return
        self._say(self.cursor_step)

    def in_words(self) -> str:
        history = self.history
        if history is None or not history.steps.num_rows:
            return super().in_words()
        told = []
        for panel, name in zip(self._panels, (tr("Loss"), tr("Accuracy")), strict=True):
            view = history.view(panel.training, max(self.steps.first, 0.0), self.steps.last, _DESCRIBED_POINTS)
            told.append(tell_change(name, view.steps, view.high[:, 0]))
        return " ".join(each for each in (*told, self.readout.text(), tell_marks(self.marked_steps())) if each)

    def _hover(self, x: float, _y: float) -> None:
        if self.history is not None and self.history.steps.num_rows:
            self._say(x)

    def _say(self, step: float) -> None:
        assert self.history is not None
        loss, accuracy = (self.history.steps.at(step, name) for name in ("loss", "accuracy"))
        if loss is None or accuracy is None:
            return
        text = tr("step {loss}: {pair}", loss=loss[0], pair=_pair(loss[1][0], accuracy[1][0]))
        held_out = self.history.evaluations.at(step, "held_out_accuracy")
        if held_out is not None and held_out[0] <= step:
            value = self.history.evaluations.at(step, "held_out_loss")
            assert value is not None
            text += tr("; held-out {pair}", pair=_pair(value[1][0], held_out[1][0]))
        smooth = self._smooth_at(loss[0])
        if smooth is not None:
            text += f"; {said(describe_window(self.window_steps))} {_pair(*smooth)}"
        self.readout.setText(text)

    def _smooth_at(self, step: float) -> tuple[float, float] | None:
        """The averaged loss and accuracy at a step; None where there are none, or they are out of sight."""
        steps = self._panels[0].smooth.points()[0]
        if not self._is_smooth or not len(steps) or not self.steps.first <= step <= self.steps.last:
            return None
        index = max(int(np.searchsorted(steps, step, side="right")) - 1, 0)
        loss, accuracy = (float(panel.smooth.points()[1][index]) for panel in self._panels)
        if np.isnan(loss):
            return None
        return (10.0**loss if self._loss_axis.is_log else loss), accuracy


def _finite(*values: NDArray[np.float64]) -> NDArray[np.float64]:
    together = np.concatenate([each.ravel() for each in values])
    return together[np.isfinite(together)]


def _fit_loss(canvas: Canvas, training: NDArray[np.float64], held_out: NDArray[np.float64], *, is_log: bool) -> None:
    """Set the y range around these heights."""
    seen = np.concatenate([training, held_out])
    if not len(seen):
        return
    if is_log:
        snug(canvas, float(seen.min()), float(seen.max()), unit=1.0, least=2.0)
        return
    highest = float(seen.max())
    if len(training) and training.max() > 0:
        # Where running statistics have not warmed up, the held-out loss is absurd, and all else would be a flat line.
        highest = min(highest, _MOST_TIMES_TRAINING * float(training.max()))
    fit_from_zero(canvas, highest)


def _pair(loss: float, accuracy: float) -> str:
    """A loss, and the accuracy where there is one."""
    return f"{loss:.3g}" if np.isnan(accuracy) else f"{loss:.3g}, {accuracy:.1%}"
