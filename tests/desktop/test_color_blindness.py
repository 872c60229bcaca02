"""Colours of plots are told apart by everybody: simulated dichromacy (Machado, Oliveira & Fernandes 2009, severity 1),
and distances in OKLab (Ottosson 2020), computed here and not by the program.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from gradiometer.colors import CATEGORICAL, layer_colors, session_colors, trial_colors
from gradiometer_desktop.theme import DARK, LIGHT, Theme

# Of linear RGB.
EYES = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_LMS = np.array(
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
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
SEEN = pytest.mark.parametrize("eyes", EYES)


def linear(color: str) -> NDArray[np.float64]:
    """Linear RGB of `#rrggbb`, float64 [3] from 0 to 1 (IEC 61966-2-1)."""
    channels = np.array([int(color[offset : offset + 2], 16) for offset in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def seen(color: str, eyes: str) -> NDArray[np.float64]:
    """As these eyes see it: linear RGB."""
    return np.clip(EYES[eyes] @ linear(color), 0.0, 1.0)


def oklab(light: NDArray[np.float64]) -> NDArray[np.float64]:
    return TO_LAB @ np.cbrt(TO_LMS @ light)


def distance(first: str, second: str, eyes: str) -> float:
    """In OKLab: 0.02 is about the least that is seen side by side, black and white are 1 apart."""
    return float(np.linalg.norm(oklab(seen(first, eyes)) - oklab(seen(second, eyes))))


def contrast(first: str, second: str, eyes: str) -> float:
    """WCAG 2.2, as these eyes see it."""
    lights = [float(np.array([0.2126, 0.7152, 0.0722]) @ seen(color, eyes)) for color in (first, second)]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


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
