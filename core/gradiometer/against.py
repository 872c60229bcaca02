"""A session held against the control of its comparison: ratios or differences of what both measured at the same steps.

Values are matched by their steps on every axis, because branches of a trial have seen the same batches at equal steps,
wherever on the axis these stand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradiometer.alignment import ALIGNMENTS
from gradiometer.compared import Compared
from gradiometer.comparison import Comparison
from gradiometer.quantities import QUANTITIES, stream_of
from gradiometer.series import Series, View
from gradiometer.tables import stream_chunks

Values = NDArray[np.float64]

_MOST_EXACT = 2048
"""So many rows are read one by one, however few points are drawn."""
_FINER = 2
"""Of more rows so many blocks are read for a point that is drawn: the least and the largest of them bound the band."""
_PROBE_ROWS = 256
_MOST_TRIES = 64
# Axes compute with a little more than what they show, which has to be a number still.
_LARGEST = 1e300
# What float64 holds.
_MOST_DECADES = 300.0


class Course(NamedTuple):
    """How a session goes beside the control.

    steps: float64 [num_points], where on the axis; of a block its first step; low, mean, high: float64 [num_points,
    num_columns], NaN for a gap; exact: whether every point is a step that both measured; scale: the largest size of
    the control's values, 0 where it has none.
    """

    steps: Values
    low: Values
    mean: Values
    high: Values
    exact: bool
    scale: float

    @property
    def limits(self) -> View:
        """Without the means."""
        return View(self.steps, self.low, self.high, self.exact)


class Pair(NamedTuple):
    """One step that both measured. own, of_control: values, and height: what is drawn of them, [num_columns] each."""

    step: int
    own: Values
    of_control: Values
    height: Values


class Rows(NamedTuple):
    """Steps that both measured. steps, positions: where they stand, [n]; own, of_control, heights: [n, num_columns]."""

    steps: NDArray[np.int64]
    positions: Values
    own: Values
    of_control: Values
    heights: Values


@dataclass(frozen=True)
class Against:
    """A quantity of one session and of the control. places: of the layers that both have, counted from either end;
    (None,) of a quantity of the whole network. Columns are those places.

    What is drawn is log10(own / of the control) of a quantity that spans decades, else own - of the control.
    Every method raises SessionFileError where a file turns out to be damaged.
    """

    side: Compared
    control: Compared
    quantity: str
    places: tuple[int | None, ...]

    @property
    def is_ratio(self) -> bool:
        """Whether it is drawn as the logarithm of a ratio."""
        return QUANTITIES[self.quantity].is_log

    def course(self, align: str, first: float, last: float, most_points: int) -> Course:
        """What lies between two positions on an axis (see ALIGNMENTS), in at most about so many points.

        Up to _MOST_EXACT rows, or as many as there are points: the shared steps one by one, joined into blocks of
        neighbours where they are more than there are points, each with the least, the mean and the largest of its
        ratios (of their logarithms) or differences.

        Of longer series the file's own min/max blocks are read instead of rows, several for each point. Where those of
        the two sessions begin at the same steps, as in a trial, what counts as a value is the middle of a block, of the
        logarithms for a ratio; the true extremes of a ratio cannot be told from those of its parts. Where they do not,
        the finer ones are first joined to what begins within one of the coarser, so that a value may be off by what
        less than a block has in it. The last block of sessions of unequal length, which may reach beyond the end of
        the shorter one, is left out. Zeros among other values of a block are passed over.

        Zeros of a ratio, Inf and NaN are gaps.
        """
        clock = self.side.clock(align)
        own, other = self._series
        if clock is None or not self.places or not own.num_rows or not other.num_rows:
            return self._nothing
        (own_first, own_last), (other_first, other_last) = own.span(), other.span()
        # Between two steps a curve goes on, so the step behind the last one is asked for too.
        begin, end = max(clock.step(first), own_first, other_first), min(clock.step(last) + 1, own_last, other_last)
        if begin > end:
            return self._nothing
        most = _most_read(max(_count(each, begin, end) for each in (own, other)), most_points)
        views = [self._read(index, begin, end, most) for index in (0, 1)]
        if any(view is None for view in views):
            return self._nothing
        one, two = (view for view in views if view is not None)
        exact = one.exact and two.exact
        if exact:
            steps, at, other_at = np.intersect1d(one.steps, two.steps, assume_unique=True, return_indices=True)
            of_control = two.low[other_at]
            heights = self.heights(one.low[at], of_control)
        else:
            if not np.array_equal(one.steps, two.steps) and not self._share_steps(begin, end):
                return self._nothing
            steps = min((one.steps, two.steps), key=len)
            steps = steps[:-1] if end == min(own_last, other_last) and own_last != other_last else steps
            (low, high), (other_low, other_high) = _join(one, steps), _join(two, steps)
            heights = self._heights(low, high, other_low, other_high)
            of_control = np.concatenate([other_low, other_high])
        sizes = np.abs(of_control[np.isfinite(of_control)])
        scale = float(sizes.max()) if len(sizes) else 0.0
        return _reduce(clock.positions(steps), steps, heights, most_points, exact, scale)

    def at(self, align: str, position: float | None) -> Pair | None:
        """The newest step up to a position (None: of all) that both measured; None where there is none nearby."""
        clock = self.side.clock(align)
        if clock is None or not self.places:
            return None
        step = math.inf if position is None else clock.step(position)
        for _ in range(_MOST_TRIES):
            one, two = (series.at(step, self.quantity) for series in self._series)
            if one is None or two is None or max(one[0], two[0]) > step:
                return None
            if one[0] == two[0]:
                own, other = self._columns
                if max(own) >= len(one[1]) or max(other) >= len(two[1]):
                    return None
                return Pair(one[0], one[1][own], two[1][other], self.heights(one[1][own], two[1][other]))
            step = min(one[0], two[0])
        return None

    def shared_rows(self, align: str) -> Iterator[Rows]:
        """Every step that both measured, a chunk at a time."""
        clock, (own, other) = self.side.clock(align), self._columns
        if clock is None or not self.places:
            return
        stream = stream_of(self.quantity)
        begins = [each.session.layouts[stream].slice(self.quantity).start for each in (self.side, self.control)]
        waiting, others = np.empty((0, 1 + len(other))), stream_chunks(self.control.session, stream)
        for chunk in stream_chunks(self.side.session, stream):
            # What the control has up to the end of this chunk; the rest of it waits for the next one.
            while (not len(waiting) or waiting[-1, 0] < chunk[-1, 0]) and (read := next(others, None)) is not None:
                waiting = np.concatenate([waiting, read[:, [0, *(begins[1] + column for column in other)]]])
            steps, at, other_at = np.intersect1d(chunk[:, 0], waiting[:, 0], assume_unique=True, return_indices=True)
            values, of_control = chunk[at][:, [begins[0] + column for column in own]], waiting[other_at, 1:]
            waiting = waiting[waiting[:, 0] > chunk[-1, 0]]
            if len(steps):
                heights = self.heights(values, of_control)
                yield Rows(steps.astype(np.int64), clock.positions(steps), values, of_control, heights)

    def heights(self, own: Values, of_control: Values) -> Values:
        """What is drawn of values of a shape; NaN for what cannot be."""
        return self._heights(own, own, of_control, of_control)

    def shared_span(self) -> tuple[float, float] | None:
        """From where to where both have steps; None where they have none."""
        own, other = self._series
        if not own.num_rows or not other.num_rows:
            return None
        (own_first, own_last), (other_first, other_last) = own.span(), other.span()
        first, last = max(own_first, other_first), min(own_last, other_last)
        return (first, last) if first <= last else None

    @property
    def _series(self) -> tuple[Series, Series]:
        return self.side.series(self.quantity), self.control.series(self.quantity)

    @property
    def _columns(self) -> tuple[list[int], list[int]]:
        """Of the session's own rows, and of the control's."""
        own = [0 if place is None else self.side.layer(place) for place in self.places]
        other = [0 if place is None else self.control.layer(place) for place in self.places]
        return [each for each in own if each is not None], [each for each in other if each is not None]

    @property
    def _nothing(self) -> Course:
        none = np.empty((0, len(self.places)))
        return Course(np.empty(0), none, none, none, True, 0.0)

    def _read(self, index: int, begin: float, end: float, most: int) -> View | None:
        """The columns asked for, of the session (0) or of the control (1); None where the network has no such ones."""
        view, columns = self._series[index].view(self.quantity, begin, end, most), self._columns[index]
        if max(columns) >= view.low.shape[1]:
            return None
        return view._replace(low=view.low[:, columns], high=view.high[:, columns])

    def _share_steps(self, begin: float, end: float) -> bool:
        """Whether blocks that do not coincide hold any shared steps: among the first few rows, for all."""
        series = self._series
        near = max(_count(each, begin, end) for each in series) / _PROBE_ROWS
        probe = begin + (end - begin) / max(near, 1.0)
        one, two = (each.view(self.quantity, begin, probe, _MOST_EXACT) for each in series)
        return not (one.exact and two.exact) or bool(np.isin(one.steps, two.steps).any())

    def _heights(self, low: Values, high: Values, other_low: Values, other_high: Values) -> Values:
        """Of the middles of blocks."""
        with np.errstate(invalid="ignore", over="ignore"):
            if self.is_ratio:
                heights = _middle_of_logs(low, high) - _middle_of_logs(other_low, other_high)
            else:
                # Halved first: the sum of two large losses may overflow.
                heights = (low / 2 + high / 2) - (other_low / 2 + other_high / 2)
            return np.where(np.abs(heights) <= _LARGEST, heights, np.nan)


def hold_against(comparison: Comparison, side: Compared, quantity: str, places: Sequence[int]) -> Against:
    """A session beside the control of its comparison. places: of layers, those that one of the two lacks are left out;
    a quantity of the whole network has none.
    """
    control = comparison.control
    if not QUANTITIES[quantity].per_layer:
        return Against(side, control, quantity, (None,))
    both = [place for place in places if side.layer(place) is not None and control.layer(place) is not None]
    return Against(side, control, quantity, tuple(both))


def tell_nothing(comparison: Comparison, quantity: str, align: str, places: Sequence[int]) -> str:
    """Why there is nothing to draw, as a sentence without its capital letter and its full stop."""
    if not comparison.others:
        return "nothing but the control is shown"
    sides = [side for side in comparison.others if side.clock(align) is not None]
    with_rows = [side for side in sides or comparison.others if side.series(quantity).num_rows]
    if not with_rows or not comparison.control.series(quantity).num_rows:
        return "no steps recorded"
    if not sides:
        return f"no session beside the control has {ALIGNMENTS[align].lacking}"
    if not any(hold_against(comparison, side, quantity, places).places for side in with_rows):
        return "the control and the others have none of these layers in common"
    return "the control and the others share no measured step here"


def tell_height(against: Against, height: float) -> str:
    """`12.3 times` of a ratio's logarithm, `-0.213` of a difference, `the same`."""
    if height == 0.0:
        return "the same"
    if math.isnan(height):
        return "no ratio" if against.is_ratio else "no difference"
    if not against.is_ratio:
        return f"{height:+.3g}"
    return f"{10.0**height:.3g} times" if abs(height) < _MOST_DECADES else f"10^{height:.1f} times"


def _count(series: Series, begin: float, end: float) -> float:
    """About how many rows lie between two steps, were they evenly spread."""
    first, last = series.span()
    return series.num_rows * min(1.0, (end - begin) / max(last - first, 1.0)) + 2


def _most_read(num_rows: float, most_points: int) -> int:
    """How many points to read of so many rows to draw this many: every row, or some blocks for each point."""
    few = max(most_points, _MOST_EXACT)
    return few + 4 if num_rows <= few else max(most_points, min(_FINER * most_points, _MOST_EXACT))


def _middle_of_logs(low: Values, high: Values) -> Values:
    if low is high:
        return _log10(low)
    bottom, top = _log10(low), _log10(high)
    # A block that begins at zero counts from where it ends: there is no zero on a log axis.
    return np.where(np.isnan(bottom), top, (bottom + top) / 2)


def _log10(values: Values) -> Values:
    """With NaN for what has none."""
    return np.log10(np.where(np.isfinite(values) & (values > 0), values, np.nan))


def _join(view: View, steps: Values) -> tuple[Values, Values]:
    """Least and largest of the blocks that begin at or behind each of these steps and before the next, NaN for none."""
    # With a row behind the last one, so that there may be none in the last part.
    low, high = (np.concatenate([each, np.full((1, each.shape[1]), np.nan)]) for each in (view.low, view.high))
    begin = np.searchsorted(view.steps, steps)
    is_empty = begin >= np.append(begin[1:], len(view.steps))
    with np.errstate(invalid="ignore"):
        least, largest = np.fmin.reduceat(low, begin, axis=0), np.fmax.reduceat(high, begin, axis=0)
    least[is_empty], largest[is_empty] = np.nan, np.nan
    return least, largest


def _reduce(positions: Values, steps: Values, heights: Values, most_points: int, exact: bool, scale: float) -> Course:
    """heights: [num_steps, num_columns], in at most so many points."""
    factor = -(-len(steps) // max(most_points, 1))
    if factor <= 1:
        return Course(positions, heights, heights, heights, exact, scale)
    at = np.arange(0, len(steps), factor)
    is_there = np.isfinite(heights)
    with np.errstate(invalid="ignore"):
        low, high = np.fmin.reduceat(heights, at, axis=0), np.fmax.reduceat(heights, at, axis=0)
    sums = np.add.reduceat(np.where(is_there, heights, 0.0), at, axis=0)
    counts = np.add.reduceat(is_there.astype(np.int64), at, axis=0)
    mean = np.full(sums.shape, np.nan)
    np.divide(sums, counts, out=mean, where=counts > 0)
    return Course(positions[at], low, mean, high, False, scale)
