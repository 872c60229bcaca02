"""Real keys and clicks, sent to a real program on a virtual screen."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dev import CannotGoOn

MOST_S = 180
"""However slow the machine is, nothing takes longer."""
_SETTLE_S = 0.8
"""Until what a key has begun stands on the screen, as far as a picture of it matters."""


class Hands:
    """A person at the program: sees its windows, presses keys, clicks with the mouse."""

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str], pictures: Path | None
    ) -> None:
        self.command = command
        self.folder = folder
        self.environment = environment
        self._pictures = pictures
        self._process: subprocess.Popen[bytes] | None = None
        self._said = folder / "said.txt"

    def start(self, *words: str) -> None:
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [*self.command, *words], cwd=self.folder, env=self.environment, stdout=said, stderr=said
            )

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Until it holds. what: is waited for, for the sentence that says it did not come."""
        assert self._process is not None
        until = time.monotonic() + MOST_S
        while not holds():
            if self._process.poll() is not None:
                raise CannotGoOn(f"the program ended with {self._process.returncode}, before {what}: {self.said()}")
            if time.monotonic() > until:
                self.see("stuck")
                raise CannotGoOn(f"after {MOST_S} s there is no {what}: {self.said()}")
            time.sleep(0.2)

    def xdotool(self, *words: str) -> str:
        result = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False)
        return result.stdout.strip()

    def window(self, title: str) -> str:
        """The number of the window with such a title, once it is there. title: a regular expression."""
        found: list[str] = []

        def look() -> bool:
            found[:] = self.xdotool("search", "--onlyvisible", "--name", title).split()
            return bool(found)

        self.wait(look, f"window called {title}")
        return found[0]

    def wait_for_end_of(self, title: str) -> None:
        """Until no window has such a title any more."""
        self.wait(
            lambda: not self.xdotool("search", "--onlyvisible", "--name", title), f"end of the window called {title}"
        )

    def press(self, window: str, *keys: str) -> None:
        # There is no window manager that would do it.
        self.xdotool("windowfocus", "--sync", window)
        self.xdotool("key", "--delay", "60", *keys)

    def click(self, x: int, y: int) -> None:
        """With the left button, at a place of the screen."""
        self.xdotool("mousemove", "--sync", str(x), str(y), "click", "1")

    def type(self, words: str) -> None:
        """Letter by letter, to what has the focus."""
        self.xdotool("type", "--delay", "20", words)

    def told(self, session: Path) -> dict[str, Any]:
        """What the program says of a session's file; nothing while it cannot be read yet."""
        command = [*self.command, "info", str(session), "--json"]
        result = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        found: dict[str, Any] = json.loads(result.stdout) if result.returncode == 0 else {}
        return found

    def see(self, name: str) -> None:
        """Keep what the screen shows."""
        if self._pictures is not None:
            time.sleep(_SETTLE_S)
            self._pictures.mkdir(parents=True, exist_ok=True)
            command = ["import", "-window", "root", str(self._pictures / f"{name}.png")]
            subprocess.run(command, env=self.environment, check=False)

    def said(self) -> str:
        return self._said.read_text(errors="replace").strip()[-2000:]

    def ask_to_end(self) -> None:
        """As the end of a desktop's session does; the window closes as by its cross."""
        assert self._process is not None
        self._process.terminate()

    def end(self) -> None:
        """The program has been asked to end. Raises CannotGoOn unless it does so in silence, with 0."""
        assert self._process is not None
        code = self._process.wait(MOST_S)
        if code or self.said():
            raise CannotGoOn(f"the window ended with {code}, and said: {self.said() or 'nothing'}")

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
