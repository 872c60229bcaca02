"""What is chosen in all plots at once: a layer, the quantity that profile and norms show, and the range of steps."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Signal

from gradiometer.quantities import QUANTITIES

LAYER_QUANTITIES = {
    # Without what stands in brackets: `delta norm`.
    name: quantity.title.partition(" (")[0]
    for name, quantity in QUANTITIES.items()
    if quantity.per_layer
}
"""What profile and norms can show: everything that is measured layer by layer."""


class StepRange(QObject):
    """The steps that all plots over time show.

    While it follows, its end runs ahead of the newest step in growing strides: each change of range redraws the axes,
    which is the dearest part of a redraw.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.first = 0.0
        self.last = 100.0
        self.follows = True
        self._newest = 0.0
        self._exactly = False

    def follow(self, newest: float, *, exactly: bool = False) -> None:
        """Reach the newest step; exactly for a session that will not grow."""
        self._newest, self._exactly = newest, exactly
        if not self.follows:
            return
        last = max(newest, 1.0)
        if not exactly:
            last = 100.0
            while last < newest:
                last = _next_nice(last)
        self._set(0.0, last)

    def set_by_hand(self, first: float, last: float) -> None:
        """The person has panned or zoomed: stop following."""
        self.follows = False
        self._set(first, last)

    def follow_again(self) -> None:
        """View all from now on."""
        self.follows = True
        self.follow(self._newest, exactly=self._exactly)

    def _set(self, first: float, last: float) -> None:
        if (first, last) != (self.first, self.last):
            self.first, self.last = first, last
            self.changed.emit()


def _next_nice(value: float) -> float:
    """100, 125, 160, 200, 250, 320, 400, 500, 640, 800, 1000, ..."""
    steps = (1.0, 1.25, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.4, 8.0, 10.0)
    decade = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return decade * min(step for step in steps if step * decade > value * (1 + 1e-9))


class Selection(QObject):
    """layer: index from the input; quantity: a name in LAYER_QUANTITIES; histogram: a kind in HISTOGRAMS; steps: what
    the plots over time show.
    """

    layer_changed = Signal(int)
    quantity_changed = Signal(str)
    histogram_changed = Signal(str)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.layer = 0
        self.quantity = "weight_gradient_norm"
        self.histogram = "weight_gradient"
        self.steps = StepRange(self)

    def choose_layer(self, layer: int) -> None:
        """Let all plots follow."""
        if layer != self.layer:
            self.layer = layer
            self.layer_changed.emit(layer)

    def choose_quantity(self, quantity: str) -> None:
        """Let profile and norms follow."""
        if quantity != self.quantity:
            self.quantity = quantity
            self.quantity_changed.emit(quantity)

    def choose_histogram(self, kind: str) -> None:
        """Let histogram and heat map follow."""
        if kind != self.histogram:
            self.histogram = kind
            self.histogram_changed.emit(kind)
