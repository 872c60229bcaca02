import csv
import math

import numpy as np
import pytest

from gradiometer.comparison import Comparison
from gradiometer.exports import ExportError
from gradiometer.fields import FieldError
from gradiometer.quantities import HISTOGRAMS
from gradiometer.tables_compare import COMPARE_TABLES, write_comparison
from several import SHALLOW, write_several
from synthetic import write_session


@pytest.fixture
def several(tmp_path):
    with Comparison(write_several(tmp_path)) as comparison:
        yield comparison


@pytest.fixture
def table(several, tmp_path):
    """Write a table and read it back: the header, and the rows of each session."""

    def table(name, comparison=several, **options):
        path = tmp_path / "table.csv"
        write_comparison(comparison, name, path, **options)
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        assert all(len(row) == len(header) for row in rows)
        by_session = {side.label: [] for side in comparison.sides}
        for label, *row in rows:
            by_session[label].append(row)
        return header, list(by_session.values())

    return table


def columns(rows, *indices):
    return tuple(np.array([float(row[index]) for row in rows]) for index in indices)


def test_norms_are_every_value_that_was_recorded(several, table):
    header, rows = table("norms")
    assert header == ["session", "step", "position", "layer", "weight_gradient_norm"]
    for side, own in zip(several.sides, rows, strict=True):
        steps, positions, values = columns(own, 0, 1, 3)
        recorded = side.session.quantity("weight_gradient_norm")
        np.testing.assert_array_equal(values.reshape(recorded.shape), recorded)
        np.testing.assert_array_equal(steps.reshape(recorded.shape)[:, 0], side.session.steps)
        np.testing.assert_array_equal(steps, positions)
        assert tuple(row[2] for row in own[: side.num_layers]) == side.session.layer_names


def test_norms_of_some_layers_at_other_positions(several, table):
    header, rows = table("norms", layers=(0, -1, 4), quantity="gain", align="change")
    assert header[-1] == "gain"
    shallow, deep, watched = rows
    assert (deep, watched) == ([], []), "they have no change"
    steps, positions = columns(shallow, 0, 1)
    np.testing.assert_array_equal(positions, steps - 10)
    assert [row[2] for row in shallow[:2]] == ["hidden 1", "output"]
    np.testing.assert_array_equal(
        np.array([float(row[3]) for row in shallow]).reshape(-1, 2),
        several.sides[0].session.quantity("gain")[:, [0, 2]],
    )
    _, rows = table("norms", align="time")
    steps, positions = columns(rows[1], 0, 1)
    np.testing.assert_allclose(positions, 0.001 * steps)


def test_norms_of_the_whole_network_have_no_layer(several, table):
    _, rows = table("norms", quantity="gradient_norm")
    for side, own in zip(several.sides, rows, strict=True):
        np.testing.assert_array_equal(columns(own, 3)[0], side.session.quantity("gradient_norm")[:, 0])
        assert {row[2] for row in own} == {""}


def test_profile_at_a_position(several, table):
    header, rows = table("profile", quantity="delta_norm", align="time", position=0.0155)
    assert header == ["session", "step", "index", "layer", "delta_norm"]
    for side, own in zip(several.sides, rows, strict=True):
        assert {row[0] for row in own} == {"15"}
        assert [int(row[1]) for row in own] == list(range(1, side.num_layers + 1))
        np.testing.assert_array_equal(columns(own, 3)[0], side.session.quantity("delta_norm")[15])
    _, rows = table("profile", layers=(-1,))
    assert [[row[2] for row in own] for own in rows] == [["output"], ["output"], ["head"]]


@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_histograms_as_they_were_counted(several, table, kind):
    header, rows = table("histogram", histogram=kind, position=14.0)
    assert header == ["session", "step", "layer", "kind", "bin_low", "bin_high", "count", "share"]
    for side, own in zip(several.sides, rows, strict=True):
        for layer, name in enumerate(side.session.layer_names):
            counts, edges = side.session.histogram(layer, kind)
            index = list(side.session.histogram_steps(kind)).index(12)
            of_layer = [row for row in own if row[1] == name]
            assert {row[0] for row in of_layer} == {"12"}
            bins = [(float(row[3]), int(row[5])) for row in of_layer if row[2] == "bin"]
            for low, count in bins:
                assert count == counts[index][list(edges).index(low)]
            assert sum(int(row[5]) for row in of_layer) == counts[index].sum(), "zeros stand apart"
            assert sum(float(row[6]) for row in of_layer) == pytest.approx(1.0)


def test_loss_below_one_another(several, table):
    header, rows = table("loss", align="change")
    assert header == ["session", "step", "position", "loss", "accuracy", "held_out_loss", "held_out_accuracy"]
    session = several.sides[0].session
    np.testing.assert_array_equal(columns(rows[0], 2)[0], session.loss)
    np.testing.assert_array_equal(columns(rows[0], 1)[0], session.steps - 10)
    held_out = [float(row[4]) for row in rows[0] if row[4]]
    np.testing.assert_array_equal(held_out, session.quantity("held_out_loss")[:, 0])
    assert rows[1:] == [[], []]
    assert [len(own) for own in table("loss")[1]] == [30, 40, 20]


def test_ratios_and_differences_at_the_steps_that_both_have(tmp_path, table):
    def every_third(layout, row):
        row[0] *= 3

    paths = [
        write_session(tmp_path / "a.gradiometer", SHALLOW, 5000, with_look_histograms=False),
        write_session(tmp_path / "b.gradiometer", SHALLOW, 4200, change_row=every_third, with_look_histograms=False),
    ]
    with Comparison(paths) as comparison:
        control, side = (each.session for each in comparison.sides)
        header, (nothing, rows) = table("ratio", comparison, layers=(1, -1))
        assert header == [
            *("session", "step", "position", "layer"),
            *("weight_gradient_norm", "weight_gradient_norm_of_control", "log10_ratio"),
        ]
        assert nothing == []
        steps = np.arange(0, 5000, 3)
        np.testing.assert_array_equal(columns(rows, 0)[0].reshape(-1, 2)[:, 1], steps)
        assert [row[2] for row in rows[:2]] == ["hidden 2", "output"]
        own = side.quantity("weight_gradient_norm")[: len(steps), 1:]
        other = control.quantity("weight_gradient_norm")[steps, 1:]
        for index, expected in ((3, own), (4, other), (5, np.log10(own / other))):
            np.testing.assert_allclose(columns(rows, index)[0].reshape(-1, 2), expected, rtol=1e-9)
        header, (_, rows) = table("loss_difference", comparison)
        assert header == ["session", "step", "position", "loss", "loss_of_control", "difference"]
        np.testing.assert_array_equal(columns(rows, 4)[0], side.loss[: len(steps)] - control.loss[steps])
        header, (_, rows) = table("ratio", comparison, quantity="accuracy")
        assert header[-1] == "difference"
        assert {row[2] for row in rows} == {""}


def test_differences_with_plain_values(several, tmp_path):
    path = tmp_path / "differences.csv"
    write_comparison(several, "differences", path)
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == ["group", "name", "title", *(side.label for side in several.sides)]
    values = {row[1]: row[3:] for row in rows}
    assert values["learning_rate"] == ["0.1", "0.5", ""]
    assert [float(value) for value in values["last_loss"]] == [side.session.loss[-1] for side in several.sides]


@pytest.mark.parametrize("name", COMPARE_TABLES)
def test_hidden_sessions_and_ones_without_steps(tmp_path, table, name):
    def change(layout, row):
        row[layout.slice("weight_gradient_norm")] = (math.nan, 0.0, math.inf)

    paths = [
        write_session(tmp_path / "a.gradiometer", SHALLOW, 5, change_row=change),
        write_session(tmp_path / "b.gradiometer", SHALLOW, 0),
        write_session(tmp_path / "c.gradiometer", SHALLOW, 5),
    ]
    with Comparison(paths) as comparison:
        comparison.sides[2].is_shown = False
        if name == "differences":
            write_comparison(comparison, name, tmp_path / "a.csv")
            return
        _, rows = table(name, comparison)
        assert bool(rows[0]) == (name not in ("ratio", "loss_difference")), "nothing is said of the control"
        assert rows[1:] == [[], []]
        if name == "profile":
            assert [row[3] for row in rows[0]] == ["nan", "0.0", "inf"]


def test_wrong_requests_are_answered_in_one_sentence(several, tmp_path):
    def sentence(name="norms", **options):
        with pytest.raises((ExportError, FieldError)) as caught:
            write_comparison(several, name, tmp_path / "a.csv", **options)
        return str(caught.value)

    assert sentence("heatmap") == (
        "heatmap is not a table of a comparison: choose one of profile, norms, histogram, loss, ratio, "
        "loss_difference, differences"
    )
    assert sentence(quantity="loudness").startswith("loudness is not a quantity: choose one of ")
    assert "has no profile: choose one of " in sentence("profile", quantity="loss")
    assert sentence(align="colour") == "align = 'colour' is not allowed: choose one of step, time, change"
    assert sentence("histogram", histogram="bias").startswith("bias is not a kind of histogram")
    assert not (tmp_path / "a.csv").exists()
