"""What is chosen in all plots of a comparison at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gradiometer_desktop.selection import Selection, StepRange


class PositionRange(StepRange):
    """The positions that all plots over time show; while it follows, all of them."""

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._span = 0.0, 1.0

    def cover(self, first: float, last: float) -> None:
        """From where to where there is something."""
        self._span = first, last if last > first else first + 1.0
        if self.follows:
            self._set(*self._span)

    def follow_again(self) -> None:
        self.follows = True
        self._set(*self._span)


class ComparedSelection(Selection):
    """layers: counted 0, 1, ... from the input and -1, -2, ... from the output; layer: the one of them that the
    histogram shows; align: in ALIGNMENTS; position: on that axis, None for the newest of each session; from_output:
    whether the profile counts its layers from the output; steps: what the plots over time show.
    """

    steps: PositionRange
    changed = Signal()
    """What the plots draw."""
    moved = Signal()
    """The position alone."""

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.layers: tuple[int, ...] = (0,)
        self.align = "step"
        self.position: float | None = None
        self.from_output = False
        self.steps = PositionRange(self)
        for signal in (self.layer_changed, self.quantity_changed, self.histogram_changed):
            signal.connect(lambda _value: self.changed.emit())

    def choose_layers(self, layers: tuple[int, ...]) -> None:
        """Show these."""
        if layers == self.layers:
            return
        self.layers = layers
        if self.layer not in layers:
            # Tells all plots.
            self.choose_layer(layers[0])
        else:
            self.changed.emit()

    def choose_align(self, align: str) -> None:
        """Let something else stand beside each other, at the newest step of all."""
        if align != self.align:
            self.align, self.position = align, None
            self.steps.follows = True
            self.changed.emit()

    def count_from_output(self, from_output: bool) -> None:
        """Of the profile."""
        if from_output != self.from_output:
            self.from_output = from_output
            self.changed.emit()

    def move(self, position: float | None) -> None:
        """Show another position."""
        if position != self.position:
            self.position = position
            self.moved.emit()
