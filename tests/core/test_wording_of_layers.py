import pytest

from gradiometer.wording_of_layers import name_layers

NAMES = [*(f"hidden {index + 1}" for index in range(12)), "output"]


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ((), ""),
        ((0,), "hidden 1"),
        ((1, 0), "hidden 1 and 2"),
        ((0, 1, 2, 3), "hidden 1 to 4"),
        ((10, 11, 12), "hidden 11 and 12 and output"),
        ((0, 2, 12), "hidden 1, hidden 3 and output"),
        ((0, 2, 4, 6, 8, 12), "hidden 1, hidden 3, hidden 5 and 3 more"),
    ],
)
def test_layers_are_named_in_few_words(layers: tuple[int, ...], words: str) -> None:
    assert name_layers(NAMES, layers) == words


def test_names_without_numbers_stand_alone() -> None:
    assert name_layers(["embed", "head"], (0, 1)) == "embed and head"
