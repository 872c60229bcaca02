"""Loss and accuracy, of the training batches and of the held-out examples."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg

from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.base import Canvas
from gradiometer_desktop.plots.time_plot import TimePlot, set_curve, snug, zigzag
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import Theme


class _Panel:
    """One canvas: a band from the least to the largest batch, its middle, and the held-out points."""

    def __init__(self, canvas: Canvas, training: str, held_out: str):
        self.canvas = canvas
        self.training = training
        self.held_out = held_out
        self.band = pg.PlotCurveItem()
        self.middle = pg.PlotCurveItem()
        self.line = pg.PlotCurveItem()
        self.points = pg.ScatterPlotItem(symbol="o", size=6)
        for item in (self.band, self.middle, self.line, self.points):
            canvas.addItem(item, ignoreBounds=True)

    def recolor(self, theme: Theme) -> None:
        faint = pg.mkColor(theme.training)
        faint.setAlpha(80)
        self.band.setPen(pg.mkPen(faint))
        self.middle.setPen(pg.mkPen(theme.training))
        self.line.setPen(pg.mkPen(theme.held_out, width=2))
        self.points.setPen(pg.mkPen(theme.held_out))
        self.points.setBrush(pg.mkBrush(theme.held_out))


class LossPlot(TimePlot):
    """Loss above, accuracy below."""

    name = "loss"
    title = "Loss and accuracy"
    how = "While the early layers starve, the loss stays flat. The dots are the held-out examples, never trained on."

    def __init__(self, selection: Selection):
        top = Canvas(PlainAxis("bottom"), PlainAxis("left"), "Loss over steps")
        bottom = Canvas(PlainAxis("bottom"), PlainAxis("left"), "Accuracy over steps")
        super().__init__(selection, [top, bottom])
        top.setLabel("left", "loss")
        bottom.setLabel("left", "accuracy")
        for canvas in (top, bottom):
            canvas.getAxis("left").setWidth(70)
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

    def draw(self, first_step: float, last_step: float, most_points: int) -> None:
        assert self.history is not None
        for panel in self._panels:
            view = self.history.view(panel.training, first_step, last_step, most_points)
            x, y = zigzag(view, view.low, view.high)
            set_curve(panel.band, x, np.where(np.isfinite(y[0]), y[0], np.nan))
            # Halved first: the sum of two large losses may overflow.
            middle = view.low[:, 0] / 2 + view.high[:, 0] / 2
            set_curve(panel.middle, view.steps, np.where(np.isfinite(middle), middle, np.nan))
            held_out = self.history.view(panel.held_out, first_step, self.steps.last, most_points)
            values = held_out.high[:, 0]
            finite = np.isfinite(values)
            set_curve(panel.line, held_out.steps[finite], values[finite])
            panel.points.setData(held_out.steps[finite], values[finite])
            if panel.training == "accuracy":
                if panel.canvas.getViewBox().viewRange()[1] != [0.0, 1.02]:
                    panel.canvas.setYRange(0.0, 1.02, padding=0)
            else:
                seen = np.concatenate([y[0], values])
                seen = seen[np.isfinite(seen)]
                if len(seen):
                    high = float(seen.max())
                    unit = 10.0 ** math.floor(math.log10(max(high, 1e-6))) / 2
                    snug(panel.canvas, 0.0, high, unit=unit, least=unit, bottom=0.0)
        self.canvases[0].say_empty("" if self.history.steps.num_rows else "Press Start: loss and accuracy appear here.")

    def show_summary(self) -> None:
        if self.history is None or self.history.steps.num_rows == 0:
            self.readout.setText("")
            return
        self._say(self.history.steps.span()[1])

    def _hover(self, x: float, _y: float) -> None:
        if self.history is not None and self.history.steps.num_rows:
            self._say(x)

    def _say(self, step: float) -> None:
        assert self.history is not None
        loss, accuracy = (self.history.steps.at(step, name) for name in ("loss", "accuracy"))
        if loss is None or accuracy is None:
            return
        text = f"step {loss[0]}: {loss[1][0]:.3g}, {accuracy[1][0]:.1%}"
        held_out = self.history.evaluations.at(step, "held_out_accuracy")
        if held_out is not None and held_out[0] <= step:
            value = self.history.evaluations.at(step, "held_out_loss")
            assert value is not None
            text += f"; held-out at {held_out[0]}: {value[1][0]:.3g}, {held_out[1][0]:.1%}"
        self.readout.setText(text)
