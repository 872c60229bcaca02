"""Which installed fonts have the letters of a figure. Importing this module does not import matplotlib."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Pictures in colours, which no vector format takes from a font file, and a box for every letter.
_UNFIT = ("emoji", "last resort")


@dataclass(frozen=True, slots=True)
class Found:
    """families: besides those asked, that have the letters those lack; missing: letters that no font has."""

    families: tuple[str, ...]
    missing: frozenset[str]


def letters_of(figure: Figure) -> frozenset[str]:
    """All letters that a figure writes."""
    from matplotlib.text import Text

    texts = [text.get_text() for text in figure.findobj(Text)]
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            # Names at ticks become texts only when drawn.
            texts += [str(label) for label in getattr(axis.get_major_formatter(), "seq", ())]
    return frozenset("".join(texts)) - frozenset(" \n\t")


def families_with(letters: Collection[str], families: Sequence[str]) -> Found:
    """The fewest further families, about, that have what these lack."""
    from matplotlib import font_manager

    missing = {ord(letter) for letter in letters}
    for family in families:
        missing -= _codes(font_manager.findfont(family))
    chosen: list[str] = []
    # Most figures are through here; else fonts are opened one after the other.
    if missing:
        paths = {each.fname: each.name for each in font_manager.fontManager.ttflist if _is_fit(each)}
        while missing:
            best = max(paths, key=lambda path: len(missing & _codes(path)), default="")
            if not best or not missing & _codes(best):
                break
            missing -= _codes(best)
            chosen.append(paths[best])
    return Found(tuple(chosen), frozenset(map(chr, missing)))


def _is_fit(entry: object) -> bool:
    name, style, weight = (getattr(entry, key) for key in ("name", "style", "weight"))
    return (
        style == "normal" and weight in (400, "normal", "regular") and not any(word in name.lower() for word in _UNFIT)
    )


@lru_cache(maxsize=4096)
def _codes(path: str) -> frozenset[int]:
    """The code points that a font file has letters for; none where it cannot be read."""
    from matplotlib.ft2font import FT2Font

    try:
        return frozenset(FT2Font(path).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()
