import pytest

from gradiometer.report.document import Bullets, Item, Paragraph, Section
from gradiometer.report.own_text import sections_of


@pytest.mark.parametrize("text", ["", "  \n\n \t\n"])
def test_nothing(text):
    assert sections_of(text) == []


def test_paragraphs_and_bullets():
    text = "One line\nand another.\n\nA second.\n- first\n- second goes\n  on here\n\nA third."
    assert sections_of(text) == [
        Section(
            "Comment",
            (
                Paragraph("One line and another."),
                Paragraph("A second."),
                Bullets((Item("first"), Item("second goes on here"))),
                Paragraph("A third."),
            ),
        )
    ]


def test_headings():
    text = "Before.\n# One\nText.\n## Inner\n- a\n* b\n# Two\n### Deep\nEnd."
    assert sections_of(text) == [
        Section("Comment", (Paragraph("Before."),)),
        Section("One", (Paragraph("Text."),), (Section("Inner", (Bullets((Item("a"), Item("b"))),)),)),
        Section("Two", (), (Section("Deep", (Paragraph("End."),)),)),
    ]


def test_a_lower_heading_at_the_beginning_stands_as_high_as_any():
    assert sections_of("## Inner\nText.") == [Section("Inner", (Paragraph("Text."),))]


def test_what_is_no_heading():
    [section] = sections_of("#1 is a number\n#\n# \n-no bullet")
    assert section == Section("Comment", (Paragraph("#1 is a number # # -no bullet"),))


def test_markup_of_others_stays_as_it_is():
    [section] = sections_of("<b>x</b> *y* $z$ #let a = 1 `code`")
    assert section.blocks == (Paragraph("<b>x</b> *y* $z$ #let a = 1 `code`"),)
