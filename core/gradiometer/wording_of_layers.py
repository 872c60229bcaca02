"""Layers named in few words: `hidden 1 to 4`."""

from __future__ import annotations

from collections.abc import Sequence

_MOST_NAMED = 4


def name_layers(names: Sequence[str], layers: Sequence[int]) -> str:
    """`hidden 1`, `hidden 1 to 4 and output`; of many apart from each other the first ones; empty for none.

    names: of all layers; layers: from 0, in any order.
    """
    runs: list[list[int]] = []
    for layer in sorted(set(layers)):
        if runs and layer == runs[-1][-1] + 1 and _stem(names[layer]) == _stem(names[runs[-1][0]]):
            runs[-1].append(layer)
        else:
            runs.append([layer])
    parts = [_name_run(names, run) for run in runs]
    if len(parts) > _MOST_NAMED:
        parts = [*parts[: _MOST_NAMED - 1], f"{len(parts) - _MOST_NAMED + 1} more"]
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _name_run(names: Sequence[str], run: Sequence[int]) -> str:
    if len(run) == 1:
        return names[run[0]]
    if len(run) == 2:
        return f"{names[run[0]]} and {_number(names[run[1]])}"
    return f"{names[run[0]]} to {_number(names[run[-1]])}"


def _stem(name: str) -> str:
    """`hidden` of `hidden 3`; the whole of a name without a number."""
    stem, _, number = name.rpartition(" ")
    return stem if number.isdecimal() else name


def _number(name: str) -> str:
    return name.rpartition(" ")[2]
