"""Plots of a comparison over time: one range for all, the changes of every session in its colour, and a cursor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtGui import QResizeEvent

from gradiometer.alignment import ALIGNMENTS
from gradiometer.comparison import Comparison
from gradiometer.series import View
from gradiometer.smoothing import SECONDS, STEPS, describe_window, lead_of, smoothed, window_of
from gradiometer_desktop.compare.base import ComparePlot, Shown
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.language import said
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import Curve, Values, hairline
from gradiometer_desktop.plots.markers import Marker
from gradiometer_desktop.plots.time_plot import TimePlot, read_with_lead
from gradiometer_desktop.theme import Theme

# Time has no steps; it is averaged in so many ticks of what is seen, less than a pixel each.
_NUM_TICKS = 1000


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
    """A plot whose x axis is the position. Subclasses draw in `draw_sessions`.

    All sessions are averaged over the same window, in units of the axis that they share.
    """

    smooths = True

    def __init__(self, selection: ComparedSelection, canvases: Sequence[Canvas]):
        super().__init__(selection, canvases)
        self._marked: object = None
        for canvas in canvases:
            canvas.clicked.connect(lambda x, _y: selection.move(x if selection.align == "time" else float(round(x))))
        selection.moved.connect(self._move)

    def apply_theme(self, theme: Theme) -> None:
        if self.smoothing_slider is not None:
            self.smoothing_slider.recolor(theme)
        super().apply_theme(theme)

    def redraw(self, comparison: Comparison) -> None:
        self._refill.stop()
        self.canvases[-1].set_label("bottom", said(ALIGNMENTS[self.chosen.align].axis))
        self.mark()
        self._show_range()
        self._move()
        if self.smoothing_slider is not None:
            self.smoothing_slider.say(self.window_length, self._unit, shared=True)
        self.draw_sessions(comparison, self.steps.first, self.steps.last, max(100, self.canvases[0].width() // 3))

    def draw_sessions(self, comparison: Comparison, first: float, last: float, most_points: int) -> None:
        """Draw what lies between two positions in about so many points a curve."""

    def write_legend(self, *parts: str) -> None:
        before = self.legend.text()
        super().write_legend(*parts)
        if self.legend.text() != before:
            self._fit_legend()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_legend()

    def _fit_legend(self) -> None:
        """The slider's name makes room for the legend; what is cut off all the same is told by a tool tip."""
        if self.smoothing_slider is not None:
            self.smoothing_slider.fit(self.width())
            if self._is_legend_cut:
                self.smoothing_slider.fit(0)
        self.legend.setToolTip(f"{self.legend.text()}<p>{self.how}</p>" if self._is_legend_cut else self.how)

    @property
    def _is_legend_cut(self) -> bool:
        return self.legend.sizeHint().width() > self.legend_room_px

    @property
    def _unit(self) -> str:
        return SECONDS if self.chosen.align == "time" else STEPS

    @property
    def _tick(self) -> float:
        """What averaging takes for a step, in units of the axis."""
        return (self.steps.last - self.steps.first) / _NUM_TICKS if self._unit == SECONDS else 1.0

    @property
    def _window_ticks(self) -> float:
        return window_of(self.chosen.smoothing, (self.steps.last - self.steps.first) / self._tick)

    @property
    def is_smooth(self) -> bool:
        """Whether curves are averaged."""
        return self._window_ticks > 1

    @property
    def window_length(self) -> float:
        """Over how much of the axis curves are averaged; 1 step or 0 seconds for none."""
        return self._window_ticks * self._tick if self.is_smooth else float(self._unit == STEPS)

    def view_of(self, shown: Shown, name: str, first: float, last: float, most_points: int) -> tuple[View, int]:
        """A quantity of a session that is drawn, with what smoothing needs before it; and how many points that are."""

        def read(begin: float, end: float, points: int) -> View:
            view = shown.side.view(name, self.chosen.align, begin, end, points)
            assert view is not None
            return view

        return self.read_of(shown, read, first, last, most_points)

    def read_of(
        self, shown: Shown, read: Callable[[float, float, int], View], first: float, last: float, most_points: int
    ) -> tuple[View, int]:
        """The same of whatever can be read of a session. read: (first, last, most points) -> view."""
        span = shown.side.span(self.chosen.align)
        lead = lead_of(self._window_ticks) * self._tick
        # Before a session began there is nothing to average.
        lead = min(lead, max(first - span[0], 0.0)) if span is not None else 0.0
        return read_with_lead(read, first, last, most_points, lead, max(last - first, self._tick))

    def mean_of(self, shown: Shown, view: View, heights: Values, last: float) -> Values:
        """Heights of a view of a session, [num_points, num_columns], averaged. last: up to which it was asked for."""
        # Blocks at the end may be of fewer steps than those before.
        return self.averaged(view.steps, heights, None if view.exact else self._end_of(shown, last))

    def averaged(self, positions: Values, heights: Values, end: float | None = None) -> Values:
        """Heights [num_points, num_columns] at these positions, averaged as the slider says. end: see `smoothed`."""
        tick = self._tick
        return smoothed(positions / tick, heights, self._window_ticks, None if end is None else end / tick)

    def _end_of(self, shown: Shown, last: float) -> float:
        """Where the last step in a view up to a position goes over into the next one."""
        clock = shown.side.clock(self.chosen.align)
        assert clock is not None
        step = min(clock.step(last) + 1, shown.side.series("loss").span()[1])
        before, newest = clock.positions(np.array([step - 1, step])).tolist()
        return 2 * newest - before

    def mean_at(self, curve: Curve, position: float) -> float:
        """How high an averaged curve stands at a position; NaN where it has no value."""
        positions, heights = curve.points()
        if not self.is_smooth or not len(positions):
            return np.nan
        return float(heights[max(int(np.searchsorted(positions, position, side="right")) - 1, 0)])

    @property
    def window_in_words(self) -> str:
        """`mean over about 50 steps`."""
        return said(describe_window(self.window_length, self._unit))

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
        changes = [(shown.color, self._changes_of(shown)) for shown in self.drawn()]
        counts = Counter(change for _color, own in changes for change in own.items())
        # What all branches of a trial have, because it was before they parted, stands there once.
        is_trial = self.comparison is not None and self.comparison.is_trial and len(changes) > 1
        common = [change for change, count in counts.items() if is_trial and count == len(changes)]
        for position, labels in common:
            self._mark_at(position, labels, self.theme.marker)
        for color, own in changes:
            for position, labels in own.items():
                if (position, labels) not in common:
                    self._mark_at(position, labels, color)
        self._place_markers()

    def _changes_of(self, shown: Shown) -> dict[float, tuple[str, ...]]:
        """Where a session was changed, and the labels of these changes."""
        clock, changes = shown.side.clock(self.chosen.align), shown.side.session.interventions
        assert clock is not None
        places = clock.positions(np.array([change.step for change in changes], np.float64)).tolist()
        return {
            position: tuple(change.short_label for change, at in zip(changes, places, strict=True) if at == position)
            for position in dict.fromkeys(places)
        }

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
