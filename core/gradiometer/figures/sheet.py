"""What a figure is drawn on: its colours, its measures in points, and what it is asked to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradiometer.colors import CATEGORICAL, diverging_colors, grey_colors, layer_colors, session_colors, trial_colors
from gradiometer.fields import Choice, FieldError
from gradiometer.figures.style import FigureStyle

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

# The second code beside the colour: line styles that stay apart in black and white, ...
DASHES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
# ... and signs, where there are more curves than line styles.
MARKERS = "os^Dv<>P"

_LEAST, _MOST = 1e-300, 1e300

Limits = tuple[float, float] | None

SCALE_FIELD = Choice(
    title="Vertical axis",
    help="Logarithmic or linear.",
    options={"auto": "As usual", "log": "Logarithmic", "linear": "Linear"},
)


def check_limits(limits: Sequence[Limits]) -> Sequence[Limits]:
    """Limits of vertical axes. Raises FieldError."""
    for each in limits:
        if each is None:
            continue
        range_ = f"the range {each[0]:g} to {each[1]:g} is not allowed"
        if not each[0] < each[1]:
            raise FieldError(f"{range_}: two numbers, the smaller one first")
        # matplotlib computes with what lies a little beyond.
        if any(side and not _LEAST <= abs(side) <= _MOST for side in each):
            raise FieldError(f"{range_}: each has to be 0 or from {_LEAST:g} to {_MOST:g} in size")
    return limits


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`. ground: behind everything; ink: text and axes; faint: changes; grid; heat: the name of
    matplotlib's map for counts.
    """

    dark: bool
    ground: str
    ink: str
    faint: str
    grid: str
    training: str
    held_out: str
    warning: str
    heat: str
    grey: bool = False

    def layer_colors(self, num_layers: int) -> tuple[str, ...]:
        """One a layer, from the input on."""
        # The lightest has a contrast of 3 to the paper.
        return grey_colors(num_layers, 0.0, 0.56) if self.grey else layer_colors(num_layers, dark=self.dark)

    def session_colors(self) -> tuple[str, ...]:
        """One a session, as many as a comparison may have."""
        most = len(session_colors(dark=self.dark))
        return grey_colors(most, 0.0, 0.56) if self.grey else session_colors(dark=self.dark)

    def trial_colors(self) -> tuple[str, ...]:
        """One for the control of a trial, and one for each of its branches."""
        if not self.grey:
            return trial_colors(dark=self.dark)
        *branches, lightest = self.session_colors()
        return (lightest, *branches)

    def diverging_colors(self, num_colors: int) -> tuple[str, ...]:
        """From what vanishes to what explodes."""
        return grey_colors(num_colors, 0.05, 1.0) if self.grey else diverging_colors(num_colors, dark=self.dark)


THEMES = {
    "light": Theme(
        *(False, "#ffffff", "#1f2430", "#5f6776", "#dfe3e9"),
        *(CATEGORICAL["blue"], CATEGORICAL["vermilion"], "#b3400a", "viridis_r"),
    ),
    "dark": Theme(
        *(True, "#15171c", "#e8eaf0", "#9aa3b2", "#2e333d"),
        *(CATEGORICAL["sky"], CATEGORICAL["orange"], "#ffb37a", "viridis"),
    ),
    "print": Theme(
        *(False, "#ffffff", "#000000", "#595959", "#dddddd"),
        *("#000000", "#767676", "#000000", "Greys"),
        grey=True,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a figure is drawn on. scale: of the vertical axis, in SCALE_FIELD; y_limits: of the vertical axes in the
    order in which they are made, None where they follow the data.

    Of pictures that follow each other, so that nothing jumps: has_floor: whether a log axis has a place for exact zeros
    at its lower limit, also where there are none; entries: labels and signs that the legend has, also where nothing
    of that kind is drawn.
    """

    style: FigureStyle
    scale: str = "auto"
    y_limits: Sequence[Limits] = ()
    has_floor: bool = False
    entries: Sequence[tuple[str, Artist]] = ()

    @property
    def theme(self) -> Theme:
        """Its colours."""
        return THEMES[self.style.theme]

    @property
    def size_pt(self) -> tuple[float, float]:
        """Width and height in units of which letters have eight: points, where they have 8 points."""
        width, height = self.style.size_in
        return 72 * width / self.style.scale, 72 * height / self.style.scale

    @property
    def x_axis_pt(self) -> float:
        """About what the horizontal axis has of the width, in the same units."""
        return 0.75 * self.size_pt[0]

    @property
    def y_axis_pt(self) -> float:
        """About what the vertical axis has of the height, at the least, in the same units."""
        return 0.4 * self.size_pt[1]

    def pt(self, units: float) -> float:
        """These units in points."""
        return units * self.style.scale

    def line(self, width: float) -> float:
        """The width of a line, in points, that has this many where a curve has one."""
        return width * self.style.line_width

    def is_log(self, usually: bool) -> bool:
        """Whether a vertical axis is logarithmic that usually is so or not."""
        return usually if self.scale == "auto" else self.scale == "log"

    def limits_of(self, axes: Axes) -> Limits:
        """What its vertical axis shall show, where that was chosen."""
        index = axes.figure.axes.index(axes)
        return self.y_limits[index] if index < len(self.y_limits) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Sheet):
    """What a figure is asked to show.

    layer: index from the input; quantity: in QUANTITIES; step: None for the newest; first_step, last_step: of the
    plots over steps, None for all; histogram: in HISTOGRAMS; exponents: first and last that the axis of a
    histogram reaches at the least; longest: what a bar of full length means in the picture of neurons, None: the
    longest one; trial: its number, None for the newest.
    """

    layer: int
    quantity: str
    step: int | None
    first_step: int | None
    last_step: int | None
    histogram: str
    exponents: tuple[int, int] | None = None
    longest: float | None = None
    trial: int | None = None
