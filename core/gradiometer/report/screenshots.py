"""Screenshots in a report: PNG and JPEG files as they are, each with a caption."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

from gradiometer.exports import ExportError
from gradiometer.report.document import Figure, Picture, Section

_FORMATS = {"PNG": "png", "JPEG": "jpeg"}
_MOST_BYTES = 50_000_000


def screenshots(given: Sequence[str | Path]) -> Section | None:
    """given: `path` or `path=caption` each. Raises ExportError for one that is no PNG or JPEG."""
    if not given:
        return None
    figures = []
    for path, caption in map(_split, given):
        figures.append(Figure(_read(path), f"Screenshot {path.name}.", caption or path.name))
    return Section("Screenshots", tuple(figures))


def _split(given: str | Path) -> tuple[Path, str]:
    """A path that is there may hold `=` itself."""
    text = str(given)
    places = [at for at, letter in enumerate(text) if letter == "="]
    for at in (len(text), *places):
        if Path(text[:at]).is_file():
            return Path(text[:at]), text[at + 1 :].strip()
    return Path(text.partition("=")[0]), ""


def _read(path: Path) -> Picture:
    from PIL import Image

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ExportError(f"screenshot {path} is too large: at most {_MOST_BYTES // 10**6} MB")
        data = path.read_bytes()
    except ExportError:
        raise
    except OSError as error:
        raise ExportError(f"screenshot {path} cannot be read: {error.strerror or error}") from error
    try:
        with warnings.catch_warnings():
            # It warns of pictures that are far larger than any screen.
            warnings.simplefilter("error")
            with Image.open(path) as image:
                kind = image.format or ""
                image.load()
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise ExportError(f"screenshot {path} is not a picture that can be read: give a PNG or JPEG file") from error
    if kind not in _FORMATS:
        raise ExportError(f"screenshot {path} is a {kind} file: give a PNG or JPEG file")
    return Picture(_FORMATS[kind], data)
