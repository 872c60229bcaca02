"""A figure's file with what belongs to it: where it comes from, and the data it shows, drawn and at full resolution."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from gradiometer.comparison import Comparison
from gradiometer.exports import ExportError, written_aside
from gradiometer.figures import FigureOptions, compare, fill_of, request_of, title_of
from gradiometer.figures.compare import CompareOptions
from gradiometer.figures.data import Drawn, drawn_data, drawn_rows
from gradiometer.figures.page import save_page
from gradiometer.figures.record import describe_comparison, describe_figure, record_text
from gradiometer.figures.sheet import Sheet
from gradiometer.parquet import check_parquet, write_parquet
from gradiometer.session_file import Session
from gradiometer.tables import Rows, rows_of, write_rows
from gradiometer.tables_compare import comparison_rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DATA_FORMATS = {"csv": "CSV tables", "parquet": "Parquet tables"}


class Exported(NamedTuple):
    """files: that were made, the figure first; remarks: about what could not be done as asked for, in sentences."""

    files: list[Path]
    remarks: tuple[str, ...]


def export_figure(
    session: Session, name: str, path: Path, *, data: str = "", **options: Unpack[FigureOptions]
) -> Exported:
    """Save a figure, which says in itself where it comes from (`record`), and where `data` is one of DATA_FORMATS three
    files beside it: the data exactly as drawn, those at full resolution, and what it says of itself.

    Raises as `save_figure` does.
    """
    check_data_format(data)
    request = request_of(session, name, options)
    title, values = title_of(session, name), describe_figure(session, name, request)
    saved = _save(path, request, fill_of(session, name, request), title, values)
    if not data:
        return saved.exported
    full = rows_of(
        session,
        name,
        layer=request.layer,
        quantity=request.quantity,
        step=request.step,
        histogram=request.histogram,
        trial=request.trial,
    )
    return _with_data(saved, data, full, values)


def export_comparison(
    comparison: Comparison, name: str, path: Path, *, data: str = "", **options: Unpack[CompareOptions]
) -> Exported:
    """The same of several sessions. Raises as `save_comparison` does."""
    check_data_format(data)
    request = compare.request_of(comparison, name, options)
    title, values = compare.title_of(comparison, name), describe_comparison(comparison, name, request)
    saved = _save(path, request, compare.fill_of(comparison, name, request), title, values)
    if not data:
        return saved.exported
    full = comparison_rows(
        comparison,
        name,
        layers=request.layers,
        quantity=request.quantity,
        align=request.align,
        position=request.position,
        histogram=request.histogram,
    )
    return _with_data(saved, data, full, values)


@dataclass(frozen=True, slots=True)
class _Saved:
    """A figure that has been saved, and the data that it shows."""

    exported: Exported
    drawn: list[Drawn]


def _save(path: Path, sheet: Sheet, fill: Callable[[Figure], None], title: str, values: Mapping[str, Any]) -> _Saved:
    drawn: list[Drawn] = []

    def look(figure: Figure) -> None:
        drawn.extend(drawn_data(figure))

    remarks = save_page(sheet.style, fill, path, title=title, record=record_text(values), look=look)
    return _Saved(Exported([path], remarks), drawn)


def _with_data(saved: _Saved, data: str, full: Rows, values: Mapping[str, Any]) -> Exported:
    """Write what belongs beside a figure."""
    [path], remarks = saved.exported
    files = [path]
    for which, rows in {"drawn": drawn_rows(saved.drawn), "full": full}.items():
        files.append(path.with_name(f"{path.stem}.{which}.{data}"))
        write_data(files[-1], rows)
    files.append(path.with_name(f"{path.stem}.json"))
    with written_aside(files[-1]) as aside:
        text = json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False)
        aside.write_text(f"{text}\n", encoding="utf-8")
    return Exported(files, remarks)


def write_data(path: Path, rows: Rows) -> None:
    """Write a table as CSV or Parquet, by the suffix: a whole file or none. Raises ExportError."""
    (write_parquet if path.suffix.lower() == ".parquet" else write_rows)(path, rows)


def check_data_format(data: str) -> str:
    """One of DATA_FORMATS or nothing. Raises ExportError, also where Parquet cannot be written here."""
    if data and data not in DATA_FORMATS:
        raise ExportError(f"--with-data {data} is not known: choose one of {', '.join(DATA_FORMATS)}")
    if data == "parquet":
        check_parquet()
    return data


def stems(paths: Sequence[Path]) -> list[str]:
    """A name for each of several sessions' files, each once."""
    seen: dict[str, int] = {}
    names = []
    for path in paths:
        seen[path.stem] = seen.get(path.stem, 0) + 1
        names.append(path.stem if seen[path.stem] == 1 else f"{path.stem}-{seen[path.stem]}")
    return names
