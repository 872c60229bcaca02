"""Pieces that several figures share: axes of layers and of losses, zeros, NaN and Inf, guides and headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gradiometer.figures.parts import LOG_LIMITS, set_decades
from gradiometer.figures.sheet import Sheet
from gradiometer.figures.text import num_letters, say
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.quantities import QUANTITIES
from gradiometer.session_file import Session

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D


def has_log_axis(name: str, values: NDArray[np.float64], scale: str = "auto") -> bool:
    """Whether a loss explodes or falls far, so that it would be a flat line on a linear axis. values: finite; scale:
    what was asked for, of a loss.
    """
    if name != "loss" or not len(values):
        return False
    return scale == "log" if scale != "auto" else float(values.max()) > 1e3 * float(values.min(initial=np.inf))


def fit_progress(axes: Axes, name: str, values: NDArray[np.float64], sheet: Sheet) -> None:
    """The axis of `loss` or `accuracy` around these values, which are finite."""
    if not len(values):
        say(axes, "nothing but Inf and NaN", sheet)
    elif has_log_axis(name, values, sheet.scale):
        set_decades(axes, values, sheet)
    else:
        usual = 0.0, 1.04 if name == "accuracy" else 1.08 * float(values.max()) or 1.0
        axes.set_ylim(*(sheet.limits_of(axes) or usual))


def rounding_only(session: Session, quantity: str) -> str:
    """What a reader of bias gradients has to know where a normalization takes their influence away."""
    if session.experiment is None:
        return _rounding_of_watched(session, quantity)
    settings = [session.experiment.settings, *(change.after for change in session.interventions)]
    hidden = {
        NORMALIZATIONS[each.normalization].title for each in settings if NORMALIZATIONS[each.normalization].hides_bias
    }
    if quantity != "bias_gradient_norm" or not hidden:
        return ""
    return f" (of hidden layers: rounding only behind {', '.join(sorted(hidden))})"


def _rounding_of_watched(session: Session, quantity: str) -> str:
    names = [layer.name for layer in session.outline.layers if layer.has_hidden_bias]
    if quantity != "bias_gradient_norm" or not names:
        return ""
    return f" (rounding only behind a normalization: {', '.join(names)})"


def title_of(quantity: str) -> str:
    """`Weight gradient norm`."""
    return capital(QUANTITIES[quantity].title)


def capital(text: str) -> str:
    """With a capital letter in front, and the others as they are."""
    return text[:1].upper() + text[1:]


def name_layers(axes: Axes, names: Sequence[str], sheet: Sheet) -> None:
    """Layer names as ticks: level while they fit, else upright; of very many some, with first and last."""
    longest = max(map(num_letters, names))
    room = 0.85 * sheet.size_pt[0]
    upright = len(names) * (0.6 * 7 * longest + 4) > room
    shown = np.unique(np.linspace(0, len(names) - 1, min(len(names), int(room / 9))).round().astype(int)).tolist()
    axes.set_xticks([index + 1 for index in shown], [names[index] for index in shown], rotation=90 if upright else 0)
    axes.set_xlim(0.5, len(names) + 0.5)


def floor_below(low: float, high: float) -> float:
    """Where exact zeros stand below a log axis with these limits."""
    bottom, top = np.log10([low, high])
    return float(10.0 ** max(bottom - 0.08 * (top - bottom) - 0.3, LOG_LIMITS[0]))


def draw_zeros(
    axes: Axes,
    smallest: str,
    drawn: Sequence[NDArray[np.float64]],
    colors: Sequence[str],
    sheet: Sheet,
    *,
    places: NDArray[np.float64] | None = None,
) -> list[Line2D]:
    """Exact zeros as open triangles on a floor below everything else.

    smallest: below what they may really lie; drawn: values of the layers 1, 2, ..., an array for each colour; places:
    where they stand, if not at 1, 2, ...
    """
    if not sheet.has_floor and not any((values == 0).any() for values in drawn):
        return []
    low, high = axes.get_ylim()
    ticks = list(zip(axes.get_yticks(), (label.get_text() for label in axes.get_yticklabels()), strict=True))
    floor = low if sheet.has_floor else floor_below(low, high)
    if sheet.has_floor:
        # None on the label of the floor.
        ticks = [tick for tick in ticks if np.log10(tick[0] / low) > 0.05 * np.log10(high / low)]
    axes.axhline(floor, color=sheet.theme.faint, linewidth=sheet.line(0.6), linestyle=":")
    lines: list[Line2D] = []
    for values, color in zip(drawn, colors, strict=False):
        at = np.flatnonzero(values == 0)
        if not len(at):
            continue
        lines = axes.plot(
            at + 1 if places is None else places[at],
            np.full(len(at), floor),
            linestyle="",
            marker="v",
            markersize=sheet.pt(6),
            markerfacecolor=sheet.theme.ground,
            color=color,
            clip_on=False,
            label=f"0 (below {smallest})",
        )
    axes.set_ylim(bottom=floor)
    axes.set_yticks([floor, *(place for place, _label in ticks)], ["0", *(label for _place, label in ticks)])
    return lines


def draw_non_finite(
    axes: Axes, wrong: NDArray[np.bool_], sheet: Sheet, *, color: str = "", height: float = 0.98
) -> list[Line2D]:
    """Layers with NaN or Inf as crosses at the upper edge.

    wrong: of the layers 1, 2, ...; color: of the crosses, else that of a warning; height: as a share of the axis.
    """
    if not wrong.any():
        return []
    return axes.plot(
        np.flatnonzero(wrong) + 1,
        np.full(np.count_nonzero(wrong), height),
        transform=axes.get_xaxis_transform(),
        linestyle="",
        marker="x",
        markersize=sheet.pt(5),
        color=color or sheet.theme.warning,
        label="NaN or Inf",
    )


def draw_guide(axes: Axes, height: float | None, sheet: Sheet) -> None:
    """A dotted line at a height that a reader compares with, where there is one."""
    if height is not None:
        axes.axhline(height, color=sheet.theme.faint, linewidth=sheet.line(0.8), linestyle=":", zorder=0)
