"""What the figures of a comparison have in common: what is asked of them, sessions in their colours, axes, legends."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gradiometer.alignment import ALIGNMENTS
from gradiometer.compared import Compared
from gradiometer.comparison import Comparison
from gradiometer.figures.marks import Mark, marks_of
from gradiometer.figures.parts import set_steps
from gradiometer.figures.sheet import DASHES, MARKERS, Sheet
from gradiometer.figures.text import say, say_empty, write_title
from gradiometer.series import View

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

LAYER_DASHES = (*DASHES, (0, (6, 1.2, 1, 1.2, 1, 1.2)))
"""One for each of the layers shown at a time."""
BAND = 0.13
"""How strong a band is: of up to forty on top of each other each has to be faint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRequest(Sheet):
    """What a figure is asked to show: compare.CompareOptions, checked and complete."""

    quantity: str
    layers: tuple[int, ...]
    align: str
    position: float | None
    first: float | None
    last: float | None
    histogram: str
    from_output: bool

    @property
    def place(self) -> str:
        """Where in time it is, in words."""
        return "at the newest step" if self.position is None else f"at {ALIGNMENTS[self.align].tell(self.position)}"


def sides_of(comparison: Comparison, request: CompareRequest) -> Iterator[tuple[Compared, str, str]]:
    """The sessions shown that have a place on the axis, each with its colour and its marker."""
    colors = comparison.colors(request.theme.session_colors(), request.theme.trial_colors())
    codes = zip(comparison.sides, colors, MARKERS, strict=False)
    for side, color, marker in codes:
        if side.is_shown and side.clock(request.align) is not None:
            yield side, color, marker


def write_head(
    figure: Figure,
    comparison: Comparison,
    heading: str,
    notes: Sequence[str],
    request: CompareRequest,
    taken: float = 0,
) -> None:
    """What stands on top: heading, and notes that are not empty in brackets. taken: see text.write_title."""
    told = [note for note in notes if note]
    text = f"{heading} ({'; '.join(told)})" if told else heading
    write_title(figure, comparison.subject, text, request, taken)


def range_of(comparison: Comparison, request: CompareRequest) -> tuple[float, float]:
    """The first and the last position of a figure over steps."""
    first, last = comparison.span(request.align)
    first = first if request.first is None else request.first
    last = last if request.last is None else request.last
    return first, max(first, last)


def set_positions(axes: Axes, first: float, last: float, request: CompareRequest) -> None:
    """The axis of the positions."""
    set_steps(axes, first, last, request, whole=request.align != "time")


def describe_axis(views: Sequence[View], request: CompareRequest) -> str:
    """The label of the axis of the positions, for views or whatever else says whether it is exact."""
    axis = ALIGNMENTS[request.align].axis
    return axis if all(view.exact for view in views) else f"{axis} (bands: least to largest of neighbouring steps)"


def marks_on_axis(comparison: Comparison, request: CompareRequest) -> list[Mark]:
    """The changes of every session, in its colour and where they stand on the axis. What all branches of a trial have,
    because it was before they parted, stands there once.
    """
    marks: list[Mark] = []
    sides = list(sides_of(comparison, request))
    for side, color, _marker in sides:
        clock, own = side.clock(request.align), marks_of(side.session, request)
        assert clock is not None
        places = clock.positions(np.array([mark.at for mark in own]))
        marks += [dataclasses.replace(mark, at=at, color=color) for mark, at in zip(own, places.tolist(), strict=True)]
    if not comparison.is_trial or len(sides) < 2:
        return marks
    count = Counter((mark.at, mark.labels) for mark in marks)
    common = {key for key, number in count.items() if number == len(sides)}
    once = [Mark(at, labels, request.theme.faint) for at, labels in count if (at, labels) in common]
    return once + [mark for mark in marks if (mark.at, mark.labels) not in common]


def say_nothing(axes: Axes, request: CompareRequest) -> None:
    """Of figures with nothing to show, up to a position where one is asked for."""
    if request.position is None:
        say_empty(axes, request)
    else:
        say(axes, f"nothing was measured up to {ALIGNMENTS[request.align].tell(request.position)}", request)
        axes.set_xticks([])


def legend_of_sessions(comparison: Comparison, request: CompareRequest) -> tuple[list[Line2D], list[str]]:
    """Lines in the colours of the sessions, and their labels."""
    sides = list(sides_of(comparison, request))
    lines = [handle(color=color, linewidth=request.line(1.8)) for _side, color, _marker in sides]
    return lines, [side.label for side, *_ in sides]


def handle(**look: Any) -> Line2D:
    """What stands for a line in a legend."""
    from matplotlib.lines import Line2D

    return Line2D([], [], **look)


def labels_of(lines: Sequence[Line2D]) -> list[str]:
    """What a legend writes beside them."""
    return [str(line.get_label()) for line in lines]
