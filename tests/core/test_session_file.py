"""Session files: what goes in comes out bit by bit; what is no session, or a ruined one, gives one sentence."""

import ast
import contextlib
import json
import math
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gradiometer
from gradiometer import session_database, session_file, session_writer
from gradiometer.bins import BINS, SPECIALS
from gradiometer.envelope import FACTOR
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.layout import Layout, step_layout
from gradiometer.outline import Outline
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import HistogramReport, Intervention, StepReport
from gradiometer.session_database import SessionFileError, journal_of
from gradiometer.session_file import load_session
from gradiometer.session_format import (
    MAJOR,
    MINOR,
    SCHEMA,
    HistogramRows,
    encode_histograms,
    encode_intervention,
)
from gradiometer.settings import Reinitialize, Settings
from recorded import (
    AT_LOOKS,
    SMALL,
    alter,
    check_holds,
    extremes,
    make_reports,
    opened,
    read_everything,
    refusal,
    same_bits,
    write,
)
from synthetic import WATCHED, write_watched

CORE = Path(gradiometer.__file__).parent
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound session of 400 steps in many commits. Copy it before changing it."""
    path = tmp_path_factory.mktemp("whole") / "whole.gradiometer"
    reports = make_reports(SMALL, 400)
    write(path, SMALL, reports, commit_after=tuple(range(0, len(reports), 30)))
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "session.gradiometer"))


# --- round trip


EXPERIMENTS = st.builds(
    Experiment,
    name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=9).filter(str.isprintable),
    hidden=st.lists(st.integers(1, 50), max_size=4).map(tuple),
    dtype=st.sampled_from(sorted(BINS)),
    num_train=st.just(200),
    histogram_every=st.integers(1, 9),
    evaluate_every=st.integers(1, 40),
    seed=st.integers(0, 2**63 - 1),
    settings=st.builds(Settings, learning_rate=st.floats(0, 1e6), weight_decay=st.floats(0, 1e3)),
)


@settings(max_examples=40)
@given(EXPERIMENTS, st.integers(0, 120), st.integers(0, 2**32), st.sets(st.integers(0, 150), max_size=6))
def test_everything_comes_back(experiment, num_steps, seed, commit_after):
    reports = make_reports(experiment, num_steps, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "100% #1?.gradiometer")
        write(path, experiment, reports, tuple(commit_after))
        with load_session(str(path)) as session:
            check_holds(session, experiment, reports)
            assert session.meta["torch_version"] == "none"
            assert Outline.from_dict(json.loads(session.meta["outline"])) == experiment.outline
        assert os.listdir(folder) == [path.name]


def test_levels_hold_the_extremes_of_their_rows(whole):
    with load_session(whole) as session:
        for stream in ("step", "evaluation"):
            rows = session.blocks(stream, 0, 0, session.num_rows[stream])[:, 0]
            for level in (1, 2):
                size = FACTOR**level
                blocks = session.blocks(stream, level, 0, len(rows) // size)
                for block, part in zip(blocks, np.split(rows, range(size, len(rows), size)), strict=False):
                    np.testing.assert_array_equal(block, extremes(part))


@given(st.integers(0, 400), st.integers(0, 400))
def test_any_part_of_a_stream_can_be_read(whole, first, last):
    with load_session(whole) as session:
        part = session.blocks("step", 0, first, last)
        assert part.shape == (max(0, last - first), 2, step_layout(3).width)
        np.testing.assert_array_equal(part[:, 0, 0], np.arange(first, last))


@given(st.sampled_from(sorted(HISTOGRAMS)), st.integers(-1, 450))
def test_histograms_behind_a_step(whole, kind, after):
    with load_session(whole) as session:
        found = [step for rows in session.histogram_rows(kind, after) for step in rows.steps.tolist()]
        steps = session.look_steps if kind in AT_LOOKS else np.arange(0, 400, 5)
        np.testing.assert_array_equal(session.histogram_steps(kind), steps)
        # Whole pieces are given: all that is behind, and of what is not only what shares a piece with it.
        assert found == steps[len(steps) - len(found) :].tolist()
        assert set(found) >= {step for step in steps.tolist() if step > after}
        assert not found or found[0] > after - 40


def test_an_unknown_quantity_is_named(whole):
    with (
        load_session(whole) as session,
        pytest.raises(KeyError, match="speed is not a quantity: choose one of elapsed"),
    ):
        session.quantity("speed")


@pytest.mark.parametrize("read", ["histogram_steps", "histogram", "specials", "histogram_rows"])
def test_an_unknown_kind_of_histogram_is_named(whole, read):
    with load_session(whole) as session:
        layer = (0,) if read in ("histogram", "specials") else ()
        with pytest.raises(KeyError, match="bias is not a kind of histogram: choose one of weight_gradient, weight, "):
            list(getattr(session, read)(*layer, kind="bias"))


def test_histograms_are_of_the_weight_gradient_where_nothing_is_said(whole):
    with load_session(whole) as session:
        kind = "weight_gradient"
        np.testing.assert_array_equal(session.histogram_steps(), session.histogram_steps(kind))
        np.testing.assert_array_equal(session.histogram(1)[0], session.histogram(1, kind)[0])
        np.testing.assert_array_equal(session.specials(1), session.specials(1, kind))
        rows = zip(session.histogram_rows(), session.histogram_rows(kind), strict=True)
        assert all(same_bits(one.counts, other.counts) for one, other in rows)


def test_a_higher_minor_version_is_read(copy):
    """Also one that counts other things than this one does."""
    alter(copy, f"PRAGMA user_version = {MAJOR << 16 | MINOR + 7}", "CREATE TABLE snapshot(data BLOB)")
    alter(
        copy,
        "INSERT INTO histogram SELECT 'curvature', first, count, steps, bins, data FROM histogram "
        "WHERE kind = 'weight'",
    )
    read_everything(copy)
    with load_session(copy) as session:
        check_holds(session, SMALL, make_reports(SMALL, 400))


def test_settings_and_fields_of_a_higher_minor_version_are_left_out(copy):
    settings = {**SMALL.settings.as_dict(), "warm_up": 5}
    experiment = {**SMALL.as_dict(), "num_gpus": 3, "settings": settings}
    intervention = json.dumps({"before": settings, "after": settings, "effect": ""})
    alter(copy, "UPDATE meta SET value = ? WHERE key = 'experiment'", values=(json.dumps(experiment),))
    alter(copy, "INSERT INTO intervention(step, data) VALUES(399, ?)", values=(intervention,))
    assert "num_gpus is not known" in refusal(copy) or "warm_up is not a setting" in refusal(copy)
    alter(copy, f"PRAGMA user_version = {MAJOR << 16 | MINOR + 1}")
    with load_session(copy) as session:
        assert session.experiment == SMALL
        assert session.interventions[-1].after == SMALL.settings


def test_a_version_that_measured_other_quantities(tmp_path, monkeypatch):
    """Two unknown ones among the known, one of ours missing, and in another order."""
    num_layers = len(SMALL.layer_names)
    theirs = Layout.of_counts(
        {"sharpness": 1, "delta_norm": num_layers, "loss": 1, "curvature": num_layers, "elapsed": 1, "accuracy": 1}
    )
    ours = session_writer.layouts(num_layers)
    monkeypatch.setattr(session_writer, "layouts", lambda _num_layers: {**ours, "step": theirs})
    values = np.random.default_rng(0).random((300, theirs.width))
    values[:, 0] = np.arange(300)
    path = tmp_path / "theirs.gradiometer"
    write(path, SMALL, [StepReport(step, row) for step, row in enumerate(values)], commit_after=(100, 200))
    with load_session(path) as session:
        for name in ("delta_norm", "loss", "elapsed", "accuracy"):
            np.testing.assert_array_equal(session.quantity(name), values[:, theirs.slice(name)])
        assert np.isnan(session.quantity("weight_gradient_norm")).all()
        assert session.quantity("weight_gradient_norm").shape == (300, num_layers)
        np.testing.assert_array_equal(session.steps, np.arange(300))
        with pytest.raises(KeyError, match="sharpness is not a quantity"):
            session.quantity("sharpness")
        history = History.saved(session)
        view = history.view("delta_norm", 0, 300, 10)
        assert view.low.min() == values[:, theirs.slice("delta_norm")].min()
        assert view.high.max() == values[:, theirs.slice("delta_norm")].max()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("junk", "does not say what its columns mean"),
        ("[]", "does not say what its columns mean"),
        ('{"step": {"loss": 0}, "evaluation": {}}', "does not say what its columns mean"),
        ('{"step": {"loss": 1e9}, "evaluation": {}}', "does not say what its columns mean"),
        ('{"step": {"loss": 2}, "evaluation": {}}', "it has 2 columns of loss, and should have 1"),
        ('{"step": {"loss": 1}, "evaluation": {}}', "which are not"),
    ],
)
def test_layouts_of_any_kind(copy, text, reason):
    alter(copy, "UPDATE meta SET value = ? WHERE key = 'layouts'", values=(text,))
    assert reason in refusal(copy)


def test_a_link_is_followed(copy, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(copy)
    read_everything(link)


# --- what is no session


def test_what_is_no_file(tmp_path):
    assert refusal(tmp_path / "nothing") == "FILE cannot be opened: No such file or directory"
    assert refusal(tmp_path) == "FILE is a folder"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert refusal(tmp_path / "pipe") == "FILE is no file"
    assert "cannot be opened" in refusal(Path("a\0b"))
    assert "cannot be opened" in refusal(tmp_path / ("x" * 300))


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.mark.parametrize(
    "content",
    [b"# a text\n", "wörter\n".encode() * 4000, PNG, b"\0" * 5000, b"SQLite format 3\0", b"SQLite format 3\0" + PNG],
    ids=["short text", "long text", "PNG", "zeros", "magic alone", "magic and junk"],
)
def test_other_kinds_of_files(tmp_path, content):
    path = tmp_path / "other.gradiometer"
    path.write_bytes(content)
    assert refusal(path) in (
        "FILE is not a Gradiometer session",
        "FILE is an SQLite file, but not a Gradiometer session",
    )
    assert path.read_bytes() == content


def test_an_empty_file(tmp_path):
    path = tmp_path / "empty"
    path.touch()
    assert refusal(path) == "FILE is empty"


def test_the_database_of_another_program(tmp_path):
    path = tmp_path / "places.sqlite"
    alter(path, "CREATE TABLE chunk(stream)", "PRAGMA application_id = 252006674")
    assert refusal(path) == "FILE is an SQLite file, but not a Gradiometer session"


@pytest.mark.parametrize(("major", "advice"), [(0, "older"), (3, "newer"), (0xFFFF, "newer")])
def test_another_major_version(copy, major, advice):
    version = major << 16 | 3
    alter(copy, f"PRAGMA user_version = {version - 2**32 if version >= 2**31 else version}")
    sentence = f"FILE has the session format {major}.3, and this program reads 1.x to 2.x: use a {advice} Gradiometer"
    assert refusal(copy) == sentence


# --- files of version 1, which had histograms of the weight gradient alone


def to_version_1(path: Path) -> None:
    """Make of a file what version 1 would have written, but for the columns of quantities that it did not know."""
    alter(
        path,
        "ALTER TABLE histogram RENAME TO of_every_kind",
        "CREATE TABLE histogram(first INTEGER PRIMARY KEY, count INTEGER NOT NULL, steps BLOB NOT NULL, "
        "bins BLOB NOT NULL, data BLOB NOT NULL) STRICT",
        "INSERT INTO histogram SELECT first, count, steps, bins, data FROM of_every_kind "
        "WHERE kind = 'weight_gradient'",
        "DROP TABLE of_every_kind",
        "DELETE FROM meta WHERE key = 'outline'",
        f"PRAGMA user_version = {1 << 16}",
    )


REPORTS_OF_VERSION_1 = [
    report
    for report in make_reports(SMALL, 400)
    if not isinstance(report, HistogramReport) or report.kind == "weight_gradient"
]


@pytest.fixture
def old(copy: Path) -> Path:
    """The same session in version 1."""
    to_version_1(copy)
    return copy


def test_version_1_says_the_same(old):
    content = old.read_bytes()
    read_everything(old)
    with load_session(old) as session:
        check_holds(session, SMALL, REPORTS_OF_VERSION_1)
        for kind in AT_LOOKS:
            assert not len(session.histogram_steps(kind))
            assert session.histogram(0, kind)[0].shape == (0, BINS[SMALL.dtype].num_bins)
        history = History.saved(session)
        assert len(history.histograms["weight_gradient"].steps) == 80
        assert history.histograms["weight"].newest is None
    assert old.read_bytes() == content


def test_version_1_that_is_still_being_written(old):
    """By an older program: what it adds is taken up."""
    with opened(old) as database, load_session(old) as session:
        [(end,)] = database.execute("SELECT MAX(first + count) FROM histogram")
        one = HistogramRows(np.array([400]), np.full((1, 3, BINS["float32"].num_bins + len(SPECIALS)), 7, np.uint32))
        database.execute("INSERT INTO histogram VALUES(?, 1, ?, ?, ?)", (end, *encode_histograms(one)))
        assert session.histogram_steps()[-1] == 395
        session.refresh()
        assert session.histogram_steps()[-1] == 400
        np.testing.assert_array_equal(session.histogram(2)[0][-1], 7)


def test_a_copy_of_version_1_is_of_version_1(old, tmp_path):
    target = tmp_path / "copy of an old one.gradiometer"
    session_writer.copy_session(old, target)
    with opened(target) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (1 << 16,)
    with load_session(target) as session:
        check_holds(session, SMALL, REPORTS_OF_VERSION_1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("DROP TABLE histogram", "it has no table histogram"),
        ("UPDATE histogram SET data = x'ffff' WHERE first = 0", "weight_gradient histogram 0 cannot be inflated"),
        ("DELETE FROM histogram WHERE first = 0", "weight_gradient histogram 0 is missing"),
        ("ALTER TABLE histogram RENAME COLUMN bins TO bons", "no such column: bins"),
    ],
)
def test_lies_of_version_1(old, change, reason):
    alter(old, change)
    assert refusal(old) == f"FILE is a damaged session: {reason}"


# --- files of a loop of somebody's own


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    """A session that has an outline and no experiment."""
    return write_watched(tmp_path / "watched.gradiometer")


def test_a_session_without_an_experiment(watched):
    read_everything(watched)
    with load_session(watched) as session:
        assert session.experiment is None
        assert session.outline == WATCHED
        assert session.layer_names == ("0.conv", "lstm", "head")
        assert session.bins == BINS["float64"]
        assert session.meta["model"] == "Net"
        assert session.quantity("delta_norm").shape == (30, 3)
        assert session.histogram(1, "update")[0].shape == (10, BINS["float64"].num_bins)
        history = History.saved(session)
        assert history.experiment is history.settings is None
        assert history.settings_at(10) is None


def outline_with(**values: object) -> str:
    """The JSON of an outline with something in it replaced; what begins with layer_ in its second layer."""
    data = json.loads(json.dumps(WATCHED.as_dict()))
    for name, value in values.items():
        where = data["layers"][1] if name.startswith("layer_") else data
        where[name.removeprefix("layer_")] = value
    return json.dumps(data)


def test_an_outline_of_a_higher_minor_version(watched):
    """What is not known of a layer, or of the network, is left out."""
    text = outline_with(layer_depth=3, num_gpus=5)
    alter(watched, "UPDATE meta SET value = ? WHERE key = 'outline'", values=(text,))
    with load_session(watched) as session:
        assert session.outline == WATCHED


@pytest.mark.parametrize(
    "text",
    [
        *("", "junk", "[]", "5", "null", '"text"', "NaN", DEEP, "{}", '{"layers": ' + DEEP + "}"),
        *(outline_with(layers=layers) for layers in ([], None, 5, "abc", [5], [[]], [{}], {"a": 1})),
        *(outline_with(dtype=dtype) for dtype in ("int8", "bfloat16", None, [], {})),
        *(outline_with(layer_dtype=dtype) for dtype in ("int8", None, [], {})),
        *(outline_with(layer_num_weights=count) for count in (-1, 1.5, None, "5", True, math.inf)),
        *(outline_with(layer_num_units=count) for count in (-1, 1.5, None, "5", True, math.nan)),
        *(outline_with(layer_name=name) for name in (None, 5, [])),
        outline_with(layers=[WATCHED.as_dict()["layers"][0]] * 2),
        outline_with(layers=[WATCHED.as_dict()["layers"][0]] * 10_001),
    ],
    ids=lambda text: text[:60],
)
def test_an_outline_of_any_kind(watched, text):
    alter(watched, "UPDATE meta SET value = ? WHERE key = 'outline'", values=(text,))
    assert "damaged session" in refusal(watched)


# --- what is ruined


def test_truncated_anywhere(whole, tmp_path):
    content = whole.read_bytes()
    path = tmp_path / "short.gradiometer"
    sizes = [1, 15, 16, 18, 50, 99, 100, 101, 500, *range(1000, len(content), 4001), len(content) - 1]
    for size in sizes:
        path.write_bytes(content[:size])
        sentence = refusal(path, load_session)
        assert "not a Gradiometer session" in sentence or "truncated" in sentence
    assert len(sizes) > 40


TABLES = ("meta", "chunk", "histogram", "intervention", "event")


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_table(copy, table):
    alter(copy, f"DROP TABLE {table}")
    assert refusal(copy, load_session) == f"FILE is a damaged session: it has no table {table}"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE chunk SET data = CAST(data || x'00' AS BLOB) WHERE first = 0 AND level = 0",
        "UPDATE chunk SET data = zeroblob(0) WHERE first = 0 AND level = 0",
        "UPDATE chunk SET data = zeroblob(0) WHERE level = 1",
        "UPDATE chunk SET count = count + 1 WHERE first = 0 AND level = 0",
        "UPDATE chunk SET count = count - 1",
        "UPDATE chunk SET count = 0",
        "UPDATE chunk SET count = -count",
        "UPDATE chunk SET count = 0, data = zeroblob(0)",
        "UPDATE chunk SET count = 9223372036854775807",
        "UPDATE chunk SET count = 4611686018427387904, data = zeroblob(0)",
        "UPDATE chunk SET first = -first - 1",
        "UPDATE chunk SET first = first + 1 WHERE stream = 'step' AND level = 0",
        "UPDATE chunk SET first = 9223372036854775807 WHERE rowid = (SELECT MAX(rowid) FROM chunk WHERE level = 0)",
        "DELETE FROM chunk WHERE first = 0 AND level = 0",
        "DELETE FROM chunk WHERE rowid = (SELECT MIN(rowid) + 8 FROM chunk)",
        "DELETE FROM chunk WHERE level = 1",
        "UPDATE histogram SET steps = zeroblob(8)",
        "UPDATE histogram SET steps = zeroblob(8 * count)",
        "UPDATE histogram SET steps = zeroblob(0), count = 0",
        "UPDATE histogram SET count = -1",
        "UPDATE histogram SET steps = zeroblob(0), count = 0 WHERE first = 0",
        "UPDATE chunk SET first = first - 1 WHERE first > 300 AND stream = 'step' AND level = 0",
        "UPDATE histogram SET first = first - 1 WHERE first = (SELECT MAX(first) FROM histogram)",
        "UPDATE histogram SET count = 9223372036854775807",
        "UPDATE histogram SET bins = CAST(bins || x'00' AS BLOB)",
        "UPDATE histogram SET bins = CAST(bins || x'00000000' AS BLOB)",
        "UPDATE histogram SET bins = x'ffffffff'",
        "UPDATE histogram SET bins = zeroblob(4000000)",
        "UPDATE histogram SET data = x'00'",
        "UPDATE histogram SET data = substr(data, 1, length(data) - 1)",
        "UPDATE histogram SET first = first + 1000",
        "DELETE FROM histogram WHERE first = 0",
        "DELETE FROM histogram WHERE first = (SELECT MAX(first) FROM histogram WHERE first < 40)",
        "DELETE FROM meta WHERE key IN ('experiment', 'outline')",
        "UPDATE histogram SET kind = 'curvature' WHERE kind = 'update' AND first = 0",
        "UPDATE histogram SET first = first + 1 WHERE kind = 'activation' AND first = 0",
        "UPDATE event SET layer = 3",
        "UPDATE event SET layer = -1",
        "UPDATE event SET text = CAST(x'ff' AS TEXT)",
        "UPDATE meta SET value = CAST(x'80' AS TEXT)",
    ],
)
def test_lies(copy, change):
    alter(copy, change)
    assert "damaged session" in refusal(copy)


def test_the_lies_are_about_a_sound_file(copy):
    read_everything(copy)
    with load_session(copy) as session:
        assert session.events
        assert session.interventions
        assert any(
            isinstance(change.command, Reinitialize) and change.command.layers for change in session.interventions
        )


@pytest.fixture(scope="session")
def loose(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same session in tables that take anything: neither STRICT nor NOT NULL."""
    path = tmp_path_factory.mktemp("loose") / "loose.gradiometer"
    with opened(path) as database:
        database.execute(f"PRAGMA application_id = {session_file.APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {MAJOR << 16 | MINOR}")
        database.executescript(SCHEMA.replace(" STRICT", "").replace(" NOT NULL", ""))
        database.execute("ATTACH ? AS old", (str(whole),))
        for table in TABLES:
            database.execute(f"INSERT INTO main.{table} SELECT * FROM old.{table}")
    read_everything(path)
    return path


@pytest.mark.parametrize("value", ["NULL", "'many'", "1.5", "x'01'", "-7", "9e999", "'9' || hex(zeroblob(5000))"])
@pytest.mark.parametrize(
    "column",
    [
        *("chunk.count", "chunk.first", "chunk.data", "chunk.stream", "meta.key", "meta.value"),
        *("histogram.count", "histogram.steps", "histogram.bins", "histogram.data", "histogram.kind"),
        *("intervention.step", "intervention.data", "event.step", "event.kind", "event.text", "event.layer"),
    ],
)
def test_values_of_any_kind(loose, tmp_path, column, value):
    path = Path(shutil.copy(loose, tmp_path))
    table, name = column.split(".")
    # Of the texts one that no file can do without.
    which = "key = 'layouts'" if table == "meta" else f"rowid = (SELECT MIN(rowid) FROM {table})"
    alter(path, f"UPDATE {table} SET {name} = {value} WHERE {which}")
    # An event may say anything, which SQLite turns into text; it may be about no layer, and lie before the first step.
    if column in ("event.text", "event.kind"):
        is_harmless = value not in ("NULL", "x'01'")
    else:
        is_harmless = (name == "step" and value == "-7") or (name == "layer" and value == "NULL")
    if is_harmless:
        read_everything(path)
    else:
        assert "damaged session" in refusal(path)


@pytest.mark.parametrize(
    "text",
    [
        *("", "junk", "[]", "5", "null", '"text"', "NaN", DEEP, '{"hidden": ' + DEEP + "}", "9" * 5000),
        *('{"colour": 3}', '{"hidden": [1e400]}', '{"hidden": [0]}', '{"hidden": [' + "9" * 4000 + "]}"),
        *('{"data": "cifar"}', '{"dtype": "int8"}', '{"dtype": ["float32"]}', '{"seed": -1}', '{"name": "a\\nb"}'),
        *('{"settings": 5}', '{"settings": {"colour": 3}}', '{"settings": {"learning_rate": NaN}}'),
        *('{"settings": {"learning_rate": 1' + "0" * 400 + "}}", '{"name": "' + "x" * 100_000 + '"}'),
        json.dumps({**SMALL.as_dict(), "hidden": [8, 8, 8]}),
    ],
    ids=lambda text: text[:40],
)
def test_an_experiment_of_any_kind(copy, text):
    alter(copy, "UPDATE meta SET value = ? WHERE key = 'experiment'", values=(text,))
    assert "damaged session" in refusal(copy)


def change_at_step(value: object, *keys: str) -> str:
    """The JSON of an intervention with one thing in it replaced."""
    command = Reinitialize(scheme="he", layers=(1,), seed=3)
    data = json.loads(encode_intervention(Intervention(0, command, Settings(), Settings(), "")))
    inner = data
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    "text",
    [
        *("", "junk", "[]", "5", "null", '"text"', "{}", DEEP, '{"before": {}}', '{"before": {}, "after": 5}'),
        '{"before": {}, "after": {}, "effect": "", "reinitialize": []}',
        change_at_step(None, "before"),
        change_at_step("blue", "after", "activation"),
        change_at_step(math.inf, "reinitialize", "seed"),
        change_at_step(None, "reinitialize", "seed"),
        change_at_step([3], "reinitialize", "layers"),
        change_at_step([-1], "reinitialize", "layers"),
        change_at_step([math.inf], "reinitialize", "layers"),
        change_at_step([[]], "reinitialize", "layers"),
        change_at_step(7, "reinitialize", "layers"),
        change_at_step("magic", "reinitialize", "scheme"),
        change_at_step([], "reinitialize", "scheme"),
        change_at_step({}, "reinitialize", "scheme"),
    ],
    ids=lambda text: text[-60:],
)
def test_an_intervention_of_any_kind(copy, text):
    alter(copy, "UPDATE intervention SET data = ?", values=(text,))
    assert "damaged session: an intervention at step" in refusal(copy) or "it names layer" in refusal(copy)


@pytest.mark.parametrize("step", [np.nan, np.inf, -np.inf, -1.0, 1e300, 3.0])
@pytest.mark.parametrize("row", [0, 7, -1])
def test_steps_that_do_not_ascend(copy, step, row):
    with opened(copy) as database:
        [(count, data)] = database.execute(
            "SELECT count, data FROM chunk WHERE stream = 'step' AND first = 0 AND level = 0"
        )
        values = np.frombuffer(data).reshape(count, -1).copy()
        values[row, 0] = step
        database.execute(
            "UPDATE chunk SET data = ? WHERE stream = 'step' AND first = 0 AND level = 0", (values.tobytes(),)
        )
    assert refusal(copy) == "FILE is a damaged session: the steps of stream step do not ascend"


@pytest.mark.parametrize("lie", ["a bin too many", "steps descend", "a step twice"])
def test_lies_of_the_right_length(copy, lie):
    with opened(copy) as database:
        query = "SELECT kind, first, steps, bins FROM histogram WHERE count > 2 LIMIT 1"
        [(kind, first, steps, bins)] = database.execute(query)
        steps, bins = np.frombuffer(steps, "<i8").copy(), np.frombuffer(bins, "<u4").copy()
        if lie == "a bin too many":
            bins[-1] = len(SMALL.layer_names) * (BINS[SMALL.dtype].num_bins + len(SPECIALS))
        elif lie == "steps descend":
            steps = steps[::-1]
        else:
            steps[1] = steps[0]
        values = (steps.tobytes(), bins.tobytes(), kind, first)
        database.execute("UPDATE histogram SET steps = ?, bins = ? WHERE kind = ? AND first = ?", values)
    reason = "names a bin that does not exist" if lie == "a bin too many" else "has steps that do not ascend"
    assert refusal(copy) == f"FILE is a damaged session: {kind} histogram {first} {reason}"


# --- what is hostile


def zeros_deflated(size: int) -> bytes:
    """A zlib stream of `size` zeros, made of one piece over and over, so that it costs nothing to make."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + middle * (size // 2**20 - 2) + packer.compress(b"\0" * 2**20) + packer.flush()


@contextlib.contextmanager
def memory_below(size_bytes: int) -> Iterator[None]:
    """Nothing inside may ever hold more than this."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < size_bytes
    finally:
        tracemalloc.stop()


def test_a_blob_that_inflates_to_a_gigabyte(copy):
    bomb = zeros_deflated(2**30)
    assert len(bomb) < 2**21
    assert len(zlib.decompressobj().decompress(bomb, 2**26)) == 2**26
    alter(copy, "UPDATE histogram SET data = ? WHERE kind = 'weight' AND first = 0", values=(bomb,))
    with memory_below(30 * 2**20):
        assert "does not hold the" in refusal(copy)


def test_a_blob_that_announces_its_gigabyte(copy):
    # All lengths agree: 200,000 histograms of 1,305 bins, all zero.
    used = np.arange(1305, dtype="<u4")
    values = (np.arange(200_000, dtype="<i8").tobytes(), used.tobytes(), zeros_deflated(2**30))
    alter(copy, "DELETE FROM histogram")
    alter(copy, "INSERT INTO histogram VALUES('update', 0, 200000, ?, ?, ?)", values=values)
    with memory_below(30 * 2**20):
        assert "announces 1231200000 bytes of counts at once" in refusal(copy)


def test_a_view_in_place_of_a_table(copy):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i, 'error', NULL, 'x' FROM n"
    alter(copy, "DROP TABLE event", f"CREATE VIEW event(id, step, kind, layer, text) AS {endless}")
    with memory_below(10 * 2**20):
        assert refusal(copy) == "FILE is a damaged session: it has no table event"


def test_a_column_that_is_computed(copy):
    alter(copy, "ALTER TABLE event ADD COLUMN more TEXT AS (hex(zeroblob(100000000)))")
    with memory_below(10 * 2**20):
        assert refusal(copy) == "FILE is a damaged session: its table event computes a column"


def test_more_rows_than_any_run_makes(copy, monkeypatch):
    monkeypatch.setattr(session_file, "_MOST_ROWS", 1000)
    read_everything(copy)
    alter(copy, *["INSERT INTO event(step, kind, text) SELECT step, kind, text FROM event"] * 12)
    assert refusal(copy) == "FILE is a damaged session: it has more than 1000 rows where few belong"


def test_three_hundred_files_of_chance(whole, tmp_path):
    """Flipped bytes, zeroed stretches and cut ends: a file opens and reads, or says why not."""
    content = whole.read_bytes()
    page = 16384
    rng = random.Random(2)
    sentences = []
    for number in range(300):
        data = bytearray(content)
        for _ in range(rng.choice([1, 1, 2, 8, 40])):
            # Half of them hit the first bytes of a page, where SQLite keeps its structure.
            at = rng.choice([rng.randrange(len(data)), rng.randrange(0, len(data), page) + rng.randrange(120)])
            data[at] = rng.choice([rng.randrange(256), data[at] ^ 1 << rng.randrange(8), 0, 255])
        if number % 5 == 0:
            begin = rng.randrange(len(data))
            data[begin : begin + rng.randrange(3000)] = bytes(rng.randrange(3000))
        if number % 5 == 1:
            del data[rng.randrange(len(data)) :]
        if number % 5 == 2:
            first, second = (rng.randrange(0, len(data), page) for _ in range(2))
            data[first : first + page], data[second : second + page] = (
                data[second : second + page],
                data[first : first + page],
            )
        path = tmp_path / f"{number}.gradiometer"
        path.write_bytes(data)
        try:
            read_everything(path)
        except SessionFileError as error:
            sentences.append(str(error).replace(str(path), "FILE"))
        assert path.read_bytes() == data
        assert list(tmp_path.iterdir()) == [path]
        path.unlink()
    assert 100 < len(sentences) < 280
    assert len(set(sentences)) > 15
    assert all(sentence.startswith("FILE ") and len(sentence.splitlines()) == 1 for sentence in sentences)


def test_nothing_is_ever_unpickled():
    """No module of the product can run what a file says."""
    unpicklers = {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
    sources = [path for room in ("core", "desktop", "resources") for path in (CORE.parents[1] / room).rglob("*.py")]
    assert len(sources) > 20
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            assert not unpicklers & {name.split(".")[0] for name in names}, path
            if isinstance(node, ast.Attribute):
                call = ast.unparse(node)
                assert call not in ("torch.load", "np.load", "numpy.load", "pd.read_pickle"), path
            if isinstance(node, ast.keyword):
                assert node.arg != "allow_pickle", path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "__import__"), path


# --- a commit that was under way


@pytest.fixture
def torn(copy: Path, tmp_path: Path) -> Path:
    """A session as a writer leaves it that is killed in a commit: half of its pages new, the old ones in a journal."""
    folder = tmp_path / "torn"
    folder.mkdir()
    path = folder / copy.name
    with opened(copy) as database:
        # With room for so few pages in memory SQLite writes them to the file before the commit.
        database.execute("PRAGMA cache_size = 2")
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE chunk SET data = zeroblob(length(data))")
        database.execute("UPDATE meta SET value = 'junk'")
        shutil.copy(copy, path)
        shutil.copy(journal_of(copy), journal_of(path))
    assert path.read_bytes() != copy.read_bytes()
    return path


def test_a_commit_that_was_cut_off_is_rolled_back(torn, copy):
    assert journal_of(torn).stat().st_size > 512
    with load_session(torn) as session:
        check_holds(session, SMALL, make_reports(SMALL, 400))
    assert not journal_of(torn).exists()
    assert torn.read_bytes()[100:] == copy.read_bytes()[100:]


def test_a_link_to_a_session_whose_commit_was_cut_off(torn, tmp_path):
    link = tmp_path / "link.gradiometer"
    link.symlink_to(torn)
    with load_session(link) as session:
        check_holds(session, SMALL, make_reports(SMALL, 400))


def test_a_commit_that_is_cut_off_while_its_file_is_watched(torn, copy):
    with load_session(copy) as session:
        copy.write_bytes(torn.read_bytes())
        shutil.copy(journal_of(torn), journal_of(copy))
        session.refresh()
        check_holds(session, SMALL, make_reports(SMALL, 400))
    assert not journal_of(copy).exists()


def test_a_torn_file_without_its_journal(torn):
    journal_of(torn).unlink()
    assert "damaged session" in refusal(torn)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
def test_a_torn_file_in_a_folder_that_cannot_be_written(torn):
    """Permissions do not bind the superuser, so it becomes nobody for a moment."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "read only")
        folder.mkdir()
        path = folder / torn.name
        for file in (torn, journal_of(torn)):
            shutil.copy(file, folder)
        path.chmod(0o444)
        link = Path(name, "link")
        link.symlink_to(path)
        os.chmod(name, 0o755)
        folder.chmod(0o555)
        is_superuser = os.getuid() == 0
        if is_superuser:
            os.setresuid(65534, 65534, 0)
        try:
            sentences = {refusal(path, load_session), refusal(link, load_session)}
        finally:
            if is_superuser:
                os.setresuid(0, 0, 0)
            folder.chmod(0o755)
    assert sentences == {
        "FILE was being written when its program ended, and its folder is read-only, so session.gradiometer-journal "
        "cannot be applied: copy both files to a folder that can be written to"
    }


def test_a_journal_that_cannot_be_applied_for_another_reason(torn, monkeypatch):
    connect = session_database.connect

    def fail(path: Path, mode: str) -> sqlite3.Connection:
        if mode == "ro":
            return connect(path, mode)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(session_database, "connect", fail)
    sentence = "FILE cannot be recovered from session.gradiometer-journal: disk I/O error"
    assert refusal(torn, load_session) == sentence


TRY_TO_WRITE = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    database.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""


def test_reading_leaves_the_locks_of_a_writer_in_this_process(copy):
    """Closing any handle on a file drops all POSIX locks that the process holds on it, and another program would then
    take a commit under way for a dead one and roll it back."""
    reports = make_reports(SMALL, 400)
    with opened(copy) as database:
        database.execute("BEGIN IMMEDIATE")
        database.execute("DELETE FROM event")
        assert journal_of(copy).exists()
        with load_session(copy) as session:
            check_holds(session, SMALL, reports)
        read_everything(copy)
        assert journal_of(copy).exists()
        command = [sys.executable, "-c", TRY_TO_WRITE, str(copy)]
        assert subprocess.run(command, capture_output=True, text=True).stdout == "database is locked\n"
        database.execute("COMMIT")
    with load_session(copy) as session:
        assert session.events == ()


def test_a_file_that_another_program_holds(copy, monkeypatch):
    monkeypatch.setattr(session_database, "_PATIENCE_S", 0.01)
    with opened(copy) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert refusal(copy) == "FILE cannot be read now: another program is writing it"
        database.execute("ROLLBACK")
    read_everything(copy)
