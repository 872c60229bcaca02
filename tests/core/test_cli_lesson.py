"""`gradiometer lesson`, as a person types it."""

import pytest

from gradiometer import cli_lesson
from gradiometer.lessons import LessonError, lesson_names, load_lesson

MINE = """
title = "Mine"
source = "A teacher"
[[runs]]
name = "small"
title = "A small network"
seeds = 2
steps = 3
[runs.set]
hidden = [4]
num_train = 100
num_held_out = 50
"""
CHECK = """
[[checks]]
run = "small"
value = "loss"
step = 2
expected = {expected}
factor = 2.0
source = "a guess: ten classes cost ln 10"
"""


@pytest.fixture
def mine(tmp_path):
    """Write a lesson whose loss is said to be so much; None: nothing is said."""

    def write(expected: float | None):
        path = tmp_path / "11-mine.toml"
        path.write_text(MINE if expected is None else MINE + CHECK.format(expected=expected), encoding="utf-8")
        path.with_suffix(".md").write_text("Text.", encoding="utf-8")
        return path

    return write


def test_lessons_are_listed(run):
    code, out, err = run("lesson")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert len(lines) == len(lesson_names())
    for line, name in zip(lines, lesson_names(), strict=True):
        assert line.split("  ")[0] == name
        assert line.endswith(f"  {load_lesson(name).title}")


def test_a_broken_lesson_spoils_no_other(run, monkeypatch):
    def load(name):
        if name == "04-broken":
            raise LessonError("lesson 04-broken: title is missing: give a text")
        return load_lesson(name)

    monkeypatch.setattr(cli_lesson, "lesson_names", lambda: ("03-speeds-at-initialization", "04-broken"))
    monkeypatch.setattr(cli_lesson, "load_lesson", load)
    code, out, _ = run("lesson")
    first, second = out.splitlines()
    assert code == 0
    assert first.endswith("  Speeds at initialization")
    assert second.endswith("  cannot be read: lesson 04-broken: title is missing: give a text")


def test_checks_that_agree(run, mine, few_digits):
    code, out, _ = run("lesson", mine(2.303))
    assert code == 0
    assert "11. Mine\n   A teacher\n" in out
    (line,) = (line for line in out.splitlines() if "published 2.3" in line)
    assert line.split()[0] == "ok"
    assert "over 2 seeds" in line
    assert "A small network  loss    2 " in line
    assert out.endswith("1 of 1 checks agree.\n")


def test_a_check_that_does_not_agree(run, mine, few_digits):
    code, out, _ = run("lesson", mine(100.0), "--seeds", 1)
    assert code == 1
    (line,) = (line for line in out.splitlines() if "published 100" in line)
    assert line.split()[0] == "!"
    assert "does not agree within a factor 2" in line
    assert "seeds" not in line
    assert out.endswith("0 of 1 checks agree.\n")


def test_nothing_to_check(run, mine):
    code, out, _ = run("lesson", mine(None))
    assert code == 0
    assert "nothing to check" in out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["99"], "'99' is not a lesson: choose one of 01-depth-does-not-help"),
        (["nowhere/11-mine.toml"], "11-mine.toml cannot be read"),
        (["3", "--seeds", "0"], "--seeds = 0 is not allowed: a whole number from 1"),
        (["3", "--seeds", "many"], "--seeds = 'many' is not allowed"),
    ],
)
def test_bad_input_is_a_sentence(run, words, reason):
    code, out, err = run("lesson", *words)
    assert (code, out) == (2, "")
    assert reason in err
    assert err.startswith("gradiometer: error: ")
    assert err.count("\n") == 1


def test_what_is_wrong_in_a_lesson_is_named(run, mine):
    code, _, err = run("lesson", mine(-1.0))
    assert code == 2
    assert "checks[0].expected = -1.0 is not allowed" in err
