"""What plots show, in sentences: for who hears a plot instead of seeing it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradiometer.history import History
from gradiometer_desktop.language import count_of, said, tr
from gradiometer_desktop.wording import capital, spaced

# Less than this factor from one end to the other is no slope that a person would name.
_LEVEL = 3.0


def tell_layers(title: str, history: History, found: tuple[int, NDArray[np.float64]], *, is_log: bool) -> str:
    """`Weight gradient norm of 5 layers at step 3 974: from 2.1e-04 (hidden 1) to 3e-02 (output), falling towards the
    input.` found: the step, and values [num_layers].
    """
    step, values = found
    names = history.layer_names
    layers = count_of("{n} layer", "{n} layers", len(names))
    head = tr("{title} of {layers} at step {step}", title=capital(said(title)), layers=layers, step=spaced(step))
    known = np.flatnonzero(np.isfinite(values[: len(names)]))
    if not len(known):
        return tr("{head}: none is known.", head=head)
    low, high = int(known[np.argmin(values[known])]), int(known[np.argmax(values[known])])
    if values[low] == values[high]:
        told = tr("{head}: {value} everywhere.", head=head, value=f"{values[low]:.3g}")
    else:
        told = tr(
            "{head}: from {least} ({where}) to {most} ({where_most}), {slope}.",
            head=head,
            least=f"{values[low]:.3g}",
            where=names[low],
            most=f"{values[high]:.3g}",
            where_most=names[high],
            slope=slope_of(values[known], is_log=is_log),
        )
    zeros = int(np.sum(values[known] == 0.0)) if is_log else 0
    missing = len(names) - len(known)
    if zeros:
        told += " " + count_of("Exactly 0 in {n} layer.", "Exactly 0 in {n} layers.", zeros)
    if missing:
        told += " " + count_of("Not known of {n} layer.", "Not known of {n} layers.", missing)
    return told


def slope_of(values: NDArray[np.float64], *, is_log: bool) -> str:
    """How finite values go from the output to the input, the input's standing first. is_log: by factors."""
    if is_log:
        positive = values > 0
        if not positive.any():
            return tr("level")
        heights = np.log10(np.where(positive, values, values[positive].min()))
        enough = np.log10(_LEVEL)
    else:
        heights = values
        enough = float(np.ptp(values)) / 2
    if len(heights) < 2:
        return tr("level")
    rise = float(np.polyfit(np.arange(len(heights)), heights, 1)[0]) * (len(heights) - 1)
    if abs(rise) < enough:
        return tr("up and down on the way to the input") if np.ptp(heights) > 2 * enough else tr("about level")
    return tr("falling towards the input") if rise > 0 else tr("rising towards the input")


def tell_change(name: str, steps: NDArray[np.float64], values: NDArray[np.float64]) -> str:
    """`hidden 1: 2.1e-04 at step 0, 3e-05 at step 900, least 1e-05 at step 640.`; empty where there is nothing."""
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return ""
    first, last = known[0], known[-1]
    if first == last:
        return tr("{name}: {value} at step {step}.", name=name, value=f"{values[last]:.3g}", step=spaced(steps[last]))
    low, high = known[np.argmin(values[known])], known[np.argmax(values[known])]
    return tr(
        "{name}: {first} at step {first_step}, {last} at step {last_step}; least {least} at step {least_step}, "
        "most {most} at step {most_step}.",
        name=name,
        first=f"{values[first]:.3g}",
        first_step=spaced(steps[first]),
        last=f"{values[last]:.3g}",
        last_step=spaced(steps[last]),
        least=f"{values[low]:.3g}",
        least_step=spaced(steps[low]),
        most=f"{values[high]:.3g}",
        most_step=spaced(steps[high]),
    )


def tell_marks(steps: list[int]) -> str:
    """How many changes, findings and notes stand at the plot, and where the last one does."""
    if not steps:
        return ""
    return count_of(
        "{n} mark, at step {last}.", "{n} marks, the last at step {last}.", len(steps), last=spaced(steps[-1])
    )
