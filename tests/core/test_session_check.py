"""The check of a session file: sound files are sound, every kind of damage is named, all of it, in bounded memory."""

import shutil
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from gradiometer import session_check
from gradiometer.layout import step_layout
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import StepReport
from gradiometer.session_check import Soundness, check_session
from gradiometer.session_database import SessionFileError, journal_of
from gradiometer.session_format import COLUMNS, HEAVY, TABLES, VERSION, checksum_of
from gradiometer.session_query import Queries
from recorded import (
    ALL_KINDS,
    SMALL,
    alter,
    make_reports,
    new_writer,
    opened,
    some_snapshot,
    with_notes_and_snapshots,
    write,
)

REPORTS = with_notes_and_snapshots(make_reports(SMALL, 300))


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound session with everything that a file can hold. Copy it before changing it."""
    path = tmp_path_factory.mktemp("whole") / "whole.gradiometer"
    write(path, SMALL, REPORTS, commit_after=tuple(range(0, len(REPORTS), 60)))
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "session.gradiometer"))


def forge(path: Path, table: str) -> None:
    """Give every row of a table the checksum of what it says by now."""
    cut = len(COLUMNS[table]) - len(HEAVY.get(table, ()))
    with opened(path) as database:
        for rowid, *row in database.execute(f"SELECT rowid, {', '.join(COLUMNS[table])} FROM {table}").fetchall():
            checksum = checksum_of(row[:cut], row[cut:])
            database.execute(f"UPDATE {table} SET checksum = ? WHERE rowid = ?", (checksum, rowid))


def problems(path: Path) -> list[str]:
    findings = check_session(path)
    assert findings.is_sound == (not findings.problems)
    assert all(len(problem.splitlines()) == 1 and str(path) not in problem for problem in findings.problems)
    return findings.problems


# --- sound


def test_a_sound_file_and_what_was_read_of_it(whole):
    content = whole.read_bytes()
    findings = check_session(whole)
    assert findings.problems == findings.remarks == []
    assert findings.version == VERSION
    with opened(whole) as database:
        for table in TABLES:
            assert findings.num_rows[table] == database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
        sizes = [
            size
            for table, columns in (("chunk", ["data"]), ("histogram", ["steps", "bins", "data"]))
            for column in columns
            for (size,) in database.execute(f"SELECT length({column}) FROM {table}")
        ]
        sizes += [size for (size,) in database.execute("SELECT length(data) FROM snapshot")]
        blocks = database.execute("SELECT SUM(count) FROM chunk WHERE level > 0").fetchone()[0]
    assert (findings.num_blobs, findings.num_bytes) == (len(sizes), sum(sizes))
    assert findings.num_blocks == blocks > 20
    assert findings.num_unchecked == 0
    assert whole.read_bytes() == content


@pytest.mark.parametrize(("stream", "kind"), [("time", "through time"), ("surface", "surface")])
def test_streams_that_not_every_network_has(tmp_path, stream, kind):
    """They are checked as the others are; so a damaged row is named."""
    path = tmp_path / "session.gradiometer"
    write(path, ALL_KINDS[kind], make_reports(ALL_KINDS[kind], 120), commit_after=(200, 400))
    assert problems(path) == []
    damaged = "UPDATE chunk SET data = zeroblob(length(data)) WHERE stream = ? AND level = 0 AND first = 0"
    alter(path, damaged, values=(stream,))
    assert any(f"{stream} chunk 0/0" in problem for problem in problems(path))
    # Even with a checksum that fits, a level that is not made of its rows is.
    forge(path, "chunk")
    assert any(stream in problem for problem in problems(path))


def test_rows_of_an_older_program_are_counted(copy):
    alter(copy, "UPDATE event SET checksum = NULL", "UPDATE chunk SET checksum = NULL WHERE level = 1")
    findings = check_session(copy)
    assert findings.is_sound
    with opened(copy) as database:
        [(events,)] = database.execute("SELECT COUNT(*) FROM event")
        [(chunks,)] = database.execute("SELECT COUNT(*) FROM chunk WHERE level = 1")
    assert findings.num_unchecked == events + chunks


def test_what_a_newer_program_added_is_no_damage(copy):
    alter(
        copy,
        f"PRAGMA user_version = {VERSION[0] << 16 | VERSION[1] + 1}",
        "INSERT INTO histogram SELECT 'curvature', first, count, steps, NULL, bins, data FROM histogram "
        "WHERE kind = 'update'",
        "INSERT INTO chunk SELECT 'sharpness', level, first, count, NULL, x'00' FROM chunk WHERE stream = 'look'",
        "CREATE TABLE video(data BLOB)",
    )
    assert problems(copy) == []


def test_a_session_of_no_steps(tmp_path):
    write(tmp_path / "empty", SMALL, [])
    assert problems(tmp_path / "empty") == []


def test_every_level_is_recomputed(tmp_path):
    """4,200 rows have blocks of three levels."""
    path = tmp_path / "long"
    layout = step_layout(3)
    rng = np.random.default_rng(0)
    reports = [StepReport(step, np.array([step, *rng.random(layout.width - 1)])) for step in range(4200)]
    write(path, SMALL, reports, commit_after=tuple(range(0, 4200, 333)))
    assert check_session(path).num_blocks == 4200 // 16 + 4200 // 256 + 4200 // 4096
    for level in (1, 2, 3):
        twisted = Path(shutil.copy(path, tmp_path / f"twisted {level}"))
        with opened(twisted) as database:
            query = "SELECT rowid, first, count, data FROM chunk WHERE level = ? ORDER BY first DESC LIMIT 1"
            [(rowid, first, count, data)] = database.execute(query, (level,))
            values = np.frombuffer(data).reshape(count, 2, -1).copy()
            values[0, 1, 3] *= 1.0000001
            database.execute("UPDATE chunk SET data = ? WHERE rowid = ?", (values.tobytes(), rowid))
        forge(twisted, "chunk")
        # The level above was made of what it held before.
        assert problems(twisted)[0] == f"step block {first} of level {level} does not hold the extremes of its rows"


# --- a file that is being written


def test_a_file_that_is_being_written(copy, tmp_path):
    path = tmp_path / "growing"
    writer = new_writer(path, SMALL)
    for number, report in enumerate(REPORTS):
        writer.add(report)
        if number % 300 == 0:
            assert writer.commit() == ""
            assert problems(path) == []
            assert not writer.has_pending
    assert writer.close() == ""


def test_it_is_checked_as_it_was_at_one_moment(tmp_path, monkeypatch):
    """Whatever is committed between two of its questions; the blocks of high levels are written anew as they grow."""
    path = tmp_path / "growing"
    writer = new_writer(path, SMALL)
    whole_rows, num_steps, most_steps = Queries.whole, 0, 0

    def grow() -> None:
        nonlocal num_steps
        for _ in range(200):
            writer.add(StepReport(num_steps, np.full(step_layout(3).width, float(num_steps))))
            num_steps += 1
        writer.add(some_snapshot(num_steps, size=3))
        writer.drop_snapshot(num_steps - 400)
        assert writer.commit() == ""
        assert not writer.has_pending

    def grow_and_read(queries, what, table, condition, values=()):
        if num_steps < most_steps:
            grow()
        return whole_rows(queries, what, table, condition, values)

    grow()
    monkeypatch.setattr(Queries, "whole", grow_and_read)
    for _ in range(4):
        most_steps += 6000
        assert problems(path) == []
        assert num_steps >= most_steps
    writer.close()


def test_a_commit_that_was_cut_off_is_rolled_back_and_named(copy, tmp_path):
    torn = tmp_path / "torn.gradiometer"
    with opened(copy) as database:
        database.execute("PRAGMA cache_size = 2")
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE chunk SET data = zeroblob(length(data))")
        shutil.copy(copy, torn)
        shutil.copy(journal_of(copy), journal_of(torn))
    findings = check_session(torn)
    assert findings.is_sound
    assert findings.remarks == [
        "its writer was killed in the middle of a commit, which was rolled back from torn.gradiometer-journal"
    ]
    assert not journal_of(torn).exists()


def test_a_journal_with_nothing_to_roll_back_is_named(copy):
    journal_of(copy).write_bytes(b"\0" * 512)
    findings = check_session(copy)
    assert findings.is_sound
    assert findings.remarks == ["session.gradiometer-journal lies beside it and has nothing to roll back"]


# --- damage


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE meta SET value = 'you' WHERE key = 'id'", "a text does not fit its checksum"),
        (
            "UPDATE chunk SET data = zeroblob(length(data)) WHERE stream = 'look' AND first = 0 AND level = 0",
            "look chunk 0/0 does not fit its checksum",
        ),
        (
            "UPDATE chunk SET count = count + 1 WHERE stream = 'unit' AND level = 1 AND first = 0",
            "unit chunk 1/0 does not fit its checksum",
        ),
        (
            "UPDATE histogram SET bins = zeroblob(length(bins)) WHERE kind = 'update' AND first = 0",
            "update histogram 0 does not fit its checksum",
        ),
        ("UPDATE intervention SET step = step + 1 WHERE id = 1", "an intervention does not fit its checksum"),
        ("UPDATE event SET text = 'all is well' WHERE id = 1", "an event does not fit its checksum"),
        ("UPDATE finding SET step = step + 1 WHERE number = 3", "a finding does not fit its checksum"),
        ("UPDATE trial SET step = step + 1 WHERE number = 1", "a trial does not fit its checksum"),
        ("UPDATE note SET text = 'never mind' WHERE step = 10", "a note does not fit its checksum"),
        ("UPDATE snapshot SET state = '{}' WHERE step = 30", "the snapshot at step 30 does not fit its checksum"),
    ],
)
def test_what_does_not_fit_its_checksum(copy, change, found):
    alter(copy, change)
    assert found in problems(copy)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("DELETE FROM chunk WHERE stream = 'step' AND level = 0 AND first = 0", "stream step, level 0: rows 0 to"),
        ("DELETE FROM chunk WHERE stream = 'step' AND level = 1", "step has 0 blocks of level 1 where 18 belong"),
        ("DELETE FROM chunk WHERE stream = 'step' AND level = 0 AND first > 200", "blocks of level 1 where"),
        ("UPDATE chunk SET first = first + 1 WHERE stream = 'evaluation' AND first = 14", "are missing"),
        (
            "UPDATE chunk SET first = first - 1 WHERE stream = 'step' AND level = 1 AND first = "
            "(SELECT MIN(first + count) FROM chunk WHERE stream = 'step' AND level = 1 AND count > 1)",
            "on are there twice",
        ),
        ("UPDATE chunk SET count = count + 1 WHERE stream = 'look' AND level = 0 AND first = 0", "which are not"),
        ("UPDATE chunk SET stream = 'lock' WHERE stream = 'look'", "it has rows of an unknown stream, lock of level 0"),
        ("UPDATE chunk SET level = 9 WHERE level = 1", "it has rows of an unknown stream, step of level 9"),
        ("DELETE FROM histogram WHERE first = 0", "update histograms 0 to"),
        ("UPDATE histogram SET steps = CAST(zeroblob(length(steps)) AS BLOB) WHERE count > 1", "do not ascend"),
        ("UPDATE histogram SET data = x'ffff'", "cannot be inflated"),
        ("UPDATE histogram SET bins = x'ffffffff'", "names a bin that does not exist"),
        ("UPDATE histogram SET kind = 'wait' WHERE kind = 'weight'", "it has histograms of an unknown kind, wait"),
        ("UPDATE intervention SET data = '{}'", "cannot be read"),
        ("UPDATE event SET layer = 77", "it names layer 78 of 3"),
        ("UPDATE finding SET data = '{}' WHERE number = 2", "finding 2 at step"),
        ("UPDATE finding SET data = json_set(data, '$.layers', json('[5]'))", "it names layer 6 of 3"),
        ("UPDATE trial SET data = json_set(data, '$.arms', 7)", "trial 1 at step"),
        ("UPDATE meta SET value = 'junk' WHERE key = 'experiment'", "what was trained cannot be read"),
        ("DELETE FROM meta", "it does not say what was trained"),
        ("UPDATE meta SET value = '{}' WHERE key = 'layouts'", "which are not"),
        ("DROP TABLE note", "it has no table note"),
    ],
)
def test_lies_whose_checksums_fit(copy, change, found):
    alter(copy, change)
    for table in TABLES if not change.startswith("DROP") else ():
        forge(copy, table)
    said = problems(copy)
    assert [problem for problem in said if found in problem], said


def test_steps_of_histograms_that_do_not_ascend_from_piece_to_piece(copy):
    with opened(copy) as database:
        query = "SELECT rowid, steps FROM histogram WHERE kind = 'update' ORDER BY first"
        (_, first), (rowid, second), *_ = database.execute(query).fetchall()
        steps = np.frombuffer(second, "<i8") - np.frombuffer(second, "<i8")[0] + np.frombuffer(first, "<i8")[-1]
        database.execute("UPDATE histogram SET steps = ? WHERE rowid = ?", (steps.astype("<i8").tobytes(), rowid))
    forge(copy, "histogram")
    assert [problem for problem in problems(copy) if "on have steps that do not ascend" in problem]


@pytest.mark.parametrize("table", ["chunk", "histogram"])
@pytest.mark.parametrize("key", ["x'01'", "'many'", "NULL", "1.5"])
def test_keys_that_are_no_numbers(copy, table, key):
    """In tables that take anything, as a forger may make them."""
    loose = TABLES[table].replace(" NOT NULL", "")
    alter(copy, f"ALTER TABLE {table} RENAME TO old", f"CREATE TABLE {table}({loose})")
    alter(copy, f"INSERT INTO {table} SELECT * FROM old", "DROP TABLE old")
    assert problems(copy) == []
    alter(copy, f"UPDATE {table} SET first = {key} WHERE rowid = (SELECT MAX(rowid) FROM {table})")
    assert f"in table {table} 1 rows have a key that is no number" in problems(copy)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("data", b""),
        ("data", (2**62).to_bytes(8, "little") + b"{}"),
        ("data", (50).to_bytes(8, "little") + b"{}"),
        ("data", (2).to_bytes(8, "little") + b"{]"),
        ("data", (60_000).to_bytes(8, "little") + b"[" * 60_000),
        ("data", some_snapshot(30).data[:-1]),
        ("data", some_snapshot(30).data + b"more"),
        ("state", ""),
        ("state", "[" * 100_000),
    ],
    ids=lambda value: str(value)[:30],
)
def test_snapshots_of_any_kind(copy, column, value):
    """Headers that lie, and what is no JSON; why exactly is said by who reads them."""
    alter(copy, f"UPDATE snapshot SET {column} = ? WHERE step = 30", values=(value,))
    forge(copy, "snapshot")
    [problem] = problems(copy)
    assert problem.startswith("the snapshot at step 30 cannot be read (")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("data", safetensors.numpy.save({"/layers/0": np.zeros(3)}), "it has no tensor /momentum/0"),
        ("state", "[]", "its state is no dictionary"),
        ("state", '{"a": {"tensor": [5]}}', "it has no tensor [5]"),
    ],
)
def test_a_snapshot_whose_parts_do_not_fit(copy, column, value, reason):
    alter(copy, f"UPDATE snapshot SET {column} = ? WHERE step = 30", values=(value,))
    forge(copy, "snapshot")
    assert problems(copy) == [f"the snapshot at step 30 cannot be read ({reason})"]


def test_it_goes_on_behind_the_first_problem(copy):
    alter(
        copy,
        "UPDATE meta SET value = 'junk' WHERE key = 'created'",
        "UPDATE chunk SET data = zeroblob(length(data)) WHERE stream = 'step' AND level = 0 AND first > 100",
        "UPDATE histogram SET data = x'00' WHERE kind = 'weight'",
        "UPDATE event SET text = ''",
        "UPDATE note SET text = 'x' WHERE step > 50",
        "UPDATE snapshot SET data = x'00'",
    )
    said = problems(copy)
    for beginning in ("a text", "step chunk 0/", "weight histogram", "an event", "a note", "the snapshot at step"):
        assert any(problem.startswith(beginning) for problem in said), beginning
    assert len(said) > 20
    assert len(set(said)) == len(said)


def test_the_structure_of_the_database(copy):
    """A page that SQLite itself finds to be wrong."""
    data = bytearray(copy.read_bytes())
    with opened(copy) as database:
        [(root,)] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_chunk_1'")
    data[(root - 1) * 16384 + 8 : (root - 1) * 16384 + 60] = b"\xff" * 52
    copy.write_bytes(data)
    said = problems(copy)
    # Now and then it gives up at the first one.
    assert any(problem.startswith(("SQLite says: ", "SQLite's own check: ")) for problem in said)
    assert "rows: database disk image is malformed" in said
    assert check_session(copy).num_rows["histogram"] > 50


def test_a_truncated_file_is_damaged_and_what_is_no_session_is_refused(copy, tmp_path):
    copy.write_bytes(copy.read_bytes()[:-5000])
    [problem] = problems(copy)
    assert problem.startswith("truncated: it has ")
    other = tmp_path / "other"
    for content, reason in ((b"", "is empty"), (b"hello" * 99, "is not a Gradiometer session")):
        other.write_bytes(content)
        with pytest.raises(SessionFileError, match=reason):
            check_session(other)


def test_problems_without_end_are_not_kept(copy):
    findings = Soundness(copy)
    for number in range(5000):
        findings.add(f"problem {number}")
    assert len(findings.problems) == 1000


# --- bounded memory


def test_a_blob_that_inflates_to_a_gigabyte(copy):
    packer = zlib.compressobj(9)
    piece = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    rest = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    alter(copy, "UPDATE histogram SET data = ? WHERE first = 0", values=(piece + rest * 1023,))
    forge(copy, "histogram")
    tracemalloc.start()
    try:
        assert len([problem for problem in problems(copy) if "does not hold the" in problem]) == len(HISTOGRAMS)
        assert tracemalloc.get_traced_memory()[1] < 40 * 2**20
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_file(tmp_path, monkeypatch):
    """Eight times the rows, in the same pieces, take as much as one time."""
    monkeypatch.setattr(session_check, "_AT_ONCE_BYTES", 2**18)
    peaks = []
    for num_steps in (4_000, 32_000):
        path = tmp_path / str(num_steps)
        writer = new_writer(path, SMALL)
        width = step_layout(3).width
        for step in range(num_steps):
            writer.add(StepReport(step, np.full(width, float(step))))
            if step % 500 == 499:
                writer.commit()
        writer.close()
        tracemalloc.start()
        try:
            assert problems(path) == []
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
