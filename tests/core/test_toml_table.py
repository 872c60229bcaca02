"""Tables whose keys are taken one by one."""

import pytest

from gradiometer.fields import FieldError, Integer, Text
from gradiometer.toml_table import TomlTable, check_table

COUNT = Integer(title="Count", help="", low=1, high=9)


def test_what_is_taken_is_checked_and_named_with_its_place():
    table = TomlTable({"count": 3, "title": "a"}, "runs[1].")
    assert table.peek("count") == 3
    assert table.take("count", COUNT) == 3
    assert not table.has("count")
    assert table.take("title", Text(title="", help="")) == "a"
    assert table.take("other", COUNT, 5) == 5
    table.end()


@pytest.mark.parametrize(
    ("values", "take", "reason"),
    [
        ({"count": 0}, lambda t: t.take("count", COUNT), r"runs\[1\]\.count = 0 is not allowed: a whole number from 1"),
        ({}, lambda t: t.take("count", COUNT), r"runs\[1\]\.count is missing: give a whole number from 1 to 9"),
        ({}, lambda t: t.take_text("source"), r"runs\[1\]\.source is missing"),
        ({"source": 1}, lambda t: t.take_text("source"), r"runs\[1\]\.source = 1 is not allowed: give a text"),
        ({"plots": "a"}, lambda t: t.take_list("plots"), r"runs\[1\]\.plots = 'a' is not allowed: give a list"),
        ({"plots": [1]}, lambda t: t.take_texts("plots"), r"runs\[1\]\.plots\[0\] = 1 is not allowed: give a text"),
        (
            {"checks": [1]},
            lambda t: t.take_tables("checks"),
            r"runs\[1\]\.checks\[0\] = 1 is not allowed: give a table",
        ),
        ({"set": []}, lambda t: t.take_values("set"), r"runs\[1\]\.set = \[\] is not allowed: give a table"),
    ],
)
def test_what_is_not_allowed_is_refused(values, take, reason):
    with pytest.raises(FieldError, match=reason):
        take(TomlTable(values, "runs[1]."))


def test_tables_in_tables_know_their_place():
    table = TomlTable({"runs": [{}, {"count": 0}], "set": {"a": 1}, "texts": [" a "]})
    assert table.take_values("set") == {"a": 1}
    assert table.take_texts("texts") == ("a",)
    assert table.take_text("missing", "default") == "default"
    runs = table.take_tables("runs")
    runs[0].end()
    with pytest.raises(FieldError, match=r"runs\[1\]\.count = 0"):
        runs[1].take("count", COUNT)
    table.end()
    assert table.take_tables("none") == []


def test_what_nobody_has_taken_is_refused():
    table = TomlTable({"count": 1, "cuont": 2})
    table.take("count", COUNT)
    with pytest.raises(FieldError, match="cuont is not known: choose one of count"):
        table.end()


def test_a_table_is_copied():
    values = {"a": 1}
    copy = check_table("set", values)
    copy["b"] = 2
    assert values == {"a": 1}
