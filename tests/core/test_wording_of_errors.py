"""What a library raised, in one line."""

import pytest
import torch

from gradiometer.wording_of_errors import first_line


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (RuntimeError("out of memory\nat some place\nand another"), "out of memory"),
        (RuntimeError("\n\n  too deep  \nmore"), "too deep"),
        (ValueError("short"), "short"),
        (MemoryError(), "MemoryError"),
        (ZeroDivisionError(" \n "), "ZeroDivisionError"),
        (KeyError("name"), "'name'"),
    ],
)
def test_the_first_line_or_the_name(problem, line):
    assert first_line(problem) == line


def test_what_torch_raises():
    with pytest.raises(RuntimeError) as caught:
        torch.zeros(2, 3) @ torch.zeros(2, 3)
    line = first_line(caught.value)
    assert line == str(caught.value).splitlines()[0]
    assert "2x3" in line
