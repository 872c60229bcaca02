"""The neuron picture of Nielsen, chapter 5: how fast each neuron learns, as a bar of the length of its gradient."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy

from gradiometer.neurons import GAP, NUM_SHOWN, bars_of, choose_columns, column_names, compare, longest_of
from gradiometer.reports import IncomingWeights
from gradiometer.session_database import SessionFileError
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import Axis, LayerAxis
from gradiometer_desktop.plots.base import format_value
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import Curve, Values, hairline
from gradiometer_desktop.plots.keys import PlotKey
from gradiometer_desktop.plots.look_plot import LookPlot
from gradiometer_desktop.plots.weights_view import WeightsView
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.spoken import announce
from gradiometer_desktop.theme import Theme

_LEAST_COLUMN_PX = 20.0
# In columns, from its middle: all but a gap to the next one.
_FULL_LENGTH = 0.45
# In rows.
_HALF_BAR = 0.28
_HALF_UNIT = 0.38
# Fewer would be the two ends alone.
_LEAST_COLUMNS = 5
# The weights stand at the side of the bars, where the plot is not so many times higher than wide; else below.
_HIGH = 1.15
# Too narrow for all that an axis could say.
_NARROW_PX = 260
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Keys, and to which layer and neuron they lead from the chosen one."""


class _ColumnAxis(LayerAxis):
    """A tick for each column; of the names that collide the chosen layer's, those of the ends and gaps are written."""

    def __init__(self, orientation: str):
        super().__init__(orientation)
        self._chosen = 0

    def show_columns(self, names: tuple[str, ...], chosen: int) -> None:
        """The name of each column, and which is the chosen layer's."""
        if (names, chosen) != (self._names, self._chosen):
            self._chosen = chosen
            self.set_names(names)

    def lay_out(self) -> None:
        super().lay_out()
        # The grid has no line where there is a gap.
        (low, high), layers = self.range, [at for at, name in enumerate(self._names, start=1) if name != GAP]
        self.main_ticks = [(at - low) / (high - low) for at in layers if low <= at <= high]

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        count = len(self._names)
        gaps = [at for at, name in enumerate(self._names, start=1) if name == GAP]
        columns = [self._chosen, 1, count, *gaps, *range(2, count)] if count else []
        return [(1.0, [float(column) for column in dict.fromkeys(columns) if minVal <= column <= maxVal])]


class _UnitAxis(Axis):
    """Neurons 1, 2, ... from the top; they stand at -1, -2, ..."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        # Of the second kind, because the first makes lines of the grid, which would look like bars.
        return [(1.0, []), (1.0, [-float(unit) for unit in range(1, NUM_SHOWN + 1) if minVal <= -unit <= maxVal])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [str(round(-value)) for value in values]


class NeuronsPlot(LookPlot):
    """The first units of each layer at a closer look, all on one linear scale: short bars are the point. Of a neuron
    that was clicked, or reached with the arrow keys, the weights by which it reads what comes in are shown beside them.
    """

    neuron_chosen = Signal(object)
    """Layer and unit, both from 0, of the neuron whose weights are shown; None: of none."""

    name = "neurons"
    title = tr("Neurons")
    how = tr(
        "Each bar is the gradient dC/db of one neuron: how fast it learns, and in which direction. All have one scale, "
        "so a layer whose bars cannot be seen hardly learns at all. Where there is no room for all layers, those near "
        "the chosen one are shown; a click chooses another. A click on a neuron, or an arrow key, shows its incoming "
        "weights: of the first layer as an image, where the data are images."
    )
    stream = "unit"
    subject = tr("the gradient of the first neurons of each layer")
    nothing = tr("None: of no neuron here the gradient is known.")

    def __init__(self, selection: Selection):
        self._axis = _ColumnAxis("bottom")
        canvas = Canvas(self._axis, _UnitAxis("left"), tr("Gradient of the first neurons of each layer"))
        self._columns: list[range] = []
        super().__init__(selection, canvas)
        canvas.set_label("left", tr("neuron"))
        canvas.setYRange(-NUM_SHOWN - 0.6, -0.4, padding=0)
        plane = canvas.plane
        self._units, self._gaps, self._infinite = Curve(plane), Curve(plane), Curve(plane)
        self._positive, self._negative = Curve(plane), Curve(plane)
        self._frame = Curve(plane)
        canvas.settled.connect(self._follow_room)
        self.neuron: tuple[int, int] | None = None
        self._told: IncomingWeights | None = None
        self.weights = WeightsView()
        self.weights.hide()
        self.weights.closed.connect(lambda: self.choose_neuron(None))
        self.weights.canvas.hovered.connect(self._hover_weights)
        self.weights.canvas.left.connect(self._hover_ends)
        self._pair = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._pair.setSpacing(4)
        at = self.column.indexOf(canvas)
        self.column.removeWidget(canvas)
        self.column.insertLayout(at, self._pair, 1)
        for widget in (canvas, self.weights):
            # Half of the room each, whatever they would like to have.
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            self._pair.addWidget(widget, 1)

    def build(self) -> None:
        super().build()
        self._columns = []
        self.choose_neuron(None)

    def choose_neuron(self, neuron: tuple[int, int] | None) -> None:
        """Show the incoming weights of a neuron, layer and unit from 0; None: of none."""
        if neuron == self.neuron:
            return
        self.neuron, self._told = neuron, None
        self._show_frame()
        self._show_weights()
        self.neuron_chosen.emit(neuron)

    def take_weights(self, weights: IncomingWeights) -> None:
        """What the run that goes on says of them."""
        # An answer may be on its way while another neuron is chosen.
        if (weights.layer, weights.unit) == self.neuron:
            self._told = weights
            if self.is_seen:
                self._show_weights()

    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.weights.apply_theme(theme)

    def refresh(self) -> None:
        super().refresh()
        self._show_weights()

    def restyle(self) -> None:
        theme = self.theme
        self._units.setPen(hairline(theme.faint))
        self._frame.setPen(hairline(theme.accent))
        for bars, color in (
            (self._gaps, theme.faint),
            (self._positive, theme.training),
            (self._negative, theme.held_out),
            (self._infinite, theme.warning),
        ):
            bars.setBrush(QColor(color))
        self._show_columns()
        super().restyle()

    def clear(self) -> None:
        for item in (self._units, self._gaps, self._positive, self._negative, self._infinite, self._frame):
            item.clear()

    def draw(self) -> list[str] | None:
        all_bars = self._bars()
        shown = [(at, column.start) for at, column in enumerate(self._columns, start=1) if len(column) == 1]
        bars = all_bars[[layer for _at, layer in shown]]
        index, unit = np.nonzero(~np.isnan(bars))
        if not len(index):
            return None
        x = np.array([float(at) for at, _layer in shown])[index]
        y, values = -(unit + 1).astype(np.float64), bars[index, unit]
        _set_lines(self._units, x, y)
        gaps = np.array([at for at, column in enumerate(self._columns, start=1) if len(column) > 1], np.float64)
        _set_dots(self._gaps, gaps)
        infinite = np.isinf(values)
        longest = longest_of(values[~infinite])
        lengths = _FULL_LENGTH * np.where(infinite, np.sign(values), values / longest if longest > 0 else 0.0)
        for item, which in (
            (self._positive, (values > 0) & ~infinite),
            (self._negative, (values < 0) & ~infinite),
            (self._infinite, infinite),
        ):
            _set_bars(item, x[which], y[which], lengths[which])
        self._show_frame()
        legend = [_swatch(self.theme.training, tr("dC/db &gt; 0")), _swatch(self.theme.held_out, "&lt; 0")]
        if infinite.any():
            legend.append(_swatch(self.theme.warning, "infinite"))
        return legend

    def column_of(self, layer: int) -> int:
        return next((at for at, column in enumerate(self._columns, start=1) if layer in column), 0)

    def layer_at(self, x: float) -> int | None:
        column = self._column_at(x)
        # Of those that are left out, the one in the middle.
        return None if column is None else column[len(column) // 2]

    def describe(self, layer: int) -> str:
        assert self.history is not None
        names, bars = self.history.layer_names, self._bars()
        shown = [column.start for column in self._columns if len(column) == 1]
        longest = longest_of(bars[shown])
        if math.isnan(longest):
            return tr("{names}: none", names=names[layer])
        if longest == 0.0:
            return tr("all bars are {format_value}", format_value=format_value(0.0, self.history.outline.smallest))
        index, unit = np.argwhere(np.abs(bars[shown]) == longest)[0].tolist()
        at = shown[index]
        text = tr(
            "longest: {names}, neuron {neuron}, {shown}; {layer}: ",
            names=names[at],
            neuron=unit + 1,
            shown=self._shown(at, unit),
            layer=names[layer],
        )
        own = longest_of(bars[layer])
        if math.isnan(own):
            return tr("{text}none", text=text)
        text += tr(
            "longest {format_value}", format_value=format_value(own, self.history.outline.layers[layer].smallest)
        )
        comparison = compare(bars, layer, names)
        return f"{text}, {said(comparison)}" if comparison else text

    def read_off(self, layer: int, y: float) -> str:
        assert self.history is not None
        names = self.history.layer_names
        column = self._columns[self.column_of(layer) - 1]
        if len(column) > 1:
            return tr(
                "no room for {names} to {names_2}: click here to see {names_3}",
                names=names[column[0]],
                names_2=names[column[-1]],
                names_3=names[layer],
            )
        unit = round(-y) - 1
        if not 0 <= unit < NUM_SHOWN:
            return self.describe(self.selection.layer)
        return tr(
            "{names}, neuron {neuron}: dC/db = {shown}",
            names=names[layer],
            neuron=unit + 1,
            shown=self._shown(layer, unit),
        )

    def takes_key(self, key: PlotKey) -> bool:
        # Its own keys go from neuron to neuron.
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.neuron is not None:
            self.choose_neuron(None)
        elif key in _MOVES and self.history is not None and self.step >= 0:
            self._move(*_MOVES[key])
            announce(self.canvas, self.readout.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_wide = self.height() < _HIGH * self.width()
        self._pair.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._name_axis()
        super().resizeEvent(event)

    def _click(self, x: float, y: float) -> None:
        # The chosen layer moves the columns.
        column, unit = self._column_at(x), round(-y) - 1
        super()._click(x, y)
        if self.step >= 0 and column is not None and len(column) == 1 and 0 <= unit < self._num_units(column[0]):
            self.choose_neuron((column[0], unit))

    def _move(self, layers: int, units: int) -> None:
        """To the next neuron in a direction; the first move goes to the chosen layer's first one."""
        assert self.history is not None
        if self.neuron is None:
            layer, unit = self.selection.layer, 0
        else:
            layer = min(max(self.neuron[0] + layers, 0), len(self.history.layer_names) - 1)
            unit = self.neuron[1] + units
        unit = min(max(unit, 0), self._num_units(layer) - 1)
        self.selection.choose_layer(layer)
        if unit >= 0:
            self.choose_neuron((layer, unit))

    def _num_units(self, layer: int) -> int:
        """So many units of a layer stand here."""
        assert self.history is not None
        return min(NUM_SHOWN, self.history.outline.layers[layer].num_units)

    def _show_frame(self) -> None:
        """Around the neuron whose weights are shown, where its layer has room."""
        at = 0 if self.neuron is None else self.column_of(self.neuron[0])
        if self.neuron is None or not at or len(self._columns[at - 1]) > 1 or self.step < 0:
            self._frame.clear()
            return
        y = -(self.neuron[1] + 1.0)
        across, up = np.array([-0.48, 0.48, 0.48, -0.48, -0.48]), np.array([-0.44, -0.44, 0.44, 0.44, -0.44])
        self._frame.set_points(at + across, y + up)

    def _show_weights(self) -> None:
        """Those that the run has told, else those of the newest snapshot up to the step that is shown."""
        self.weights.setVisible(self.neuron is not None)
        self._name_axis()
        if self.neuron is None or self.history is None:
            return
        history, (layer, unit), step = self.history, self.neuron, self.selection.moment.step
        name = tr("{layer_names}, neuron {neuron}", layer_names=history.layer_names[layer], neuron=unit + 1)
        found, remark, why_none = self._told, "", _why_none(history.experiment is not None, step)
        newest = max((place.step for place in history.snapshots), default=-1)
        if step is not None or found is None or found.step < newest:
            remark = tr("a snapshot")
            try:
                found = history.incoming_weights(layer, unit, step)
            except SessionFileError as error:
                found, why_none = None, f"{error}."
        if found is None:
            self.weights.say(name, why_none)
            return
        reads = history.experiment.known_facts.shape if history.experiment is not None and layer == 0 else ()
        self.weights.show_weights(name, found, reads, remark)

    def _name_axis(self) -> None:
        """In a word, where the weights at the side leave no room for more."""
        is_beside = self._pair.direction() == QBoxLayout.Direction.LeftToRight and not self.weights.isHidden()
        is_narrow = self.width() < (2 if is_beside else 1) * _NARROW_PX
        self.canvas.set_label("bottom", tr("layer") if is_narrow else tr("layer, from the input to the output"))

    def _hover_weights(self, x: float, y: float) -> None:
        if self.neuron is not None and (text := self.weights.read_off(x, y)):
            self._hover_begins()
            self.readout.setText(text)

    def _bars(self) -> NDArray[np.float64]:
        return bars_of(self.values("unit_gradient"))

    def _shown(self, layer: int, unit: int) -> str:
        assert self.history is not None
        value = float(self._bars()[layer, unit])
        return tr("none") if math.isnan(value) else format_value(value, self.history.outline.layers[layer].smallest)

    def _column_at(self, x: float) -> range | None:
        at = round(x) - 1
        return self._columns[at] if 0 <= at < len(self._columns) else None

    def _show_columns(self) -> bool:
        """Choose the layers that there is room for; returns whether they are others than before."""
        if self.history is None:
            return False
        names, layer = self.history.layer_names, self.selection.layer
        most = max(_LEAST_COLUMNS, int(self.canvas.overlay.rect().width() / _LEAST_COLUMN_PX))
        columns = choose_columns(len(names), layer, most)
        changed = columns != self._columns
        self._columns = columns
        self._axis.show_columns(column_names(columns, names), self.column_of(layer))
        if changed:
            self.canvas.setXRange(0.5, len(columns) + 0.5, padding=0)
        return changed

    def _follow_room(self) -> None:
        """The plot has another width."""
        if self._show_columns():
            self._drawn = None
            self.refresh()


def _why_none(has_experiment: bool, step: float | None) -> str:
    """Why there are no weights to show."""
    if not has_experiment:
        return tr("The weights are not known: sessions of a watched loop hold no snapshots.")
    if step is not None:
        return tr("No snapshot up to step {step:.0f} holds the weights.", step=step)
    return tr("The weights are not known yet: no snapshot holds them, and no run has told them.")


def _set_bars(item: Curve, x: Values, y: Values, lengths: Values) -> None:
    """Rectangles from x on, y in their middle: one path of them all."""
    _set_rectangles(item, x, y, lengths, _HALF_BAR)


def _set_dots(item: Curve, x: Values) -> None:
    """Three in a row at each gap, half way down: its name below may find no room."""
    left = (x[:, None] + [-0.3, -0.05, 0.2]).ravel()
    _set_rectangles(item, left, np.full(len(left), -(NUM_SHOWN + 1) / 2), np.full(len(left), 0.1), 0.025)


def _set_rectangles(item: Curve, x: Values, y: Values, lengths: Values, half_height: float) -> None:
    far, low, high, gap = x + lengths, y - half_height, y + half_height, np.full(len(x), np.nan)
    corners = np.stack([x, far, far, x, gap], axis=1), np.stack([low, low, high, high, gap], axis=1)
    item.set_points(corners[0].ravel(), corners[1].ravel())


def _set_lines(item: Curve, x: Values, y: Values) -> None:
    """An upright line for each unit, which its bar sets out from."""
    gap = np.full(len(x), np.nan)
    ends = np.stack([x, x, gap], axis=1), np.stack([y - _HALF_UNIT, y + _HALF_UNIT, gap], axis=1)
    item.set_points(ends[0].ravel(), ends[1].ravel())


def _swatch(color: str, text: str) -> str:
    return f'<span style="color:{color}">&#9632;</span>&nbsp;{text.replace(" ", "&nbsp;")}'
