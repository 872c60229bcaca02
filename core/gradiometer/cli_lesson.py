"""`gradiometer lesson`: lists the lessons, or runs the checks of one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from gradiometer.cli_text import columns, examples
from gradiometer.datasets import DataError
from gradiometer.fields import FieldError, Integer
from gradiometer.lesson_checks import Verdict, work_out
from gradiometer.lesson_numbers import NUMBERS
from gradiometer.lessons import Lesson, LessonError, lesson_names, load_lesson
from gradiometer.survey import Found, survey

AGREES, DISAGREES = 0, 1

_SEEDS = Integer(title="Seeds", help="", low=1, high=10_000)
_WIDTH_OF_NAME = 28


def fill_lesson(verb: argparse.ArgumentParser) -> None:
    """The words that the verb takes."""
    verb.set_defaults(run=_lesson)
    verb.add_argument(
        "lesson",
        nargs="?",
        metavar="NAME",
        help="a lesson by its name or number, or your own .toml (default: list all)",
    )
    verb.add_argument(
        "--seeds", metavar="N", help="train so many times, with seeds from 0 (default: as the lesson says)"
    )
    verb.epilog = "\n\n".join(
        (
            "The runs of a lesson are trained with no window, each with several seeds, and the median of what they\n"
            "measure is held against the published numbers. Lesson 1 trains for many minutes.\n"
            "Exit codes: 0 all agree, 1 one does not, 2 there is no such lesson or it is not right.",
            examples(verb.prog, f"{verb.prog} 3", f"{verb.prog} 4 --seeds 5"),
        )
    )


def _lesson(arguments: argparse.Namespace) -> int:
    try:
        if arguments.lesson is None:
            return _list()
        lesson = load_lesson(arguments.lesson)
        num_seeds = None if arguments.seeds is None else _SEEDS.parse("--seeds", arguments.seeds)
        print(f"{lesson.number}. {lesson.title}\n   {lesson.source}")
        if not lesson.checks and not lesson.claims:
            print("\nThere is nothing to check in this lesson.")
            return AGREES
        return _check(lesson, num_seeds)
    except (LessonError, DataError) as error:
        # The command shows these as a sentence.
        raise FieldError(str(error)) from error


def _list() -> int:
    for name in lesson_names():
        try:
            title = load_lesson(name).title
        except LessonError as error:
            # It spoils none of the others.
            title = f"cannot be read: {error}"
        print(f"{name:{_WIDTH_OF_NAME}}  {title}")
    return AGREES


def _check(lesson: Lesson, num_seeds: int | None) -> int:
    """Run a lesson's checks and print what they found."""
    verdicts = [work_out(claim) for claim in lesson.claims]
    found = _survey(lesson, num_seeds) if lesson.checks else ()
    print()
    for line in _table(lesson, verdicts, found):
        print(line)
    verdicts += [each.verdict for each in found]
    num_agreeing = sum(each.agrees is True for each in verdicts)
    print(f"\n{num_agreeing} of {len(verdicts)} checks agree.")
    return AGREES if num_agreeing == len(verdicts) else DISAGREES


def _survey(lesson: Lesson, num_seeds: int | None) -> tuple[Found, ...]:
    """With a bar that shows how far it is."""
    from tqdm import tqdm

    # Its watchdog thread is for loops that fall silent.
    tqdm.monitor_interval = 0
    with tqdm(desc=lesson.name, unit="step", file=sys.stderr, dynamic_ncols=True, disable=None) as bar:

        def tell(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return survey(lesson, num_seeds, progress=tell)


def _table(lesson: Lesson, verdicts: Sequence[Verdict], found: tuple[Found, ...]) -> list[str]:
    rows = [("", "run", "number", "step", "measured")]
    for claim, worked_out in zip(lesson.claims, verdicts, strict=True):
        mark = "ok" if worked_out.agrees else "!"
        rows.append((mark, "worked out", NUMBERS[claim.number].title, "", worked_out.text))
    for each in found:
        check = each.check
        step = check.step if isinstance(check.step, str) else f"{check.step:,}"
        mark = "ok" if each.verdict.agrees else "!"
        rows.append((mark, lesson.run(check.run).title, check.term.text, step, each.verdict.text))
    return columns(rows)
