"""Colours that stand beside each other can be told apart, also by people who do not see all of them."""

from itertools import combinations

import numpy as np
import pytest

from gradiometer.colors import diverging_colors, ink_on, layer_colors, session_colors, trial_colors
from gradiometer.figures.sheet import THEMES

# Machado, Oliveira & Fernandes 2009: protanopia, deuteranopia, tritanopia of full strength, on linear RGB.
SIGHTS = np.array(
    [
        np.eye(3),
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ]
)
# Ottosson 2020, OKLab.
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(color: str) -> np.ndarray:
    values = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def distance(one: str, other: str) -> float:
    """The least of all ways to see them."""
    seen = [TO_LAB @ np.cbrt(TO_CONES @ np.clip(SIGHTS @ linear(color), 0, 1).T) for color in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1], axis=0).min())


def contrast(one: str, other: str) -> float:
    """WCAG 2.2."""
    dark, light = sorted(float(np.array([0.2126, 0.7152, 0.0722]) @ linear(color)) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


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
    lightness = [(TO_LAB @ np.cbrt(TO_CONES @ linear(color)))[0] for color in colors]
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
