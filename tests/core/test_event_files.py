import dataclasses
import errno
import io
import itertools
import math
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import tensorboardX
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import (
    STORE_EVERYTHING_SIZE_GUIDANCE,
    EventAccumulator,
)
from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer
from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData

from gradiometer import event_files
from gradiometer.bins import BINS
from gradiometer.event_files import ExportStopped, write_events
from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.outline import LayerOutline, Outline
from gradiometer.quantities import HISTOGRAMS, QUANTITIES, stream_of
from gradiometer.reports import EvaluationReport, Event, Intervention, Note
from gradiometer.session_database import SessionFileError
from gradiometer.session_editor import set_texts
from gradiometer.session_file import Session, load_session
from gradiometer.settings import Settings
from gradiometer.surfaces import Surface, class_colors
from recorded import ALL_KINDS, OF_THE_PLANE, THROUGH_TIME, make_reports, new_writer, some_finding, write
from synthetic import write_session, write_watched

EXPERIMENT = Experiment(name="small", hidden=(8, 8), histogram_every=3, evaluate_every=4)
CREATED = "2026-03-04T05:06:07Z"
ODD = (0.0, 1e-300, 1e-50, 5e-324, math.nan, math.inf, 3.5e300)
"""In the weight gradient norm of the first layer, at the first steps."""
GROUPED = {
    "loss": "loss/training",
    "accuracy": "accuracy/training",
    "held_out_loss": "loss/held-out",
    "held_out_accuracy": "accuracy/held-out",
}


def put_odd_values(layout, row):
    step = int(row[0])
    if step < len(ODD):
        row[layout.slice("weight_gradient_norm").start] = ODD[step]
        row[layout.slice("loss")] = ODD[step]


def some_happenings() -> list:
    before = Settings()
    after = dataclasses.replace(before, activation="relu")
    return [
        Intervention(5, after, before, after, "all moments cleared", "vanishing"),
        Intervention(5, before, after, before, "", ""),
        Event(6, "non_finite", "NaN or Inf first appeared | in the weights", 0),
        some_finding(1, 7),
        some_finding(2, 2, layers=(), remedies=(), has_ended=True),
        Note(3, "größer als **zuvor**"),
    ]


@pytest.fixture(scope="module")
def session(tmp_path_factory) -> Session:
    path = tmp_path_factory.mktemp("events") / "small.gradiometer"
    write_session(path, EXPERIMENT, 12, change_row=put_odd_values, others=some_happenings())
    set_texts(path, {"created": CREATED, "title": "Ein Versuch"})
    with load_session(path) as session:
        yield session


@pytest.fixture(scope="module")
def events(session, tmp_path_factory) -> EventAccumulator:
    return export(session, tmp_path_factory.mktemp("runs"))


def export(session: Session, folder: Path, **options) -> EventAccumulator:
    """Write a run, and read it back with TensorBoard's own reader."""
    run = write_events(session, folder, **options)
    assert run == folder / session.path.stem
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == [], "nothing else is left behind"
    [file] = run.iterdir()
    assert file.name.startswith("events.out.tfevents.")
    return read(run)


def read(run: Path) -> EventAccumulator:
    events = EventAccumulator(str(run), size_guidance=STORE_EVERYTHING_SIZE_GUIDANCE)
    events.Reload()
    return events


def scalars(events: EventAccumulator, tag: str) -> tuple[list[int], np.ndarray]:
    found = events.Scalars(tag)
    return [each.step for each in found], np.array([each.value for each in found])


def texts(events: EventAccumulator, tag: str) -> dict[int, str]:
    return {each.step: each.tensor_proto.string_val[0].decode() for each in events.Tensors(tag)}


def steps_of(session: Session, name: str) -> list[int]:
    others = {"step": session.steps, "evaluation": session.evaluation_steps}
    return others.get(stream_of(name), session.look_steps).tolist()


def tag_of(session: Session, name: str, layer: int) -> str:
    if QUANTITIES[name].per_layer:
        return f"{name}/{layer + 1:02} {session.layer_names[layer]}"
    return GROUPED.get(name, f"{name}/network")


def as_float32(values: np.ndarray) -> np.ndarray:
    """What is beyond float32 is its largest number."""
    largest = float(np.finfo(np.float32).max)
    return np.where(np.isinf(values), values, np.clip(values, -largest, largest)).astype(np.float32)


PLAIN = [name for name, each in QUANTITIES.items() if not (each.per_unit or each.per_time or each.per_cell)]


@pytest.mark.parametrize("name", PLAIN)
def test_a_quantity_reads_back_as_float32(session, events, name):
    values = session.quantity(name)
    for layer in range(values.shape[1]):
        steps, found = scalars(events, tag_of(session, name, layer))
        assert steps == steps_of(session, name)
        np.testing.assert_array_equal(found.astype(np.float32), as_float32(values[:, layer]))


@pytest.mark.parametrize("name", [name for name in PLAIN if QUANTITIES[name].is_log])
def test_its_logarithm_is_taken_in_float64_and_left_out_where_it_is_zero(session, events, name):
    values = session.quantity(name)
    for layer in range(values.shape[1]):
        own = values[:, layer]
        steps, found = scalars(events, f"log10_{tag_of(session, name, layer)}")
        assert steps == [step for step, value in zip(steps_of(session, name), own, strict=True) if value != 0]
        np.testing.assert_array_equal(found.astype(np.float32), np.log10(own[own != 0]).astype(np.float32))


def test_odd_numbers_stay_what_they_are(session, events):
    tag = "weight_gradient_norm/01 hidden 1"
    largest = float(np.finfo(np.float32).max)
    np.testing.assert_array_equal(
        scalars(events, tag)[1][: len(ODD)], [0.0, 0.0, 0.0, 0.0, math.nan, math.inf, largest]
    )
    steps, logs = scalars(events, f"log10_{tag}")
    assert steps[: len(ODD) - 1] == [1, 2, 3, 4, 5, 6]
    np.testing.assert_allclose(
        logs[: len(ODD) - 1], [-300, -50, np.log10(5e-324), math.nan, math.inf, np.log10(3.5e300)], rtol=1e-7
    )


def test_what_does_not_span_decades_has_no_logarithm(events):
    logs = {tag.partition("/")[0].removeprefix("log10_") for tag in events.Tags()["scalars"] if tag.startswith("log10")}
    assert logs == {name for name in PLAIN if QUANTITIES[name].is_log}


def test_training_and_held_out_stand_in_one_group(events):
    groups = {tag for tag in events.Tags()["scalars"] if tag.startswith(("loss/", "accuracy/"))}
    assert groups == {"loss/training", "loss/held-out", "accuracy/training", "accuracy/held-out"}


def test_wall_time_is_the_clock_of_the_session(session, events):
    created = datetime.fromisoformat(CREATED).timestamp()
    assert events.FirstEventTimestamp() == created
    elapsed = dict(zip(session.steps.tolist(), session.quantity("elapsed")[:, 0].tolist(), strict=True))
    for tag in ("loss/training", "loss/held-out", "gain/01 hidden 1"):
        for each in events.Scalars(tag):
            assert each.wall_time == created + elapsed[each.step]
    [note] = events.Tensors("notes")
    assert note.wall_time == created + elapsed[3]


def test_between_measured_steps_time_is_interpolated(tmp_path):
    """A clock that is no number is passed over."""

    def change(layout, row):
        row[layout.slice("elapsed")] = math.nan if row[0] in (3, 4) else 10 * row[0]

    path = write_watched(tmp_path / "a.gradiometer", 8, change_row=change)
    set_texts(path, {"created": "no time at all"})
    with load_session(path) as session:
        found = [each.wall_time for each in export(session, tmp_path / "runs").Scalars("loss/training")]
    assert found == [0, 10, 20, 30, 40, 50, 60, 70]


def bins_of(bins, histogram) -> np.ndarray:
    """The counts of a histogram that was read, by bin: [num_bins]."""
    counts = np.zeros(bins.num_bins)
    below = histogram.min
    for limit, count in zip(histogram.bucket_limit, histogram.bucket, strict=True):
        first, last = np.searchsorted(bins.edges, [below, limit])
        # A bucket with something in it is a single bin, between its very edges.
        assert count == 0 or (last - first == 1 and bins.edges[first] == below)
        counts[first] += count
        below = limit
    assert below == histogram.max
    return counts


@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_histograms_have_the_counts_of_every_bin(session, events, kind):
    for layer, name in enumerate(session.layer_names):
        counts, _edges = session.histogram(layer, kind)
        found = events.Histograms(f"{kind}/{layer + 1:02} {name}")
        assert [each.step for each in found] == session.histogram_steps(kind).tolist()
        for each, own in zip(found, counts, strict=True):
            histogram = each.histogram_value
            np.testing.assert_array_equal(bins_of(session.bins, histogram), own)
            assert histogram.num == own.sum()
            assert len(histogram.bucket) < 50, "empty bins are joined"
    assert not [tag for tag in events.Tags()["scalars"] if tag.startswith((f"{kind}_inf", f"{kind}_nan"))]


def test_sums_are_as_if_values_lay_in_the_middle_of_their_bins(session, events):
    counts, edges = session.histogram(1, "weight")
    middles = (edges[:-1] + edges[1:]) / 2
    for each, own in zip(events.Histograms("weight/02 hidden 2"), counts, strict=True):
        used = own > 0
        assert each.histogram_value.sum == pytest.approx(own[used] @ middles[used], rel=1e-12)
        assert each.histogram_value.sum_squares == pytest.approx(own[used] @ middles[used] ** 2, rel=1e-12)


def test_histograms_of_float64(tmp_path):
    """A thousand empty bins lie between the two hills."""
    path = write_watched(tmp_path / "a.gradiometer", 4)
    with load_session(path) as session:
        events = export(session, tmp_path)
        for layer, name in enumerate(session.layer_names):
            counts, _edges = session.histogram(layer, "update")
            for each, own in zip(events.Histograms(f"update/{layer + 1:02} {name}"), counts, strict=True):
                np.testing.assert_array_equal(bins_of(session.bins, each.histogram_value), own)
                assert len(each.histogram_value.bucket) < 50


def test_histograms_at_the_ends_of_float64():
    """The outermost edges are infinite, and a file of histograms has none."""
    bins = BINS["float64"]
    ends = [0, bins.middle - 1, bins.middle, bins.middle + 1, bins.num_bins - 1]
    counts = np.zeros((2, bins.num_bins + 4), np.uint32)
    counts[0, ends] = 2**32 - 1
    counts[1, bins.middle] = 5
    largest = sys.float_info.max
    found = event_files._buckets(bins, counts[0])
    assert found["min"] == -largest
    assert found["max"] == found["bucket_limits"][-1] == largest
    assert sum(found["bucket_counts"]) == found["num"] == 5 * (2**32 - 1)
    assert found["sum"] == 0
    assert found["sum_squares"] == math.inf
    # In between: -Inf..., one empty, the bin before the middle, the middle, the one behind it, one empty, the last.
    assert found["bucket_counts"] == [count * (2**32 - 1.0) for count in (1, 0, 1, 1, 1, 0, 1)]
    assert found["bucket_limits"][2:4] == [-(2.0**-1022), 2.0**-1022]
    one_side = np.where(np.arange(bins.num_bins + 4) == bins.num_bins - 1, 7, 0).astype(np.uint32)
    assert event_files._buckets(bins, one_side)["sum"] == math.inf
    zeros = event_files._buckets(bins, counts[1])
    assert zeros["bucket_counts"] == [5.0]
    assert (zeros["min"], zeros["max"], zeros["sum"], zeros["sum_squares"]) == (-(2.0**-1022), 2.0**-1022, 0.0, 0.0)


def test_inf_and_nan_are_counted_from_the_first_one_on(tmp_path):
    """Not before, and also where there is none any more."""
    written = itertools.count()

    def change(counts):
        step = 3 * next(written)
        if step == 3:
            counts[0, -2:] = (4, 2)
            # Of the last layer nothing is finite.
            counts[2, :-2], counts[2, -1] = 0, 9
        if step == 9:
            counts[0, -2] = 1

    path = write_session(
        tmp_path / "a.gradiometer", EXPERIMENT, 12, change_histogram=change, with_look_histograms=False
    )
    with load_session(path) as session:
        events = export(session, tmp_path)
    tags = [tag for tag in events.Tags()["scalars"] if tag.startswith("weight_gradient_inf")]
    assert tags == ["weight_gradient_inf/01 hidden 1"]
    assert [values.tolist() for values in map(np.array, scalars(events, tags[0]))] == [[3, 6, 9], [4, 0, 1]]
    assert scalars(events, "weight_gradient_nan/01 hidden 1")[1].tolist() == [2, 0, 0]
    assert scalars(events, "weight_gradient_nan/03 output")[1].tolist() == [9, 0, 0]
    assert [each.step for each in events.Histograms("weight_gradient/03 output")] == [0, 6, 9]


def test_through_time_at_nine_time_steps(tmp_path):
    experiment = dataclasses.replace(THROUGH_TIME, length=20)
    path = write_session(tmp_path / "a.gradiometer", experiment, 7)
    with load_session(path) as session:
        events = export(session, tmp_path)
        name = "cell_gradient"
        tags = [tag for tag in events.Tags()["scalars"] if tag.startswith(f"{name}/02")]
        times = [int(tag.partition("/t=")[2]) for tag in tags]
        assert len(times) == 9
        assert (times[0], times[-1]) == (1, 20)
        values = session.quantity(name).reshape(-1, 3, 20)
        for tag, time in zip(tags, times, strict=True):
            assert tag == f"{name}/02 {session.layer_names[1]}/t={time:02}"
            steps, found = scalars(events, tag)
            assert steps == session.look_steps.tolist()
            np.testing.assert_array_equal(found, values[:, 1, time - 1].astype(np.float32))
            logs = scalars(events, f"log10_{tag}")[1]
            np.testing.assert_allclose(logs, np.log10(values[:, 1, time - 1]), rtol=1e-6)
    assert f"{name}: 9 of 20 time steps are written" in texts(events, "session/left out")[0]


def test_the_decision_surface_as_pictures(tmp_path):
    path = write_session(tmp_path / "a.gradiometer", OF_THE_PLANE, 7)
    with load_session(path) as session:
        events = export(session, tmp_path)
        rows = session.quantity("surface")
    found = events.Images("surface")
    assert [each.step for each in found] == [0, 3, 6]
    colors = class_colors(2, dark=False)
    for each, row in zip(found, rows, strict=True):
        picture = np.asarray(Image.open(io.BytesIO(each.encoded_image_string)))
        shades = Surface.of(row).finer(2).shades(colors, "#ffffff", "#808080")
        np.testing.assert_array_equal(picture[::-1], shades)
        assert (each.height, each.width) == shades.shape[:2]
    assert f"lower: {colors[1]}" in texts(events, "session/quantities")[0]


def test_happenings_at_their_steps(session, events):
    """Of the same step in one text: TensorBoard's fast reader would take the second for a run begun anew."""
    assert texts(events, "notes") == {3: "größer als **zuvor**"}
    [(step, text)] = texts(events, "interventions").items()
    assert step == 5
    first, second = text.split("\n\n")
    assert session.interventions[0].label in first
    assert "all moments cleared" in first
    assert "because of: vanishing" in first
    assert session.interventions[1].label in second
    [(step, text)] = texts(events, "events").items()
    assert (step, text) == (6, "**non_finite** (hidden 1) NaN or Inf first appeared | in the weights")
    findings = texts(events, "findings")
    assert list(findings) == [2, 7]
    assert "the whole network" in findings[2]
    assert "ended after step 6" in findings[2]
    assert "hidden 1" in findings[7]
    assert "remedies: relu_he, batch_norm" in findings[7]


def test_each_tag_goes_from_step_to_later_step(events):
    """TensorBoard forgets what it has read of a tag from the first step on that comes again."""
    tags = events.Tags()
    read = [
        (events.Scalars, tags["scalars"]),
        (events.Histograms, tags["histograms"]),
        (events.Tensors, tags["tensors"]),
    ]
    for of_tag, names in read:
        for name in names:
            steps = [each.step for each in of_tag(name)]
            assert steps == sorted(set(steps))


def test_the_settings_as_text_and_as_hyper_parameters(events):
    text = texts(events, "session/settings")[0]
    assert text.startswith("# Ein Versuch\n\n784-8-8-10")
    assert f"| created | {CREATED} |" in text
    assert "| learning_rate | 0.1 |" in text
    assert "Nielsen's speed of learning" in texts(events, "session/quantities")[0]
    content = events.SummaryMetadata("_hparams_/session_start_info").plugin_data.content
    chosen = HParamsPluginData.FromString(content).session_start_info.hparams
    assert chosen["learning_rate"].number_value == 0.1
    assert chosen["hidden"].string_value == "8-8"
    assert chosen["watch_everything"].bool_value is False
    # What means nothing in such a network, and what is of all runs.
    assert "norm_place" not in chosen
    assert "_hparams_/experiment" not in events.summary_metadata


def test_what_was_never_a_number_is_left_out_and_named(tmp_path):
    """A watched loop has no accuracy; the gain of the last layer is known to nobody."""

    def change(layout, row):
        row[layout.slice("bias_gradient_norm")][1] = math.nan

    path = write_watched(tmp_path / "a.gradiometer", 40, change_row=change)
    with load_session(path) as session:
        events = export(session, tmp_path)
    tags = events.Tags()["scalars"]
    assert not [tag for tag in tags if tag.startswith("accuracy")]
    assert [tag for tag in tags if tag.startswith("bias_gradient_norm/")] == [
        "bias_gradient_norm/01 0.conv",
        "bias_gradient_norm/03 head",
    ]
    left_out = texts(events, "session/left out")[0].splitlines()
    assert "- accuracy: it was never a number" in left_out
    assert "- bias_gradient_norm of lstm: it was never a number" in left_out
    assert "- unit_gradient: CSV has it" in left_out


@pytest.mark.parametrize("most", [2, 5])
def test_thinned_rows_are_the_files_own(session, tmp_path, most):
    events = export(session, tmp_path, most_steps=most)
    values = session.quantity("weight_gradient_norm")[:, 2]
    steps, found = scalars(events, "weight_gradient_norm/03 output")
    assert len(steps) == most
    assert (steps[0], steps[-1]) == (0, 11)
    np.testing.assert_array_equal(found.astype(np.float32), values[steps].astype(np.float32))
    assert np.ptp(np.diff(steps)) <= 1
    assert len(events.Histograms("weight/01 hidden 1")) == min(most, 4)
    left_out = texts(events, "session/left out")[0]
    assert f"- step: {most} of the 12 measured are written, evenly spread" in left_out
    assert ("- weight: 2 of the 4 measured are written, evenly spread" in left_out) == (most == 2)
    assert list(texts(events, "findings")) == [2, 7], "what happened is all there"


def test_rows_of_many_chunks(session, tmp_path, monkeypatch):
    """Thinned or not, no row is lost where two pieces meet."""
    monkeypatch.setattr("gradiometer.tables._CHUNK_ROWS", 5)
    assert scalars(export(session, tmp_path), "elapsed/network")[0] == list(range(12))
    assert scalars(export(session, tmp_path, most_steps=3), "elapsed/network")[0] == [0, 6, 11]


def test_a_single_step_is_refused_as_a_limit(session, tmp_path):
    with pytest.raises(ExportError, match="most_steps is 1: it takes 2"):
        write_events(session, tmp_path, most_steps=1)
    assert not list(tmp_path.iterdir())


def test_one_step(tmp_path):
    path = write_session(tmp_path / "one.gradiometer", EXPERIMENT, 1)
    with load_session(path) as session:
        events = export(session, tmp_path / "runs")
        assert scalars(events, "loss/training") == ([0], pytest.approx(session.loss))
    assert len(events.Scalars("gain/01 hidden 1")) == len(events.Histograms("weight_gradient/03 output")) == 1


def test_no_steps(tmp_path):
    path = write_session(tmp_path / "none.gradiometer", EXPERIMENT, 0)
    told = []
    with load_session(path) as session:
        events = export(session, tmp_path / "runs", on_progress=lambda *numbers: told.append(numbers))
    assert events.Tags()["scalars"] == events.Tags()["histograms"] == []
    assert "# small" in texts(events, "session/settings")[0]
    assert told == []


def test_an_evaluation_with_no_step_behind_it(tmp_path):
    writer = new_writer(tmp_path / "a.gradiometer", EXPERIMENT)
    writer.add(EvaluationReport(0, np.array([0, 2.5, 0.125])))
    writer.close()
    with load_session(writer.path) as session:
        events = export(session, tmp_path)
    assert scalars(events, "loss/held-out")[1].tolist() == [2.5]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_any_bits(tmp_path, kind):
    """What a file may hold; each number is there, NaN and Inf among them."""
    experiment = ALL_KINDS[kind]
    path = tmp_path / "a.gradiometer"
    write(path, experiment, make_reports(experiment, 40))
    with load_session(path) as session:
        events = export(session, tmp_path)
        for name in ("loss", "weight_gradient_norm", "held_out_loss", "gain"):
            steps, found = scalars(events, tag_of(session, name, 0))
            assert steps == steps_of(session, name)
            np.testing.assert_array_equal(found.astype(np.float32), as_float32(session.quantity(name)[:, 0]))
        own, _edges = session.histogram(0)
        for each, counts in zip(events.Histograms(f"weight_gradient/01 {session.layer_names[0]}"), own, strict=True):
            np.testing.assert_array_equal(bins_of(session.bins, each.histogram_value), counts)


def test_names_of_any_letters(tmp_path):
    """Slashes, what is no Latin letter, half a surrogate pair, and names that are alike."""
    names = ("Слой/вход", "層 1", "a\ud800|b", "", "層 1", "x/t=1")
    layers = tuple(LayerOutline(name, 9, 3, "float32") for name in names)
    path = write_watched(tmp_path / "größe ☃.gradiometer", 4, Outline("\ud800", "6 × 3", "float32", layers))
    with load_session(path) as session:
        events = export(session, tmp_path / "ausgeführt")
        values = session.quantity("delta_norm")
    shown = ["01 Слой/вход", "02 層 1", "03 a?|b", "04 ", "05 層 1", "06 x/t=1"]
    assert [tag for tag in events.Tags()["scalars"] if tag.startswith("delta_norm/")] == [
        f"delta_norm/{name}" for name in shown
    ]
    for layer, name in enumerate(shown):
        np.testing.assert_array_equal(scalars(events, f"delta_norm/{name}")[1], values[:, layer].astype(np.float32))
        assert events.Histograms(f"update/{name}")


def test_a_hundred_layers_stay_in_order(tmp_path):
    layers = tuple(LayerOutline(f"layer {index}", 4, 2, "float32") for index in range(100))
    path = write_watched(tmp_path / "a.gradiometer", 2, Outline("deep", "100", "float32", layers), looks=())
    with load_session(path) as session:
        tags = [tag for tag in export(session, tmp_path).Tags()["scalars"] if tag.startswith("delta_norm/")]
    assert tags == sorted(tags) == [f"delta_norm/{index + 1:03} layer {index}" for index in range(100)]


def test_several_sessions_are_several_runs(session, tmp_path):
    other = write_session(tmp_path / "other.gradiometer", EXPERIMENT, 3, seed=7)
    write_events(session, tmp_path / "runs")
    with load_session(other) as second:
        write_events(second, tmp_path / "runs")
    both = EventMultiplexer().AddRunsFromDirectory(str(tmp_path / "runs")).Reload()
    assert sorted(both.Runs()) == ["other", "small"]
    assert [len(both.Scalars(run, "loss/training")) for run in ("other", "small")] == [3, 12]


def test_files_of_one_name_are_runs_of_other_names(session, tmp_path):
    """As the caller says."""
    other = write_session(tmp_path / "small.gradiometer", EXPERIMENT, 3, seed=7)
    write_events(session, tmp_path / "runs")
    with load_session(other) as second:
        assert write_events(second, tmp_path / "runs", name="small 2") == tmp_path / "runs" / "small 2"
    found = [len(scalars(read(tmp_path / "runs" / run), "loss/training")[0]) for run in ("small", "small 2")]
    assert found == [12, 3]


@pytest.mark.parametrize("name", ["..gradiometer", "...gradiometer"])
def test_a_name_of_dots_is_no_other_folder(tmp_path, name):
    path = write_session(tmp_path / name, EXPERIMENT, 1)
    with load_session(path) as session:
        assert write_events(session, tmp_path / "runs" / "in") == tmp_path / "runs" / "in" / "session"


def test_the_same_session_gives_the_same_contents(session, tmp_path):
    runs = [write_events(session, tmp_path / folder) for folder in "ab"]
    assert next(runs[0].iterdir()).read_bytes() == next(runs[1].iterdir()).read_bytes()


def test_an_older_run_of_ours_is_replaced(session, tmp_path):
    run = tmp_path / "small"
    run.mkdir()
    older = [run / f"events.out.tfevents.{number:010}.gradiometer.0" for number in (1, 9_999_999_999)]
    for path in older:
        path.write_bytes(b"older")
    assert len(scalars(export(session, tmp_path), "loss/training")[0]) == 12
    assert not any(path.exists() for path in older)


@pytest.mark.parametrize("name", ["notes.txt", "events.out.tfevents.1700000000.host", ".hidden", "sub/"])
def test_what_others_wrote_is_never_deleted(session, tmp_path, name):
    run = tmp_path / "small"
    run.mkdir()
    if name.endswith("/"):
        (run / name).mkdir()
    else:
        (run / name).write_text("mine")
    ours = run / "events.out.tfevents.1700000000.gradiometer.0"
    ours.write_text("older")
    with pytest.raises(ExportError, match=r"small holds .*, which Gradiometer did not write: choose another folder"):
        write_events(session, tmp_path)
    assert sorted(path.name for path in run.iterdir()) == sorted([name.rstrip("/"), ours.name])
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


def test_what_comes_in_the_way_meanwhile_is_not_deleted_either(session, tmp_path):
    foreign = tmp_path / "small" / "mine.txt"

    def begin(done, total):
        foreign.parent.mkdir(exist_ok=True)
        foreign.write_text("mine")

    with pytest.raises(ExportError, match=r"holds mine\.txt"):
        write_events(session, tmp_path, on_progress=begin)
    assert [path.name for path in tmp_path.rglob("*")] == ["small", "mine.txt"]


def test_a_file_where_the_run_should_be(session, tmp_path):
    (tmp_path / "small").write_text("mine")
    with pytest.raises(ExportError, match="small is in the way and is no folder"):
        write_events(session, tmp_path)
    assert (tmp_path / "small").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_nowhere_is_in_the_way(session, tmp_path):
    (tmp_path / "small").symlink_to(tmp_path / "gone")
    with pytest.raises(ExportError, match="is in the way"):
        write_events(session, tmp_path)
    assert (tmp_path / "small").is_symlink()


def test_a_folder_that_cannot_be_made(session, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="small cannot be written: "):
        write_events(session, tmp_path / "file")


def test_a_full_disk_leaves_the_older_run(session, tmp_path, monkeypatch):
    run = write_events(session, tmp_path)
    before = {path.name: path.read_bytes() for path in run.iterdir()}
    write, written = tensorboardX.RecordWriter.write, itertools.count()

    def fail(self, data):
        if next(written) == 9:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(self, data)

    monkeypatch.setattr(tensorboardX.RecordWriter, "write", fail)
    with pytest.raises(ExportError, match=r"small cannot be written: No space left on device$"):
        write_events(session, tmp_path)
    assert {path.name: path.read_bytes() for path in run.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


def test_a_damaged_session_leaves_nothing(session, tmp_path, monkeypatch):
    def fail(*_):
        raise SessionFileError("small.gradiometer is damaged")

    monkeypatch.setattr(session, "spread_histograms", fail)
    with pytest.raises(SessionFileError):
        write_events(session, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("after", [0, 1, 20, 38])
def test_stopping_leaves_nothing(session, tmp_path, after):
    asked = itertools.count()
    with pytest.raises(ExportStopped):
        write_events(session, tmp_path / "runs", should_stop=lambda: next(asked) >= after)
    assert next(asked) == after + 1, "it is not asked again"
    assert not list((tmp_path / "runs").iterdir())


def test_stopping_leaves_the_older_run(session, tmp_path):
    run = write_events(session, tmp_path)
    [file] = run.iterdir()
    before = file.read_bytes()
    with pytest.raises(ExportStopped):
        write_events(session, tmp_path, should_stop=lambda: True)
    assert [path.read_bytes() for path in run.iterdir()] == [before]


def test_an_interrupt_leaves_nothing(session, tmp_path):
    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_events(session, tmp_path, on_progress=interrupt)
    assert not list(tmp_path.iterdir())


def test_progress_goes_up_to_all_rows_and_histograms(session, tmp_path):
    told = []
    write_events(session, tmp_path, on_progress=lambda *numbers: told.append(numbers), should_stop=lambda: False)
    # 12 steps, 3 evaluations, 4 looks, 4 histograms of each of the five kinds.
    assert told == [(39, 39)]
    write_events(session, tmp_path, most_steps=2, on_progress=lambda *numbers: told.append(numbers))
    assert told[1:] == [(16, 16)]


def test_half_a_run_is_nothing_that_tensorboard_reads(session, tmp_path):
    """It looks into hidden folders and files."""
    seen = []

    def look(done, total):
        seen.extend(path.name for path in tmp_path.rglob("*"))
        assert EventMultiplexer().AddRunsFromDirectory(str(tmp_path)).Runs() == {}

    write_events(session, tmp_path, on_progress=look)
    assert len(seen) == 1
    assert "tfevents" not in seen[0]


def test_the_library_is_missing(session, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorboardX", None)
    with pytest.raises(ExportError) as raised:
        write_events(session, tmp_path / "runs")
    assert str(raised.value) == "TensorBoard event files need tensorboardX: pip install 'gradiometer[tensorboard]'"
    assert not (tmp_path / "runs").exists()


def test_importing_takes_neither_torch_nor_the_library():
    code = "import sys, gradiometer.event_files; print({'torch', 'tensorboardX', 'PIL'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "set()"
