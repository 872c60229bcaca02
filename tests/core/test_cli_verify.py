"""`gradiometer verify`: what it prints, and its exit codes."""

import json
import os
import shutil
from pathlib import Path

import pytest

from gradiometer.cli import main
from gradiometer.session_database import journal_of
from gradiometer.session_format import TABLES
from gradiometer.verbs import VERBS
from recorded import SMALL, alter, make_reports, newest_trials, opened, with_notes_and_snapshots, write

REPORTS = with_notes_and_snapshots(make_reports(SMALL, 60))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "session.gradiometer"
    write(path, SMALL, REPORTS)
    return path


@pytest.fixture
def damaged(path: Path) -> Path:
    """With two things that are wrong."""
    copy = Path(shutil.copy(path, path.with_name("damaged.gradiometer")))
    alter(copy, "UPDATE note SET text = 'x' WHERE step = 10", "DELETE FROM chunk WHERE level = 1 AND stream = 'step'")
    return copy


def test_it_is_a_verb():
    assert "verify" in VERBS


def test_a_sound_file(path, capsys):
    with opened(path) as database:
        num_rows = sum(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in TABLES)
    assert main(["verify", str(path)]) == 0
    first, second, third = capsys.readouterr().out.splitlines()
    assert first == f"{path}: sound"
    assert second.startswith(f"  format 2.3: {num_rows} rows with ")
    assert second.endswith(" bytes read, 5 min/max blocks recomputed")
    assert third == "  every row has a checksum"


def test_a_damaged_file(damaged, capsys):
    assert main(["verify", str(damaged)]) == 1
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == f"{damaged}: damaged, 2 problems"
    assert lines[:2] == [
        "  ! a note does not fit its checksum",
        "  ! step has 0 blocks of level 1 where 3 belong",
    ]


def test_one_problem_is_one(path, capsys):
    alter(path, "UPDATE note SET text = 'x' WHERE step = 10")
    assert main(["verify", str(path)]) == 1
    assert capsys.readouterr().out.startswith(f"{path}: damaged, 1 problem\n")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("UPDATE note SET checksum = NULL", "  3 of {} rows have no checksum: an older program wrote them"),
        (None, "  no row has a checksum: an older program wrote it"),
    ],
)
def test_rows_without_checksums_are_counted(path, capsys, change, line):
    alter(path, *([change] if change else [f"UPDATE {table} SET checksum = NULL" for table in TABLES]))
    with opened(path) as database:
        num_rows = sum(database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in TABLES)
    assert main(["verify", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == line.format(num_rows)


def test_a_truncated_file_is_damaged(path, capsys):
    path.write_bytes(path.read_bytes()[:-1])
    assert main(["verify", str(path)]) == 1
    [first, second] = capsys.readouterr().out.splitlines()
    assert first == f"{path}: damaged, 1 problem"
    assert second.startswith("  ! truncated: it has ")


def test_a_leftover_journal_is_named(path, capsys):
    journal_of(path).write_bytes(bytes(512))
    assert main(["verify", str(path)]) == 0
    assert capsys.readouterr().out.endswith(
        "  session.gradiometer-journal lies beside it and has nothing to roll back\n"
    )


def test_several_files_and_the_worst_of_them(path, damaged, tmp_path, capsys):
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    assert main(["verify", str(path), str(damaged)]) == 1
    capsys.readouterr()
    assert main(["verify", str(text), str(damaged), str(path), str(tmp_path / "nothing")]) == 2
    out, err = capsys.readouterr()
    assert [line for line in out.splitlines() if not line.startswith("  ")] == [
        f"{damaged}: damaged, 2 problems",
        f"{path}: sound",
    ]
    assert err.splitlines() == [
        f"gradiometer: error: {text} is not a Gradiometer session",
        f"gradiometer: error: {tmp_path / 'nothing'} cannot be opened: No such file or directory",
    ]


def test_as_json(path, damaged, tmp_path, capsys):
    (tmp_path / "empty").touch()
    assert main(["verify", "--json", str(path), str(damaged), str(tmp_path / "empty")]) == 2
    sound, other, empty = json.loads(capsys.readouterr().out)
    assert sound["file"] == str(path)
    assert sound["is_sound"] is True
    assert sound["problems"] == sound["remarks"] == []
    assert sound["version"] == "2.3"
    assert sound["num_rows"]["trial"] == len(newest_trials(make_reports(SMALL, 60))) > 0
    assert sound["num_unchecked"] == 0
    assert sound["num_rows"]["note"] == 3
    assert sound["num_blobs"] > 20
    assert sound["num_bytes"] > 10_000
    assert sound["num_blocks"] == 5
    assert other["is_sound"] is False
    assert len(other["problems"]) == 2
    assert empty == {"file": str(tmp_path / "empty"), "error": f"{tmp_path / 'empty'} is empty"}


def test_without_a_file_it_says_how(capsys):
    assert main(["verify"]) == 2
    assert "gradiometer: error: " in capsys.readouterr().err
    assert main(["verify", "--help"]) == 0
    assert "Exit codes: 0 all are sound" in capsys.readouterr().out


def test_nothing_is_changed(path, damaged):
    contents = {file: file.read_bytes() for file in (path, damaged)}
    main(["verify", str(path), str(damaged)])
    assert {file: file.read_bytes() for file in contents} == contents
    assert sorted(os.listdir(path.parent)) == ["damaged.gradiometer", "session.gradiometer"]
