"""What a value may be, and the sentence that says so."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.fields import Choice, Field, FieldError, Flag, Integer, Integers, Number, Text, split_assignment

ABOUT = {"title": "Title", "help": "Help."}
CHOICE = Choice(options={"red": "Red", "blue": "Blue"}, **ABOUT)
NUMBER = Number(low=0.0, high=10.0, **ABOUT)
ABOVE = Number(low=0.0, high=10.0, above=True, **ABOUT)
INTEGER = Integer(low=2, high=5, **ABOUT)
INTEGERS = Integers(low=1, high=9, most=3, **ABOUT)
FLAG = Flag(**ABOUT)
TEXT = Text(most=5, **ABOUT)
HUGE = 10**400  # a whole number that no float holds; TOML and JSON can bring one

REFUSED = [
    (CHOICE, "green", "choose one of red, blue"),
    (CHOICE, "Red", "choose one of red, blue"),
    (CHOICE, 1, "choose one of red, blue"),
    (CHOICE, None, "choose one of red, blue"),
    (CHOICE, ["red"], "choose one of red, blue"),
    *((NUMBER, value, "a number from 0, at most 10") for value in (-0.1, 10.1, math.inf, -math.inf, math.nan)),
    *((NUMBER, value, "a number from 0, at most 10") for value in (True, False, "1", None, [1.0], 1j, HUGE, -HUGE)),
    *((ABOVE, value, "a number above 0, at most 10") for value in (0, 0.0, -0.0, -1e-300, 10.0000001, HUGE)),
    *((INTEGER, value, "a whole number from 2 to 5") for value in (1, 6, 2.0, "3", True, None, math.nan, HUGE)),
    *((INTEGERS, value, "at most 3 whole numbers from 1 to 9") for value in (3, "3", None, [1, 2, 3, 4], {1: 2})),
    *((FLAG, value, "true or false") for value in (0, 1, "true", None, 1.0)),
    *((TEXT, value, "one line of 1 to 5 characters") for value in ("", "123456", "a\nb", "a\0", 3, None, b"a")),
]


@pytest.mark.parametrize(("field", "value", "allowed"), REFUSED)
def test_what_is_not_allowed_is_refused_in_one_sentence(field, value, allowed):
    """The dotted name, the value and what is allowed."""
    with pytest.raises(FieldError) as caught:
        field.check("settings.thing", value)
    assert str(caught.value) == f"settings.thing = {value!r} is not allowed: {allowed}"
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([1, 0], "a[1] = 0 is not allowed: a whole number from 1 to 9"),
        ([1, 2, 3.0], "a[2] = 3.0 is not allowed: a whole number from 1 to 9"),
        ([True], "a[0] = True is not allowed: a whole number from 1 to 9"),
    ],
)
def test_an_item_of_a_list_is_named(value, text):
    with pytest.raises(FieldError) as caught:
        INTEGERS.check("a", value)
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("field", "value", "canonical"),
    [
        (CHOICE, "blue", "blue"),
        (NUMBER, 0, 0.0),
        (NUMBER, 10, 10.0),
        (NUMBER, 5e-324, 5e-324),
        (ABOVE, 5e-324, 5e-324),
        (INTEGER, 2, 2),
        (INTEGER, 5, 5),
        (INTEGERS, [], ()),
        (INTEGERS, [1, 9, 5], (1, 9, 5)),
        (INTEGERS, (1,), (1,)),
        (FLAG, True, True),
        (FLAG, False, False),
        (TEXT, "abcde", "abcde"),
        (TEXT, "ä →", "ä →"),
    ],
)
def test_what_is_allowed_comes_back_in_its_canonical_type(field, value, canonical):
    checked = field.check("a", value)
    assert checked == canonical
    assert type(checked) is type(canonical)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (CHOICE, "red", "red"),
        (NUMBER, "1e-3", 0.001),
        (NUMBER, "3", 3.0),
        (INTEGER, "4", 4),
        (INTEGERS, "3,4,5", (3, 4, 5)),
        (INTEGERS, "[3, 4]", (3, 4)),
        (INTEGERS, "7", (7,)),
        (INTEGERS, "", ()),
        *((FLAG, word, True) for word in ("true", "True", "on", "yes", "1", "ON")),
        *((FLAG, word, False) for word in ("false", "off", "no", "0", "False")),
        (TEXT, "abc", "abc"),
    ],
)
def test_a_word_of_the_command_line_is_read(field, text, value):
    parsed = field.parse("a", text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (CHOICE, "purple"),
        *((NUMBER, text) for text in ("fast", "", "nan", "inf", "1e400", "-1", "11", "0x1", "1,5")),
        *((ABOVE, text) for text in ("0", "-0", "1e-400")),
        *((INTEGER, text) for text in ("two", "3.0", "", "1", "6", "1e0", "9" * 5000)),
        (INTEGERS, "1,2,3,4"),
        (FLAG, "maybe"),
        (FLAG, ""),
        (TEXT, ""),
        (TEXT, "a\tb"),
    ],
)
def test_a_word_that_is_not_allowed(field, text):
    with pytest.raises(FieldError, match=r"^a = .* is not allowed: ") as caught:
        field.parse("a", text)
    assert str(caught.value).endswith(field.allowed)


@pytest.mark.parametrize("text", ["1,two", "1;2", "0,1", "1,2.5"])
def test_a_word_in_a_list_that_is_not_allowed(text):
    with pytest.raises(FieldError, match=r"^a\[\d\] = .* is not allowed: a whole number from 1 to 9$"):
        INTEGERS.parse("a", text)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.just(HUGE),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(field=st.sampled_from([CHOICE, NUMBER, ABOVE, INTEGER, INTEGERS, FLAG, TEXT]), value=ANYTHING, word=st.text())
def test_nothing_raises_anything_but_a_field_error(field, value, word):
    """And what passes once, passes again unchanged."""
    for read, given_value in ((field.check, value), (field.parse, word)):
        try:
            passed = read("a", given_value)
        except FieldError:
            continue
        again = field.check("a", passed)
        assert again == passed
        assert type(again) is type(passed)


def test_an_unfinished_field_is_a_bug_not_a_person_s_mistake():
    field = Field(**ABOUT)
    with pytest.raises(AssertionError, match="Field does not check a"):
        field.check("a", 1)
    with pytest.raises(AssertionError, match="Field does not say what it allows"):
        _ = field.allowed


def test_a_word_of_the_command_line():
    assert split_assignment("seed=3") == ("seed", "3")
    assert split_assignment(" name = a=b ") == ("name", "a=b")
    assert split_assignment("file=") == ("file", "")
    for word in ("seed", "=3", ""):
        with pytest.raises(FieldError, match="is not allowed: write name=value"):
            split_assignment(word)
