"""The gradient norm against depth: where along the network the signal is lost."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from gradiometer.layout import QUANTITIES
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer_desktop.plots.axes import DecadeAxis, LayerAxis
from gradiometer_desktop.plots.base import Canvas, Plot, format_value
from gradiometer_desktop.plots.time_plot import log10, set_curve, snug
from gradiometer_desktop.selection import NORM_QUANTITIES, Selection


class ProfilePlot(Plot):
    """The newest step, with the first step and the step before the last change beneath it."""

    name = "profile"
    title = "Profile"
    how = (
        "A flat line means that every layer learns at a like speed. A line that falls towards the input means that the "
        "gradient vanishes on its way back; one that rises, that it explodes."
    )

    def __init__(self, selection: Selection):
        self._axis = LayerAxis("bottom")
        self.canvas = Canvas(self._axis, DecadeAxis("left"), "Gradient norm of each layer at the newest step")
        super().__init__(selection, [self.canvas])
        self.canvas.setMouseEnabled(x=False, y=False)
        self.canvas.setLabel("bottom", "layer, from the input to the output")
        self._first = pg.PlotCurveItem()
        self._before = pg.PlotCurveItem()
        self._line = pg.PlotCurveItem()
        self._after_clip = pg.ScatterPlotItem(symbol="o", size=11, brush=None)
        self._points = pg.ScatterPlotItem(symbol="o", size=8)
        self._zeros = pg.ScatterPlotItem(symbol="t", size=10)
        for item in (self._first, self._before, self._line, self._after_clip, self._points, self._zeros):
            self.canvas.addItem(item, ignoreBounds=True)
        self.canvas.hovered.connect(self._hover)
        self.canvas.clicked.connect(self._click)
        selection.quantity_changed.connect(lambda _name: self.restyle())

    def build(self) -> None:
        assert self.history is not None
        self._axis.set_names(self.history.layer_names)
        # Room for half a layer's name at either end.
        count = len(self.history.layer_names)
        room = max(0.5, 0.08 * count)
        self.canvas.setXRange(1 - room, count + room, padding=0)
        self.canvas.setYRange(-6.0, 1.0, padding=0)

    def restyle(self) -> None:
        theme = self.theme
        self._first.setPen(pg.mkPen(theme.faint, style=Qt.PenStyle.DotLine))
        self._before.setPen(pg.mkPen(theme.faint, style=Qt.PenStyle.DashLine))
        self._line.setPen(pg.mkPen(theme.faint))
        self._after_clip.setPen(pg.mkPen(theme.text))
        self._zeros.setPen(pg.mkPen(theme.warning))
        self._zeros.setBrush(pg.mkBrush(theme.ground))
        self._color_points()
        self.canvas.setLabel("left", QUANTITIES[self.selection.quantity].title)
        self.refresh()

    def _color_points(self) -> None:
        """Pens and brushes by layer, made once and not at every redraw."""
        chosen = self.selection.layer
        self._brushes = [pg.mkBrush(color) for color in self.colors]
        self._pens = [
            pg.mkPen(self.theme.text if layer == chosen else color, width=2) for layer, color in enumerate(self.colors)
        ]
        self._sizes = [11 if layer == chosen else 8 for layer in range(len(self.colors))]

    def refresh(self) -> None:
        history = self.history
        if history is None:
            return
        name = self.selection.quantity
        if history.steps.num_rows == 0:
            self.canvas.say_empty("Press Start: the gradient norm of each layer, input side left, appears here.")
            for item in (self._first, self._before, self._line):
                item.setData([], [])
            for item in (self._points, self._after_clip, self._zeros):
                item.setData([], [])
            self.legend.setText("")
            self.show_summary()
            return
        self.canvas.say_empty("")
        layers = np.arange(1.0, len(history.layer_names) + 1.0)
        newest = history.last(name)
        logs = log10(newest.copy())
        shown = [logs]
        set_curve(self._line, layers, logs)
        finite = np.flatnonzero(np.isfinite(logs))
        self._points.setData(
            layers[finite],
            logs[finite],
            brush=[self._brushes[layer] for layer in finite],
            pen=[self._pens[layer] for layer in finite],
            size=[self._sizes[layer] for layer in finite],
        )
        legend = [f"<b>&#9679; step {int(history.last('step')[0])}</b>"]
        shown.append(self._show_reference(self._first, 0, legend, "&#183;&#183;&#183; step"))
        changes = history.interventions
        before = changes[-1].step - 1 if changes else 0
        shown.append(self._show_reference(self._before, before, legend, "- - before the change: step"))
        clipped = history.last("weight_gradient_norm_after_clip")
        # Points that are not finite are left out here and above: pyqtgraph warns of them while it paints, and where
        # warnings are errors an exception inside a painter call ends the process.
        after_logs = log10(clipped.copy())
        differs = np.flatnonzero((clipped != newest) & np.isfinite(after_logs))
        if name != "weight_gradient_norm":
            differs = differs[:0]
        after = after_logs[differs]
        self._after_clip.setData(layers[differs], after)
        if len(differs):
            legend.append("&#9675; clipped")
            shown.append(after)
        everything = np.concatenate(shown)
        if np.isfinite(everything).any():
            snug(self.canvas, float(np.nanmin(everything)), float(np.nanmax(everything)), unit=1.0, least=2.0)
        zeros = np.flatnonzero(newest == 0.0)
        floor = self.canvas.getViewBox().viewRange()[1][0]
        self._zeros.setData(layers[zeros], np.full(len(zeros), floor + 0.08))
        if len(zeros):
            legend.append(f"&#9661; exact {format_value(0.0, history.experiment.dtype)}")
        if name == "bias_gradient_norm" and NORMALIZATIONS[history.settings.normalization].hides_bias:
            legend.append("hidden biases: structurally zero behind BatchNorm, only rounding is left")
        self.legend.setText("&ensp;".join(legend))
        self.renew_summary()

    def show_summary(self) -> None:
        history = self.history
        if history is None or history.steps.num_rows == 0:
            self.readout.setText("")
            return
        newest = history.last(self.selection.quantity)
        dtype = history.experiment.dtype
        first, last = float(newest[0]), float(newest[-1])
        names = history.layer_names
        text = f"{names[0]} {format_value(first, dtype)}, {names[-1]} {format_value(last, dtype)}"
        if last > 0 and first > 0 and np.isfinite(first / last):
            text += f", ratio {first / last:.2g}"
        self.readout.setText(text)

    def _show_reference(self, curve: pg.PlotCurveItem, step: int, legend: list[str], text: str) -> NDArray[np.float64]:
        """Draw an earlier step faintly; says so in the legend."""
        assert self.history is not None
        found = self.history.steps.at(step, self.selection.quantity) if step >= 0 else None
        newest = self.history.steps.num_rows - 1
        if found is None or found[0] == newest or (curve is self._before and step <= 0):
            curve.setData([], [])
            return np.empty(0)
        values = log10(found[1].copy())
        set_curve(curve, np.arange(1.0, len(values) + 1.0), values)
        legend.append(f'<span style="color:{self.theme.faint}">{text} {found[0]}</span>')
        return values

    def _layer_at(self, x: float) -> int | None:
        if self.history is None:
            return None
        layer = round(x) - 1
        return layer if 0 <= layer < len(self.history.layer_names) else None

    def _hover(self, x: float, _y: float) -> None:
        layer = self._layer_at(x)
        if layer is None or self.history is None or self.history.steps.num_rows == 0:
            return
        value = float(self.history.last(self.selection.quantity)[layer])
        quantity = NORM_QUANTITIES[self.selection.quantity]
        shown = format_value(value, self.history.experiment.dtype)
        self.readout.setText(f"{self.history.layer_names[layer]}: {quantity} {shown}")

    def _click(self, x: float, _y: float) -> None:
        layer = self._layer_at(x)
        if layer is not None:
            self.selection.choose_layer(layer)
