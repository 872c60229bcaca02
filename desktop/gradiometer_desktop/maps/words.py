"""What the window of a map says: of its base, of a cell, and of the signs in its pictures."""

from __future__ import annotations

import math

import numpy as np

from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.fields import Choice
from gradiometer.figures.ratio_map import CRITICAL
from gradiometer.settings import SETTING_FIELDS
from gradiometer.sweep import Cell, RatioMap
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.wording import capital

_MOST_REASONS = 2


def describe_base(base: Experiment) -> str:
    """What all networks of a map have in common, but for its axes."""
    fields = [(name, getattr(base.settings, name), SETTING_FIELDS[name]) for name in ("activation", "normalization")]
    fields += [("initialization", base.initialization, EXPERIMENT_FIELDS["initialization"])]
    words = [
        said(field.options[value])
        for name, value, field in fields
        if name not in base.blocked and value != "none" and isinstance(field, Choice)
    ]
    weight = base.settings.skip_weight
    words += [tr("skip connections") + ("" if weight == 1.0 else f" x {weight:g}")] if base.settings.skip else []
    scale = [] if base.weight_scale == 1.0 else [tr("weight scale {weight_scale:g}", weight_scale=base.weight_scale)]
    return tr(
        "Around {name}: {join}, batches of {batch_size}",
        name=base.name,
        join=", ".join([base.structure, *words, *scale]),
        batch_size=base.batch_size,
    )


def describe_cell(found: RatioMap, row: int, column: int) -> str:
    """`Depth 8, weight scale 1: expected 5.2e-06, measured 6.0e-06 (seeds 4.1e-06 to 6.5e-06), 0.1 decades more`."""
    cell = found.cells[row, column]
    parts = [] if math.isnan(cell.expected) else [tr("expected {ratio}", ratio=ratio(cell.expected))]
    if not math.isnan(cell.median):
        parts.append(tr("measured {ratio}{seeds}", ratio=ratio(cell.median), seeds=_seeds(cell)))
    elif not cell.is_over:
        parts.append(tr("not measured yet"))
    if not math.isnan(cell.difference):
        parts.append(
            tr("{difference:.2f} decades more", difference=cell.difference)
            if cell.difference > 0
            else tr("{difference:.2f} decades less", difference=-cell.difference)
        )
    sentence = f"{capital(said(found.sweep.describe(row, column)))}: {', '.join(parts) or tr('no number')}"
    note = said(cell.note) or said(cell.why_not)
    return f"{sentence}. {note}" if note else sentence


def _seeds(cell: Cell) -> str:
    least, largest = cell.span
    return (
        tr(" (seeds {ratio} to {ratio_2})", ratio=ratio(least), ratio_2=ratio(largest))
        if len(cell.measured) > 1
        else ""
    )


def describe_signs(found: RatioMap) -> str:
    """Of the dashed line and the hatched cells, where there are any."""
    reasons = list(dict.fromkeys(said(cell.why_not) for cell in found.cells.values() if said(cell.why_not)))
    signs = [tr("Dashed: {CRITICAL}", CRITICAL=CRITICAL)] if np.isfinite(sum(found.critical_line())).any() else []
    if reasons:
        signs.append(
            tr(
                "Hatched: {join}{value}",
                join=" ".join(reasons[:_MOST_REASONS]),
                value=" …" if len(reasons) > _MOST_REASONS else "",
            )
        )
    return " ".join(signs)


def ratio(decades: float) -> str:
    """10 to this power, which may lie beyond all floats: `5.2e-06`."""
    if not math.isfinite(decades):
        return "0" if decades < 0 else "infinite"
    exponent = math.floor(decades)
    digits = f"{10 ** (decades - exponent):.1f}"
    return f"1.0e{exponent + 1:+03d}" if digits == "10.0" else f"{digits}e{exponent:+03d}"
