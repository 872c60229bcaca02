"""What each layer does to the signal on its way back, and which of its two factors does it: Nielsen's w sigma'(z)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from gradiometer.figures.sheet import Limits
from gradiometer.quantities import QUANTITIES
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import DecadeAxis, LayerAxis
from gradiometer_desktop.plots.base import format_value
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import fit_height, guide_height, limits_of, log10
from gradiometer_desktop.plots.items import Curve, Dots, Face, hairline
from gradiometer_desktop.plots.look_plot import LookPlot
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import Theme

_STYLES = Qt.PenStyle
_MEASURED = ("gain", "gate", "weight_factor")
# Of two layers whose points are closer, in pixels, the points are small.
_CROWDED_PX = 16.0
# What differs by less is alike.
_ALIKE = 1.25
# Where the gain is so much larger or smaller than the product, the two factors are not all there is.
_UNEXPLAINED = 2.0


@dataclass(frozen=True)
class _Drawn:
    """One of the four lines. title, sign: as the legend names and shows it; symbol, extra_px: of its points, which are
    open where they have to leave others in sight; color: the field of a theme.
    """

    title: str
    sign: str
    style: Qt.PenStyle
    symbol: str
    extra_px: int
    is_open: bool
    color: str

    def face(self, theme: Theme, size: int) -> Face:
        color = getattr(theme, self.color)
        return Face(self.symbol, size + self.extra_px, color, "" if self.is_open else color)


# From the one that lies beneath to the one on top.
_DRAWN = {
    "product": _Drawn(tr("gate x weights"), "&#9671;-&#183;-", _STYLES.DashDotLine, "d", 6, True, "faint"),
    "weight_factor": _Drawn(tr("weights"), "&#9650;&#183;&#183;&#183;", _STYLES.DotLine, "t1", 2, False, "held_out"),
    "gate": _Drawn(tr("gate"), "&#9632;- -", _STYLES.DashLine, "s", 0, False, "training"),
    "gain": _Drawn(tr("gain"), "&#9679;&#8212;", _STYLES.SolidLine, "o", 0, False, "text"),
}


class FactorsPlot(LookPlot):
    """Gain, gate, weight factor and the product of the two at a closer look, layer by layer."""

    name = "factors"
    title = tr("Gate and weights")
    has_scale = True
    how = tr(
        "The gain is what a layer does to the signal on its way back: near 1 it keeps it. It is about the gate, which "
        "is the activation's slope, times the weights behind the layer: the lower of these two lines is what kills the "
        "signal. Where the gain is far from their product, other ways count too, such as a skip connection."
    )
    subject = tr("what each layer does to the signal on its way back")
    nothing = tr("None: no layer here has a gain, a gate or weights behind it.")

    def __init__(self, selection: Selection):
        self._axis = LayerAxis("bottom")
        canvas = Canvas(self._axis, DecadeAxis("left"), tr("Gain, gate and weights of each layer"))
        super().__init__(selection, canvas)
        canvas.set_label("left", tr("gain and its factors"))
        plane = canvas.plane
        self._guide = Curve(plane)
        self._lines = {name: Curve(plane) for name in _DRAWN}
        self._points = {name: Dots(plane, order) for order, name in enumerate(_DRAWN, start=1)}
        self._zeros = Dots(plane, len(_DRAWN) + 1)

    def build(self) -> None:
        super().build()
        assert self.history is not None
        self._axis.set_names(self.history.layer_names)
        self.canvas.setXRange(*self._axis.room, padding=0)
        self.canvas.setYRange(-1.0, 1.0, padding=0)

    def restyle(self) -> None:
        for name, drawn in _DRAWN.items():
            self._lines[name].setPen(hairline(getattr(self.theme, drawn.color), drawn.style))
        self._guide.setPen(hairline(self.theme.accent, _STYLES.DotLine))
        super().restyle()

    def clear(self) -> None:
        for curve in (*self._lines.values(), self._guide):
            curve.clear()
        for dots in (*self._points.values(), self._zeros):
            dots.clear()

    def draw(self) -> list[str] | None:
        values = self._values()
        if all(np.isnan(each).all() for each in values.values()):
            return None
        (left, right), layers = self.canvas.getViewBox().viewRange()[0], np.arange(1.0, len(values["gain"]) + 1.0)
        size = 8 if self.canvas.overlay.rect().width() / (right - left) >= _CROWDED_PX else 4
        legend: list[str] = []
        heights = {name: log10(values[name].copy()) for name in _DRAWN}
        for name, drawn in _DRAWN.items():
            height = heights[name]
            known = np.flatnonzero(np.isfinite(height))
            self._lines[name].set_points(layers, height)
            self._points[name].set_points(layers[known], height[known], drawn.face(self.theme, size))
            color = getattr(self.theme, drawn.color)
            legend.insert(0, f'<span style="color:{color}">{drawn.sign}</span>&nbsp;{said(drawn.title)}')
        guide = guide_height(QUANTITIES["gain"])
        self._guide.set_points(np.array([left, right]), guide)
        fit_height(self.canvas, np.concatenate([*heights.values(), guide]), QUANTITIES["gain"])
        zeros = np.flatnonzero(np.any([each == 0.0 for each in values.values()], axis=0))
        floor = self.canvas.getViewBox().viewRange()[1][0]
        face = Face("t", 10, self.theme.warning, self.theme.ground)
        self._zeros.set_points(layers[zeros], np.full(len(zeros), floor + 0.08), face)
        return [*legend, tr("&#9661;&nbsp;exact&nbsp;0")] if len(zeros) else legend

    def view_limits(self) -> tuple[Limits, ...]:
        return (limits_of(self.canvas, is_log=True),)

    def _values(self) -> dict[str, NDArray[np.float64]]:
        values = {name: self.values(name) for name in _MEASURED}
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            values["product"] = values["gate"] * values["weight_factor"]
        return values

    def describe(self, layer: int) -> str:
        assert self.history is not None
        names, smallest = self.history.layer_names, self.history.outline.layers[layer].smallest
        gain, gate, weights = (float(self.values(name)[layer]) for name in _MEASURED)
        who = tr("{names} at step {step}", names=names[layer], step=self.step)
        if math.isnan(gain) and math.isnan(gate) and math.isnan(weights):
            return (
                tr("{who}: none, the signal sets out from here", who=who)
                if layer == len(names) - 1
                else tr("{who}: none", who=who)
            )
        shown = [tr("none") if math.isnan(value) else format_value(value, smallest) for value in (gain, gate, weights)]
        verdict = judge(gain, gate, weights)
        text = tr(
            "{who}: gain {shown}, gate {shown_2} x weights {shown_3}",
            who=who,
            shown=shown[0],
            shown_2=shown[1],
            shown_3=shown[2],
        )
        return f"{text}: {verdict}" if verdict else text


def judge(gain: float, gate: float, weights: float) -> str:
    """What becomes of the signal, and which of the two factors does it; empty where one of the three is not known."""
    if not all(map(math.isfinite, (gain, gate, weights))):
        return ""
    product = gate * weights
    if 1 / _ALIKE <= gain <= _ALIKE:
        verdict = tr("keeps the signal")
    elif gain < 1:
        verdict = tr("the gate is the smaller one") if gate <= weights else tr("the weights are the smaller ones")
    else:
        verdict = tr("the gate is the larger one") if gate > weights else tr("the weights are the larger ones")
    if gain > _UNEXPLAINED * product:
        verdict += tr(" (gain above their product)")
    elif product > _UNEXPLAINED * gain:
        verdict += tr(" (gain below their product)")
    return verdict
