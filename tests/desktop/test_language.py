"""A language is a file: texts of the window are looked up as they stand, those of the core by their patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer_desktop import language
from gradiometer_desktop.language import count_of, said, tr
from translated import make_language

_HOLE = re.compile(r"\{\d+\}")


def _backwards(text: str) -> str:
    """Marks around the text, its holes in the opposite order."""
    holes = _HOLE.findall(text)
    return "‹" + _HOLE.sub(lambda _: holes.pop(), text) + "›"


@pytest.fixture(scope="session")
def languages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one language, xx."""
    folder = tmp_path_factory.mktemp("languages")
    make_language(folder, "xx", _backwards)
    return folder


@pytest.fixture(autouse=True)
def _english_again(qapp: QApplication) -> Iterator[None]:
    yield
    for translator in language._installed:
        QCoreApplication.removeTranslator(translator)
    language._installed.clear()
    language._said.cache_clear()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def spoken(languages: Path, settings: QSettings, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test's language is spoken; its code."""
    monkeypatch.setattr(language, "user_folder", lambda: languages)
    monkeypatch.setenv(language.ENVIRONMENT, "xx")
    return language.use_chosen(settings)


def test_english_stands_in_the_code(qtbot: QtBot) -> None:
    assert tr("New session") == "New session"
    assert tr("step {step}", step=3) == "step 3"
    assert count_of("{n} change to come", "{n} changes to come", 1) == "1 change to come"
    assert count_of("{n} change to come", "{n} changes to come", 2) == "2 changes to come"
    assert said("{0} has no label") == "{0} has no label"


def test_texts_of_the_window_are_looked_up(spoken: str) -> None:
    assert spoken == "xx"
    assert tr("No session.") == "No session."  # not in the file, so English
    assert count_of("{n} change to come", "{n} changes to come", 1) == "‹1 changes to come›"
    assert count_of("{n} change to come", "{n} changes to come", 5) == "‹5 changes to come›"


def test_texts_of_the_core_are_found_by_their_patterns(spoken: str) -> None:
    assert said("delta norm (speed of learning)") == "‹delta norm (speed of learning)›"
    assert said("a.csv has no label") == "‹a.csv has no label›"
    assert said("a.csv is a damaged image: it is empty") == "‹‹it is empty› is a damaged image: a.csv›"
    assert said("") == ""
    assert said("nothing that is known") == "nothing that is known"


def test_sentences_of_a_text_are_told_one_by_one(spoken: str) -> None:
    first, second = "Nothing is clipped.", "There is no hidden layer to spare."
    assert said(f"{first}\n{second}") == f"‹{first}›\n‹{second}›"
    assert said("BatchNorm: gate") == "‹BatchNorm›: ‹gate›"
    assert said("all layers.") == "‹all layers›."


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=2, max_size=4), st.randoms())
def test_values_are_found_and_put_in_another_order(values: list[str], random: object) -> None:
    """Each literal piece has signs that no value has, as sentences have spaces."""
    pieces = [f" -piece {index}- {{{{" for index in range(len(values) + 1)]
    source = pieces[0] + "".join(f"{{{index}}}{piece}" for index, piece in enumerate(pieces[1:]))
    pattern = language._pattern(source)
    assert pattern is not None
    found = pattern.expression.fullmatch(source.format(*values))
    assert found is not None
    assert list(found.groups()) == values
    assert pattern.longest in source.format(*values)
    told = " then ".join(f"{{{index}}}" for index in reversed(range(len(values))))
    assert language._filled(told, source, found.groups(), {}) == " then ".join(reversed(values))


def test_braces_of_a_text_are_no_holes() -> None:
    pattern = language._pattern("a set {{0}} of {0} things")
    assert pattern is not None
    found = pattern.expression.fullmatch("a set {0} of 7 things")
    assert found is not None
    assert found.groups() == ("7",)
    assert language._pattern("a set of things") is None
    assert language._pattern("{0}: {1}") is None


def test_a_translation_that_asks_for_too_much_is_not_used() -> None:
    assert language._filled("{0} {7}", "{0} is empty", ("a.csv",), {}) == "a.csv is empty"
    assert language._filled("{stop}", "step {step}", (), {"step": 3}) == "step 3"
    assert language._filled("{", "step {step}", (), {"step": 3}) == "step 3"


def test_a_language_is_chosen(
    languages: Path, settings: QSettings, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(language, "user_folder", lambda: languages)
    monkeypatch.delenv(language.ENVIRONMENT, raising=False)
    assert next(iter(language.available())) == language.ENGLISH
    assert language.available()["xx"] == "xx"
    settings.setValue("language", "nowhere")
    assert language.use_chosen(settings) == language.ENGLISH
    settings.setValue("language", "xx_YY")
    assert language.use_chosen(settings) == "xx"
    monkeypatch.setenv(language.ENVIRONMENT, language.ENGLISH)
    assert language.use_chosen(settings) == language.ENGLISH
