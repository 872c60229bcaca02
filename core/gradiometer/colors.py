"""The colours of plots and figures, readable for colour-blind people on light and on dark ground."""

from __future__ import annotations

import math
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

# One a session. Chosen by a search: of any two the distance in OKLab is at least 0.11, also as seen with protanopia,
# deuteranopia and tritanopia (Machado et al. 2009), and the contrast to the ground at least 3.
_SESSIONS_ON_LIGHT = ("#0072b2", "#d55e00", "#00a5a5", "#a5186d", "#9b59ff", "#594700", "#3d1cbf", "#1f2430")
_SESSIONS_ON_DARK = ("#56b4e9", "#e69f00", "#f25493", "#59ff7a", "#5454f2", "#8c594d", "#bf1c9e", "#e8eaf0")

# Of a trial, the control first, in a grey that stands back. Of it and the first four branches any two are as far apart
# as above: so near to this grey for some eyes come two of the colours on light ground that they are last.
_TRIAL_ON_LIGHT = ("#5c5e63", "#0072b2", "#d55e00", "#00a5a5", "#9b59ff", "#1f2430", "#3d1cbf", "#594700")
_TRIAL_ON_DARK = ("#d0d3d8", *_SESSIONS_ON_DARK[:-1])

# From what vanishes over what stays alike to what explodes: the farther from the middle, the farther from the ground.
_DIVERGING_ON_LIGHT = ("#08306b", "#2b6cb0", "#8dbbe2", "#f1efec", "#f2b48a", "#cf6220", "#7a2a02")
_DIVERGING_ON_DARK = ("#a9d6ff", "#4f97dd", "#2a5687", "#2a2d34", "#85492a", "#dd8442", "#ffd2a1")


def diverging_colors(num_colors: int, *, dark: bool) -> tuple[str, ...]:
    """A ramp from blue over nearly the ground to orange, as `#rrggbb`; an odd number has the middle in it."""
    ramp = _DIVERGING_ON_DARK if dark else _DIVERGING_ON_LIGHT
    return tuple(_at(ramp, index / (num_colors - 1)) for index in range(num_colors))


def grey_colors(num_colors: int, low: float, high: float) -> tuple[str, ...]:
    """Greys as `#rrggbb`; low, high: the shares of white in the first and in the last."""
    shares = [low + (high - low) * index / max(num_colors - 1, 1) for index in range(num_colors)]
    return tuple(f"#{3 * f'{round(255 * share):02x}'}" for share in shares)


def ink_on(color: str, *inks: str) -> str:
    """Of these inks the one that is read best on a colour."""
    there = _luminance(color) + 0.05
    return max(inks, key=lambda ink: abs(math.log((_luminance(ink) + 0.05) / there)))


def _luminance(color: str) -> float:
    """Of `#rrggbb`, from 0 to 1 (Rec. 709 weights of linear light)."""
    linear = []
    for offset in (1, 3, 5):
        share = int(color[offset : offset + 2], 16) / 255
        linear.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def session_colors(*, dark: bool) -> tuple[str, ...]:
    """A colour for each session that stands in the same plots, as many as a comparison may have."""
    return _SESSIONS_ON_DARK if dark else _SESSIONS_ON_LIGHT


def trial_colors(*, dark: bool) -> tuple[str, ...]:
    """The same of a trial: neutral grey for its control, which is first, and one for each branch, by their numbers."""
    return _TRIAL_ON_DARK if dark else _TRIAL_ON_LIGHT


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
