"""A figure's file with what belongs to it: where it comes from, and the data it shows, drawn and at full resolution."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from gradiometer.exports import ExportError, written_aside
from gradiometer.figures import FigureOptions, fill_of, request_of, title_of
from gradiometer.figures.data import Drawn, drawn_data, drawn_rows
from gradiometer.figures.page import format_of, save_page
from gradiometer.figures.record import describe_figure, record_text
from gradiometer.parquet import check_parquet, write_parquet
from gradiometer.session_file import Session
from gradiometer.tables import Rows, rows_of, write_rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DATA_FORMATS = {"csv": "CSV tables", "parquet": "Parquet tables"}


def export_figure(
    session: Session, name: str, path: Path, *, data: str = "", **options: Unpack[FigureOptions]
) -> tuple[list[Path], tuple[str, ...]]:
    """Save a figure, which says in itself where it comes from (`figure_record`), and where `data` is one of
    DATA_FORMATS three files beside it: the data exactly as drawn, those at full resolution, and what it says of itself.

    Returns the files, the figure first, and remarks about what could not be done as asked for. Raises as `save_figure`
    does.
    """
    format_of(path)
    check_data_format(data)
    request = request_of(session, name, options)
    values = describe_figure(session, name, request)
    drawn: list[Drawn] = []

    def look(figure: Figure) -> None:
        drawn.extend(drawn_data(figure))

    remarks = save_page(
        request.style,
        fill_of(session, name, request),
        path,
        title=title_of(session, name),
        record=record_text(values),
        look=look,
    )
    if not data:
        return [path], remarks
    full = rows_of(
        session,
        name,
        layer=request.layer,
        quantity=request.quantity,
        step=request.step,
        histogram=request.histogram,
    )
    tables = {"drawn": drawn_rows(drawn), "full": full}
    files = [path]
    for which, rows in tables.items():
        files.append(path.with_name(f"{path.stem}.{which}.{data}"))
        write_data(files[-1], rows)
    files.append(path.with_name(f"{path.stem}.json"))
    with written_aside(files[-1]) as aside:
        text = json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False)
        aside.write_text(f"{text}\n", encoding="utf-8")
    return files, remarks


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
