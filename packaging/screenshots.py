"""Takes all pictures of README and of the manual anew: real windows, real networks, on a virtual screen of its own.

Each scene (screenshots_scenes.py) is a process of its own, so that none depends on what another one has left. The
sessions that they show are trained into one folder, with fixed seeds, and are gone when it ends.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_display import virtual_screen
from dev import FOR_A_VIRTUAL_SCREEN, FOR_READING_EXPORTS, prepare_system
from screenshots_scenes import SCENES

_HERE = Path(__file__).parent
_SCREEN = "1280x800x24"
_MOST_S = 300


def main() -> int:
    """Take them, and say how long each scene took; 1 where one could not be taken."""
    parser = argparse.ArgumentParser(prog="dev.py screenshots", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", action="append", choices=SCENES, metavar="NAME", help=", ".join(SCENES))
    wanted = parser.parse_args().only or list(SCENES)
    if prepare_system([*FOR_A_VIRTUAL_SCREEN, *FOR_READING_EXPORTS]):
        return 1
    # Whoever ends it ends its screen too.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    begun, failed = time.monotonic(), []
    try:
        with tempfile.TemporaryDirectory(prefix="gradiometer-") as home, virtual_screen(_SCREEN) as screen:
            environment = _environment(Path(home), screen)
            for name in wanted:
                if not _take(name, environment):
                    failed.append(name)
    except (RuntimeError, FileNotFoundError) as error:
        print(f"gradiometer: {error}", flush=True)
        return 1
    print(f"gradiometer: {len(wanted) - len(failed)} scenes in {time.monotonic() - begun:.0f} s", flush=True)
    if failed:
        print(f"gradiometer: could not be taken: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def _environment(home: Path, screen: str) -> dict[str, str]:
    """Of a person who has never started the program: nothing of the one who runs this is on the pictures."""
    for name in ("Documents", "config", "cache", "data", "state"):
        (home / name).mkdir()
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GRADIOMETER_", "QT_"))},
        "PYTHONPATH": os.pathsep.join(str(_HERE.parent / room) for room in ("core", "desktop", "resources")),
        "HOME": str(home),
        "XDG_DOCUMENTS_DIR": str(home / "Documents"),
        **{f"XDG_{name.upper()}_HOME": str(home / name) for name in ("config", "cache", "data", "state")},
        "DISPLAY": screen,
        "QT_QPA_PLATFORM": "xcb",
        "LC_ALL": "C.UTF-8",
        # Threads that wait for each other on a busy machine take minutes for what takes a second.
        "OMP_NUM_THREADS": "1",
    }


def _take(name: str, environment: dict[str, str]) -> bool:
    begun = time.monotonic()
    command = [sys.executable, str(_HERE / "screenshots_scenes.py"), name]
    try:
        code = subprocess.run(command, env=environment, timeout=_MOST_S, check=False).returncode
    except subprocess.TimeoutExpired:
        print(f"gradiometer: {name} took more than {_MOST_S} s", flush=True)
        code = 1
    print(f"gradiometer: {name} {'taken' if code == 0 else 'failed'} in {time.monotonic() - begun:.0f} s", flush=True)
    return code == 0


if __name__ == "__main__":
    sys.exit(main())
