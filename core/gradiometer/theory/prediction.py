"""A prediction of theory for one network: profiles over its layers, and how far single seeds scatter about them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from gradiometer.neuron_chain import Floats

_QUANTILE = 1.645
"""Standard deviations of a normal law from its median to its 95 % quantile."""


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """A quantity that goes with the output's deltas: scales sqrt(per_example S + of_mean M), S the mean square length
    of these over a batch, M the square of their mean's. deviations: of single seeds, in decades. [num_layers] each.
    """

    per_example: Floats
    of_mean: Floats
    scales: Floats
    deviations: Floats

    def at(self, output_rms: float, output_norm: float) -> Floats:
        """Float64 [num_layers]. output_rms, output_norm: the roots of S and M."""
        ratio = output_norm / output_rms if output_rms else 0.0
        found: Floats = np.sqrt(np.maximum(self.per_example + ratio * ratio * self.of_mean, 0.0))
        return found * self.scales * output_rms


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """A quantity that does not depend on these. values; deviations: of single seeds, in decades. [num_layers] each."""

    values: Floats
    deviations: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """why_not: a sentence where there is no theory, else empty; num_layers: the output counts; error_decades: by how
    much the median of many seeds may be off; chi: the factor of the mean square delta from one hidden layer to the one
    before, many layers deep, NaN where there are no two; depth_scale: 1 / |ln chi| layers; output: what is expected of
    the output's delta; roots, fixed: by quantity.
    """

    why_not: str
    num_layers: int
    error_decades: float = math.nan
    chi: float = math.nan
    depth_scale: float = math.nan
    output: tuple[float, float] = (math.nan, math.nan)
    roots: Mapping[str, Root] = field(default_factory=dict)
    fixed: Mapping[str, Fixed] = field(default_factory=dict)

    def profile(self, quantity: str, output_rms: float, output_norm: float) -> Floats:
        """What the median of many seeds is expected to be, float64 [num_layers], NaN where that is not predicted.

        quantity: of the streams "step" and "look"; output_rms, output_norm: measured at the output layer,
        `delta_per_sample_rms` and `delta_norm`.
        """
        if quantity in self.roots:
            return self.roots[quantity].at(output_rms, output_norm)
        if quantity in self.fixed:
            return self.fixed[quantity].values.copy()
        found = np.full(self.num_layers, np.nan)
        if quantity == "gain" and self.roots:
            lengths = self.roots["delta_per_sample_rms"].at(1.0, output_norm / output_rms if output_rms else 0.0)
            with np.errstate(divide="ignore", invalid="ignore"):
                found[:-1] = lengths[:-1] / lengths[1:]
        return found

    def band(self, quantity: str) -> tuple[Floats, Floats]:
        """(low, high), decades [num_layers] to be added to log10 of a profile: within them lie 90 % of single seeds.

        NaN where that is not known.
        """
        known = self.roots.get(quantity) or self.fixed.get(quantity)
        if known is not None:
            return -_QUANTILE * known.deviations, _QUANTILE * known.deviations
        found = np.full(self.num_layers, np.nan)
        if quantity == "gain" and self.roots:
            # Of independent steps, what each adds.
            deviations = self.roots["delta_per_sample_rms"].deviations
            steps = np.square(deviations[:-1]) - np.square(deviations[1:])
            found[:-1] = _QUANTILE * np.sqrt(np.maximum(steps, np.square(deviations[-2])))
        return -found, found

    def expected_output(self) -> tuple[float, float]:
        """(output_rms, output_norm) to be expected before anything has run."""
        return self.output
