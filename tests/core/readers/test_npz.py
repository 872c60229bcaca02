"""Archives of numpy arrays, sound and not."""

import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.examples import DataError
from gradiometer.readers.npz import read_npz

X = np.arange(12.0).reshape(4, 3)
Y = np.array([3, 1, 3, 2])


@pytest.fixture
def save(tmp_path):
    def save(**arrays) -> Path:
        path = tmp_path / "data.npz"
        np.savez(path, **arrays)
        return path

    return save


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "uint8", "bool", "float16"])
def test_vectors_become_float32(save, dtype):
    raw = read_npz(save(x=X.astype(dtype), y=Y))
    assert raw.inputs.dtype == np.float32
    np.testing.assert_array_equal(raw.inputs, X.astype(dtype))
    assert raw.targets.tolist() == [2, 0, 2, 1]
    assert raw.class_names == ("1", "2", "3")


@pytest.mark.parametrize(
    ("shape", "axes", "remark"),
    [
        ((4, 1, 3, 1), (0, 1, 2, 3), ""),
        ((4, 3, 1), (0, 3, 1, 2), "Three axes of bytes are read as images"),
        ((2, 2, 1, 3), (0, 3, 1, 2), "The last axis is read as channels"),
        ((2, 3, 2, 1), (0, 1, 2, 3), ""),
        ((2, 1, 2, 3), (0, 1, 2, 3), ""),
    ],
)
def test_images_have_their_channels_in_front_and_what_is_a_choice_is_told(save, shape, axes, remark):
    x = np.asfortranarray(np.arange(12, dtype=np.uint8).reshape(shape))
    expected = x.reshape((*shape, 1) if len(shape) == 3 else shape).transpose(axes)
    raw = read_npz(save(x=x, y=Y[: len(x)]))
    assert raw.inputs.dtype == np.uint8
    assert raw.inputs.flags.c_contiguous
    np.testing.assert_array_equal(raw.inputs, expected)
    assert "".join(raw.remarks).startswith(remark)
    assert bool(raw.remarks) == bool(remark)


def test_numbers_of_three_axes_are_sequences_and_an_error_counts_in_the_axes_of_the_file(save):
    raw = read_npz(save(x=X.reshape(4, 3, 1), y=Y))
    assert (raw.inputs.dtype, raw.inputs.shape) == (np.float32, (4, 3, 1))
    assert raw.remarks[0].startswith("Three axes of numbers are read as sequences")
    x = X.reshape(2, 2, 1, 3).copy()
    x[1, 0, 0, 2] = np.inf
    with pytest.raises(DataError, match=re.escape("x[1, 0, 0, 2] is inf")):
        read_npz(save(x=x, y=Y[:2]))


def test_words_and_a_compressed_archive(tmp_path):
    path = tmp_path / "data.npz"
    np.savez_compressed(path, x=X, y=np.array(["dog", " cat", "dog ", "owl"]), more=X)
    raw = read_npz(path)
    assert raw.targets.tolist() == [1, 0, 1, 2]
    assert raw.class_names == ("cat", "dog", "owl")


def spoilt(value: float) -> np.ndarray:
    values = X.copy()
    values[2, 1] = value
    return values


REFUSED = [
    ({"x": X}, "data.npz has no array y: it holds x"),
    ({"x_train": X, "y": Y}, "data.npz has no array x: it holds x_train, y"),
    ({"x": X[0], "y": Y}, "data.npz: x has the shape (3,), where [n, features], [n, time steps, features] or"),
    ({"x": np.float64(1), "y": Y}, "data.npz: x has the shape ()"),
    ({"x": X.reshape(4, 3, 1, 1, 1), "y": Y}, "data.npz: x has the shape (4, 3, 1, 1, 1)"),
    ({"x": X, "y": np.eye(4)}, "data.npz: y has the shape (4, 4), where [n] is allowed: one class an example"),
    ({"x": X, "y": Y[:3]}, "data.npz: x holds 4 examples and y 3 labels"),
    ({"x": X * 1j, "y": Y}, "data.npz: x holds complex128, where only real numbers are allowed"),
    ({"x": X.astype(str), "y": Y}, "data.npz: x holds <U32, where only real numbers are allowed"),
    ({"x": X, "y": Y * 1.0}, "data.npz: y holds float64, where only whole numbers and words are allowed"),
    ({"x": X, "y": Y.astype("M8[D]")}, "data.npz: y holds datetime64[D], where only whole numbers and words"),
    ({"x": X, "y": Y * 0}, "data.npz: y has only one class, 0: at least two are needed"),
    ({"x": X, "y": np.array(["a", "", "b", "a"])}, "data.npz: y[1] has no label"),
    ({"x": X.astype(object), "y": Y}, "data.npz: x cannot be read: it holds Python objects, which are never loaded"),
    ({"x": X, "y": Y.astype(object)}, "data.npz: y cannot be read: it holds Python objects, which are never loaded"),
    ({"x": spoilt(np.nan), "y": Y}, "data.npz: x[2, 1] is nan: only finite numbers up to 3.4e+38 are allowed"),
    ({"x": spoilt(-np.inf), "y": Y}, "data.npz: x[2, 1] is -inf: only finite numbers"),
    ({"x": spoilt(1e200), "y": Y}, "data.npz: x[2, 1] is 1e+200: only finite numbers"),
    ({"x": X[:0], "y": Y[:0]}, "data.npz: x holds no examples"),
    ({"x": X[:, :0], "y": Y}, "data.npz: x holds examples without values"),
    ({"x": np.zeros(4, [("a", "f4")]).reshape(4, 1), "y": Y}, "where only real numbers are allowed"),
]


@pytest.mark.parametrize(("arrays", "reason"), REFUSED)
def test_what_is_refused(save, arrays, reason):
    path = save(**arrays)
    with pytest.raises(DataError, match=re.escape(reason)):
        read_npz(path)


def test_files_that_are_no_archive(tmp_path):
    path = tmp_path / "data.npz"
    for content in (b"", b"no archive", b"PK\3\4 and so on"):
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"^data.npz is not an NPZ file: "):
            read_npz(path)
    with path.open("wb") as file:
        np.save(file, X)
    with pytest.raises(DataError, match=r"^data.npz is not an NPZ file: "):
        read_npz(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", b"no array")
        archive.writestr("y", b"none either")
    with pytest.raises(DataError, match=r"^data.npz: x "):
        read_npz(path)


def test_a_shape_that_is_a_lie(tmp_path):
    path = tmp_path / "data.npz"
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (10**12, 3)})
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", header.getvalue())
        archive.writestr("y.npy", b"")
    with pytest.raises(DataError, match=r"^data.npz: x cannot be read: "):
        read_npz(path)


# numpy says so of headers that it has to read in a second way.
@pytest.mark.filterwarnings("ignore:Reading `.npy`:UserWarning")
@given(data=st.data())
def test_no_damage_raises_anything_but_a_data_error(tmp_path_factory, data):
    buffer = io.BytesIO()
    np.savez(buffer, x=X, y=Y)
    content = bytearray(buffer.getvalue())
    for _ in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.npz"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content)
    refused = None
    try:
        raw = read_npz(path)
    except DataError as error:
        refused = str(error)
    if refused is None:
        assert np.isfinite(raw.inputs).all()
    else:
        assert refused.startswith("damaged.npz")
