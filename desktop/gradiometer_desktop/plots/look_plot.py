"""What the plots of one closer look have in common: they are drawn once a look, and say more in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QResizeEvent

from gradiometer_desktop.language import tr
from gradiometer_desktop.plots.base import Plot
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import Curve
from gradiometer_desktop.selection import Selection

# Beyond any range of a plot.
_FAR = 400.0
# Layers that a description goes through one by one.
_MOST_TOLD = 6


class LookPlot(Plot):
    """Base of the plots of one look, the newest or the last one up to the step that is looked back at, with layers from
    left to right.

    stream: where its numbers stand; subject: what will appear, for the note before the first look; nothing: the note
    where no layer has any of it.
    """

    stream = "look"
    subject = ""
    nothing = ""

    def __init__(self, selection: Selection, canvas: Canvas):
        self.canvas = canvas
        self._drawn: tuple[int, str] | None = None
        super().__init__(selection, [canvas])
        canvas.setMouseEnabled(x=False, y=False)
        canvas.set_label("bottom", tr("layer, from the input to the output"))
        self._chosen = Curve(canvas.plane)
        self._chosen.setZValue(-1)
        self.keep_lines()
        canvas.hovered.connect(self._hover)
        canvas.clicked.connect(self._click)

    def draw(self) -> list[str] | None:
        """Draw the look; returns what the legend says beside the step, or None where there is nothing to see."""
        raise AssertionError(f"{type(self).__name__} does not draw")

    def clear(self) -> None:
        """Take away what is drawn."""
        raise AssertionError(f"{type(self).__name__} does not clear")

    def column_of(self, layer: int) -> int:
        """Where a layer stands, from 1 on."""
        return layer + 1

    def layer_at(self, x: float) -> int | None:
        """The layer at a place; None beside all of them."""
        layer = round(x) - 1
        return layer if self.history is not None and 0 <= layer < len(self.history.layer_names) else None

    def describe(self, layer: int) -> str:
        """What the look says of a layer, in words."""
        raise AssertionError(f"{type(self).__name__} does not describe")

    def read_off(self, layer: int, y: float) -> str:
        """What stands under the mouse."""
        return self.describe(layer)

    @property
    def step(self) -> int:
        """Of the look; -1 where there is none."""
        if self.history is None:
            return -1
        series, moment = self.history.streams[self.stream], self.selection.moment.step
        if moment is None:
            return int(series.last("step")[0]) if series.num_rows else -1
        found = series.at(moment, "step")
        return -1 if found is None or found[0] > moment else found[0]

    def values(self, name: str) -> NDArray[np.float64]:
        """What the look says of a quantity, [num_columns]."""
        found = self.at(name)
        assert found is not None, "there is no look"
        return found[1]

    def build(self) -> None:
        self._drawn = None

    def restyle(self) -> None:
        color = QColor(self.theme.accent)
        color.setAlpha(45 if self.theme.dark else 30)
        self._chosen.setBrush(color)
        self._drawn = None
        self.refresh()

    def refresh(self) -> None:
        # Looks come more rarely than steps, and a long run says the same for a while.
        step = self.step
        # In replay the look is seldom of the very step that is shown.
        which = tr("step") if self.selection.moment.step is None else tr("look at step")
        if self.history is None or (step >= 0 and self._drawn == (step, which)):
            return
        self._drawn = step, which
        legend = None if step < 0 else self.draw()
        if legend is None:
            self.clear()
            self._chosen.clear()
            self.canvas.say_empty(self._note())
        else:
            self.canvas.say_empty("")
            at = self.column_of(self.selection.layer)
            across, up = np.array([-0.5, 0.5, 0.5, -0.5]), np.array([-1.0, -1.0, 1.0, 1.0])
            self._chosen.set_points(at + across, _FAR * up)
        self.legend.setText("" if step < 0 else "&ensp;".join([f"<b>{which} {step}</b>", *(legend or [])]))
        self.renew_summary()

    def show_summary(self) -> None:
        self.readout.setText("" if self.step < 0 else self.describe(self.selection.layer))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.keep_lines()
        super().resizeEvent(event)

    def places(self, canvas: Canvas) -> NDArray[np.float64]:
        return np.empty(0) if self.history is None else np.arange(1.0, len(self.history.layer_names) + 1.0)

    def first_place(self, canvas: Canvas) -> float:
        return float(self.column_of(self.selection.layer))

    def in_words(self) -> str:
        if self.history is None or self.step < 0 or self.canvas.empty.text():
            return super().in_words()
        # Where there are many, those that a legend would name.
        num_layers = len(self.history.layer_names)
        told = range(num_layers) if num_layers <= _MOST_TOLD else sorted({0, self.selection.layer, num_layers - 1})
        return "; ".join(dict.fromkeys(self.describe(layer) for layer in told))

    def _note(self) -> str:
        assert self.history is not None
        if self.step >= 0:
            return self.nothing
        if self.selection.moment.step is not None:
            return tr("There was no closer look up to step {step:.0f}.", step=self.selection.moment.step)
        if self.history.steps.num_rows:
            return tr("No closer look yet: {subject} appears here with the first one.", subject=self.subject)
        return tr("Press Start: {subject} appears here.", subject=self.subject)

    def _hover(self, x: float, y: float) -> None:
        layer = self.layer_at(x)
        if layer is not None and self.step >= 0:
            self.readout.setText(self.read_off(layer, y))

    def _click(self, x: float, _y: float) -> None:
        layer = self.layer_at(x)
        if layer is not None:
            self.selection.choose_layer(layer, self.show_layer)
