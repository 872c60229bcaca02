"""A report as a PDF by typst: pages with numbers, a table of contents, bookmarks, and tags for who cannot see it.

The standard PDF/UA-1 is asked of typst, which then refuses a figure without an alternative text, a heading out of order
and a letter that no font has.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gradiometer.exports import ExportError
from gradiometer.report.document import (
    Block,
    Bullets,
    Document,
    Figure,
    Paragraph,
    Picture,
    Section,
    Table,
    Terms,
    printable,
)

_NO_GLYPH = "could not be displayed"
"""What typst says where no font has a letter."""
_LAST_RESORT = "LastResort"
"""A font of matplotlib's that has a box with the name of its script for every letter there is."""
_SUFFIXES = {"svg": "svg", "png": "png", "jpeg": "jpg"}
# Of a picture of pixels.
_DOTS_PER_MM = 144 / 25.4
_MOST_MM = (178.0, 190.0)


def pdf_of(document: Document) -> bytes:
    """The whole file; of the same document and fonts the same bytes. Raises ExportError."""
    with TemporaryDirectory(prefix="gradiometer-") as name:
        folder = Path(name)
        source = folder / "report.typ"
        source.write_bytes(files("gradiometer_resources").joinpath("report", "report.typ").read_bytes())
        text = json.dumps(_Pages(folder).of(document), ensure_ascii=False)
        (folder / "report.json").write_text(text, encoding="utf-8")
        return _compile(source, document.made_s)


def _compile(source: Path, made_s: int) -> bytes:
    """Fonts that are here everywhere first, then those of the system for other scripts, then boxes."""
    import typst

    plain, boxes = _font_folders(source.parent)
    problem = ""
    for folders, with_system in (([plain], False), ([plain], True), ([plain, boxes], True)):
        fonts = typst.Fonts(
            include_system_fonts=with_system, include_embedded_fonts=True, font_paths=[str(each) for each in folders]
        )
        try:
            return typst.compile(
                str(source),
                root=str(source.parent),
                font_paths=fonts,
                pdf_standards=["ua-1"],
                timestamp=made_s,
            )
        except typst.TypstError as error:
            problem = error.message
            if _NO_GLYPH not in problem:
                break
    raise ExportError(f"the PDF cannot be made: {problem}")


def _font_folders(folder: Path) -> tuple[Path, Path]:
    """matplotlib's DejaVu, by which figures are drawn, and the font of last resort, each in a folder of its own: beside
    it no font of the system would be looked for.
    """
    import matplotlib

    plain, boxes = folder / "fonts", folder / "boxes"
    for place in (plain, boxes):
        place.mkdir()
    for path in sorted((Path(matplotlib.get_data_path()) / "fonts" / "ttf").glob("*.ttf")):
        if path.name.startswith("DejaVu"):
            shutil.copy(path, plain)
        elif path.name.startswith(_LAST_RESORT):
            shutil.copy(path, boxes)
    return plain, boxes


class _Pages:
    """The data of report.typ, and the files of its figures beside it."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._num_figures = 0

    def of(self, document: Document) -> dict[str, Any]:
        return {
            "title": printable(document.title),
            "subtitle": printable(document.subtitle),
            "language": document.language,
            "author": document.author,
            "has_chapters": any(section.is_chapter for section in document.sections),
            "sections": self._sections(document.sections),
        }

    def _sections(self, sections: Sequence[Section]) -> list[dict[str, Any]]:
        return [
            {
                "title": printable(section.title),
                "is_chapter": section.is_chapter,
                "blocks": [self._block(block) for block in section.blocks],
                "sections": self._sections(section.sections),
            }
            for section in sections
        ]

    def _block(self, block: Block) -> dict[str, Any]:
        values: dict[str, Any] = {"kind": block.kind}
        if isinstance(block, Figure):
            file, width_mm = self._save(block.picture)
            return values | {
                "file": file,
                "width_mm": width_mm,
                "alt": printable(block.alt),
                "caption": printable(block.caption),
            }
        if isinstance(block, Table):
            columns = [{"title": printable(each.title), "is_number": each.is_number} for each in block.columns]
            rows = [[printable(cell) for cell in row] for row in block.rows]
            return values | {"caption": printable(block.caption), "columns": columns, "rows": rows}
        if isinstance(block, Paragraph):
            return values | {"text": printable(block.text), "tone": block.tone, "lead": printable(block.lead)}
        if isinstance(block, Bullets):
            items = [{"text": printable(item.text), "lead": printable(item.lead)} for item in block.items]
            return values | {"items": items, "intro": printable(block.intro), "is_ordered": block.is_ordered}
        if isinstance(block, Terms):
            return values | {"pairs": [[printable(term), printable(text)] for term, text in block.pairs]}
        return values | {"text": printable(block.text)}

    def _save(self, picture: Picture) -> tuple[str, float | None]:
        """The name of its file, and how wide it is on the page; None: as wide as the page."""
        self._num_figures += 1
        name = f"figure-{self._num_figures}.{_SUFFIXES[picture.format]}"
        (self._folder / name).write_bytes(picture.data)
        return name, None if picture.format == "svg" else _width_mm(self._folder / name)


def _width_mm(path: Path) -> float:
    """Of a picture of pixels, so that it fits on a page."""
    from PIL import Image

    with Image.open(path) as image:
        width, height = image.size
    most_width, most_height = _MOST_MM
    return min(width / _DOTS_PER_MM, most_width, most_height * width / height)
