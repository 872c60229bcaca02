"""The gradient norm against depth: where along the network the signal is lost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from gradiometer.figures.sheet import Limits
from gradiometer.history import History
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.quantities import QUANTITIES, stream_of
from gradiometer.references import Reference
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import LayerAxis, ValueAxis
from gradiometer_desktop.plots.base import Plot, format_value, tell_published
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import fit_height, guide_height, height_of, limits_of, log10
from gradiometer_desktop.plots.items import Curve, Dots, Face, hairline
from gradiometer_desktop.plots.theory_line import TheoryItem
from gradiometer_desktop.plots.words import tell_layers
from gradiometer_desktop.selection import LAYER_QUANTITIES, Selection


class ProfilePlot(Plot):
    """The newest step or the one that is looked back at, with the first step, the step before the last change up to
    there, and what was to be expected at initialization beneath it.
    """

    name = "profile"
    title = tr("Profile")
    has_scale = True
    how = tr(
        "A flat line means that every layer learns at a like speed. A line that falls towards the input means that the "
        "gradient vanishes on its way back; one that rises, that it explodes. The dash-dotted line is what theory "
        "expects of weights as they were drawn: a network that learns leaves it."
    )

    def __init__(self, selection: Selection):
        self._axis = LayerAxis("bottom")
        self._values = ValueAxis("left")
        self.canvas = Canvas(self._axis, self._values, tr("A quantity of each layer"))
        super().__init__(selection, [self.canvas])
        self.canvas.setMouseEnabled(x=False, y=False)
        self.canvas.set_label("bottom", tr("layer, from the input to the output"))
        plane = self.canvas.plane
        self._theory = TheoryItem(plane, selection.theory)
        self._guide = Curve(plane)
        self._first, self._before, self._line = Curve(plane), Curve(plane), Curve(plane)
        self._after_clip, self._points, self._zeros = Dots(plane, 1), Dots(plane, 2), Dots(plane, 3)
        self.canvas.hovered.connect(self._hover)
        self.canvas.clicked.connect(self._click)
        self._published = Dots(plane, 1)
        selection.quantity_changed.connect(lambda _name: self.restyle())
        selection.references_changed.connect(self.refresh_if_seen)
        selection.theory.changed.connect(self.refresh_if_seen)

    def build(self) -> None:
        assert self.history is not None
        self._axis.set_names(self.history.layer_names)
        self.canvas.setXRange(*self._axis.room, padding=0)
        self.canvas.setYRange(-6.0, 1.0, padding=0)

    def restyle(self) -> None:
        theme = self.theme
        self._theory.restyle(theme)
        self._first.setPen(hairline(theme.faint, Qt.PenStyle.DotLine))
        self._before.setPen(hairline(theme.faint, Qt.PenStyle.DashLine))
        self._line.setPen(hairline(theme.faint))
        self._guide.setPen(hairline(theme.accent, Qt.PenStyle.DotLine))
        quantity = QUANTITIES[self.selection.quantity]
        self.canvas.set_label("left", said(quantity.title))
        self._values.show_log(quantity.is_log)
        self.refresh()

    def _face(self, layer: int) -> Face:
        if layer == self.selection.layer:
            return Face("o", 11, self.theme.text, self.colors[layer], rim_width=2)
        return Face("o", 8, self.colors[layer], self.colors[layer])

    def refresh(self) -> None:
        history = self.history
        if history is None:
            return
        name = self.selection.quantity
        quantity, found = QUANTITIES[name], self.at(name)
        if found is None:
            self._show_nothing()
            return
        self.canvas.say_empty("")
        layers = np.arange(1.0, len(history.layer_names) + 1.0)
        step, values = found
        heights = height_of(values, quantity)
        shown = [heights]
        self._line.set_points(layers, heights)
        finite = np.flatnonzero(np.isfinite(heights))
        self._points.set_points(layers[finite], heights[finite], [self._face(layer) for layer in finite.tolist()])
        legend = [tr("<b>&#9679; step {step}</b>", step=step)]
        shown.append(self._show_reference(self._first, 0, step, legend, tr("&#183;&#183;&#183; step")))
        before = next((change.step - 1 for change in reversed(history.interventions) if change.step <= step), 0)
        shown.append(self._show_reference(self._before, before, step, legend, tr("- - before the change: step")))
        shown.append(self._show_clipped(layers, values, legend))
        shown.append(self._theory.show(history, name, step))
        shown.append(self._show_published(step, legend))
        shown.append(self._show_guide(legend))
        fit_height(self.canvas, np.concatenate(shown), quantity)
        zeros = np.flatnonzero(values == 0.0) if quantity.is_log else np.empty(0, np.int64)
        floor = self.canvas.getViewBox().viewRange()[1][0]
        face = Face("t", 10, self.theme.warning, self.theme.ground)
        self._zeros.set_points(layers[zeros], np.full(len(zeros), floor + 0.08), face)
        if len(zeros):
            legend.append(tr("&#9661; exact {format_value}", format_value=format_value(0.0, history.outline.smallest)))
        if name.startswith("bias_gradient_norm") and _hides_biases(history, step):
            legend.append(tr("biases behind a batch normalization: structurally zero, only rounding is left"))
        entries = [legend[0], *self._theory.legend(self.theme.faint), *legend[1:]]
        if not self.fits_legend(entries):
            entries = [legend[0], *self._theory.legend(self.theme.faint, is_short=True), *legend[1:]]
        self.legend.setText("&ensp;".join(entries))
        self.legend.setToolTip(self._theory.tip(self.how))
        self.renew_summary()

    def _show_nothing(self) -> None:
        """There is nothing so early."""
        step = self.selection.moment.step
        self.canvas.say_empty(
            tr("Press Start: the gradient norm of each layer, input side left, appears here.")
            if step is None
            else tr("This was not measured up to step {step:.0f}.", step=step)
        )
        for curve in (self._first, self._before, self._line, self._guide, self._theory):
            curve.clear()
        for dots in (self._points, self._after_clip, self._zeros, self._published):
            dots.clear()
        self.legend.setText("")
        self.show_summary()

    def _show_clipped(
        self, layers: NDArray[np.float64], values: NDArray[np.float64], legend: list[str]
    ) -> NDArray[np.float64]:
        """Rings where clipping has made the norm smaller."""
        found = (
            self.at("weight_gradient_norm_after_clip") if self.selection.quantity == "weight_gradient_norm" else None
        )
        if found is None:
            self._after_clip.clear()
            return np.empty(0)
        heights = log10(found[1].copy())
        differs = np.flatnonzero((found[1] != values) & np.isfinite(heights))
        self._after_clip.set_points(layers[differs], heights[differs], Face("o", 11, self.theme.text, ""))
        if len(differs):
            legend.append("&#9675; clipped")
        return heights[differs]

    @property
    def _references(self) -> tuple[Reference, ...]:
        """What was published of the quantity and of layers that there are."""
        assert self.history is not None
        return self.selection.references_of(self.selection.quantity, len(self.history.layer_names))

    def _show_published(self, step: int, legend: list[str]) -> NDArray[np.float64]:
        """Hollow marks where a published curve was at the step, or at its last point before."""
        found = [(each.layer, each.at(step)) for each in self._references]
        points = [(layer + 1.0, point[1]) for layer, point in found if point is not None]
        places = np.array(points, np.float64).reshape(-1, 2)
        heights = height_of(places[:, 1], QUANTITIES[self.selection.quantity])
        self._published.set_points(places[:, 0], heights, Face("d", 13, self.theme.text, ""))
        if points:
            legend.append("&#9671; published")
        return heights

    def _show_guide(self, legend: list[str]) -> NDArray[np.float64]:
        """The line that a quantity is best near to."""
        quantity = QUANTITIES[self.selection.quantity]
        if quantity.guide is None:
            self._guide.clear()
            return np.empty(0)
        height = guide_height(quantity)
        self._guide.set_points(np.array(self.canvas.getViewBox().viewRange()[0]), height)
        legend.append(f'<span style="color:{self.theme.accent}">&#183;&#183;&#183; {quantity.guide:g}</span>')
        return height

    def view_limits(self) -> tuple[Limits, ...]:
        return (limits_of(self.canvas, is_log=QUANTITIES[self.selection.quantity].is_log),)

    def show_summary(self) -> None:
        history, name = self.history, self.selection.quantity
        found = None if history is None else self.at(name)
        if history is None or found is None:
            self.readout.setText("")
            return
        values, names = found[1], history.layer_names
        layers = history.outline.layers
        # The output layer has no gate, say.
        end = -2 if stream_of(name) == "look" and np.isnan(values[-1]) and len(values) > 1 else -1
        first, last = float(values[0]), float(values[end])
        text = f"{names[0]} {format_value(first, layers[0].smallest)}, "
        text += f"{names[end]} {format_value(last, layers[end].smallest)}"
        if QUANTITIES[name].is_log and last > 0 and first > 0 and np.isfinite(first / last):
            text += tr(", ratio {value:.2g}", value=first / last)
        self.readout.setText(text)

    def _show_reference(
        self, curve: Curve, reference: int, step: int, legend: list[str], text: str
    ) -> NDArray[np.float64]:
        """Draw an earlier step than the one that is shown faintly; says so in the legend."""
        assert self.history is not None
        name = self.selection.quantity
        found = self.history.series_of(name).at(reference, name) if reference >= 0 else None
        if found is None or found[0] >= step or (curve is self._before and reference <= 0):
            curve.clear()
            return np.empty(0)
        values = height_of(found[1], QUANTITIES[name])
        curve.set_points(np.arange(1.0, len(values) + 1.0), values)
        legend.append(f'<span style="color:{self.theme.faint}">{text} {found[0]}</span>')
        return values

    def _layer_at(self, x: float) -> int | None:
        if self.history is None:
            return None
        layer = round(x) - 1
        return layer if 0 <= layer < len(self.history.layer_names) else None

    def places(self, canvas: Canvas) -> NDArray[np.float64]:
        return np.empty(0) if self.history is None else np.arange(1.0, len(self.history.layer_names) + 1.0)

    def first_place(self, canvas: Canvas) -> float:
        return self.selection.layer + 1.0

    def in_words(self) -> str:
        found = None if self.history is None else self.at(self.selection.quantity)
        if self.history is None or found is None:
            return super().in_words()
        name = self.selection.quantity
        return tell_layers(LAYER_QUANTITIES[name], self.history, found, is_log=QUANTITIES[name].is_log)

    def _hover(self, x: float, _y: float) -> None:
        layer = self._layer_at(x)
        found = None if layer is None else self.at(self.selection.quantity)
        if layer is None or found is None or self.history is None:
            return
        value = float(found[1][layer])
        quantity = LAYER_QUANTITIES[self.selection.quantity]
        shown = format_value(value, self.history.outline.layers[layer].smallest)
        expected = self._theory.tell(layer, value)
        published = tell_published(self._references, layer, found[0])
        self.readout.setText(f"{self.history.layer_names[layer]}: {quantity} {shown}{expected}{published}")

    def _click(self, x: float, _y: float) -> None:
        layer = self._layer_at(x)
        if layer is not None:
            self.selection.choose_layer(layer, self.show_layer)


def _hides_biases(history: History, step: int) -> bool:
    """Whether a normalization takes the influence of biases away at a step."""
    settings = history.settings_at(step)
    return history.hides_biases if settings is None else NORMALIZATIONS[settings.normalization].hides_bias
