"""What captions are made of: the values of layers, the course of a quantity over steps, and a histogram, in words."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import SPECIALS, Bins
from gradiometer.outline import Outline
from gradiometer.quantities import QUANTITIES
from gradiometer.session_file import Session
from gradiometer.tables import stream_chunks
from gradiometer.time_steps import tell_ratio
from gradiometer.wording_of_layers import name_layers
from gradiometer.wording_of_numbers import count, number, plural, tell_decades, tell_value

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a figure of one session is asked to show."""

    layer: int = 0
    quantity: str = "weight_gradient_norm"
    step: int | None = None
    histogram: str = "weight_gradient"
    first_step: int | None = None
    last_step: int | None = None
    trial: int | None = None


def title_of(quantity: str) -> str:
    """`Weight gradient norm`."""
    title = QUANTITIES[quantity].title
    return title[:1].upper() + title[1:]


def nothing_recorded(session: Session, subject: str, *, of_looks: bool) -> str:
    """A sentence of a figure that has nothing to show. of_looks: whether it shows what closer looks measure."""
    if of_looks and session.num_rows["step"]:
        return f"{subject}: no closer look is recorded."
    return f"{subject}: no steps are recorded."


def tell_ends(
    outline: Outline, values: Values, *, is_log: bool = False, is_partial: bool = False, is_brief: bool = False
) -> str:
    """A value a layer, [num_layers]: the first and the last layer, and what is remarkable between them.

    is_log: whether their ratio says something; is_partial: whether a layer may have no such value, which is NaN then;
    is_brief: the first and the last alone.
    """
    there = np.flatnonzero(~np.isnan(values)) if is_partial else np.arange(len(values))
    if not len(there):
        return "no layer has it"
    first, last = int(there[0]), int(there[-1])
    if first == last:
        return _tell_layer(outline, values, first)
    ends = (_tell_layer(outline, values, first), _tell_layer(outline, values, last))
    if is_brief:
        return " and ".join(ends)
    parts = [", ".join(ends)]
    if is_log:
        ratio = tell_ratio(float(values[first]), float(values[last]), outline.layers[first].smallest)
        parts.append(" ".join(filter(None, (ratio, tell_decades(float(values[first]), float(values[last]))))))
    finite = there[np.isfinite(values[there])]
    for word, choose in (("least", np.argmin), ("largest", np.argmax)):
        if len(finite) and (at := int(finite[choose(values[finite])])) not in (first, last) and values[at] != 0.0:
            parts.append(f"{word} {_tell_layer(outline, values, at)}")
    zeros = [at for at in np.flatnonzero(values == 0.0).tolist() if at not in (first, last)]
    if zeros:
        parts.append(f"exactly 0 in {name_layers(outline.layer_names, zeros)} too")
    broken = [at for at in there[~np.isfinite(values[there])].tolist() if at not in (first, last)]
    if broken:
        parts.append(f"NaN or Inf in {name_layers(outline.layer_names, broken)}")
    return "; ".join(parts)


def _tell_layer(outline: Outline, values: Values, layer: int) -> str:
    """`3.2e-07 in hidden 1`."""
    return f"{tell_value(float(values[layer]), outline.layers[layer].smallest)} in {outline.layer_names[layer]}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A quantity over steps. num_rows: how often it was measured; first, last: its values then, [num_columns]; low,
    high: of those that are finite, NaN where none is, and the steps at which they were measured first; num_gaps: how
    often it was NaN or Inf, first_gap: at which step first, -1 where never.
    """

    num_rows: int
    first_step: int
    last_step: int
    first: Values
    last: Values
    low: Values
    high: Values
    low_step: NDArray[np.int64]
    high_step: NDArray[np.int64]
    num_gaps: NDArray[np.int64]
    first_gap: NDArray[np.int64]

    def of(self, columns: slice) -> Stretch:
        """Of some of its columns."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        arrays: dict[str, Any] = {
            name: value[columns] for name, value in values.items() if isinstance(value, np.ndarray)
        }
        return dataclasses.replace(self, **arrays)


# What the captions of one report ask again and again; it goes with the session.
_WHOLE: WeakKeyDictionary[Session, dict[tuple[str, int], Stretch | None]] = WeakKeyDictionary()


def read_stretch(session: Session, stream: str, name: str, first: int | None, last: int | None) -> Stretch | None:
    """Every row of a quantity between two steps (None: all); None where there is none. Takes the memory of a chunk.

    All rows of a stream are read once, because a long session's take seconds.
    """
    columns = session.layouts[stream].slice(name)
    if first is None and last is None:
        key, known = (stream, session.num_rows[stream]), _WHOLE.setdefault(session, {})
        if key not in known:
            known[key] = _read(session, stream, slice(None), None, None)
        whole = known[key]
        return None if whole is None else whole.of(columns)
    return _read(session, stream, columns, first, last)


def _read(session: Session, stream: str, columns: slice, first: int | None, last: int | None) -> Stretch | None:
    found: list[Stretch] = []
    for rows in stream_chunks(session, stream):
        steps = rows[:, 0]
        is_inside = (steps >= (0 if first is None else first)) & (steps <= (math.inf if last is None else last))
        if is_inside.any():
            found.append(_stretch_of(steps[is_inside].astype(np.int64), rows[is_inside, columns]))
    return _join(found) if found else None


def _stretch_of(steps: NDArray[np.int64], values: Values) -> Stretch:
    """steps: [n]; values: [n, num_columns]."""
    is_finite = np.isfinite(values)
    low, high = np.where(is_finite, values, np.inf), np.where(is_finite, values, -np.inf)
    at_low, at_high, at_gap = low.argmin(axis=0), high.argmax(axis=0), (~is_finite).argmax(axis=0)
    is_there = is_finite.any(axis=0)
    columns = np.arange(values.shape[1])
    num_gaps = (~is_finite).sum(axis=0)
    return Stretch(
        num_rows=len(steps),
        first_step=int(steps[0]),
        last_step=int(steps[-1]),
        first=values[0],
        last=values[-1],
        low=np.where(is_there, low[at_low, columns], np.nan),
        high=np.where(is_there, high[at_high, columns], np.nan),
        low_step=steps[at_low],
        high_step=steps[at_high],
        num_gaps=num_gaps,
        first_gap=np.where(num_gaps > 0, steps[at_gap], -1),
    )


def _join(parts: Sequence[Stretch]) -> Stretch:
    """Stretches one behind the other, as one."""
    columns = np.arange(len(parts[0].low))
    low, high, gap = (np.stack([getattr(part, name) for part in parts]) for name in ("low", "high", "first_gap"))
    at_low = np.where(np.isnan(low), np.inf, low).argmin(axis=0)
    at_high = np.where(np.isnan(high), -np.inf, high).argmax(axis=0)
    at_gap = (gap >= 0).argmax(axis=0)
    return Stretch(
        num_rows=sum(part.num_rows for part in parts),
        first_step=parts[0].first_step,
        last_step=parts[-1].last_step,
        first=parts[0].first,
        last=parts[-1].last,
        low=low[at_low, columns],
        high=high[at_high, columns],
        low_step=np.stack([part.low_step for part in parts])[at_low, columns],
        high_step=np.stack([part.high_step for part in parts])[at_high, columns],
        num_gaps=np.sum([part.num_gaps for part in parts], axis=0),
        first_gap=gap[at_gap, columns],
    )


def tell_steps(stretch: Stretch) -> str:
    """`over steps 0 to 299 (53 measured)`."""
    if stretch.num_rows == 1:
        return f"at step {count(stretch.first_step)}"
    span = f"over steps {count(stretch.first_step)} to {count(stretch.last_step)}"
    is_whole = stretch.num_rows == stretch.last_step - stretch.first_step + 1
    return span if is_whole else f"{span} ({count(stretch.num_rows)} measured)"


def tell_gaps(stretch: Stretch, names: Sequence[str]) -> str:
    """A sentence, with a space in front, of what was NaN or Inf; empty where nothing was. names: of the columns."""
    broken = np.flatnonzero(stretch.num_gaps)
    if not len(broken):
        return ""
    most, first = int(stretch.num_gaps[broken].max()), int(stretch.first_gap[broken].min())
    where = f" in {name_layers(names, broken.tolist())}" if names else ""
    up_to = "up to " if len(set(stretch.num_gaps[broken].tolist())) > 1 else ""
    steps = f"{up_to}{count(most)} of {plural(stretch.num_rows, 'measured step')}"
    return f" NaN or Inf at {steps}{where}, first at step {count(first)}."


def tell_changes(session: Session, stretch: Stretch) -> str:
    """How many changes of the network lie in a stretch."""
    steps = [each.step for each in session.interventions if stretch.first_step <= each.step <= stretch.last_step]
    if not steps:
        return ""
    where = f"step {count(steps[0])}" if len(set(steps)) == 1 else f"steps {count(steps[0])} to {count(steps[-1])}"
    return f" {plural(len(steps), 'change')} of the network at {where} {'is' if len(steps) == 1 else 'are'} marked."


@dataclass(frozen=True, slots=True)
class Spread:
    """The histogram of a layer. num_values: Inf and NaN too; zero, subnormal, infinite, nan: of them; num_positive,
    num_normal: of the others; low, high: between which the magnitudes of these lie; median: the bin that half of them
    reach, from and to. Bins are powers of two.
    """

    num_values: int
    zero: int
    subnormal: int
    infinite: int
    nan: int
    num_positive: int
    num_normal: int
    low: float
    high: float
    median: tuple[float, float]

    @classmethod
    def of(cls, bins: Bins, counts: NDArray[np.uint32]) -> Self:
        """counts: of one layer, [num_bins + 4] (see bins.Bins.count)."""
        whole = counts.astype(np.int64)
        positive = whole[bins.middle + 1 : bins.num_bins]
        magnitudes = positive + whole[: bins.middle][::-1]
        special = dict(zip(SPECIALS, whole[bins.num_bins :].tolist(), strict=True))
        num_normal, edges = int(magnitudes.sum()), bins.edges[bins.middle + 1 :]
        low = high = middle_low = middle_high = math.nan
        if num_normal:
            used = np.flatnonzero(magnitudes)
            low, high = float(edges[used[0]]), float(edges[used[-1] + 1])
            half = int(np.searchsorted(magnitudes.cumsum(), num_normal / 2))
            middle_low, middle_high = float(edges[half]), float(edges[half + 1])
        return cls(
            num_values=int(whole[: bins.num_bins].sum()) + special["infinite"] + special["nan"],
            num_positive=int(positive.sum()),
            num_normal=num_normal,
            low=low,
            high=high,
            median=(middle_low, middle_high),
            **special,
        )

    def tell(self, entries: str) -> str:
        """`23,520 weights, 3,040 of them exactly 0 (12.9 %); the others between 1e-06 and 0.25, ...`."""
        parts = [f"{count(self.num_values)} {entries}"]
        if self.zero:
            parts[0] += f", {count(self.zero)} of them exactly 0 ({self._share(self.zero)})"
        if self.num_normal:
            who = "the others have" if self.zero or self._odd else "their"
            middle = f"half of them below {number(self.median[1])}"
            parts.append(
                f"{who} magnitudes {'' if self.zero or self._odd else 'lie '}between {number(self.low)} and "
                f"{number(self.high)}, {middle}; {100 * self.num_positive / self.num_normal:.0f} % are positive"
            )
        if self._odd:
            parts.append(", ".join(self._odd))
        return "; ".join(parts)

    def tell_briefly(self) -> str:
        """`12.9 % are exactly 0, half of the others lie below 0.002`."""
        parts = [f"{self._share(self.zero)} are exactly 0"] if self.zero else []
        if self.num_normal:
            parts.append(f"half of {'the others' if self.zero else 'all'} lie below {number(self.median[1])}")
        return ", ".join([*parts, *self._odd])

    def _share(self, part: int) -> str:
        return f"{100 * part / max(self.num_values, 1):.3g} %"

    @property
    def _odd(self) -> list[str]:
        """Subnormals, Inf and NaN, where there are any."""
        named = (("subnormal", self.subnormal), ("Inf", self.infinite), ("NaN", self.nan))
        return [f"{count(many)} {name}" for name, many in named if many]
