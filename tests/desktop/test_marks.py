"""What a person may jump to."""

from __future__ import annotations

import dataclasses

from gradiometer.history import History
from gradiometer.reports import Event, Intervention, Note
from gradiometer.settings import Reinitialize, Settings
from gradiometer_desktop.marks import CHANGE, FINDING, NOTE, Mark, marks_of
from recorded import some_finding
from shared import SMALL

SIGMOID = Settings()
RELU = dataclasses.replace(SIGMOID, activation="relu")


def test_a_session_without_any() -> None:
    assert marks_of(History.live(SMALL)) == []


def test_all_of_a_kind_at_a_step_are_one_in_the_order_of_the_steps() -> None:
    history = History.live(SMALL)
    history.append(
        [
            Event(0, "not_measured", "not measured: no reason"),
            Intervention(30, RELU, SIGMOID, RELU, ""),
            Intervention(30, Reinitialize(scheme="he"), RELU, RELU, ""),
            Event(20, "non_finite", "NaN or Inf first appeared in the loss at step 20"),
            Event(30, "clipped_away", "gone"),
            Event(40, "stored", "there"),
            Note(30, "a note"),
            Note(5, "a note\n of  more words than a label has room for"),
        ]
    )
    assert marks_of(history) == [
        Mark(5, NOTE, "a note of more words…", "a note of more words than a label has room for"),
        Mark(20, FINDING, "", "NaN or Inf first appeared in the loss at step 20"),
        Mark(30, CHANGE, "ReLU · re-init He", "Activation: Sigmoid → ReLU · Re-initialization: He, all layers"),
        Mark(30, FINDING, "", "gone"),
        Mark(30, NOTE, "a note", "a note"),
    ]


def test_a_mark_says_what_a_change_shall_cure() -> None:
    history = History.live(SMALL)
    history.append([Intervention(30, RELU, SIGMOID, RELU, "", "Flat loss (finding 1)")])
    assert marks_of(history) == [
        Mark(30, CHANGE, "ReLU", "Activation: Sigmoid → ReLU (because: Flat loss (finding 1))")
    ]


def test_severe_findings_stand_where_they_began() -> None:
    """Once each, however often they are told; warnings are in the list alone."""
    history = History.live(SMALL)
    ill = some_finding(1, 20, text="Vanishing gradient in hidden 1:\nfar too small")
    history.append(
        [
            ill,
            some_finding(2, 10, severity="warning"),
            Event(20, "clipped_away", "gone"),
            dataclasses.replace(ill, last_step=90, has_ended=True),
            some_finding(3, 40, symptom="a_new_one", text="new"),
        ]
    )
    assert marks_of(history) == [
        Mark(20, FINDING, "Vanishing gradient", "gone · Vanishing gradient in hidden 1: far too small"),
        Mark(40, FINDING, "A new one", "new"),
    ]


def test_findings_of_one_name_at_one_step_are_named_once() -> None:
    history = History.live(SMALL)
    history.append([some_finding(1, 7, text="one"), some_finding(2, 7, text="two")])
    assert marks_of(history) == [Mark(7, FINDING, "Vanishing gradient", "one · two")]


def test_a_long_word_is_cut() -> None:
    history = History.live(SMALL)
    history.append([Note(1, "x" * 40), Note(2, "y" * 24), Note(3, "z" * 23 + " more")])
    assert [mark.label for mark in marks_of(history)] == ["x" * 24 + "…", "y" * 24, "z" * 23 + "…"]
