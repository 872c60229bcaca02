"""CSV: a header, numbers, and a column of labels."""

from __future__ import annotations

import csv
import re
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import numpy as np

from gradiometer.examples import MOST_BYTES, DataError
from gradiometer.readers.raw import Raw, cannot_be_read, check_size, classes_of, is_number, to_float32

_LABEL_NAMES = ("label", "class", "target", "y")
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_LONGEST_HEADER = 10_000_000


def read_table(path: Path) -> Raw:
    """A table in UTF-8 whose first row names the columns, parted by commas, semicolons or tabs.

    The labels are in the column named label, class, target or y (the first of these that is there), else in the last
    one; all others hold numbers. Rows are counted as a spreadsheet counts them: the header is row 1. Raises DataError.
    """
    with _opened(path) as table:
        return table.read()


def feature_names(path: Path) -> tuple[str, ...]:
    """The columns that hold features, in their order; only the header is read. Raises DataError."""
    with _opened(path) as table:
        return tuple(table.features)


@contextmanager
def _opened(path: Path) -> Iterator[_Table]:
    """Raises DataError, also for what goes wrong while it is read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield _Table(path.name, file)
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8 text") from error
    except csv.Error as error:
        raise DataError(f"{path.name} is not a table: {error}") from error
    except OSError as error:
        raise cannot_be_read(path, error) from error


class _Table:
    """A table whose header is read and checked, and whose rows come next."""

    def __init__(self, name: str, file: TextIO):
        self.name = name
        delimiter = _delimiter_of(file.readline(_LONGEST_HEADER))
        file.seek(0)
        self._rows: Iterator[list[str]] = csv.reader(file, delimiter=delimiter)
        self.header = [cell.strip() for cell in next(self._rows, [])]
        self._check_header(delimiter)
        self._label_at, is_named = self._find_label()
        self.label_name = self.header[self._label_at]
        self.features = [*self.header]
        del self.features[self._label_at]
        how = "" if is_named else ", the last one"
        self.remark = f"The labels are of the column {self.label_name}{how}."
        self._row_of = array("q")
        """Of each example, the number of its row."""

    def read(self) -> Raw:
        name, numbers = self.name, array("d")
        labels: list[str] = []
        for number, row in enumerate(self._rows, 2):
            # Spreadsheets leave rows of empty cells at the end.
            if not any(row):
                continue
            if len(row) != len(self.header):
                raise DataError(
                    f"{name}, row {number} has {len(row)} cells: the header names {len(self.header)} columns"
                )
            labels.append(row.pop(self._label_at).strip())
            self._row_of.append(number)
            try:
                numbers.extend(map(float, row))
            except ValueError:
                raise self._bad_cell(number, row) from None
            if len(numbers) > MOST_BYTES // 4:
                raise DataError(f"{name} has more numbers than the {MOST_BYTES // 4} that are allowed")
        check_size(name, len(labels), (len(self.features),))
        values = np.frombuffer(numbers, np.float64).reshape(len(labels), -1)
        inputs = to_float32(values, lambda index: self._cell(self._row_of[index[0]], index[1]))
        column = f"{name}, column {self.label_name!r}"
        targets, names = classes_of(labels, column, lambda index: f"{column}, row {self._row_of[index]}")
        return Raw(inputs, targets, names, (self.remark,))

    def _check_header(self, delimiter: str) -> None:
        name = self.name
        if not self.header:
            raise DataError(
                f"{name} is empty" if next(self._rows, None) is None else f"{name} begins with an empty row"
            )
        if len(self.header) < 2:
            raise DataError(
                f"{name} has only one column, {self.header[0]!r}: features and a label are needed, "
                "parted by commas, semicolons or tabs"
            )
        if all(map(is_number, self.header)):
            raise DataError(f"{name} has no header: its first row must name the columns, and holds numbers alone")
        for place, column in enumerate(self.header, 1):
            if not column:
                raise DataError(f"{name}, row 1 gives column {place} no name: name it, or take the column away")

    def _find_label(self) -> tuple[int, bool]:
        """Where the label column is, and whether its name says so."""
        lower = [column.lower() for column in self.header]
        for wanted in _LABEL_NAMES:
            if lower.count(wanted) > 1:
                raise DataError(f"{self.name} has {lower.count(wanted)} columns named {wanted}: only one is allowed")
            if wanted in lower:
                return lower.index(wanted), True
        return len(lower) - 1, False

    def _cell(self, row: int, feature: int) -> str:
        return f"{self.name}, row {row}, column {self.features[feature]!r}"

    def _bad_cell(self, row: int, cells: list[str]) -> DataError:
        feature, cell = next((at, cell) for at, cell in enumerate(cells) if not is_number(cell))
        if not cell.strip():
            return DataError(f"{self._cell(row, feature)} is empty: a number is needed")
        shown = cell if len(cell) <= 40 else cell[:40] + "…"
        hint = ", with a point and not a comma" if re.fullmatch(r"\s*-?\d+,\d+\s*", cell) else ""
        return DataError(f"{self._cell(row, feature)} holds {shown!r}: a number is needed{hint}")


def _delimiter_of(header: str) -> str:
    """What parts the cells: whichever of these stands there most often outside quotes."""
    outside = re.sub(r'"[^"]*"', "", header)
    return max(_DELIMITERS, key=outside.count)
