"""What happened in a session, from the rows of its file: interventions, events, findings and trials."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from gradiometer.reports import Event, Finding, Intervention
from gradiometer.session_format import decode_finding, decode_intervention
from gradiometer.session_head import JUNK, Head
from gradiometer.session_query import Queries
from gradiometer.session_trials import decode_trial
from gradiometer.settings import Reinitialize
from gradiometer.trial import Trial


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


def finding_of(queries: Queries, head: Head, row: tuple[Any, ...]) -> Finding:
    """From a row of the table `finding`. Raises SessionFileError."""
    number, step, text = row
    try:
        finding = decode_finding(number, step, text)
    except JUNK as error:
        raise queries.damaged(f"finding {number} at step {step} cannot be read ({error})") from error
    _check_layers(queries, head, step, finding.layers)
    return finding


def trial_of(queries: Queries, head: Head, row: tuple[Any, ...]) -> Trial:
    """From a row of the table `trial`. Raises SessionFileError."""
    number, step, text = row
    try:
        trial = decode_trial(number, step, text)
    except JUNK as error:
        raise queries.damaged(f"trial {number} at step {step} cannot be read ({error})") from error
    for arm in trial.arms:
        # None of a branch that came through nowhere.
        if len(arm.layers) > head.num_layers:
            raise queries.damaged(f"trial {number} has numbers of {len(arm.layers)} layers of {head.num_layers}")
    return trial


def findings_before(findings: Iterable[Finding], step: float) -> list[Finding]:
    """What was known of findings before a step: those told by then, and that such as held on have not ended."""
    return [
        finding if finding.last_step < step else dataclasses.replace(finding, last_step=int(step) - 1, has_ended=False)
        for finding in findings
        if finding.told_step < step
    ]


def _check_layers(queries: Queries, head: Head, step: int, layers: tuple[int, ...]) -> None:
    for layer in layers:
        if not 0 <= layer < head.num_layers:
            raise queries.damaged(f"at step {step} it names layer {layer + 1} of {head.num_layers}")
