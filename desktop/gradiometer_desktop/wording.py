"""How numbers and moments are written on the screen."""

from __future__ import annotations

import math
import time


def capital(text: str) -> str:
    """With a capital at its beginning; the others stay."""
    return text[:1].upper() + text[1:]


def spaced(value: float, digits: int = 0) -> str:
    """`1 234 567`, with so many digits behind the point."""
    return f"{value:,.{digits}f}".replace(",", " ")


def count(number: int) -> str:
    """With a thin gap between thousands."""
    return f"{number:,}".replace(",", "\u2009")


def number(value: float) -> str:
    """Four digits; NaN and Inf as they are written in the field."""
    if math.isnan(value):
        return "NaN"
    return f"{value:.4g}" if math.isfinite(value) else "Inf" if value > 0 else "-Inf"


def moment(seconds: float) -> str:
    """Seconds since 1970 as local time."""
    try:
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
    except (ValueError, OverflowError, OSError):
        return ""
