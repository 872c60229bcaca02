"""delta on its way back: a network drawn with a disc a neuron, and |delta| against depth."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QHBoxLayout

from gradiometer.fields import Integer, Number
from gradiometer.neuron_chain import DELTA_ACTIVATIONS, DeltaNet, DeltaRun
from gradiometer_desktop.language import tr
from gradiometer_desktop.lessons.diagrams.base import Diagram, StillCanvas
from gradiometer_desktop.lessons.diagrams.controls import Combo, NumberControl
from gradiometer_desktop.lessons.diagrams.drawing import Labels, set_segments
from gradiometer_desktop.lessons.diagrams.wording import index, product, shown
from gradiometer_desktop.plots.axes import Axis, DecadeAxis, LayerAxis
from gradiometer_desktop.plots.canvas import align_axes
from gradiometer_desktop.plots.heights import log10, snug
from gradiometer_desktop.plots.items import Curve, Dots, Face, Values, hairline
from gradiometer_desktop.theme import Theme

NUM_NODES = 6
"""So many neurons of each layer are drawn."""
_LARGEST_DISC_PX = 26
_MOST_DEPTH, _MOST_WIDTH = 40, 64
# Of layers that stand closer the links would be a web of their own.
_LEAST_LINK_PX = 30.0
_FLAT_PX, _HIGH_PX, _MOST_PX = 84, 180, 600
# Of two layers whose points are closer, in pixels, the points are small.
_CROWDED_PX = 16.0
_BESIDE_FACTOR_PX = 4


class _UnitAxis(Axis):
    """Neurons 1, 2, ... from the top; they stand at -1, -2, ..."""

    num_units = 1

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        # Of the second kind, because the first makes lines of the grid.
        return [(1.0, []), (1.0, [-float(unit) for unit in range(1, self.num_units + 1)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [str(round(-value)) for value in values]


class NetworkPicture(StillCanvas):
    """A circle a neuron; inside it a disc whose area is |delta| against the largest one shown."""

    def __init__(self) -> None:
        self._layers, self._units = LayerAxis("bottom"), _UnitAxis("left")
        super().__init__(self._layers, self._units, tr("delta of each neuron"), _HIGH_PX)
        self.set_label("left", tr("neuron"))
        self._links = Curve(self.plane)
        self._circles, self._discs = Dots(self.plane, 1.0), Dots(self.plane, 2.0)
        self._column = Curve(self.plane)
        self._drawn: tuple[DeltaRun, int, Theme] | None = None
        self._room = (0.0, 0.0)
        self.settled.connect(self._draw)

    def show_run(self, run: DeltaRun, chosen: int, theme: Theme) -> None:
        """chosen: the layer that stands out, from 1."""
        self._drawn = run, chosen, theme
        count, rows = len(run.deltas), min(NUM_NODES, len(run.x))
        self._layers.set_names(layer_names(count))
        self._units.num_units = rows
        self._units.change()
        # A single row needs no more.
        self.setMinimumHeight(_FLAT_PX if rows == 1 else _HIGH_PX)
        self.setMaximumHeight(_FLAT_PX if rows == 1 else _MOST_PX)
        self.setXRange(0.5, count + 0.5, padding=0)
        self.setYRange(-rows - 0.5, -0.5, padding=0)
        self._room = (0.0, 0.0)
        self._draw()

    def disc_sizes(self) -> list[int]:
        """In pixels, layer by layer from the first neuron on; 0 where none is drawn."""
        return [face.size if face.fill else 0 for face in self._discs.faces]

    def _draw(self) -> None:
        rect = self.overlay.rect()
        if self._drawn is None or (rect.width(), rect.height()) == self._room:
            return
        self._room = rect.width(), rect.height()
        run, chosen, theme = self._drawn
        count, rows = len(run.deltas), min(NUM_NODES, len(run.x))
        # Even, so that circle and disc have one middle.
        room = max(8, int(min(_LARGEST_DISC_PX, 0.8 * rect.width() / count, 0.85 * rect.height() / rows)) // 2 * 2)
        deltas = np.array([delta[:rows] for delta in run.deltas])
        largest = float(np.abs(deltas).max())
        at, unit = (each.ravel() for each in np.meshgrid(np.arange(count), np.arange(rows), indexing="ij"))
        x, y, values = at.astype(np.float64) + 1.0, -unit.astype(np.float64) - 1.0, deltas.ravel()
        circle = Face("o", room, theme.faint, theme.ground)
        self._circles.set_points(x, y, [circle] * len(x))
        faces = []
        for value in values.tolist():
            size = round(np.sqrt(abs(value) / largest) * (room - 2)) if largest > 0.0 else 0
            color = theme.training if value > 0 else theme.held_out
            faces.append(Face("o", max(size, 1), color if size else theme.ground, color if size else ""))
        self._discs.set_points(x, y, faces)
        if rect.width() / count < _LEAST_LINK_PX:
            self._links.clear()
        else:
            self._set_links(count, rows)
        self._links.setPen(hairline(theme.grid))
        self._column.setPen(hairline(theme.accent))
        self._column.set_points(np.array([chosen, chosen], np.float64), np.array([-rows - 0.5, -0.5]))

    def _set_links(self, count: int, rows: int) -> None:
        left, right = (each.ravel() for each in np.meshgrid(np.arange(rows), np.arange(rows), indexing="ij"))
        begins = np.repeat(np.arange(1.0, count), len(left))
        ends_y = np.tile(np.stack([-(left + 1.0), -(right + 1.0)], axis=1), (count - 1, 1))
        set_segments(self._links, np.stack([begins, begins + 1.0], axis=1), ends_y)


class DepthPlot(StillCanvas):
    """|delta| of each layer on a log axis, with the factors between them."""

    def __init__(self) -> None:
        self._layers = LayerAxis("bottom")
        super().__init__(self._layers, DecadeAxis("left"), tr("|delta| against depth"), 190)
        self.set_label("left", tr("|δ| and its factors"))
        self.setYRange(-4.0, 1.0, padding=0)
        self._curve, self._column = Curve(self.plane), Curve(self.plane)
        self._dots = Dots(self.plane, 1.0)
        self._factors = Labels(self.plane)
        self._drawn: tuple[DeltaRun, int, Theme] | None = None
        self._room = (0.0, 0.0)
        self.settled.connect(self._draw)

    def show_run(self, run: DeltaRun, chosen: int, theme: Theme) -> None:
        """chosen: the layer that stands out, from 1."""
        self._drawn = run, chosen, theme
        norms = run.norms
        self._layers.set_names(layer_names(len(norms)))
        self.setXRange(0.5, len(norms) + 0.5, padding=0)
        heights = log10(norms.copy())
        self._curve.set_points(np.arange(1.0, len(norms) + 1.0), heights)
        known = heights[np.isfinite(heights)]
        if len(known):
            snug(self, float(known.min()) - 0.1, float(known.max()) + 0.3, unit=1.0, least=2.0)
        self._room = (0.0, 0.0)
        self._draw()

    def points(self) -> tuple[Values, Values]:
        """Layers and log10 |delta|, NaN where delta is exactly 0."""
        return self._curve.points()

    def factors(self) -> list[str]:
        """The numbers between the points."""
        return self._factors.texts()

    def _draw(self) -> None:
        """What depends on the room there is."""
        rect = self.overlay.rect()
        x, heights = self._curve.points()
        if self._drawn is None or not len(x) or (rect.width(), rect.height()) == self._room:
            return
        self._room = rect.width(), rect.height()
        run, chosen, theme = self._drawn
        bottom, top = self.getViewBox().viewRange()[1]
        known = np.isfinite(heights)
        size = 8 if rect.width() / len(x) >= _CROWDED_PX else 4
        plain, stands_out = (
            Face("o", size + more, color, color) for more, color in ((0, theme.training), (2, theme.accent))
        )
        zero = Face("t", 10, theme.warning, theme.ground)
        faces = [
            (stands_out if layer == chosen else plain) if is_known else zero
            for layer, is_known in enumerate(known.tolist(), start=1)
        ]
        self._curve.setPen(hairline(theme.training))
        self._dots.set_points(x, np.where(known, heights, bottom + 0.06 * (top - bottom)), faces)
        self._column.setPen(hairline(theme.accent))
        self._column.set_points(np.array([chosen, chosen], np.float64), np.array([bottom, top]))
        texts = [shown(gain, 2) for gain in run.gains.tolist()]
        widest = max(map(self.fontMetrics().horizontalAdvance, texts))
        if not known.all() or widest + _BESIDE_FACTOR_PX > rect.width() / len(x):
            texts = []
        middle = (heights[:-1] + heights[1:]) / 2.0
        # To where there is more room.
        downs = [0.5 if height > (bottom + top) / 2.0 else -1.5 for height in middle.tolist()]
        places = [(at + 1.5, float(height)) for at, height in enumerate(middle)]
        self._factors.set_texts(places[: len(texts)], texts, theme.text, down=downs)


class DeltasDiagram(Diagram):
    """A random network of chosen depth, width, scale and activation."""

    title = tr("δ on its way back")
    best_height = 700

    def __init__(self) -> None:
        super().__init__()
        self.chosen = 1
        self.run = DeltaNet().run()
        row = QHBoxLayout()
        self.shape = Combo({"chain": tr("Chain of neurons"), "layers": tr("Layers of neurons")}, tr("Shape"))
        self.activation = Combo(dict(DELTA_ACTIVATIONS), tr("Activation"))
        row.addWidget(self.shape, 1)
        row.addWidget(self.activation, 1)
        self.column.addLayout(row)
        fields: dict[str, Number | Integer] = {
            "depth": Integer(title=tr("Depth"), help=tr("How many hidden layers."), low=1, high=_MOST_DEPTH),
            "width": Integer(title=tr("Width"), help=tr("How many neurons in each layer."), low=2, high=_MOST_WIDTH),
            "w scale": Number(
                title=tr("Weight scale"),
                help=tr("Weights are drawn with this standard deviation, divided by √width."),
                low=0.0,
                high=100.0,
            ),
            "b scale": Number(
                title=tr("Bias scale"), help=tr("Biases are drawn with this standard deviation."), low=0.0, high=100.0
            ),
            "seed": Integer(title=tr("Seed"), help=tr("Another seed draws other weights."), low=0, high=999_999),
        }
        ranges = {
            "depth": (1, _MOST_DEPTH, 6),
            "width": (2, _MOST_WIDTH, 6),
            "w scale": (0.0, 5.0, 1.0),
            "b scale": (0.0, 5.0, 1.0),
            "seed": (0, 50, 0),
        }
        self.numbers = {name: NumberControl(name, field, *ranges[name]) for name, field in fields.items()}
        depth, width, weights, biases, seed = self.numbers.values()
        self.add_controls([[depth, width], [weights, biases], [seed]])
        self.legend = self.add_text()
        self.picture, self.plot = NetworkPicture(), DepthPlot()
        for canvas in (self.picture, self.plot):
            self.add_canvas(canvas)
            # The same layers below each other.
            canvas.settled.connect(lambda: align_axes(self.canvases))
            canvas.setToolTip(tr("Click a layer to see what its δ is made of."))
            canvas.clicked.connect(lambda x, _y: self.choose(round(x)))
        self.text = self.add_text()
        for combo in (self.shape, self.activation):
            combo.currentIndexChanged.connect(lambda _index: self.refresh())
        self.refresh()

    def net(self) -> DeltaNet:
        """As the controls say."""
        values = {name: control.value for name, control in self.numbers.items()}
        return DeltaNet(
            depth=round(values["depth"]),
            width=1 if self.shape.currentData() == "chain" else round(values["width"]),
            activation=self.activation.currentData(),
            weight_scale=values["w scale"],
            bias_scale=values["b scale"],
            seed=round(values["seed"]),
        )

    def choose(self, layer: int) -> None:
        """Let a layer stand out, from 1."""
        self.chosen = min(max(layer, 1), len(self.run.deltas))
        self.refresh()

    def refresh(self) -> None:
        net = self.net()
        self.run = run = net.run()
        self.chosen = min(self.chosen, len(run.deltas))
        self.numbers["width"].set_enabled(net.width > 1)
        self.picture.show_run(run, self.chosen, self.theme)
        self.plot.show_run(run, self.chosen, self.theme)
        left_out = net.width - NUM_NODES
        self.legend.setText(
            tr(
                "Area of a disc: |δ| of the neuron; <span "
                'style="color:{training}">●</span>&nbsp;δ&nbsp;&gt;&nbsp;0&ensp;<span '
                'style="color:{held_out}">●</span>&nbsp;δ&nbsp;&lt;&nbsp;0',
                training=self.theme.training,
                held_out=self.theme.held_out,
            )
            + (
                tr("&ensp;({NUM_NODES} of {width} neurons a layer)", NUM_NODES=NUM_NODES, width=net.width)
                if left_out > 0
                else ""
            )
        )
        self.text.setText("<br>".join(delta_lines(run, self.chosen)))


def layer_names(count: int) -> tuple[str, ...]:
    """`1`, `2`, ..., `output`."""
    return (*map(str, range(1, count)), "output")


def delta_lines(run: DeltaRun, layer: int) -> list[str]:
    """The chosen layer's delta with its factors, and all factors from the output back to the first layer."""
    norms, gains, last = run.norms.tolist(), run.gains.tolist(), len(run.deltas)
    is_chain = len(run.x) == 1
    if layer == last:
        lines = [tr("<b>Output</b>: δ = ∂C/∂z = z − y, |δ| = {shown}", shown=shown(norms[-1]))]
    elif is_chain:
        slope, weight = float(run.slopes[layer - 1][0]), float(run.weights[layer][0, 0])
        behind, own = float(run.deltas[layer][0]), float(run.deltas[layer - 1][0])
        name, after = index(layer), _after(layer, last)
        lines = [
            tr(
                "<b>Layer {layer}</b>: δ{name} = φ′(z{name}) · w{after} · δ{after} = {product} = <b>{shown}</b>",
                layer=layer,
                name=name,
                after=after,
                product=product([slope, weight, behind]),
                shown=shown(own),
            )
        ]
    else:
        name, after = index(layer), _after(layer, last)
        gate, weights = float(run.gates[layer - 1]), float(run.weight_factors[layer - 1])
        lines = [
            tr(
                "<b>Layer {layer}</b>: |δ{name}| = {shown} · |δ{after}| = <b>{shown_2}</b>; about gate · "
                "weights = {product} = {shown_3}",
                layer=layer,
                name=name,
                shown=shown(gains[layer - 1]),
                after=after,
                shown_2=shown(norms[layer - 1]),
                product=product([gate, weights]),
                shown_3=shown(gate * weights),
            )
        ]
    total = norms[0] / norms[-1] if norms[-1] else float("nan")
    back = gains[::-1]
    # Behind a factor of 0 all δ are 0, and so no factor is known.
    known = back[: back.index(0.0) + 1] if 0.0 in back else back
    factors = product(known) + (" · …" if len(known) < len(back) else "")
    lines.append(tr("|δ₁| : |δ<sub>output</sub>| = {factors} = <b>{shown}</b>", factors=factors, shown=shown(total)))
    return lines


def _after(layer: int, last: int) -> str:
    return "<sub>output</sub>" if layer + 1 == last else index(layer + 1)
