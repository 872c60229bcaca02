"""How the diagrams write numbers and indices: as a student would on paper."""

from __future__ import annotations

import math
from collections.abc import Iterable

from gradiometer_desktop.language import tr

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def shown(value: float, digits: int = 3) -> str:
    """`0.0123`, `−1.5`, `1953`, `1.23·10⁻⁷`: rounded to so many digits that count, but never before the point."""
    if not math.isfinite(value):
        return tr("none") if math.isnan(value) else "∞" if value > 0 else "−∞"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if value != 0.0 and not -3 <= power <= 4:
        text = f"{float(mantissa):g}·10" + str(power).translate(_SUPERSCRIPTS)
    else:
        text = f"{value:.{max(0, digits - 1 - power)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def index(number: int) -> str:
    """`₁₂`."""
    return str(number).translate(_SUBSCRIPTS)


def plus(value: float) -> str:
    """` + 0.5`, ` − 0.5`: as another term of a sum."""
    return f" − {shown(-value)}" if value < 0 else f" + {shown(value)}"


def product(values: Iterable[float]) -> str:
    """`0.25 · (−0.1)`."""
    return " · ".join(f"({shown(value)})" if value < 0 else shown(value) for value in values)
