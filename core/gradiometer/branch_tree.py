"""Who came from whom, at which step, through which change: the sessions of a folder as trees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gradiometer.library import Summary
from gradiometer.session_file import Parent
from gradiometer.session_format import SUFFIX

_Key = Path | tuple[str, str]
"""Of a session its path, of an ancestor that is not there its id and, where that is not known either, its name."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """A session and what was continued from it.

    name: of its file; summary: None of an ancestor that is not there, of which its children know the name alone;
    parent: which step of which session it came from, None at the root of a tree; children: in the order of their steps.
    """

    name: str
    summary: Summary | None
    parent: Parent | None = None
    children: tuple[Node, ...] = ()

    @property
    def path(self) -> Path | None:
        """Of its file, where it is there."""
        return None if self.summary is None else self.summary.path


def grow_forest(summaries: Iterable[Summary]) -> tuple[Node, ...]:
    """All trees, in the order of their roots' names; children stand in the order of their steps, then of their names.

    Every session stands in it once, whatever the files say of each other: a parent that is not there is a node without
    a summary; of several files with one id (copies) that which bears the name that was told is the parent, else the
    first by name; sessions that are said to come from each other in a circle hang below the first of them by name.
    """
    sessions = {each.path: each for each in sorted(summaries, key=_in_order)}
    parent_of, missing = _find_parents(sessions)
    _cut_circles(parent_of)
    children: dict[_Key | None, list[_Key]] = {}
    for key in (*sessions, *missing):
        children.setdefault(parent_of.get(key), []).append(key)
    names: dict[_Key, str] = {path: path.name for path in sessions}
    names |= missing

    def step_and_name(key: _Key) -> tuple[object, ...]:
        told = sessions[key].parent if isinstance(key, Path) and parent_of[key] is not None else None
        return (0 if told is None else told.step, natural(names[key]), str(key))

    for group in children.values():
        group.sort(key=step_and_name)
    # Without recursion: a session may have been continued a thousand times.
    order, waiting = [], [*children.get(None, ())]
    while waiting:
        order.append(waiting.pop())
        waiting += children.get(order[-1], ())
    nodes: dict[_Key, Node] = {}
    for key in reversed(order):
        summary = sessions.get(key) if isinstance(key, Path) else None
        nodes[key] = Node(
            name=names[key],
            summary=summary,
            parent=summary.parent if summary is not None and parent_of[key] is not None else None,
            children=tuple(nodes[child] for child in children.get(key, ())),
        )
    return tuple(nodes[key] for key in children.get(None, ()))


def walk(nodes: Sequence[Node]) -> Iterator[tuple[int, Node]]:
    """Each node and how deep it stands, from 0 on; what is below a node follows it at once."""
    waiting = [(0, node) for node in reversed(nodes)]
    while waiting:
        depth, node = waiting.pop()
        yield depth, node
        waiting += [(depth + 1, child) for child in reversed(node.children)]


def lineage(nodes: Sequence[Node], path: Path) -> tuple[Node, ...]:
    """The nodes from the root of its tree to that of a session file; empty where it is in none."""
    trail: list[Node] = []
    for depth, node in walk(nodes):
        del trail[depth:]
        trail.append(node)
        if node.path == path:
            return tuple(trail)
    return ()


def natural(name: str) -> tuple[tuple[str, int, str], ...]:
    """What a file's name is sorted by: `digits-2` before `digits-10`, `digits` before `digits copy`."""
    parts = re.findall(r"(\D*)(\d*)", name.removesuffix(SUFFIX).casefold())
    return tuple((text, len(digits.lstrip("0")), digits.lstrip("0")) for text, digits in parts)


def _in_order(summary: Summary) -> tuple[object, ...]:
    return natural(summary.path.name), str(summary.path)


def _find_parents(sessions: Mapping[Path, Summary]) -> tuple[dict[_Key, _Key | None], dict[_Key, str]]:
    """Each session's parent, and the names of those that are not there."""
    of_id: dict[str, list[Summary]] = {}
    for each in sessions.values():
        of_id.setdefault(each.id, []).append(each)
    parent_of: dict[_Key, _Key | None] = {}
    missing: dict[_Key, str] = {}
    for path, summary in sessions.items():
        told = summary.parent
        if told is None or (told.id and told.id == summary.id):
            parent_of[path] = None
            continue
        alike = of_id.get(told.id, [])
        named = [each.path for each in alike if each.path.name == told.file and each.path != path]
        # An empty id is none: then the name must do.
        candidates = [*named, *(each.path for each in alike if told.id)]
        if candidates:
            parent_of[path] = candidates[0]
        else:
            key = (told.id, "" if told.id else told.file)
            missing.setdefault(key, told.file)
            parent_of[path] = key
    return parent_of, missing


def _cut_circles(parent_of: dict[_Key, _Key | None]) -> None:
    """Make a root of the first session of each circle, in the order in which they stand."""
    place = {key: index for index, key in enumerate(parent_of)}
    met: dict[_Key, _Key] = {}
    for start in place:
        key: _Key | None = start
        while key is not None and key not in met:
            met[key] = start
            key = parent_of.get(key)
        # Met in this very walk: from here on it goes round.
        if key is None or met[key] != start or key not in place:
            continue
        circle = [key]
        while (after := parent_of[circle[-1]]) != key:
            assert after is not None
            circle.append(after)
        parent_of[min(circle, key=place.__getitem__)] = None
