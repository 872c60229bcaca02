"""Styles of figures for tests."""

from typing import Any

from gradiometer.figures.style import FigureStyle


def styled(size_mm: tuple[float, float] = (178, 100), **fields: Any) -> FigureStyle:
    """A style of this size and with these fields."""
    return FigureStyle(width_mm=size_mm[0], height_mm=size_mm[1], **fields)
