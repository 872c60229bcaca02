"""Trials in a session file: all of them come back, and junk is refused with an error that readers expect."""

import dataclasses
import json
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradiometer.session_check import check_session
from gradiometer.session_file import load_session
from gradiometer.session_trials import MOST_TEXT, MOST_VALUES, decode_trial, trial_statement
from gradiometer.trial import OWN_ORDER, Arm, Course, Interval, NullFork, Trial
from recorded import SMALL, newest_trials, opened, some_trial, write

STEPS = st.integers(0, 2**53)
INTERVALS = st.builds(Interval, st.floats(), st.floats(), st.floats())
NULLS = st.builds(
    NullFork, coincides=st.booleans(), first=st.integers(-1, 99), num_steps=STEPS, ratio=st.floats(), loss=st.floats()
)


def of_each(number: int, values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, min_size=number, max_size=number).map(tuple)


@st.composite
def courses(draw: st.DrawFn) -> Course:
    steps = tuple(sorted(draw(st.sets(STEPS, max_size=3))))
    return Course(steps=steps, ratio=draw(of_each(len(steps), INTERVALS)), loss=draw(of_each(len(steps), INTERVALS)))


@st.composite
def arms(draw: st.DrawFn, num_seeds: int) -> Arm:
    num_through = draw(st.integers(0, num_seeds))
    return Arm(
        label=draw(st.text()),
        role=draw(st.sampled_from(["branch", "null"]) | st.text()),
        changes=draw(st.text()),
        kinds=draw(st.lists(st.sampled_from(["exact", "ramped"]) | st.text(), max_size=2).map(tuple)),
        remedy=draw(st.text()),
        ratios=draw(of_each(num_through, st.floats())),
        losses=draw(of_each(num_through, st.floats())),
        layers=draw(st.lists(st.floats(), max_size=3).map(tuple)),
        cost=draw(st.floats()),
        holds=draw(st.just(()) | of_each(num_through, st.booleans())),
        errors=draw(of_each(num_seeds - num_through, st.text())),
        course=draw(courses()),
    )


@st.composite
def trials(draw: st.DrawFn) -> Trial:
    seeds = draw(st.lists(st.integers(OWN_ORDER, 2**63), max_size=3).map(tuple))
    return Trial(
        number=draw(st.integers(1, 2**53)),
        step=draw(STEPS),
        steps=draw(STEPS),
        seeds=seeds,
        device=draw(st.text()),
        arms=draw(st.lists(arms(len(seeds)), max_size=3).map(tuple)),
        losses=draw(of_each(len(seeds), st.floats())),
        finding=draw(st.text()),
        control_holds=draw(st.just(()) | of_each(len(seeds), st.booleans())),
        null=draw(st.none() | NULLS),
        adopted=draw(st.text()),
        group=draw(st.text()),
    )


def data_of(trial: Trial) -> str:
    """As a row holds it."""
    _statement, (_number, _step, text, _checksum) = trial_statement(trial)
    assert isinstance(text, str)
    return text


@settings(max_examples=60)
@given(st.lists(trials(), max_size=3))
def test_every_trial_comes_back(told):
    """Whatever roles, kinds and numbers it names: they may be another program's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.gradiometer")
        write(path, SMALL, told)
        with load_session(path) as session:
            # As they print: one NaN is no other.
            assert repr(session.trials) == repr(newest_trials(told))
        with opened(path) as database:
            for (text,) in database.execute("SELECT data FROM trial"):
                json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
        assert check_session(path).problems == []


def test_what_is_read_twice_is_the_same_also_where_it_is_no_number():
    trial = some_trial()
    assert decode_trial(1, 3, data_of(trial)) == decode_trial(1, 3, data_of(trial)) == trial


def test_what_a_newer_program_says_besides_is_left_out():
    data = json.loads(data_of(some_trial()))
    data["weather"] = data["arms"][0]["colour"] = data["null"]["mood"] = "fine"
    assert decode_trial(1, 3, json.dumps(data)) == some_trial()


ARM = some_trial().arms[0]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"number": 0}, "out of range"),
        ({"step": -1}, "out of range"),
        ({"steps": 2**53 + 1}, "out of range"),
        ({"seeds": (-2, 0, 1)}, "out of range"),
        ({"seeds": (0, 1)}, "3 losses of the control where 2 belong"),
        ({"control_holds": (True,)}, "1 truths of the control where 3 belong"),
        ({"device": None}, "None is no str"),
        ({"arms": (dataclasses.replace(ARM, ratios=(1.0,)),)}, "1 ratios of a branch where 3 belong"),
        ({"arms": (dataclasses.replace(ARM, losses=()),)}, "0 losses of a branch where 3 belong"),
        ({"arms": (dataclasses.replace(ARM, holds=(True,)),)}, "1 truths of a branch where 3 belong"),
        ({"arms": (dataclasses.replace(ARM, errors=("it broke",)),)}, "3 ratios of a branch where 2 belong"),
        ({"arms": (dataclasses.replace(ARM, course=Course(steps=(9,), ratio=(), loss=())),)}, "0 points of a course"),
        ({"arms": (dataclasses.replace(ARM, course=dataclasses.replace(ARM.course, steps=(9, 9))),)}, "do not ascend"),
        ({"arms": (dataclasses.replace(ARM, layers=(0.0,) * (MOST_VALUES + 1)),)}, "where at most 10000 belong"),
        ({"finding": "x" * MOST_TEXT}, "characters"),
    ],
)
def test_what_could_not_be_read_is_not_written(change, reason):
    with pytest.raises((ValueError, TypeError), match=reason):
        trial_statement(dataclasses.replace(some_trial(), **change))


NUMBERS = ["much", "NaN", "1_0", "", True, None, [], {}, 10**400]


@pytest.mark.parametrize(
    ("keys", "values"),
    [
        (("seeds",), [7, None, {}, ["0", 0, 1], [0.0, 0, 1], [True, 0, 1]]),
        (("losses",), [7, None, {}, "nan", [1, 2], *([1, 2, value] for value in NUMBERS)]),
        (("control_holds",), [7, [1, 0, 1], ["true"] * 3]),
        (("null",), [7, [], {}, "0", False]),
        (("null", "coincides"), [1, None, "yes"]),
        (("null", "first"), [-2, 1.5, None, "1"]),
        (("null", "ratio"), NUMBERS),
        (("arms",), [7, None, {}, [7], [None], ["a"], [[]], [{}]]),
        (("arms", 0, "label"), [7, None, []]),
        (("arms", 0, "kinds"), ["exact", [7], None]),
        (("arms", 0, "cost"), NUMBERS),
        (("arms", 0, "layers"), [7, *([value] for value in NUMBERS)]),
        (("arms", 0, "holds"), [[0, 1, 1], [True]]),
        (("arms", 0, "errors"), ["it broke", [7], None]),
        (("arms", 0, "course"), [7, None, [], {}]),
        (("arms", 0, "course", "steps"), [7, ["3", "4"], [1.0, 2.0], [4, 3], [-1, 3]]),
        (("arms", 0, "course", "ratio"), [[], [[1, 2], [1, 2, 3]], [[1, 2, 3, 4]] * 2, [1, 2], [None, None]]),
        *(((name,), [None, 7, []]) for name in ("finding", "adopted", "group", "device")),
    ],
)
def test_values_of_any_kind(keys, values):
    for value in values:
        data = json.loads(data_of(some_trial()))
        inner = data
        for key in keys[:-1]:
            inner = inner[key]
        inner[keys[-1]] = value
        with pytest.raises((ValueError, KeyError, TypeError)):
            decode_trial(1, 3, json.dumps(data))
        del inner[keys[-1]]
        with pytest.raises(KeyError):
            decode_trial(1, 3, json.dumps(data))


@pytest.mark.parametrize(
    "text",
    [*("", "junk", "[]", "5", "null", '"text"', "NaN", "{}", "9" * 5000), "[" * 10**5, '{"arms": ' * 10**5],
    ids=lambda text: text[:9],
)
def test_texts_of_any_kind(text):
    with pytest.raises((ValueError, KeyError, TypeError)):
        decode_trial(1, 3, text)


def test_texts_of_chance():
    text, rng, refused = data_of(some_trial()), random.Random(0), 0
    for _ in range(2000):
        changed = text
        for _ in range(rng.choice([1, 1, 2])):
            at = rng.randrange(len(changed))
            junk = rng.choice(['"', "{", "9" * 400, "null", "NaN", "-", "[", "]", "1.5", ""])
            changed = changed[:at] + junk + changed[at + 1 :]
        try:
            trial = decode_trial(1, 3, changed)
        except (ValueError, KeyError, TypeError):
            refused += 1
        else:
            trial_statement(trial)
    assert 1000 < refused < 2000
