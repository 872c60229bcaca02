"""Loss and accuracy, of the training batches and of the held-out examples."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor

from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.canvas import Canvas, align_axes
from gradiometer_desktop.plots.heights import fit_from_zero
from gradiometer_desktop.plots.items import Band, Curve, Dots, Face, hairline
from gradiometer_desktop.plots.time_plot import SEEKING, TimePlot
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import Theme


class _Panel:
    """One canvas: a band from the least to the largest batch, its middle, and the held-out points."""

    def __init__(self, canvas: Canvas, training: str, held_out: str):
        self.canvas = canvas
        self.training = training
        self.held_out = held_out
        self.band = Band(canvas.plane)
        self.middle = Curve(canvas.plane)
        self.line = Curve(canvas.plane)
        self.points = Dots(canvas.plane)
        self.face = Face("o", 6, "#000000", "#000000")

    def recolor(self, theme: Theme) -> None:
        faint = QColor(theme.training)
        faint.setAlpha(80)
        self.band.set_color(faint)
        self.middle.setPen(hairline(theme.training))
        self.line.setPen(hairline(theme.held_out))
        self.face = Face("o", 6, theme.held_out, theme.held_out)


class LossPlot(TimePlot):
    """Loss above, accuracy below."""

    name = "loss"
    title = "Loss and accuracy"
    how = (
        "While the early layers starve, the loss stays flat. The dots are the held-out examples, never trained on. "
        f"{SEEKING}"
    )

    def __init__(self, selection: Selection):
        top = Canvas(PlainAxis("bottom"), PlainAxis("left"), "Loss over steps")
        bottom = Canvas(PlainAxis("bottom"), PlainAxis("left"), "Accuracy over steps")
        super().__init__(selection, [top, bottom])
        top.set_label("left", "loss")
        bottom.set_label("left", "accuracy")
        for canvas in (top, bottom):
            canvas.settled.connect(lambda: align_axes(self.canvases))
            canvas.hovered.connect(self._hover)
        self._panels = (
            _Panel(top, "loss", "held_out_loss"),
            _Panel(bottom, "accuracy", "held_out_accuracy"),
        )

    def restyle(self) -> None:
        for panel in self._panels:
            panel.recolor(self.theme)
        self.legend.setText(
            f'<span style="color:{self.theme.training}">&#9644;</span> training, batch by batch&ensp;'
            f'<span style="color:{self.theme.held_out}">&#9679;</span> held-out'
        )
        self.refresh()

    def show_layer(self) -> None:
        """All layers have the same loss."""

    def draw(self, first_step: float, last_step: float, most_points: int) -> None:
        assert self.history is not None
        for panel in self._panels:
            view = self.history.view(panel.training, first_step, last_step, most_points)
            low, high = view.low[:, 0], view.high[:, 0]
            panel.band.set_limits(view.steps, low, high)
            # Halved first: the sum of two large losses may overflow.
            panel.middle.set_points(view.steps, low / 2 + high / 2)
            held_out = self.history.view(panel.held_out, first_step, self.steps.last, most_points)
            values = held_out.high[:, 0]
            finite = np.isfinite(values)
            panel.line.set_points(held_out.steps[finite], values[finite])
            panel.points.set_points(held_out.steps[finite], values[finite], panel.face)
            if panel.training == "accuracy":
                if panel.canvas.getViewBox().viewRange()[1] != [0.0, 1.02]:
                    panel.canvas.setYRange(0.0, 1.02, padding=0)
            else:
                seen = np.concatenate([low, high, values])
                seen = seen[np.isfinite(seen)]
                if len(seen):
                    fit_from_zero(panel.canvas, float(seen.max()))
        has_begun = self.history.steps.num_rows > 0
        self.canvases[0].say_empty("" if has_begun else "Press Start: loss and accuracy appear here.")
        # A loop of the user's own may tell the loss alone.
        has_accuracy = not has_begun or bool(np.isfinite(self.history.last("accuracy")[0]))
        self.canvases[1].say_empty("" if has_accuracy else "No accuracy was recorded.")

    def show_summary(self) -> None:
        if self.history is None or self.history.steps.num_rows == 0:
            self.readout.setText("")
            return
        self._say(self.cursor_step)

    def _hover(self, x: float, _y: float) -> None:
        if self.history is not None and self.history.steps.num_rows:
            self._say(x)

    def _say(self, step: float) -> None:
        assert self.history is not None
        loss, accuracy = (self.history.steps.at(step, name) for name in ("loss", "accuracy"))
        if loss is None or accuracy is None:
            return
        text = f"step {loss[0]}: {_pair(loss[1][0], accuracy[1][0])}"
        held_out = self.history.evaluations.at(step, "held_out_accuracy")
        if held_out is not None and held_out[0] <= step:
            value = self.history.evaluations.at(step, "held_out_loss")
            assert value is not None
            text += f"; held-out {_pair(value[1][0], held_out[1][0])}"
        self.readout.setText(text)


def _pair(loss: float, accuracy: float) -> str:
    """A loss, and the accuracy where there is one."""
    return f"{loss:.3g}" if np.isnan(accuracy) else f"{loss:.3g}, {accuracy:.1%}"
