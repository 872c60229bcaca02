"""Sentences below controls: hidden while there are none, and no wider than their room."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop.sentence import Sentence


def test_it_is_there_while_there_is_one(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    sentence = Sentence("warning")
    QVBoxLayout(window).addWidget(sentence)
    window.show()
    assert not sentence.isVisible()
    sentence.say("a <b> of a sentence")
    assert sentence.isVisible()
    assert sentence.text() == sentence.sentence == "a <b> of a sentence"
    sentence.say("")
    assert not sentence.isVisible()


def test_a_long_path_goes_over_several_lines(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    sentence = Sentence("note")
    QVBoxLayout(window).addWidget(sentence)
    window.resize(300, 200)
    window.show()
    path = "/home" + "/a_long_name_of_a_folder" * 12 + "/figure.png"
    sentence.say(path)
    assert sentence.sentence == path
    window.adjustSize()
    window.resize(300, 200)
    assert window.width() == 300
    assert sentence.heightForWidth(280) > 4 * sentence.fontMetrics().lineSpacing()
