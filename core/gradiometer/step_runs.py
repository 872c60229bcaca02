"""Sets of steps, as they stand in a script: `0-300/3 302 310-330` is every third step to 300, 302, and 310 to 330."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

_LARGEST = 2**53
_RUN = re.compile(r"(\d{1,16})(?:-(\d{1,16})(?:/(\d{1,16}))?)?")
_FEWEST = 3
"""So many steps at equal distances are shorter as a run."""


class _Run(NamedTuple):
    first: int
    last: int
    stride: int


class StepRuns(Collection[int]):
    """Steps in ascending order, at equal distances for as long as these last."""

    def __init__(self, runs: Iterable[_Run] = ()):
        self._runs = list(runs)
        self._firsts = [run.first for run in self._runs]

    @classmethod
    def of(cls, steps: Iterable[int]) -> StepRuns:
        """steps: ascending."""
        given = list(steps)
        runs, index = [], 0
        while index < len(given):
            end = index + 1
            if end < len(given):
                stride = given[end] - given[index]
                while end < len(given) and given[end] - given[end - 1] == stride:
                    end += 1
            if end - index < _FEWEST:
                end = index + 1
            runs.append(_Run(given[index], given[end - 1], stride if end - index > 1 else 1))
            index = end
        return cls(runs)

    @classmethod
    def parse(cls, text: str) -> StepRuns:
        """The inverse of `str`. Raises ValueError, whose message says where it is wrong."""
        runs: list[_Run] = []
        for word in text.split():
            found = _RUN.fullmatch(word)
            if found is None:
                raise ValueError(f"{word!r} is neither a step nor a run of steps such as 0-300/3")
            first, last, stride = int(found[1]), int(found[2] or found[1]), int(found[3] or 1)
            if not (first <= last <= _LARGEST and stride > 0) or (last - first) % stride:
                raise ValueError(f"{word!r} is no run of steps: it must end at a step of its own, behind its first")
            if runs and first <= runs[-1].last:
                raise ValueError(f"{word!r} does not stand behind the steps before it")
            runs.append(_Run(first, last, stride))
        return cls(runs)

    def __str__(self) -> str:
        return " ".join(map(_word, self._runs))

    def __contains__(self, step: object) -> bool:
        assert isinstance(step, int)
        place = bisect_right(self._firsts, step) - 1
        if place < 0:
            return False
        run = self._runs[place]
        return step <= run.last and (step - run.first) % run.stride == 0

    def __iter__(self) -> Iterator[int]:
        for run in self._runs:
            yield from range(run.first, run.last + 1, run.stride)

    def __len__(self) -> int:
        return sum((run.last - run.first) // run.stride + 1 for run in self._runs)


def _word(run: _Run) -> str:
    if run.first == run.last:
        return str(run.first)
    return f"{run.first}-{run.last}" + ("" if run.stride == 1 else f"/{run.stride}")
