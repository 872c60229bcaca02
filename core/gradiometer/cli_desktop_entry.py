"""`gradiometer desktop-entry`: on Linux, a user's menu entry, and files that open with a double click.

A package of the system brings the same files itself; this is for a program that pip has installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from gradiometer.cli_text import examples
from gradiometer.exports import ExportError
from gradiometer.fields import FieldError

NAME = "gradiometer"
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_ENTRY = f"applications/{NAME}.desktop"
_TYPE = f"mime/packages/{NAME}.xml"
# What reads the new files; a desktop without them looks by itself, if later.
_REFRESHERS = (("update-mime-database", "mime"), ("update-desktop-database", "applications"))


def fill_desktop_entry(verb: argparse.ArgumentParser) -> None:
    """The words that the verb takes."""
    verb.set_defaults(run=_install_or_remove)
    verb.add_argument("--remove", action="store_true", help="take away what the verb has installed")
    verb.epilog = (
        "For the current user alone, in XDG_DATA_HOME (~/.local/share); the entry starts the program by the Python\n"
        "that runs this verb.\n\n" + examples(verb.prog, f"{verb.prog} --remove")
    )


def data_home() -> Path:
    """Where a user's own entries, icons and file types lie."""
    chosen = os.environ.get("XDG_DATA_HOME", "")
    # Anything else is to be taken as if it was not there, says the XDG base directory specification.
    return Path(chosen) if Path(chosen).is_absolute() else Path.home() / ".local" / "share"


def contents(command: list[str]) -> dict[str, bytes]:
    """All files by their place in a folder of shared data. command: what starts the window."""
    resources = files("gradiometer_resources")
    entry = resources.joinpath("linux", "gradiometer.desktop").read_text(encoding="utf-8")
    entry = entry.replace("Exec=gradiometer ", f"Exec={' '.join(map(_quoted, command))} ")
    icons = resources.joinpath("icons")
    found = {
        _ENTRY: entry.encode(),
        _TYPE: resources.joinpath("linux", "gradiometer.xml").read_bytes(),
        f"icons/hicolor/scalable/apps/{NAME}.svg": icons.joinpath("gradiometer.svg").read_bytes(),
    }
    for size in ICON_SIZES:
        picture = icons.joinpath(f"gradiometer-{size}.png").read_bytes()
        found[f"icons/hicolor/{size}x{size}/apps/{NAME}.png"] = picture
    return found


def _quoted(word: str) -> str:
    """A word of the command line of a desktop entry: quoted as such a line is, then escaped as any value there is."""
    for letter in ("\\", '"', "`", "$"):
        word = word.replace(letter, f"\\{letter}")
    return f'"{word}"'.replace("\\", "\\\\").replace("%", "%%")


def _install_or_remove(arguments: argparse.Namespace) -> int:
    if not sys.platform.startswith("linux"):
        raise FieldError("desktop-entry is for Linux: on Windows and macOS the installed program brings its file type")
    home = data_home()
    if arguments.remove:
        _remove(home)
        print(f"Removed the entry, the icons and the file type of Gradiometer from {home}.")
        return 0
    if find_spec("PySide6") is None:
        raise FieldError("the window, which the entry would open, is not installed: pip install 'gradiometer[desktop]'")
    is_frozen = getattr(sys, "frozen", False)
    command = [sys.executable] if is_frozen else [sys.executable, "-m", "gradiometer_desktop"]
    try:
        for place, content in contents(command).items():
            (home / place).parent.mkdir(parents=True, exist_ok=True)
            (home / place).write_bytes(content)
    except OSError as error:
        raise ExportError(f"{error.filename} cannot be written: {error.strerror}") from error
    _refresh(home)
    print(f"Gradiometer is in the menu, and opens *.gradiometer files: its entry is {home / _ENTRY}.")
    return 0


def _remove(home: Path) -> None:
    try:
        for place in contents([]):
            (home / place).unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"{error.filename} cannot be removed: {error.strerror}") from error
    _refresh(home)


def _refresh(home: Path) -> None:
    for program, folder in _REFRESHERS:
        found = shutil.which(program)
        if found is None:
            print(f"{program} is not installed: file managers may know the file type only after it has run.")
        elif (home / folder).is_dir():
            subprocess.run([found, str(home / folder)], check=False)
