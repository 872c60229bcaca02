"""Markdown, cut for translators and put together again."""

from gradiometer.lessons import load_lesson
from gradiometer_desktop.markdown import pieces, told

PAGE = """# Profile

Where the signal
is lost.
<!-- formulas: gain -->

- **gain** (`gain`): `a / b`
- two
  lines

| healthy | sick |
|---|---|
| ![flat](images/a.png) | ![falls](images/b.png) |

1. first
2. second

    gradiometer info a.gradiometer
"""


def test_texts_are_cut_where_translators_want_them():
    texts = [piece for piece, is_text in pieces(PAGE) if is_text]
    assert texts == [
        *("Profile", "Where the signal is lost.", "**gain** (`gain`): `a / b`", "two lines", "healthy", "sick"),
        *("first", "second"),
    ]


def test_nothing_else_is_lost():
    again = "".join(piece for piece, _is_text in pieces(PAGE))
    assert again.split() == PAGE.replace("<!-- formulas: gain -->\n", "").split()
    assert "\n    gradiometer info a.gradiometer\n" in again
    assert "| healthy | sick |\n|---|---|\n| ![flat]" in again


def test_lists_of_lessons_stay_lists():
    text = told(load_lesson("04-speed-of-learning").text)
    assert "\n1. In the first fifty epochs" in text
    assert "\n2. With three and four hidden layers" in text
