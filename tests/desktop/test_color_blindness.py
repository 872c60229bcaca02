"""Colours of plots are told apart by everybody."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from eyes import EYES, contrast, distance, linear, oklab, seen
from gradiometer.colors import CATEGORICAL, layer_colors, session_colors, trial_colors
from gradiometer_desktop.theme import DARK, LIGHT, Theme

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
SEEN = pytest.mark.parametrize("eyes", EYES)


def test_the_formulas() -> None:
    assert distance("#000000", "#ffffff", "usual") == pytest.approx(1.0, abs=1e-3)
    assert contrast("#000000", "#ffffff", "usual") == pytest.approx(21.0)
    # Each matrix leaves greys as they are.
    for eyes in EYES:
        assert seen("#808080", eyes) == pytest.approx(linear("#808080"), abs=1e-3)
    # The pair that most people with a colour deficiency take for one.
    assert distance("#b05030", "#708000", "deuteranopia") < distance("#b05030", "#708000", "usual") / 2


@SEEN
def test_categories_stay_apart(eyes: str) -> None:
    least = min(distance(*pair, eyes) for pair in combinations(CATEGORICAL.values(), 2))
    assert least >= 0.08


@SEEN
@THEMES
def test_training_and_held_out_stay_apart(theme: Theme, eyes: str) -> None:
    assert distance(theme.training, theme.held_out, eyes) >= 0.11


@SEEN
@THEMES
def test_any_two_sessions_and_branches_stay_apart(theme: Theme, eyes: str) -> None:
    for colors in (session_colors(dark=theme.dark), trial_colors(dark=theme.dark)[:5]):
        assert min(distance(*pair, eyes) for pair in combinations(colors, 2)) >= 0.1


@SEEN
@THEMES
def test_layers_are_a_ramp_of_lightness(theme: Theme, eyes: str) -> None:
    """Neighbours are told apart while there are few, and their order can be seen however many there are."""
    lights = [oklab(seen(color, eyes))[0] for color in layer_colors(32, dark=theme.dark)]
    assert all(before < after + 1e-3 for before, after in pairwise(lights))
    assert lights[-1] - lights[0] >= 0.25
    for num_layers, least in ((2, 0.05), (3, 0.05), (5, 0.05), (8, 0.03)):
        colors = layer_colors(num_layers, dark=theme.dark)
        assert min(distance(*pair, eyes) for pair in pairwise(colors)) >= least


@SEEN
@THEMES
def test_text_and_rims_keep_their_contrast(theme: Theme, eyes: str) -> None:
    for ground in (theme.base, theme.window):
        for text in (theme.text, theme.faint, theme.warning):
            assert contrast(text, ground, eyes) >= 4.5
        for rim in (theme.edge, theme.accent):
            assert contrast(rim, ground, eyes) >= 3.0
    assert contrast(theme.accent, theme.base, eyes) >= 4.5
