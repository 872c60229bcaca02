"""Colours as different eyes see them, computed here and not by the program: simulated dichromacy (Machado, Oliveira &
Fernandes 2009, severity 1), and distances in OKLab (Ottosson 2020).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

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


def contrast(first: str, second: str, eyes: str = "usual") -> float:
    """WCAG 2.2, as these eyes see it."""
    lights = [float(np.array([0.2126, 0.7152, 0.0722]) @ seen(color, eyes)) for color in (first, second)]
    return (max(lights) + 0.05) / (min(lights) + 0.05)
