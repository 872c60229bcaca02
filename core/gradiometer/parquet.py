"""Tables as Parquet files, by pyarrow, which is asked for only here (the extra `parquet`)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from gradiometer.exports import ExportError, written_aside
from gradiometer.tables import Rows


def check_parquet() -> None:
    """Raises ExportError where pyarrow is not installed."""
    if importlib.util.find_spec("pyarrow") is None:
        raise ExportError("Parquet tables need pyarrow: pip install 'gradiometer[parquet]', or choose CSV")


def write_parquet(path: Path, table: Rows) -> None:
    """Write rows as Parquet, a chunk at a time: a whole file or none.

    A column has the type of its first values: whole numbers int64, other numbers float64, else text; what is empty in
    the CSV is null. Raises ExportError.
    """
    check_parquet()
    import pyarrow as pa
    from pyarrow import parquet

    writer: parquet.ParquetWriter | None = None
    schema = pa.schema([(name, pa.null()) for name in table.header])
    with written_aside(path) as aside:
        try:
            for chunk in table.chunks:
                columns = [[None if cell == "" else cell for cell in column] for column in zip(*chunk, strict=True)]
                if not columns:
                    continue
                if writer is None:
                    schema = pa.schema(
                        [(name, _type_of(column)) for name, column in zip(table.header, columns, strict=True)]
                    )
                    writer = parquet.ParquetWriter(aside, schema)
                arrays = [
                    pa.array(_as(column, field.type), field.type) for column, field in zip(columns, schema, strict=True)
                ]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            if writer is None:
                parquet.write_table(schema.empty_table(), aside)
        except pa.ArrowException as error:
            raise ExportError(f"{path} cannot be written: {str(error).splitlines()[0]}") from error
        finally:
            if writer is not None:
                writer.close()


def _type_of(column: list[Any]) -> Any:
    """pyarrow's type for these cells."""
    import pyarrow as pa

    known = [cell for cell in column if cell is not None]
    if all(isinstance(cell, int | float) for cell in known):
        # A column that is empty at first is one of numbers that come later.
        return pa.int64() if known and all(isinstance(cell, int) for cell in known) else pa.float64()
    return pa.string()


def _as(column: list[Any], kind: Any) -> list[Any]:
    """Cells as the type that the first chunk had."""
    import pyarrow as pa

    make = {pa.float64(): float, pa.int64(): int, pa.string(): str}[kind]
    return [None if cell is None else make(cell) for cell in column]
