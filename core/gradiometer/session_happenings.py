"""What happened in a session, from the rows of its file: interventions and events."""

from __future__ import annotations

from typing import Any

from gradiometer.reports import Event, Intervention
from gradiometer.session_format import decode_intervention
from gradiometer.session_head import JUNK, Head
from gradiometer.session_query import Queries
from gradiometer.settings import Reinitialize


def intervention_of(queries: Queries, head: Head, row: tuple[Any, ...]) -> Intervention:
    """From a row of the table `intervention`. Raises SessionFileError."""
    step, text = row
    try:
        intervention = decode_intervention(step, text, lenient=queries.is_newer)
    except JUNK as error:
        raise queries.damaged(f"an intervention at step {step} cannot be read ({error})") from error
    if isinstance(intervention.command, Reinitialize):
        _check_layers(queries, head, step, intervention.command.layers or ())
    return intervention


def event_of(queries: Queries, head: Head, row: tuple[Any, ...]) -> Event:
    """From a row of the table `event`. Raises SessionFileError."""
    step, kind, layer, text = row
    _check_layers(queries, head, step, () if layer is None else (layer,))
    return Event(step, kind, text, layer)


def _check_layers(queries: Queries, head: Head, step: int, layers: tuple[int, ...]) -> None:
    for layer in layers:
        if not 0 <= layer < head.num_layers:
            raise queries.damaged(f"at step {step} it names layer {layer + 1} of {head.num_layers}")
