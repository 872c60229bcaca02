"""Files of chance: whatever is in a file, it is read and checked to the end, or refused with one sentence.

`pytest -m long tests/core/test_fuzz.py -s` tries ten thousand and says what became of them.
"""

import gzip
import random
import resource
import shutil
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from gradiometer.session_check import check_session
from gradiometer.session_database import SessionFileError, journal_of
from gradiometer.session_format import APPLICATION_ID, COLUMNS, HEAVY, TABLES, VERSION, checksum_of
from recorded import SMALL, make_reports, opened, read_everything, said_by, with_notes_and_snapshots, write
from synthetic import write_watched

SAMPLES = Path(__file__).parents[1] / "samples"
MOST_S = 5.0
MOST_BYTES = 300 * 2**20
PAGE = 16384

Mutation = Callable[[Path, random.Random], None]


# --- the sound files


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A session of each kind: of a run, of a watched loop, of older programs, in loose tables, torn by a kill."""
    folder = tmp_path_factory.mktemp("sound")
    run, watched, loose, torn = (folder / f"{name}.gradiometer" for name in ("run", "watched", "loose", "torn"))
    reports = with_notes_and_snapshots(make_reports(SMALL, 45))
    write(run, SMALL, reports, commit_after=tuple(range(0, len(reports), 40)))
    write_watched(watched, 20)
    _loosen(run, loose)
    _tear(run, torn)
    old = []
    for sample in sorted(SAMPLES.glob("*.gz")):
        old.append(folder / sample.stem)
        old[-1].write_bytes(gzip.decompress(sample.read_bytes()))
    return [run, run, watched, loose, torn, *old]


def _loosen(source: Path, target: Path) -> None:
    """The same in tables that take anything: neither STRICT nor NOT NULL."""
    with opened(target) as database:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {VERSION[0] << 16 | VERSION[1]}")
        database.execute("ATTACH ? AS old", (str(source),))
        for table, columns in TABLES.items():
            database.execute(f"CREATE TABLE {table}({columns.replace(' NOT NULL', '')})")
            database.execute(f"INSERT INTO main.{table} SELECT * FROM old.{table}")


def _tear(source: Path, target: Path) -> None:
    """As a writer leaves it that is killed in a commit: half of its pages new, the old ones in a journal."""
    living = Path(shutil.copy(source, target.with_name("living")))
    with opened(living) as database:
        database.execute("PRAGMA cache_size = 2")
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE chunk SET data = zeroblob(length(data))")
        database.execute("UPDATE meta SET value = 'junk'")
        shutil.copy(living, target)
        shutil.copy(journal_of(living), journal_of(target))


# --- what is done to them


def flip_bits(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(rng.choice([1, 1, 1, 2, 8, 40])):
        # Half of them hit the first bytes of a page, where SQLite keeps its structure.
        at = rng.choice([rng.randrange(len(data)), rng.randrange(0, len(data), PAGE) + rng.randrange(120)])
        data[at % len(data)] ^= 1 << rng.randrange(8)
    path.write_bytes(data)


def write_runs(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(rng.choice([1, 2, 5])):
        begin, size = rng.randrange(len(data)), rng.choice([1, 2, 4, 8, 100, 3000])
        size = min(size, len(data) - begin)
        data[begin : begin + size] = rng.choice([bytes(size), b"\xff" * size, rng.randbytes(size)])
    path.write_bytes(data)


def cut_off(path: Path, rng: random.Random) -> None:
    data = path.read_bytes()
    at = rng.choice([0, 1, 16, 100, rng.randrange(len(data)), rng.randrange(0, len(data), PAGE), len(data) - 1])
    path.write_bytes(data[:at] + (rng.randbytes(rng.choice([0, 0, 50, 20_000]))))


def swap_pages(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    first, second = (rng.randrange(0, len(data), PAGE) for _ in range(2))
    one, two = data[first : first + PAGE], data[second : second + PAGE]
    data[second : second + PAGE] = one
    if rng.random() < 0.7:
        data[first : first + PAGE] = two
    path.write_bytes(data)


def spoil_journal(path: Path, rng: random.Random) -> None:
    if journal_of(path).exists():
        rng.choice([flip_bits, write_runs, cut_off])(journal_of(path), rng)
    else:
        flip_bits(path, rng)


def any_value(rng: random.Random, before: object) -> object:
    """Something to put in place of a value: like it, or nothing of the kind."""
    if isinstance(before, bytes) and before and rng.random() < 0.6:
        data = bytearray(before)
        if rng.random() < 0.6:
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        else:
            begin = rng.randrange(len(data))
            data[begin : begin + rng.choice([1, 8, 800])] = rng.choice([b"", b"\xff" * 8, b"\0" * 1000])
        return bytes(data)
    if isinstance(before, str) and before and rng.random() < 0.6:
        at = rng.randrange(len(before))
        return before[:at] + rng.choice(['"', "{", "9" * 400, "\0", "NaN", "-", "[", "\ud7ff", ""]) + before[at + 1 :]
    if isinstance(before, int) and rng.random() < 0.6:
        return max(-(2**63), min(2**63 - 1, before + rng.choice([-1, 1, 2, -2, 16, 2**32, 2**62])))
    numbers = [0, 1, -1, 2**31, 2**53, 2**63 - 1, -(2**63), 0.5, float("inf")]
    texts = ["", "step", "weight", "{}", "[" * 5000, "null", "9" * 5000, "\0"]
    return rng.choice([*numbers, *texts, b"", b"\0" * 8, b"\xff" * 64, bytes(10**6), None])


def change_values(path: Path, rng: random.Random) -> None:
    """By SQL: in a structure that is whole, with the old checksum, none, or one that fits the lie."""
    with opened(path) as database:
        try:
            for _ in range(rng.choice([1, 1, 2, 6])):
                change_value(database, rng)
        except sqlite3.Error:
            # STRICT tables and keys do not take everything.
            flip_bits(path, rng)


def change_value(database: sqlite3.Connection, rng: random.Random) -> None:
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    table = rng.choice([name for name in tables if name in COLUMNS])
    stored = {row[1]: index for index, row in enumerate(database.execute(f"PRAGMA table_info({table})"))}
    rowids = [rowid for (rowid,) in database.execute(f"SELECT rowid FROM {table}")]
    if not rowids:
        return
    rowid = rng.choice(rowids)
    if rng.random() < 0.1:
        database.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
        return
    name = rng.choice([column for column in COLUMNS[table] if column in stored])
    [(before,)] = database.execute(f"SELECT {name} FROM {table} WHERE rowid = ?", (rowid,))
    database.execute(f"UPDATE OR REPLACE {table} SET {name} = ? WHERE rowid = ?", (any_value(rng, before), rowid))
    if "checksum" in stored:
        forge(database, table, name, rng)


def forge(database: sqlite3.Connection, table: str, name: str, rng: random.Random) -> None:
    how = rng.choice(["keep", "none", "forge", "forge"])
    if how == "keep":
        return
    for rowid, *row in database.execute(f"SELECT rowid, {', '.join(COLUMNS[table])} FROM {table}").fetchall():
        cut = len(row) - len(HEAVY.get(table, ()))
        is_plain = all(isinstance(value, bytes) for value in row[cut:]) and not any(
            isinstance(value, float) for value in row
        )
        checksum = checksum_of(row[:cut], row[cut:]) if how == "forge" and is_plain else None
        database.execute(f"UPDATE {table} SET checksum = ? WHERE rowid = ?", (checksum, rowid))


MUTATIONS: list[Mutation] = [
    flip_bits,
    write_runs,
    cut_off,
    swap_pages,
    spoil_journal,
    change_values,
    change_values,
    change_values,
]


# --- and what becomes of them


def tried(act: Callable[[Path], object], path: Path) -> str:
    """`fine`, or the sentence that the file was refused with."""
    begin = time.monotonic()
    try:
        act(path)
    except SessionFileError as error:
        sentence = str(error)
        assert sentence.startswith(str(path))
        assert len(sentence.splitlines()) == 1
        assert len(sentence) < 500 + len(str(path))
        return sentence.removeprefix(str(path)).strip()
    finally:
        assert time.monotonic() - begin < MOST_S
    return "fine"


def has_checksums(source: Path) -> bool:
    return source.stem in ("run", "watched", "torn")


def says_the_same(path: Path, source: Path) -> bool:
    """Whether a file that was found to be sound has every value of the one that it was made of."""
    if journal_of(source).exists():
        source = source.with_name("run.gradiometer")
    return said_by(path) == said_by(source)


def fuzz(sound: list[Path], folder: Path, seeds: range) -> Counter[str]:
    """How many files were fine, refused by the reader, found to be damaged by the check alone, or refused by both."""
    outcomes: Counter[str] = Counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for seed in seeds:
        rng = random.Random(seed)
        source = rng.choice(sound)
        path = Path(shutil.copy(source, folder / f"{seed}.gradiometer"))
        if journal_of(source).exists():
            shutil.copy(journal_of(source), journal_of(path))
        mutate = rng.choice(MUTATIONS)
        mutate(path, rng)
        try:
            outcome = judge(path)
            if outcome == "read, sound" and mutate is not change_values and has_checksums(source):
                assert says_the_same(path, source)
            outcomes[outcome] += 1
        except BaseException:
            sys.stdout.write(f"\nseed {seed}: {source.name}, {mutate.__name__}\n")
            raise
        journal_of(path).unlink(missing_ok=True)
        path.unlink()
        assert not list(folder.iterdir())
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) * 1024 < MOST_BYTES
    return outcomes


def judge(path: Path) -> str:
    verdicts = []

    def check(path: Path) -> None:
        verdicts.append(check_session(path).is_sound)

    is_read = tried(read_everything, path) == "fine"
    is_checked = tried(check, path) == "fine"
    is_sound = is_checked and verdicts[0]
    # Whoever checks sees at least what a reader stumbles upon.
    assert is_read or not is_sound
    return f"{'read' if is_read else 'refused'}, {'sound' if is_sound else 'damaged'}"


@pytest.mark.timeout(100)
def test_three_hundred_files_of_chance(sound, tmp_path):
    outcomes = fuzz(sound, tmp_path, range(300))
    assert outcomes["refused, damaged"] > 100
    assert outcomes["read, damaged"] > 10
    assert outcomes["read, sound"] > 10


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_ten_thousand_files_of_chance(sound, tmp_path):
    begin = time.monotonic()
    outcomes = fuzz(sound, tmp_path, range(1000, 11_000))
    sys.stdout.write(f"\n{dict(outcomes)} in {time.monotonic() - begin:.0f} s\n")
    assert outcomes.total() == 10_000
