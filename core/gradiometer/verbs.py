"""The first words that the command `gradiometer` understands; with none of them it is the window's business.

They stand apart from what they do, because a window that is to be opened needs to know no more of them.
"""

from __future__ import annotations

VERBS = (
    *("train", "resume", "undo", "fork", "grow", "script", "info", "export", "compare", "verify", "compact"),
    *("presets", "data", "lesson", "map", "doctor", "animate", "report", "open-figure", "tree", "desktop-entry"),
)
