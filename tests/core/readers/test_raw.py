"""What all readers check."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.examples import DataError
from gradiometer.readers import raw


def tell(index: object) -> str:
    return f"at {index}"


@given(numbers=st.lists(st.integers(-1000, 1000), min_size=2).filter(lambda numbers: len(set(numbers)) > 1))
def test_whole_numbers_are_sorted_by_size(numbers):
    targets, names = raw.classes_of([str(number) for number in numbers], "file", tell)
    assert targets.dtype == np.int64
    assert [int(names[target]) for target in targets] == numbers
    assert [int(name) for name in names] == sorted(set(numbers))


@given(
    words=st.lists(st.sampled_from(["a", "B", "1", "2.5", "nan", "ä", "a b"])).map(lambda words: [*words, "word", "z"])
)
def test_words_are_sorted_as_words(words):
    targets, names = raw.classes_of(words, "file", tell)
    assert [names[target] for target in targets] == words
    assert list(names) == sorted(set(words))


def test_one_number_written_in_two_ways_is_one_class():
    targets, names = raw.classes_of(["01", "1", "+1", "2"], "file", tell)
    assert targets.tolist() == [0, 0, 0, 1]
    assert names == ("1", "2")


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (["a", "", "b"], "at 1 has no label"),
        (["a", "b", "c" * 101], "at 2 has a label of 101 characters: at most 100 are allowed"),
        (["1", "2", "2.0"], "at 2 has the label 2.0: only whole numbers and words are allowed"),
        (["1", "nan"], "at 1 has the label nan: only whole numbers and words are allowed"),
        (["a", "a"], "file has only one class, a: at least two are needed"),
        (["1", "01"], "file has only one class, 1: at least two are needed"),
        ([str(number) for number in range(1001)], "file has 1001 different labels: at most 1000 classes are allowed"),
    ],
)
def test_labels_that_are_refused(labels, reason):
    with pytest.raises(DataError) as refused:
        raw.classes_of(labels, "file", tell)
    assert str(refused.value) == reason


@pytest.mark.parametrize("dtype", ["bool", "int8", "int64", "uint64", "float16", "float32", "float64", ">f8"])
def test_numbers_of_any_kind(dtype):
    values = np.array([[0, 1], [1, 0]], dtype)
    found = raw.to_float32(np.asfortranarray(values), tell)
    assert found.dtype == np.float32
    assert found.flags.c_contiguous
    np.testing.assert_array_equal(found, values)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e39])
@pytest.mark.parametrize("index", [(0, 0), (6, 1), (9, 2)])
def test_the_first_number_that_is_refused(monkeypatch, bad, index):
    """Whichever block it lies in."""
    monkeypatch.setattr(raw, "_BLOCK", 7)
    values = np.ones((10, 3))
    values[index] = bad
    values[9, 2] = np.nan
    shown = values[index]
    with pytest.raises(DataError) as refused:
        raw.to_float32(values, tell)
    assert str(refused.value) == f"at {index} is {shown}: only finite numbers up to 3.4e+38 are allowed"


@pytest.mark.parametrize(
    ("count", "shape", "reason"),
    [
        (0, (3,), "file holds no examples"),
        (3, (3, 0), "file holds examples without values"),
        (1, (200_001,), "file has 200001 values an example: at most 200000 are allowed"),
        (10_000, (1000, 100), "file would take 4.0 GB of memory: at most 2.1 are allowed"),
    ],
)
def test_sizes_that_are_refused(count, shape, reason):
    with pytest.raises(DataError) as refused:
        raw.check_size("file", count, shape)
    assert str(refused.value) == reason
