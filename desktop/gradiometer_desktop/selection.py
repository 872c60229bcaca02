"""What is chosen in all plots at once: a layer, a quantity, the range of steps over time, the one step that the others
show, how much curves are smoothed, and the published curves beneath them.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from gradiometer.quantities import QUANTITIES
from gradiometer.references import Reference
from gradiometer_desktop.language import said
from gradiometer_desktop.theory import Theory

LAYER_QUANTITIES = {
    # Without what stands in brackets: `delta norm`.
    name: said(quantity.title).partition(" (")[0]
    for name, quantity in QUANTITIES.items()
    if quantity.per_layer
}
"""What profile and norms can show: everything that is measured layer by layer."""


# Of a page that was turned, what lies behind the step that it was turned for.
_BEHIND = 0.1


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
        self._begins = self._newest = 0.0
        self._exactly = False

    def follow(self, newest: float, *, begins: float = 0.0, exactly: bool = False) -> None:
        """Reach the newest step; exactly for a session that will not grow. begins: the first step, which of a copied
        network is that of the copy.
        """
        self._begins, self._newest, self._exactly = begins, newest, exactly
        if not self.follows:
            return
        reach = max(newest - begins, 1.0)
        if not exactly:
            reach = 100.0
            while begins + reach < newest:
                reach = _next_nice(reach)
        self._set(begins, begins + reach)

    def set_by_hand(self, first: float, last: float) -> None:
        """The person has panned or zoomed: stop following."""
        self.follows = False
        self._set(first, last)

    def follow_again(self) -> None:
        """View all from now on."""
        self.follows = True
        self.follow(self._newest, begins=self._begins, exactly=self._exactly)

    def reach(self, step: float) -> None:
        """Turn pages until a step is inside: whatever replays a session leads the plots along."""
        if self.first <= step <= self.last:
            return
        span = self.last - self.first
        # Most of the page shows what comes next, in the direction in which it was turned.
        first = step - (_BEHIND if step > self.last else 1 - _BEHIND) * span
        self._set(max(first, 0.0), max(first, 0.0) + span)

    def _set(self, first: float, last: float) -> None:
        if (first, last) != (self.first, self.last):
            self.first, self.last = first, last
            self.changed.emit()


def _next_nice(value: float) -> float:
    """100, 125, 160, 200, 250, 320, 400, 500, 640, 800, 1000, ..."""
    steps = (1.0, 1.25, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.4, 8.0, 10.0)
    decade = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return decade * min(step for step in steps if step * decade > value * (1 + 1e-9))


class Moment(QObject):
    """The step that all plots of a single step show: the newest one as it comes, or one that is looked back at.

    step: None for the newest; it need not be one that was measured.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.step: float | None = None

    def choose(self, step: float | None) -> None:
        """Let all plots look back at a step; None: follow the newest again."""
        if step != self.step:
            self.step = step
            self.changed.emit()

    def seek(self, step: float, first: float, newest: float) -> None:
        """Choose a step between these two by hand; whoever reaches for the newest follows it from then on."""
        self.choose(None if step >= newest else float(max(round(step), first)))


class Selection(QObject):
    """layer: index from the input; quantity: a name in LAYER_QUANTITIES; time_quantity: one in TIME_QUANTITIES, whether
    or not the network on the screen has it; histogram: a kind in HISTOGRAMS; steps: what the plots over time show;
    moment: the step that the other plots show; smoothing: of curves over time, from 0 (none) to 1; references:
    published curves of the session that is shown; theory: what was to be expected; is_training: whether drawing has
    to share the interpreter with a trainer.
    """

    layer_changed = Signal(int)
    quantity_changed = Signal(str)
    time_quantity_changed = Signal(str)
    histogram_changed = Signal(str)
    smoothing_changed = Signal(float)
    references_changed = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.layer = 0
        self.is_training = False
        self.quantity = "weight_gradient_norm"
        self.time_quantity = "hidden_gradient"
        self.histogram = "weight_gradient"
        self.smoothing = 0.0
        self.references: tuple[Reference, ...] = ()
        self.steps = StepRange(self)
        self.moment = Moment(self)
        self.theory = Theory(self)
        self.moment.changed.connect(self._reach_moment)

    def choose_layer(self, layer: int, touched: Callable[[], None] | None = None) -> None:
        """Let all plots follow.

        touched: shows it where a hand has chosen it. That is painted first; all else follows in the next turn of the
        event loop, because a dozen plots of a deep network take longer than a hand wants to wait.
        """
        if layer == self.layer:
            return
        self.layer = layer
        if touched is None:
            self.layer_changed.emit(layer)
        else:
            touched()
            QTimer.singleShot(0, self, lambda: self.layer_changed.emit(self.layer))

    def choose_quantity(self, quantity: str) -> None:
        """Let profile and norms follow."""
        if quantity != self.quantity:
            self.quantity = quantity
            self.quantity_changed.emit(quantity)

    def choose_time_quantity(self, quantity: str) -> None:
        """Let the plots through time follow."""
        if quantity != self.time_quantity:
            self.time_quantity = quantity
            self.time_quantity_changed.emit(quantity)

    def choose_histogram(self, kind: str) -> None:
        """Let histogram and heat map follow."""
        if kind != self.histogram:
            self.histogram = kind
            self.histogram_changed.emit(kind)

    def choose_smoothing(self, smoothing: float) -> None:
        """Let all curves over time follow; kept between 0 and 1."""
        smoothing = min(max(smoothing, 0.0), 1.0)
        if smoothing != self.smoothing:
            self.smoothing = smoothing
            self.smoothing_changed.emit(smoothing)

    def choose_references(self, references: tuple[Reference, ...]) -> None:
        """Let norms and profile show these beneath what was measured; none where nothing was published."""
        if references != self.references:
            self.references = references
            self.references_changed.emit()

    def references_of(self, quantity: str, num_layers: int) -> tuple[Reference, ...]:
        """Those of a quantity, of layers that a network has."""
        return tuple(each for each in self.references if each.quantity == quantity and each.layer < num_layers)

    def _reach_moment(self) -> None:
        if self.moment.step is not None:
            self.steps.reach(self.moment.step)
