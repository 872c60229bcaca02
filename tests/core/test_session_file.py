"""Session files: what goes in comes out bit by bit, also of older and newer versions and of loops of one's own."""

import dataclasses
import json
import math
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradiometer.bins import BINS, SPECIALS
from gradiometer.effects import EFFECTS
from gradiometer.envelope import FACTOR
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.input_moments import InputMoments
from gradiometer.layout import Layout, step_layout
from gradiometer.outline import Outline
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import Finding, HistogramReport, Intervention, Jump, StepReport
from gradiometer.session_check import check_session
from gradiometer.session_copy import copy_session
from gradiometer.session_editor import set_texts
from gradiometer.session_file import Parent, load_session
from gradiometer.session_format import (
    SINCE,
    TABLES,
    VERSION,
    HistogramRows,
    encode_histograms,
)
from gradiometer.settings import Ramp, Reinitialize, Rewrite, Settings, settings_after
from gradiometer.surgeries import SURGERIES
from gradiometer.symptoms import SYMPTOMS
from gradiometer.trial import Trial
from recorded import (
    AT_LOOKS,
    OF_THE_PLANE,
    SMALL,
    THROUGH_TIME,
    alter,
    check_holds,
    extremes,
    make_reports,
    newest_findings,
    opened,
    read_everything,
    refusal,
    same_bits,
    write,
)
from synthetic import WATCHED, write_watched

DEEP = "[" * 100_000 + "]" * 100_000


# --- round trip


DIGITS = st.builds(
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
SEQUENCES = st.builds(
    lambda family, hidden, length, seed: dataclasses.replace(
        THROUGH_TIME, family=family, hidden=hidden, length=length, seed=seed
    ),
    family=st.sampled_from(["rnn", "lstm", "gru"]),
    hidden=st.lists(st.integers(1, 9), min_size=1, max_size=3).map(tuple),
    length=st.integers(2, 12),
    seed=st.integers(0, 9),
)
PLANES = st.builds(
    lambda data, hidden: dataclasses.replace(OF_THE_PLANE, data=data, hidden=hidden),
    data=st.sampled_from(["moons", "spirals", "circles"]),
    hidden=st.lists(st.integers(1, 9), max_size=2).map(tuple),
)
EXPERIMENTS = st.one_of(DIGITS, SEQUENCES, PLANES)


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


STEPS = st.integers(0, 2**53)
FINDINGS = st.builds(
    Finding,
    number=st.integers(1, 2**53),
    rule_set=st.text(),
    rule=st.text(),
    symptom=st.one_of(st.sampled_from(sorted(SYMPTOMS)), st.text()),
    severity=st.sampled_from(["severe", "warning", "fatal"]),
    layers=st.lists(st.integers(0, 2), unique=True).map(tuple),
    first_step=STEPS,
    told_step=STEPS,
    last_step=STEPS,
    has_ended=st.booleans(),
    checks=st.integers(0, 2**62),
    measure=st.text(),
    value=st.floats(),
    limit=st.floats(),
    strength=st.floats(),
    text=st.text(),
    source=st.text(),
    remedies=st.lists(st.text()).map(tuple),
)


@settings(max_examples=60)
@given(st.lists(FINDINGS, max_size=5))
def test_every_finding_comes_back(told):
    """Whatever rules, symptoms and numbers it names: they may be another program's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.gradiometer")
        write(path, SMALL, told)
        with load_session(path) as session:
            # As they print: one NaN is no other.
            assert repr(session.findings) == repr(newest_findings(told))
            assert all(type(finding.value) is float for finding in session.findings)
        with opened(path) as database:
            for (text,) in database.execute("SELECT data FROM finding"):
                json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
        assert check_session(path).problems == []


AFTER = st.builds(Settings, activation=st.sampled_from(["relu", "tanh"]), skip_weight=st.floats(0, 1))
CHANGES = st.builds(
    Intervention,
    step=st.integers(0, 99),
    command=st.one_of(
        AFTER,
        st.builds(Ramp, settings=AFTER, steps=st.integers(2, 1_000_000)),
        st.builds(Rewrite, settings=AFTER, surgery=st.one_of(st.sampled_from(sorted(SURGERIES)), st.text())),
        st.builds(
            Reinitialize,
            scheme=st.sampled_from(sorted(INITIALIZATIONS)),
            layers=st.none() | st.lists(st.integers(0, 2)).map(tuple),
            seed=st.integers(0, 2**63 - 1),
        ),
    ),
    before=st.builds(Settings),
    after=st.just(Settings()),
    effect=st.text(),
    because=st.text(),
    kind=st.one_of(st.sampled_from(sorted(EFFECTS)), st.text()),
    jump=st.none() | st.builds(Jump, *[st.floats()] * len(Jump._fields)),
).map(lambda change: dataclasses.replace(change, after=settings_after(change.command, change.before)))


@settings(max_examples=60)
@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_every_change_comes_back(told):
    """However it is made, how far it goes and what it did at once; kinds and surgeries may be another program's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.gradiometer")
        write(path, SMALL, told)
        with load_session(path) as session:
            # As they print: one NaN is no other.
            assert repr(session.interventions) == repr(tuple(told))
        with opened(path) as database:
            for (text,) in database.execute("SELECT data FROM intervention"):
                json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
        assert check_session(path).problems == []


def test_levels_hold_the_extremes_of_their_rows(whole):
    with load_session(whole) as session:
        for stream in ("step", "evaluation"):
            rows = session.blocks(stream, 0, 0, session.num_rows[stream])[:, 0]
            for level in (1, 2):
                size = FACTOR**level
                blocks = session.blocks(stream, level, 0, len(rows) // size)
                for block, part in zip(blocks, np.split(rows, range(size, len(rows), size)), strict=False):
                    np.testing.assert_array_equal(block, extremes(part))


def test_the_newest_row_of_each_stream(whole, tmp_path):
    with load_session(whole) as session:
        for stream, num_rows in session.num_rows.items():
            rows = session.blocks(stream, 0, 0, num_rows)[:, 0]
            if num_rows:
                np.testing.assert_array_equal(session.newest(stream), rows[-1])
            else:
                # What this network has not got.
                assert stream in ("time", "surface")
                assert session.newest(stream) is None
    write(tmp_path / "empty.gradiometer", SMALL, [])
    with load_session(tmp_path / "empty.gradiometer") as session:
        assert [session.newest(stream) for stream in session.num_rows] == [None] * len(session.num_rows)


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
    alter(copy, f"PRAGMA user_version = {VERSION[0] << 16 | VERSION[1] + 7}", "CREATE TABLE video(data BLOB)")
    alter(
        copy,
        "INSERT INTO histogram SELECT 'curvature', first, count, steps, NULL, bins, data FROM histogram "
        "WHERE kind = 'weight'",
        "ALTER TABLE event ADD COLUMN seen_by TEXT",
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
    alter(copy, f"PRAGMA user_version = {VERSION[0] << 16 | VERSION[1] + 1}")
    with load_session(copy) as session:
        assert session.experiment == SMALL
        assert session.interventions[-1].after == SMALL.settings


def test_a_change_may_say_because_of_which_finding(copy):
    before = SMALL.settings
    old = {"before": before.as_dict(), "after": before.as_dict(), "effect": ""}
    new = old | {"because": "the gradient vanishes"}
    for data in (old, new):
        alter(copy, "INSERT INTO intervention(step, data) VALUES(399, ?)", values=(json.dumps(data),))
    with load_session(copy) as session:
        assert [change.because for change in session.interventions[-2:]] == ["", "the gradient vanishes"]


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"mean": "much"}', DEEP])
def test_inputs_of_any_kind_are_not_known(copy, text):
    moments = InputMoments(0.25, 0.5, 0.0625, -1.0, 1e300)
    alter(copy, "INSERT INTO meta VALUES('inputs', ?, NULL)", values=(json.dumps(moments.as_dict()),))
    with load_session(copy) as session:
        assert session.inputs == History.saved(session).inputs == moments
        alter(copy, "UPDATE meta SET value = ? WHERE key = 'inputs'", values=(text,))
        session.refresh()
        assert session.inputs is None
    alter(copy, "DELETE FROM meta WHERE key = 'inputs'")
    with load_session(copy) as session:
        assert session.inputs is History.saved(session).inputs is None


@pytest.mark.parametrize(
    ("told", "parent", "way"),
    [
        ({"id": "1", "file": "a", "step": 7}, Parent("1", "a", 7), ""),
        (
            {"id": "1", "file": "a", "step": 7, "through": " ReLU,\n He "},
            Parent("1", "a", 7, "ReLU, He"),
            " through ReLU, He",
        ),
        ({"id": "1", "file": "a", "step": 7, "through": None}, Parent("1", "a", 7), ""),
        ({"id": "1", "file": "a", "step": 7, "through": ["ReLU"], "more": 1}, Parent("1", "a", 7), ""),
        ({"id": "1", "file": "a", "step": 7, "through": "control"}, Parent("1", "a", 7, "control"), " as the control"),
        (
            {"id": "1", "file": "a", "step": 7, "through": "undone: Sigmoid → ReLU"},
            Parent("1", "a", 7, "undone: Sigmoid → ReLU"),
            " with Sigmoid → ReLU undone",
        ),
        ({"id": "1", "file": "a"}, None, ""),
        ([1], None, ""),
    ],
)
def test_where_a_session_came_from_and_through_what(copy, told, parent, way):
    set_texts(copy, {"parent": json.dumps(told)})
    with load_session(copy) as session:
        assert session.parent == parent
        assert parent is None or parent.way == way


def test_a_version_that_measured_other_quantities(tmp_path, monkeypatch):
    """Two unknown ones among the known, one of ours missing, and in another order."""
    num_layers = len(SMALL.layer_names)
    theirs = Layout.of_counts(
        {"sharpness": 1, "delta_norm": num_layers, "loss": 1, "curvature": num_layers, "elapsed": 1, "accuracy": 1}
    )
    ours = SMALL.outline.layouts
    values = np.random.default_rng(0).random((300, theirs.width))
    values[:, 0] = np.arange(300)
    path = tmp_path / "theirs.gradiometer"
    with monkeypatch.context() as patch:
        patch.setattr(Outline, "layouts", property(lambda outline: {**ours, "step": theirs}))
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
        *(f"DROP TABLE {table}" for table in SINCE),
        *(
            f"ALTER TABLE {table} DROP COLUMN checksum"
            for table in TABLES
            if table != "histogram" and table not in SINCE
        ),
        "DELETE FROM meta WHERE key = 'outline'",
        f"PRAGMA user_version = {1 << 16}",
    )


REPORTS_OF_VERSION_1 = [
    report
    for report in make_reports(SMALL, 400)
    if not isinstance(report, Finding | Trial)
    and (not isinstance(report, HistogramReport) or report.kind == "weight_gradient")
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
    copy_session(old, target)
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


def test_a_version_that_its_tables_belie(copy):
    """Of a flipped bit in the header, which would hide notes and checksums."""
    alter(copy, f"PRAGMA user_version = {2 << 16}")
    assert refusal(copy) == "FILE is a damaged session: it says that its format is 2.0, which had no checksums"
    alter(copy, f"PRAGMA user_version = {2 << 16 | 1}")
    assert refusal(copy) == "FILE is a damaged session: it says that its format is 2.1, which had no table finding"
    alter(copy, f"PRAGMA user_version = {2 << 16 | 2}")
    assert refusal(copy) == "FILE is a damaged session: it says that its format is 2.2, which had no table trial"


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
    alter(watched, "UPDATE meta SET value = ?, checksum = NULL WHERE key = 'outline'", values=(text,))
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
    alter(watched, "UPDATE meta SET value = ?, checksum = NULL WHERE key = 'outline'", values=(text,))
    assert "damaged session" in refusal(watched)
