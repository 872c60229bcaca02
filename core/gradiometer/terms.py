"""Terms: numbers of a session by name, as the texts and checks of lessons mention them.

A term is `quantity` (of the whole network), `quantity:layer`, `quantity:layer@time` (of a recurrent network; a time
step, `first` or `last`), or one of these divided by another: `delta_norm:hidden 1 / delta_norm:hidden 2`.
A formula is a text with terms in braces, each with a number format behind a bar if wanted: `{loss|.4f}`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from gradiometer.outline import Outline
from gradiometer.quantities import QUANTITIES

UNKNOWN = "–"
"""Stands in a formula where a number is not known."""

_TERM = re.compile(r"(?P<quantity>\w+)(?::(?P<layer>[^:@/|{}]+)(?:@(?P<time>first|last|[1-9][0-9]*))?)?")
_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_DEFAULT_FORMAT = ".3g"


class TermError(ValueError):
    """A term that cannot be. The message is one sentence that repeats it."""


class Measurements(Protocol):
    """What a term is read from: `history.History`."""

    outline: Outline

    def at(self, name: str, step: float | None) -> tuple[int, NDArray[np.float64]] | None:
        """A quantity at a step or the last measured one before it (None: the newest): (step, values)."""


@dataclass(frozen=True, slots=True)
class _Value:
    """One number. layer: by name, empty for the whole network; time: a time step's number, `first`, `last` or empty."""

    quantity: str
    layer: str
    time: str

    def evaluate(self, history: Measurements, step: float | None, exactly: bool) -> float:
        outline = history.outline
        if self.time and self.quantity not in outline.time_quantities:
            return math.nan
        found = history.at(self.quantity, step)
        if found is None or (exactly and found[0] != step):
            return math.nan
        values = found[1]
        if not self.layer:
            return float(values[0])
        names = outline.layer_names
        if self.layer not in names:
            return math.nan
        # [num_layers] or [num_layers, num_times]
        values = values.reshape(len(names), -1)[names.index(self.layer)]
        position = self._position(outline) if self.time else 0
        return float(values[position]) if position is not None and len(values) else math.nan

    def _position(self, outline: Outline) -> int | None:
        """Which of the recorded time steps is meant; None where it is not among them."""
        if self.time in ("first", "last"):
            return 0 if self.time == "first" else -1
        time = int(self.time)
        return outline.times.index(time) if time in outline.times else None


@dataclass(frozen=True, slots=True)
class Term:
    """A number of a session, or the quotient of two. text: as it was written."""

    text: str
    _above: _Value
    _below: _Value | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a term. Raises TermError."""
        parts = [_parse_value(part.strip(), text) for part in text.split("/")]
        if len(parts) > 2:
            raise TermError(f"{text!r} is no term: it divides more than once")
        return cls(text, *parts)

    @property
    def quantities(self) -> tuple[str, ...]:
        """The names of the quantities it is made of."""
        return tuple(value.quantity for value in self._values)

    @property
    def is_of_time(self) -> bool:
        """Whether it asks for a time step, which recurrent networks alone have."""
        return any(value.time for value in self._values)

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers it speaks of."""
        return tuple(value.layer for value in self._values if value.layer)

    def evaluate(self, history: Measurements, step: float | None = None, *, exactly: bool = False) -> float:
        """Its value at a step, or at the last measured one before it (None: the newest); NaN where it is not known.

        exactly: where that very step was not measured it is not known.
        """
        above = self._above.evaluate(history, step, exactly)
        if self._below is None:
            return above
        below = self._below.evaluate(history, step, exactly)
        # 0 where the smallest float ends says nothing of the quotient.
        return above / below if below else math.nan

    @property
    def _values(self) -> tuple[_Value, ...]:
        return (self._above,) if self._below is None else (self._above, self._below)


def terms_of(formula: str) -> tuple[Term, ...]:
    """The terms in a formula's braces. Raises TermError for whatever `fill` could not fill in."""
    outside = _IN_BRACES.sub("", formula)
    if "{" in outside or "}" in outside:
        raise TermError("the formula has a brace without its partner")
    return tuple(_parse_braces(inside)[0] for inside in _IN_BRACES.findall(formula))


def fill(formula: str, history: Measurements, step: float | None = None) -> str:
    """The formula with its numbers at a step (None: the newest); UNKNOWN stands for what is not known.

    Raises TermError.
    """

    def number(match: re.Match[str]) -> str:
        term, form = _parse_braces(match.group(1))
        value = term.evaluate(history, step)
        return UNKNOWN if math.isnan(value) else format(value, form)

    return _IN_BRACES.sub(number, formula)


def _parse_braces(inside: str) -> tuple[Term, str]:
    """`loss|.4f`: the term and its number format."""
    text, bar, form = inside.partition("|")
    form = form.strip() if bar else _DEFAULT_FORMAT
    try:
        format(1.5, form)
    except ValueError:
        raise TermError(f"{inside!r} has no number format behind its bar: give one like .3g") from None
    return Term.parse(text.strip()), form


def _parse_value(part: str, text: str) -> _Value:
    match = _TERM.fullmatch(part)
    if match is None:
        raise TermError(f"{text!r} is no term: write quantity, quantity:layer or quantity:layer@time")
    name, layer, time = (match.group(each) or "" for each in ("quantity", "layer", "time"))
    quantity = QUANTITIES.get(name)
    if quantity is None or quantity.per_unit or quantity.per_cell:
        raise TermError(f"{text!r} is no term: no single number is called {name}")
    if bool(layer) != (quantity.per_layer or quantity.per_time):
        missing = (
            "does not say of which layer" if not layer else f"asks for a layer, and {name} is of the whole network"
        )
        raise TermError(f"{text!r} is no term: it {missing}")
    if bool(time) != quantity.per_time:
        missing = "does not say at which time step" if not time else f"asks for a time step, and {name} has none"
        raise TermError(f"{text!r} is no term: it {missing}")
    return _Value(name, layer.strip(), time)
