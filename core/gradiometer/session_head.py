"""What a session file says of itself: what was trained, and what its columns mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple, Self

from gradiometer.bins import BINS, Bins
from gradiometer.experiment import Experiment
from gradiometer.layout import Layout
from gradiometer.outline import Outline
from gradiometer.session_query import Queries

JUNK = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)
"""What JSON of the wrong shape raises while it is taken apart."""


class Head(NamedTuple):
    """experiment: what the trainer ran, None where a loop of the user's own was watched; outline: of the network;
    layouts: what the columns of each stream mean in this program; stored: and in the file.
    """

    experiment: Experiment | None
    outline: Outline
    layouts: Mapping[str, Layout]
    stored: Mapping[str, Layout]

    @classmethod
    def read(cls, queries: Queries, meta: Mapping[str, str]) -> Self:
        """Of a file's texts. Raises SessionFileError."""
        experiment = None
        try:
            if "experiment" in meta:
                experiment = Experiment.from_dict(json.loads(meta["experiment"]), lenient=queries.is_newer)
                outline = experiment.outline
            else:
                outline = Outline.from_dict(json.loads(meta["outline"]))
            ours = outline.layouts
        except KeyError:
            raise queries.damaged("it does not say what was trained") from None
        except JUNK as error:
            raise queries.damaged(f"what was trained cannot be read ({error})") from error
        return cls(experiment, outline, ours, _read_stored(queries, meta, ours))

    @property
    def num_layers(self) -> int:
        return len(self.outline.layers)

    @property
    def bins(self) -> Bins:
        return BINS[self.outline.dtype]


def read_meta(queries: Queries) -> dict[str, str]:
    """The texts of a file. Raises SessionFileError."""
    return dict(queries.whole("a text", "meta", ""))


def _read_stored(queries: Queries, meta: Mapping[str, str], ours: Mapping[str, Layout]) -> dict[str, Layout]:
    """Another version may measure more, fewer or other quantities."""
    try:
        named = json.loads(meta["layouts"])
        # A stream that the file does not know has no rows.
        stored = {stream: Layout.of_counts(named.get(stream, {})) for stream in ours}
    except JUNK as error:
        raise queries.damaged("it does not say what its columns mean") from error
    for stream, layout in ours.items():
        for name, (_first, count) in stored[stream].columns.items():
            expected = layout.columns.get(name, (0, count))[1]
            if count != expected:
                raise queries.damaged(f"it has {count} columns of {name}, and should have {expected}")
    return stored
