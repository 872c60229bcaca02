"""Tables with a label column."""

import csv
import io
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.examples import DataError
from gradiometer.readers.table import feature_names, read_table

IRIS = "length,width,species\n5.1,3.5,setosa\n6.2,-2.9e0,versicolor\n 5.0 , 3,setosa\n"


@pytest.fixture
def write(tmp_path):
    def write(text: str | bytes) -> Path:
        path = tmp_path / "iris.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table(write, delimiter, newline, mark):
    raw = read_table(write(mark + IRIS.replace(",", delimiter).replace("\n", newline)))
    assert raw.inputs.dtype == np.float32
    np.testing.assert_array_equal(raw.inputs, np.float32([[5.1, 3.5], [6.2, -2.9], [5.0, 3.0]]))
    assert raw.targets.tolist() == [0, 1, 0]
    assert raw.class_names == ("setosa", "versicolor")
    assert raw.remarks == ("The labels are of the column species, the last one.",)
    assert raw.inputs.base is None or raw.inputs.flags.writeable


@pytest.mark.parametrize(
    ("header", "column"), [("y,b,c", 0), ("a,Label,y", 1), ("target,CLASS,c", 1), ("a,b,c", 2), ("a,y,target", 2)]
)
def test_which_column_holds_the_labels(write, header, column):
    raw = read_table(write(f"{header}\n0,0,1\n1,0,0\n0,1,0\n"))
    rows = np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]])
    assert raw.targets.tolist() == rows[:, column].tolist()
    np.testing.assert_array_equal(raw.inputs, np.delete(rows, column, axis=1))


def test_quotes_and_empty_rows(write):
    raw = read_table(write('"a, with; a comma","two\nlines",label\n"1",2,"x, y"\n\n3,4,z\n,,\n\n'))
    np.testing.assert_array_equal(raw.inputs, [[1, 2], [3, 4]])
    assert raw.class_names == ("x, y", "z")


HEAD = "a,b,label\n"
REFUSED = [
    ("", "iris.csv is empty"),
    ("\n1,2,3\n", "iris.csv begins with an empty row"),
    (HEAD, "iris.csv holds no examples"),
    ("label\n1\n2\n", "iris.csv has only one column, 'label': features and a label are needed"),
    ("5.1,3.5,0\n6,2,1\n", "iris.csv has no header: its first row must name the columns, and holds numbers alone"),
    (",b,label\n1,2,3\n", "iris.csv, row 1 gives column 1 no name: name it, or take the column away"),
    ("a,label,Label\n1,2,3\n", "iris.csv has 2 columns named label: only one is allowed"),
    (HEAD + "1,2,x\n3,y\n", "iris.csv, row 3 has 2 cells: the header names 3 columns"),
    (HEAD + "1,2,x\n\n3,4,y,5\n", "iris.csv, row 4 has 4 cells: the header names 3 columns"),
    (HEAD + "1,2,x\n3,two,y\n", "iris.csv, row 3, column 'b' holds 'two': a number is needed"),
    (HEAD + "1,,x\n", "iris.csv, row 2, column 'b' is empty: a number is needed"),
    (
        "a;b;label\n1;2,5;x\n",
        "iris.csv, row 2, column 'b' holds '2,5': a number is needed, with a point and not a comma",
    ),
    (HEAD + "1,2,x\n\n3,nan,y\n", "iris.csv, row 4, column 'b' is nan: only finite numbers up to 3.4e+38 are allowed"),
    (HEAD + "-inf,2,x\n3,4,y\n", "iris.csv, row 2, column 'a' is -inf: only finite numbers"),
    (HEAD + "1,1e39,x\n3,4,y\n", "iris.csv, row 2, column 'b' is 1e+39: only finite numbers"),
    (HEAD + "1,2,x\n\n3,4, \n", "iris.csv, column 'label', row 4 has no label"),
    (HEAD + "1,2,3\n3,4,0.5\n", "iris.csv, column 'label', row 3 has the label 0.5: only whole numbers and words"),
    (HEAD + "1,2,x\n3,4,x\n", "iris.csv, column 'label' has only one class, x: at least two are needed"),
    (HEAD + "".join(f"1,2,w{row}\n" for row in range(1001)), "has 1001 different labels: at most 1000 classes"),
    (b"a,b,label\n1,2,\xff\n", "iris.csv is not UTF-8 text"),
    (IRIS.encode("utf-16"), "iris.csv is not UTF-8 text"),
    (HEAD + "1,2,x\n" + "3" * 200_000 + ",4,y\n", "iris.csv is not a table: field larger than field limit"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_refused(write, text, reason):
    path = write(text)
    with pytest.raises(DataError, match=re.escape(reason)):
        read_table(path)


ROWS = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.tuples(
            st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=width, max_size=width),
            st.sampled_from(["cat", "a dog", 'a "wolf"', "two\nlines", "semi;colon", "ü"]),
        ),
        min_size=1,
    )
)


@given(rows=ROWS, delimiter=st.sampled_from(",;\t"))
def test_what_was_written_is_read(tmp_path_factory, rows, delimiter):
    rows = [*rows, (rows[0][0], "first"), (rows[0][0], "last")]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(["label", *(f"x{column}" for column in range(len(rows[0][0])))])
    writer.writerows([label, *map(repr, values)] for values, label in rows)
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_text(buffer.getvalue(), "utf-8", newline="")
    raw = read_table(path)
    np.testing.assert_array_equal(raw.inputs, np.float32([values for values, _label in rows]))
    assert [raw.class_names[target] for target in raw.targets] == [label for _values, label in rows]


@given(content=st.one_of(st.binary(), st.text(alphabet='ab01.,;\t\n\r"-e\0 ').map(str.encode)))
def test_no_bytes_raise_anything_but_a_data_error(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    refused = None
    try:
        raw = read_table(path)
    except DataError as error:
        refused = str(error)
    if refused is None:
        assert np.isfinite(raw.inputs).all()
    else:
        assert refused.startswith("any.csv")


def test_the_header_alone_names_the_features(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('width;class;"height; in cm"\nnot;even;numbers\n', encoding="utf-8")
    assert feature_names(path) == ("width", "height; in cm")
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(DataError, match=r"table\.csv is not UTF-8 text"):
        feature_names(path)
    path.unlink()
    with pytest.raises(DataError, match=r"table\.csv"):
        feature_names(path)
