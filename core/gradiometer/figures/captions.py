"""Captions: what each figure shows, in a sentence or two with numbers read off the session at full precision.

To add one, add one line to CAPTIONS and the function it names; a figure's caption bears the figure's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gradiometer.exports import ExportError, check_histogram, check_layer, check_quantity
from gradiometer.figures.caption_looks import (
    factors_numbers,
    neurons_numbers,
    surface_numbers,
    through_time_numbers,
    time_heatmap_numbers,
)
from gradiometer.figures.caption_parts import (
    Asked,
    Spread,
    Stretch,
    nothing_recorded,
    read_stretch,
    tell_changes,
    tell_ends,
    tell_gaps,
    tell_steps,
    title_of,
)
from gradiometer.figures.caption_trial import trial_numbers
from gradiometer.figures.theory_line import find_theory
from gradiometer.quantities import EVALUATION_QUANTITIES, HISTOGRAMS, QUANTITIES, stream_of
from gradiometer.session_file import Session
from gradiometer.tables import newest_histogram, stored_series
from gradiometer.wording_of_numbers import count, listed, number, plural, tell_value

# Layers that are told of one by one.
_MOST_TOLD = 4


@dataclass(frozen=True, slots=True)
class Caption:
    """picture: what is drawn, and how, for somebody who cannot see it; numbers: what it says of a session."""

    picture: str
    numbers: Callable[[Session, Asked], str]


def caption(
    session: Session,
    name: str,
    *,
    layer: int | None = None,
    quantity: str = "weight_gradient_norm",
    step: int | None = None,
    histogram: str = "weight_gradient",
    first_step: int | None = None,
    last_step: int | None = None,
    trial: int | None = None,
) -> str:
    """A sentence or two of a figure of EVERY_FIGURE, asked for by the same choices.

    Raises ExportError for what is not there, and SessionFileError where the session is damaged.
    """
    asked = Asked(
        layer=check_layer(session, layer),
        quantity=check_quantity(name, quantity),
        step=step,
        histogram=check_histogram(histogram),
        first_step=first_step,
        last_step=last_step,
        trial=trial,
    )
    return _caption_of(name).numbers(session, asked)


def picture(name: str) -> str:
    """What a figure of FIGURES draws, and how: an alternative text beside a caption that has the numbers.

    Raises ExportError.
    """
    return _caption_of(name).picture


def _caption_of(name: str) -> Caption:
    if name not in CAPTIONS:
        raise ExportError(f"{name} is not a figure: choose one of {', '.join(CAPTIONS)}")
    return CAPTIONS[name]


def _profile(session: Session, asked: Asked) -> str:
    stream, quantity = stream_of(asked.quantity), QUANTITIES[asked.quantity]
    series = stored_series(session, stream)
    title = title_of(asked.quantity)
    found = series.at(series.span()[1] if asked.step is None else asked.step, asked.quantity)
    if found is None:
        return nothing_recorded(session, f"{title} by layer", of_looks=stream != "step")
    step, values = found
    told = tell_ends(session.outline, values, is_log=quantity.is_log, is_partial=stream != "step")
    others = []
    if stream == "step" and asked.quantity != "delta_norm":
        delta = series.at(step, "delta_norm")
        assert delta is not None
        others.append(f"the norm of delta is {tell_ends(session.outline, delta[1], is_brief=True)}")
    if asked.quantity == "weight_gradient_norm":
        after = series.at(step, "weight_gradient_norm_after_clip")
        assert after is not None
        if (np.isfinite(after[1]) & (after[1] != values)).any():
            others.append(f"clipping leaves {tell_ends(session.outline, after[1], is_brief=True)}")
    if (theory := find_theory(session, asked.quantity, step)) is not None:
        expected = tell_ends(session.outline, theory.values, is_log=quantity.is_log, is_partial=True, is_brief=True)
        others.append(f"theory at initialization expects {expected}")
    more = f" At this step {listed(others)}." if others else ""
    return f"{title} by layer at step {count(step)}: {told}.{more}"


def _norms(session: Session, asked: Asked) -> str:
    quantity, stream = QUANTITIES[asked.quantity], stream_of(asked.quantity)
    title = title_of(asked.quantity)
    stretch = read_stretch(session, stream, asked.quantity, asked.first_step, asked.last_step)
    many = len(session.layer_names)
    heading = (
        f"{title} of {f'each of {many} layers' if many > 1 else 'the only layer'}" if quantity.per_layer else title
    )
    if stretch is None:
        return nothing_recorded(session, f"{heading} over steps", of_looks=stream == "look")
    names = session.layer_names if quantity.per_layer else ("",)
    shown = sorted({0, len(names) - 1})
    if quantity.per_layer and len(names) <= _MOST_TOLD:
        shown = list(range(len(names)))
    parts = [part for layer in shown if (part := _tell_column(session, stretch, layer, names[layer]))]
    told = "; ".join(parts) or "nothing but NaN"
    unit = "" if quantity.unit == "1" else f" ({quantity.unit})"
    text = f"{heading}{unit} {tell_steps(stretch)}: {told}."
    # What a layer cannot have, as the output layer has no gate, is NaN at every look.
    names = () if not quantity.per_layer else session.layer_names
    gaps = "" if quantity.per_layer and stream != "step" else tell_gaps(stretch, names)
    return f"{text}{gaps}{tell_changes(session, stretch)}"


def _tell_column(session: Session, stretch: Stretch, column: int, name: str) -> str:
    """`hidden 1 from 0.02 to 0.003, between 0.001 and 0.2`; empty where nothing is known."""
    if np.isnan(stretch.low[column]):
        return ""
    smallest = session.outline.layers[column].smallest if name else session.outline.smallest
    first, last, low, high = (
        tell_value(float(row[column]), smallest) for row in (stretch.first, stretch.last, stretch.low, stretch.high)
    )
    front = f"{name} " if name else ""
    if stretch.num_rows == 1:
        return f"{front}{first}"
    text = f"{front}from {first} to {last}"
    return text if {low, high} <= {first, last} else f"{text}, between {low} and {high}"


def _histogram(session: Session, asked: Asked) -> str:
    name, kind = session.layer_names[asked.layer], HISTOGRAMS[asked.histogram]
    heading = f"{kind.title[:1].upper()}{kind.title[1:]} of {name}"
    found = newest_histogram(session, asked.histogram, asked.step)
    if found is None:
        return nothing_recorded(session, heading, of_looks=kind.values is not None)
    spread = Spread.of(session.bins, found.counts[0, asked.layer])
    return f"{heading} at step {count(int(found.steps[0]))}: {spread.tell(kind.entries)}."


def _heatmap(session: Session, asked: Asked) -> str:
    name, kind = session.layer_names[asked.layer], HISTOGRAMS[asked.histogram]
    heading = f"{kind.title[:1].upper()}{kind.title[1:]} of {name}"
    steps = session.histogram_steps(asked.histogram)
    first = 0 if asked.first_step is None else asked.first_step
    last = np.inf if asked.last_step is None else asked.last_step
    steps = steps[(steps >= first) & (steps <= last)]
    if not len(steps):
        return nothing_recorded(session, f"{heading} over steps", of_looks=kind.values is not None)
    told = []
    for step in sorted({int(steps[0]), int(steps[-1])}):
        found = session.histogram_at(asked.histogram, step)
        assert found is not None, "its step is listed"
        told.append(f"at step {count(step)} {Spread.of(session.bins, found.counts[0, asked.layer]).tell_briefly()}")
    return f"{heading} in {plural(len(steps), 'histogram')}: {'; '.join(told)}."


def _loss(session: Session, asked: Asked) -> str:
    parts, gaps, changes = [], "", ""
    for name in ("loss", "accuracy"):
        stretch = read_stretch(session, "step", name, asked.first_step, asked.last_step)
        if stretch is None:
            continue
        if name == "loss":
            gaps, changes = tell_gaps(stretch, ()), tell_changes(session, stretch)
            parts.append(f"Loss of the training batches {tell_steps(stretch)}: {_tell_course(stretch, least=True)}")
        elif not np.isnan(stretch.low[0]):
            parts.append(f"accuracy {_tell_course(stretch, least=False)}")
    told = "; ".join(parts)
    held_out = []
    for name in EVALUATION_QUANTITIES:
        stretch = read_stretch(session, "evaluation", name, asked.first_step, asked.last_step)
        # One that lies beyond a training step has been looked at all the same.
        if stretch is not None and not np.isnan(stretch.low[0]):
            held_out.append(f"{name.removeprefix('held_out_')} {_tell_course(stretch, least=name == 'held_out_loss')}")
            at = f"held-out examples {tell_steps(stretch)}"
    if held_out:
        told = "; ".join(filter(None, [told, f"{at}: {', '.join(held_out)}"]))
    if not told:
        return nothing_recorded(session, "Loss and accuracy", of_looks=False)
    return f"{told[:1].upper()}{told[1:]}.{gaps}{changes}"


def _tell_course(stretch: Stretch, *, least: bool) -> str:
    """`from 2.3 to 0.7, least 0.6 at step 280`."""
    first, last = number(float(stretch.first[0])), number(float(stretch.last[0]))
    if stretch.num_rows == 1:
        return first
    best, step = (stretch.low, stretch.low_step) if least else (stretch.high, stretch.high_step)
    end = (
        ""
        if best[0] == stretch.last[0]
        else f", {'least' if least else 'most'} {number(float(best[0]))} at step {count(int(step[0]))}"
    )
    return f"from {first} to {last}{end}"


CAPTIONS: dict[str, Caption] = {
    "profile": Caption(
        "Curves with a marker for each layer, from the input at the left to the output at the right",
        _profile,
    ),
    "factors": Caption(
        "Curves of gain, gate, weight factor and the product of the last two, with a marker for each layer, log axis",
        factors_numbers,
    ),
    "through_time": Caption(
        "A curve for each recurrent layer against the time step of the sequence, on a log axis", through_time_numbers
    ),
    "norms": Caption("Curves against the training step", _norms),
    "histogram": Caption(
        "Bars, one for each power of two, negative values at the left, positive ones at the right, log axis of counts",
        _histogram,
    ),
    "neurons": Caption("A column for each layer, with a bar for each of its first neurons", neurons_numbers),
    "heatmap": Caption("An image: training steps to the right, powers of two upwards, counts as colours", _heatmap),
    "time_heatmap": Caption(
        "An image: training steps to the right, time steps of the sequence upwards, magnitudes as colours",
        time_heatmap_numbers,
    ),
    "loss": Caption(
        "Two panels of curves against the training step: loss above, accuracy below, training and held-out", _loss
    ),
    "surface": Caption(
        "The plane of the two inputs, coloured by the class that the network tells, with the training examples",
        surface_numbers,
    ),
    "trial": Caption(
        "Two panels of curves against the training step, one for each branch, with the control as the line at 0: the "
        "logarithm of the first layer's gradient norm over the control's above, the loss less the control's below",
        trial_numbers,
    ),
}
"""By the names of EVERY_FIGURE."""
