"""What a person chooses holds at the next start; what cannot be meant does not."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.presets import load_experiment
from gradiometer_desktop.governor import MOST_FRAMES, SHARES
from gradiometer_desktop.preferences import DRAWING, PREFERENCES, RECORDING, Preferences, preferences_of

CHOSEN = {
    "theme": "dark",
    "font_percent": 140,
    "language": "de",
    "drawing": "smooth",
    "frames": 12,
    "sessions_folder": "/somewhere else",
    "most_mb_per_hour": 250.5,
    "snapshot_mb": 0.0,
    "snapshot_every": 5000,
    "watch_share": 0.125,
}


def again(settings: QSettings) -> Preferences:
    """As the next start finds them, in a file, where all values are texts."""
    settings.sync()
    # Kept by its child's parent alone it would go at once.
    opened = QSettings(settings.fileName(), QSettings.Format.IniFormat, settings)
    return preferences_of(opened)


def test_nothing_chosen_is_what_the_program_does_by_itself(settings: QSettings) -> None:
    preferences = preferences_of(settings)
    assert preferences.is_usual
    assert {name: preferences.value(name) for name in ("theme", "font_percent", "language", "drawing", "frames")} == {
        "theme": "system",
        "font_percent": 100,
        "language": "system",
        "drawing": "balanced",
        "frames": MOST_FRAMES,
    }
    assert preferences.folder is None
    for name in RECORDING:
        assert preferences.value(name) == getattr(Experiment(), name)
    assert settings.allKeys() == []


def test_every_default_is_allowed_and_the_choices_of_drawing_are_the_governors() -> None:
    for known in PREFERENCES.values():
        assert known.field.check(known.key, known.usual) == known.usual
    assert list(DRAWING) == list(SHARES)
    assert CHOSEN.keys() == PREFERENCES.keys()


@pytest.mark.parametrize("name", PREFERENCES)
def test_a_choice_holds_at_once_and_at_the_next_start(settings: QSettings, qtbot: QtBot, name: str) -> None:
    preferences, value = preferences_of(settings), CHOSEN[name]
    with qtbot.waitSignal(preferences.changed) as heard:
        preferences.choose(name, value)
    assert heard.args == [name]
    assert preferences.value(name) == value
    assert not preferences.is_usual
    read = again(settings).value(name)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("theme", "pink"),
        ("font_percent", "400"),
        ("font_percent", "large"),
        ("font_percent", ""),
        ("drawing", "7"),
        ("frames", "0"),
        ("frames", "12.5"),
        ("most_mb_per_hour", "nan"),
        ("snapshot_mb", "-1"),
        ("snapshot_every", "often"),
        ("watch_share", "1e9"),
        ("sessions_folder", "two\nlines"),
        ("language", "x" * 99),
    ],
)
def test_what_is_not_allowed_counts_as_not_chosen(settings: QSettings, name: str, stored: str) -> None:
    settings.setValue(PREFERENCES[name].key, stored)
    assert again(settings).value(name) == PREFERENCES[name].usual


def test_a_wrong_choice_is_refused_by_name(settings: QSettings, qtbot: QtBot) -> None:
    preferences = preferences_of(settings)
    with qtbot.assertNotEmitted(preferences.changed), pytest.raises(FieldError, match="font_percent = 400"):
        preferences.choose("font_percent", 400)
    assert preferences.value("font_percent") == 100


def test_the_same_again_is_no_change(settings: QSettings, qtbot: QtBot) -> None:
    preferences = preferences_of(settings)
    with qtbot.assertNotEmitted(preferences.changed):
        preferences.choose("theme", "system")


def test_the_default_chosen_again_leaves_nothing_behind(settings: QSettings) -> None:
    """So that another default of a later version reaches whoever never wanted another one."""
    preferences = preferences_of(settings)
    preferences.choose("frames", 12)
    preferences.choose("frames", MOST_FRAMES)
    assert settings.allKeys() == []


def test_reset_takes_back_what_was_chosen_and_nothing_else(settings: QSettings) -> None:
    preferences = preferences_of(settings)
    settings.setValue("recent", ["/a.gradiometer"])
    for name in ("theme", "watch_share"):
        preferences.choose(name, CHOSEN[name])
    heard: list[str] = []
    preferences.changed.connect(heard.append)
    preferences.reset()
    assert sorted(heard) == ["theme", "watch_share"]
    assert preferences.is_usual
    assert settings.allKeys() == ["recent"]


def test_whoever_shares_the_settings_shares_the_store(settings: QSettings, tmp_path: Path) -> None:
    other = QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat)
    assert preferences_of(settings) is preferences_of(settings)
    assert preferences_of(other) is not preferences_of(settings)


def test_new_sessions_are_recorded_as_chosen_where_nothing_else_says_how(settings: QSettings) -> None:
    preferences = preferences_of(settings)
    digits = load_experiment("digits")
    assert preferences.for_new(digits) == digits
    for name in RECORDING:
        preferences.choose(name, CHOSEN[name])
    made = preferences.for_new(dataclasses.replace(digits, snapshot_mb=7.0))
    assert {name: getattr(made, name) for name in RECORDING} == {
        "most_mb_per_hour": 250.5,
        "snapshot_mb": 7.0,
        "snapshot_every": 5000,
        "watch_share": 0.125,
    }
    assert (made.hidden, made.settings) == (digits.hidden, digits.settings)
