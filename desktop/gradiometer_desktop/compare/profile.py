"""A quantity against the layer, a line for each session."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from gradiometer.alignment import ALIGNMENTS
from gradiometer.comparison import Comparison
from gradiometer.figures.sheet import Limits
from gradiometer.outline import coarsest
from gradiometer.quantities import QUANTITIES, stream_of
from gradiometer_desktop.compare.base import ComparePlot, Shown
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import LayerAxis, ValueAxis
from gradiometer_desktop.plots.base import format_value
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import fit_height, guide_height, height_of, limits_of
from gradiometer_desktop.plots.items import Curve, Dots, Face, hairline

# More dots than these would hide the lines.
_MOST_DOTTED = 40


class CompareProfile(ComparePlot):
    """The newest measured step of each session up to the position."""

    name = "profile"
    title = tr("Profile")
    has_scale = True
    how = tr(
        "A line for each session, input side left. The one that falls least towards the input passes the gradient on "
        "best. With networks of different depth, count the layers from the output to see where they part."
    )

    def __init__(self, selection: ComparedSelection):
        self._axis = LayerAxis("bottom")
        self._values = ValueAxis("left")
        self.canvas = Canvas(self._axis, self._values, tr("A quantity of each layer, a line for each session"))
        super().__init__(selection, [self.canvas])
        self.canvas.setMouseEnabled(x=False, y=False)
        self._guide = Curve(self.canvas.plane)
        self._zeros = Dots(self.canvas.plane, 3)
        self._lines: list[Curve] = []
        self._points: list[Dots] = []
        # What is drawn, [most_layers] each with NaN where a session has no such layer, by the index of the session.
        self._heard: dict[int, NDArray[np.float64]] = {}
        self.canvas.hovered.connect(self.telling(self._hover))
        selection.moved.connect(self.refresh_soon)

    def redraw(self, comparison: Comparison) -> None:
        quantity, most = QUANTITIES[self.chosen.quantity], comparison.most_layers
        self.canvas.set_label(
            "bottom",
            tr("layer, counted from the output") if self.chosen.from_output else tr("layer, counted from the input"),
        )
        self.canvas.set_label("left", said(quantity.title))
        self._values.show_log(quantity.is_log)
        self._axis.set_names(comparison.layer_names(from_output=self.chosen.from_output))
        self.canvas.setXRange(*self._axis.room, padding=0)
        while len(self._lines) < len(comparison.sides):
            self._lines.append(Curve(self.canvas.plane))
            self._points.append(Dots(self.canvas.plane, 1))
        for line, points in zip(self._lines, self._points, strict=True):
            line.clear()
            points.clear()
        self._heard = {}
        late: list[Shown] = []
        broken: list[Shown] = []
        steps: list[tuple[Shown, int]] = []
        places, guide = np.arange(1.0, most + 1.0), guide_height(quantity)
        heights = [guide]
        for shown in self.drawn():
            index, side, color = shown
            found = side.at(self.chosen.quantity, self.chosen.align, self.chosen.position)
            if found is None:
                late.append(shown)
                continue
            steps.append((shown, found[0]))
            begin = most - side.num_layers if self.chosen.from_output else 0
            values = np.full(most, np.nan)
            values[begin : begin + side.num_layers] = found[1]
            self._heard[index] = values
            # What a layer cannot have, as the output layer has no gate, is NaN too.
            if stream_of(self.chosen.quantity) == "step" and not np.isfinite(found[1]).all():
                broken.append(shown)
            y = height_of(values, quantity)
            heights.append(y)
            self._lines[index].setPen(hairline(color))
            self._lines[index].set_points(places, y)
            finite = np.flatnonzero(np.isfinite(y))
            if most <= _MOST_DOTTED:
                self._points[index].set_points(places[finite], y[finite], Face("o", 7, color, color))
        self._guide.setPen(hairline(self.theme.faint, Qt.PenStyle.DotLine))
        self._guide.set_points(np.array(self.canvas.getViewBox().viewRange()[0])[: len(guide)], guide)
        fit_height(self.canvas, np.concatenate(heights), quantity)
        zeros = self._draw_zeros(comparison) if quantity.is_log else ""
        self.canvas.say_empty("" if self._heard else tr("No session shown has measured this up to here."))
        self.write_legend(
            self.tell_steps(steps),
            zeros,
            self.tell_squares(tr("NaN or Inf"), broken),
            self.tell_squares(tr("nothing by then"), late),
            self.faint(comparison.left_out(self.chosen.align)),
        )

    def _draw_zeros(self, comparison: Comparison) -> str:
        """Exact zeros, which have no logarithm, as triangles on the floor; returns the legend's entry."""
        floor = self.canvas.getViewBox().viewRange()[1][0]
        places, faces = [], []
        for index, values in self._heard.items():
            for place in (np.flatnonzero(values == 0.0) + 1).tolist():
                places.append(float(place))
                faces.append(Face("t", 10, self.colors[index], self.theme.ground))
        self._zeros.set_points(np.array(places), np.full(len(places), floor + 0.08), faces)
        smallest = coarsest(side.session.outline for side in comparison.sides)
        return tr("&#9661; exact {format_value}", format_value=format_value(0.0, smallest)) if places else ""

    def show_summary(self) -> None:
        if self.comparison is None:
            return
        position = self.chosen.position
        where = tr("the newest step of each") if position is None else ALIGNMENTS[self.chosen.align].tell(position)
        self.readout.setText(tr("at {where}", where=where))

    def view_limits(self) -> tuple[Limits, ...]:
        return (limits_of(self.canvas, is_log=QUANTITIES[self.chosen.quantity].is_log),)

    def _hover(self, x: float, _y: float) -> None:
        place = round(x) - 1
        if self.comparison is None or not 0 <= place < self.comparison.most_layers:
            return
        sides = self.comparison.sides
        told = [
            f"{sides[index].label} {format_value(float(values[place]), sides[index].session.outline.smallest)}"
            for index, values in self._heard.items()
            if place in self._present(index)
        ]
        name = self.comparison.layer_names(from_output=self.chosen.from_output)[place]
        self.readout.setText(f"{name}: {', '.join(told)}")

    def _present(self, index: int) -> range:
        """The places at which a session has a layer."""
        assert self.comparison is not None
        most, own = self.comparison.most_layers, self.comparison.sides[index].num_layers
        begin = most - own if self.chosen.from_output else 0
        return range(begin, begin + own)
