"""A user's own data: found, remembered, shuffled, standardized."""

import gzip
import hashlib
import os
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from gradiometer import data_files
from gradiometer.data_files import describe_file, file_facts, load_file, standardized
from gradiometer.examples import CLASSES, DataError, DataFacts, DataSpec
from gradiometer.readers import READERS, raw, reader_of

NUM = 60
POINTS = np.column_stack([np.linspace(-2, 8, NUM), np.linspace(1, 0, NUM) ** 2]).astype(np.float32)
CLASS_OF = np.repeat([0, 1], [40, 20])


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    monkeypatch.setattr(data_files, "_memory", data_files._Memory())


def write_npz(folder: Path) -> Path:
    path = folder / "points.npz"
    np.savez(path, x=POINTS, y=CLASS_OF)
    return path


def write_csv(folder: Path) -> Path:
    path = folder / "points.csv"
    rows = [f"{x!r},{y!r},{'ab'[each]}" for (x, y), each in zip(POINTS.tolist(), CLASS_OF, strict=True)]
    path.write_text("\n".join(["x,y,species", *rows]).replace(",y,", ",z,"))
    return path


def write_idx(folder: Path) -> Path:
    path = folder / "train-images-idx3-ubyte.gz"
    pixels = np.arange(NUM * 6, dtype=np.uint8).tobytes()
    path.write_bytes(gzip.compress(b"\0\0\x08\3" + struct.pack(">3I", NUM, 2, 3) + pixels))
    labels = path.with_name("train-labels-idx1-ubyte.gz")
    labels.write_bytes(gzip.compress(b"\0\0\x08\1" + struct.pack(">I", NUM) + CLASS_OF.astype(np.uint8).tobytes()))
    return path


def write_folder(folder: Path) -> Path:
    for index, each in enumerate(CLASS_OF):
        path = folder / "images" / "ab"[each] / f"{index:02}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((2, 3), index, np.uint8)).save(path)
    return folder / "images"


WRITERS = {"npz": write_npz, "csv": write_csv, "idx": write_idx, "folder": write_folder}


def spec_of(path: Path, **values) -> DataSpec:
    return DataSpec(file=str(path), **values)


def test_each_reader_is_tested():
    assert set(WRITERS) == set(READERS)


@pytest.mark.parametrize("kind", WRITERS)
def test_facts_and_examples_of_each_kind(kind, tmp_path):
    path = WRITERS[kind](tmp_path)
    assert reader_of(path) is READERS[kind]
    facts, examples = file_facts(spec_of(path)), load_file(spec_of(path))
    assert facts.num_examples == len(examples) == NUM
    assert facts.targets == CLASSES
    assert facts.shape == {"npz": (2,), "csv": (2,), "idx": (1, 2, 3), "folder": (1, 2, 3)}[kind]
    assert facts.class_names == (("0", "1") if kind in ("npz", "idx") else ("a", "b"))
    assert len(facts.checksum) == 16
    assert examples.inputs.flags.writeable
    assert np.bincount(examples.targets).tolist() == [40, 20]
    # Files are sorted by class, what is held out is not.
    assert set(examples.targets[-20:].tolist()) == {0, 1}
    lines = describe_file(spec_of(path))
    assert lines[0].startswith("60 examples, each ")
    assert "(40)" in lines[1]


@pytest.mark.parametrize("kind", WRITERS)
def test_the_order_is_drawn_once_and_for_all(kind, tmp_path):
    path = WRITERS[kind](tmp_path)
    first, second = load_file(spec_of(path)), load_file(spec_of(path))
    np.testing.assert_array_equal(first.inputs, second.inputs)
    np.testing.assert_array_equal(first.targets, second.targets)


def test_inputs_and_targets_are_shuffled_together(tmp_path):
    examples = load_file(spec_of(write_npz(tmp_path)))
    order = np.argsort(examples.inputs[:, 0])
    assert order.tolist() != list(range(NUM))
    np.testing.assert_array_equal(examples.inputs[order], POINTS)
    np.testing.assert_array_equal(examples.targets[order], CLASS_OF)


@pytest.mark.parametrize("kind", WRITERS)
def test_standardized_on_request(kind, tmp_path):
    path = WRITERS[kind](tmp_path)
    plain, standard = load_file(spec_of(path)), load_file(spec_of(path, standardize=True))
    assert standard.inputs.dtype == np.float32
    np.testing.assert_array_equal(standard.targets, plain.targets)
    values = plain.inputs.astype(np.float64)
    np.testing.assert_allclose(standard.inputs, (values - values.mean(axis=0)) / values.std(axis=0), atol=1e-5)


def test_the_box_holds_all_points_with_a_margin(tmp_path):
    path = write_npz(tmp_path)
    assert file_facts(spec_of(path)).box == pytest.approx((-3.0, 9.0, -0.1, 1.1))
    spec = spec_of(path, standardize=True)
    inputs = load_file(spec).inputs
    (x_low, y_low), (x_high, y_high) = inputs.min(axis=0).tolist(), inputs.max(axis=0).tolist()
    x, y = 0.1 * (x_high - x_low), 0.1 * (y_high - y_low)
    assert file_facts(spec).box == pytest.approx((x_low - x, x_high + x, y_low - y, y_high + y))


@pytest.mark.parametrize("value", [0.0, 5.0, 3e38, -1e10])
def test_a_box_of_points_that_never_change(tmp_path, value):
    path = tmp_path / "line.npz"
    np.savez(path, x=np.full((2, 2), value), y=[0, 1])
    facts = file_facts(spec_of(path))
    assert DataFacts.from_dict(facts.as_dict()) == facts
    x_low, x_high, _y_low, _y_high = np.float32(facts.box)
    assert x_low < np.float32(value) < x_high


def test_checksums(tmp_path):
    for kind, write in WRITERS.items():
        one, two = tmp_path / f"{kind} one", tmp_path / f"{kind} two"
        one.mkdir()
        two.mkdir()
        path = write(one)
        checksum = file_facts(spec_of(path)).checksum
        if kind in ("csv", "npz"):
            assert checksum == hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        if kind != "npz":
            # An archive notes when it was made.
            assert file_facts(spec_of(write(two))).checksum == checksum


def test_the_labels_and_the_names_of_classes_count(tmp_path):
    images, folder = write_idx(tmp_path), write_folder(tmp_path)
    before = [file_facts(spec_of(path)).checksum for path in (images, folder)]
    labels = images.with_name("train-labels-idx1-ubyte.gz")
    labels.write_bytes(gzip.compress(gzip.decompress(labels.read_bytes())[:-1] + b"\2"))
    (folder / "a").rename(folder / "c")
    after = [file_facts(spec_of(path)).checksum for path in (images, folder)]
    assert all(one != two for one, two in zip(before, after, strict=True))


@pytest.fixture
def readings(monkeypatch) -> list[Path]:
    """What was read, in order."""
    read: list[Path] = []
    noted = data_files.reader_of

    class Noting:
        def __init__(self, path: Path):
            self._reader = noted(path)
            self.files_of = self._reader.files_of

        def read(self, path: Path):
            read.append(path)
            return self._reader.read(path)

    monkeypatch.setattr(data_files, "reader_of", Noting)
    return read


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_is_read_once(kind, tmp_path, readings):
    path = WRITERS[kind](tmp_path)
    for standardize in (False, True, False):
        file_facts(spec_of(path, standardize=standardize))
        describe_file(spec_of(path, standardize=standardize))
    load_file(spec_of(path))
    assert readings == [path]
    # What was loaded is not kept.
    load_file(spec_of(path))
    assert readings == [path, path]


def test_a_large_file_is_not_kept(tmp_path, readings, monkeypatch):
    monkeypatch.setattr(data_files, "_MOST_HELD", 100)
    path = write_csv(tmp_path)
    file_facts(spec_of(path))
    load_file(spec_of(path))
    file_facts(spec_of(path))
    assert readings == [path, path]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_that_changed_is_read_again(kind, tmp_path, readings):
    path = WRITERS[kind](tmp_path)
    facts = file_facts(spec_of(path))
    file = reader_of(path).files_of(path)[-1]
    os.utime(file, ns=(1, 1))
    assert file_facts(spec_of(path)) == facts
    load_file(spec_of(path))
    os.utime(file, ns=(2, 2))
    load_file(spec_of(path))
    assert len(readings) == 3


def test_few_files_are_remembered(tmp_path, readings):
    paths = [tmp_path / f"{index}.npz" for index in range(17)]
    for path in paths:
        np.savez(path, x=POINTS, y=CLASS_OF)
        file_facts(spec_of(path))
    file_facts(spec_of(paths[-1]))
    assert len(readings) == 17
    file_facts(spec_of(paths[0]))
    assert len(readings) == 18


def test_what_a_person_is_told(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("height,age,label\n1.5,20,tall\n1.4,30,small\n1.8,40,tall\n")
    assert describe_file(spec_of(path)) == [
        "3 examples, each a vector of 2 numbers",
        "2 classes: small (1), tall (2)",
        "Values from 1.4 to 40",
        "The labels are of the column label.",
        "The inputs differ much in size: standardizing is advisable.",
    ]
    assert describe_file(spec_of(path, standardize=True))[-1].startswith("Standardized: each input has mean 0")
    path.write_text("height,width,label\n1.5,2,tall\n1.4,3,small\n1.8,4,tall\n")
    assert "advisable" not in " ".join(describe_file(spec_of(path)))
    assert describe_file(spec_of(write_idx(tmp_path)))[2:] == [
        "Values from 0 to 255, where 255 stands for 1",
        "The labels are of train-labels-idx1-ubyte.gz.",
    ]


@given(
    values=arrays.arrays(
        st.sampled_from([np.uint8, np.float32]), st.tuples(st.integers(1, 9), st.integers(1, 4)), unique=False
    )
)
def test_standardizing_any_numbers(values):
    values = np.nan_to_num(values)
    found = standardized(values)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    for column, standard in zip(values.T.astype(np.float64), found.T.astype(np.float64), strict=True):
        if (column == column[0]).all():
            assert (standard == 0).all()
        else:
            assert abs(standard.mean()) < 1e-5
            assert standard.std() == pytest.approx(1.0, abs=1e-5)


def test_standardizing_some_columns_at_a_time(monkeypatch):
    values = np.random.default_rng(0).normal(3.0, 5.0, (50, 7)).astype(np.float32)
    wide = values.astype(np.float64)
    for block in (1, 100, 10_000):
        monkeypatch.setattr(data_files, "_BLOCK", block)
        np.testing.assert_allclose(standardized(values), (wide - wide.mean(0)) / wide.std(0), atol=1e-6)


@pytest.mark.parametrize("standardize", [False, True])
def test_a_large_set_is_held_twice_at_most(tmp_path, monkeypatch, standardize):
    for module in (data_files, raw):
        monkeypatch.setattr(module, "_BLOCK", 10_000)
    monkeypatch.setattr(data_files, "_MOST_HELD", 0)
    values = np.random.default_rng(0).random((2000, 500), np.float32)
    np.savez(tmp_path / "large.npz", x=values, y=np.arange(2000) % 3)
    spec = spec_of(tmp_path / "large.npz", standardize=standardize)
    file_facts(spec)
    tracemalloc.start()
    try:
        examples = load_file(spec)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(examples) == 2000
    assert most < 2.3 * values.nbytes


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("", "No file is chosen: "),
        ("  ", "No file is chosen: "),
        ("nowhere/data.csv", "nowhere/data.csv cannot be read: no such file or directory"),
        ("a\0b.csv", r"'a\\x00b.csv' is no path: "),
        ("x" * 5000 + ".csv", " cannot be read: file name too long"),
        ("~nobody at all/data.csv", "~nobody at all/data.csv is no path: "),
        (os.devnull, "is neither a file nor a folder"),
        (__file__, "is of no kind that can be read: choose an .npz or .csv file"),
    ],
)
def test_paths_that_are_refused(file, reason):
    for ask in (file_facts, load_file, describe_file):
        with pytest.raises(DataError, match=reason):
            ask(DataSpec(file=file))


@pytest.mark.parametrize("kind", WRITERS)
def test_no_permission(kind, tmp_path, monkeypatch):
    """Whoever runs the tests."""
    path = WRITERS[kind](tmp_path)
    refused = reader_of(path).files_of(path)[0]
    import builtins
    import io

    real = io.open

    def open_unless_refused(file, *args, **kwargs):
        if not isinstance(file, int) and str(file) == str(refused):
            raise PermissionError(13, "Permission denied", str(file))
        return real(file, *args, **kwargs)

    monkeypatch.setattr(io, "open", open_unless_refused)
    monkeypatch.setattr(builtins, "open", open_unless_refused)
    with pytest.raises(DataError, match=f"{refused.name} cannot be read: permission denied$"):
        file_facts(spec_of(path))
