"""Findings in words, and their order."""

from __future__ import annotations

import math

import pytest

from gradiometer_desktop.findings import wording
from recorded import some_finding

NAMES = ("hidden 1", "hidden 2", "hidden 3", "output")
THIN = "\u2009"


def test_severe_ones_that_hold_come_first_and_what_has_ended_last() -> None:
    findings = [
        some_finding(1, 9, has_ended=True),
        some_finding(2, 5, severity="warning"),
        some_finding(3, 8),
        some_finding(4, 2),
        some_finding(5, 1, severity="warning"),
        some_finding(6, 0, has_ended=True, severity="warning"),
    ]
    assert [each.number for each in wording.in_order(findings)] == [4, 3, 5, 2, 1, 6]
    assert wording.num_open(findings) == 4


def test_a_headline_names_the_symptom_and_its_layers() -> None:
    assert wording.headline(some_finding(layers=(0, 1, 2)), NAMES) == "Vanishing gradient in hidden 1 to 3"
    assert wording.headline(some_finding(layers=(), symptom="loss_flat"), NAMES) == "Flat loss"
    # Of another program, or of another network than it says.
    assert wording.headline(some_finding(layers=(0, 9), symptom="cold_feet"), NAMES) == "Cold feet in hidden 1"


def test_why_something_is_changed_names_the_finding() -> None:
    finding = some_finding(3, layers=(0,))
    assert wording.because(finding, NAMES) == "Vanishing gradient in hidden 1 (finding 3)"
    # The numbers of a judgement are no numbers of the record.
    assert wording.because(finding, NAMES, "AutoTrainer") == "Vanishing gradient in hidden 1 (by AutoTrainer)"


def test_since_when_and_how_sure() -> None:
    assert wording.when(some_finding(first_step=1200, checks=14, told_step=1300)) == (
        f"since step 1{THIN}200, told at 1{THIN}300, 14 checks agree"
    )
    assert wording.when(some_finding(first_step=3, checks=1)) == "since step 3, told at 5, 1 check"
    ended = some_finding(first_step=3, last_step=300, checks=20, has_ended=True)
    assert wording.when(ended) == "step 3 to 300, told at 5, 20 checks agreed"


@pytest.mark.parametrize(
    ("strength", "text"),
    [
        (1.0, "just beyond the limit"),
        (1.66, "1.7 x beyond the limit"),
        (1234.5, "1,234 x beyond the limit"),
        (3e12, "3e12 x beyond the limit"),
        (1e99, "beyond any limit"),
        (math.inf, "beyond any limit"),
        (math.nan, "beyond any limit"),
    ],
)
def test_strength_is_a_factor(strength: float, text: str) -> None:
    assert wording.strength(some_finding(strength=strength)) == text


def test_the_sentence_does_not_say_the_headline_again() -> None:
    finding = some_finding(layers=(0, 1), text="Vanishing gradient in hidden 1 and 2: the norm is 2e-9, below 1e-7")
    assert wording.sentence(finding, NAMES) == "The norm is 2e-9, below 1e-7"
    assert wording.sentence(some_finding(text="something else"), NAMES) == "Something else"


def test_the_rule_is_told_with_its_numbers_and_its_source() -> None:
    text = wording.rule(some_finding(rule="small", value=2.5e-9, limit=1e-7, source="a paper"), "AutoTrainer")
    assert text == ("Rule “small” of AutoTrainer: gradient norm of the weights 2.5e-09, limit 1e-07. Source: a paper")
    own = some_finding(rule="x", rule_set="/home/me/my rules.toml", source="", measure="tallness", value=math.nan)
    assert wording.rule(own, "") == "Rule “x” of My rules: tallness NaN, limit 1e-07."
    assert wording.meaning(own) == ""
    assert wording.meaning(some_finding()) == "gradient norm of the weights: |dC/dW_l| before clipping"
