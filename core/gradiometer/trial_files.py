"""Where the forks of a session are kept: in a folder beside it."""

from __future__ import annotations

import re
from pathlib import Path

from gradiometer.session_format import SUFFIX

TRIALS_SUFFIX = ".trials"
"""How the folder's name ends; it begins as the session's does."""
_LONGEST = 40


def trials_folder(path: Path) -> Path:
    """Where the forks of a session are kept."""
    return path.with_name(f"{path.stem}{TRIALS_SUFFIX}")


def branch_paths(path: Path, labels: list[str]) -> list[Path]:
    """A new file for each fork of a session: `digits.trials/2-relu-he.gradiometer`, numbered by trial."""
    folder = trials_folder(path)
    taken = [int(found[1]) for each in folder.glob(f"*{SUFFIX}") if (found := re.match(r"(\d+)-", each.name))]
    number = max(taken, default=0) + 1
    names: list[str] = []
    for label in labels:
        plain = re.sub(r"[^\w.]+", "-", label.lower()).strip("-.")[:_LONGEST] or "branch"
        while plain in names:
            plain += "-"
        names.append(plain)
    return [folder / f"{number}-{name}{SUFFIX}" for name in names]
