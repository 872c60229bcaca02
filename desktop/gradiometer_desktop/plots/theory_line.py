"""A line under the profile: what theory expects of a quantity at initialization, and how far single draws scatter."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsItem

from gradiometer.history import History
from gradiometer.predicted import TheoryLine, drawn_at, output_at, theory_line
from gradiometer.quantities import QUANTITIES
from gradiometer.session_database import SessionFileError
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.base import format_value
from gradiometer_desktop.plots.heights import height_of
from gradiometer_desktop.plots.items import Band, Curve, Values, hairline
from gradiometer_desktop.theme import Theme as Colors
from gradiometer_desktop.theory import Theory

_BELOW = -10.0


class TheoryItem:
    """line: what is drawn now, None for nothing; why_not: why theory knows nothing of the network, or an empty text."""

    def __init__(self, plane: QGraphicsItem, theory: Theory):
        self.line: TheoryLine | None = None
        self.why_not = ""
        self.curve, self.band = Curve(plane), Band(plane)
        for item in (self.curve, self.band):
            item.setZValue(_BELOW)
        self._theory = theory
        self._color = ""

    def restyle(self, colors: Colors) -> None:
        """Light or dark."""
        self._color = colors.note
        self.curve.setPen(hairline(colors.note, Qt.PenStyle.DashDotLine))
        faint = QColor(colors.note)
        faint.setAlpha(50 if colors.dark else 34)
        self.band.set_color(faint)

    def show(self, history: History, name: str, step: int) -> Values:
        """Draw what was to be expected of a quantity at a step; returns the heights of the line."""
        self.line, self.why_not = self._find(history, name, step) if self._theory.is_on else (None, "")
        if self.line is None:
            self.clear()
            return np.empty(0)
        quantity = QUANTITIES[name]
        layers = np.arange(1.0, len(self.line.values) + 1.0)
        heights = height_of(self.line.values, quantity)
        self.curve.set_points(layers, heights)
        self.band.set_limits(layers, height_of(self.line.low, quantity), height_of(self.line.high, quantity))
        return heights

    def clear(self) -> None:
        """Show nothing."""
        self.line = None
        self.curve.clear()
        self.band.clear()

    def legend(self, faint: str, *, is_short: bool = False) -> list[str]:
        """The entry of the legend, where there is one. faint: the colour of what is not there."""
        if self.line is not None:
            within = (
                "" if is_short else tr(", within {error_decades:.2g} decades", error_decades=self.line.error_decades)
            )
            return [tr('<span style="color:{color}">-&#183;- theory{within}</span>', color=self._color, within=within)]
        return [tr('<span style="color:{faint}">no theory</span>', faint=faint)] if self.why_not else []

    def tell(self, layer: int, value: float) -> str:
        """How a measured value stands to the predicted one: `, 0.8 x the predicted 3.1e-06`; empty for none."""
        expected = np.nan if self.line is None else float(self.line.values[layer])
        if not np.isfinite(expected) or expected == 0 or not np.isfinite(value):
            return ""
        return tr(
            ", {value:.2g} x the predicted {format_value}",
            value=value / expected,
            format_value=format_value(expected, ""),
        )

    def tip(self, how: str) -> str:
        """What the legend says when the mouse rests on it."""
        if self.line is not None:
            return tr(
                "{how}\n\nTheory sets out from the measured delta of the output layer. 5 % to 95 % of "
                "single draws lie in the band; its own error is at most {error_decades:.2g} decades.",
                how=how,
                error_decades=self.line.error_decades,
            )
        return f"{how}\n\n{said(self.why_not)}" if self.why_not else how

    def _find(self, history: History, name: str, step: int) -> tuple[TheoryLine | None, str]:
        drawn = drawn_at(history, step)
        if isinstance(drawn, str):
            return None, drawn
        prediction = self._theory.prediction(drawn)
        if prediction is None:
            return None, ""
        if prediction.why_not:
            return None, prediction.why_not
        try:
            output = output_at(history.at, step)
        except SessionFileError:
            # Its file has gone wrong since; a prediction that comes late must not be what breaks on it.
            return None, ""
        # Before the first look there is nothing to go through; and of many quantities there is no theory at all.
        return (None if output is None else theory_line(prediction, name, *output)), ""
