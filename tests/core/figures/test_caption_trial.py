"""What the caption of a trial says, word by word where it is its own."""

import dataclasses

import pytest

from gradiometer.figures.caption_trial import arm_sentences, trial_head
from gradiometer.figures.captions import caption, picture
from gradiometer.session_file import load_session
from tried import SAME, failed_arm, tried, tried_arm, write_tried


def test_it_has_the_sentences_and_the_null_fork(tmp_path):
    arm = tried_arm(ratios=(4.0, 4.25, 3.75), losses=(-0.5, -0.375, -0.625))
    path = write_tried(tmp_path / "a.gradiometer", tried(arm, finding="Vanishing  gradient.\n"))
    with load_session(path) as session:
        text = caption(session, "trial")
    # Student's t of two degrees of freedom over the root of three, times the deviations 0.25 and 0.125.
    half = 4.303 / 3**0.5
    assert text == (
        "Trial 1, forked before step 10: 20 steps in 3 orders of the examples, to cure: Vanishing gradient. "
        f"ReLU + He raised the first layer's gradient norm by 4 decades [{4 - 0.25 * half:.2g}, {4 + 0.25 * half:.2g}] "
        f"and lowered the loss by 0.5 ± {0.125 * half:.2g} after 20 steps, in 3 of 3 seeds; null fork 0. "
        "The null fork, a branch with no change, coincides with the control bit for bit in 60 measured steps and in "
        "all weights, moments and random states at the end: every difference below is the change's."
    )
    assert "panels" in picture("trial")


def test_the_chosen_one(tmp_path):
    path = write_tried(tmp_path / "a.gradiometer", tried(tried_arm("old")), tried(tried_arm("new"), number=2))
    with load_session(path) as session:
        assert caption(session, "trial").startswith("Trial 2, ")
        assert "old raised" in caption(session, "trial", trial=1)


@pytest.mark.parametrize(
    ("num_steps", "said"), [(0, "no steps are recorded"), (3, "no trial was made of this session")]
)
def test_without_a_trial(tmp_path, num_steps, said):
    with load_session(write_tried(tmp_path / "a.gradiometer", num_steps=num_steps)) as session:
        assert caption(session, "trial") == f"Trial of changes on forks: {said}."


def test_each_sentence_is_a_line_with_a_full_stop():
    trial = tried(failed_arm("two\nlines"), tried_arm("other"), null=SAME)
    first, second = arm_sentences(trial)
    assert first == "two lines failed: its loss is NaN."
    assert second.startswith("other raised")
    assert second.endswith("seeds; null fork 0.")
    assert trial_head(dataclasses.replace(trial, seeds=(1,))).endswith("20 steps in one order of the examples")
