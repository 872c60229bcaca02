"""What data are, in words."""

import pytest

from gradiometer.data_text import describe_facts
from gradiometer.examples import CLASSES, POSITIONS, VALUES, DataFacts


@pytest.mark.parametrize(
    ("facts", "counts", "lines"),
    [
        (
            DataFacts((4,), 3, 1500, CLASSES, ("a", "b", "c")),
            (500, 1, 999),
            ["1,500 examples, each a vector of 4 numbers", "3 classes: a (500), b (1), c (999)"],
        ),
        (
            DataFacts((3, 20, 30), 12, 9, CLASSES, tuple("abcdefghijkl")),
            (),
            [
                "Up to 9 examples, each an image of 30 x 20 pixels in 3 channels",
                "12 classes: a, b, c, d, e, f, g, h, i, j, and 2 more",
            ],
        ),
        (
            DataFacts((7, 1), 8, 9, POSITIONS),
            (),
            ["Up to 9 examples, each a sequence of 7 time steps with 1 number each", "8 classes at some time steps"],
        ),
        (
            DataFacts((1,), 1, 9, VALUES),
            (),
            ["Up to 9 examples, each a vector of 1 number", "1 number to be told"],
        ),
    ],
)
def test_facts(facts, counts, lines):
    assert describe_facts(facts, counts) == lines
