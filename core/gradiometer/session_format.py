"""The format of a session file: tables, and how reports become texts and blobs.

Nothing is ever unpickled: structure is JSON, numbers are little-endian blobs whose lengths are checked when read.

    meta(key, value)                                experiment or outline, layouts, versions, ...
    chunk(stream, level, first, count, data)        float64 [count, 1 or 2, width]: rows, or min/max blocks
    histogram(kind, first, count, steps, bins, data)    sparse columns of uint32 [count, num_layers, num_bins + 4]
    intervention(id, step, data)                    JSON
    event(id, step, kind, layer, text)
"""

from __future__ import annotations

import json
import zlib
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradiometer.reports import Intervention
from gradiometer.settings import Reinitialize, Settings

APPLICATION_ID = 0x47524144  # "GRAD"
MAJOR, MINOR = 2, 0
"""A higher major version cannot be read; a higher minor one only adds. Version 1 had histograms of the weight
gradient alone, and its table no column for the kind."""
OLDEST_MAJOR = 1

SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE chunk(stream TEXT NOT NULL, level INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY(stream, level, first)) STRICT;
CREATE TABLE histogram(kind TEXT NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL, steps BLOB NOT NULL,
    bins BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY(kind, first)) STRICT;
CREATE TABLE intervention(id INTEGER PRIMARY KEY, step INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
CREATE TABLE event(id INTEGER PRIMARY KEY, step INTEGER NOT NULL, kind TEXT NOT NULL, layer INTEGER,
    text TEXT NOT NULL) STRICT;
"""
TABLES = ("meta", "chunk", "histogram", "intervention", "event")

# Where a reader finds what version 1 called `histogram`: a temporary view hides the table of its name.
HISTOGRAMS_OF_VERSION_1 = "CREATE TEMP VIEW histogram AS SELECT 'weight_gradient' AS kind, * FROM main.histogram"

MOST_HISTOGRAM_BYTES = 2**26
"""What the counts of one stored piece of histograms may take in memory, unless it holds a single one."""


class HistogramRows(NamedTuple):
    """Histograms of a few steps. steps: int64 [n]; counts: uint32 [n, num_layers, num_bins + 4]."""

    steps: NDArray[np.int64]
    counts: NDArray[np.uint32]


def encode_intervention(intervention: Intervention) -> str:
    """As JSON."""
    command = intervention.command
    data: dict[str, Any] = {
        "before": intervention.before.as_dict(),
        "after": intervention.after.as_dict(),
        "effect": intervention.effect,
    }
    if isinstance(command, Reinitialize):
        layers = None if command.layers is None else list(command.layers)
        data["reinitialize"] = {"scheme": command.scheme, "layers": layers, "seed": command.seed}
    return json.dumps(data)


def decode_intervention(step: int, text: str, *, lenient: bool = False) -> Intervention:
    """The inverse; lenient: settings that are not known are left out.

    Raises ValueError (KeyError and TypeError for junk) where the text does not fit.
    """
    data = json.loads(text)
    before, after = (Settings.from_dict(data[when], lenient=lenient) for when in ("before", "after"))
    command: Settings | Reinitialize = after
    if "reinitialize" in data:
        drawn = data["reinitialize"]
        layers = drawn["layers"]
        command = Reinitialize(
            scheme=drawn["scheme"],
            layers=None if layers is None else tuple(map(int, layers)),
            seed=int(drawn["seed"]),
        )
    return Intervention(step, command, before, after, str(data["effect"]))


def encode_histograms(rows: HistogramRows) -> tuple[bytes, bytes, bytes]:
    """(steps, bins, data): only columns where anything was counted, transposed and deflated."""
    flat = rows.counts.reshape(len(rows.counts), -1)
    used = np.flatnonzero(flat.any(axis=0))
    columns = np.ascontiguousarray(flat[:, used].T)
    # Byte planes apart: the high bytes of counts are nearly all zero.
    planes = columns.astype("<u4").view(np.uint8).reshape(-1, 4).T
    data = zlib.compress(np.ascontiguousarray(planes).tobytes(), 1)
    return rows.steps.astype("<i8").tobytes(), used.astype("<u4").tobytes(), data
