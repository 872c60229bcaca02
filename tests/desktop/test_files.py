"""Where sessions live, which were open lately, and copies that are whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from gradiometer_desktop import files
from gradiometer_desktop.files import new_session_path, recent, remember


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("digits", "digits 20"),
        ("deep & narrow (2)", "deep _ narrow _2_ 20"),
        ("../../etc/passwd", "_.._etc_passwd 20"),
        ("C:\\a/b:c*d?e", "C__a_b_c_d_e 20"),
        ("Größe 深い", "Größe 深い 20"),
        ("", "session 20"),
        (" .. ", "session 20"),
        ("😀", "_ 20"),
    ],
)
def test_a_name_is_safe_as_a_file(sessions_folder: Path, name: str, begins: str) -> None:
    path = new_session_path(name)
    assert path.parent == sessions_folder
    assert path.suffix == ".gradiometer"
    assert path.name.startswith(begins)


@pytest.mark.parametrize("letter", ["a", "ö", "深", "𝕏"])
def test_a_long_name_fits_into_a_file_system(sessions_folder: Path, letter: str) -> None:
    """255 bytes are the most that common file systems take; the file is written aside under a longer name."""
    sessions_folder.mkdir()
    path = new_session_path(letter * 200)
    aside = path.with_name(f".{path.name}.4194304.partial")
    assert len(os.fsencode(aside.name)) <= 255
    aside.write_text("")
    assert path.name.startswith(letter * 20)


def test_a_new_path_does_not_exist_yet(sessions_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.time, "strftime", lambda _format: "2026-11-22 18.04.05")
    sessions_folder.mkdir()
    names = []
    for _ in range(3):
        path = new_session_path("digits")
        assert not path.exists()
        path.write_text("")
        names.append(path.name)
    assert names == [
        "digits 2026-11-22 18.04.05.gradiometer",
        "digits 2026-11-22 18.04.05 (2).gradiometer",
        "digits 2026-11-22 18.04.05 (3).gradiometer",
    ]


def test_asking_for_a_path_makes_nothing(sessions_folder: Path) -> None:
    new_session_path("digits")
    assert not sessions_folder.exists()


def test_sessions_live_among_the_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.platformdirs, "user_documents_dir", lambda: str(tmp_path))
    assert files.sessions_folder() == tmp_path / "Gradiometer"


def test_nothing_was_open_lately(settings: QSettings) -> None:
    assert recent(settings) == []


def test_the_newest_comes_first_and_none_twice(settings: QSettings, tmp_path: Path) -> None:
    a, b = tmp_path / "a.gradiometer", tmp_path / "b, with a comma.gradiometer"
    for path in (a, b, a):
        remember(settings, path)
    assert recent(settings) == [a, b]


def test_a_relative_path_is_remembered_as_an_absolute_one(
    settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    remember(settings, Path("a.gradiometer"))
    remember(settings, tmp_path / "a.gradiometer")
    assert recent(settings) == [tmp_path / "a.gradiometer"]


def test_eight_are_remembered_from_one_start_to_the_next(settings: QSettings, tmp_path: Path) -> None:
    """Also a single one, which an INI file gives back as a text and not as a list."""
    paths = [tmp_path / f"größe {number}.gradiometer" for number in range(12)]
    for count, path in enumerate(paths, start=1):
        remember(settings, path)
        settings.sync()
        again = QSettings(settings.fileName(), QSettings.Format.IniFormat)
        assert recent(again) == paths[:count][::-1][:8]


def test_a_script_is_known_by_its_name() -> None:
    assert files.is_script(Path("a.toml"))
    assert files.is_script(Path("A.TOML"))
    assert not files.is_script(Path("a.gradiometer"))
    assert files.script_path(Path("digits 18.04.05")) == Path("digits 18.04.05.toml")
    assert files.script_path(Path("a.toml")) == Path("a.toml")
