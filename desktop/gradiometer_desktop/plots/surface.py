"""The decision surface of a network with two inputs, and the examples it learns from."""

from __future__ import annotations

from html import escape

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QShowEvent

from gradiometer.examples import DataFacts
from gradiometer.history import History
from gradiometer.surfaces import (
    NO_SURFACE,
    Surface,
    class_colors,
    class_name,
    describe,
    describe_at,
    input_names,
    num_classes_of,
    place_of,
)
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.cloud import Cloud, PointsLoader
from gradiometer_desktop.plots.items import Face, Image
from gradiometer_desktop.plots.look_plot import LookPlot
from gradiometer_desktop.selection import Selection

# The second code beside the colour: as pyqtgraph calls it, as text, and how large it is drawn, in pixels.
_SYMBOLS = (("o", "&#9679;", 6), ("s", "&#9632;", 5), ("t1", "&#9650;", 7), ("d", "&#9670;", 7))
_ENTRY_PX = 30
_FINENESS = 4
# Read by keyboard, along each side.
_PLACES = 41


class SurfacePlot(LookPlot):
    """The class at each point of the plane at a closer look, paler where the network is unsure, with the training
    examples over it.
    """

    name = "surface"
    title = tr("Decision surface")
    how = tr(
        "The colour is the class that the network sees at each point of the plane, paler where it is unsure; points "
        "are training examples in the colours of their own classes. A point on another colour is one that the network "
        "gets wrong."
    )
    stream = "surface"
    subject = tr("the decision surface")
    nothing = tr("{none}, as of the moons, the spirals and the circles.", none=said(NO_SURFACE))

    def __init__(self, selection: Selection):
        canvas = Canvas(PlainAxis("bottom"), PlainAxis("left"), tr("Decision surface in the plane of the two inputs"))
        self._surface: Surface | None = None
        # Where it is read by keyboard, from the bottom.
        self._row = _PLACES // 2
        self._loader = PointsLoader()
        super().__init__(selection, canvas)
        self._loader.setParent(self)
        self._loader.ended.connect(self._take_points)
        # No layer stands out here.
        self._chosen.setVisible(False)
        self._image = Image(canvas.plane)
        self._image.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._image.setZValue(-2000)
        self._cloud = Cloud(canvas)
        canvas.set_label("bottom", "x")
        canvas.set_label("left", "y")

    def build(self) -> None:
        super().build()
        self._surface = None
        self._image.clear()
        self._cloud.clear()
        facts = self.facts
        if facts is None:
            self._loader.load(None)
            return
        x_low, x_high, y_low, y_high = facts.box
        self.canvas.setRange(QRectF(x_low, y_low, x_high - x_low, y_high - y_low), padding=0)
        assert self.history is not None
        assert self.history.experiment is not None
        self._name_axes(*input_names(self.history.experiment))
        if self.isVisible():
            self._loader.load(self.history.experiment)

    def restyle(self) -> None:
        super().restyle()
        self._show_points()

    def show_layer(self) -> None:
        # The plane is the same for all of them.
        pass

    def draw(self) -> list[str] | None:
        facts = self.facts
        if facts is None:
            return None
        self._surface = surface = Surface.of(self.values("surface"))
        shades = surface.finer(len(self._class_colors), _FINENESS).shades(
            self._class_colors, self.theme.ground, self.theme.warning
        )
        x_low, x_high, y_low, y_high = place_of(facts.box, len(shades))
        self._image.set_shades(shades, QRectF(x_low, y_low, x_high - x_low, y_high - y_low))
        return self._entries(facts)

    def clear(self) -> None:
        self._surface = None
        self._image.clear()

    def layer_at(self, x: float) -> int | None:
        return None

    def describe(self, layer: int) -> str:
        facts = self.facts
        return "" if facts is None or self._surface is None else said(describe(facts, self._surface))

    @property
    def facts(self) -> DataFacts | None:
        """Of the data, where there is a surface."""
        return _facts_of(self.history)

    @property
    def _class_colors(self) -> tuple[str, ...]:
        facts = self.facts
        return () if facts is None else class_colors(num_classes_of(facts), dark=self.theme.dark)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.history is not None and self.facts is not None:
            self._loader.load(self.history.experiment)

    def places(self, canvas: Canvas) -> NDArray[np.float64]:
        facts = self.facts
        return np.empty(0) if facts is None else np.linspace(facts.box[0], facts.box[1], _PLACES)

    def first_place(self, canvas: Canvas) -> float:
        return float(np.mean(self.places(canvas)))

    def other_row(self, canvas: Canvas, rows: int) -> None:
        self._row = min(max(self._row - rows, 0), _PLACES - 1)

    def height_at(self, canvas: Canvas, place: float) -> float:
        facts = self.facts
        return 0.0 if facts is None else float(np.linspace(facts.box[2], facts.box[3], _PLACES)[self._row])

    def choose_place(self, canvas: Canvas, place: float) -> None:
        pass

    def _hover(self, x: float, y: float) -> None:
        facts = self.facts
        if facts is not None and self._surface is not None:
            self.readout.setText(said(describe_at(facts, self._surface, x, y)))

    def _note(self) -> str:
        return self.nothing if self.facts is None else super()._note()

    def _take_points(self) -> None:
        points = self._loader.points
        if points is not None:
            self._name_axes(*points.names)
        self.restyle()

    def _show_points(self) -> None:
        points, colors = self._loader.points, self._class_colors
        if points is None or not colors:
            self._cloud.clear()
            return
        faces = []
        for index, color in enumerate(colors):
            symbol, _text, size = _SYMBOLS[index % len(_SYMBOLS)]
            faces.append(Face(symbol, size, self.theme.ground, color))
        self._cloud.set_points(points.x, points.y, points.classes, faces)

    def _name_axes(self, first: str, second: str) -> None:
        self.canvas.set_label("bottom", said(first))
        self.canvas.set_label("left", said(second))

    def _entries(self, facts: DataFacts) -> list[str]:
        """What the legend says beside the step: the classes that there is room for."""
        metrics, room = (
            self.legend.fontMetrics(),
            self.legend_room_px - self.legend.fontMetrics().horizontalAdvance(tr("look at step 1 000 000")),
        )
        entries = []
        for index, color in enumerate(self._class_colors):
            name = class_name(facts, index)
            room -= metrics.horizontalAdvance(name) + _ENTRY_PX
            if room < 0:
                entries.append("…")
                break
            _symbol, text, _size = _SYMBOLS[index % len(_SYMBOLS)]
            shown = escape(name).replace(" ", "&nbsp;")
            entries.append(f'<span style="color:{color}">{text}</span>&nbsp;{shown}')
        if self._loader.trouble:
            entries.append(tr('<span style="color:{faint}">examples cannot be read</span>', faint=self.theme.faint))
        self.legend.setToolTip(f"{self.how} {self._loader.trouble}".strip())
        return entries


def _facts_of(history: History | None) -> DataFacts | None:
    if history is None or history.experiment is None or not history.outline.has_surface:
        return None
    return history.experiment.known_facts
