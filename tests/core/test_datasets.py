"""The digits, and files that are not what they say."""

import gzip
import hashlib
import struct
import zlib
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference as ref
from gradiometer import datasets
from gradiometer.datasets import DATASETS, DataError, read_idx

FOLDER = files("gradiometer_resources").joinpath("mnist")
# SHA-256 of the shipped file, its beginning, and of the IDX file inside. The latter are what many projects publish for
# the four original files; the compression is not the original one.
DIGESTS = {
    "train-images-idx3-ubyte.gz": ("0b367032", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    "train-labels-idx1-ubyte.gz": ("1787548b", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    "t10k-images-idx3-ubyte.gz": ("1a1a05ea", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    "t10k-labels-idx1-ubyte.gz": ("b91679a0", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
}


@pytest.mark.parametrize("name", DIGESTS)
def test_the_files_are_the_original_ones(name):
    content = FOLDER.joinpath(name).read_bytes()
    shipped, original = DIGESTS[name]
    assert hashlib.sha256(content).hexdigest().startswith(shipped)
    assert hashlib.sha256(gzip.decompress(content)).hexdigest() == original


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_is_as_it_says(name):
    data = DATASETS[name]
    examples = data.load()
    assert len(examples) == data.num_examples
    assert examples.inputs.shape == (data.num_examples, data.num_inputs)
    assert examples.inputs.dtype == np.uint8
    assert examples.labels.shape == (data.num_examples,)
    assert examples.labels.dtype == np.int64
    assert np.unique(examples.labels).tolist() == list(range(data.num_classes))
    assert (examples.inputs.min(), examples.inputs.max()) == (0, 255)
    # torch warns of arrays that cannot be written.
    assert examples.inputs.flags.writeable
    if name == "mnist":
        assert examples.labels[:5].tolist() == [5, 0, 4, 1, 9]
        images, labels = ref.mnist(3000)
        np.testing.assert_array_equal(examples.inputs[:3000] / 255.0, images)
        np.testing.assert_array_equal(examples.labels[:3000], labels)


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


def good_gzip(name: str) -> bytes:
    return gzip.compress(idx((2, 2, 2), bytes(8)) if "images" in name else idx((2,), b"\1\2"))


def broken_deflate(name: str) -> bytes:
    content = bytearray(good_gzip(name))
    content[10] |= 0b110  # a block of the reserved type
    with pytest.raises(zlib.error):
        gzip.decompress(bytes(content))
    return bytes(content)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda name: b"no gzip at all",
        lambda name: good_gzip(name)[:-9],
        lambda name: good_gzip(name)[:5],
        lambda name: gzip.compress(b"no idx"),
        broken_deflate,
        None,
    ],
    ids=["no gzip", "cut short", "cut in the header", "no idx", "broken deflate", "missing"],
)
@pytest.mark.parametrize("spoilt", ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"])
def test_a_spoilt_file_is_named(monkeypatch, tmp_path, spoilt, spoil):
    (tmp_path / "mnist").mkdir()
    for name in DIGESTS:
        if name != spoilt:
            (tmp_path / "mnist" / name).write_bytes(good_gzip(name))
        elif spoil is not None:
            (tmp_path / "mnist" / name).write_bytes(spoil(name))
    monkeypatch.setattr(datasets, "files", lambda package: tmp_path)
    with pytest.raises(DataError, match=spoilt):
        DATASETS["mnist"].load()


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        (idx((2, 2, 2), bytes(8)), idx((3,), b"\1\2\3")),
        (idx((2, 2, 2), bytes(8)), idx((2, 1), b"\1\2")),
        (idx((8,), bytes(8)), idx((8,), bytes(8))),
    ],
    ids=["other number", "labels of two axes", "images of one axis"],
)
def test_files_that_do_not_belong_together(monkeypatch, tmp_path, images, labels):
    (tmp_path / "mnist").mkdir()
    (tmp_path / "mnist" / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(images))
    (tmp_path / "mnist" / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels))
    monkeypatch.setattr(datasets, "files", lambda package: tmp_path)
    with pytest.raises(DataError, match="MNIST"):
        DATASETS["mnist"].load()
