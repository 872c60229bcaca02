"""Letters that a font lacks are looked for in others, and what none has is said."""

import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure

from gradiometer.figures import fonts as figure_fonts
from gradiometer.figures.fonts import families_with, letters_of


def test_all_letters_of_a_figure_also_those_at_its_ticks():
    figure = Figure()
    axes = figure.add_subplot()
    axes.set_title("ab")
    axes.set_xticks([0, 1], ["cd", "ef"])
    axes.set_ylabel("g h")
    figure.suptitle("ij")
    assert letters_of(figure) >= set("abcdefghij")
    assert " " not in letters_of(figure)


def test_nothing_more_where_the_font_has_them():
    found = families_with("Привет ελλ עברית العربية", ["DejaVu Sans"])
    assert (found.families, found.missing) == ((), frozenset())


def test_others_are_taken_for_what_it_lacks(monkeypatch):
    # Of what is there: the signs of mathematics in STIX, which DejaVu Sans has none of.
    only = [each for each in font_manager.fontManager.ttflist if each.name.startswith(("DejaVu", "STIX"))]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", only)
    figure_fonts._codes.cache_clear()
    have = figure_fonts._codes(font_manager.findfont("DejaVu Sans"))
    (stix,) = {each.fname for each in only if each.name == "STIXGeneral" and figure_fonts._is_fit(each)}
    letter = chr(min(figure_fonts._codes(stix) - have))
    found = families_with(f"a{letter}", ["DejaVu Sans"])
    assert found.families == ("STIXGeneral",)
    assert not found.missing
    found = families_with(f"{letter}\U000f0000", ["DejaVu Sans"])
    assert found.missing == {"\U000f0000"}


@pytest.mark.parametrize("content", [b"", b"no font"])
def test_a_broken_font_has_no_letters(tmp_path, content):
    (tmp_path / "broken.ttf").write_bytes(content)
    assert figure_fonts._codes(str(tmp_path / "broken.ttf")) == frozenset()
