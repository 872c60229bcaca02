"""The colours of plots and figures, readable for colour-blind people on light and on dark ground."""

from __future__ import annotations

from collections.abc import Sequence

# Points of matplotlib's perceptually uniform map "plasma" (CC0), a tenth apart.
_PLASMA = (
    "#0d0887",
    "#41049d",
    "#6a00a8",
    "#8f0da4",
    "#b12a90",
    "#cc4778",
    "#e16462",
    "#f2844b",
    "#fca636",
    "#fcce25",
    "#f0f921",
)

# Okabe & Ito 2008.
CATEGORICAL = {"blue": "#0072b2", "orange": "#e69f00", "green": "#009e73", "vermilion": "#d55e00", "sky": "#56b4e9"}


def layer_colors(num_layers: int, *, dark: bool) -> tuple[str, ...]:
    """One colour a layer as `#rrggbb`, from the input on: a ramp of growing lightness that keeps off the ground."""
    low, high = (0.36, 0.98) if dark else (0.0, 0.8)
    if num_layers == 1:
        return (_at(_PLASMA, (low + high) / 2),)
    return tuple(_at(_PLASMA, low + (high - low) * index / (num_layers - 1)) for index in range(num_layers))


def _at(ramp: Sequence[str], position: float) -> str:
    """The colour at a position from 0 to 1 along a ramp."""
    scaled = position * (len(ramp) - 1)
    index = min(int(scaled), len(ramp) - 2)
    share = scaled - index
    channels = []
    for offset in (1, 3, 5):
        a, b = (int(ramp[i][offset : offset + 2], 16) for i in (index, index + 1))
        channels.append(round(a + (b - a) * share))
    return "#{:02x}{:02x}{:02x}".format(*channels)
