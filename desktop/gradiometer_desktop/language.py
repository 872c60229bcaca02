"""Every text of the window in the person's language, which is a file.

English stands in the code. `tr` and `count_of` look a text of the window up in the chosen language, `said` a text that
the core has made, which is always English: files, logs, reports and the command line are the same whoever made them.
`packaging/dev.py translations` collects all texts into the file that translators begin with.

A language is chosen before any other module of the window is imported, so these may stand anywhere, also in constants.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from xml.etree import ElementTree

import platformdirs
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, QTranslator

CONTEXT = "gradiometer"
SYSTEM, ENGLISH = "system", "en"
ENVIRONMENT = "GRADIOMETER_LANGUAGE"
_STEM = "gradiometer_"
_TEMPLATE = "gradiometer.ts"
_HOLE = re.compile(r"(\{\{|\}\}|\{\d+\})")
# What holds less of its own would be found in everything.
_LEAST_LETTERS = 4
# What holds few is found around words and numbers alone, or it would part sentences that it is no part of.
_FEW_LETTERS = 8
# Between sentences, clauses and lines, each of which may be a text of its own.
_SEAMS = ("\n", ". ", "; ", " · ", ": ", ", ", " → ", " / ")

_installed: list[QTranslator] = []
_spoken = [ENGLISH]


def tr(text: str, /, **values: object) -> str:
    """A text of the window; what stands in braces is replaced as `str.format` does."""
    told = QCoreApplication.translate(CONTEXT, text) if _installed else text
    return _filled(told, text, (), values) if values else told


def count_of(one: str, many: str, number: int, /, **values: object) -> str:
    """A text with a number in it, `{n}`, of which a language may have more forms than two."""
    told = QCoreApplication.translate(CONTEXT, many, "", number) if _installed else many
    english = one if number == 1 else many
    return _filled(english if told == many else told, english, (), {"n": number, **values})


def said(text: str) -> str:
    """A text of the core: a title, a sentence about a session, an error.

    Where it is not one of its texts as a whole, what was put into it is found by the pattern of the text, else sentence
    by sentence; what is in no way known stays English.
    """
    return _said(text) if _installed and text else text


def recorded(text: str, /, **values: object) -> str:
    """A text of the window that goes into a session's file, which is English; `said` tells it where it is shown."""
    return text.format(**values)


def inside(title: str) -> str:
    """A title within a sentence, where English writes it small."""
    return title if _installed else title.lower()


def _filled(told: str, english: str, places: tuple[str, ...], values: dict[str, object]) -> str:
    try:
        return told.format(*places, **values)
    except (IndexError, KeyError, ValueError):
        # A person's own file may ask for what the text does not have.
        return english.format(*places, **values)


def available() -> dict[str, str]:
    """The languages that there are, as code -> name in that language; English first."""
    names = {ENGLISH: "English"}
    for folder in _folders():
        for path in sorted(folder.glob(f"{_STEM}*.qm")):
            code = path.stem.removeprefix(_STEM)
            names[code] = QLocale(code).nativeLanguageName().capitalize() or code
    return names


def user_folder() -> Path:
    """Where a person's own languages lie, as `gradiometer_XX.qm`."""
    return Path(platformdirs.user_config_dir("Gradiometer", appauthor=False)) / "languages"


def use_chosen(settings: QSettings) -> str:
    """Speak the language that the environment, the person or the system says; returns its code."""
    wish = os.environ.get(ENVIRONMENT) or str(settings.value("language", SYSTEM))
    wishes = [wish] if wish != SYSTEM else [name.replace("-", "_") for name in QLocale.system().uiLanguages()]
    for name in wishes:
        for code in (name, name.partition("_")[0]):
            if code == ENGLISH or _install(code):
                _spoken[:] = [code]
                return code
    return ENGLISH


def spoken() -> str:
    """The code of the language that was chosen."""
    return _spoken[0]


def _install(code: str) -> bool:
    for folder in _folders():
        translator, path = QTranslator(), folder / f"{_STEM}{code}.qm"
        # Qt would try shorter names, too.
        if path.is_file() and translator.load(str(path)):
            # Qt's own words, those of its buttons, come first, so that ours win.
            buttons = QTranslator()
            if buttons.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                _speak(buttons)
            _speak(translator)
            return True
    return False


def _speak(translator: QTranslator) -> None:
    QCoreApplication.installTranslator(translator)
    _installed.append(translator)


def _folders() -> Iterator[Path]:
    yield user_folder()
    with as_file(files("gradiometer_resources") / "languages") as folder:
        yield folder


# --- texts of the core


@dataclass(frozen=True)
class _Pattern:
    source: str
    written: str
    num_letters: int
    longest: str
    """Its longest piece between holes: what lacks it need not be compared."""

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """Made when it is wanted: of hundreds a session shows some dozens."""
        return re.compile(self.written, re.DOTALL)


@lru_cache(maxsize=4096)
def _said(text: str) -> str:
    told = _whole(text)
    if told is not None:
        return told
    small = text[0].lower() + text[1:]
    told = _whole(small) if small != text else None
    if told is not None:
        return told[:1].upper() + told[1:]
    for seam in _SEAMS:
        first, between, rest = text.partition(seam)
        if rest:
            return said(first) + between + said(rest)
    bare = text.rstrip(".:")
    return _said(bare) + text[len(bare) :] if bare and bare != text else text


def _whole(text: str) -> str | None:
    """What is no list of texts; None where it is not known."""
    told = QCoreApplication.translate(CONTEXT, text)
    if told != text:
        return told
    for pattern in _patterns():
        found = pattern.expression.fullmatch(text) if pattern.longest in text else None
        if found is None:
            continue
        told = QCoreApplication.translate(CONTEXT, pattern.source)
        if told != pattern.source:
            places = tuple(said(part) for part in found.groups())
            return _filled(told, pattern.source, places, {})
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Pattern, ...]:
    """Those of all texts with holes, the one that says most first."""
    root = ElementTree.fromstring((files("gradiometer_resources") / "languages" / _TEMPLATE).read_text("utf-8"))
    made = (_pattern(node.text or "") for node in root.iterfind("context/message/source"))
    known = [pattern for pattern in made if pattern is not None]
    return tuple(sorted(known, key=lambda pattern: -pattern.num_letters))


def _pattern(source: str) -> _Pattern | None:
    """What finds the values of a text with holes; None where it has none, or too few letters of its own."""
    literals: list[str] = [""]
    parts: list[str | None] = []
    for piece in _HOLE.split(source):
        if piece in ("{{", "}}"):
            piece = piece[0]
        elif piece.startswith("{"):
            # The holes are numbered as they come, so what a pattern finds stands in their order.
            parts.append(None)
            literals.append("")
            continue
        parts.append(re.escape(piece))
        literals[-1] += piece
    num_letters = sum(letter.isalpha() for literal in literals for letter in literal)
    if len(literals) == 1 or num_letters < _LEAST_LETTERS:
        return None
    hole = "(.*?)" if num_letters >= _FEW_LETTERS else r"(\S+?)"
    written = "".join(hole if part is None else part for part in parts)
    return _Pattern(source, written, num_letters, max(literals, key=len))
