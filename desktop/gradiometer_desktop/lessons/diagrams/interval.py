"""Where |w sigma'(wa + b)| is at least 1: a short interval of a at best; and a neuron that does keep the signal."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget

from gradiometer.fields import Number
from gradiometer.neuron_chain import interval, interval_width, reach, sigmoid_slope, widest_interval
from gradiometer_desktop.language import tr
from gradiometer_desktop.lessons.diagrams.base import Diagram, StillCanvas
from gradiometer_desktop.lessons.diagrams.controls import NumberControl
from gradiometer_desktop.lessons.diagrams.identity import IdentityDiagram
from gradiometer_desktop.lessons.diagrams.wording import product, shown
from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.heights import fit_from_zero
from gradiometer_desktop.plots.items import Band, Curve, Dots, Face, hairline
from gradiometer_desktop.theme import Theme

_FAR = 1000.0
_SLIDER_REACH = 50.0
_LEAST_WIDTH_SHOWN = 30.0
_NUM_POINTS = 601
_FILL_ALPHA = 70


class WidthPlot(StillCanvas):
    """How wide the interval is, against |w|."""

    def __init__(self) -> None:
        super().__init__(PlainAxis("bottom"), PlainAxis("left"), tr("Width of the interval against |w|"), 160)
        self.set_label("bottom", "|w|")
        self.set_label("left", tr("width of the interval"))
        self.setYRange(0.0, 0.5, padding=0)
        self._shown = 0.0
        self._curve, self._peak = Curve(self.plane), Curve(self.plane)
        self._dots = Dots(self.plane, 1.0)

    def show_weight(self, weight: float, theme: Theme) -> None:
        """Mark |w|, and the widest interval there is."""
        size = abs(weight)
        wanted = _LEAST_WIDTH_SHOWN if size <= _LEAST_WIDTH_SHOWN else 1.15 * size
        if wanted > self._shown or wanted < 0.6 * self._shown:
            self._shown = wanted
            self.setXRange(0.0, wanted, padding=0)
            # Close to 4 it rises like a root: as many points there again.
            w = np.unique(
                np.concatenate([np.linspace(0.0, wanted, _NUM_POINTS), 4.0 + np.linspace(0.0, 1.0, 200) ** 3])
            )
            self._curve.set_points(w, interval_width(w))
        self._curve.setPen(hairline(theme.training))
        self._peak.setPen(hairline(theme.faint))
        best, width = widest_interval()
        self._peak.set_points(np.array([best, best, 0.0]), np.array([0.0, width, width]))
        open_face, face = Face("o", 8, theme.faint, theme.ground), Face("o", 9, theme.accent, theme.accent)
        height = float(interval_width(size))
        self._dots.set_points(np.array([best, size]), np.array([width, height]), [open_face, face])

    def point(self) -> tuple[float, float]:
        """|w| and its width, as marked."""
        x, y = self._dots.points()
        return float(x[1]), float(y[1])


class FactorPlot(StillCanvas):
    """|w sigma'(wa + b)| over a, the interval where it is at least 1 shaded, and the ends of [0, 1]."""

    def __init__(self) -> None:
        super().__init__(PlainAxis("bottom"), PlainAxis("left"), tr("|w sigma'(wa + b)| over a"), 190)
        self.set_label("bottom", "a")
        self.set_label("left", tr("|w σ′(wa + b)|"))
        self._band = Band(self.plane)
        self._limits, self._one, self._curve = Curve(self.plane), Curve(self.plane), Curve(self.plane)

    def show_factor(self, weight: float, bias: float, theme: Theme) -> None:
        """The range holds [0, 1], and the peak where it is not too far off."""
        found = interval(weight, bias)
        low, high = -0.25, 1.25
        if found is not None and found[1] > -3.0 and found[0] < 4.0:
            low, high = min(low, found[0] - 0.25), max(high, found[1] + 0.25)
        self.setXRange(low, high, padding=0)
        a = np.linspace(low, high, _NUM_POINTS)
        if weight != 0.0:
            # A large weight's peak is narrower than the points are apart.
            near = (np.linspace(-12.0, 12.0, _NUM_POINTS) - bias) / weight
            a = np.unique(np.concatenate([a, near[(near > low) & (near < high)]]))
        values = np.abs(weight) * sigmoid_slope(weight * a + bias)
        self._curve.set_points(a, values)
        fit_from_zero(self, max(1.2, 1.05 * float(values.max())))
        top = self.getViewBox().viewRange()[1][1]
        ends = np.array([0.0, 1.0] if found is None else found)
        self._band.set_limits(ends, np.zeros(2), np.zeros(2) if found is None else np.full(2, top))
        gap = np.nan
        self._limits.set_points(np.array([0.0, 0.0, gap, 1.0, 1.0]), np.array([0.0, top, gap, 0.0, top]))
        self._one.set_points(np.array([low, high]), np.ones(2))
        shade = QColor(theme.held_out)
        shade.setAlpha(_FILL_ALPHA)
        self._band.set_color(shade)
        self._curve.setPen(hairline(theme.training))
        self._one.setPen(hairline(theme.text))
        self._limits.setPen(hairline(theme.faint))

    def shaded(self) -> tuple[float, float]:
        """From where to where; the same twice where nothing is."""
        x, low, high = self._band.limits()
        return (float(x[0]), float(x[1])) if (high > low).all() else (0.0, 0.0)


class IntervalView(Diagram):
    """The interval of one weight, and its width against all others'."""

    title = tr("The interval in which a factor is at least 1")
    best_height = 600

    def __init__(self) -> None:
        super().__init__()
        self.widths, self.factor = WidthPlot(), FactorPlot()
        w_field = Number(title=tr("Weight"), help=tr("w: of the neuron's input a."), low=-_FAR, high=_FAR)
        b_field = Number(
            title=tr("Bias"), help=tr("b: it moves the interval along, and leaves its width."), low=-_FAR, high=_FAR
        )
        self.weight = NumberControl("w", w_field, -_SLIDER_REACH, _SLIDER_REACH, 10.0)
        self.bias = NumberControl("b", b_field, -_SLIDER_REACH, _SLIDER_REACH, -5.0)
        self.add_controls([[self.weight, self.bias]])
        row = QHBoxLayout()
        self.widest, self.centre = QPushButton(tr("Widest interval")), QPushButton(tr("Move to a = ½"))
        self.widest.setToolTip(tr("Set |w| to where the interval is widest."))
        self.centre.setToolTip(tr("Set b = −w / 2, so that the interval lies around a = ½."))
        self.widest.clicked.connect(self._set_widest)
        self.centre.clicked.connect(self._set_centre)
        row.addWidget(self.widest)
        row.addWidget(self.centre)
        row.addStretch(1)
        self.column.addLayout(row)
        self.text = self.add_text()
        self.add_canvas(self.factor)
        self.add_canvas(self.widths)
        self.note = self.add_text("note")
        best, width = widest_interval()
        self.note.setText(
            tr(
                "Widest of all: {shown}, at |w| = {shown_2} (the open point).",
                shown=shown(width, 4),
                shown_2=shown(best, 4),
            )
        )
        self.refresh()

    def refresh(self) -> None:
        weight, bias = self.weight.value, self.bias.value
        self.widths.show_weight(weight, self.theme)
        self.factor.show_factor(weight, bias, self.theme)
        self.text.setText("<br>".join(interval_lines(weight, bias)))

    def _set_widest(self) -> None:
        best = widest_interval()[0]
        self.weight.set_value(-best if self.weight.value < 0 else best)
        self._set_centre()

    def _set_centre(self) -> None:
        self.bias.set_value(-self.weight.value / 2.0)
        self.refresh()


class IntervalDiagram(Diagram):
    """The interval, and behind a tab the neuron that does keep the signal."""

    title = tr("Why |w σ′(wa + b)| ≥ 1 is so rare")
    best_height = 660

    def __init__(self) -> None:
        super().__init__()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.interval, self.identity = IntervalView(), IdentityDiagram()
        self.tabs.addTab(self.interval, tr("The interval"))
        self.tabs.addTab(self.identity, tr("The identity neuron"))
        self.column.addWidget(self.tabs)

    def apply_theme(self, theme: Theme) -> None:
        self.interval.apply_theme(theme)
        self.identity.apply_theme(theme)
        super().apply_theme(theme)


def interval_lines(weight: float, bias: float) -> list[str]:
    """The condition on |w|, the width with the numbers put in, and where the interval lies."""
    size, found = abs(weight), interval(weight, bias)
    peak = tr("|w σ′(wa + b)| ≤ |w| / 4 = {shown}", shown=shown(size / 4.0))
    if found is None:
        return [tr("{peak}: below 1, so there is <b>no such a</b>. It takes |w| ≥ 4.", peak=peak)]
    width, root = float(interval_width(weight)), float(np.sqrt(1.0 - 4.0 / size))
    low, high = found
    inside = max(0.0, min(high, 1.0) - max(low, 0.0))
    return [
        f"{peak} ≥ 1",
        tr("width = (2 / |w|) ln( |w| (1 + √(1 − 4/|w|)) / 2 − 1 )"),
        tr(
            "&nbsp;&nbsp;&nbsp;= (2 / {shown}) ln( {product} · (1 + {shown_2}) / 2 − 1 ) = {shown_3} "
            "· {shown_4} = <b>{shown_5}</b>",
            shown=shown(size),
            product=product([size]),
            shown_2=shown(root),
            shown_3=shown(2.0 / size),
            shown_4=shown(float(reach(weight))),
            shown_5=shown(width, 4),
        ),
        tr(
            "a from {shown} to {shown_2}; of it {shown_3} in 0…1, where activations lie",
            shown=shown(low),
            shown_2=shown(high),
            shown_3=shown(inside),
        ),
    ]
