"""`gradiometer open-figure`, as far as it needs no window: which session a figure was drawn from."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from gradiometer.cli_text import examples
from gradiometer.figures import EVERY_FIGURE
from gradiometer.figures.record import FigureRecord, read_record
from gradiometer.figures.source import find_sessions


def fill_open_figure(verb: argparse.ArgumentParser) -> None:
    """Options and what the verb does where no window is opened."""
    verb.set_defaults(run=_tell)
    verb.add_argument("file", type=Path, metavar="FILE", help="a figure that was exported: PNG, PDF, SVG, PGF or JSON")
    verb.add_argument("--print", action="store_true", help="open no window: say which session it shows, and how")
    verb.add_argument("--json", action="store_true", help="the same, all that the figure says of itself, for a program")
    verb.epilog = (
        "The session opens as the figure shows it. It is looked for where it was, beside the figure, and in the\n"
        "folder of sessions.\n\n" + examples(f"{verb.prog} norms.pdf", f"{verb.prog} norms.pdf --print")
    )


def _tell(arguments: argparse.Namespace) -> int:
    record = read_record(arguments.file)
    if arguments.json:
        print(json.dumps(record.values, indent=2, ensure_ascii=False))
        return 0
    for path in find_sessions(record, arguments.file):
        print(path)
    print(describe(record))
    return 0


def describe(record: FigureRecord) -> str:
    """What is shown, in a line."""
    kind = EVERY_FIGURE.get(record.figure)
    shown = {key: value for key, value in record.view.items() if value not in (None, [], "auto")}
    words = ", ".join(f"{key} {value}" for key, value in shown.items())
    return f"{kind.title if kind is not None else record.figure}: {words}"
