"""The section of trials: what changes did to forks of the session, against an untouched control."""

from __future__ import annotations

import math

from gradiometer.figures.caption_trial import arm_sentences
from gradiometer.figures.text import cut
from gradiometer.figures.trial import label_of, orders_in_words
from gradiometer.report.document import Block, Bullets, Column, Item, Paragraph, Section, Table, Tone
from gradiometer.report.pictures import trial_figure
from gradiometer.report.subject import Subject
from gradiometer.trial import Arm, Trial, agreeing, interval
from gradiometer.trial_words import decades, difference, finding_in_words, null_sentence
from gradiometer.wording_of_numbers import count, number, plural

_MOST_PICTURES = 6
"""Of one session; those of older trials are left out."""
_MOST_TOLD = 40
"""Of one session, the newest."""
_MOST_OF_CELL = 60
"""Letters of a label and of changes in the table; the sentences below have the labels in full."""
_NOTHING = "–"
_METHOD = (
    "A trial forks the session: one fork stays as it is, the control, and the others are changed. All train on the "
    "same examples in the same order, so that what lies between them is the change's. Numbers are of the last tenth of "
    "the steps; intervals hold the mean over the orders of the examples with 95 % confidence (Student's t)."
)


def trials(subject: Subject) -> Section | None:
    """Each trial with its null fork, numbers, sentences and figure, in order; None where there was none."""
    made = subject.session.trials
    if not made:
        return None
    told = made[-_MOST_TOLD:]
    blocks = [Paragraph(_METHOD)]
    if len(told) < len(made):
        blocks.append(Paragraph(f"Of {count(len(made))} trials the newest {_MOST_TOLD} are told of."))
    if len(told) > _MOST_PICTURES:
        blocks.append(Paragraph(f"The newest {_MOST_PICTURES} have a figure."))
    pictured = told[-_MOST_PICTURES:]
    sections = tuple(_trial(subject, trial, has_figure=trial in pictured) for trial in told)
    return Section("Trials", tuple(blocks), sections)


def _trial(subject: Subject, trial: Trial, *, has_figure: bool) -> Section:
    finding = " ".join(trial.finding.split())
    heading = f"Trial {trial.number} at step {count(trial.step)}"
    blocks: list[Block] = [Paragraph(_tell(trial)), _null(trial)]
    if trial.arms:
        blocks += [_table(trial), _sentences(trial)]
    if trial.adopted:
        blocks.append(Paragraph(f"The session went on with “{trial.adopted}”.", "good", "Adopted"))
    else:
        blocks.append(Paragraph("No branch was adopted."))
    if has_figure and any(arm.course.steps for arm in trial.arms):
        blocks.append(trial_figure(subject.session, trial))
    return Section(f"{heading}, to cure: {finding}" if finding else heading, tuple(blocks))


def _tell(trial: Trial) -> str:
    """What was done, and how the control came out."""
    arms = "1 branch" if len(trial.arms) == 1 else f"{count(len(trial.arms))} branches"
    where = f"{plural(trial.steps, 'step')} in {orders_in_words(trial)}"
    device = " ".join(trial.device.split()) or "an unknown device"
    text = f"{arms} beside the control, each trained {where} on {device}."
    control = interval(trial.losses)
    if math.isnan(control.mean):
        return f"{text} The control's loss is not known."
    half = f" ± {control.half:.2g}" if math.isfinite(control.half) else ""
    return f"{text} The control's loss is {number(control.mean)}{half} at the end."


def _null(trial: Trial) -> Paragraph:
    """Whether the comparison can be trusted."""
    if trial.null is None:
        text = "There was no null fork, a branch with no change, that would show how far equal forks drift apart."
        return Paragraph(text, "warning", "No null fork")
    tone: tuple[Tone, str] = ("warning", "Noise")
    if trial.null.coincides:
        tone = ("good", "Null fork 0")
    elif trial.device == "CPU":
        tone = ("severe", "Not to be trusted")
    return Paragraph(null_sentence(trial), *tone)


def _table(trial: Trial) -> Table:
    heads = (
        Column("Change"),
        Column("Effect"),
        Column("First layer, decades", is_number=True),
        Column("Loss", is_number=True),
        Column("Finding"),
        Column("Step costs", is_number=True),
        Column("Seeds agree", is_number=True),
    )
    rows = [_row(trial, arm, place) for place, arm in enumerate(trial.arms)]
    # Columns in which nobody has anything to say are left out.
    places = [place for place in range(len(heads)) if place == 0 or any(row[place] for row in rows)]
    cells = tuple(tuple(row[place] or _NOTHING for place in places) for row in rows)
    caption = (
        f"Each branch against the control after {plural(trial.steps, 'step')} in {orders_in_words(trial)}: the first "
        "layer's gradient norm, the loss, and what a step costs"
    )
    return Table(caption, tuple(heads[place] for place in places), cells)


def _row(trial: Trial, arm: Arm, place: int) -> tuple[str, ...]:
    """Empty where there is nothing to say."""
    label, changes = cut(label_of(arm, place), _MOST_OF_CELL), cut(" ".join(arm.changes.split()), _MOST_OF_CELL)
    through = len(arm.ratios)
    return (
        label if not changes or changes == label else f"{label}: {changes}",
        ", ".join(arm.kinds),
        decades(arm.ratio) if through else "failed",
        difference(arm.loss) if through else "failed",
        finding_in_words(trial, arm),
        f"{arm.cost:.2f} x" if math.isfinite(arm.cost) else "",
        f"{agreeing(arm)} of {through}" if through > 1 else "",
    )


def _sentences(trial: Trial) -> Bullets:
    """One of each branch; of one that failed in some orders also why."""
    items = []
    for arm, text in zip(trial.arms, arm_sentences(trial), strict=True):
        reasons = dict.fromkeys(" ".join(error.split()).rstrip(".") for error in arm.errors) if arm.ratios else ()
        items.append(Item(f"{text} Why it failed: {'; '.join(reasons)}." if reasons else text))
    return Bullets(tuple(items))
