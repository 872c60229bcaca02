"""What a library raised, in one line."""

from __future__ import annotations


def first_line(problem: BaseException) -> str:
    """The first line of its message, or its name: torch's messages go on for pages."""
    lines = str(problem).strip().splitlines()
    return lines[0].rstrip() if lines else type(problem).__name__
