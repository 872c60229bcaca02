"""Values that were chosen one by one, and settings that have to go with them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.fields import FieldError
from gradiometer.settings import Settings
from gradiometer_desktop.fitting import fitting
from shared import SMALL


def values_of(experiment: Experiment, **changes: Any) -> dict[str, Any]:
    return {name: getattr(experiment, name) for name in EXPERIMENT_FIELDS} | changes


def test_settings_come_along() -> None:
    begun = dataclasses.replace(SMALL, settings=Settings(activation="relu", skip=True))
    experiment, left_out = fitting(values_of(begun, seed=7), begun)
    assert experiment == dataclasses.replace(begun, seed=7)
    assert left_out == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"hidden": (20, 10)}, "It begins with other settings (Skip connections: on → off): settings.skip = True "),
        ({"batch_size": 1}, "It begins with other settings (Normalization: BatchNorm → None): settings.normalization "),
    ],
)
def test_those_that_mean_nothing_here_are_left_out(changes: dict[str, Any], reason: str) -> None:
    settings = Settings(skip=True) if "hidden" in changes else Settings(normalization="batch")
    experiment, left_out = fitting(values_of(SMALL, **changes), dataclasses.replace(SMALL, settings=settings))
    assert experiment.settings == Settings()
    assert left_out.startswith(reason)
    assert left_out.endswith(".")
    assert not left_out.endswith("..")


def test_what_no_settings_can_mend_is_refused() -> None:
    with pytest.raises(FieldError, match="there are 256 training examples"):
        fitting(values_of(SMALL, batch_size=257), SMALL)


def test_the_same_file_is_not_read_again(tmp_path: Path) -> None:
    """What is known of it holds, though it is gone by now; another one has to be there."""
    path = tmp_path / "points.csv"
    path.write_text("x,y,label\n" + "1,2,left\n3,4,right\n" * 10, "utf-8")
    begun = Experiment(data="file", file=str(path), num_train=16, num_held_out=4, hidden=(4,), batch_size=4)
    path.unlink()
    experiment, _left_out = fitting(values_of(begun, seed=1), begun)
    assert experiment.facts == begun.facts
    with pytest.raises(FieldError, match="cannot be read"):
        fitting(values_of(begun, standardize=True), begun)
