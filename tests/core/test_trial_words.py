"""What a trial has shown, in sentences."""

import dataclasses
import math

import pytest

from gradiometer.trial import OWN_ORDER, Arm, Interval, NullFork, Trial
from gradiometer.trial_words import decades, difference, finding_in_words, null_sentence, sentence

SAME = NullFork(coincides=True, first=-1, num_steps=200, ratio=0.0, loss=0.0)
DRIFTS = NullFork(coincides=False, first=1207, num_steps=200, ratio=0.0321, loss=0.00123)


def told(ratios: tuple = (), losses: tuple = (), null: NullFork | None = None, **others: object) -> str:
    arm = Arm(label="ReLU + He", role="branch", changes="", ratios=ratios, losses=losses, **others)
    return sentence(made_trial(arm, null=null), arm)


def made_trial(arm: Arm, **others: object) -> Trial:
    num_seeds = len(arm.ratios) + len(arm.errors)
    values = {"device": "CPU", "losses": (2.0,) * num_seeds, "seeds": tuple(range(OWN_ORDER, num_seeds - 1))}
    return Trial(number=1, step=1000, steps=200, arms=(arm,), **values | others)


def test_of_several_seeds_with_their_intervals():
    # Means 4.1 and -0.41; 2.776 s / sqrt(5) is 0.196 and 0.0196.
    ratios, losses = (3.9, 4.0, 4.1, 4.2, 4.3), (-0.43, -0.42, -0.41, -0.40, -0.39)
    assert told(ratios, losses, SAME) == (
        "ReLU + He raised the first layer's gradient norm by 4.1 decades [3.9, 4.3] and lowered the loss by "
        "0.41 ± 0.02 after 200 steps, in 5 of 5 seeds; null fork 0."
    )
    turned = told(tuple(-each for each in ratios), tuple(-each for each in losses))
    assert turned == (
        "ReLU + He lowered the first layer's gradient norm by 4.1 decades [3.9, 4.3] and raised the loss by "
        "0.41 ± 0.02 after 200 steps, in 5 of 5 seeds."
    )


def test_what_does_not_pass_the_drift_of_the_null_fork_is_no_claim():
    told_of = told((0.03,), (-0.001,), DRIFTS)
    assert told_of.startswith(
        "ReLU + He changed the first layer's gradient norm by no more than a fork with no change does (+0.03 decades) "
        "and changed the loss by no more than a fork with no change does (-0.001) after 200 steps"
    )
    # Where it coincides there is no such noise.
    assert told((0.03,), (-0.001,), SAME).startswith("ReLU + He raised the first layer's gradient norm by 0.03 decades")


def test_of_one_seed_with_no_interval():
    assert told((2.5,), (-0.25,), DRIFTS) == (
        "ReLU + He raised the first layer's gradient norm by 2.5 decades and lowered the loss by 0.25 after 200 steps, "
        "in one order of the examples, so with no interval; null fork drifts by up to 0.032 decades and 0.0012 in the "
        "loss."
    )


@pytest.mark.parametrize(
    ("ratios", "losses", "parts"),
    [
        ((math.nan, 1.0), (1.0, math.inf), ("left the first layer's gradient norm without a number", "not finite")),
        ((math.inf,), (-0.5,), ("raised the first layer's gradient norm from 0", "lowered the loss by 0.5")),
        ((-math.inf,), (0.0,), ("brought the first layer's gradient norm down to 0", "left the loss as it was")),
        ((0.0, 0.0), (0.0, 0.0), ("left the first layer's gradient norm as it was", "left the loss as it was")),
        # t of one degree of freedom is 12.706: 0.1 +- 0.2 x 12.706 / 2, and 0.01 +- 0.254.
        (
            (0.0, 0.2),
            (-0.01, 0.03),
            (
                "changed the first layer's gradient norm by no more than chance (+0.10 decades [-1.17, 1.37])",
                "changed the loss by no more than chance (+0.01 ± 0.25)",
            ),
        ),
        ((1.7e308, 1.7e308), (1.0, 1.0), ("without a number", "raised the loss by 1 ± 0")),
    ],
)
def test_of_what_is_no_number_or_chance(ratios, losses, parts):
    text = told(ratios, losses)
    for part in parts:
        assert part in text


def test_seeds_cannot_agree_with_no_number():
    assert told((1.0, math.nan), (1.0, 1.0)).endswith(" after 200 steps, over 2 seeds.")
    assert told((1.0, 1.0), (math.nan, 1.0)).endswith(" after 200 steps, over 2 seeds.")
    assert told((1.0, -3.0), (1.0, 1.0)).endswith(" after 200 steps, in 1 of 2 seeds.")


def test_of_branches_that_failed():
    assert told(errors=("its loss is NaN", "no memory")) == "ReLU + He failed: its loss is NaN"
    assert told((1.0, 1.0), (-1.0, -1.0), errors=("it broke",)) == (
        "ReLU + He raised the first layer's gradient norm by 1 decades [1, 1] and lowered the loss by 1 ± 0 after 200 "
        "steps, in 2 of 2 seeds; it failed in 1 seed."
    )


def test_of_the_null_fork():
    arm = Arm(label="a", role="branch", changes="")
    assert null_sentence(made_trial(arm)) == ""
    same = null_sentence(made_trial(arm, null=SAME))
    assert same.startswith(
        "The null fork, a branch with no change, coincides with the control bit for bit in 200 measured"
    )
    drifts = null_sentence(made_trial(arm, null=DRIFTS, device="a graphics card"))
    assert "drifts from the control by up to 0.032 decades in a norm and 0.0012 in the loss over 200 measured" in drifts
    assert drifts.endswith("what does not pass that is noise.")
    must_not = null_sentence(made_trial(arm, null=DRIFTS))
    assert "differs from the control from step 1,207 on, which must not be on a processor" in must_not
    assert must_not.endswith("no claim of this trial can be trusted.")


def test_of_the_finding():
    arm = Arm(label="a", role="branch", changes="", ratios=(1.0,) * 5, losses=(1.0,) * 5)
    assert finding_in_words(made_trial(arm), arm) == ""
    for holds, control, words in (
        ((False,) * 5, (True,) * 5, "gone in 5 of 5 seeds"),
        ((False, True, True), (True, False, False), "gone in 1 of 3 seeds; in the control too in 2"),
        ((False,), (True,), "gone"),
        ((True,), (True,), "still there"),
        ((True,), (False,), "still there; in the control too in 1"),
    ):
        held = dataclasses.replace(arm, holds=holds)
        assert finding_in_words(made_trial(held, control_holds=control), held) == words


@pytest.mark.parametrize(
    ("value", "as_decades", "as_difference"),
    [
        (Interval(4.1, 3.9, 4.3), "+4.10 [3.90, 4.30]", "+4.1 ± 0.2"),
        (Interval(-0.4, math.nan, math.nan), "-0.40", "-0.4"),
        (Interval(math.inf, math.nan, math.nan), "from 0", "–"),
        (Interval(-math.inf, math.nan, math.nan), "to 0", "–"),
        (Interval(math.nan, math.nan, math.nan), "–", "–"),
    ],
)
def test_values_for_tables(value, as_decades, as_difference):
    assert decades(value) == as_decades
    assert difference(value) == as_difference
