"""What the help and the answers of several verbs are made of."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from gradiometer.figure_page import DPI_FIELD, THEME_FIELD, PageOptions, check_format, parse_size

T = TypeVar("T")


def listing(heading: str, entries: Mapping[str, str]) -> str:
    """Names, and what each is, under a heading."""
    width = max(map(len, entries))
    return "\n".join([f"{heading}:", *(f"  {name:{width}}  {text}" for name, text in entries.items())])


def examples(*lines: str) -> str:
    """Commands to try."""
    return "\n".join(["examples:", *(f"  {line}" for line in lines)])


def plain(value: T) -> T | str:
    """What JSON knows: of NaN and infinities the texts `nan`, `inf`, `-inf`."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns, a little indented; the first row is the heading."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def add_page(verb: argparse.ArgumentParser) -> None:
    """The options of a figure's page and file, which `page_of` and `figure_paths` take apart."""
    verb.add_argument("--format", default="png", help="of --figure all: png, svg or pdf (default: png)")
    add_sheet(verb)


def add_sheet(verb: argparse.ArgumentParser) -> None:
    """The options of a figure's page, which `page_of` takes apart."""
    verb.add_argument("--size", default="178x100", metavar="WxH", help="of a figure, in mm (default: 178x100)")
    verb.add_argument("--dpi", default="200", help="of a PNG, in dots per inch (default: 200)")
    verb.add_argument("--theme", default="light", help="light or dark (default: light)")


def page_of(arguments: argparse.Namespace) -> PageOptions:
    """Raises FieldError."""
    return {
        "size_mm": parse_size(arguments.size),
        "dpi": DPI_FIELD.parse("--dpi", arguments.dpi),
        "theme": THEME_FIELD.parse("--theme", arguments.theme),
    }


def figure_paths(arguments: argparse.Namespace, names: Iterable[str], stem: str) -> dict[str, Path]:
    """The files to make, by the names of their figures: of `all` one each, in a folder. Raises ExportError."""
    if arguments.figure != "all":
        return {arguments.figure: arguments.to}
    kind = check_format(arguments.format)
    return {name: arguments.to / f"{stem}-{name}.{kind}" for name in names}
