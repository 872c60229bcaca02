"""What the figures of closer looks say in numbers: factors, neurons, time steps and the decision surface."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradiometer.figures.caption_parts import Asked, nothing_recorded, read_stretch, tell_changes, tell_steps, title_of
from gradiometer.neurons import NUM_SHOWN, bars_of, compare, longest_of
from gradiometer.session_file import Session
from gradiometer.surfaces import NO_SURFACE, Surface, describe
from gradiometer.tables import at_look
from gradiometer.time_steps import by_layer, levels_of, nearest_level, shown_quantity, tell_ratio, why_no_time
from gradiometer.wording_of_numbers import count, listed, number, plural, tell_value

# Recurrent levels that are told of one by one.
_MOST_TOLD = 4


def factors_numbers(session: Session, asked: Asked) -> str:
    """Of the figure `factors`."""
    found = at_look(session, asked.step, "gain", "gate", "weight_factor")
    if found is None:
        return nothing_recorded(session, "Gain, gate and weight factor", of_looks=True)
    step, (gain, gate, weights) = found
    told: list[str] = []
    for name, values in (("gain", gain), ("gate", gate), ("weight factor", weights)):
        there = np.flatnonzero(np.isfinite(values))
        if len(there):
            low, high = there[np.argmin(values[there])], there[np.argmax(values[there])]
            told.append(f"the {name} {'' if told else 'lies '}{_between(session, values, int(low), int(high))}")
    if not told:
        return f"At the closer look at step {count(step)} no layer has a gain, a gate or a weight factor."
    text = f"At the closer look at step {count(step)} {listed(told)}."
    positive = np.isfinite(gain) & (gain > 0)
    with np.errstate(over="ignore", invalid="ignore"):
        product = gate * weights
    both = positive & np.isfinite(product)
    if both.any():
        off = float(np.abs(product[both] / gain[both] - 1).max())
        text += f" Gate x weight factor is the gain to within {100 * off:.0f} % in {plural(int(both.sum()), 'layer')}."
    if positive.sum() > 1 and not (gain == 0).any():
        decades = float(np.log10(gain[positive]).sum())
        # Of hundreds of layers it may be no float any more.
        all_together = number(10.0**decades, 2) if abs(decades) < 300 else f"10^{decades:.0f}"
        text += f" All gains together multiply to {all_together}."
    if (gain == 0).any():
        text += f" The gain is exactly 0 in {plural(int((gain == 0).sum()), 'layer')}."
    return text


def _between(session: Session, values: NDArray[np.float64], low: int, high: int) -> str:
    """`between 0.2 (hidden 3) and 1.4 (hidden 1)`."""
    names, layers = session.layer_names, session.outline.layers
    least, largest = (tell_value(float(values[at]), layers[at].smallest) for at in (low, high))
    if low == high or values[low] == values[high]:
        return f"at {least} ({names[low]})"
    return f"between {least} ({names[low]}) and {largest} ({names[high]})"


def through_time_numbers(session: Session, asked: Asked) -> str:
    """Of the figure `through_time`."""
    outline = session.outline
    name = shown_quantity(asked.quantity, outline.time_quantities)
    title = f"{title_of(name)} through time"
    if not outline.times:
        return f"{title}: {_why_no_time(session)}"
    found = at_look(session, asked.step, name)
    if found is None:
        return nothing_recorded(session, title, of_looks=True)
    step, (row,) = found
    values = by_layer(row, len(outline.layers))
    levels = levels_of(values)
    if not levels:
        return f"{title} at step {count(step)}: of no layer it is known."
    some = levels if len(levels) <= _MOST_TOLD else (levels[0], levels[-1])
    told = "; ".join(_tell_level(session, values, level) for level in some)
    return f"{title} at step {count(step)}: {told}."


def _tell_level(session: Session, values: NDArray[np.float64], level: int) -> str:
    """`hidden 1 has 1e-08 at time step 1 and 0.02 at 50, first/last 5e-07`. values: [num_layers, num_times]."""
    layer, times = session.outline.layers[level], session.outline.times
    first, last = float(values[level, 0]), float(values[level, -1])
    if len(times) == 1:
        return f"{layer.name} has {tell_value(first, layer.smallest)} at its only time step"
    ends = f"{tell_value(first, layer.smallest)} at time step {times[0]} and {tell_value(last, layer.smallest)}"
    return f"{layer.name} has {ends} at {times[-1]}, {tell_ratio(first, last, layer.smallest)}"


def time_heatmap_numbers(session: Session, asked: Asked) -> str:
    """Of the figure `time_heatmap`."""
    outline = session.outline
    name = shown_quantity(asked.quantity, outline.time_quantities)
    title = f"{title_of(name)} through time"
    if not outline.times:
        return f"{title}: {_why_no_time(session)}"
    stretch = read_stretch(session, "time", name, asked.first_step, asked.last_step)
    if stretch is None:
        return nothing_recorded(session, f"{title} over steps", of_looks=True)
    rows = [by_layer(row, len(outline.layers)) for row in (stretch.first, stretch.last, stretch.low, stretch.high)]
    levels = levels_of(*rows)
    if not levels:
        return f"{title} {tell_steps(stretch)}: of no layer it is known."
    layer = nearest_level(levels, asked.layer)
    smallest, layer_name = outline.layers[layer].smallest, outline.layer_names[layer]
    ends = [tell_ratio(float(row[layer, 0]), float(row[layer, -1]), smallest) for row in rows[:2]]
    low, high = float(np.nanmin(rows[2][layer])), float(np.nanmax(rows[3][layer]))
    between = f"values between {tell_value(low, smallest)} and {tell_value(high, smallest)}"
    over = f"{ends[0]} at first and {ends[1].removeprefix('first/last ')} at last" if stretch.num_rows > 1 else ends[0]
    return f"{title} of {layer_name} {tell_steps(stretch)}: {over}, {between}.{tell_changes(session, stretch)}"


def _why_no_time(session: Session) -> str:
    sentence = why_no_time(is_watched=session.experiment is None)
    return sentence[:1].lower() + sentence[1:]


def neurons_numbers(session: Session, asked: Asked) -> str:
    """Of the figure `neurons`."""
    heading = f"Gradient dC/db of the first {NUM_SHOWN} neurons of each layer"
    found = at_look(session, asked.step, "unit_gradient")
    if found is None:
        return nothing_recorded(session, heading, of_looks=True)
    step, (row,) = found
    bars, names, layers = bars_of(row), session.layer_names, session.outline.layers
    heading = f"{heading} at step {count(step)}"
    told = []
    # Those that every page has room for.
    for layer in sorted({0, max(0, len(bars) - 2), len(bars) - 1}):
        longest = longest_of(bars[layer])
        if longest == longest:
            told.append(f"{tell_value(longest, layers[layer].smallest)} in {names[layer]}")
    if not told:
        return f"{heading}: of none it is known."
    ratio = compare(bars, 0, names)
    text = f"{heading}: the largest magnitude is {listed(told)}"
    return f"{text}; the longest bar of {names[0]} is {ratio}." if ratio else f"{text}."


def surface_numbers(session: Session, asked: Asked) -> str:
    """Of the figure `surface`."""
    experiment = session.experiment
    if experiment is None or not session.outline.has_surface:
        return f"Decision surface: {NO_SURFACE[:1].lower()}{NO_SURFACE[1:]}."
    found = at_look(session, asked.step, "surface")
    if found is None:
        return nothing_recorded(session, "Decision surface", of_looks=True)
    step, (row,) = found
    shares = describe(experiment.known_facts, Surface.of(row)).removeprefix("of the plane: ")
    return f"Decision surface at step {count(step)}, shares of the plane: {shares}."
