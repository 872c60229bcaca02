"""Captions of the figures of a comparison: what each says of every session, in numbers read off the sessions.

To add one, add one line to COMPARE_CAPTIONS and the function it names; it bears the name of the figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gradiometer.against import hold_against, tell_height
from gradiometer.alignment import ALIGNMENT_FIELD, ALIGNMENTS
from gradiometer.bins import SPECIALS
from gradiometer.compared import Compared
from gradiometer.comparison import Comparison
from gradiometer.exports import ExportError, check_histogram, check_quantity
from gradiometer.figures.caption_parts import tell_ends, title_of
from gradiometer.quantities import HISTOGRAMS, QUANTITIES, stream_of
from gradiometer.time_steps import tell_ratio
from gradiometer.wording_of_numbers import count, number, tell_value

_FEW = 3
"""Of so many sessions each is told of in full."""
_TAIL = 0.1
_MOST_AVERAGED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareAsked:
    """What a figure is asked to show, as compare_parts.CompareRequest says it."""

    quantity: str = "weight_gradient_norm"
    layers: tuple[int, ...] = ()
    align: str = "step"
    position: float | None = None
    histogram: str = "weight_gradient"

    @property
    def place(self) -> str:
        """Where in time it is, in words."""
        return "at the newest step" if self.position is None else f"at {ALIGNMENTS[self.align].tell(self.position)}"


@dataclass(frozen=True, slots=True)
class CompareCaption:
    """picture: what is drawn, and how; numbers: what it says of a session, empty where nothing; heading: of all;
    is_against: whether sessions are held against the control, of which there is nothing to say then.
    """

    picture: str
    heading: Callable[[Comparison, CompareAsked], str]
    numbers: Callable[[Comparison, Compared, CompareAsked], str]
    is_against: bool = False


def compare_caption(
    comparison: Comparison,
    name: str,
    *,
    quantity: str = "weight_gradient_norm",
    layers: Sequence[int] | None = None,
    align: str = "step",
    position: float | None = None,
    histogram: str = "weight_gradient",
) -> str:
    """A sentence or two of a figure of COMPARE_FIGURES, asked for by the same choices.

    Raises ExportError, FieldError for what is not there, and SessionFileError where a session is damaged.
    """
    asked = CompareAsked(
        quantity=check_quantity(name, quantity),
        layers=tuple(layers) if layers else comparison.usual_layers,
        align=ALIGNMENT_FIELD.check("align", align),
        position=position,
        histogram=check_histogram(histogram),
    )
    kind = _caption_of(name)
    told, silent = [], []
    for side in comparison.others if kind.is_against else comparison.shown:
        numbers = kind.numbers(comparison, side, asked) if side.clock(asked.align) is not None else ""
        if numbers:
            told.append(f"“{side.label}”: {numbers}.")
        else:
            silent.append(side.label)
    heading = kind.heading(comparison, asked)
    if not told:
        return f"{heading}: nothing is recorded."
    told += [f"Nothing of {', '.join(silent)}."] if silent else []
    return f"{heading}. {' '.join(told)}"


def compare_picture(name: str) -> str:
    """What a figure of COMPARE_FIGURES draws, and how. Raises ExportError."""
    return _caption_of(name).picture


def _caption_of(name: str) -> CompareCaption:
    if name not in COMPARE_CAPTIONS:
        raise ExportError(f"{name} is not a figure of a comparison: choose one of {', '.join(COMPARE_CAPTIONS)}")
    return COMPARE_CAPTIONS[name]


def _profile(comparison: Comparison, side: Compared, asked: CompareAsked) -> str:
    found = side.at(asked.quantity, asked.align, asked.position)
    if found is None:
        return ""
    step, values = found
    outline, is_partial = side.session.outline, stream_of(asked.quantity) != "step"
    at = f"step {count(step)}, "
    if len(comparison.shown) <= _FEW or not QUANTITIES[asked.quantity].is_log:
        is_log = QUANTITIES[asked.quantity].is_log
        return at + tell_ends(outline, values, is_log=is_log, is_partial=is_partial, is_brief=not is_log)
    there = np.flatnonzero(~np.isnan(values)) if is_partial else np.arange(len(values))
    if not len(there):
        return ""
    first, last = int(there[0]), int(there[-1])
    return at + tell_ratio(float(values[first]), float(values[last]), outline.layers[first].smallest)


def _norms(comparison: Comparison, side: Compared, asked: CompareAsked) -> str:
    found = side.at(asked.quantity, asked.align, None)
    if found is None:
        return ""
    step, values = found
    places = asked.layers if len(comparison.shown) <= _FEW else asked.layers[:1]
    if not QUANTITIES[asked.quantity].per_layer:
        return f"{number(float(values[0]))} at step {count(step)}"
    told = []
    for place in places:
        layer = side.layer(place)
        if layer is not None:
            outline = side.session.outline.layers[layer]
            told.append(f"{tell_value(float(values[layer]), outline.smallest)} in {outline.name}")
    return f"{', '.join(told)} at step {count(step)}" if told else ""


def _histogram(comparison: Comparison, side: Compared, asked: CompareAsked) -> str:
    layer = side.layer(asked.layers[0])
    spread = None if layer is None else side.spread(asked.histogram, layer, asked.align, asked.position)
    if spread is None:
        return ""
    zeros = spread.timeline.specials(0)[SPECIALS[0]] / max(spread.num_values, 1)
    entries = HISTOGRAMS[asked.histogram].entries
    return f"{count(spread.num_values)} {entries} at step {count(spread.step)}, {100 * zeros:.3g} % of them exactly 0"


def _histogram_heading(comparison: Comparison, asked: CompareAsked) -> str:
    layer = comparison.layer_name(asked.layers[0])
    return f"{HISTOGRAMS[asked.histogram].title.capitalize()} of {layer} {asked.place}"


def _loss(comparison: Comparison, side: Compared, asked: CompareAsked) -> str:
    told = []
    for name in ("loss", "accuracy", "held_out_loss", "held_out_accuracy"):
        found = side.at(name, asked.align, None)
        # A watched loop may have told no accuracy.
        if found is not None and (name == "loss" or not np.isnan(found[1][0])):
            told.append(f"{name.replace('held_out', 'held-out').replace('_', ' ')} {number(float(found[1][0]))}")
    return ", ".join(told)


def _ratio(comparison: Comparison, side: Compared, asked: CompareAsked) -> str:
    against = hold_against(comparison, side, asked.quantity, asked.layers)
    found = against.at(asked.align, None)
    if found is None:
        return ""
    told = [
        f"{tell_height(against, float(height))}{'' if place is None else f' in {comparison.layer_name(place)}'}"
        for place, height in zip(against.places, found.height.tolist(), strict=True)
    ]
    return f"{', '.join(told if len(comparison.shown) <= _FEW else told[:1])} at step {count(found.step)}"


def _ratio_heading(comparison: Comparison, asked: CompareAsked) -> str:
    return f"{title_of(asked.quantity)} against “{comparison.control.label}” over steps, at the newest that both have"


def _loss_difference(comparison: Comparison, side: Compared, asked: CompareAsked) -> str:
    against = hold_against(comparison, side, "loss", ())
    newest, span = against.at(asked.align, None), against.shared_span()
    if newest is None or span is None:
        return ""
    text = f"{tell_height(against, float(newest.height[0]))} at step {count(newest.step)}"
    first, last = span[1] - _TAIL * (span[1] - span[0]), span[1]
    # By steps, whatever the axis of the figure.
    course = against.course("step", first, last, _MOST_AVERAGED)
    heights = course.mean[course.steps >= first, 0]
    heights = heights[np.isfinite(heights)]
    if not len(heights):
        return text
    about = "" if course.exact else "about "
    average = tell_height(against, float(heights.mean()))
    return f"{text}, {about}{average} on average of the last tenth of the steps"


COMPARE_CAPTIONS: dict[str, CompareCaption] = {
    "profile": CompareCaption(
        "A curve for each session with a marker for each layer",
        lambda comparison, asked: f"{title_of(asked.quantity)} by layer {asked.place}",
        _profile,
    ),
    "norms": CompareCaption(
        "Curves against the training step: a colour for each session, a dash for each layer",
        lambda comparison, asked: f"{title_of(asked.quantity)} over steps, at the end",
        _norms,
    ),
    "histogram": CompareCaption(
        "Outlines of histograms on top of each other, one for each session, in shares of the layer's values, log axes",
        _histogram_heading,
        _histogram,
    ),
    "loss": CompareCaption(
        "Two panels of curves against the training step, a colour for each session: loss above, accuracy below",
        lambda comparison, asked: "Loss and accuracy over steps, at the end",
        _loss,
    ),
    "ratio": CompareCaption(
        "Curves against the training step: a colour for each session but the control, a dash for each layer, as log10 "
        "of the ratio to the control's value at the same step; the control is the line at 0",
        _ratio_heading,
        _ratio,
        is_against=True,
    ),
    "loss_difference": CompareCaption(
        "Curves against the training step, a colour for each session but the control: its loss less the control's at "
        "the same step; the control is the line at 0",
        lambda comparison, asked: f"Loss less that of “{comparison.control.label}” over steps",
        _loss_difference,
        is_against=True,
    ),
}
"""By the names of COMPARE_FIGURES."""
