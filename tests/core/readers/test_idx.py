"""IDX files, and files that are not what they say."""

import gzip
import re
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gradiometer.examples import DataError
from gradiometer.readers.idx import idx_files, is_idx_name, read_idx, read_idx_pair


def idx(shape: tuple[int, ...], data: bytes, magic: bytes = b"\0\0\x08") -> bytes:
    return magic + bytes([len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + data


@given(shape=st.lists(st.integers(1, 5), min_size=1, max_size=4), data=st.data())
def test_what_is_well_formed_is_read(shape, data):
    content = data.draw(st.binary(min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    array = read_idx(idx(tuple(shape), content), "file")
    assert array.shape == tuple(shape)
    assert array.dtype == np.uint8
    assert array.tobytes() == content
    assert array.flags.writeable


BROKEN = st.one_of(
    st.binary(max_size=40),
    st.builds(idx, st.lists(st.integers(0, 2**32 - 1), max_size=255).map(tuple), st.binary(max_size=9)),
    # The size agrees, the shape is still more than numpy can hold.
    st.builds(lambda n, size: idx((1,) * n + (size,), bytes(size)), st.integers(0, 254), st.integers(0, 4)),
    st.builds(lambda shape: idx((0, *shape), b""), st.lists(st.integers(0, 2**32 - 1), max_size=8)),
)


@given(content=BROKEN)
@example(content=b"\0\0\x08\0")
@example(content=b"\0\0\x08\0\x07")
@example(content=idx((1,) * 100, b"x"))
@example(content=idx((0, 2**32 - 1, 2**32 - 1, 2**32 - 1), b""))
def test_no_bytes_raise_anything_but_a_data_error(content):
    refused = None
    try:
        array = read_idx(content, "the file")
    except DataError as error:
        refused = str(error)
    if refused is None:
        assert array.tobytes() == content[4 + 4 * content[3] :]
    else:
        assert refused.startswith("the file ")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not an IDX file of unsigned bytes"),
        (b"PK\3\4 and so on", "is not an IDX file of unsigned bytes"),
        (idx((2,), b"ab", b"\0\0\x09"), "is not an IDX file of unsigned bytes"),
        (idx((2, 3), b"")[:9], "ends inside its header"),
        (idx((2, 3), b"abcde"), "announces 6 bytes of data and holds 5"),
        (idx((2, 3), b"abcdefg"), "announces 6 bytes of data and holds 7"),
        (idx((2**32 - 1,) * 3, b""), f"announces {(2**32 - 1) ** 3} bytes of data and holds 0"),
    ],
)
def test_the_reason_is_named(content, reason):
    with pytest.raises(DataError, match=f"^the file {reason}$"):
        read_idx(content, "the file")


IMAGES = np.arange(3 * 2 * 4, dtype=np.uint8).reshape(3, 2, 4)
LABELS = np.array([7, 0, 7], np.uint8)
NAMES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")


def packed(array: np.ndarray) -> bytes:
    return idx(array.shape, array.tobytes())


@pytest.fixture
def pair(tmp_path):
    def pair(images=IMAGES, labels=LABELS, names: tuple[str, str] = NAMES) -> Path:
        for name, array in zip(names, (images, labels), strict=True):
            content = array if isinstance(array, bytes) else packed(array)
            (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return tmp_path / names[0]

    return pair


@pytest.mark.parametrize(
    "names",
    [
        NAMES,
        tuple(name + ".gz" for name in NAMES),
        (NAMES[0], NAMES[1] + ".gz"),
        (NAMES[0] + ".gz", NAMES[1]),
        ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"),
        ("my_images.idx", "my_labels.idx"),
        ("images-idx4-ubyte", "labels-idx1-ubyte"),
    ],
)
def test_a_pair(pair, names):
    path = pair(names=names)
    assert is_idx_name(path)
    assert [each.name for each in idx_files(path)] == list(names)
    raw = read_idx_pair(path)
    np.testing.assert_array_equal(raw.inputs, IMAGES[:, None])
    assert raw.inputs.dtype == np.uint8
    assert raw.targets.tolist() == [1, 0, 1]
    assert raw.targets.dtype == np.int64
    assert raw.class_names == ("0", "7")


def test_vectors_and_channels(pair):
    raw = read_idx_pair(pair(IMAGES[:, 0]))
    np.testing.assert_array_equal(raw.inputs, IMAGES[:, 0])
    assert raw.inputs.dtype == np.float32
    raw = read_idx_pair(pair(np.stack([IMAGES] * 3, axis=1)))
    assert raw.inputs.shape == (3, 3, 2, 4)
    assert raw.inputs.dtype == np.uint8


REFUSED = [
    ({"images": b"\0\0\x0d\3"}, "train-images-idx3-ubyte is not an IDX file of unsigned bytes"),
    ({"images": IMAGES.ravel()}, "train-images-idx3-ubyte has 1 axes: 2 (vectors), 3 (images) or 4 (with channels)"),
    ({"labels": LABELS[:2]}, "do not belong together: shapes (3, 2, 4) and (2,)"),
    ({"labels": LABELS[:, None]}, "do not belong together: shapes (3, 2, 4) and (3, 1)"),
    ({"labels": np.full(3, 7, np.uint8)}, "train-labels-idx1-ubyte has only one class, 7: at least two are needed"),
    ({"images": IMAGES[:0], "labels": LABELS[:0]}, "train-images-idx3-ubyte holds no examples"),
    ({"images": IMAGES[:, :0]}, "train-images-idx3-ubyte holds examples without values"),
    (
        {"images": np.zeros((2, 500, 500), np.uint8), "labels": LABELS[:2]},
        "has 250000 values an example: at most 200000",
    ),
    ({"names": ("train-idx3-ubyte", NAMES[1])}, "train-idx3-ubyte is not called as a file of images is"),
    ({"names": (NAMES[0], "others")}, f"no labels beside it: there is neither {NAMES[1]} nor {NAMES[1]}.gz"),
]


@pytest.mark.parametrize(("wrong", "reason"), REFUSED)
def test_what_is_refused(pair, wrong, reason):
    path = pair(**wrong)
    with pytest.raises(DataError, match=re.escape(reason)):
        read_idx_pair(path)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("cut", [3, 5, 9, 12, -1, -9])
def test_a_gzip_file_cut_short(pair, which, cut):
    path = pair(names=tuple(name + ".gz" for name in NAMES))
    file = path.with_name(NAMES[which] + ".gz")
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(DataError, match=f"^{file.name} is a damaged gzip file: "):
        read_idx_pair(path)


def test_a_packed_file_without_the_ending_is_unpacked(pair):
    path = pair(gzip.compress(packed(IMAGES)))
    np.testing.assert_array_equal(read_idx_pair(path).inputs, IMAGES[:, None])
