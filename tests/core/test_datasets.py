"""All data sets: what each says of itself, and the digits."""

import dataclasses
import gzip
import hashlib
import json
import struct
import zlib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

import reference as ref
from gradiometer import datasets
from gradiometer.datasets import (
    CLASSES,
    DATASETS,
    POSITIONS,
    SHARES,
    VALUES,
    DataError,
    DataFacts,
    DataSpec,
    describe,
)

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


SPEC = DataSpec(num_examples=60, length=30)
DTYPES = {CLASSES: np.int64, POSITIONS: np.int64, VALUES: np.float32, SHARES: np.float32}


@pytest.fixture
def spec(tmp_path: Path) -> DataSpec:
    """With a file of the user's own."""
    path = tmp_path / "points.csv"
    path.write_text("a,b,label\n" + "".join(f"{row},{row % 7},{'xy'[row % 2]}\n" for row in range(60)))
    return dataclasses.replace(SPEC, file=str(path))


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_is_as_it_says(name, spec):
    data = DATASETS[name]
    facts, examples = data.facts(spec), data.load(spec)
    assert DataFacts.from_dict(json.loads(json.dumps(facts.as_dict()))) == facts
    is_fixed = name.startswith("mnist")
    assert len(examples) == (facts.num_examples if is_fixed else 60)
    assert examples.inputs.shape == (len(examples), *facts.shape)
    assert examples.inputs.dtype in (np.uint8, np.float32)
    assert examples.targets.dtype == DTYPES[facts.targets]
    # torch warns of arrays that cannot be written.
    assert examples.inputs.flags.writeable
    assert examples.targets.flags.writeable
    if facts.targets in (VALUES, SHARES):
        assert facts.targets == VALUES or set(np.unique(examples.targets)) <= {0.0, 1.0}
        assert examples.targets.shape == (len(examples), facts.num_outputs)
        assert not facts.class_names
    else:
        assert examples.targets.shape == (len(examples), *facts.shape[:1])[: examples.targets.ndim]
        assert set(np.unique(examples.targets)) - {-1} == set(range(facts.num_outputs))
        assert len(facts.class_names) == facts.num_outputs
    assert bool(facts.box) == (facts.shape == (2,))
    if facts.box:
        x_low, x_high, y_low, y_high = facts.box
        assert (examples.inputs > (x_low, y_low)).all()
        assert (examples.inputs < (x_high, y_high)).all()


@pytest.mark.parametrize("name", [name for name in DATASETS if not name.startswith("mnist")])
def test_a_data_set_uses_what_it_says(name, spec, tmp_path):
    """And nothing else."""
    other = tmp_path / "other.csv"
    other.write_text("a,label\n" + "".join(f"{row},{row % 3}\n" for row in range(9)))
    changes = {"file": str(other), "length": 31, "num_examples": 61, "standardize": True}
    data = DATASETS[name]
    assert data.uses <= set(changes)

    def said(spec: DataSpec) -> tuple:
        examples = data.load(spec)
        return data.facts(spec), examples.inputs.shape, examples.inputs.tobytes(), examples.targets.tobytes()

    before = said(spec)
    for field, value in changes.items():
        assert (said(dataclasses.replace(spec, **{field: value})) != before) == (field in data.uses), field


def test_mnist_is_mnist():
    images, labels = ref.mnist(3000)
    for name in ("mnist", "mnist_rows", "mnist_pixels"):
        examples = DATASETS[name].load(SPEC)
        assert len(examples) == 60_000
        assert examples.inputs.dtype == np.uint8
        assert (examples.inputs.min(), examples.inputs.max()) == (0, 255)
        assert examples.targets[:5].tolist() == [5, 0, 4, 1, 9]
        np.testing.assert_array_equal(examples.inputs[:3000].reshape(3000, 784) / 255.0, images)
        np.testing.assert_array_equal(examples.targets[:3000], labels)


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_is_described(name, spec):
    lines = describe(name, spec)
    assert len(lines) >= 2
    assert all(line and "  " not in line for line in lines)


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "file"])
def test_facts_of_no_file_read_nothing(name, monkeypatch):
    monkeypatch.setattr(datasets, "files", None)
    assert DATASETS[name].facts(SPEC) == DATASETS[name].facts(SPEC)


def idx(shape: tuple[int, ...], data: bytes) -> bytes:
    return b"\0\0\x08" + bytes([len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + data


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
        DATASETS["mnist"].load(SPEC)


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
        DATASETS["mnist"].load(SPEC)
