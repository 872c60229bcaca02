"""Answers of a person whom a dialog asks for a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gradiometer_desktop import dialogs


def answer(monkeypatch: pytest.MonkeyPatch, name: str, given: Path | list[Path] | None) -> list[tuple[str, ...]]:
    """Let `dialogs.ask_open`, `ask_several`, `ask_folder` or `ask_save` be answered at once, None: with Cancel.

    Returns what is asked from then on: title, folder or suggestion, and filters.
    """
    asked: list[tuple[str, ...]] = []

    def ask(
        _parent: Any, *words: Any, complete: Callable[[Path], Path] = lambda path: path, otherwise: Any = None
    ) -> None:
        *about, then = words
        asked.append(tuple(map(str, about)))
        if given is not None:
            then(complete(given) if isinstance(given, Path) else given)
        elif otherwise is not None:
            otherwise()

    monkeypatch.setattr(dialogs, name, ask)
    return asked
