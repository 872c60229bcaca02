"""What the help and the answers of several verbs are made of."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from gradiometer.fields import FieldError, split_assignment
from gradiometer.figures.files import DATA_FORMATS
from gradiometer.figures.page import FORMATS, check_format
from gradiometer.figures.style import DEFAULT, STYLE_FIELDS, FigureStyle, load_style, style_names

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
    """The options of a figure's style and file, which `style_of` and `figure_paths` take apart."""
    verb.add_argument(
        "--format", default="png", help=f"of --figure all: {', '.join(FORMATS)} (default: png); pgf needs LaTeX"
    )
    add_style(verb)


def add_data(verb: argparse.ArgumentParser) -> None:
    """What may lie beside a figure."""
    verb.add_argument(
        "--with-data",
        default="",
        metavar="|".join(DATA_FORMATS),
        help="beside each figure the data drawn, those at full resolution, and where it comes from (JSON)",
    )


def add_style(verb: argparse.ArgumentParser, default: str = DEFAULT) -> None:
    """The options of a figure's style, which `style_of` takes apart."""
    verb.add_argument(
        "--style", default=default, metavar="NAME|FILE", help=f"a style by its name or a TOML file (default: {default})"
    )
    verb.add_argument(
        "--with",
        dest="changes",
        nargs="+",
        action="append",
        default=[],
        metavar="name=value",
        help="change what the style says, for example font_size=9 legend=below title=false",
    )
    verb.add_argument("--size", metavar="WxH", help="of a figure, in mm, instead of the style's")
    verb.add_argument("--dpi", help="of a PNG, in dots per inch, instead of the style's")
    verb.add_argument("--theme", help="light, dark or print, instead of the style's")


def style_of(arguments: argparse.Namespace) -> FigureStyle:
    """Raises FieldError."""
    values: dict[str, Any] = {}
    for word in (word for words in arguments.changes for word in words):
        name, text = split_assignment(word)
        if name not in STYLE_FIELDS:
            raise FieldError(f"--with {name} is not known: choose one of {', '.join(STYLE_FIELDS)}")
        values[name] = STYLE_FIELDS[name].parse(name, text)
    if arguments.size is not None:
        values["width_mm"], values["height_mm"] = _parse_size(arguments.size)
    for name in ("dpi", "theme"):
        if getattr(arguments, name) is not None:
            values[name] = STYLE_FIELDS[name].parse(f"--{name}", getattr(arguments, name))
    return load_style(arguments.style).replaced(values)


def tell_remarks(remarks: Sequence[str]) -> None:
    """On stderr, which nobody reads as the names of files."""
    for remark in remarks:
        print(f"gradiometer: {remark}", file=sys.stderr)


def style_listing() -> str:
    """The styles, and what can be changed of one."""
    return "\n\n".join(
        (
            listing("styles", style_names()),
            listing(
                "names for --with", {name: f"{field.title}: {field.allowed}" for name, field in STYLE_FIELDS.items()}
            ),
        )
    )


def _parse_size(text: str) -> tuple[float, float]:
    """`178x100`. Raises FieldError."""
    width, cross, height = text.lower().partition("x")
    if not cross:
        raise FieldError(f"--size {text} is not allowed: write width x height in millimetres, as 178x100")
    fields = (("--size width", "width_mm", width), ("--size height", "height_mm", height))
    width_mm, height_mm = (STYLE_FIELDS[name].parse(words, part) for words, name, part in fields)
    return width_mm, height_mm


def figure_paths(arguments: argparse.Namespace, names: Iterable[str], stem: str) -> dict[str, Path]:
    """The files to make, by the names of their figures: of `all` one each, in a folder. Raises ExportError."""
    if arguments.figure != "all":
        return {arguments.figure: arguments.to}
    kind = check_format(arguments.format)
    return {name: arguments.to / f"{stem}-{name}.{kind}" for name in names}
