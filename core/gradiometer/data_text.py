"""What data are, in words."""

from __future__ import annotations

from collections.abc import Sequence

from gradiometer.examples import CLASSES, POSITIONS, DataFacts

_MOST_NAMED = 10


def describe_facts(facts: DataFacts, counts: Sequence[int] = ()) -> list[str]:
    """One line for what an example is, one for what is asked of it. counts: examples of each class, where known."""
    number = f"{facts.num_examples:,}"
    what = f"{number} examples, each {_one(facts)}" if counts else f"Up to {number} examples, each {_one(facts)}"
    return [what, _asked(facts, counts)]


def _one(facts: DataFacts) -> str:
    shape = facts.shape
    if facts.kind == "vector":
        return f"a vector of {_counted(shape[0], 'number')}"
    if facts.kind == "sequence":
        return f"a sequence of {_counted(shape[0], 'time step')} with {_counted(shape[1], 'number')} each"
    return f"an image of {shape[2]} x {shape[1]} pixels in {_counted(shape[0], 'channel')}"


def _asked(facts: DataFacts, counts: Sequence[int]) -> str:
    if facts.targets not in (CLASSES, POSITIONS):
        return f"{_counted(facts.num_outputs, 'number')} to be told"
    names = [*facts.class_names[:_MOST_NAMED]]
    if counts:
        names = [f"{name} ({count:,})" for name, count in zip(names, counts, strict=False)]
    if len(facts.class_names) > len(names):
        names.append(f"and {len(facts.class_names) - len(names)} more")
    where = " at some time steps" if facts.targets == POSITIONS else ""
    return f"{_counted(facts.num_outputs, 'class', 'classes')}{where}" + (f": {', '.join(names)}" if names else "")


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
