import dataclasses
import math

import numpy as np
import pytest

from gradiometer.comparison import Comparison
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.reports import Event
from gradiometer.session_editor import set_texts
from gradiometer.settings import SETTING_FIELDS
from recorded import some_finding
from several import DEEP, SHALLOW, change_to_relu, write_several
from synthetic import write_session


@pytest.fixture
def several(tmp_path):
    with Comparison(write_several(tmp_path)) as comparison:
        yield comparison


def rows_of(comparison, **options):
    rows = comparison.differences(**options)
    by_name = {row.name: row for row in rows}
    assert len(by_name) == len(rows)
    return by_name


def test_only_what_differs_and_the_results(tmp_path):
    paths = [write_session(tmp_path / "a.gradiometer", SHALLOW, 9), write_session(tmp_path / "b.gradiometer", DEEP, 9)]
    with Comparison(paths) as comparison:
        rows = rows_of(comparison)
        told = {row.name: row.values for row in rows.values() if row.group != "results"}
        assert told == {
            "structure": ("784-8-8-10", "784-8-8-8-8-8-10"),
            "dtype": ("float32", "float64"),
            "activation": ("sigmoid", "relu"),
            "learning_rate": (0.1, 0.5),
        }
        assert rows["activation"].texts == ("Sigmoid", "ReLU")
        everything = rows_of(comparison, everything=True)
        assert set(SETTING_FIELDS) <= set(everything)
        assert set(EXPERIMENT_FIELDS) - {"name", "hidden"} <= set(everything)
        assert everything["num_train"].texts == ("50,000", "50,000")
        assert everything["num_train"].is_equal
        assert [row.group for row in everything.values()] == sorted(
            (row.group for row in everything.values()),
            key=["network and data", "settings at the start", "changes", "results"].index,
        )


def test_results_are_the_sessions_own_numbers(several):
    rows = rows_of(several)
    for index, side in enumerate(several.sides):
        session = side.session
        norms = session.quantity("weight_gradient_norm")[-1]
        assert rows["num_steps"].values[index] == session.steps[-1] + 1
        assert rows["last_loss"].values[index] == session.loss[-1]
        assert rows["elapsed"].values[index] == session.quantity("elapsed")[-1, 0]
        assert rows["first_norm"].values[index] == norms[0]
        assert rows["last_norm"].values[index] == norms[-1]
        assert rows["log10_ratio"].values[index] == pytest.approx(np.log10(norms[0] / norms[-1]))
    assert rows["last_accuracy"].values[2] is None, "a watched loop tells none"
    assert rows["last_accuracy"].texts[2] == "–"
    assert rows["held_out_step"].values == (28, 36, None)
    for name in ("held_out_loss", "held_out_accuracy"):
        expected = [side.session.quantity(name)[-1, 0] for side in several.sides[:2]]
        assert rows[name].values == (*expected, None)


def test_a_watched_loop_says_what_it_knows(several):
    assert rows_of(several)["title"].values == ("small", "small", "mine")
    assert "batch_size" not in rows_of(several), "the two that know it have the same"
    rows = rows_of(several, everything=True)
    assert rows["watched_model"].values == (None, None, "Net")
    assert rows["watched_optimizer"].values == (None, None, "Muon")
    assert rows["activation"].texts == ("Sigmoid", "ReLU", "–")
    assert rows["dtype"].values == ("float32", "float64", "float64")


def test_changes_stand_side_by_side(tmp_path):
    relu = change_to_relu(3)
    second = dataclasses.replace(relu, step=5, before=relu.after, after=dataclasses.replace(relu.after, skip=True))
    paths = [
        write_session(tmp_path / "a.gradiometer", SHALLOW, 9, others=[relu, second]),
        write_session(tmp_path / "b.gradiometer", SHALLOW, 9, others=[dataclasses.replace(relu, step=4)]),
    ]
    with Comparison(paths) as comparison:
        rows = rows_of(comparison)
        assert rows["change_1"].texts == (
            "step 3: Activation: Sigmoid → ReLU",
            "step 4: Activation: Sigmoid → ReLU",
        )
        assert rows["change_2"].texts == ("step 5: Skip connections: off → on", "–")


def test_a_session_that_broke_down_and_one_without_steps(tmp_path):
    def change(layout, row):
        row[layout.slice("weight_gradient_norm").start] = math.nan
        row[layout.slice("loss")] = math.nan

    broken = [Event(4, "non_finite", "NaN", 0), Event(2, "non_finite", "NaN", 1), Event(1, "clipped_away", "all", None)]
    paths = [
        write_session(tmp_path / "a.gradiometer", SHALLOW, 9, change_row=change, others=broken),
        write_session(tmp_path / "b.gradiometer", SHALLOW, 0),
    ]
    with Comparison(paths) as comparison:
        rows = rows_of(comparison)
        assert rows["last_loss"].texts == ("nan", "–")
        assert rows["log10_ratio"].texts == ("nan", "–")
        assert rows["first_non_finite"].values == (2, None)
        assert rows["num_events"].values == (3, 0)
        assert rows["num_steps"].values == (9, None)


def test_severe_findings_are_counted_where_somebody_looked(tmp_path):
    severe = [some_finding(1), some_finding(2, severity="warning"), some_finding(3, has_ended=True)]
    paths = [
        write_session(tmp_path / "ill.gradiometer", SHALLOW, 9, others=severe),
        write_session(tmp_path / "old.gradiometer", SHALLOW, 9),
        write_session(tmp_path / "healthy.gradiometer", SHALLOW, 9),
    ]
    set_texts(paths[2], {"rule_set": "gradiometer"})
    with Comparison(paths) as comparison:
        assert rows_of(comparison)["num_severe"].values == (2, None, 0)


def test_two_of_nan_are_equal(tmp_path):
    def change(layout, row):
        row[layout.slice("loss")] = math.nan

    paths = [write_session(tmp_path / f"{name}.gradiometer", SHALLOW, 3, change_row=change) for name in "ab"]
    with Comparison(paths) as comparison:
        assert rows_of(comparison)["last_loss"].is_equal
