"""Files of older programs: read as those programs read them, upgraded, gone on with, copied; nothing is lost."""

import gzip
import json
import math
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import reference as ref
from gradiometer import session_editor
from gradiometer.cli_info import collect
from gradiometer.effects import EXACT, RAMPED
from gradiometer.history import History
from gradiometer.layout import Layout
from gradiometer.outline import Outline
from gradiometer.quantities import HISTOGRAMS, QUANTITIES
from gradiometer.reports import EvaluationReport, HistogramReport, LookReport, Note, StepReport
from gradiometer.session_check import check_session
from gradiometer.session_copy import branch_session, compact_session, copy_session
from gradiometer.session_database import SessionFileError, journal_of
from gradiometer.session_editor import set_note, set_texts, set_trial
from gradiometer.session_file import Session, load_session
from gradiometer.session_format import VERSION
from gradiometer.session_storage import StorageError
from gradiometer.session_writer import SessionWriter
from gradiometer.settings import Ramp, Reinitialize, Rewrite, Settings
from gradiometer.snapshot import unpack
from recorded import (
    OF_THE_PLANE,
    THROUGH_TIME,
    WITH_LOOKS,
    alter,
    as_nobody,
    everything,
    make_reports,
    one_by_one,
    opened,
    read_everything,
    said_by,
    same_bits,
    some_finding,
    some_trial,
    upgrade,
    write,
)

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = sorted(path.name.removesuffix(".gradiometer.gz") for path in SAMPLES.glob("*.gz"))

OLDER = [name for name in NAMES if name != "format-{}.{}".format(*VERSION)]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def old(name: str, tmp_path: Path) -> Path:
    """A file as a program of that version wrote it."""
    path = tmp_path / "old.gradiometer"
    path.write_bytes(gzip.decompress((SAMPLES / f"{name}.gradiometer.gz").read_bytes()))
    return path


def version_of(path: Path) -> tuple[int, int]:
    with opened(path) as database:
        [(version,)] = database.execute("PRAGMA user_version")
    return version >> 16, version & 0xFFFF


# --- read


def test_there_is_a_sample_of_every_older_format():
    assert OLDER == ["format-1.0", "format-2.0", "format-2.1", "format-2.2"]


def test_the_numbers_are_those_that_the_old_program_read(name, old):
    """What its own `info --json` said, key by key; this program may say more."""
    said = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    content = old.read_bytes()
    with load_session(old) as session:
        now = json.loads(json.dumps(collect(session)))
        assert session.version == version_of(old)
    del said["file"]
    if name == "format-1.0":
        # It counted the histograms of its only kind.
        assert now["num_histograms"].pop("weight_gradient") == said.pop("num_histograms")
        assert not any(now["num_histograms"].values())
    differing = [key for key in said if not is_within(said[key], now[key])]
    assert not differing
    assert len(said) > 20
    read_everything(old)
    assert check_session(old).is_sound
    assert old.read_bytes() == content


def is_within(said: object, now: object) -> bool:
    if isinstance(said, dict) and isinstance(now, dict):
        return all(key in now and is_within(value, now[key]) for key, value in said.items())
    if isinstance(said, list) and isinstance(now, list):
        return len(said) == len(now) and all(map(is_within, said, now))
    return said == now


@pytest.mark.parametrize("name", OLDER)
def test_an_old_file_has_no_trials_and_takes_some(old):
    with load_session(old) as session:
        assert session.trials == ()
        assert session.interventions
        assert all((change.kind, change.jump) == ("", None) for change in session.interventions)
        assert all(isinstance(change.command, Settings | Reinitialize) for change in session.interventions)
    set_trial(old, some_trial(7))
    with load_session(old) as session:
        assert session.trials == (some_trial(7),)
    assert check_session(old).problems == []


@pytest.mark.parametrize("name", ["format-1.0", "format-2.0", "format-2.1"])
def test_an_older_file_has_no_findings_and_takes_some(old):
    with load_session(old) as session:
        assert session.findings == ()
        assert session.inputs is None
        assert all(change.because == "" for change in session.interventions)
        writer = SessionWriter(old, session.outline, behind=session)
        writer.add(some_finding(7))
        assert writer.close() == ""
        session.refresh()
        assert session.findings == (some_finding(7),)
    assert check_session(old).problems == []


@pytest.mark.parametrize("name", ["format-1.0", "format-2.0"])
def test_an_older_file_has_no_notes_and_no_snapshots(old):
    with load_session(old) as session:
        assert session.notes == {}
        assert session.snapshots == ()
        with pytest.raises(KeyError, match="there is no snapshot at step 3"):
            session.snapshot(3)


# --- upgraded


UPGRADES: dict[str, Callable[[Path], None]] = {
    "by a note": lambda path: set_note(path, Note(7, "hier")),
    "by a text": lambda path: set_texts(path, {"title": "größer"}),
    "by itself": upgrade,
}


@pytest.mark.parametrize("way", UPGRADES)
def test_an_upgrade_loses_nothing(old, way):
    before = said_by(old)
    UPGRADES[way](old)
    assert version_of(old) == VERSION
    after = said_by(old)
    if way == "by a note":
        assert after.pop("notes") == before.pop("notes") | {7: "hier"}
    if way == "by a text":
        assert after["texts"].pop("title") == "größer"
    assert after == before
    read_everything(old)
    assert check_session(old).problems == []
    assert os.listdir(old.parent) == [old.name]


def test_a_second_upgrade_changes_nothing(old):
    upgrade(old)
    content = old.read_bytes()
    upgrade(old)
    assert old.read_bytes() == content


def test_rows_of_an_upgraded_file_have_checksums_from_then_on(old):
    set_note(old, Note(3, "checked"))
    alter(old, "UPDATE note SET text = 'chequed'")
    with pytest.raises(SessionFileError, match="a note does not fit its checksum"):
        load_session(old)


UPGRADE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from gradiometer import session_editor

def carry_out(database, statements):
    # With room for so few pages in memory SQLite writes them to the file before the commit.
    database.execute("PRAGMA cache_size = 1")
    database.execute("BEGIN IMMEDIATE")
    for number, (statement, values) in enumerate(statements):
        if number == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        database.execute(statement, values)
    database.execute("UPDATE chunk SET data = zeroblob(length(data))")
    os.kill(os.getpid(), signal.SIGKILL)

session_editor.carry_out = carry_out
session_editor.set_texts(Path(sys.argv[1]), {})
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("name", OLDER)
@pytest.mark.parametrize("after", [1, 4, 99])
def test_an_upgrade_that_is_interrupted_leaves_the_old_file(old, after):
    before = said_by(old)
    command = [sys.executable, "-c", UPGRADE_AND_DIE, str(old), str(after)]
    assert subprocess.run(command).returncode == -signal.SIGKILL
    if after == 99:
        assert journal_of(old).exists()
    assert said_by(old) == before
    assert version_of(old) < VERSION
    # And the lock is free.
    upgrade(old)
    assert said_by(old) == before


@pytest.mark.parametrize("name", OLDER)
@pytest.mark.parametrize("way", UPGRADES)
def test_an_upgrade_that_has_no_room_leaves_the_old_file(old, monkeypatch, way):
    """The disk is full: not a page more."""
    connect = session_editor.connect

    def connect_to_full_disk(path: Path, mode: str) -> object:
        database = connect(path, mode)
        database.execute("PRAGMA max_page_count = 1").fetchone()
        return database

    monkeypatch.setattr(session_editor, "connect", connect_to_full_disk)
    # What was taken away from a file has left room in it.
    alter(old, "VACUUM")
    content = old.read_bytes()
    with pytest.raises(StorageError) as caught:
        UPGRADES[way](old)
    assert str(caught.value) == f"{old} cannot be written: database or disk is full"
    assert old.read_bytes()[100:] == content[100:]
    assert said_by(old)
    assert version_of(old) < VERSION


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
@pytest.mark.parametrize("name", OLDER)
@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_a_file_that_may_not_be_written_is_refused_and_unchanged(old, what):
    content = old.read_bytes()
    with as_nobody(old, may_write_file=what == "folder", may_write_folder=what == "file") as path:
        before = said_by(path)
        for edit in UPGRADES.values():
            with pytest.raises(StorageError) as caught:
                edit(path)
            sentence = str(caught.value)
            assert sentence.startswith(f"{path} cannot be written: ")
            assert len(sentence.splitlines()) == 1
        assert said_by(path) == before
        assert path.read_bytes() == content
        assert os.listdir(path.parent) == [path.name]


# --- while somebody reads


@pytest.mark.parametrize("sees", ["at once", "when asked"])
def test_a_reader_goes_on_while_its_file_is_upgraded(old, sees):
    with load_session(old) as session:
        before = everything(session)
        history = History.saved(session)
        set_note(old, Note(12, "meanwhile"))
        if sees == "when asked":
            history.follow()
            assert session.version == VERSION
            assert session.notes == history.notes == before["notes"] | {12: "meanwhile"}
        assert everything(session) == (before if sees == "at once" else before | {"notes": history.notes})
        assert session.version == VERSION


def test_a_reader_sees_no_histograms_of_another_kind_for_its_own(old):
    """A file of version 1 knew one kind; what is added after the upgrade must not be taken for that."""
    with load_session(old) as session:
        before = session.histogram_steps().tolist()
        counts = session.histogram(0)[0]
        upgrade(old)
        alter(
            old,
            "INSERT INTO histogram(kind, first, count, steps, bins, data) "
            "SELECT 'a_new_kind', first, count, steps, bins, x'00' FROM histogram WHERE kind = 'weight_gradient'",
        )
        assert session.histogram_steps().tolist() == before
        assert same_bits(session.histogram(0)[0], counts)


def test_a_reader_of_a_file_that_gets_wider_says_so_and_goes_on(old):
    with load_session(old) as session:
        before = everything(session)
        with load_session(old) as behind:
            is_wider = behind.stored_layouts["step"] != behind.layouts["step"]
            SessionWriter(old, behind.outline, behind=behind).close()
        if is_wider:
            with pytest.raises(SessionFileError, match="it was widened by another program just now"):
                session.quantity("loss")
        assert session.refresh()
        assert everything(session) == before


# --- gone on with


def more(session: Session, first: int, count: int) -> list:
    """What a run may say next."""
    widths = {stream: layout.width for stream, layout in session.outline.layouts.items()}
    rng = np.random.default_rng(5)
    counts = np.zeros((len(session.layer_names), session.bins.num_bins + 4), np.uint32)
    counts[:, 100:120] = 9
    reports: list = []
    for step in range(first, first + count):
        rows = {stream: np.array([step, *rng.random(width - 1)]) for stream, width in widths.items()}
        reports += [HistogramReport(step, kind, counts) for kind in HISTOGRAMS]
        reports += [LookReport(step, rows[each], each) for each in WITH_LOOKS if widths[each] > 1]
        reports.append(LookReport(step, rows["look"]))
        reports += [EvaluationReport(step, rows["evaluation"]), StepReport(step, rows["step"])]
    return reports


@pytest.mark.parametrize("commit_every", [1, 7, 1000])
def test_an_old_session_is_gone_on_with(old, commit_every):
    before = said_by(old)
    with load_session(old) as session:
        last = int(session.steps[-1])
        reports = more(session, last + 1, 40)
        num_rows = dict(session.num_rows)
        writer = SessionWriter(old, session.outline, behind=session)
    for number, report in enumerate(reports):
        writer.add(report)
        if number % commit_every == 0:
            assert writer.commit() == ""
    assert writer.close() == ""
    assert version_of(old) == VERSION
    assert check_session(old).problems == []
    ours = session.outline.layouts
    with load_session(old) as session:
        assert session.has_ended
        assert session.interventions == before["interventions"]
        for quantity in QUANTITIES:
            if 0 in session.quantity(quantity).shape[1:]:
                # Nothing that this network has.
                assert before[quantity] == b""
                continue
            values = np.frombuffer(before[quantity]).reshape(-1, *session.quantity(quantity).shape[1:])
            np.testing.assert_array_equal(session.quantity(quantity)[: len(values)], values)
        for stream in ours:
            said = [report.values for report in reports if getattr(report, "stream", "") == stream]
            end = session.num_rows[stream]
            if ours[stream].width == 1:
                # No old network had these.
                assert end == len(said) == 0
                continue
            assert end == num_rows[stream] + 40
            np.testing.assert_array_equal(session.blocks(stream, 0, end - 40, end)[:, 0], np.array(said))
        for kind in HISTOGRAMS:
            pieces = [(rows.steps.tobytes(), rows.counts.tobytes()) for rows in one_by_one(session, kind)]
            assert pieces[:-40] == before[f"{kind} histograms"]
    read_everything(old)


def test_a_session_of_a_program_that_measured_more_is_gone_on_with(old):
    """Its columns stay, and are unknown from here on."""
    with load_session(old) as session:
        writer = SessionWriter(old, session.outline, behind=session)
        writer.close()
    with load_session(old) as session:
        counts = {stream: layout.counts for stream, layout in session.stored_layouts.items()}
    counts["step"] = {"sharpness": 2, **counts["step"]}
    with opened(old) as database:
        for rowid, level, count, data in database.execute(
            "SELECT rowid, level, count, data FROM chunk WHERE stream = 'step'"
        ).fetchall():
            values = np.frombuffer(data).reshape(count, 2 if level else 1, -1)
            wider = np.insert(values, [1, 1], [7.0, 8.0], axis=2)
            database.execute(
                "UPDATE chunk SET data = ?, checksum = NULL WHERE rowid = ?", (wider.astype("<f8").tobytes(), rowid)
            )
        database.execute(
            "UPDATE meta SET value = ?, checksum = NULL WHERE key = 'layouts'",
            (json.dumps({**counts, "chunks_of_theirs": {"x": 1}}),),
        )
    before = said_by(old)
    with load_session(old) as session:
        writer = SessionWriter(old, session.outline, behind=session)
        reports = more(session, int(session.steps[-1]) + 1, 20)
    for report in reports:
        writer.add(report)
    assert writer.close() == ""
    with opened(old) as database:
        [(text,)] = database.execute("SELECT value FROM meta WHERE key = 'layouts'")
        assert json.loads(text) == {**counts, "chunks_of_theirs": {"x": 1}}
        chunks = database.execute(
            "SELECT count, data FROM chunk WHERE stream = 'step' AND level = 0 ORDER BY first"
        ).fetchall()
        theirs = np.concatenate([np.frombuffer(data).reshape(count, -1)[:, 1:3] for count, data in chunks])
    np.testing.assert_array_equal(theirs[:-20], np.tile([7.0, 8.0], (len(theirs) - 20, 1)))
    assert np.isnan(theirs[-20:]).all()
    with load_session(old) as session:
        assert np.frombuffer(before["loss"]).tolist() == session.loss[:-20].tolist()
        assert session.loss[-20:].tolist() == [
            report.values[session.layouts["step"].slice("loss")][0]
            for report in reports
            if isinstance(report, StepReport)
        ]
    assert check_session(old).problems == []


@pytest.mark.parametrize(
    ("experiment", "stream", "theirs"),
    [
        (THROUGH_TIME, "time", {"hidden_gradient": 18, "forget_delta": 18}),
        (THROUGH_TIME, "time", {}),
        (OF_THE_PLANE, "surface", {}),
    ],
)
def test_a_session_of_a_program_that_measured_less_of_time_and_surface(
    tmp_path, monkeypatch, experiment, stream, theirs
):
    """What it did not measure is unknown up to where this program goes on."""
    path, ours = tmp_path / "session.gradiometer", experiment.outline.layouts
    narrow = Layout.of_counts(theirs)
    reports = make_reports(experiment, 60)
    with monkeypatch.context() as patch:
        patch.setattr(Outline, "layouts", property(lambda outline: {**ours, stream: narrow}))
        kept = []
        for report in reports:
            if getattr(report, "stream", "") != stream:
                kept.append(report)
            elif theirs:
                columns = [report.values[:1], *(report.values[ours[stream].slice(name)] for name in theirs)]
                kept.append(LookReport(report.step, np.concatenate(columns), stream))
        write(path, experiment, kept)
    said = np.array([report.values for report in reports if getattr(report, "stream", "") == stream])
    num_before = len(said) if theirs else 0
    with load_session(path) as session:
        assert session.stored_layouts[stream] == narrow
        assert session.num_rows[stream] == num_before
        added = more(session, 60, 8)
        writer = SessionWriter(path, session.outline, behind=session)
    for report in added:
        writer.add(report)
    assert writer.close() == ""
    assert check_session(path).problems == []
    new = np.array([report.values for report in added if getattr(report, "stream", "") == stream])
    with load_session(path) as session:
        for name in ours[stream].counts:
            values = session.quantity(name)
            assert values.shape == (num_before + 8, ours[stream].counts[name])
            columns = ours[stream].slice(name)
            before = said[:num_before, columns] if name in theirs else np.full_like(values[:num_before], np.nan)
            np.testing.assert_array_equal(values[:num_before], before)
            np.testing.assert_array_equal(values[num_before:], new[:, columns])
    read_everything(path)


@pytest.mark.parametrize("name", ["format-1.0"])
def test_a_damaged_row_gets_no_new_checksum(old):
    """Of a file that has to be widened; it stays as it was."""
    alter(old, "UPDATE chunk SET data = CAST(data || x'00' AS BLOB) WHERE stream = 'step' AND level = 1")
    content = old.read_bytes()
    with load_session(old) as session, pytest.raises(SessionFileError, match="step chunk 1/0 has"):
        SessionWriter(old, session.outline, behind=session)
    assert old.read_bytes()[100:] == content[100:]
    assert version_of(old) == (1, 0)


# --- copied


def test_an_old_file_is_copied_as_it_is(old, tmp_path):
    target = tmp_path / "copy.gradiometer"
    before = said_by(old)
    copy_session(old, target)
    assert said_by(target) == said_by(old) == before
    assert version_of(target) == version_of(old)


@pytest.mark.parametrize("is_in_place", [True, False])
def test_an_old_file_is_compacted_into_one_of_this_version(old, tmp_path, is_in_place):
    before = said_by(old)
    target = old if is_in_place else tmp_path / "compact.gradiometer"
    compact_session(old, target)
    assert version_of(target) == VERSION
    assert said_by(target) == before
    findings = check_session(target)
    assert findings.is_sound
    assert findings.num_unchecked == 0


def test_a_branch_of_an_old_file(old, tmp_path):
    with load_session(old) as session:
        writer = branch_session(session, 20, tmp_path / "branch.gradiometer", {"title": "from here"})
        writer.close()
        with load_session(tmp_path / "branch.gradiometer") as branch:
            assert branch.version == VERSION
            assert branch.steps.tolist() == [step for step in session.steps.tolist() if step < 20]
            assert same_bits(branch.loss, session.loss[: len(branch.steps)])
            assert branch.meta["title"] == "from here"
            assert branch.interventions == tuple(each for each in session.interventions if each.step < 20)
    assert check_session(tmp_path / "branch.gradiometer").is_sound


# --- this version, and what came with those before


@pytest.mark.parametrize("name", ["format-2.3"])
def test_trials_ramps_surgery_and_jumps(old):
    """A change of each kind, how far it went and what that did to a batch; the newest that was told of a trial, also
    with roles and numbers that are none; a snapshot in the middle of a ramp.
    """
    with load_session(old) as session:
        rewriting, ramp, both = session.interventions
        assert (rewriting.step, rewriting.command) == (5, Rewrite(surgery="sigmoid_to_tanh", settings=rewriting.after))
        assert (rewriting.kind, rewriting.after.activation) == (EXACT, "tanh")
        assert rewriting.jump is not None
        assert rewriting.jump.output < 1e-5
        assert (ramp.step, ramp.command) == (15, Ramp(settings=ramp.after, steps=10))
        assert (ramp.kind, ramp.because) == (RAMPED, "Vanishing gradient in hidden 1 and 2 (finding 1)")
        assert ramp.jump is not None
        assert 0 < ramp.jump.output < 0.1
        assert (both.step, both.command, both.kind) == (28, both.after, EXACT)
        [trial] = session.trials
        assert (trial.number, trial.step, trial.seeds, trial.adopted) == (1, 20, (-1, 0, 1), "ReLU + He")
        first, second = trial.arms
        assert first.ratio == pytest.approx((4.0, 4.0 - 4.303 * 0.25 / 3**0.5, 4.0 + 4.303 * 0.25 / 3**0.5))
        assert (first.course.steps, first.course.ratio[0]) == ((20, 70, 119), (1.5, 1.25, 1.75))
        assert (second.role, second.kinds) == ("a role of tomorrow", ("a kind of tomorrow",))
        assert repr(second.ratios + second.losses) == "(nan, -inf, nan, inf)"
        assert trial.null is not None
        assert trial.null.coincides
        assert unpack(session.snapshot(20))["settings"]["activation"] == "relu"
    assert check_session(old).num_rows["trial"] == 1


@pytest.mark.parametrize("name", ["format-2.2", "format-2.3"])
def test_findings_and_inputs(old):
    """Findings, also by rules that this program does not know; why something was changed; and what the inputs were."""
    with load_session(old) as session:
        ours, theirs = session.findings
        assert (ours.number, ours.symptom, ours.layers) == (1, "vanishing", (0, 1))
        assert (ours.first_step, ours.told_step, ours.last_step, ours.has_ended) == (3, 5, 18, True)
        assert (theirs.number, theirs.rule_set, theirs.symptom) == (2, "theirs", "a_symptom_of_tomorrow")
        assert (theirs.value, theirs.limit, theirs.layers) == (math.inf, -0.5, ())
        reasons = [change.because for change in session.interventions if change.because]
        assert reasons == ["Vanishing gradient in hidden 1 and 2 (finding 1)"]
        assert session.inputs is not None
        assert (session.inputs.least, session.inputs.largest) == (0.0, 1.0)
        images = ref.mnist(500)[0]
        assert session.inputs.mean == pytest.approx(images.mean(), rel=1e-6)
    assert check_session(old).num_rows["finding"] == 2


@pytest.mark.parametrize("name", ["format-2.1", "format-2.2", "format-2.3"])
def test_notes_checksums_and_snapshots(old):
    """Of every row, and such as can be gone on with."""
    with load_session(old) as session:
        assert session.notes == {20: "here the activation changed: σ → ReLU"}
        assert len(session.snapshots) == 2
        for place in session.snapshots:
            assert unpack(session.snapshot(place.step))
    assert check_session(old).num_unchecked == 0
