"""A report as one HTML file: no script, nothing from elsewhere, readable on a phone and in print."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gradiometer.report.document import Document, Figure, Picture, Section, Table, printable

if TYPE_CHECKING:
    from markupsafe import Markup

_MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpeg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A section where it stands. id: what links lead to; level: of its heading, 2 for those of the document."""

    section: Section
    id: str
    level: int
    inner: tuple[_Placed, ...]


def html_of(document: Document) -> bytes:
    """The whole file, UTF-8. The same document gives the same bytes."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    def finalize(value: Any) -> Any:
        # Markup is a text that is HTML already.
        return printable(value) if type(value) is str else value

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=finalize
    )
    environment.filters["uri"] = _uri
    template = environment.from_string(_resource("report.html.j2"))
    placed = tuple(_place(document.sections, "s", 2))
    numbers = {id(block): number for number, block in enumerate(_blocks(placed, Figure), start=1)}
    tables = {id(block): f"t{number}" for number, block in enumerate(_blocks(placed, Table), start=1)}
    text = template.render(
        document=document,
        sections=placed,
        has_chapters=any(section.is_chapter for section in document.sections),
        figure_number=lambda block: numbers[id(block)],
        table_id=lambda block: tables[id(block)],
        css=Markup(_resource("report.css")),
    )
    return text.encode()


def _place(sections: Sequence[Section], front: str, level: int) -> Iterator[_Placed]:
    for number, section in enumerate(sections, start=1):
        name = f"{front}{number}"
        yield _Placed(section, name, level, tuple(_place(section.sections, f"{name}-", level + 1)))


def _blocks(placed: Sequence[_Placed], kind: type) -> Iterator[Any]:
    """Every block of a kind, in the order in which they are read."""
    for each in placed:
        yield from (block for block in each.section.blocks if isinstance(block, kind))
        yield from _blocks(each.inner, kind)


def _uri(picture: Picture) -> Markup:
    """The picture as an address that holds it."""
    from markupsafe import Markup

    # Letters and digits alone: to look through megabytes of them takes a second.
    return Markup(f"data:{_MEDIA_TYPES[picture.format]};base64,{base64.b64encode(picture.data).decode()}")


def _resource(name: str) -> str:
    return files("gradiometer_resources").joinpath("report", name).read_text("utf-8")
