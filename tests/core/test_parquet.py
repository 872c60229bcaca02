"""Parquet tables, read back by pyarrow itself."""

import math

import pyarrow
import pyarrow.parquet
import pytest

from gradiometer.exports import ExportError
from gradiometer.parquet import write_parquet
from gradiometer.tables import Rows


def test_types_blanks_and_chunks(tmp_path):
    chunks = [[[1, "a", 0.5, ""], [2, "b", math.nan, ""]], [[3, "c", 2, 7.5]]]
    write_parquet(tmp_path / "a.parquet", Rows(["step", "name", "value", "late"], iter(chunks)))
    table = pyarrow.parquet.read_table(tmp_path / "a.parquet")
    kinds = [pyarrow.int64(), pyarrow.string(), pyarrow.float64(), pyarrow.float64()]
    assert [field.type for field in table.schema] == kinds
    columns = table.to_pydict()
    assert columns["step"] == [1, 2, 3]
    assert columns["late"] == [None, None, 7.5]
    assert math.isnan(columns["value"][1])


def test_no_rows(tmp_path):
    write_parquet(tmp_path / "a.parquet", Rows(["step"], iter([])))
    assert pyarrow.parquet.read_table(tmp_path / "a.parquet").num_rows == 0


def test_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="cannot be written"):
        write_parquet(tmp_path / "file" / "a.parquet", Rows(["step"], iter([[[1]]])))
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
