"""What a figure's file says of where it comes from: written into it, and read off it again.

PNG keeps it in a text chunk, PDF and SVG among their keywords, PGF in comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from gradiometer import __version__
from gradiometer.comparison import Comparison
from gradiometer.exports import ExportError
from gradiometer.figures.compare_parts import CompareRequest
from gradiometer.figures.sheet import Request, Sheet
from gradiometer.session_file import Session

_KIND = "gradiometer_figure"
_VERSION = 1
_RUN_ON = ("device_name", "cpu_capability", "num_threads", "torch_version", "gradiometer_version")
# A record is some kilobytes; a file that claims more is none of ours.
_MOST_CHARACTERS = 10_000_000
_SVG_KEYWORD = ".//{http://purl.org/dc/elements/1.1/}subject//{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"


@dataclass(frozen=True, slots=True)
class Source:
    """A session that a figure shows. id: of the session; file: its path then; title: what it was called."""

    id: str
    file: Path
    title: str


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """sessions: from which it was drawn, one or of a comparison several; figure: in FIGURES or COMPARE_FIGURES; view:
    what was shown, as `view_of` tells; values: everything.
    """

    sessions: tuple[Source, ...]
    figure: str
    view: Mapping[str, Any]
    values: Mapping[str, Any]


def describe_figure(session: Session, name: str, request: Request) -> dict[str, Any]:
    """Session, structure, settings, interventions, seed, versions, and what is shown how: ready for JSON."""
    return _head(name, view_of(session, request), request) | {"sessions": [_describe_session(session)]}


def describe_comparison(comparison: Comparison, name: str, request: CompareRequest) -> dict[str, Any]:
    """The same of all sessions that a figure of a comparison shows."""
    view = {
        "layers": list(request.layers),
        "quantity": request.quantity,
        "histogram": request.histogram,
        "align": request.align,
        "position": request.position,
        "first": request.first,
        "last": request.last,
        "from_output": request.from_output,
        "scale": request.scale,
        "y_limits": [None if limits is None else list(limits) for limits in request.y_limits],
    }
    sessions = [{"label": side.label, **_describe_session(side.session)} for side in comparison.shown]
    return _head(name, view, request) | {"sessions": sessions}


def _head(name: str, view: Mapping[str, Any], sheet: Sheet) -> dict[str, Any]:
    return {
        _KIND: _VERSION,
        "figure": name,
        "view": view,
        "style": dict(vars(sheet.style)),
        "drawn_with": {"gradiometer_version": __version__},
    }


def _describe_session(session: Session) -> dict[str, Any]:
    experiment = session.experiment
    return {
        "id": session.meta.get("id", ""),
        "file": str(session.path.resolve()),
        "title": session.title,
        "name": session.outline.name,
        "structure": session.outline.structure,
        "layers": list(session.layer_names),
        "created": session.meta.get("created"),
        "num_measured": session.num_rows["step"],
        "experiment": None if experiment is None else experiment.as_dict(),
        "seed": None if experiment is None else experiment.seed,
        "interventions": [
            {"step": change.step, "label": change.label, "effect": change.effect, "because": change.because}
            for change in session.interventions
        ],
        "findings": [
            {"symptom": each.symptom, "severity": each.severity, "first_step": each.first_step, "text": each.text}
            for each in session.findings
        ],
        "recorded_with": {key: session.meta[key] for key in _RUN_ON if key in session.meta},
    }


def view_of(session: Session, request: Request) -> dict[str, Any]:
    """Which layer (by name), quantity, histogram, step, range of steps, trial and axis are shown."""
    return {
        "layer": session.layer_names[request.layer],
        "quantity": request.quantity,
        "histogram": request.histogram,
        "step": request.step,
        "first_step": request.first_step,
        "last_step": request.last_step,
        "trial": request.trial,
        "scale": request.scale,
        "y_limits": [None if limits is None else list(limits) for limits in request.y_limits],
    }


def record_text(values: Mapping[str, Any]) -> str:
    """One line of ASCII, which every format takes."""
    return json.dumps(values, separators=(",", ":"), allow_nan=False)


def read_record(path: Path) -> FigureRecord:
    """What a figure's file, or the JSON beside it, says of itself. Raises ExportError, which names the file."""
    try:
        text = _READERS[path.suffix.lower()](path)
    except KeyError:
        known = ", ".join(_READERS)
        raise ExportError(f"{path} is not the file of a figure: its name ends in none of {known}") from None
    except ExportError:
        raise
    except OSError as error:
        raise ExportError(f"{path} cannot be read: {error.strerror or error}") from error
    if not text or len(text) > _MOST_CHARACTERS:
        raise ExportError(f"{path} does not say which session it shows: it was not exported by Gradiometer")
    try:
        values = json.loads(text)
        sources = tuple(
            Source(str(each["id"]), Path(str(each["file"])), str(each["title"])) for each in values["sessions"]
        )
        found = FigureRecord(sources, str(values["figure"]), dict(values["view"]), values)
        version = int(values[_KIND])
    except (KeyError, TypeError, ValueError, RecursionError):
        raise ExportError(f"{path} does not say which session it shows: what it says of itself is damaged") from None
    if not sources:
        raise ExportError(f"{path} does not say which session it shows: what it says of itself is damaged")
    if version > _VERSION:
        raise ExportError(f"{path} comes from a newer Gradiometer than {__version__}: what it says cannot be read here")
    return found


def _read_png(path: Path) -> str:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=["PNG"]) as image:
            return str(getattr(image, "text", {}).get("Gradiometer", ""))
    except (UnidentifiedImageError, ValueError, SyntaxError) as error:
        raise ExportError(f"{path} cannot be read: it is no PNG picture") from error


def _read_svg(path: Path) -> str:
    try:
        root = ElementTree.fromstring(path.read_bytes())
    except ElementTree.ParseError as error:
        raise ExportError(f"{path} cannot be read: it is no SVG drawing ({error})") from error
    words = [element.text or "" for element in root.iterfind(_SVG_KEYWORD)]
    return next((word for word in words if _KIND in word), "")


def _read_pdf(path: Path) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        metadata = PdfReader(path).metadata
    except (PyPdfError, ValueError, RecursionError) as error:
        raise ExportError(f"{path} cannot be read: it is no PDF drawing") from error
    return "" if metadata is None else str(metadata.get("/Keywords", ""))


def _read_pgf(path: Path) -> str:
    words = path.read_text(encoding="utf-8", errors="replace")
    found = re.search(rf'^%% (\{{"{_KIND}".*\}})$', words, re.MULTILINE)
    return found.group(1) if found else ""


def _read_json(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


_READERS = {".png": _read_png, ".svg": _read_svg, ".pdf": _read_pdf, ".pgf": _read_pgf, ".json": _read_json}
