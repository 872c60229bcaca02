"""Copies of a session: as it is, compacted, branched off. Each is whole, or is not there at all."""

import dataclasses
import json
import os
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gradiometer import session_storage
from gradiometer.envelope import FACTOR, NUM_LEVELS
from gradiometer.history import History
from gradiometer.reports import Event, Intervention, Note, Report, Snapshot
from gradiometer.session_check import check_session
from gradiometer.session_copy import branch_session, compact_session, copy_session
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.session_format import VERSION
from gradiometer.session_storage import StorageError
from gradiometer.session_writer import SessionWriter
from recorded import (
    ALL_KINDS,
    SMALL,
    alter,
    check_holds,
    everything,
    extremes,
    make_reports,
    new_writer,
    opened,
    said_before,
    said_by,
    some_finding,
    some_trial,
    told_at,
    with_notes_and_snapshots,
    write,
)
from synthetic import write_watched

REPORTS = make_reports(SMALL, 300)
FULL = with_notes_and_snapshots(REPORTS)
THIRD = len(REPORTS) // 3


def add(writer: SessionWriter, reports: list[Report]) -> None:
    for report in reports:
        writer.add(report)


def holds(path: Path, reports: list[Report] = REPORTS) -> None:
    """The file says exactly what the reports said, and nothing lies beside it."""
    with load_session(path) as session:
        check_holds(session, SMALL, reports)
    assert alone(path)


def alone(path: Path) -> bool:
    """Whether nothing lies beside it that a copy would leave."""
    return not [
        name
        for name in os.listdir(path.parent)
        if name.startswith(path.name + "-") or name.endswith((".partial", ".lock"))
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "session.gradiometer"


@pytest.fixture
def full(path: Path) -> Path:
    """With everything that a file can hold, in many small commits."""
    write(path, SMALL, FULL, commit_after=tuple(range(0, len(FULL), 5)))
    return path


# --- as it is


def test_a_copy_is_the_same_session(path: Path, tmp_path: Path) -> None:
    write(path, SMALL, REPORTS)
    target = tmp_path / "copy.gradiometer"
    target.write_text("an older file")
    copy_session(path, target)
    holds(target)
    holds(path)


def test_a_session_that_is_being_written_is_copied_as_it_is(path: Path, tmp_path: Path) -> None:
    """Its journal stays with its writer, and the copy is whole."""
    writer = new_writer(path, SMALL)
    add(writer, REPORTS[:THIRD])
    writer.commit()
    add(writer, REPORTS[THIRD:])
    writer._encode()
    writer._database.execute("BEGIN IMMEDIATE")
    for statement, values in writer._statements:
        writer._database.execute(statement, values)
    target = tmp_path / "copy.gradiometer"
    copy_session(path, target)
    writer._database.execute("ROLLBACK")
    writer.close()
    holds(target, REPORTS[:THIRD])
    holds(path)


def test_a_copy_that_breaks_off_leaves_the_old_file_alone(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, SMALL, REPORTS)
    target = tmp_path / "copy.gradiometer"
    target.write_text("precious")

    def fill_the_disk(source: Path, to: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fill_the_disk)
    with pytest.raises(StorageError, match=r"copy.gradiometer cannot be written: No space left on device$"):
        copy_session(path, target)
    assert target.read_text() == "precious"
    assert sorted(tmp_path.iterdir()) == sorted([path, target])


@pytest.mark.parametrize("place", ["no folder/copy.gradiometer", "a file/copy.gradiometer", "a folder"])
def test_a_place_that_cannot_take_a_copy_is_named(path: Path, tmp_path: Path, place: str) -> None:
    write(path, SMALL, REPORTS)
    (tmp_path / "a file").write_text("")
    (tmp_path / "a folder").mkdir()
    target = tmp_path / place
    with pytest.raises(StorageError) as caught:
        copy_session(path, target)
    assert str(caught.value).startswith(f"{target} cannot be written: ")
    assert sorted(tmp_path.iterdir()) == sorted([path, tmp_path / "a file", tmp_path / "a folder"])
    assert not any((tmp_path / "a folder").iterdir())


def test_what_is_no_session_is_not_copied(path: Path, tmp_path: Path) -> None:
    path.write_text("hello")
    with pytest.raises(SessionFileError, match="is not a Gradiometer session"):
        copy_session(path, tmp_path / "copy.gradiometer")
    assert list(tmp_path.iterdir()) == [path]


# --- compacted


@pytest.mark.parametrize("is_in_place", [True, False])
def test_a_compact_session_says_the_same_to_the_last_bit(full, tmp_path, is_in_place):
    before, size = said_by(full), full.stat().st_size
    with load_session(full) as session:
        ended = session.meta["ended"]
    target = full if is_in_place else tmp_path / "compact.gradiometer"
    compact_session(full, target)
    assert said_by(target) == before
    assert target.stat().st_size < 0.9 * size
    assert check_session(target).problems == []
    with load_session(target) as session:
        assert session.meta["ended"] == ended
        check_holds(session, SMALL, REPORTS)
        for stream, num_rows in session.num_rows.items():
            rows = session.blocks(stream, 0, 0, num_rows)[:, 0]
            for level in range(1, NUM_LEVELS + 1):
                blocks = session.blocks(stream, level, 0, num_rows // FACTOR**level)
                for block, part in zip(
                    blocks, np.split(rows, range(FACTOR**level, num_rows, FACTOR**level)), strict=False
                ):
                    np.testing.assert_array_equal(block, extremes(part))
    if not is_in_place:
        assert said_by(full) == before
    assert alone(target)


def test_without_snapshots(full):
    before = said_by(full)
    assert len(before.pop("snapshots")) == 15
    compact_session(full, full, with_snapshots=False)
    after = said_by(full)
    assert after.pop("snapshots") == []
    assert after == before


def test_a_watched_loop_is_compacted_too(path):
    write_watched(path, 100)
    before = said_by(path)
    compact_session(path, path)
    assert said_by(path) == before


def test_a_killed_session_has_not_ended_by_being_compacted(full):
    alter(full, "DELETE FROM meta WHERE key = 'ended'")
    compact_session(full, full)
    with load_session(full) as session:
        assert not session.has_ended


def test_a_compact_session_is_gone_on_with(path):
    write(path, SMALL, REPORTS[:THIRD])
    compact_session(path, path)
    with load_session(path) as session:
        writer = SessionWriter(path, session.outline, behind=session)
    add(writer, REPORTS[THIRD:])
    assert writer.close() == ""
    holds(path)
    assert check_session(path).problems == []


def test_what_is_compact_stays_as_large(full):
    compact_session(full, full)
    size = full.stat().st_size
    compact_session(full, full)
    assert full.stat().st_size == size


def test_histograms_are_deflated_as_far_as_it_goes(full, tmp_path):
    compact_session(full, tmp_path / "compact")
    sizes = []
    for file in (full, tmp_path / "compact"):
        with opened(file) as database:
            sizes.append(database.execute("SELECT SUM(length(data)) FROM histogram").fetchone()[0])
            [(data,)] = database.execute("SELECT data FROM histogram LIMIT 1")
    assert sizes[1] < sizes[0]
    assert len(zlib.compress(zlib.decompress(data), 9)) == len(data)


@pytest.mark.parametrize(
    "change",
    [
        f"PRAGMA user_version = {VERSION[0] << 16 | VERSION[1] + 1}",
        "UPDATE meta SET value = json_set(value, '$.evaluation.sharpness', 1), checksum = NULL WHERE key = 'layouts'",
    ],
)
def test_what_this_program_does_not_know_is_not_lost(full, change):
    """A newer program may have recorded it."""
    if "sharpness" in change:
        alter(full, "DELETE FROM chunk WHERE stream = 'evaluation'")
    alter(full, change)
    content = full.read_bytes()
    with pytest.raises(SessionFileError) as caught:
        compact_session(full, full)
    assert str(caught.value) == (
        f"{full} holds what this program does not know and would lose: use the Gradiometer that recorded it"
    )
    assert full.read_bytes() == content
    assert alone(full)


# --- where it breaks off


def fill_the_disk(monkeypatch: pytest.MonkeyPatch, num_pages: int) -> None:
    connect = session_storage.connect_to_write

    def connect_to_full_disk(path: Path | None) -> sqlite3.Connection:
        database = connect(path)
        database.execute(f"PRAGMA max_page_count = {num_pages}").fetchone()
        return database

    monkeypatch.setattr(session_storage, "connect_to_write", connect_to_full_disk)
    monkeypatch.setattr("gradiometer.session_writer.connect_to_write", connect_to_full_disk)


def compact(source: Path, target: Path) -> None:
    compact_session(source, target)


def branch(source: Path, target: Path) -> None:
    with load_session(source) as session:
        branch_session(session, 1000, target, {}).close()


COPIES: dict[str, Callable[[Path, Path], None]] = {"copy": copy_session, "compact": compact, "branch": branch}


@pytest.mark.parametrize("num_pages", [3, 14, 20])
@pytest.mark.parametrize("way", COPIES)
def test_a_full_disk_leaves_no_half_of_a_copy(full, tmp_path, monkeypatch, way, num_pages):
    target = tmp_path / "target.gradiometer"
    content = full.read_bytes()
    fill_the_disk(monkeypatch, num_pages)
    with pytest.raises(StorageError) as caught:
        COPIES[way](full, target)
    assert str(caught.value) == f"{target} cannot be written: database or disk is full"
    assert os.listdir(tmp_path) == [full.name]
    assert full.read_bytes() == content


@pytest.mark.parametrize("num_pages", [3, 14, 20])
def test_a_full_disk_leaves_what_is_compacted_in_place(full, monkeypatch, num_pages):
    content = full.read_bytes()
    fill_the_disk(monkeypatch, num_pages)
    with pytest.raises(StorageError, match=f"{full} cannot be written: database or disk is full"):
        compact_session(full, full)
    assert full.read_bytes() == content
    assert os.listdir(full.parent) == [full.name]
    monkeypatch.undo()
    # And nothing holds it.
    compact_session(full, full)


@pytest.mark.parametrize("way", COPIES)
def test_a_damaged_session_is_not_copied_into_a_sound_one(full, tmp_path, way):
    alter(full, "UPDATE chunk SET data = zeroblob(length(data)) WHERE stream = 'step' AND level = 0 AND first > 200")
    target = tmp_path / "target.gradiometer"
    if way == "copy":
        # As it is: what is damaged stays so, and is named.
        copy_session(full, target)
        assert check_session(target).problems == check_session(full).problems != []
        return
    with pytest.raises(SessionFileError, match="does not fit its checksum"):
        COPIES[way](full, target)
    assert os.listdir(tmp_path) == [full.name]


def test_a_damaged_session_stays_as_it_is_when_it_is_to_be_compacted(full):
    alter(full, "UPDATE snapshot SET data = zeroblob(length(data)) WHERE step = 30")
    content = full.read_bytes()
    with pytest.raises(SessionFileError, match="the snapshot at step 30 does not fit its checksum"):
        compact_session(full, full)
    assert full.read_bytes() == content
    compact_session(full, full, with_snapshots=False)
    assert check_session(full).problems == []


def test_replacing_that_fails_leaves_the_source(full, monkeypatch):
    content = full.read_bytes()

    def fail(source: Path, to: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(StorageError, match=f"{full} cannot be written: Input/output error"):
        compact_session(full, full)
    assert full.read_bytes() == content
    assert os.listdir(full.parent) == [full.name]


# --- branched off


@pytest.mark.parametrize("step", [0, 1, 30, 31, 150, 299, 300, 10_000])
def test_a_branch_holds_exactly_what_was_before_its_step(full, tmp_path, step):
    target = tmp_path / "branch.gradiometer"
    with load_session(full) as source:
        writer = branch_session(source, step, target, {"title": "what if"})
        outline = source.outline
    assert writer.path == target
    assert writer.close() == ""
    expected = said_before(REPORTS, step)
    with load_session(target) as session:
        check_holds(session, SMALL, expected)
        assert session.outline == outline
        assert session.interventions == tuple(each for each in expected if isinstance(each, Intervention))
        assert session.events == tuple(each for each in expected if isinstance(each, Event))
        assert session.notes == {each.step: each.text for each in FULL if isinstance(each, Note) and each.step < step}
        # A snapshot is the state before its step: also that of the step itself.
        snapshots = [each for each in FULL if isinstance(each, Snapshot) and each.step <= step]
        assert [session.snapshot(place.step) for place in session.snapshots] == snapshots
        assert session.meta["title"] == "what if"
        for stream, num_rows in session.num_rows.items():
            for level in range(1, NUM_LEVELS + 1):
                session.blocks(stream, level, 0, num_rows // FACTOR**level)
    assert check_session(target).problems == []
    holds(full)


def test_findings_are_cut_off_where_a_branch_begins(path, tmp_path):
    """What was told of them later is not known there; one that was not told yet is not there at all."""
    told = [
        some_finding(1, 3, told_step=10, last_step=20, has_ended=True),
        some_finding(2, 3, told_step=10, last_step=40, has_ended=True),
        some_finding(3, 3, told_step=10, last_step=30),
        some_finding(4, 29, told_step=30, last_step=30),
        some_finding(5, 50, told_step=51, last_step=60),
        some_finding(6, 29, told_step=29, last_step=29),
    ]
    write(path, SMALL, told)
    with load_session(path) as source:
        branch_session(source, 30, tmp_path / "branch", {}).close()
        before = History.saved(source, before=30)
    with load_session(tmp_path / "branch") as session:
        assert session.findings == (
            told[0],
            dataclasses.replace(told[1], last_step=29, has_ended=False),
            dataclasses.replace(told[2], last_step=29),
            told[5],
        )
        assert before.findings == {finding.number: finding for finding in session.findings}


def test_trials_belong_to_the_step_of_their_fork(path, tmp_path):
    told = [some_trial(1, 29), some_trial(2, 30), some_trial(3, 0)]
    write(path, SMALL, told)
    compact_session(path, tmp_path / "compact")
    with load_session(tmp_path / "compact") as session:
        assert session.trials == tuple(told)
        branch_session(session, 30, tmp_path / "branch", {}).close()
    with load_session(tmp_path / "branch") as session:
        assert session.trials == (told[0], told[2])


def test_a_branch_goes_on_as_if_it_had_always_been_one_session(full, tmp_path):
    target = tmp_path / "branch.gradiometer"
    with load_session(full) as source:
        writer = branch_session(source, 100, target, {})
    add(writer, [report for report in REPORTS if told_at(report) >= 100])
    assert writer.close() == ""
    holds(target)
    assert check_session(target).problems == []


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_stream_is_copied_compacted_branched_off_and_gone_on_with(path, tmp_path, kind):
    """Also gradients through time and decision surfaces, which not every network has."""
    experiment = ALL_KINDS[kind]
    reports = make_reports(experiment, 90)
    write(path, experiment, reports, commit_after=tuple(range(0, len(reports), 7)))

    def check(file: Path, expected: list[Report]) -> None:
        with load_session(file) as session:
            check_holds(session, experiment, expected)
        assert check_session(file).problems == []

    copied, compact, branched = (tmp_path / name for name in ("copied", "compact", "branched"))
    copy_session(path, copied)
    compact_session(path, compact)
    for file in (path, copied, compact):
        check(file, reports)
    with load_session(compact) as source:
        writer = branch_session(source, 40, branched, {})
    assert writer.close() == ""
    check(branched, said_before(reports, 40))
    with load_session(branched) as session:
        writer = SessionWriter(branched, session.outline, behind=session)
    add(writer, [report for report in reports if told_at(report) >= 40])
    assert writer.close() == ""
    check(branched, reports)


def test_a_branch_has_a_name_of_its_own(full, tmp_path):
    with load_session(full) as source:
        branch_session(source, 100, tmp_path / "branch", {}).close()
        with load_session(tmp_path / "branch") as session:
            assert session.meta["id"] != source.meta["id"]
            assert json.loads(session.meta["experiment"]) == json.loads(source.meta["experiment"])
            assert everything(session)["experiment"] == everything(source)["experiment"]


def test_a_branch_does_not_replace_a_file(full, tmp_path):
    (tmp_path / "mine").write_text("precious")
    with load_session(full) as source, pytest.raises(StorageError, match="exists already: choose another name"):
        branch_session(source, 100, tmp_path / "mine", {})
    assert (tmp_path / "mine").read_text() == "precious"


@pytest.mark.parametrize("way", [copy_session, compact_session])
def test_progress_is_told_and_a_copy_can_be_given_up(full, tmp_path, way):
    target = tmp_path / "copy.gradiometer"
    told = []
    way(full, target, proceed=lambda done, total: told.append((done, total)) or True)
    assert told[-1][0] <= told[-1][1]
    assert told == sorted(told)
    before = target.read_bytes()
    with pytest.raises(InterruptedError):
        way(full, target, proceed=lambda done, total: False)
    # What was there stays, and nothing lies beside it.
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == ["copy.gradiometer"]
