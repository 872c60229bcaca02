"""Plots of a comparison over time: one range for all, the changes of every session in its colour, and a cursor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradiometer.alignment import ALIGNMENTS
from gradiometer.comparison import Comparison
from gradiometer_desktop.compare.base import ComparePlot
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import hairline
from gradiometer_desktop.plots.markers import Marker
from gradiometer_desktop.plots.time_plot import TimePlot
from gradiometer_desktop.theme import Theme


class SessionMarker(Marker):
    """The changes of one session at one position, in its colour."""

    def __init__(self, canvas: Canvas, position: float, theme: Theme, color: str):
        self._color = color
        super().__init__(canvas, position, theme)

    def recolor(self, theme: Theme) -> None:
        super().recolor(theme)
        self.line.setPen(hairline(self._color, self.line.pen().style()))
        self._writing.setBrush(self.color)


class CompareTimePlot(ComparePlot, TimePlot):
    """A plot whose x axis is the position. Subclasses draw in `draw_sessions`."""

    def __init__(self, selection: ComparedSelection, canvases: Sequence[Canvas]):
        super().__init__(selection, canvases)
        self._marked: object = None
        for canvas in canvases:
            canvas.clicked.connect(lambda x, _y: selection.move(x if selection.align == "time" else float(round(x))))
        selection.moved.connect(self._move)

    def redraw(self, comparison: Comparison) -> None:
        self._refill.stop()
        self.canvases[-1].set_label("bottom", ALIGNMENTS[self.chosen.align].axis)
        self.mark()
        self._show_range()
        self._move()
        self.draw_sessions(comparison, self.steps.first, self.steps.last, max(100, self.canvases[0].width() // 3))

    def draw_sessions(self, comparison: Comparison, first: float, last: float, most_points: int) -> None:
        """Draw what lies between two positions in about so many points a curve."""

    def mark(self) -> None:
        """Draw the changes anew, unless they are the same in the same colours."""
        wanted = (
            self.chosen.align,
            self.theme,
            [(shown.color, shown.side.session.interventions) for shown in self.drawn()],
        )
        if wanted == self._marked:
            return
        self._marked = wanted
        for markers in self._markers:
            for marker in markers:
                marker.remove()
            markers.clear()
        for _index, side, color in self.drawn():
            clock, changes = side.clock(self.chosen.align), side.session.interventions
            assert clock is not None
            places = clock.positions(np.array([change.step for change in changes], np.float64)).tolist()
            for position in dict.fromkeys(places):
                labels = [change.short_label for change, at in zip(changes, places, strict=True) if at == position]
                self._mark_at(position, labels, color)
        self._place_markers()

    def _mark_at(self, position: float, labels: Sequence[str], color: str) -> None:
        for canvas, markers in zip(self.canvases, self._markers, strict=True):
            marker = SessionMarker(canvas, position, self.theme, color)
            markers.append(marker)
            # One label a step is enough where a plot has several panels.
            for label in labels if canvas is self.canvases[0] else ():
                marker.add(label)

    def _move(self) -> None:
        for cursor in self._moment_lines:
            cursor.recolor(self.theme)
            cursor.move(self.chosen.position)
