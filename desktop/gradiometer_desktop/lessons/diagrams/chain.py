"""The chain of single neurons: expression (122) of Nielsen, chapter 5, with every number in it to be moved."""

from __future__ import annotations

import numpy as np

from gradiometer.fields import Number
from gradiometer.neuron_chain import Chain, ChainRun, sigmoid, sigmoid_slope
from gradiometer_desktop.language import tr
from gradiometer_desktop.lessons.diagrams.base import Diagram, StillCanvas
from gradiometer_desktop.lessons.diagrams.controls import NumberControl
from gradiometer_desktop.lessons.diagrams.drawing import BareAxis, FactorBars, Labels, set_segments
from gradiometer_desktop.lessons.diagrams.wording import index, plus, product, shown
from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.items import Curve, Dots, Face, hairline
from gradiometer_desktop.theme import Theme

_DISC_PX = 40
_FAR = 1000.0
# With thin spaces: neighbours stand close.
_EQUALS = "\u2009=\u2009"
# Of the sigmoid's plot; it grows where a neuron stands further out.
_LEAST_Z = 6.0
_NUM_POINTS = 401


class ChainStrip(StillCanvas):
    """The chain itself: a disc a neuron with its activation, the weights between them."""

    def __init__(self) -> None:
        super().__init__(BareAxis("bottom"), BareAxis("left"), tr("The chain of neurons"), 104)
        self.setMaximumHeight(104)
        for side in ("left", "bottom"):
            self.hideAxis(side)
        self.getPlotItem().setContentsMargins(0, 0, 0, 0)
        self.setYRange(-1.0, 1.0, padding=0)
        self._lines = Curve(self.plane)
        self._discs = Dots(self.plane, 1.0)
        self._inside, self._beside = Labels(self.plane), Labels(self.plane)

    def show_run(self, run: ChainRun, chosen: int, theme: Theme) -> None:
        """chosen: the neuron that stands out."""
        num_neurons, chain = len(run.z), run.chain
        self.setXRange(-0.45, num_neurons + 1.45, padding=0)
        ends = np.arange(num_neurons + 1.0)
        set_segments(self._lines, np.stack([ends, ends + 1.0], axis=1), np.zeros((num_neurons + 1, 2)))
        self._lines.setPen(hairline(theme.faint))
        at = np.arange(1.0, num_neurons + 1.0)
        faces = [
            Face("o", _DISC_PX, theme.accent if neuron == chosen else theme.faint, theme.ground, 1 + (neuron == chosen))
            for neuron in range(1, num_neurons + 1)
        ]
        around = Face("s", _DISC_PX + 6, theme.ground, theme.ground)
        places = np.arange(num_neurons + 2.0)
        self._discs.set_points(places, np.zeros(len(places)), [around, *faces, around])
        texts = [shown(chain.x, 2), *(shown(value, 2) for value in run.activations), shown(run.cost)]
        self._inside.set_texts([(x, 0.0) for x in places.tolist()], texts, theme.text)
        marks = [
            (0.0, -0.74, "x"),
            (num_neurons + 1.0, -0.74, "C"),
            *(
                (x - 0.5, 0.72, f"w{index(round(x))}{_EQUALS}{shown(chain.weights[round(x) - 1], 2)}")
                for x in at.tolist()
            ),
            *((x, -0.74, f"z{index(round(x))}{_EQUALS}{shown(run.z[round(x) - 1], 2)}") for x in at.tolist()),
        ]
        self._beside.set_texts([mark[:2] for mark in marks], [mark[2] for mark in marks], theme.faint)


class OperatingPoints(StillCanvas):
    """sigma and its slope, and where each neuron stands on them."""

    def __init__(self) -> None:
        super().__init__(
            PlainAxis("bottom"), PlainAxis("left"), tr("The sigmoid, its slope and the neurons on them"), 150
        )
        self.set_label("bottom", "z")
        self.setYRange(0.0, 1.05, padding=0)
        self._reach = 0.0
        self._sigma, self._slope, self._cursor = Curve(self.plane), Curve(self.plane), Curve(self.plane)
        self._dots = Dots(self.plane, 1.0)

    def show_run(self, run: ChainRun, chosen: int, theme: Theme) -> None:
        """chosen: the neuron that stands out."""
        furthest = max(_LEAST_Z, 1.1 * float(np.abs(run.z).max()))
        if furthest > self._reach or furthest < 0.6 * self._reach:
            self._reach = furthest
            z = np.linspace(-furthest, furthest, _NUM_POINTS)
            self.setXRange(-furthest, furthest, padding=0)
            self._sigma.set_points(z, sigmoid(z))
            self._slope.set_points(z, sigmoid_slope(z))
        self._sigma.setPen(hairline(theme.training))
        self._slope.setPen(hairline(theme.held_out))
        self._cursor.setPen(hairline(theme.accent))
        own = run.z[chosen - 1]
        self._cursor.set_points(np.array([own, own]), np.array([0.0, 1.05]))
        others = np.delete(run.z, chosen - 1)
        z = np.concatenate([others, others, [own, own]])
        y = np.concatenate([sigmoid(others), sigmoid_slope(others), sigmoid([own]), sigmoid_slope([own])])
        small = [Face("o", 6, color, theme.ground) for color in (theme.training, theme.held_out) for _ in others]
        large = [Face("o", 9, color, color) for color in (theme.training, theme.held_out)]
        self._dots.set_points(z, y, [*small, *large])

    def points(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the neurons stand; the chosen one last, on sigma and on its slope."""
        return self._dots.points()


class ChainDiagram(Diagram):
    """Three hidden neurons and an output."""

    title = tr("A chain of single neurons")
    best_height = 760
    _slider_reach = 8.0

    def __init__(self) -> None:
        super().__init__()
        self.chosen = 1
        self.run = Chain().run()
        self._add_head()
        self.strip = ChainStrip()
        self.strip.setToolTip(tr("Click a neuron to see where it stands on the sigmoid."))
        self.strip.clicked.connect(self._choose_at)
        self.add_canvas(self.strip)
        self.bars = FactorBars(tr("Every factor of dC/db1, and their product"), 150)
        self.bars.setToolTip(
            tr(
                "Bars begin at 1. On this axis the bar of a product is the sum of the bars of its "
                "factors. Blue factors "
                "are positive, orange ones negative."
            )
        )
        self.add_canvas(self.bars)
        self._add_moving()
        self.formula = self.add_text()
        self._add_numbers()
        self.legend = self.add_text()
        self.points = OperatingPoints()
        self.add_canvas(self.points)
        self.column.setStretchFactor(self.strip, 0)
        self.show_chain(Chain())

    def show_chain(self, chain: Chain) -> None:
        """Put its numbers into the sliders and boxes."""
        values = (*(each for pair in zip(chain.weights, chain.biases, strict=True) for each in pair), chain.x, chain.y)
        for control, value in zip(self.numbers, values, strict=True):
            control.set_value(value)
        self.refresh()

    def chain(self) -> Chain:
        """As the sliders and boxes say."""
        values = [control.value for control in self.numbers]
        return Chain(tuple(values[0:8:2]), tuple(values[1:8:2]), values[8], values[9])

    def choose(self, neuron: int) -> None:
        """Let a neuron stand out, 1 to 4."""
        self.chosen = min(max(neuron, 1), len(self.run.z))
        self.refresh()

    def refresh(self) -> None:
        self.run = run = self.chain().run()
        self.strip.show_run(run, self.chosen, self.theme)
        names = ("σ′(z₁)", *(f"w{index(j)}σ′(z{index(j)})" for j in (2, 3, 4)), "∂C/∂a₄", "∂C/∂b₁", "∂C/∂b₃")
        gradients = run.gradients
        values = [*run.factors.tolist(), run.cost_slope, float(gradients[0]), float(gradients[2])]
        self.bars.show_factors(names, values, num_products=2)
        self.points.show_run(run, self.chosen, self.theme)
        self.formula.setText("<br>".join(formula_lines(run)))
        self.legend.setText(self._where())

    def _add_head(self) -> None:
        """What stands above the chain."""

    def _add_moving(self) -> None:
        """What stands below the factors."""

    def _add_numbers(self) -> None:
        reach = self._slider_reach
        self.numbers: list[NumberControl] = []
        for neuron in range(1, 5):
            for letter, title in (("w", tr("Weight")), ("b", tr("Bias"))):
                field = Number(
                    title=f"{title} {neuron}",
                    help=tr("{title} of neuron {neuron}.", title=title, neuron=neuron),
                    low=-_FAR,
                    high=_FAR,
                )
                self.numbers.append(NumberControl(letter + index(neuron), field, -reach, reach, 0.0))
        for letter, title, does in (
            ("x", tr("Input"), tr("What the first neuron gets.")),
            ("y", tr("Target"), tr("What a₄ should be.")),
        ):
            field = Number(title=title, help=does, low=-_FAR, high=_FAR)
            self.numbers.append(NumberControl(letter, field, 0.0, 1.0, 0.0))
        self.add_controls(zip(self.numbers[0::2], self.numbers[1::2], strict=True))

    def _where(self) -> str:
        run, j, theme = self.run, self.chosen, self.theme
        before, z = (run.chain.x if j == 1 else float(run.activations[j - 2])), float(run.z[j - 1])
        weight, bias = run.chain.weights[j - 1], run.chain.biases[j - 1]
        came = f"w{index(j)} {'x' if j == 1 else 'a' + index(j - 1)} + b{index(j)}"
        return tr(
            "<b>Neuron {j}</b>: z{index} = {came} = {product}{plus} = {shown}<br><span "
            'style="color:{training}">■</span> σ(z{index}) = {shown_2}&emsp;<span '
            'style="color:{held_out}">■</span> σ′(z{index}) = {shown_3}, at most 0.25',
            j=j,
            index=index(j),
            came=came,
            product=product([weight, before]),
            plus=plus(bias),
            shown=shown(z),
            training=theme.training,
            shown_2=shown(float(sigmoid(z))),
            held_out=theme.held_out,
            shown_3=shown(float(run.slopes[j - 1])),
        )

    def _choose_at(self, x: float, _y: float) -> None:
        self.choose(round(x))


def formula_lines(run: ChainRun) -> list[str]:
    """Expression (122) for b_1 and b_3 and the ratio of the two, with the numbers put in."""
    factors, links, gradients = run.factors.tolist(), run.links.tolist(), run.gradients.tolist()
    last = float(run.slopes[2])
    return [
        "∂C/∂b₁ = σ′(z₁) · w₂σ′(z₂) · w₃σ′(z₃) · w₄σ′(z₄) · ∂C/∂a₄",
        f"&nbsp;&nbsp;&nbsp;= {product([*factors, run.cost_slope])} = <b>{shown(gradients[0])}</b>",
        "∂C/∂b₃ = σ′(z₃) · w₄σ′(z₄) · ∂C/∂a₄",
        f"&nbsp;&nbsp;&nbsp;= {product([last, factors[3], run.cost_slope])} = <b>{shown(gradients[2])}</b>",
        "∂C/∂b₁ : ∂C/∂b₃ = σ′(z₁)w₂ · σ′(z₂)w₃",
        f"&nbsp;&nbsp;&nbsp;= {product(links[:2])} = <b>{shown(run.ratio(1, 3))}</b>{_compared(run.ratio(1, 3))}",
    ]


def _compared(ratio: float) -> str:
    size = abs(ratio)
    if size == 0.0:
        return tr(": neuron 1 learns nothing")
    if size < 1.0:
        return tr(": neuron 1 learns {shown} times slower", shown=shown(1.0 / size))
    return tr(": neuron 1 learns {shown} times faster", shown=shown(size)) if size > 1.0 else tr(": both learn alike")
