"""Colours that stand beside each other can be told apart, also by people who do not see all of them."""

from itertools import combinations

import numpy as np
import pytest

from eyes import EYES, contrast, linear, oklab
from eyes import distance as distance_to
from gradiometer.colors import diverging_colors, ink_on, layer_colors, session_colors, trial_colors
from gradiometer.figures.sheet import THEMES


def distance(one: str, other: str) -> float:
    """The least of all ways to see them."""
    return min(distance_to(one, other, eyes) for eyes in EYES)


@pytest.mark.parametrize("theme", THEMES)
def test_sessions_are_told_apart_and_seen(theme):
    colors = session_colors(dark=THEMES[theme].dark)
    assert len(colors) == 8
    assert min(distance(one, other) for one, other in combinations(colors, 2)) > 0.11
    assert min(contrast(color, THEMES[theme].ground) for color in colors) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_the_control_of_a_trial_is_grey_and_unlike_its_branches(theme):
    control, *branches = trial_colors(dark=THEMES[theme].dark)
    assert set(branches) <= set(session_colors(dark=THEMES[theme].dark))
    assert np.ptp([int(control[at : at + 2], 16) for at in (1, 3, 5)]) < 10
    assert min(distance(one, other) for one, other in combinations((control, *branches[:4]), 2)) > 0.11
    assert contrast(control, THEMES[theme].ground) >= 4.5
    assert len(set(THEMES[theme].trial_colors())) == 8


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("num_layers", [1, 2, 5, 33])
def test_layers_are_a_ramp_of_growing_lightness(theme, num_layers):
    colors = layer_colors(num_layers, dark=THEMES[theme].dark)
    assert len(set(colors)) == num_layers
    lightness = [oklab(linear(color))[0] for color in colors]
    assert lightness == sorted(lightness)


@pytest.mark.parametrize("theme", THEMES)
def test_what_vanishes_what_stays_and_what_explodes(theme):
    """Away from the middle each step is seen better, and the two sides are never mistaken for each other."""
    low, half_low, middle, half_high, high = diverging_colors(5, dark=THEMES[theme].dark)
    assert diverging_colors(255, dark=THEMES[theme].dark)[127] == middle
    for near, far in ((middle, half_low), (half_low, low), (middle, half_high), (half_high, high)):
        assert distance(near, far) > 0.11
    for one, other in ((half_low, half_high), (low, high), (low, half_high), (half_low, high)):
        assert distance(one, other) > 0.11
    # The middle stands back, the ends stand out.
    ground = THEMES[theme].ground
    assert contrast(middle, ground) < 1.4
    assert min(contrast(low, ground), contrast(high, ground)) > 7


@pytest.mark.parametrize("theme", THEMES)
def test_a_number_can_be_read_on_every_colour(theme):
    inks = THEMES[theme].ink, THEMES[theme].ground
    for color in diverging_colors(255, dark=THEMES[theme].dark):
        assert contrast(color, ink_on(color, *inks)) == max(contrast(color, ink) for ink in inks) > 3.5
