"""What an experiment must know of its data, and back from JSON."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.examples import CLASSES, POSITIONS, VALUES, DataFacts, Examples

POINTS = DataFacts((2,), 2, 100, CLASSES, ("a", "b"), (-1.0, 1.0, 0, 2.5), "0123")


@pytest.mark.parametrize(
    ("shape", "kind", "num_inputs"),
    [((7,), "vector", 7), ((28, 3), "sequence", 84), ((1, 28, 28), "image", 784)],
)
def test_what_an_example_is(shape, kind, num_inputs):
    facts = DataFacts(shape, 10, 100, CLASSES)
    assert (facts.kind, facts.num_inputs) == (kind, num_inputs)


@given(
    facts=st.builds(
        DataFacts,
        shape=st.lists(st.integers(1, 1000), min_size=1, max_size=3).map(tuple),
        num_outputs=st.just(2),
        num_examples=st.integers(1, 10**9),
        targets=st.sampled_from([CLASSES, POSITIONS, VALUES]),
        class_names=st.sampled_from([(), ("a", "b"), ("ü", "")]),
        box=st.sampled_from([(), (0.0, 1.0, -1.5, 1e30)]),
        checksum=st.text(),
    )
)
def test_there_and_back(facts):
    assert DataFacts.from_dict(json.loads(json.dumps(facts.as_dict()))) == facts
    assert DataFacts.from_dict(facts.as_dict() | {"unknown": 1}) == facts


@pytest.mark.parametrize(
    "change",
    [
        {"shape": []},
        {"shape": [1, 2, 3, 4]},
        {"shape": [2, 0]},
        {"shape": [True]},
        {"shape": [2.0]},
        {"shape": "ab"},
        {"shape": [2**30, 2**30]},
        {"num_outputs": 0},
        {"num_outputs": 2.0},
        {"num_outputs": 3},
        {"num_examples": -1},
        {"targets": "others"},
        {"targets": []},
        {"class_names": ["a", 1]},
        {"class_names": "ab"},
        {"box": [0.0, 1.0]},
        {"box": [0.0, 1.0, 1.0, 1.0]},
        {"box": [0.0, 1.0, 0.0, float("nan")]},
        {"box": [0.0, 1.0, 0.0, "1"]},
        {"checksum": 7},
    ],
)
def test_junk(change):
    with pytest.raises(ValueError, match="facts of data"):
        DataFacts.from_dict(POINTS.as_dict() | change)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(values=JSON | st.dictionaries(st.sampled_from(list(POINTS.as_dict())), JSON))
def test_any_junk(values):
    with pytest.raises(ValueError, match="facts of data"):
        DataFacts.from_dict(values)


@given(values=st.lists(JSON), name=st.sampled_from(list(POINTS.as_dict())))
def test_any_list(values, name):
    """Where it is refused, in one way only."""
    try:
        facts = DataFacts.from_dict(POINTS.as_dict() | {name: values})
    except ValueError:
        return
    assert isinstance(getattr(facts, name), tuple)


def test_examples_are_counted():
    assert len(Examples(np.zeros((3, 2), np.float32), np.zeros(3, np.int64))) == 3
