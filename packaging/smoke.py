"""Try a Gradiometer that is installed somewhere: its verbs, then its window, by real keys on a virtual screen.

Given the command that starts it and an empty folder, it trains 50 steps on MNIST, draws every figure, writes reports as
HTML and PDF, an animation and a map; then the same by hand: 50 steps, a figure as PDF, the session saved
under another name, Ctrl+Q; then the saved session, opened by its name and ended as by the desktop; then a new person's
first quarter of an hour (see walkthrough.py). Every program must end with 0, and every file must be what its name says.
It has a home of its own, and no Python from here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench_display import virtual_screen
from dev import FOR_A_VIRTUAL_SCREEN, FOR_A_WINDOW, FOR_QT, CannotGoOn, prepare_system, say
from hands import MOST_S, Hands
from walkthrough import SCREEN, walk_through

STEPS = 50
# The first entry of the menu Run; Space would go to whatever has the focus.
_START_OR_PAUSE = ("alt+r", "Return")
_BEGINNINGS = {
    ".gif": b"GIF8",
    ".gradiometer": b"SQLite format 3\0",
    ".html": b"<!doctype html>",
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG",
    ".svg": b"<?xml",
}


def try_program(command: Sequence[str], folder: Path, *, pictures: Path | None = None) -> None:
    """pictures: a folder for what the screen shows, to be looked at. Raises CannotGoOn with what is wrong."""
    if not sys.platform.startswith("linux"):
        raise CannotGoOn("the program can be tried on a virtual screen of Linux alone")
    missing = prepare_system([*FOR_QT, *FOR_A_WINDOW, *FOR_A_VIRTUAL_SCREEN])
    if missing:
        raise CannotGoOn("without these the program cannot be tried")
    environment = own_environment(folder)
    began = time.monotonic()
    try_verbs(command, folder, environment)
    say(f"the verbs do what they should ({time.monotonic() - began:.0f} s)")
    began = time.monotonic()
    with virtual_screen() as screen:
        try_window(Hands(command, folder, {**environment, "DISPLAY": screen}, pictures))
    say(f"the window does what it should ({time.monotonic() - began:.0f} s)")
    began = time.monotonic()
    another = folder / "another"
    environment = own_environment(another)
    with virtual_screen(SCREEN) as screen:
        walk_through(Hands(command, another, {**environment, "DISPLAY": screen}, pictures))
    say(f"a new person finds the way by mouse and keys ({time.monotonic() - began:.0f} s)")


def own_environment(folder: Path) -> dict[str, str]:
    """Of a person who has just come: nothing of this repository, no settings, a documents folder."""
    strange = ("XDG_", "QT_", "WAYLAND_", "PYTHON", "VIRTUAL_ENV", "GRADIOMETER_", "DISPLAY")
    home = folder / "home"
    (home / "Documents").mkdir(parents=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    # A report is opened when it is written: what a browser says is not said by the program.
    programs = folder / "programs"
    programs.mkdir()
    (programs / "xdg-open").write_text("#!/bin/sh\n")
    (programs / "xdg-open").chmod(0o755)
    return {**kept, "HOME": str(home), "PATH": f"{programs}{os.pathsep}{kept['PATH']}"}


def check_file(path: Path) -> None:
    """Raises CannotGoOn where a file is not what its name says."""
    if not path.is_file():
        raise CannotGoOn(f"{path} was not made")
    with path.open("rb") as file:
        beginning = file.read(64)
    if not beginning.lower().startswith(_BEGINNINGS[path.suffix].lower()):
        raise CannotGoOn(f"{path} begins with {beginning!r}, which no {path.suffix} does")


# --- the verbs


def try_verbs(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    """What needs no window, in another folder than the program's."""

    def run(*words: str) -> str:
        return output_of([*command, *words], folder, environment)

    told = run("--version")
    if not told.startswith("gradiometer ") or "not installed" in told:
        raise CannotGoOn(f"--version does not say what program this is, and of which libraries: {told}")
    session = folder / "a.gradiometer"
    run("train", "digits", "--steps", str(STEPS), "--at", "25", "activation=relu", "--out", session.name)
    check_steps(command, session, folder, environment)
    run("export", session.name, "--figure", "all", "--to", "figures")
    for made in ("profile.svg", "norms.pdf"):
        run("export", session.name, "--figure", made.split(".")[0], "--to", made)
    for made in ("report.html", "report.pdf"):
        run("report", session.name, "--out", made)
    run("animate", session.name, "--figure", "profile", "--to", "profile.gif")
    few = ("--values", "depth=2,3", "weight_scale=0.5,1", "--seeds", "1")
    run("map", "digits", "--over", "depth", "weight_scale", *few, "--to", "map.png")
    run("train", "transformer-pre-ln", "--steps", "2", "--out", "words.gradiometer")
    run("lesson", "--help")
    for made in ("profile.svg", "norms.pdf", "report.html", "report.pdf", "profile.gif", "map.png"):
        check_file(folder / made)
    figures = sorted((folder / "figures").glob("*.png"))
    if len(figures) < 6:
        raise CannotGoOn(f"--figure all made {len(figures)} figures")
    for figure in figures:
        check_file(figure)


def output_of(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> str:
    """What a command says. Raises CannotGoOn where it does not end with 0."""
    result = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=MOST_S, check=False
    )
    if result.returncode:
        told = (result.stderr or result.stdout).strip()
        raise CannotGoOn(f"`{' '.join(command)}` ended with {result.returncode}: {told[-2000:]}")
    return result.stdout


def check_steps(command: Sequence[str], session: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Raises CannotGoOn where a session does not hold as many steps as were asked for."""
    check_file(session)
    told = json.loads(output_of([*command, "info", str(session), "--json"], folder, environment))
    if told["num_steps"] < STEPS:
        raise CannotGoOn(f"{session} holds {told['num_steps']} steps, not {STEPS}")


# --- the window


def try_window(hands: Hands) -> None:
    """A session from its beginning to its end, and once more from its file."""
    recorded = Path(hands.environment["HOME"]) / "Documents" / "Gradiometer"
    saved = hands.folder / "mine.gradiometer"
    try:
        hands.start()
        # The session that is ready behind the start page.
        window = hands.window("digits")
        hands.see("1-start")
        hands.press(window, "Escape", *_START_OR_PAUSE)
        hands.wait(
            lambda: any(hands.told(path).get("num_steps", 0) >= STEPS for path in recorded.glob("*.gradiometer")),
            "50 steps",
        )
        hands.press(window, *_START_OR_PAUSE)
        hands.see("2-trained")
        hands.press(window, "ctrl+e")
        dialog = hands.window("Export a plot")
        hands.press(dialog, "Tab", "p", "d", "f")
        hands.see("3-export")
        hands.press(dialog, "ctrl+Return")
        hands.wait(lambda: any(recorded.glob("*.pdf")), "PDF of a plot")
        [figure] = recorded.glob("*.pdf")
        hands.press(dialog, "Escape")
        check_file(figure)
        hands.press(window, "ctrl+shift+s")
        dialog = hands.window("Save the session as")
        hands.press(dialog, "ctrl+a")
        hands.type(str(saved))
        hands.see("4-save")
        hands.press(dialog, "Return")
        hands.wait(saved.is_file, "saved session")
        hands.window(saved.stem)
        hands.see("5-saved")
        hands.press(window, "ctrl+q")
        hands.end()
        check_steps(hands.command, saved, hands.folder, hands.environment)
        hands.start(str(saved))
        hands.window(saved.name)
        hands.see("6-opened")
        hands.ask_to_end()
        hands.end()
    finally:
        hands.close()


def _most_steps(hands: Hands, folder: Path) -> int:
    """Of the sessions in a folder, how many the longest one has."""
    return max((hands.told(path).get("num_steps", 0) for path in folder.glob("*.gradiometer")), default=0)
