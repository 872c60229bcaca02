"""The gradient norm of every layer over the steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gradiometer.quantities import QUANTITIES
from gradiometer_desktop.plots.axes import PlainAxis, ValueAxis
from gradiometer_desktop.plots.base import format_value
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import fit_height, guide_height, height_of
from gradiometer_desktop.plots.items import Band, Curve, Values, hairline
from gradiometer_desktop.plots.time_plot import SEEKING, TimePlot
from gradiometer_desktop.selection import LAYER_QUANTITIES, Selection

# More areas on top of each other would be a mud of colours.
_MOST_FILLED = 8


class NormsPlot(TimePlot):
    """One curve a layer; where several steps share a pixel, its least and largest value."""

    name = "norms"
    title = "Norms"
    how = f"Each curve is one layer's gradient norm. Layers that lie decades below the others hardly learn. {SEEKING}"

    def __init__(self, selection: Selection):
        self._values = ValueAxis("left")
        self.canvas = Canvas(PlainAxis("bottom"), self._values, "A quantity of each layer over steps")
        super().__init__(selection, [self.canvas])
        self._curves: list[Curve] = []
        self._bands: list[Band] = []
        self._filled = self._exact = True
        self._drawn: tuple[Values, Values] = np.empty(0), np.empty((0, 0))
        self._guide = Curve(self.canvas.plane)
        # The chosen layer's curve once more, a pixel higher: that makes it bold.
        self._bold = Curve(self.canvas.plane)
        self._bold.setZValue(20)
        self.canvas.settled.connect(self._lift_bold)
        self.canvas.hovered.connect(self._hover)
        self.canvas.clicked.connect(self._click)
        selection.quantity_changed.connect(lambda _name: self.restyle())

    def build(self) -> None:
        for item in (*self._curves, *self._bands):
            self.canvas.scene().removeItem(item)
        assert self.history is not None
        self._filled = len(self.history.layer_names) <= _MOST_FILLED
        self._bands = [Band(self.canvas.plane, filled=self._filled) for _ in self.history.layer_names]
        self._curves = [Curve(self.canvas.plane) for _ in self.history.layer_names]
        self._drawn = np.empty(0), np.empty((0, len(self._curves)))
        self.canvas.setYRange(-6.0, 1.0, padding=0)

    def restyle(self) -> None:
        quantity = QUANTITIES[self.selection.quantity]
        self.canvas.set_label("left", quantity.title)
        self._values.show_log(quantity.is_log)
        self._guide.setPen(hairline(self.theme.accent, Qt.PenStyle.DotLine))
        self._emphasize()
        self.refresh()

    def show_layer(self) -> None:
        """Pens alone: the numbers stay the same, and a click wants its answer."""
        self._emphasize()
        self.show_summary()

    def _emphasize(self) -> None:
        """Colour the layers, with the chosen one bold and before the others."""
        for layer, (curve, band, color) in enumerate(zip(self._curves, self._bands, self.colors, strict=True)):
            chosen = layer == self.selection.layer
            if self._is_shown(layer) and not curve.isVisible():
                # It was spared the last redraws.
                steps, middle = self._drawn
                curve.set_points(steps, middle[:, layer])
            curve.setVisible(self._is_shown(layer))
            curve.setPen(hairline(color))
            curve.setZValue(20 if chosen else 10)
            faint = QColor(color)
            faint.setAlpha((120 if chosen else 60) if self._filled else 140)
            band.set_color(faint)
        if self.colors:
            self._bold.setPen(hairline(self.colors[self.selection.layer]))
            self._bold.setPath(self._curves[self.selection.layer].path())
        self.show_layer_legend()

    def _is_shown(self, layer: int) -> bool:
        """Whether a layer's curve is seen: many layers have bands that are lines themselves."""
        return layer == self.selection.layer or self._filled or self._exact

    def draw(self, first_step: float, last_step: float, most_points: int) -> None:
        assert self.history is not None
        view = self.history.view(self.selection.quantity, first_step, last_step, most_points)
        self.canvas.say_empty("" if len(view.steps) else "Press Start: the gradient norm of every layer appears here.")
        quantity = QUANTITIES[self.selection.quantity]
        low, high = height_of(view.low, quantity), height_of(view.high, quantity)
        # Where steps share a pixel: a band from the least to the largest, and the geometric mean of the two. An exact
        # zero has no logarithm: one of them among other steps must not make a gap.
        middle = np.where(np.isfinite(low), (low + high) / 2, high)
        self._drawn = view.steps, middle
        if view.exact != self._exact:
            self._exact = view.exact
            self._emphasize()
        for layer, (curve, band) in enumerate(zip(self._curves, self._bands, strict=True)):
            if self._is_shown(layer):
                curve.set_points(view.steps, middle[:, layer])
            if view.exact:
                band.clear()
            else:
                band.set_limits(view.steps, low[:, layer], high[:, layer])
        self._bold.setPath(self._curves[self.selection.layer].path())
        guide = guide_height(quantity) if len(view.steps) else np.empty(0)
        self._guide.set_points(np.array([self.steps.first, self.steps.last])[: len(guide)], guide)
        fit_height(self.canvas, np.concatenate([low.ravel(), high.ravel(), guide]), quantity)

    def _lift_bold(self) -> None:
        self._bold.setY(self.canvas.getViewBox().viewPixelSize()[1])

    def show_summary(self) -> None:
        if self.history is None or self.history.series_of(self.selection.quantity).num_rows == 0:
            self.readout.setText("")
            return
        self._say(self.cursor_step)

    def _hover(self, x: float, y: float) -> None:
        if self.history is not None:
            self._say(x, self._nearest(x, y))

    def _click(self, x: float, y: float) -> None:
        layer = self._nearest(x, y)
        if layer is not None:
            self.selection.choose_layer(layer)

    def _nearest(self, x: float, y: float) -> int | None:
        """The layer whose curve is nearest to a point."""
        if self.history is None:
            return None
        found = self._at(x)
        if found is None:
            return None
        distance = np.abs(height_of(found[1], QUANTITIES[self.selection.quantity]) - y)
        return None if np.isnan(distance).all() else int(np.nanargmin(distance))

    def _at(self, step: float) -> tuple[int, NDArray[np.float64]] | None:
        """The values at a step, or at the last one before it that was measured."""
        assert self.history is not None
        name = self.selection.quantity
        return self.history.series_of(name).at(step, name)

    def _say(self, step: float, layer: int | None = None) -> None:
        assert self.history is not None
        found = self._at(step)
        if found is None:
            return
        layer = self.selection.layer if layer is None else layer
        value = format_value(float(found[1][layer]), self.history.outline.layers[layer].smallest)
        quantity = LAYER_QUANTITIES[self.selection.quantity]
        self.readout.setText(f"step {found[0]}: {self.history.layer_names[layer]}, {quantity} {value}")
