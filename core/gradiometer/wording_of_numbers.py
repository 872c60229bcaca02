"""Numbers in words: counts, values of any size, what an exact zero means, how far two values lie apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

# By no number: what is infinite, or divided by 0.
_ENDLESS = 1e90
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def count(number: int) -> str:
    """`23,520`."""
    return f"{number:,}"


def power_of_ten(exponent: int) -> str:
    """`10⁻⁵`: plain text, which can be searched for and is drawn ten times faster than a formula."""
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


def number(value: float, digits: int = 3) -> str:
    """So many significant digits; `NaN`, `Inf` and `-Inf` as they are written in the field."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    return f"{value:.{digits}g}"


def tell_value(value: float, smallest: str) -> str:
    """The same; of an exact zero also below what it may really lie: `0 (below 1e-45)`."""
    return f"0 (below {smallest})" if value == 0.0 else number(value)


def tell_decades(first: float, last: float) -> str:
    """How far two positive finite values lie apart: `(5.5 decades)`; empty where that says nothing, or is not known."""
    if not (0 < first < math.inf and 0 < last < math.inf):
        return ""
    # Their quotient may overflow.
    decades = abs(math.log10(first) - math.log10(last))
    return f"({decades:.1f} decades)" if decades >= 1 else ""


def plural(number: int, what: str) -> str:
    """`1 step`, `2 steps`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def tell_strength(factor: float) -> str:
    """By what factor a limit is passed: `1,200 times beyond the limit`."""
    if not math.isfinite(factor) or factor > _ENDLESS:
        return "beyond the limit by no number, because one of the two is 0, NaN or Inf"
    if factor < 1.05:
        return "just beyond the limit"
    if factor >= 1e6:
        return f"{factor:.1e} times beyond the limit"
    return f"{factor:,.0f} times beyond the limit" if factor >= 10 else f"{factor:.2g} times beyond the limit"
