"""A new person's first quarter of an hour, by real clicks and keys: a tour, a network that starves, its cure, a report.

On a screen of 1280 x 800 points the window fills all of it, so a place on the screen is a place in the window. What
came of it is read off the files that the program has written, never off its inside.
"""

from __future__ import annotations

from pathlib import Path

from dev import CannotGoOn
from hands import Hands

SCREEN = "1280x800x24"
# Where things stand in a window of that size, with the layout of the first start.
_DOOR_NEW, _START, _DISMISS, _ACTIVATION, _SECOND_LAYER = (640, 110), (45, 45), (1225, 92), (185, 176), (431, 230)
_STARVING, _CURED = 400, 400


def walk_through(hands: Hands) -> None:
    """Raises CannotGoOn with what did not come about."""
    folder = Path(hands.environment["HOME"]) / "Documents" / "Gradiometer"
    try:
        hands.start()
        # The session that is ready behind the start page.
        window = hands.window("digits")
        hands.see("a-start")
        _take_the_tour(hands, window)
        session = _train(hands, window, folder)
        _cure(hands, session)
        _take_away(hands, window, folder)
        _look_around(hands, window)
        hands.press(window, "ctrl+q")
        hands.end()
        told = hands.told(session)
        if not told.get("ended"):
            raise CannotGoOn(f"{session} was not closed: {told}")
    finally:
        hands.close()


def _take_the_tour(hands: Hands, window: str) -> None:
    """By the palette, then step by step to its end."""
    _choose(hands, window, "take the tour")
    for number in range(6):
        hands.see(f"b-tour-{number + 1}")
        hands.press(window, "Return")


def _train(hands: Hands, window: str, folder: Path) -> Path:
    """A new session by the second door of the start page; returns its file, which holds a vanishing gradient."""
    hands.press(window, "ctrl+b")
    hands.click(*_DOOR_NEW)
    dialog = hands.window("New session")
    hands.see("c-new-session")
    hands.press(dialog, "Return")
    hands.wait_for_end_of("New session")
    before = set(folder.glob("*.gradiometer"))
    hands.click(*_START)
    hands.wait(lambda: bool(set(folder.glob("*.gradiometer")) - before), "session that records itself")
    (session,) = set(folder.glob("*.gradiometer")) - before
    hands.wait(lambda: hands.told(session).get("num_steps", 0) >= _STARVING, f"{_STARVING} steps")
    hands.wait(
        lambda: "vanish" in str(hands.told(session).get("findings")).lower(), "vanishing gradient among the findings"
    )
    hands.see("d-starving")
    return session


def _cure(hands: Hands, session: Path) -> None:
    """Sigmoid becomes ReLU while it trains."""
    steps = hands.told(session)["num_steps"]
    hands.click(*_DISMISS)
    hands.click(*_ACTIVATION)
    hands.see("e-activation")
    hands.type("r")
    hands.xdotool("key", "Return")
    hands.wait(lambda: bool(hands.told(session).get("interventions")), "change in the session's file")
    settings = hands.told(session)["settings_now"]
    if settings["activation"] != "relu":
        raise CannotGoOn(f"the activation is {settings['activation']}, not relu")
    hands.wait(lambda: hands.told(session).get("num_steps", 0) >= steps + _CURED, "steps after the cure")
    hands.click(*_SECOND_LAYER)
    hands.see("f-cured")


def _take_away(hands: Hands, window: str, folder: Path) -> None:
    """A figure as PDF and a report."""
    _choose(hands, window, "export a plot")
    dialog = hands.window("Export a plot")
    hands.press(dialog, "Tab", "p", "d", "f")
    hands.see("g-export")
    hands.press(dialog, "ctrl+Return")
    hands.wait(lambda: any(folder.glob("*.pdf")), "PDF of a plot")
    hands.press(dialog, "Escape")
    hands.press(window, "ctrl+r")
    dialog = hands.window("Report")
    hands.see("h-report")
    hands.press(dialog, "Return")
    hands.wait(lambda: any(folder.glob("*.html")), "report")
    hands.press(dialog, "Escape")


def _look_around(hands: Hands, window: str) -> None:
    """The manual, the shortcuts, the settings, and the window in dark."""
    for key, title, name in (("F1", "Manual", "i-manual"), ("ctrl+slash", "Keyboard", "j-shortcuts")):
        hands.press(window, key)
        other = hands.window(title)
        hands.see(name)
        hands.press(other, "Escape")
    hands.press(window, "ctrl+comma")
    settings = hands.window("Settings")
    hands.see("k-settings")
    hands.press(settings, "Escape")
    _choose(hands, window, "theme dark")
    hands.see("l-dark")


def _choose(hands: Hands, window: str, words: str) -> None:
    """By the palette of commands."""
    hands.press(window, "ctrl+k")
    hands.type(words)
    hands.xdotool("key", "Return")
