"""One session of a comparison: its values at a position, and its curves over positions."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradiometer.alignment import ALIGNMENTS, Clock
from gradiometer.bins import SPECIALS
from gradiometer.quantities import stream_of
from gradiometer.series import Series, View
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.session_format import HistogramRows
from gradiometer.tables import stored_series
from gradiometer.timeline import Timeline


class Spread(NamedTuple):
    """The histogram of one layer. step: when it was counted; timeline: it alone; num_values: Inf and NaN too."""

    step: int
    timeline: Timeline
    num_values: int


class Compared:
    """One session of a comparison. session: open; branch: which fork of a trial it is, None where it is none; label:
    see session_labels; is_shown: whether plots and figures have it.

    Layers are counted as Python counts: 0, 1, ... from the input and -1, -2, ... from the output. Rows are read from
    the file when they are asked for, so a session of a million steps takes no memory.
    Every method raises SessionFileError where the file turns out to be damaged.
    """

    def __init__(self, path: Path):
        self.session = load_session(path)
        try:
            self.branch = self.session.branch
        except SessionFileError:
            self.session.close()
            raise
        self.label = ""
        self.is_shown = True
        self._forget()

    def _forget(self) -> None:
        self._series: dict[str, Series] = {}
        self._clocks: dict[str, Clock | None] = {}
        self._histograms: dict[str, tuple[float | None, HistogramRows | None]] = {}

    @property
    def num_layers(self) -> int:
        return len(self.session.layer_names)

    def series(self, name: str) -> Series:
        """The stream that a quantity belongs to."""
        stream = stream_of(name)
        if stream not in self._series:
            self._series[stream] = stored_series(self.session, stream)
        return self._series[stream]

    def clock(self, align: str) -> Clock | None:
        """Where its steps stand; None where it has no place. align: in ALIGNMENTS."""
        if align not in self._clocks:
            self._clocks[align] = ALIGNMENTS[align].clock(self.session, self.series("loss"))
        return self._clocks[align]

    def layer(self, place: int) -> int | None:
        """The index from the input of a layer; None where there is none so far from its end."""
        index = place if place >= 0 else self.num_layers + place
        return index if 0 <= index < self.num_layers else None

    def span(self, align: str) -> tuple[float, float] | None:
        """The positions of its first and last step; None where it has none."""
        clock, steps = self.clock(align), self.series("loss")
        if clock is None or not steps.num_rows:
            return None
        first, last = clock.positions(np.array(steps.span())).tolist()
        return first, last

    def at(self, name: str, align: str, position: float | None) -> tuple[int, NDArray[np.float64]] | None:
        """A quantity at the newest measured step up to a position (None: of all): step, values [num_columns]."""
        series, step = self.series(name), self._step(align, position)
        if step is None or not series.num_rows:
            return None
        found = series.at(min(step, series.span()[1]), name)
        return found if found is not None and found[0] <= step else None

    def view(self, name: str, align: str, first: float, last: float, most_points: int) -> View | None:
        """A quantity between two positions, in at most about so many blocks (see Series.view), whose steps are
        positions; None where the session has no place.
        """
        clock = self.clock(align)
        if clock is None:
            return None
        # Between two steps a curve goes on, so the step behind the last one is asked for too.
        view = self.series(name).view(name, clock.step(first), clock.step(last) + 1, most_points)
        return view._replace(steps=clock.positions(view.steps))

    def spread(self, kind: str, layer: int, align: str, position: float | None) -> Spread | None:
        """The newest histogram of a layer up to a position (None: of all)."""
        step = self._step(align, position)
        if step is None:
            return None
        rows = self._histogram(kind, step)
        if rows is None:
            return None
        counts, bins = rows.counts[0, layer], self.session.bins
        timeline = Timeline(1, bins)
        timeline.add(int(rows.steps[0]), counts[None])
        outside = counts[[bins.num_bins + SPECIALS.index(name) for name in ("infinite", "nan")]]
        num_values = int(counts[: bins.num_bins].sum(dtype=np.int64) + outside.sum(dtype=np.int64))
        return Spread(int(rows.steps[0]), timeline, num_values)

    def _histogram(self, kind: str, step: float) -> HistogramRows | None:
        """Of all layers; the last one asked for is kept, because a person looks through the layers of one step."""
        if kind not in self._histograms or self._histograms[kind][0] != step:
            self._histograms[kind] = step, self.session.histogram_at(kind, step)
        return self._histograms[kind][1]

    def follow(self) -> bool:
        """Take up what another program has added to the file; returns whether there was anything new."""
        if not self.session.refresh():
            return False
        self._forget()
        return True

    def close(self) -> None:
        """Let go of the file."""
        self.session.close()

    def _step(self, align: str, position: float | None) -> float | None:
        """The last step at or before a position; None where the session has no place or had not begun."""
        clock = self.clock(align)
        if clock is None:
            return None
        step = np.inf if position is None else clock.step(position)
        return None if step < 0 else step
