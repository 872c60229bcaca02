"""A run told by hand: reports with the values that a test wants, and Inf, NaN or a default in every other column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from gradiometer.bins import BINS
from gradiometer.outline import LayerOutline, Outline
from gradiometer.reports import HistogramReport, LookReport, StepReport

NUM_LAYERS = 4


def outline_of(num_layers: int = NUM_LAYERS, num_weights: int = 100) -> Outline:
    """`hidden 1`, ..., `output`, float32."""
    names = [*(f"hidden {index + 1}" for index in range(num_layers - 1)), "output"]
    return Outline("told", "told", "float32", tuple(LayerOutline(name, num_weights, 10, "float32") for name in names))


def row(stream: str, step: int, values: Mapping[str, Any], num_layers: int = NUM_LAYERS) -> np.ndarray:
    """NaN in every column that is not given."""
    layout = outline_of(num_layers).layouts[stream]
    told = np.full(layout.width, np.nan)
    told[0] = step
    for name, value in values.items():
        told[layout.slice(name)] = value
    return told


def step_report(step: int, num_layers: int = NUM_LAYERS, **values: Any) -> StepReport:
    """loss and gradient norms 1 where nothing else is said."""
    healthy = {"loss": 1.0, "accuracy": 0.5, "gradient_norm": 1.0, "weight_gradient_norm": 1.0}
    return StepReport(step, row("step", step, healthy | values, num_layers))


def look_report(step: int, num_layers: int = NUM_LAYERS, **values: Any) -> LookReport:
    return LookReport(step, row("look", step, values, num_layers))


def histogram_report(step: int, values: list[np.ndarray], kind: str = "weight_gradient") -> HistogramReport:
    """Counted by Bins.count, one array a layer."""
    return HistogramReport(step, kind, counts_of(values))


def counts_of(values: list[np.ndarray], dtype: str = "float32") -> np.ndarray:
    bins = BINS[dtype]
    flat = torch.from_numpy(np.concatenate([each.astype(dtype) for each in values]))
    starts = [0, *np.cumsum([len(each) for each in values]).tolist()]
    return bins.count(flat, starts, bins.offsets(starts, torch.device("cpu")))
