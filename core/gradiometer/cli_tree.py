"""`gradiometer tree`: which session came from which, at which step, through which change."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gradiometer.branch_tree import Node, grow_forest, lineage, walk
from gradiometer.cli_text import examples, plain
from gradiometer.fields import FieldError
from gradiometer.library import Library, Summary, folder_of, summarize
from gradiometer.session_database import SessionFileError


def fill_tree(verb: argparse.ArgumentParser) -> None:
    """The words that the verb takes."""
    verb.set_defaults(run=_tree)
    verb.add_argument(
        "place",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="FOLDER|FILE",
        help="a folder of sessions, or a session whose tree is wanted (default: this folder)",
    )
    verb.add_argument(
        "--json", action="store_true", help="as JSON, a list in the order of the tree, each with its depth"
    )
    verb.epilog = "\n\n".join(
        (
            "Trials of a session, which are in a folder NAME.trials beside it, stand in its tree. An ancestor that is\n"
            "not in the folder is known by its name alone.",
            examples(verb.prog, f"{verb.prog} runs", f"{verb.prog} a.gradiometer --json"),
        )
    )


def _tree(arguments: argparse.Namespace) -> int:
    place = arguments.place.absolute()
    if not place.exists():
        raise FieldError(f"{arguments.place} is not there: name a folder of sessions or a session file")
    is_folder = place.is_dir()
    folder, chosen = (place, None) if is_folder else (folder_of(place), summarize(place))
    if chosen is not None and chosen.problem:
        raise SessionFileError(chosen.problem)
    forest = grow_forest(_read(folder, chosen))
    if chosen is not None:
        forest = lineage(forest, place)[:1]
    if arguments.json:
        print(json.dumps(_as_list(forest, folder, chosen), indent=2, ensure_ascii=False, allow_nan=False))
    elif not forest:
        print(f"There is no session in {arguments.place}.")
    else:
        print("\n".join(draw(forest, folder, place if chosen is not None else None)))
    return 0


def _read(folder: Path, chosen: Summary | None) -> list[Summary]:
    """All sessions of a folder, and the chosen one whatever its file's name ends in. Raises FieldError."""
    library = Library(folder, None)
    scan = library.scan()
    if scan.problem:
        raise FieldError(scan.problem)
    summaries = [library.read(path) for path in scan.unread]
    if chosen is not None and all(each.path != chosen.path for each in summaries):
        summaries.append(chosen)
    return summaries


def draw(nodes: Sequence[Node], folder: Path, chosen: Path | None = None) -> list[str]:
    """A line a node, children below what they came from. folder: file names are told from there on; chosen: the session
    to be marked.
    """
    lines = []
    waiting = [("", "", node) for node in reversed(nodes)]
    while waiting:
        front, below, node = waiting.pop()
        mark = "  ← this session" if chosen is not None and node.path == chosen else ""
        lines.append(front + _describe(node, folder) + mark)
        inner = [(f"{below}├─ ", f"{below}│  ", child) for child in node.children]
        if inner:
            inner[-1] = f"{below}└─ ", f"{below}   ", node.children[-1]
        waiting += reversed(inner)
    return lines


def _describe(node: Node, folder: Path) -> str:
    origin = "" if node.parent is None else f"from step {node.parent.step:,}{node.parent.way}: "
    return _printable(f"{origin}{_file(node, folder)}  {_about(node.summary)}".rstrip())


def _about(summary: Summary | None) -> str:
    if summary is None:
        return "(not in this folder)"
    if summary.problem:
        return f"(cannot be read: {summary.problem})"
    called = f"  “{summary.labels.title}”" if summary.labels.title else ""
    return f"{summary.structure}{called}"


def _file(node: Node, folder: Path) -> str:
    """The name of its file, of a trial with its folder."""
    path = node.path
    if path is None:
        return node.name
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _printable(text: str) -> str:
    """What a file says of itself must not move the cursor of a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _as_list(nodes: Sequence[Node], folder: Path, chosen: Summary | None) -> list[dict[str, Any]]:
    """Flat: JSON of a session that was continued a thousand times is too deep for many programs."""
    found: list[dict[str, Any]] = []
    trail: list[str] = []
    for depth, node in walk(nodes):
        del trail[depth:]
        summary = node.summary
        file = _file(node, folder)
        found.append(
            {
                "depth": depth,
                "file": file,
                "under": trail[-1] if trail else None,
                "is_there": summary is not None,
                "is_chosen": chosen is not None and node.path == chosen.path,
                "parent": None if node.parent is None else node.parent._asdict(),
            }
        )
        if summary is not None:
            found[-1] |= {
                "id": summary.id,
                "title": summary.title,
                "structure": summary.structure,
                "num_steps": summary.num_steps,
                "loss": plain(summary.loss) if summary.num_steps else None,
                "problem": summary.problem,
            }
        trail.append(file)
    return found
