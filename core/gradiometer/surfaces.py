"""The decision surface of a network with two inputs: what a recorded row says, its colours, and the examples on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradiometer.colors import layer_colors, session_colors
from gradiometer.datasets import DataError
from gradiometer.examples import CLASSES, MOST_CLASSES, DataFacts
from gradiometer.experiment import Experiment
from gradiometer.quantities import GRID
from gradiometer.readers.raw import is_number
from gradiometer.readers.table import feature_names

NO_SURFACE = "A decision surface is there where a network tells classes by two inputs"
MOST_POINTS = 1000
"""Of the training examples so many are shown at most, evenly spread over them."""
SURE = 0.999
"""What a probability is multiplied by, so that 1 does not count as the next class."""
# Of a class's own colour, the rest ground: where the network is sure, and where it cannot tell.
_STRONGEST, _PALEST = 0.62, 0.05


class Surface(NamedTuple):
    """Both [num_points, num_points], GRID as recorded, row by row from the least second input on.

    classes: int64, the class with the largest output, -1 where what is recorded is no class; probabilities: float64, of
    that class, NaN there.
    """

    classes: NDArray[np.int64]
    probabilities: NDArray[np.float64]

    @classmethod
    def of(cls, row: NDArray[np.float64]) -> Surface:
        """row: the quantity `surface` at one look, [GRID * GRID]."""
        values = row.reshape(GRID, GRID)
        # Written so that a NaN is not known; a file may hold anything, also what no int64 does.
        known = (values >= 0) & (values <= MOST_CLASSES)
        classes = np.floor(np.where(known, values, -1.0)).astype(np.int64)
        return cls(classes, np.where(known, (values - classes) / SURE, np.nan))

    def at(self, box: Sequence[float], x: float, y: float) -> tuple[int, float] | None:
        """Class and probability at the nearest point of the grid; None beside the box."""
        across, up = ((x - box[0]) / (box[1] - box[0]), (y - box[2]) / (box[3] - box[2]))
        if not (0.0 <= across <= 1.0 and 0.0 <= up <= 1.0):
            return None
        row, column = (round(share * (len(self.classes) - 1)) for share in (up, across))
        return int(self.classes[row, column]), float(self.probabilities[row, column])

    def finer(self, num_classes: int, times: int = 4) -> Surface:
        """With so many steps from one point of the grid to the next, each class's probability being taken as linear in
        between: the border of two classes becomes a line where it was stairs. Of those that are not the likeliest only
        the sum is recorded; they are taken to share it evenly, which two classes do exactly.
        """
        fine = np.arange((len(self.classes) - 1) * times + 1) / times
        nearest = np.floor(fine + 0.5).astype(np.int64)
        # [num_fine, num_points]: what each point of the grid counts.
        shares = np.maximum(1.0 - np.abs(fine[:, None] - np.arange(len(self.classes))), 0.0)
        winner, largest = np.full((len(fine), len(fine)), -1), np.full((len(fine), len(fine)), -1.0)
        others = (1.0 - self.probabilities) / max(num_classes - 1, 1)
        for index in np.unique(self.classes[self.classes >= 0]).tolist():
            own = np.nan_to_num(np.where(self.classes == index, self.probabilities, others))
            likely = shares @ own @ shares.T
            winner = np.where(likely > largest, index, winner)
            largest = np.maximum(likely, largest)
        is_known = (self.classes >= 0)[np.ix_(nearest, nearest)]
        return Surface(np.where(is_known, winner, -1), np.where(is_known, largest, np.nan))

    def shades(self, colors: Sequence[str], ground: str, unknown: str) -> NDArray[np.uint8]:
        """The picture, uint8 [num_points, num_points, 3] of red, green and blue, the first row that of the least second
        input.

        colors: of each class, paler the less sure the network is, down to almost the ground; unknown: of what is no
        number. All as `#rrggbb`.
        """
        num_classes = len(colors)
        # A file says what it likes: what is no class is not known.
        known = (self.classes >= 0) & (self.classes < num_classes)
        even = 1.0 / num_classes
        sure = np.clip((np.where(known, self.probabilities, even) - even) / (1.0 - even), 0.0, 1.0)
        share = (_PALEST + (_STRONGEST - _PALEST) * sure)[..., None]
        table, bottom = np.array([_channels(color) for color in colors]), np.array(_channels(ground))
        mixed = share * table[np.where(known, self.classes, 0)] + (1.0 - share) * bottom
        return np.where(known[..., None], mixed.round(), _channels(unknown)).astype(np.uint8)


def place_of(box: Sequence[float], num_points: int) -> tuple[float, float, float, float]:
    """Where a picture of so many points a side lies: x low, x high, y low, y high. Half a cell beyond the box, because
    the outermost points lie on its edges and each stands in the middle of its cell.
    """
    half_x, half_y = ((high - low) / (num_points - 1) / 2 for low, high in (box[:2], box[2:]))
    return box[0] - half_x, box[1] + half_x, box[2] - half_y, box[3] + half_y


def num_classes_of(facts: DataFacts) -> int:
    """A single output tells two classes, 0 and 1."""
    return max(2, facts.num_outputs)


def class_colors(num_classes: int, *, dark: bool) -> tuple[str, ...]:
    """A colour a class as `#rrggbb`: those that anybody can tell apart while there are enough of them, else a ramp."""
    some = session_colors(dark=dark)
    return some[:num_classes] if num_classes <= len(some) else layer_colors(num_classes, dark=dark)


def class_name(facts: DataFacts, index: int) -> str:
    """What the data call a class; `class 1` where they have a number for it, or nothing."""
    name = facts.class_names[index] if index < len(facts.class_names) else str(index)
    return f"class {name}" if is_number(name) else name


def describe_at(facts: DataFacts, surface: Surface, x: float, y: float) -> str:
    """`x 0.3, y -0.2: class 1, 87 %`, of the nearest point of the grid; empty beside the box."""
    found = surface.at(facts.box, x, y)
    if found is None:
        return ""
    index, probability = found
    width, height = facts.box[1] - facts.box[0], facts.box[3] - facts.box[2]
    place = f"x {_rounded(x, width)}, y {_rounded(y, height)}"
    if index < 0:
        return f"{place}: NaN or Inf"
    return f"{place}: {class_name(facts, index)}, {100 * probability:.0f} %"


def describe(facts: DataFacts, surface: Surface) -> str:
    """How much of the plane each class has: `upper 52 %, lower 48 %`, the largest first."""
    cells = surface.classes.size
    index, counts = np.unique(surface.classes, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    shares = [
        f"{class_name(facts, int(index[at])) if index[at] >= 0 else 'NaN or Inf'} {100 * counts[at] / cells:.0f} %"
        for at in order[:4].tolist()
    ]
    more = len(order) - len(shares)
    unsure = surface.probabilities[np.isfinite(surface.probabilities)]
    told = ", ".join(shares) + (f" and {more} more" if more else "")
    text = f"of the plane: {told}"
    return f"{text}; least sure {100 * unsure.min():.0f} %" if len(unsure) else text


@dataclass(frozen=True)
class Points:
    """Training examples in the plane. x, y: float64 [num_points]; classes: int64 [num_points]; names: of the inputs."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    classes: NDArray[np.int64]
    names: tuple[str, str]


def input_names(experiment: Experiment) -> tuple[str, str]:
    """What the two inputs mean, as far as that is known without the file."""
    if experiment.data != "file":
        return "x", "y"
    return _named(experiment, "x, the first input", "y, the second input")


def load_points(experiment: Experiment) -> Points:
    """Reads the examples, which takes as long as it takes. Raises DataError, also where they are no classes in a plane.

    The names are those of the columns, where the file is a table.
    """
    examples = experiment.load_examples()
    if experiment.known_facts.targets != CLASSES or examples.inputs.shape[1:] != (2,):
        raise DataError(f"{experiment.data} has no classes in a plane")
    num_train = min(experiment.num_train, len(examples))
    chosen = np.unique(np.linspace(0, num_train - 1, min(num_train, MOST_POINTS)).round().astype(np.int64))
    inputs = examples.inputs[chosen].astype(np.float64)
    if examples.inputs.dtype == np.uint8:
        inputs /= 255.0
    names = input_names(experiment)
    if experiment.data == "file" and experiment.file.lower().endswith(".csv"):
        first, second = feature_names(Path(experiment.file).expanduser())
        names = _named(experiment, first, second)
    return Points(inputs[:, 0], inputs[:, 1], examples.targets[chosen].astype(np.int64), names)


def _named(experiment: Experiment, first: str, second: str) -> tuple[str, str]:
    how = " (standardized)" if experiment.standardize else ""
    return first + how, second + how


def _channels(color: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _rounded(value: float, span: float) -> str:
    """With as many digits as a hundredth of the span has."""
    digits = max(0, min(8, 2 - math.floor(math.log10(span)))) if span > 0 else 2
    if abs(value) >= 1e7:
        return f"{value:.4g}"
    text = f"{value:.{digits}f}"
    # Not "-0.00".
    return text.lstrip("-") if float(text) == 0.0 else text
