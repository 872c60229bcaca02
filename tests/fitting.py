"""Which family can read which data, and small networks of each: for tests of experiments, trainers and snapshots."""

from pathlib import Path

from gradiometer.datasets import DATASETS, DataSpec
from gradiometer.examples import POSITIONS, DataFacts
from gradiometer.losses import LOSSES

READS = {  # which examples each family can read
    "mlp": ("vector", "sequence", "image"),
    "convolutional": ("image",),
    "rnn": ("sequence", "image"),
    "lstm": ("sequence", "image"),
    "gru": ("sequence", "image"),
    "transformer": ("sequence", "image"),
    "chain": ("vector",),
}
ANSWER_AT_EACH_STEP = ("rnn", "lstm", "gru", "transformer")


def fits(family: str, facts: DataFacts) -> bool:
    """Whether a family can read such data, and answer."""
    if facts.targets == POSITIONS and family not in ANSWER_AT_EACH_STEP:
        return False
    if family == "chain":
        return facts.shape == (1,) and facts.num_outputs == 1
    return facts.kind in READS[family]


SMALLEST: dict[str, dict] = {
    # Between them they have examples and targets of every kind; neighbours of one width, so that skips are possible.
    "mlp": {"data": "mnist", "hidden": (6, 6), "loss": "softmax_cross_entropy"},
    "convolutional": {"data": "mnist", "hidden": (2, 2, 2), "loss": "softmax_cross_entropy"},
    "rnn": {"data": "adding", "length": 5, "hidden": (2, 4), "loss": "squared_error"},
    "lstm": {"data": "adding", "length": 5, "hidden": (3, 3), "loss": "squared_error"},
    "gru": {"data": "copying", "length": 21, "hidden": (3, 3), "loss": "softmax_cross_entropy"},
    "transformer": {"data": "copying", "length": 21, "hidden": (4, 4), "heads": 2, "loss": "softmax_cross_entropy"},
    "chain": {"data": "threshold", "hidden": (1, 1), "loss": "quadratic"},
}
"""Values of the smallest experiment of each family."""


def write_table(folder: Path, num_rows: int = 60) -> str:
    """A user's own data: a CSV file of three inputs and four classes; its path."""
    path = folder / "mine.csv"
    rows = [f"{index % 5},{index * index % 7},{index % 3 - 1.5},{'abcd'[index % 4]}" for index in range(num_rows)]
    path.write_text("\n".join(["first,second,third,label", *rows, ""]))
    return str(path)


def smallest_with(data: str, folder: Path) -> dict:
    """Values of an experiment on a data set, of the first family that can read it; folder: where a file is made."""
    file = write_table(folder) if data == "file" else ""
    facts = DATASETS[data].facts(DataSpec(file, length=21))
    family = next(name for name in READS if fits(name, facts))
    loss = next(name for name, each in LOSSES.items() if facts.targets in each.targets)
    return {"family": family, "data": data, "file": file, "length": 21, "hidden": (6, 6), "loss": loss}
