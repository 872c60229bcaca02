"""Texts in Markdown, those of lessons and of the manual, in the person's language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradiometer_desktop.language import said

_CELL = re.compile(r"(\s*\|\s*)")
_WORD = re.compile(r"[^\W\d_]")
_SIGN = re.compile(r"(#+ |- |\d+\. |)")
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)


def told(markdown: str) -> str:
    """The same in the person's language: what is laid out stays as it is laid out."""
    return "".join(said(piece) if is_text else piece for piece, is_text in pieces(markdown))


def pieces(markdown: str) -> Iterator[tuple[str, bool]]:
    """A text cut where translators want it: each piece, and whether it is a text, which then stands in one line.

    A text is a heading, an entry of a list, a cell of a table or a paragraph; commands and pictures are none.
    """
    for block in re.split(r"\n{2,}", _COMMENT.sub("", markdown).strip("\n")):
        for line in _lines(block):
            if line.startswith(("    ", "![")):
                yield line, False
            elif line.startswith("|"):
                for cell in _CELL.split(line):
                    yield cell, bool(_WORD.match(cell)) and not cell.startswith("![")
            else:
                sign = _SIGN.match(line)
                assert sign is not None
                yield sign[0], False
                yield line[sign.end() :], True
            yield "\n", False
        yield "\n", False


def _lines(block: str) -> list[str]:
    """Of code and tables as they stand; of anything else each heading, entry or paragraph in one line."""
    if block.startswith(("    ", "|")):
        return block.split("\n")
    entries = re.split(r"\n(?=- |\d+\. )", block)
    return [" ".join(entry.split()) for entry in entries if entry.strip()]
