"""The identity neuron: w2 sigma(w1 x + b) close to x, which asks for w1 w2 = 4."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QCheckBox

from gradiometer.fields import Number
from gradiometer.neuron_chain import IdentityNeuron, identity_neuron
from gradiometer_desktop.language import tr
from gradiometer_desktop.lessons.diagrams.base import Diagram, StillCanvas
from gradiometer_desktop.lessons.diagrams.controls import NumberControl
from gradiometer_desktop.lessons.diagrams.wording import plus, product, shown
from gradiometer_desktop.plots.axes import DecadeAxis, PlainAxis
from gradiometer_desktop.plots.items import Curve, Dots, Face, hairline
from gradiometer_desktop.theme import Theme

_LOW, _HIGH = 0.01, 20.0
_NUM_POINTS = 301


class OutputPlot(StillCanvas):
    """The neuron's output over x, beside x itself."""

    def __init__(self) -> None:
        super().__init__(PlainAxis("bottom"), PlainAxis("left"), tr("The neuron's output over x"), 190)
        self.set_label("bottom", "x")
        self.setXRange(0.0, 1.0, padding=0)
        self.setYRange(-0.1, 1.1, padding=0)
        self._identity, self._output = Curve(self.plane), Curve(self.plane)
        self._identity.set_points(np.array([0.0, 1.0]), np.array([0.0, 1.0]))

    def show_neuron(self, neuron: IdentityNeuron | None, theme: Theme) -> None:
        """None: there is no such neuron."""
        self._identity.setPen(hairline(theme.faint))
        self._output.setPen(hairline(theme.training))
        x = np.linspace(0.0, 1.0, _NUM_POINTS)
        if neuron is None:
            self._output.clear()
        else:
            self._output.set_points(x, neuron.output(x))

    def output(self) -> tuple[np.ndarray, np.ndarray]:
        """What is drawn."""
        return self._output.points()


class ErrorPlot(StillCanvas):
    """The largest error on [0, 1] against w1, both on log axes."""

    def __init__(self) -> None:
        super().__init__(DecadeAxis("bottom"), DecadeAxis("left"), tr("The largest error against w1"), 170)
        self.set_label("bottom", "w₁")
        self.set_label("left", tr("largest error"))
        self.setXRange(np.log10(_LOW), np.log10(_HIGH), padding=0)
        self.setYRange(-6.2, 1.0, padding=0)
        self._with, self._without = Curve(self.plane), Curve(self.plane)
        self._dot = Dots(self.plane, 1.0)
        w1 = np.geomspace(_LOW, _HIGH, _NUM_POINTS)
        self._with.set_points(np.log10(w1), np.log10([identity_neuron(each).error for each in w1.tolist()]))
        w1 = 2.0 + np.geomspace(1e-3, _HIGH - 2.0, _NUM_POINTS)
        errors = [identity_neuron(each, with_constant=False).error for each in w1.tolist()]
        self._without.set_points(np.log10(w1), np.log10(errors))

    def show_neuron(self, neuron: IdentityNeuron | None, theme: Theme, *, with_constant: bool) -> None:
        """Where it stands on the curves."""
        self._with.setPen(hairline(theme.training))
        self._without.setPen(hairline(theme.held_out))
        if neuron is None:
            self._dot.clear()
            return
        color = theme.training if with_constant else theme.held_out
        place = np.log10(np.abs([neuron.w1])), np.log10([max(neuron.error, 1e-300)])
        self._dot.set_points(*place, Face("o", 9, color, color))

    def point(self) -> tuple[np.ndarray, np.ndarray]:
        """log10 of w1 and of the error; empty where there is no such neuron."""
        return self._dot.points()


class IdentityDiagram(Diagram):
    """One number, w1; the others follow from it."""

    title = tr("The identity neuron")
    best_height = 600

    def __init__(self) -> None:
        super().__init__()
        field = Number(
            title=tr("Weight w1"),
            help=tr("w₁: of the input x. The other numbers follow from it."),
            low=0.001,
            high=100.0,
        )
        self.w1 = NumberControl("w₁", field, _LOW, _HIGH, 1.0, is_log=True)
        self.add_controls([[self.w1]])
        self.constant = QCheckBox(tr("with a constant, which the bias behind takes up"))
        self.constant.setChecked(True)
        self.constant.setToolTip(
            tr(
                "The next neuron's bias can add any constant. Without it, w₂σ(w₁x + b) alone has to "
                "have the value and the "
                "slope of x at x = ½."
            )
        )
        self.constant.toggled.connect(lambda _on: self.refresh())
        self.column.addWidget(self.constant)
        self.text = self.add_text()
        self.output_legend = self.add_text()
        self.output = OutputPlot()
        self.add_canvas(self.output)
        self.error_legend = self.add_text()
        self.errors = ErrorPlot()
        self.add_canvas(self.errors)
        self.refresh()

    def neuron(self) -> IdentityNeuron | None:
        """As the controls say; None where there is none."""
        with_constant = self.constant.isChecked()
        if not with_constant and self.w1.value <= 2.0:
            return None
        return identity_neuron(self.w1.value, with_constant=with_constant)

    def refresh(self) -> None:
        neuron, theme = self.neuron(), self.theme
        self.output.show_neuron(neuron, theme)
        self.errors.show_neuron(neuron, theme, with_constant=self.constant.isChecked())
        self.text.setText("<br>".join(identity_lines(neuron, self.w1.value)))
        self.output_legend.setText(
            tr(
                '<span style="color:{training}">■</span>&nbsp;output&ensp;<span style="color:{faint}">■</span>&nbsp;x',
                training=theme.training,
                faint=theme.faint,
            )
        )
        self.error_legend.setText(
            tr(
                "Largest error on [0, 1]: <span "
                'style="color:{training}">■</span>&nbsp;with&nbsp;a&nbsp;constant&ensp;<span '
                'style="color:{held_out}">■</span>&nbsp;without',
                training=theme.training,
                held_out=theme.held_out,
            )
        )


def identity_lines(neuron: IdentityNeuron | None, w1: float) -> list[str]:
    """The neuron with its numbers, its error, and the factor it stands for in a chain."""
    if neuron is None:
        return [
            tr("Without a constant: at x = ½ the slope over the value is w₁ (1 − σ(z)), and that of x is 2."),
            tr("w₁ (1 − σ(z)) &lt; w₁ = {shown}: <b>it cannot be 2.</b> It takes w₁ &gt; 2.", shown=shown(w1)),
        ]
    constant = plus(neuron.constant) if neuron.constant else ""
    link = neuron.w1 * neuron.w2
    return [
        f"{product([neuron.w2])} · σ({shown(neuron.w1)} x{plus(neuron.b)}){constant} ≈ x",
        tr("largest error on [0, 1]: <b>{shown}</b>", shown=shown(neuron.error))
        + (f" (w₁²/96 = {shown(neuron.w1**2 / 96.0)})" if neuron.constant else ""),
        tr("The weight from one such neuron to the next is w₂w₁ = {shown}", shown=shown(link))
        + (tr(": where z&nbsp;=&nbsp;0, the factor |w&nbsp;σ′(z)| is just 1.") if neuron.constant else "."),
    ]
