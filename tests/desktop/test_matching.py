"""How well what a person types fits a text."""

from __future__ import annotations

import pytest

from gradiometer_desktop.matching import folded, rank


def best(wanted: str, *titles: str) -> str:
    ranked = {title: rank(folded(wanted), folded(title)) for title in titles}
    return max((title for title in titles if ranked[title] is not None), key=lambda title: ranked[title])


def test_whole_words_stand_before_beginnings_and_these_before_letters_inside() -> None:
    assert best("relu", "LeakyReLU", "ReLU", "Reset the layout") == "ReLU"
    assert best("re", "Store", "Report", "Export a plot") == "Report"
    assert best("step", "One measured step back", "Step") == "Step"


def test_words_may_stand_in_any_order_and_be_cut_short() -> None:
    assert best("plot exp", "Export a plot", "Export animation") == "Export a plot"
    assert best("exp prof", "Export Loss and accuracy", "Export Profile") == "Export Profile"


@pytest.mark.parametrize(("wanted", "title"), [("sac", "Save a copy"), ("ns", "New session"), ("xprt", "Export")])
def test_letters_in_their_order_are_enough_where_they_stand_close_or_at_beginnings(wanted: str, title: str) -> None:
    assert rank(wanted, folded(title)) is not None


def test_what_is_not_there_fits_nothing() -> None:
    assert rank("xyz", "export a plot") is None
    assert rank("export zebra", "export a plot", "file") is None
    # Letters strewn over the whole text are no find.
    assert rank("xdl", "expand all of it") is None


def test_the_menu_counts_less_than_the_title() -> None:
    in_title, in_path = rank("run", "run it", "file"), rank("run", "stop", "run")
    assert in_title is not None
    assert in_path is not None
    assert in_title > in_path


def test_accents_and_capitals_do_not_matter() -> None:
    assert rank(folded("Ecran"), folded("Plein écran")) is not None
