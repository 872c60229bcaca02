"""Plots over steps: one shared range of steps, a labelled line at every change and note, and a cursor in replay."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QResizeEvent

from gradiometer.history import History
from gradiometer.series import View
from gradiometer.smoothing import lead_of, smoothed, window_of
from gradiometer_desktop.language import tr
from gradiometer_desktop.marks import Mark, marks_of
from gradiometer_desktop.plots.base import Plot
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.markers import Cursor, Marker
from gradiometer_desktop.plots.smoothing_slider import SmoothingSlider
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import Theme

SEEKING = tr("Press or drag with Ctrl to look back at a step.")
_LABEL_GAP_PX = 6
_QUICK_S = 0.008
# Read by keyboard: between two keys, and at the least on the screen.
_PLACES, _LEAST_SPAN = 200, 4.0


def read_with_lead(
    read: Callable[[float, float, int], View], first: float, last: float, most_points: int, lead: float, span: float
) -> tuple[View, int]:
    """What lies from `first` to `last`, and so much before it as smoothing needs; how many points are of that lead.

    read: (first, last, most points) -> view; span: of the axis that most_points are for.
    """
    # As close together as without.
    view = read(first - lead, last, round(most_points * (1 + lead / span)))
    return view, max(int(np.searchsorted(view.steps, first, side="right")) - 1, 0) if lead else 0


class TimePlot(Plot):
    """A plot whose x axis is the step. Subclasses draw in `draw(first_step, last_step, most_points)`.

    smooths: whether it has curves that can be smoothed.
    """

    smooths = False

    def __init__(self, selection: Selection, canvases: Sequence[Canvas]):
        super().__init__(selection, canvases)
        self.steps = selection.steps
        self._markers: list[list[Marker]] = [[] for _ in canvases]
        self._marks: list[Mark] = []
        self._marked: object = None
        self._moment_lines = [Cursor(canvas) for canvas in canvases]
        for canvas in canvases:
            canvas.sought.connect(self._seek)
            canvas.setMouseEnabled(x=True, y=False)
            canvas.getViewBox().sigRangeChangedManually.connect(
                lambda _mask, canvas=canvas: selection.steps.set_by_hand(*canvas.getViewBox().viewRange()[0])
            )
            canvas.reset_asked.connect(selection.steps.follow_again)
            canvas.settled.connect(self._place_markers)
        self._fill_s = 0.0
        self._refill = QTimer(self)
        self._refill.setSingleShot(True)
        self._refill.timeout.connect(self._fill)
        canvases[-1].set_label("bottom", tr("step"))
        selection.steps.changed.connect(self._range_changed)
        self.smoothing_slider: SmoothingSlider | None = None
        if self.smooths:
            self.smoothing_slider = SmoothingSlider(selection)
            self.head.addWidget(self.smoothing_slider)
            selection.smoothing_changed.connect(lambda _smoothing: self._smoothing_changed())

    def show_history(self, history: History) -> None:
        self._mark_anew([])
        self._marked = None
        for canvas in self.canvases:
            canvas.seeks = True
        super().show_history(history)

    def apply_theme(self, theme: Theme) -> None:
        for markers in self._markers:
            for marker in markers:
                marker.recolor(theme)
        for cursor in self._moment_lines:
            cursor.recolor(theme)
        if self.smoothing_slider is not None:
            self.smoothing_slider.recolor(theme)
        super().apply_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Before the legend is fitted into what it leaves.
        if self.smoothing_slider is not None:
            self.smoothing_slider.fit(event.size().width())
        super().resizeEvent(event)

    def refresh(self) -> None:
        self._refill.stop()
        if self.history is None:
            return
        newest = self.history.steps.span()[1]
        self.mark()
        self._show_range()
        self._move_cursors()
        first, last = self.steps.first, self.steps.last
        if self.smoothing_slider is not None:
            self.smoothing_slider.say(self.window_steps)
        self.draw(first, min(last, newest), max(100, self.canvases[0].width() // 3))
        self.renew_summary()

    def draw(self, first_step: float, last_step: float, most_points: int) -> None:
        """Draw what lies between two steps in about so many points."""

    @property
    def window_steps(self) -> float:
        """Over how many steps curves are averaged; 1 for none."""
        return window_of(self.selection.smoothing, self.steps.last - self.steps.first)

    @property
    def legend_room_px(self) -> int:
        slider = self.smoothing_slider
        return super().legend_room_px - (0 if slider is None else slider.sizeHint().width())

    def view_with_lead(self, name: str, first_step: float, last_step: float, most_points: int) -> tuple[View, int]:
        """What is drawn of a quantity, with what smoothing needs before it; and how many points that are."""
        assert self.history is not None
        lead = min(lead_of(self.window_steps), max(first_step, 0.0))
        span = max(self.steps.last - self.steps.first, 1.0)
        return read_with_lead(partial(self.history.view, name), first_step, last_step, most_points, lead, span)

    def smooth(self, view: View, heights: NDArray[np.float64], last_step: float) -> NDArray[np.float64]:
        """Heights of a view, [num_points, num_columns], averaged. last_step: up to which it was asked for."""
        # Blocks at the end may be of fewer steps than those before.
        end = None if view.exact else last_step + 1
        return smoothed(view.steps, heights, self.window_steps, end)

    def show_moment(self) -> None:
        """The cursor and what is read off there alone: the curves stay."""
        self._move_cursors()
        self.renew_summary()

    @property
    def cursor_step(self) -> float:
        """Where values are read off while the mouse is elsewhere: at the step looked back at, or the newest."""
        assert self.history is not None
        step = self.selection.moment.step
        return self.history.steps.span()[1] if step is None else step

    def places(self, canvas: Canvas) -> NDArray[np.float64]:
        history = self.history
        if history is None or not history.steps.num_rows:
            return np.empty(0)
        # As far apart as they can be told from each other: more of them lie closer together when the plot is zoomed.
        first, last = max(self.steps.first, 0.0), self.steps.last
        return history.view("loss", first, last, _PLACES).steps

    def first_place(self, canvas: Canvas) -> float:
        return self.cursor_step

    def choose_place(self, canvas: Canvas, place: float) -> None:
        self._seek(place)

    def zoom(self, canvas: Canvas, factor: float, place: float | None) -> None:
        if self.history is None:
            return
        first, last = self.steps.first, self.steps.last
        middle = (first + last) / 2 if place is None else place
        span = max((last - first) * factor, _LEAST_SPAN)
        begin = max(middle - (middle - first) / (last - first) * span, 0.0)
        self.steps.set_by_hand(begin, begin + span)

    def mark(self) -> None:
        """Draw the changes, findings and notes that are not drawn yet. Called at once when a change takes effect."""
        history = self.history
        if history is None:
            return
        if history.happenings != self._marked:
            self._marked = history.happenings
            self._mark_anew(marks_of(history))

    def step_at(self, position: QPoint) -> int:
        """The recorded step that is nearest to a place on the screen."""
        canvas = self.canvases[0]
        place = canvas.getViewBox().mapSceneToView(canvas.mapToScene(canvas.mapFromGlobal(position)))
        first, newest = (0.0, 0.0) if self.history is None else self.history.steps.span()
        return round(min(max(place.x(), first), newest))

    @property
    def keyed_step(self) -> int:
        """The step that is read by keyboard, else the one that is shown."""
        return round(self.cursor_step if self.keys.place is None else self.keys.place)

    def marked_steps(self) -> list[int]:
        """The steps with a marker."""
        return list(dict.fromkeys(round(marker.step) for marker in self._markers[0]))

    def _mark_anew(self, marks: list[Mark]) -> None:
        """Draw these marks, of which the first ones may stand there already."""
        same = 0
        while same < min(len(marks), len(self._marks)) and marks[same] == self._marks[same]:
            same += 1
        self._marks = marks
        for canvas, markers in zip(self.canvases, self._markers, strict=True):
            for marker in markers[same:]:
                marker.remove()
            markers[same:] = [Marker(canvas, mark.step, self.theme, mark.kind) for mark in marks[same:]]
            # One label a step is enough where a plot has several panels.
            for marker, mark in zip(markers, marks, strict=True) if canvas is self.canvases[0] else ():
                if mark.label and not marker.text:
                    marker.add(mark.label)
        self._place_markers()

    def _seek(self, step: float) -> None:
        if self.history is not None and self.history.steps.num_rows:
            self.selection.moment.seek(step, *self.history.steps.span())

    def _move_cursors(self) -> None:
        for cursor in self._moment_lines:
            cursor.move(self.selection.moment.step)

    def _place_markers(self) -> None:
        """Labels that would meet stand below one another; those for which nothing is left are not shown."""
        for markers in self._markers:
            for marker in markers:
                marker.stand()
        canvas = self.canvases[0]
        rect = canvas.overlay.rect()
        taken: list[tuple[float, float, float]] = []
        for marker in self._markers[0]:
            if not marker.text:
                continue
            at = canvas.x_pixel(marker.step)
            # Left of its line, or right of it where the plot begins.
            left = at - marker.width_px if at >= marker.width_px else at
            right = left + marker.width_px
            beside = [bottom for other_left, other_right, bottom in taken if left < other_right and other_left < right]
            top = rect.top() + max(beside, default=0.0) + _LABEL_GAP_PX
            fits = rect.left() <= at <= rect.right() and top + marker.length_px <= rect.bottom()
            marker.write(left, top if fits else None)
            if fits:
                taken.append((left, right, top + marker.length_px))

    def _show_range(self) -> None:
        wanted = [self.steps.first, self.steps.last]
        for canvas in self.canvases:
            # pyqtgraph works on a range even where it stays the same, and this comes with every redraw.
            if canvas.getViewBox().viewRange()[0] != wanted:
                canvas.setXRange(*wanted, padding=0)

    def _smoothing_changed(self) -> None:
        self._is_late = not self.is_seen
        if not self._is_late:
            self._range_changed()

    def _range_changed(self) -> None:
        """Draw at once where that is quick, in one paint. Else, and beside a training, move what is drawn already, so
        that the plot follows the hand, and fill in the rest right after that.
        """
        if not self.isVisible():
            return
        if self._fill_s < _QUICK_S and not self.selection.is_training:
            self._fill()
        else:
            self._show_range()
            self._refill.start(0)

    def _fill(self) -> None:
        begun_s = time.perf_counter()
        self.refresh()
        self._fill_s = time.perf_counter() - begun_s
