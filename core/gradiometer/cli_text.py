"""What the help of several verbs is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def listing(heading: str, entries: Mapping[str, str]) -> str:
    """Names, and what each is, under a heading."""
    width = max(map(len, entries))
    return "\n".join([f"{heading}:", *(f"  {name:{width}}  {text}" for name, text in entries.items())])


def examples(*lines: str) -> str:
    """Commands to try."""
    return "\n".join(["examples:", *(f"  {line}" for line in lines)])


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns, a little indented; the first row is the heading."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
