"""What a person has chosen for the program as a whole, from one start to the next.

One store over a `QSettings`, with names, defaults and ranges; what stands there and is not allowed, written by another
version or by hand, counts as not chosen. Windows that share a `QSettings` share the store, and hear of each other.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal

from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.fields import Choice, Field, FieldError, Integer, Text
from gradiometer_desktop.governor import MOST_FRAMES
from gradiometer_desktop.language import SYSTEM, tr

THEMES = {"system": tr("As the system"), "light": tr("Light"), "dark": tr("Dark")}
DRAWING = {"fast": tr("Fast training"), "balanced": tr("Balanced"), "smooth": tr("Smooth drawing")}
"""Titles of the governor's shares."""
RECORDING = ("most_mb_per_hour", "snapshot_mb", "snapshot_every", "watch_share")
"""Of an experiment, what new sessions begin with where nothing else says it."""


@dataclass(frozen=True)
class Preference:
    """key: where it stands in the settings; usual: what holds where nothing is chosen."""

    key: str
    field: Field
    usual: Any


def _recording(name: str) -> Preference:
    usual = next(field.default for field in dataclasses.fields(Experiment) if field.name == name)
    return Preference(f"recording/{name}", EXPERIMENT_FIELDS[name], usual)


PREFERENCES = {
    "theme": Preference(
        "theme",
        Choice(
            title=tr("Theme"),
            help=tr("Light or dark colours of the windows and their plots."),
            options=THEMES,
        ),
        "system",
    ),
    "font_percent": Preference(
        "font_percent",
        Integer(
            title=tr("Letters"),
            help=tr("The size of all letters, also of those in plots; 100 is the system's."),
            low=80,
            high=160,
        ),
        100,
    ),
    "language": Preference(
        "language", Text(title=tr("Language"), help=tr("Of everything that the windows say."), most=40), SYSTEM
    ),
    "drawing": Preference(
        "drawing",
        Choice(
            title=tr("While training"),
            help=tr("How much of the time drawing may take from training."),
            options=DRAWING,
        ),
        "balanced",
    ),
    "frames": Preference(
        "frames",
        Integer(
            title=tr("Frames a second, at most"),
            help=tr("So often new data are drawn at most; hovering, panning and zooming are not held back."),
            low=1,
            high=60,
        ),
        MOST_FRAMES,
    ),
    "sessions_folder": Preference(
        "sessions_folder",
        Text(title=tr("Sessions folder"), help=tr("Where new sessions record themselves."), least=0, most=4096),
        "",
    ),
    **{name: _recording(name) for name in RECORDING},
}


class Preferences(QObject):
    """changed: the name of what holds anew. Made by `preferences_of`."""

    changed = Signal(str)

    def __init__(self, settings: QSettings):
        super().__init__(settings)
        self._settings = settings

    def value(self, name: str) -> Any:
        """What holds: the chosen value, or the usual one."""
        known = PREFERENCES[name]
        stored = self._settings.value(known.key)
        if stored is None:
            return known.usual
        try:
            # A file of settings gives numbers back as texts.
            return known.field.parse(known.key, str(stored))
        except FieldError:
            return known.usual

    def choose(self, name: str, value: object) -> None:
        """From now on, and at the next start. Raises FieldError."""
        known = PREFERENCES[name]
        checked = known.field.check(name, value)
        if checked == self.value(name):
            return
        if checked == known.usual:
            self._settings.remove(known.key)
        else:
            self._settings.setValue(known.key, checked)
        self.changed.emit(name)

    def reset(self) -> None:
        """As if nothing had been chosen; what else the windows remember stays."""
        before = {name: self.value(name) for name in PREFERENCES}
        for known in PREFERENCES.values():
            self._settings.remove(known.key)
        for name, value in before.items():
            if value != PREFERENCES[name].usual:
                self.changed.emit(name)

    @property
    def is_usual(self) -> bool:
        """Whether nothing differs from the defaults."""
        return all(self.value(name) == known.usual for name, known in PREFERENCES.items())

    @property
    def folder(self) -> Path | None:
        """Where sessions live; None: where they usually do."""
        chosen = self.value("sessions_folder")
        return Path(chosen) if chosen else None

    def for_new(self, experiment: Experiment) -> Experiment:
        """An experiment, with what a person has chosen for new sessions where it has the program's defaults."""
        chosen = {name: self.value(name) for name in RECORDING if getattr(experiment, name) == PREFERENCES[name].usual}
        return dataclasses.replace(experiment, **chosen)


def preferences_of(settings: QSettings) -> Preferences:
    """The store of these settings: one, whoever asks."""
    found = settings.findChild(Preferences)
    return found if isinstance(found, Preferences) else Preferences(settings)
