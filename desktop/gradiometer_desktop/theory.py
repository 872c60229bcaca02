"""What theory predicts, for plots that must not wait for it: a first prediction takes longer than a redraw may."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gradiometer.predicted import Drawn, prediction_of
from gradiometer.theory.mean_field import Prediction
from gradiometer_desktop.background import Background
from gradiometer_desktop.language import tr

_MOST_KEPT = 32


class Theory(QObject):
    """Predictions are made one at a time in a thread of their own, and kept. is_on: whether plots show them."""

    changed = Signal()
    """Another prediction is there, or it is to be shown or hidden."""

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.is_on = True
        self._kept: dict[Drawn, Prediction | None] = {}
        self._asked: Drawn | None = None
        self._found: Prediction | None = None
        self._background = Background(self, name="theory", subject=tr("The prediction"))
        self._background.done.connect(self._done)

    def show(self, is_on: bool) -> None:
        """Whether plots show it."""
        if is_on != self.is_on:
            self.is_on = is_on
            self.changed.emit()

    def prediction(self, drawn: Drawn) -> Prediction | None:
        """At once; None while it is being made, for `changed` tells when to ask again."""
        if drawn in self._kept:
            return self._kept[drawn]
        if not self._background.is_busy:
            self._asked, self._found = drawn, None
            self._background.start(lambda: self._make(drawn))
        return None

    def close_down(self) -> None:
        """Wait for the one that is being made."""
        self._background.wait()

    def _make(self, drawn: Drawn) -> None:
        self._found = prediction_of(drawn)

    def _done(self, _error: str) -> None:
        assert self._asked is not None
        if len(self._kept) >= _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        # Also what could not be made, so that nobody asks at every redraw.
        self._kept[self._asked] = self._found
        self.changed.emit()
