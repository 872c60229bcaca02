"""A plot read by keyboard: a line is moved over layers or steps, and the line below the plot says what lies there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from gradiometer_desktop.language import tr
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.markers import Cursor
from gradiometer_desktop.spoken import announce
from gradiometer_desktop.theme import Theme

if TYPE_CHECKING:
    from gradiometer_desktop.plots.base import Plot

_FAR = 10
_KEYS = Qt.Key
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class PlotKeys(QObject):
    """What the keys do in the canvases of one plot.

    place: where it reads, in coordinates of the plot, None before the first key. A plot says where there is
    something to read (`Plot.places`) and how high it lies (`Plot.height_at`); what is read there is what the mouse
    would read.
    """

    def __init__(self, plot: Plot):
        super().__init__(plot)
        self._plot = plot
        self.place: float | None = None
        self._lines = {canvas: Cursor(canvas) for canvas in plot.canvases}
        for canvas in plot.canvases:
            canvas.key_pressed.connect(self._press)
            canvas.focus_changed.connect(self._focus_changed)

    def recolor(self, theme: Theme) -> None:
        """Light or dark."""
        for line in self._lines.values():
            line.recolor(theme)

    def forget(self) -> None:
        """Another history: nothing is read off."""
        self._stand(None)

    def move(self, canvas: Canvas, places: int) -> None:
        """Read so many places further on; the first move reads at the place that is shown."""
        at = self._plot.places(canvas)
        if not len(at):
            return
        if self.place is None:
            index = int(np.abs(at - self._plot.first_place(canvas)).argmin())
            index += places if abs(places) > _FAR else 0
        else:
            # From between two places to the next one in that direction.
            found = int(np.searchsorted(at, self.place))
            exact = found < len(at) and at[found] == self.place
            index = found + places - (not exact and places > 0)
        self._stand(float(at[min(max(index, 0), len(at) - 1)]))
        self.read(canvas)

    def read(self, canvas: Canvas) -> None:
        """Say what lies at the place."""
        if self.place is None:
            return
        canvas.hovered.emit(self.place, self._plot.height_at(canvas, self.place))
        announce(canvas, self._plot.readout.text())

    def choose(self, canvas: Canvas) -> None:
        """As a click there would."""
        if self.place is not None:
            self._plot.choose_place(canvas, self.place)
            self.read(canvas)

    def other_row(self, canvas: Canvas, layers: int) -> None:
        """Read another layer, or another row of a picture, at the same place."""
        self._plot.other_row(canvas, layers)
        if self.place is None:
            self.move(canvas, 0)
        else:
            self.read(canvas)

    def zoom(self, canvas: Canvas, factor: float) -> None:
        """Show less or more around the place."""
        self._plot.zoom(canvas, factor, self.place)

    def show_all(self, canvas: Canvas) -> None:
        """As a double click does."""
        canvas.reset_asked.emit()

    def leave(self, canvas: Canvas) -> None:
        """Read nothing off any more."""
        self._stand(None)
        canvas.left.emit()

    def _stand(self, place: float | None) -> None:
        self.place = place
        for line in self._lines.values():
            line.move(place)

    def _press(self, event: QKeyEvent) -> None:
        found = meaning_of(event)
        canvas = self.sender()
        if found is not None and isinstance(canvas, Canvas) and self._plot.takes_key(found):
            found.act(self, canvas)
            event.accept()

    def _focus_changed(self, has_focus: bool) -> None:
        canvas = self.sender()
        if not isinstance(canvas, Canvas):
            return
        if has_focus:
            # What a screen reader says of the plot is what it shows now.
            self._plot.renew_description()
        elif self.place is not None:
            self.leave(canvas)


@dataclass(frozen=True)
class PlotKey:
    """keys: any of them; title: what it does, as the list of shortcuts says it; moves: whether it is an arrow."""

    keys: tuple[Qt.Key, ...]
    title: str
    act: Callable[[PlotKeys, Canvas], None]
    is_shifted: bool | None = None


PLOT_KEYS = (
    PlotKey((_KEYS.Key_Left,), tr("Read one layer or step back"), lambda keys, at: keys.move(at, -1), False),
    PlotKey((_KEYS.Key_Right,), tr("Read one layer or step on"), lambda keys, at: keys.move(at, 1), False),
    PlotKey((_KEYS.Key_Left,), tr("Read ten back"), lambda keys, at: keys.move(at, -_FAR), True),
    PlotKey((_KEYS.Key_Right,), tr("Read ten on"), lambda keys, at: keys.move(at, _FAR), True),
    PlotKey((_KEYS.Key_Home,), tr("Read at the beginning"), lambda keys, at: keys.move(at, -(2**31))),
    PlotKey((_KEYS.Key_End,), tr("Read at the end"), lambda keys, at: keys.move(at, 2**31)),
    PlotKey((_KEYS.Key_Up,), tr("Read the layer before, or the row above"), lambda keys, at: keys.other_row(at, -1)),
    PlotKey((_KEYS.Key_Down,), tr("Read the next layer, or the row below"), lambda keys, at: keys.other_row(at, 1)),
    PlotKey(
        (_KEYS.Key_Return, _KEYS.Key_Enter),
        tr("Choose the layer, or look back at the step, that is read"),
        lambda keys, at: keys.choose(at),
    ),
    PlotKey((_KEYS.Key_Plus, _KEYS.Key_Equal), tr("Show fewer steps around it"), lambda keys, at: keys.zoom(at, 0.5)),
    PlotKey((_KEYS.Key_Minus,), tr("Show more steps around it"), lambda keys, at: keys.zoom(at, 2.0)),
    PlotKey((_KEYS.Key_0,), tr("Show all steps"), lambda keys, at: keys.show_all(at)),
)
"""What the keys do in a plot that has the keys; the list of shortcuts is made of it too."""


def meaning_of(event: QKeyEvent) -> PlotKey | None:
    """What a key does in a plot; None for nothing."""
    if event.modifiers() & _COMMANDS:
        return None
    is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    for each in PLOT_KEYS:
        if event.key() in each.keys and each.is_shifted in (None, is_shifted):
            return each
    return None
