import contextlib
import csv
import dataclasses
import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gradiometer.bins import BINS
from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.quantities import GRID, HISTOGRAMS, LOOK_QUANTITIES, MOST_UNITS, QUANTITIES, stream_of
from gradiometer.reports import EvaluationReport, Event, Finding, Intervention, LookReport, Note
from gradiometer.session_copy import copy_session
from gradiometer.session_database import SessionFileError
from gradiometer.session_editor import set_note
from gradiometer.session_file import Session, load_session
from gradiometer.settings import Reinitialize, Settings
from gradiometer.tables import TABLES, write_table
from recorded import new_writer, some_finding
from synthetic import write_session

EXPERIMENT = Experiment(name="small", hidden=(8, 8), histogram_every=3, evaluate_every=4)
ODD = (math.nan, math.inf, -math.inf, 0.0, 5e-324, 1.7976931348623157e308, 0.1 + 0.2)


def put_odd_values(layout, row):
    """Each odd value in the first layer's column at some step."""
    step = int(row[0])
    if step < len(ODD):
        row[layout.slice("weight_gradient_norm").start] = ODD[step]


def changes() -> list[Intervention | Event]:
    before = Settings()
    after = dataclasses.replace(before, activation="relu", learning_rate=0.5)
    return [
        Intervention(2, after, before, after, "", "of finding 1"),
        Intervention(5, Reinitialize(scheme="he", layers=(0, 1)), after, after, 'drawn anew, "moments" cleared'),
        Event(6, "non_finite", "NaN or Inf first appeared in the weights of hidden 1 at step 6", 0),
        Event(7, "storage", "disk full", None),
    ]


@pytest.fixture(scope="module")
def session(tmp_path_factory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("tables") / "small.gradiometer"
    write_session(path, EXPERIMENT, 11, change_row=put_odd_values, others=changes())
    with load_session(path) as session:
        yield session


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def export(session: Session, name: str, folder: Path, **options) -> list[list[str]]:
    path = folder / f"{name}.csv"
    write_table(session, name, path, **options)
    assert [entry.name for entry in folder.iterdir()] == [path.name], "nothing else is left behind"
    data = path.read_bytes()
    assert data.endswith(b"\n")
    assert b"\r" not in data
    return read(path)


# Of recurrent networks and of those with two inputs alone: no session here has any.
NOT_HERE = [name for name, quantity in QUANTITIES.items() if quantity.per_time or quantity.per_cell]


@pytest.mark.parametrize("name", [name for name in QUANTITIES if name not in ("loss", *NOT_HERE)])
def test_a_quantity_reads_back_exactly(session, tmp_path, name):
    header, *rows = export(session, name, tmp_path)
    names = list(session.layer_names) if QUANTITIES[name].per_layer else [name]
    if QUANTITIES[name].per_unit:
        names = [f"{layer} unit {unit}" for layer in session.layer_names for unit in range(1, MOST_UNITS + 1)]
    assert header == ["step", *names]
    others = {"step": session.steps, "evaluation": session.evaluation_steps}
    steps = others.get(stream_of(name), session.look_steps)
    assert [row[0] for row in rows] == [str(step) for step in steps]
    values = np.array([[float(cell) for cell in row[1:]] for row in rows])
    np.testing.assert_array_equal(values, session.quantity(name).reshape(len(steps), -1))


def test_odd_numbers_have_plain_names(session, tmp_path):
    _, *rows = export(session, "weight_gradient_norm", tmp_path)
    shown = [row[1] for row in rows[: len(ODD)]]
    assert shown == ["nan", "inf", "-inf", "0.0", "5e-324", "1.7976931348623157e+308", "0.30000000000000004"]


def test_norms_is_the_quantity_asked_for(session, tmp_path):
    header, *rows = export(session, "norms", tmp_path, quantity="delta_norm")
    assert header == ["step", "hidden 1", "hidden 2", "output"]
    np.testing.assert_array_equal(np.array(rows, float)[:, 1:], session.quantity("delta_norm"))


def test_profile_has_a_row_for_each_layer_at_the_newest_step(session, tmp_path):
    header, *rows = export(session, "profile", tmp_path)
    assert header[:2] == ["index", "layer"]
    assert [row[:2] for row in rows] == [["1", "hidden 1"], ["2", "hidden 2"], ["3", "output"]]
    for column, name in enumerate(header[2:], start=2):
        assert [float(row[column]) for row in rows] == session.quantity(name)[-1].tolist()


def test_profile_at_a_step(session, tmp_path):
    header, *rows = export(session, "profile", tmp_path, step=9)
    column = header.index("delta_norm")
    assert [float(row[column]) for row in rows] == session.quantity("delta_norm")[9].tolist()


def test_profile_of_what_closer_looks_saw(session, tmp_path):
    """All that was measured together with the quantity asked for."""
    header, *rows = export(session, "profile", tmp_path, quantity="gain")
    assert header[2:] == [name for name, quantity in LOOK_QUANTITIES.items() if quantity.per_layer]
    for column, name in enumerate(header[2:], start=2):
        assert [float(row[column]) for row in rows] == session.quantity(name)[-1].tolist()


def test_profile_of_what_no_layer_has_is_that_of_the_norms(session, tmp_path):
    header, *rows = export(session, "profile", tmp_path, quantity="held_out_loss")
    assert "weight_gradient_norm" in header
    assert len(rows) == 3


def test_loss_has_blank_cells_between_held_out_evaluations(session, tmp_path):
    header, *rows = export(session, "loss", tmp_path)
    assert header == ["step", "loss", "accuracy", "held_out_loss", "held_out_accuracy"]
    assert [int(row[0]) for row in rows] == list(range(11))
    assert [float(row[1]) for row in rows] == session.loss.tolist()
    held_out = {int(row[0]): [float(row[3]), float(row[4])] for row in rows if row[3]}
    losses, accuracies = session.quantity("held_out_loss")[:, 0], session.quantity("held_out_accuracy")[:, 0]
    assert held_out == {0: [losses[0], accuracies[0]], 4: [losses[1], accuracies[1]], 8: [losses[2], accuracies[2]]}
    assert rows[1][3:] == ["", ""]


def test_an_evaluation_with_no_step_behind_it_is_kept(tmp_path):
    path = tmp_path / "broken-off.gradiometer"
    writer = new_writer(path, EXPERIMENT)
    writer.add(EvaluationReport(0, np.array([0, 2.5, 0.125])))
    writer.close()
    (tmp_path / "out").mkdir()
    with load_session(path) as session:
        assert export(session, "loss", tmp_path / "out")[1:] == [["0", "", "", "2.5", "0.125"]]


@pytest.mark.parametrize("layer", [0, 2])
@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_histogram_counts_every_value_once(session, tmp_path, kind, layer):
    header, *rows = export(session, "histogram", tmp_path, layer=layer, histogram=kind)
    assert header == ["step", "kind", "bin_low", "bin_high", "count"]
    assert {row[0] for row in rows} == {"9"}
    counts, edges = session.histogram(layer, kind)
    shown = {float(row[2]): (float(row[3]), int(row[4])) for row in rows if row[1] == "bin"}
    middle = session.bins.middle
    for index in np.flatnonzero(counts[-1]):
        if index != middle:
            assert shown[edges[index]] == (edges[index + 1], counts[-1, index])
    assert sorted(shown) == list(shown), "bins ascend"
    specials = {row[1]: int(row[4]) for row in rows if row[1] != "bin"}
    assert specials == {"zero": 7, "subnormal": 1, "infinite": 0, "nan": 0}
    assert sum(int(row[4]) for row in rows) == counts[-1].sum()


@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_histogram_up_to_a_step(session, tmp_path, kind):
    _, *rows = export(session, "histogram", tmp_path, step=5, histogram=kind)
    assert {row[0] for row in rows} == {"3"}
    assert sum(int(row[4]) for row in rows) == session.histogram(0, kind)[0][1].sum()


def test_histograms_are_of_the_weight_gradient_where_nothing_is_said(session, tmp_path):
    for name in ("histogram", "heatmap"):
        write_table(session, name, tmp_path / "a.csv")
        write_table(session, name, tmp_path / "b.csv", histogram="weight_gradient")
        write_table(session, name, tmp_path / "c.csv", histogram="weight")
        one, same, other = ((tmp_path / file).read_text() for file in ("a.csv", "b.csv", "c.csv"))
        assert one == same != other


def test_a_kind_that_was_never_counted_gives_a_header_alone(tmp_path):
    path = write_session(tmp_path / "bare.gradiometer", EXPERIMENT, 7, with_look_histograms=False)
    (tmp_path / "out").mkdir()
    with load_session(path) as session:
        for name in ("histogram", "heatmap"):
            assert len(export(session, name, tmp_path / "out", histogram="activation")) == 1
            (tmp_path / "out" / f"{name}.csv").unlink()


def test_histogram_of_nothing_but_zeros_and_nan(tmp_path):
    def change(counts):
        counts[:] = 0
        counts[:, BINS["float32"].middle] = 5
        counts[:, -4:] = (5, 0, 0, 9)

    path = write_session(tmp_path / "zeros.gradiometer", EXPERIMENT, 1, change_histogram=change)
    (tmp_path / "out").mkdir()
    with load_session(path) as session:
        rows = export(session, "histogram", tmp_path / "out")[1:]
    assert [row[1:] for row in rows] == [
        ["zero", "", "", "5"],
        ["subnormal", "", "", "0"],
        ["infinite", "", "", "0"],
        ["nan", "", "", "9"],
    ]


@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_heatmap_is_every_histogram_without_empty_bins(session, tmp_path, kind):
    header, *rows = export(session, "heatmap", tmp_path, layer=1, histogram=kind)
    assert header == ["step", "kind", "bin_low", "bin_high", "count"]
    assert all(int(row[4]) > 0 for row in rows)
    counts, edges = session.histogram(1, kind)
    found = {(int(row[0]), float(row[2])): int(row[4]) for row in rows if row[1] == "bin"}
    expected = {
        (int(step), edges[index]): int(counts[time, index])
        for time, step in enumerate(session.histogram_steps(kind))
        for index in np.flatnonzero(counts[time])
        if index != session.bins.middle
    }
    assert found == expected
    assert [row[0] for row in rows if row[1] == "zero"] == ["0", "3", "6", "9"]


def test_interventions_and_events(session, tmp_path):
    assert export(session, "interventions", tmp_path) == [
        ["step", "label", "effect", "because"],
        ["2", "Activation: Sigmoid → ReLU; Learning rate: 0.1 → 0.5", "", "of finding 1"],
        ["5", "Re-initialization: He, layer 1, 2", 'drawn anew, "moments" cleared', ""],
    ]
    (tmp_path / "interventions.csv").unlink()
    assert export(session, "events", tmp_path) == [
        ["step", "kind", "layer", "text"],
        ["6", "non_finite", "hidden 1", "NaN or Inf first appeared in the weights of hidden 1 at step 6"],
        ["7", "storage", "", "disk full"],
    ]


def test_findings(tmp_path):
    told = [
        some_finding(1, 4, layers=(0, 2), value=math.nan, text='one, "two"'),
        some_finding(2, 4, layers=(), remedies=()),
    ]
    folder = tmp_path / "tables"
    folder.mkdir()
    with load_session(write_session(tmp_path / "a.gradiometer", EXPERIMENT, 11, others=told)) as session:
        header, first, second = export(session, "findings", folder)
        names = session.layer_names
    assert header == [field.name for field in dataclasses.fields(Finding)]
    row = dict(zip(header, first, strict=True))
    assert row["layers"] == f"{names[0]}, {names[2]}"
    assert row["remedies"] == "relu_he, batch_norm"
    assert (row["number"], row["first_step"], row["has_ended"], row["value"]) == ("1", "4", "False", "nan")
    assert (row["limit"], row["text"], row["source"]) == ("1e-07", 'one, "two"', "a paper, §3")
    row = dict(zip(header, second, strict=True))
    assert (row["layers"], row["remedies"], row["value"]) == ("", "", "2.5e-09")


def test_notes(session, tmp_path):
    assert export(session, "notes", tmp_path) == [["step", "text"]]
    (tmp_path / "notes.csv").unlink()
    copy, folder = tmp_path / "copy.gradiometer", tmp_path / "tables"
    folder.mkdir()
    copy_session(session.path, copy)
    set_note(copy, Note(7, 'two\nlines, and "quotes"'))
    set_note(copy, Note(3, "earlier"))
    with load_session(copy) as annotated:
        assert export(annotated, "notes", folder) == [
            ["step", "text"],
            ["3", "earlier"],
            ["7", 'two\nlines, and "quotes"'],
        ]


@pytest.mark.parametrize("name", TABLES)
def test_a_session_with_no_steps_gives_a_header_alone(tmp_path, name):
    path = write_session(tmp_path / "empty.gradiometer", EXPERIMENT, 0)
    (tmp_path / "out").mkdir()
    with load_session(path) as session:
        assert len(export(session, name, tmp_path / "out")) == 1


def test_rows_beyond_one_chunk(tmp_path):
    path = write_session(tmp_path / "long.gradiometer", dataclasses.replace(EXPERIMENT, histogram_every=10**6), 5000)
    (tmp_path / "out").mkdir()
    with load_session(path) as session:
        _, *rows = export(session, "delta_norm", tmp_path / "out")
        np.testing.assert_array_equal(np.array(rows, float)[:, 0], np.arange(5000))
        np.testing.assert_array_equal(np.array(rows, float)[:, 1:], session.quantity("delta_norm"))


def test_unknown_names_are_answered_with_the_known_ones(session, tmp_path):
    with pytest.raises(ExportError, match=r"^gradients is not a table: choose one of profile, .*delta_norm"):
        write_table(session, "gradients", tmp_path / "a.csv")
    with pytest.raises(ExportError, match=r"^gradients is not a quantity: choose one of "):
        write_table(session, "norms", tmp_path / "a.csv", quantity="gradients")
    with pytest.raises(ExportError, match=r"^bias is not a kind of histogram: choose one of weight_gradient, weight, "):
        write_table(session, "norms", tmp_path / "a.csv", histogram="bias")
    with pytest.raises(ExportError, match=r"^layer 4 does not exist: .* has layers 1 to 3$"):
        write_table(session, "heatmap", tmp_path / "a.csv", layer=3)
    assert not list(tmp_path.iterdir())


def test_an_unwritable_target_is_named(session, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("a file is no folder")
    with pytest.raises(ExportError, match=r"a\.csv cannot be written: "):
        write_table(session, "delta_norm", blocked / "a.csv")
    with pytest.raises(ExportError, match="is not an ordinary file: choose another name"):
        write_table(session, "delta_norm", tmp_path)


def test_missing_folders_are_made(session, tmp_path):
    write_table(session, "events", tmp_path / "a" / "b" / "events.csv")
    assert len(read(tmp_path / "a" / "b" / "events.csv")) == 3


def test_a_failure_half_way_leaves_the_old_file_alone(tmp_path):
    path = write_session(tmp_path / "long.gradiometer", dataclasses.replace(EXPERIMENT, histogram_every=10**6), 6000)
    target = tmp_path / "out" / "delta.csv"
    target.parent.mkdir()
    target.write_text("old")
    with load_session(path) as session:
        with contextlib.closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE chunk SET data = x'00' WHERE stream = 'step' AND level = 0 AND first = 5000")
        with pytest.raises(SessionFileError, match="a step chunk of level 0 does not fit its checksum"):
            write_table(session, "delta_norm", target)
    assert [entry.name for entry in target.parent.iterdir()] == ["delta.csv"]
    assert target.read_text() == "old"


def test_the_surface_has_a_row_for_each_point(tmp_path):
    experiment = Experiment(data="moons", hidden=(4,), num_train=200, num_held_out=50)
    generator = np.random.default_rng(0)
    classes, probabilities = generator.integers(0, 2, (GRID, GRID)), generator.uniform(0.5, 1.0, (GRID, GRID))
    row = (classes + 0.999 * probabilities).ravel()
    row[7] = np.nan
    writer = new_writer(tmp_path / "moons.gradiometer", experiment)
    writer.add(LookReport(4, np.array([4, *row]), "surface"))
    writer.add(LookReport(9, np.array([9, *row[::-1]]), "surface"))
    assert writer.close() == ""
    with load_session(tmp_path / "moons.gradiometer") as session:
        header, *rows = export(session, "surface", tmp_path / "one", step=8)
        over_steps = export(session, "norms", tmp_path / "two", quantity="surface")
    assert over_steps[0][:3] == ["step", "row 1 column 1", "row 1 column 2"]
    np.testing.assert_array_equal(np.array(over_steps[1:], float), [[4, *row], [9, *row[::-1]]])
    assert header == ["x", "y", "class", "name", "probability"]
    assert len(rows) == GRID * GRID
    assert rows[7][2:] == ["", "", ""]
    x_low, x_high, y_low, y_high = experiment.known_facts.box
    for at, (x, y, index, name, probability) in enumerate(rows):
        line, column = divmod(at, GRID)
        assert float(x) == pytest.approx(x_low + column / (GRID - 1) * (x_high - x_low))
        assert float(y) == pytest.approx(y_low + line / (GRID - 1) * (y_high - y_low))
        if at != 7:
            assert int(index) == classes[line, column]
            assert name == ("upper", "lower")[int(index)]
            assert float(probability) == pytest.approx(probabilities[line, column])
