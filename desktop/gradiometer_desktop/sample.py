"""The sample session: a recorded run that the program ships, of which a person opens a copy of their own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import platformdirs

from gradiometer.exports import written_aside
from gradiometer.session_format import SUFFIX
from gradiometer_desktop.language import tr


def folder() -> Path:
    """Where the copy lies: beside nobody's sessions, and where nothing clears it away with what was noted in it."""
    return Path(platformdirs.user_data_dir("Gradiometer", appauthor=False)) / "samples"


def is_sample(path: Path) -> bool:
    """Whether a session's file is the copy: what is continued from it is a session of its own."""
    return path.absolute().parent == folder().absolute()


def copied() -> Path:
    """The path of the copy, which is made where there is none. Raises ExportError where it cannot be."""
    path = folder() / (tr("Sample session") + SUFFIX)
    if not path.exists():
        with written_aside(path) as aside:
            aside.write_bytes((files("gradiometer_resources") / "samples" / f"sample{SUFFIX}").read_bytes())
    return path
