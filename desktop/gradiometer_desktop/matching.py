"""How well what a person types fits a text: words, their beginnings, or letters in their order."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
# What a word of the person's is worth where it is found: as a whole word, at the beginning of one, inside one.
_WHOLE, _BEGINNING, _INSIDE = 12.0, 9.0, 5.0
# Where its letters stand apart: at best, and at least for each letter.
_APART, _LEAST_SHARE = 4.0, 0.34
_EXACT = 3.0
# Of a text that is not the title itself.
_BESIDE = 0.4


def folded(text: str) -> str:
    """In small letters, without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def rank(wanted: str, title: str, beside: str = "") -> float | None:
    """How well a text fits, the more the better; None where a word of `wanted` is found nowhere.

    beside: what else belongs to it, such as the menu that it stands in, and counts less. All three are folded.
    """
    total = 0.0
    for word in wanted.split():
        found = max(_worth(word, title), _BESIDE * _worth(word, beside))
        if found == 0.0:
            return None
        total += found
    # Of two that fit alike the shorter one says less that was not asked for.
    return total + (_EXACT if wanted.strip() == title else 0.0) - len(title) / 100


def _worth(word: str, text: str) -> float:
    """Of one word of the person's; 0 where its letters are not all there."""
    best = 0.0
    for index, found in enumerate(_WORD.finditer(text)):
        other = found.group()
        # The first word of a title says what is done.
        first = 0.5 if index == 0 else 0.0
        if other == word:
            return _WHOLE + first
        if other.startswith(word):
            best = max(best, _BEGINNING + first)
    if best or not word:
        return best
    return _INSIDE if word in text else _letters(word, text)


def _letters(word: str, text: str) -> float:
    """Of letters that stand in the text in their order; the closer together, and the more at beginnings, the better."""
    place, runs, at_beginnings = -1, 1, 0
    for letter in word:
        after = text.find(letter, place + 1)
        if after < 0:
            return 0.0
        begins = after == 0 or not text[after - 1].isalnum()
        runs += place >= 0 and after != place + 1
        at_beginnings += begins
        place = after
    share = max((len(word) - runs + 1) / len(word), at_beginnings / len(word))
    # Letters strewn over the whole text are no find.
    return _APART * share if share > _LEAST_SHARE else 0.0
