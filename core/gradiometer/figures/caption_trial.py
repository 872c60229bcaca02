"""What the figure of a trial says in numbers: the sentences of trial_words."""

from __future__ import annotations

from gradiometer.exports import find_trial
from gradiometer.figures.caption_parts import Asked, nothing_recorded
from gradiometer.figures.trial import NO_TRIAL, head_of
from gradiometer.session_file import Session
from gradiometer.trial import Trial
from gradiometer.trial_words import null_sentence, sentence

_SUBJECT = "Trial of changes on forks"


def trial_numbers(session: Session, asked: Asked) -> str:
    """Of the figure `trial`."""
    trial = find_trial(session, asked.trial)
    if trial is None:
        has_steps = bool(session.num_rows["step"])
        return f"{_SUBJECT}: {NO_TRIAL}." if has_steps else nothing_recorded(session, _SUBJECT, of_looks=False)
    return " ".join([f"{trial_head(trial)}.", *arm_sentences(trial), *filter(None, [null_sentence(trial)])])


def trial_head(trial: Trial) -> str:
    """What was done, without a full stop: `Trial 1, forked before step 300: 100 steps in one order of the examples, to
    cure: Vanishing gradient`.
    """
    finding = " ".join(trial.finding.split()).rstrip(".")
    return f"{head_of(trial)}, to cure: {finding}" if finding else head_of(trial)


def arm_sentences(trial: Trial) -> list[str]:
    """One of each branch, each a line that ends in a full stop."""
    lines = [" ".join(sentence(trial, arm).split()) for arm in trial.arms]
    return [line if line.endswith(".") else f"{line}." for line in lines]
