"""Where sessions live, and which were open lately."""

from __future__ import annotations

import os
import time
from pathlib import Path

import platformdirs
from PySide6.QtCore import QSettings

from gradiometer.session_format import SUFFIX
from gradiometer_desktop.language import tr

_SCRIPT = ".toml"
FILTER = tr("Gradiometer sessions (*{SUFFIX});;All files (*)", SUFFIX=SUFFIX)
OPEN_FILTER = tr("Gradiometer sessions and scripts (*{SUFFIX} *{SCRIPT});;All files (*)", SUFFIX=SUFFIX, SCRIPT=_SCRIPT)
SCRIPT_FILTER = tr("Scripts (*{SCRIPT})", SCRIPT=_SCRIPT)
_FIGURES = (".png", ".pdf", ".svg", ".pgf", ".json")
FIGURE_FILTER = tr("Figures ({join})", join=" ".join(f"*{suffix}" for suffix in _FIGURES))
_MOST_RECENT = 8
# File systems take names of 255 bytes; the time, the suffix and the name that a file is written aside under need 75.
_MOST_NAME_BYTES = 180

_chosen_folder: Path | None = None


def usual_folder() -> Path:
    """Where sessions record themselves unless a person has chosen another place."""
    return Path(platformdirs.user_documents_dir()) / "Gradiometer"


def sessions_folder() -> Path:
    """Where sessions record themselves."""
    return _chosen_folder or usual_folder()


def choose_sessions_folder(folder: Path | None) -> None:
    """Let sessions record themselves there from now on; None: in the usual place. Those that there are stay."""
    global _chosen_folder
    _chosen_folder = folder


def why_not_folder(folder: Path) -> str:
    """Why sessions cannot record themselves there, in a sentence; an empty text where they can. It need not be there
    yet.
    """
    if not folder.is_absolute():
        return tr(
            "{folder} could be anywhere: give the whole path, such as {usual}", folder=folder, usual=usual_folder()
        )
    nearest = next((place for place in (folder, *folder.parents) if os.path.exists(place)), folder)
    if not os.path.isdir(nearest):
        return tr("{nearest} is a file: sessions need a folder", nearest=nearest)
    if not os.access(nearest, os.W_OK | os.X_OK):
        return tr("Nothing can be written in {nearest}: choose a folder of your own", nearest=nearest)
    return ""


def is_figure(path: Path) -> bool:
    """Whether a file's name is that of a figure, which leads to the session that it shows."""
    return path.suffix.lower() in _FIGURES


def is_script(path: Path) -> bool:
    """Whether a file's name is that of a script, or of a spec, which is trained."""
    return path.suffix.lower() == _SCRIPT


def script_path(path: Path) -> Path:
    """A script's path, where the person has left its suffix out."""
    return path if path.suffix == _SCRIPT else path.with_name(path.name + _SCRIPT)


def summaries_path() -> Path:
    """Where what the sessions are in short is kept from one start to the next; whoever clears it loses a second."""
    return Path(platformdirs.user_cache_dir("Gradiometer", appauthor=False)) / "sessions.json"


def with_suffix(path: Path) -> Path:
    """A session file's path, where the person has left its suffix out."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def new_session_path(name: str) -> Path:
    """A path in the sessions folder that does not exist yet: the name and the time, `digits 2026-11-22 18.04.05`."""
    safe = "".join(letter if letter.isalnum() or letter in "-_ ." else "_" for letter in name).strip(" .") or "session"
    safe = safe.encode()[:_MOST_NAME_BYTES].decode(errors="ignore")
    stem = f"{safe} {time.strftime('%Y-%m-%d %H.%M.%S')}"
    folder = sessions_folder()
    path = folder / (stem + SUFFIX)
    number = 2
    while os.path.exists(path):
        path = folder / f"{stem} ({number}){SUFFIX}"
        number += 1
    return path


def recent(settings: QSettings) -> list[Path]:
    """The sessions opened or saved lately, newest first."""
    stored = settings.value("recent", [])
    texts = [stored] if isinstance(stored, str) else list(stored or [])  # type: ignore[call-overload]
    return [Path(str(text)) for text in texts]


def remember(settings: QSettings, path: Path) -> None:
    """Put a session to the top of the list."""
    path = path.absolute()
    paths = [path, *(other for other in recent(settings) if other != path)]
    settings.setValue("recent", [str(other) for other in paths[:_MOST_RECENT]])
