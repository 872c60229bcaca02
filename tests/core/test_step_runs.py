"""Sets of steps as words: what is written can be read, and means the same set."""

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from gradiometer.step_runs import StepRuns

STEPS = st.integers(0, 2**53)
SETS = st.one_of(
    st.sets(st.integers(0, 60)),
    st.sets(STEPS, max_size=20),
    # Long runs beside one another, as a schedule makes them.
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 40), st.integers(1, 9)), max_size=4).map(
        lambda runs: {first + stride * index for first, count, stride in runs for index in range(count)}
    ),
)


@given(SETS, st.sets(st.integers(0, 700), max_size=50))
def test_what_is_written_is_read_again(steps, others):
    runs = StepRuns.of(sorted(steps))
    again = StepRuns.parse(str(runs))
    assert str(again) == str(runs)
    for each in (runs, again):
        assert list(each) == sorted(steps)
        assert len(each) == len(steps)
        for step in {*steps, *others, *(step + 1 for step in steps), *(step - 1 for step in steps)}:
            assert (step in each) == (step in steps)


@pytest.mark.parametrize(
    ("steps", "text"),
    [
        ([], ""),
        ([7], "7"),
        ([7, 8], "7 8"),
        ([7, 8, 9], "7-9"),
        ([*range(0, 301, 3), 302, *range(310, 331)], "0-300/3 302 310-330"),
        # The last step of a run is not the first one of the next.
        ([0, 2, 4, 5, 6, 7], "0-4/2 5-7"),
        ([0, 1, 3, 6, 10], "0 1 3 6 10"),
        ([2**53 - 1, 2**53], f"{2**53 - 1} {2**53}"),
    ],
)
def test_as_short_as_it_goes(steps, text):
    assert str(StepRuns.of(steps)) == text
    assert list(StepRuns.parse(text)) == steps


def test_an_adaptive_schedule_is_short():
    """Ten thousand steps, measured at first at each, then at every third."""
    text = str(StepRuns.of([*range(100), *range(102, 10_000, 3)]))
    assert text == "0-99 102-9999/3"


def test_any_space_parts():
    assert list(StepRuns.parse(" 1\n2\t5-9/2 ")) == [1, 2, 5, 7, 9]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("x", "'x' is neither a step nor a run of steps such as 0-300/3"),
        ("1,2", "'1,2' is neither a step nor a run of steps such as 0-300/3"),
        ("-1", "'-1' is neither a step nor a run of steps such as 0-300/3"),
        ("1.5", "'1.5' is neither a step nor a run of steps such as 0-300/3"),
        ("3-", "'3-' is neither a step nor a run of steps such as 0-300/3"),
        ("3/2", "'3/2' is neither a step nor a run of steps such as 0-300/3"),
        ("1-9/2/3", "'1-9/2/3' is neither a step nor a run of steps such as 0-300/3"),
        ("9" * 17, f"'{'9' * 17}' is neither a step nor a run of steps such as 0-300/3"),
        ("9" * 400, f"'{'9' * 400}' is neither a step nor a run of steps such as 0-300/3"),
        (str(2**53 + 1), f"'{2**53 + 1}' is no run of steps: it must end at a step of its own, behind its first"),
        ("5-3", "'5-3' is no run of steps: it must end at a step of its own, behind its first"),
        ("0-9/0", "'0-9/0' is no run of steps: it must end at a step of its own, behind its first"),
        ("0-10/3", "'0-10/3' is no run of steps: it must end at a step of its own, behind its first"),
        ("3 3", "'3' does not stand behind the steps before it"),
        ("0-9 5", "'5' does not stand behind the steps before it"),
        ("0-9 9-12", "'9-12' does not stand behind the steps before it"),
    ],
)
def test_junk_is_refused_where_it_stands(text, wrong):
    with pytest.raises(ValueError, match=r".") as caught:
        StepRuns.parse(f"{text}")
    assert str(caught.value) == wrong


@given(st.text(alphabet="0123456789-/ x", max_size=30))
def test_whatever_can_be_read_is_a_set_of_ascending_steps(text):
    try:
        runs = StepRuns.parse(text)
    except ValueError:
        reject()
    # A run of billions is not told one by one.
    assume(len(runs) < 1000)
    steps = list(runs)
    assert steps == sorted(set(steps))
    assert list(StepRuns.of(steps)) == steps
    assert len(runs) == len(steps)
