"""A report as it is, before it is HTML or PDF: sections of blocks. Headings come of nesting, so all are in order."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

Tone = Literal["", "severe", "warning", "good"]
"""How a paragraph is meant; renderers show it by a word and a line at the side, not by colour alone."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """text: any; tone: of what is to be noticed; lead: what stands in bold in front, with a tone the word for it."""

    kind: ClassVar[str] = "paragraph"
    text: str
    tone: Tone = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """lead: what stands in bold in front."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list. intro: a line in front, on the same page; is_ordered: whether its order matters, so it is counted."""

    kind: ClassVar[str] = "bullets"
    items: tuple[Item, ...]
    intro: str = ""
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known, by names."""

    kind: ClassVar[str] = "terms"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """title: its header; is_number: whether it is set right."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """caption: what it holds; columns; rows: as many cells each; has_row_heads: whether the first one names its row."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    has_row_heads: bool = True

    def __post_init__(self) -> None:
        assert self.caption.strip(), "a table needs a caption"
        assert all(len(row) == len(self.columns) for row in self.rows), self.caption


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to copy as they stand."""

    kind: ClassVar[str] = "code"
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """format: `svg`, `png` or `jpeg`; data: a file of it."""

    format: str
    data: bytes


Draw = Callable[[bool], Picture]
"""Draws a figure: as wide as a page, or narrow, for a phone."""


@dataclass(frozen=True, slots=True)
class Figure:
    """source: a picture, or what draws it; alt: what is seen, for somebody who cannot see it; caption: what it says, in
    numbers; narrow: the same for a narrow screen, where there is one.
    """

    kind: ClassVar[str] = "figure"
    source: Picture | Draw
    alt: str
    caption: str
    narrow: Picture | None = None

    def __post_init__(self) -> None:
        assert self.alt.strip(), "a figure needs an alternative text"
        assert self.caption.strip(), "a figure needs a caption"

    @property
    def picture(self) -> Picture:
        """The picture of one that is drawn."""
        assert isinstance(self.source, Picture), "it is drawn by `draw_figures`"
        return self.source


Block = Paragraph | Bullets | Terms | Table | Code | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """title: its heading; blocks: below it; sections: below these; is_chapter: whether it begins on its own page."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    is_chapter: bool = False

    def __post_init__(self) -> None:
        assert self.title.strip(), "a section needs a title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """title: of the whole; subtitle: what it is about, in a line; language: a BCP 47 tag; author: who made it;
    made_s: its date, in seconds since 1970, of what it tells and not of the clock, so that equal reports are equal.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    language: str = "en"
    author: str = "Gradiometer"
    made_s: int = 0

    def __post_init__(self) -> None:
        assert self.title.strip(), "a document needs a title"


def undrawn(document: Document) -> int:
    """How many figures have still to be drawn."""
    return sum(_num_undrawn(section) for section in document.sections)


def _num_undrawn(section: Section) -> int:
    own = sum(isinstance(block, Figure) and not isinstance(block.source, Picture) for block in section.blocks)
    return own + sum(map(_num_undrawn, section.sections))


def draw_figures(document: Document, told: Callable[[], None], *, with_narrow: bool) -> Document:
    """The same with every figure drawn. told: called after each one; it may raise, to stop; with_narrow: whether each
    is drawn for a narrow screen, too.
    """

    def draw(section: Section) -> Section:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Figure) and not isinstance(block.source, Picture):
                narrow = block.source(True) if with_narrow else None
                block = dataclasses.replace(block, source=block.source(False), narrow=narrow)
                told()
            blocks.append(block)
        return dataclasses.replace(section, blocks=tuple(blocks), sections=tuple(map(draw, section.sections)))

    return dataclasses.replace(document, sections=tuple(map(draw, document.sections)))


# Control characters, halves of UTF-16 pairs, the byte order mark, and what Unicode says is no character.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)


def printable(text: str) -> str:
    """A text in which a sign stands for each character that HTML, SVG or PDF may not hold."""
    return _UNPRINTABLE.sub("\ufffd", text)
