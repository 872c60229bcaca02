"""The section of trials, against numbers worked out from the fields of the trials."""

import dataclasses
import html
import math
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from gradiometer.figures.caption_trial import arm_sentences
from gradiometer.report.document import Block, Bullets, Figure, Paragraph, Section, Table
from gradiometer.report.make_report import write_report
from gradiometer.report.pictures import figures
from gradiometer.report.sections import SECTIONS, check_sections
from gradiometer.report.subject import Subject
from gradiometer.report.trials import trials
from gradiometer.session_file import load_session
from gradiometer.trial import Course, Trial
from gradiometer.trial_words import null_sentence
from nasty import NASTY
from recorded import some_trial
from tried import DRIFTING, failed_arm, tried, tried_arm, write_tried

TWO = tried_arm(ratios=(4.0, 4.25, 3.75), losses=(-0.5, -0.375, 0.625), holds=(False, False, True))
# Student's t of two degrees of freedom over the root of three.
T = 4.303 / 3**0.5


def section_of(folder: Path, *made: Trial, **others) -> Section | None:
    with load_session(write_tried(folder / "a.gradiometer", *made, **others)) as session:
        return trials(Subject(session))


def of_kind(section: Section, kind: type) -> list:
    return [block for block in blocks_in(section) if isinstance(block, kind)]


def blocks_in(section: Section) -> Iterator[Block]:
    yield from section.blocks
    for inner in section.sections:
        yield from blocks_in(inner)


def test_it_stands_behind_the_findings():
    names = list(SECTIONS)
    assert names.index("trials") == names.index("findings") + 1
    assert "trials" in check_sections(None)


def test_without_trials_it_is_left_out(tmp_path, watched):
    assert section_of(tmp_path) is None
    with load_session(watched) as session:
        assert trials(Subject(session)) is None


def test_the_numbers_of_a_trial(tmp_path):
    trial = tried(TWO, failed_arm(), finding="Vanishing gradient in hidden 1", control_holds=(True, False, True))
    section = section_of(tmp_path, trial)
    (inner,) = section.sections
    assert inner.title == "Trial 1 at step 10, to cure: Vanishing gradient in hidden 1"
    (table,) = of_kind(section, Table)
    assert [column.title for column in table.columns] == [
        *("Change", "Effect", "First layer, decades", "Loss", "Finding", "Step costs", "Seeds agree"),
    ]
    mean = (-0.5 - 0.375 + 0.625) / 3
    deviation = math.sqrt(sum((loss - mean) ** 2 for loss in TWO.losses) / 2)
    assert table.rows == (
        (
            "ReLU + He: ReLU, He",
            "immediate, destructive",
            f"+4.00 [{4 - 0.25 * T:.2f}, {4 + 0.25 * T:.2f}]",
            f"{mean:+.3g} ± {deviation * T:.2g}",
            "gone in 2 of 3 seeds; in the control too in 1",
            "1.06 x",
            "2 of 3",
        ),
        ("rate 1e9", "–", "failed", "failed", "–", "–", "–"),
    )
    (sentences,) = of_kind(section, Bullets)
    assert [item.text for item in sentences.items] == arm_sentences(trial)
    told, null, adopted = (block for block in inner.blocks if isinstance(block, Paragraph))
    assert told.text == (
        "2 branches beside the control, each trained 20 steps in 3 orders of the examples on CPU. "
        f"The control's loss is 2.12 ± {0.125 * T:.2g} at the end."
    )
    assert (null.text, null.tone) == (null_sentence(trial), "good")
    assert adopted.text == "No branch was adopted."


def test_columns_without_a_word_are_left_out(tmp_path):
    arm = tried_arm("ReLU, He", 1, cost=math.nan, kinds=())
    (table,) = of_kind(section_of(tmp_path, tried(arm, num_seeds=1, losses=(math.nan,))), Table)
    assert [column.title for column in table.columns] == ["Change", "First layer, decades", "Loss"]
    ((change, ratio, loss),) = table.rows
    assert change == "ReLU, He"
    assert (ratio, loss) == (f"{arm.ratios[0]:+.2f}", f"{arm.losses[0]:+.3g}")


@pytest.mark.parametrize(
    ("values", "tone", "lead"),
    [
        ({}, "good", "Null fork 0"),
        ({"null": DRIFTING, "device": "a card"}, "warning", "Noise"),
        ({"null": DRIFTING}, "severe", "Not to be trusted"),
        ({"null": None}, "warning", "No null fork"),
    ],
)
def test_what_the_null_fork_says(tmp_path, values, tone, lead):
    (inner,) = section_of(tmp_path, tried(TWO, **values)).sections
    null = inner.blocks[1]
    assert (null.tone, null.lead) == (tone, lead)
    assert "null fork" in null.text


def test_why_a_branch_failed_and_which_was_adopted(tmp_path):
    section = section_of(
        tmp_path,
        some_trial(adopted="ReLU + He", arms=tuple(dataclasses.replace(arm, layers=()) for arm in some_trial().arms)),
    )
    items = of_kind(section, Bullets)[0].items
    assert items[1].text.endswith("it failed in 1 seed. Why it failed: its loss is NaN.")
    assert any(block.lead == "Adopted" and "“ReLU + He”" in block.text for block in of_kind(section, Paragraph))


def test_the_figure_of_each_of_the_newest(tmp_path):
    path = write_tried(tmp_path / "a.gradiometer", *(tried(TWO, number=number) for number in range(1, 9)))
    with load_session(path) as session:
        section = trials(Subject(session, []))
        pictures = [of_kind(each, Figure) for each in section.sections]
        assert [len(each) for each in pictures] == [0, 0, *[1] * 6]
        assert pictures[-1][0].caption.startswith("Trial 8, forked before step 10: 20 steps")
        assert "Bands: where the mean lies with 95 % confidence." in pictures[-1][0].caption
        assert b"Trial 8, forked" in pictures[-1][0].source(True).data
        assert b"Trial 3, forked" in pictures[2][0].source(False).data
        # It stands here alone.
        shown = figures(Subject(session))
        assert not any("Trial" in block.caption for block in shown.blocks if isinstance(block, Figure))
    assert any("newest 6 have a figure" in block.text for block in section.blocks)


def test_trials_with_nothing_to_draw(tmp_path):
    empty = tried_arm(course=Course(steps=(), ratio=(), loss=()))
    section = section_of(tmp_path, tried(failed_arm()), tried(number=2), tried(empty, number=3, device=" "))
    assert of_kind(section, Figure) == []
    assert len(of_kind(section, Table)) == 2
    assert "on an unknown device" in section.sections[2].blocks[0].text


def test_very_many_trials(tmp_path):
    section = section_of(tmp_path, *(tried(TWO, number=number) for number in range(1, 43)))
    assert [each.title for each in section.sections] == [f"Trial {number} at step 10" for number in range(3, 43)]
    assert any("Of 42 trials the newest 40 are told of." in block.text for block in section.blocks)


def test_both_kinds_of_files_take_whatever_a_label_says(tmp_path):
    arms = [tried_arm(f"{NASTY} {place} " * 5, changes=NASTY, seed=place, num_seeds=1) for place in range(3)]
    trial = tried(*arms, num_seeds=1, finding=NASTY, adopted=NASTY, null=DRIFTING, device=NASTY)
    path = write_tried(tmp_path / "a.gradiometer", trial)
    for suffix in ("html", "pdf"):
        write_report([path], tmp_path / f"a.{suffix}", sections=["trials"])
    text = (tmp_path / "a.html").read_text("utf-8")
    assert "<script" not in text
    assert html.escape(NASTY, quote=False).split("'")[0] in text
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "a.pdf").pages)
    assert "<script>alert" in words
    assert "The sentences above state its numbers" in text
