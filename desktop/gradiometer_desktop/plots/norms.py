"""The gradient norm of every layer over the steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gradiometer.figures.sheet import Limits
from gradiometer.quantities import QUANTITIES
from gradiometer.references import Reference
from gradiometer.smoothing import describe_window
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import PlainAxis, ValueAxis
from gradiometer_desktop.plots.base import faded, format_value, tell_published
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import fit_height, guide_height, height_of, heights_between, limits_of
from gradiometer_desktop.plots.items import Band, Curve, Dots, Face, Values, hairline
from gradiometer_desktop.plots.time_plot import SEEKING, TimePlot
from gradiometer_desktop.plots.words import tell_change, tell_layers, tell_marks
from gradiometer_desktop.selection import LAYER_QUANTITIES, Selection

# More areas on top of each other would be a mud of colours.
_MOST_FILLED = 8
# From the bottom to the top. The chosen layer lies before the others of its kind.
_PUBLISHED_Z, _RAW_Z, _SMOOTH_Z, _BEFORE = 5.0, 10.0, 30.0, 10.0
_PUBLISHED_SHARE = 0.65
# Of curves that are told in words.
_DESCRIBED_POINTS = 200


class NormsPlot(TimePlot):
    """One curve a layer; where several steps share a pixel, its least and largest value. Smoothed, the curves as they
    were measured lie faintly beneath, and beneath them what was published.
    """

    name = "norms"
    smooths = True
    title = tr("Norms")
    has_scale = True
    how = tr(
        "Each curve is one layer's gradient norm. Layers that lie decades below the others hardly learn. {SEEKING}",
        SEEKING=SEEKING,
    )

    def __init__(self, selection: Selection):
        self._values = ValueAxis("left")
        self.canvas = Canvas(PlainAxis("bottom"), self._values, tr("A quantity of each layer over steps"))
        super().__init__(selection, [self.canvas])
        self._curves: list[Curve] = []
        self._bands: list[Band] = []
        self._filled = self._exact = True
        self._drawn: tuple[Values, Values] = np.empty(0), np.empty((0, 0))
        # Made when they are first needed.
        self._smooth: list[Curve] = []
        self._is_smooth = False
        self._drawn_smooth: tuple[Values, Values] = np.empty(0), np.empty((0, 0))
        self._published: list[Curve] = []
        # A curve of a single point has no line.
        self._published_points = Dots(self.canvas.plane, _PUBLISHED_Z)
        self._guide = Curve(self.canvas.plane)
        # The chosen layer's curve once more, a pixel higher: that makes it bold.
        self._bold = Curve(self.canvas.plane)
        self.canvas.settled.connect(self._lift_bold)
        self.canvas.hovered.connect(self._hover)
        self.canvas.clicked.connect(self._click)
        selection.quantity_changed.connect(lambda _name: self.restyle())
        selection.references_changed.connect(self.restyle)

    def build(self) -> None:
        for item in (*self._curves, *self._bands, *self._smooth):
            self.canvas.scene().removeItem(item)
        assert self.history is not None
        self._smooth, self._is_smooth = [], False
        self._filled = len(self.history.layer_names) <= _MOST_FILLED
        self._bands = [Band(self.canvas.plane, filled=self._filled) for _ in self.history.layer_names]
        self._curves = [Curve(self.canvas.plane) for _ in self.history.layer_names]
        self._drawn = np.empty(0), np.empty((0, len(self._curves)))
        self.canvas.setYRange(-6.0, 1.0, padding=0)

    def restyle(self) -> None:
        if self.history is None:
            return
        quantity = QUANTITIES[self.selection.quantity]
        self.canvas.set_label("left", said(quantity.title))
        self._values.show_log(quantity.is_log)
        self._guide.setPen(hairline(self.theme.accent, Qt.PenStyle.DotLine))
        self._show_published()
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
            curve.setPen(hairline(faded(color, self.theme.ground) if self._is_smooth else color))
            curve.setZValue(_RAW_Z + _BEFORE * chosen)
            faint = QColor(color)
            faint.setAlpha((120 if chosen else 60) if self._filled else 140)
            if self._is_smooth:
                faint.setAlpha(faint.alpha() // 2)
            band.set_color(faint)
        for layer, (curve, color) in enumerate(zip(self._smooth, self.colors, strict=False)):
            curve.setPen(hairline(color))
            curve.setZValue(_SMOOTH_Z + _BEFORE * (layer == self.selection.layer))
        if self.colors:
            self._bold.setPen(hairline(self.colors[self.selection.layer]))
            self._embolden()
        self.show_layer_legend(tr("- - published") if self._references else "")

    def _embolden(self) -> None:
        line = (self._smooth if self._is_smooth else self._curves)[self.selection.layer]
        self._bold.setPath(line.path())
        self._bold.setZValue(line.zValue())

    def _is_shown(self, layer: int) -> bool:
        """Whether a layer's curve is seen: many layers have bands that are lines themselves."""
        return layer == self.selection.layer or self._filled or self._exact

    @property
    def _references(self) -> tuple[Reference, ...]:
        """What was published of the quantity and of layers that there are."""
        return self.selection.references_of(self.selection.quantity, len(self._curves))

    def _show_published(self) -> None:
        """Dashed lines, each in its layer's colour; they do not depend on what is measured."""
        quantity, references = QUANTITIES[self.selection.quantity], self._references
        while len(self._published) < len(references):
            self._published.append(Curve(self.canvas.plane))
            self._published[-1].setZValue(_PUBLISHED_Z)
        for curve in self._published[len(references) :]:
            curve.clear()
        single: list[tuple[float, float, Face]] = []
        for curve, reference in zip(self._published, references, strict=False):
            color = faded(self.colors[reference.layer], self.theme.ground, _PUBLISHED_SHARE)
            heights = height_of(reference.values, quantity)
            curve.setPen(hairline(color, Qt.PenStyle.DashLine))
            curve.set_points(reference.steps, heights)
            if len(heights) == 1:
                single.append((float(reference.steps[0]), float(heights[0]), Face("d", 9, color, "")))
        self._published_points.set_points(
            np.array([step for step, _height, _face in single]),
            np.array([height for _step, height, _face in single]),
            [face for _step, _height, face in single],
        )

    def draw(self, first_step: float, last_step: float, most_points: int) -> None:
        assert self.history is not None
        view, begin = self.view_with_lead(self.selection.quantity, first_step, last_step, most_points)
        self.canvas.say_empty(
            "" if len(view.steps) else tr("Press Start: the gradient norm of every layer appears here.")
        )
        quantity = QUANTITIES[self.selection.quantity]
        low, high = height_of(view.low, quantity), height_of(view.high, quantity)
        # Where steps share a pixel: a band from the least to the largest, and the geometric mean of the two. An exact
        # zero has no logarithm: one of them among other steps must not make a gap.
        middle = np.where(np.isfinite(low), (low + high) / 2, high)
        is_smooth = self.window_steps > 1
        smooth = self.smooth(view, middle, last_step)[begin:] if is_smooth else None
        steps, low, high, middle = view.steps[begin:], low[begin:], high[begin:], middle[begin:]
        self._drawn = steps, middle
        self._draw_smooth(steps, smooth)
        if (view.exact, is_smooth) != (self._exact, self._is_smooth):
            self._exact, self._is_smooth = view.exact, is_smooth
            self._emphasize()
        for layer, (curve, band) in enumerate(zip(self._curves, self._bands, strict=True)):
            if self._is_shown(layer):
                curve.set_points(steps, middle[:, layer])
            if view.exact:
                band.clear()
            else:
                band.set_limits(steps, low[:, layer], high[:, layer])
        self._embolden()
        guide = guide_height(quantity) if len(steps) else np.empty(0)
        self._guide.set_points(np.array([self.steps.first, self.steps.last])[: len(guide)], guide)
        published = [
            heights_between(each.steps, height_of(each.values, quantity), self.steps.first, self.steps.last)
            for each in self._references
        ]
        fit_height(self.canvas, np.concatenate([low.ravel(), high.ravel(), guide, *published]), quantity)

    def _draw_smooth(self, steps: Values, smooth: Values | None) -> None:
        """The averaged curves over those as measured; of all layers, since they are what is to be seen."""
        if smooth is None:
            for curve in self._smooth if self._is_smooth else ():
                curve.clear()
            return
        self._drawn_smooth = steps, smooth
        while len(self._smooth) < len(self._curves):
            self._smooth.append(Curve(self.canvas.plane))
        for layer, curve in enumerate(self._smooth):
            curve.set_points(steps, smooth[:, layer])

    def _lift_bold(self) -> None:
        self._bold.setY(self.canvas.getViewBox().viewPixelSize()[1])

    def view_limits(self) -> tuple[Limits, ...]:
        return (limits_of(self.canvas, is_log=QUANTITIES[self.selection.quantity].is_log),)

    def show_summary(self) -> None:
        if self.history is None or self.history.series_of(self.selection.quantity).num_rows == 0:
            self.readout.setText("")
            return
        self._say(self.cursor_step)

    def height_at(self, canvas: Canvas, place: float) -> float:
        found = self._at(place)
        if found is None:
            return 0.0
        height = float(height_of(found[1], QUANTITIES[self.selection.quantity])[self.selection.layer])
        return height if np.isfinite(height) else 0.0

    def in_words(self) -> str:
        history, name = self.history, self.selection.quantity
        found = None if history is None else self._at(self.cursor_step)
        if history is None or found is None:
            return super().in_words()
        layer = self.selection.layer
        view = history.view(name, max(self.steps.first, 0.0), self.steps.last, _DESCRIBED_POINTS)
        told = [
            tell_layers(LAYER_QUANTITIES[name], history, found, is_log=QUANTITIES[name].is_log),
            tell_change(history.layer_names[layer], view.steps, view.high[:, layer]),
            tell_marks(self.marked_steps()),
        ]
        return " ".join(each for each in told if each)

    def _hover(self, x: float, y: float) -> None:
        if self.history is not None:
            self._say(x, self._nearest(x, y))

    def _click(self, x: float, y: float) -> None:
        layer = self._nearest(x, y)
        if layer is not None:
            self.selection.choose_layer(layer, self.show_layer)

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
        layer = self.selection.layer if layer is None else layer
        name, quantity = self.history.layer_names[layer], LAYER_QUANTITIES[self.selection.quantity]
        found = self._at(step)
        if found is None:
            # Before anything is measured what was published stands there alone.
            step = max(round(step), 0)
            published = tell_published(self._references, layer, step)
            self.readout.setText(
                tr(
                    "step {step}: {name}, {quantity}{lstrip}",
                    step=step,
                    name=name,
                    quantity=quantity,
                    lstrip=published.lstrip(";"),
                )
                if published
                else ""
            )
            return
        value = format_value(float(found[1][layer]), self.history.outline.layers[layer].smallest)
        text = tr(
            "step {found}: {name}, {quantity} {value}{tell_published}",
            found=found[0],
            name=name,
            quantity=quantity,
            value=value,
            tell_published=tell_published(self._references, layer, found[0]),
        )
        smooth = self._smooth_at(found[0], layer)
        if smooth is not None:
            text += f"; {said(describe_window(self.window_steps))} {smooth:.3g}"
        self.readout.setText(text)

    def _smooth_at(self, step: float, layer: int) -> float | None:
        """The averaged value at a step; None where there is none, or it is out of sight."""
        steps, heights = self._drawn_smooth
        if not self._is_smooth or not len(steps) or not self.steps.first <= step <= self.steps.last:
            return None
        height = float(heights[max(int(np.searchsorted(steps, step, side="right")) - 1, 0), layer])
        if np.isnan(height):
            return None
        return 10.0**height if QUANTITIES[self.selection.quantity].is_log else height
