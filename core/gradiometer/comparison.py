"""Several sessions beside each other: which they are, which of their layers correspond, in what they differ."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from gradiometer.alignment import ALIGNMENTS
from gradiometer.compared import Compared
from gradiometer.differences import Difference, find_differences
from gradiometer.exports import ExportError
from gradiometer.fields import FieldError
from gradiometer.session_database import SessionFileError
from gradiometer.session_labels import label_sessions, trial_of

FEWEST, MOST = 2, 8
MOST_LAYERS = 5
"""As many layers at a time as there are dashes that can be told apart."""


class Comparison:
    """Two to eight sessions, open for reading. Close it or use it in a `with`.

    sides: the sessions in the order given; is_trial: whether all are branches of one trial; problems: a sentence for
    each file that was left out.

    Layers are matched by how far they stand from an end: 0, 1, ... from the input, -1, -2, ... from the output. A
    session that is not deep enough is left out there.
    """

    def __init__(self, paths: Iterable[str | Path], *, leave_out: bool = False):
        """leave_out: do without files that cannot be opened, as long as two are left.

        Raises FieldError for too few or too many files or one given twice, and SessionFileError.
        """
        self.sides: list[Compared] = []
        self.problems: list[str] = []
        given = [Path(path) for path in paths]
        if not FEWEST <= len(given) <= MOST:
            raise FieldError(
                f"{len(given)} session file{'' if len(given) == 1 else 's'} cannot be compared: give two to eight"
            )
        try:
            for index, path in enumerate(given):
                self._open(path, given[:index], leave_out)
            if len(self.sides) < FEWEST:
                raise SessionFileError(f"There are not two sessions to compare: {'; '.join(self.problems)}")
            sessions = [side.session for side in self.sides]
            self.is_trial = bool(trial_of(sessions))
            for side, label in zip(self.sides, label_sessions(sessions), strict=True):
                side.label = label
        except (FieldError, SessionFileError):
            self.close()
            raise

    def _open(self, path: Path, others: Sequence[Path], leave_out: bool) -> None:
        try:
            if any(_is_same(path, other) for other in others):
                raise FieldError(f"{path} is given twice: a session cannot be compared with itself")
            self.sides.append(Compared(path))
        except (FieldError, SessionFileError) as error:
            if not leave_out:
                raise
            self.problems.append(str(error))

    @property
    def shown(self) -> list[Compared]:
        """The sessions that plots and figures have."""
        return [side for side in self.sides if side.is_shown]

    @property
    def control(self) -> Compared:
        """What the others are held against, shown or not: a trial's control, else the first session."""
        controls = (side for side in self.sides if side.branch is not None and side.branch.role == "control")
        return next(controls, self.sides[0])

    @property
    def others(self) -> list[Compared]:
        """The sessions shown, but for the control."""
        return [side for side in self.shown if side is not self.control]

    def colors(self, palette: Sequence[str], of_trial: Sequence[str]) -> tuple[str, ...]:
        """A colour for each session: those of the palette in their order; of a trial with its control `of_trial`, whose
        first one is the control's, by the numbers of the branches, so that each has its own whichever others are there.
        """
        control = self.control
        if not self.is_trial or control.branch is None or control.branch.role != "control":
            return tuple(palette[: len(self.sides)])
        numbers = [side.branch.number for side in self.sides if side.branch is not None and side is not control]
        if len(set(numbers)) < len(numbers) or not all(1 <= number < len(of_trial) for number in numbers):
            numbers = list(range(1, len(self.sides)))
        branches = iter([of_trial[number] for number in numbers])
        return tuple(of_trial[0] if side is control else next(branches) for side in self.sides)

    @property
    def subject(self) -> tuple[str, ...]:
        """What stands on top of a figure: title and structure where all have the same."""
        # Whoever forks a session may give the forks titles of their own.
        titles = {side.session.title for side in ([self.control] if self.is_trial else self.sides)}
        structures = {side.session.outline.structure for side in self.sides}
        number = len(self.sides)
        count = f"{number} branches of a trial" if self.is_trial else f"{number} sessions compared"
        if len(titles) > 1:
            return (count,)
        return (*titles, *structures, count) if len(structures) == 1 else (*titles, count)

    @property
    def most_layers(self) -> int:
        """Of the deepest session."""
        return max(side.num_layers for side in self.sides)

    @property
    def usual_layers(self) -> tuple[int, ...]:
        """The first, a middle one and the last: all sessions have them."""
        fewest = min(side.num_layers for side in self.sides)
        return (0, fewest // 2, -1) if fewest > 2 else (0, -1) if self.most_layers > 1 else (0,)

    def layer_name(self, place: int) -> str:
        """`hidden 1` where all that have it call it so, else `layer 1`; from the output on `output`, `output - 1`."""
        names = {side.session.layer_names[index] for side in self.sides if (index := side.layer(place)) is not None}
        if place < -1:
            return f"output - {-1 - place}"
        if len(names) == 1 and (place < 0 or not self._is_mixed(place)):
            return names.pop()
        return "output" if place == -1 else f"layer {place + 1}"

    def layer_names(self, *, from_output: bool = False) -> tuple[str, ...]:
        """Of all places of the deepest session, from the input on, counted from either end."""
        most = self.most_layers
        return tuple(self.layer_name(index - most if from_output else index) for index in range(most))

    def _is_mixed(self, place: int) -> bool:
        """Whether a layer that is the last of one session corresponds to one that is not the last of another."""
        return len({side.layer(place) == side.num_layers - 1 for side in self.sides if place < side.num_layers}) > 1

    def find_layer(self, text: str) -> int:
        """A layer by its number, from 1 on from the input and from -1 on from the output, or by its name.

        Raises ExportError.
        """
        for side in self.sides:
            if text in side.session.layer_names:
                index = side.session.layer_names.index(text)
                return -1 if index == side.num_layers - 1 else index
        try:
            number = int(text)
        except ValueError:
            number = 0
        if text == "output":
            number = -1
        if not 1 <= abs(number) <= self.most_layers:
            raise ExportError(
                f"--layer {text} is not there: choose 1 to {self.most_layers} from the input, -1 to "
                f"-{self.most_layers} from the output, or a layer's name"
            )
        return number - 1 if number > 0 else number

    def can_align(self, align: str) -> bool:
        """Whether any session that is shown has a place on this axis."""
        return any(side.span(align) is not None for side in self.shown)

    def span(self, align: str) -> tuple[float, float]:
        """From the first position of any session shown to the last; (0, 0) where there is none."""
        spans = [span for side in self.shown if (span := side.span(align)) is not None]
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else (0.0, 0.0)

    def left_out(self, align: str, place: int | None = None) -> str:
        """Which of the sessions shown have no place on this axis, or not this layer, and why; empty where all have."""
        reasons: dict[str, list[str]] = {}
        for side in self.shown:
            if side.clock(align) is None:
                reasons.setdefault(ALIGNMENTS[align].lacking, []).append(side.label)
            elif place is not None and side.layer(place) is None:
                reasons.setdefault(self.layer_name(place), []).append(side.label)
        return "; ".join(f"without {lacking}: {' · '.join(labels)}" for lacking, labels in reasons.items())

    def differences(self, *, everything: bool = False) -> list[Difference]:
        """What differs between the sessions, and how they came out; everything: also what is equal."""
        return find_differences(self.sides, everything=everything)

    def follow(self) -> bool:
        """Take up what other programs have added to the files; returns whether there was anything new."""
        news = [side.follow() for side in self.sides]
        return any(news)

    def close(self) -> None:
        """Let go of the files."""
        for side in self.sides:
            side.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return one.absolute() == other.absolute()
