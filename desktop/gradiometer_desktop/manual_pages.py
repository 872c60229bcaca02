"""The pages of the manual: Markdown files in resources, which GitHub shows as well.

`index.md` is the list of contents, the one place that says which pages there are and in which order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from PySide6.QtWidgets import QWidget

from gradiometer_desktop.language import said
from gradiometer_desktop.markdown import told

INDEX = "index"
SUFFIX = ".md"
_MANUAL = files("gradiometer_resources") / "manual"
_LINK = re.compile(r"\[([^\]]+)\]\(([\w-]+)\.md\)")
# Of Markdown, what is no text that a person reads: images, targets of links, and signs.
_SIGNS = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[\[*`#|]|\\(?=\W)")


@dataclass(frozen=True)
class Page:
    """name: of its file, without the suffix; title: in the person's language."""

    name: str
    title: str


@dataclass(frozen=True)
class Chapter:
    """Pages under one heading of the contents."""

    title: str
    pages: tuple[Page, ...]


@lru_cache(maxsize=1)
def chapters() -> tuple[Chapter, ...]:
    """The contents, in their order."""
    _head, *parts = _read(INDEX).split("\n## ")
    made = []
    for part in parts:
        title, _line, body = part.partition("\n")
        pages = (Page(name, said(words)) for words, name in _LINK.findall(body))
        made.append(Chapter(said(title), tuple(pages)))
    return tuple(made)


def pages() -> Iterator[Page]:
    """All pages but the contents themselves."""
    for chapter in chapters():
        yield from chapter.pages


def has(name: str) -> bool:
    """Whether there is a page of this name."""
    return name == INDEX or any(page.name == name for page in pages())


def title_of(name: str) -> str:
    """As it stands in the contents; empty for the contents themselves."""
    return next((page.title for page in pages() if page.name == name), "")


@lru_cache(maxsize=64)
def text_of(name: str) -> str:
    """A page as Markdown, in the person's language."""
    return told(_read(name))


def picture(path: str, *, is_dark: bool) -> bytes:
    """The file of a picture; in the dark that of the same name and `-dark`, where there is one. Empty for none."""
    stem, _dot, suffix = path.rpartition(".")
    for name in (f"{stem}-dark.{suffix}", path) if is_dark else (path,):
        file = _MANUAL.joinpath(*name.split("/"))
        if file.is_file():
            return file.read_bytes()
    return b""


def find(words: str) -> list[Page]:
    """The pages that hold words which begin with all of these, in titles before those that hold them in their text."""
    wanted = [re.compile(begins(word), re.IGNORECASE) for word in words.split()]

    def holds(text: str) -> bool:
        return all(word.search(text) for word in wanted)

    return sorted((page for page in pages() if holds(_plain(page.name))), key=lambda page: not holds(page.title))


def begins(word: str) -> str:
    """A pattern for what begins with a word: `gain` is not to be found in `against`."""
    return rf"(?<!\w){re.escape(word)}"


def topic_of(*widgets: QWidget | None) -> str:
    """The page of the first of these that stands in something that has one (`manual_page`); else empty."""
    for widget in widgets:
        while widget is not None:
            name = getattr(widget, "manual_page", "")
            if name:
                return str(name)
            widget = widget.parentWidget()
    return ""


@lru_cache(maxsize=64)
def _plain(name: str) -> str:
    """What a person reads on a page."""
    return _SIGNS.sub("", text_of(name))


def _read(name: str) -> str:
    return (_MANUAL / f"{name}{SUFFIX}").read_text("utf-8")
