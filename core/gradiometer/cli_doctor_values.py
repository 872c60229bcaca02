"""What `gradiometer doctor` found, as plain values ready for JSON: NaN and infinities are texts."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.cli_text import plain
from gradiometer.experiment import Experiment
from gradiometer.measures import MEASURES
from gradiometer.preflight import NORM, Preflight
from gradiometer.remedies import REMEDIES
from gradiometer.remedy import in_force
from gradiometer.reports import Event, Finding
from gradiometer.rules import OURS, RuleSet, load_rules
from gradiometer.session_file import Session
from gradiometer.settings import Settings
from gradiometer.symptoms import SEVERE, title_of
from gradiometer.wording_of_layers import name_layers

PREDICTED = (
    NORM,
    "bias_gradient_norm",
    "delta_norm",
    "delta_per_sample_rms",
    "gain",
    "gate",
    "weight_factor",
    "activation_mean",
    "activation_std",
)
"""The quantities of a layer of which theory has something to say."""
LONELY_BATCH = "lonely_batch"

Judged = Sequence[tuple[RuleSet, Sequence[Finding]]]
# In what network a finding was made: its layers' names, its experiment and settings where these are known.
_Place = tuple[Sequence[str], Experiment | None, Settings | None]


def spec_values(subject: str, found: Preflight, judged: Judged) -> dict[str, Any]:
    """Of a session that has not begun. subject: as it was asked for."""
    experiment, prediction = found.experiment, found.forecast.prediction
    expected = found.forecast.line()
    place = experiment.layer_names, experiment, experiment.settings
    # Where a finding says the same, it has its own remedies.
    told = [finding for _rules, findings in judged for finding in findings]
    advice = () if told else found.advice(load_rules(OURS))
    theory = {"error_decades": prediction.error_decades, "chi": prediction.chi, "depth_scale": prediction.depth_scale}
    return {
        "kind": "preflight",
        "subject": subject,
        "name": experiment.name,
        "structure": experiment.structure,
        "num_parameters": experiment.num_parameters,
        "experiment": experiment.as_dict(),
        "verdict": found.verdict,
        "problem": found.problem,
        "advice": [{"name": name, "title": REMEDIES[name].title, "reason": REMEDIES[name].reason} for name in advice],
        "first_to_last": {
            "measured_decades": plain(_decades(found.measured())),
            "predicted_decades": None if expected is None else plain(_decades(expected.values)),
        },
        "through_time": found.through_time,
        "red_flags": list(found.red_flags),
        "events": [{"kind": each.kind, "text": each.text} for each in found.reports if isinstance(each, Event)],
        "why_no_theory": prediction.why_not,
        "theory": None if prediction.why_not else {name: plain(value) for name, value in theory.items()},
        "layers": _layers(found),
        "rule_sets": [_rule_set(rules, findings, place) for rules, findings in judged],
    }


def refused_values(subject: str, reason: str, rule_sets: Sequence[RuleSet]) -> dict[str, Any]:
    """Of a spec that normalizes over a batch of one, of which no network can be made. reason: the refusal."""
    judged = [(rules, _lonely(rules, reason)) for rules in rule_sets]
    return {
        "kind": "refused",
        "subject": subject,
        "verdict": "No network can be made of this: mend it and ask again.",
        "rule_sets": [_rule_set(rules, findings, ((), None, None)) for rules, findings in judged],
    }


def session_values(session: Session, judged: Judged, *, is_anew: bool) -> dict[str, Any]:
    """Of a recorded session. is_anew: whether it was judged now, and not while it was recorded."""
    newest = session.newest("step")
    place: _Place = session.layer_names, session.experiment, None
    if session.experiment is not None:
        changes = [change.command for change in session.interventions]
        place = session.layer_names, *in_force(session.experiment, session.experiment.settings, changes)
    return {
        "kind": "session",
        "subject": str(session.path),
        "name": session.title,
        "structure": session.outline.structure,
        "num_steps": 0 if newest is None else int(newest[0]) + 1,
        "judged": "now" if is_anew else "while it was recorded",
        "rule_sets": [_rule_set(rules, findings, place) for rules, findings in judged],
    }


def is_ill(values: dict[str, Any]) -> bool:
    """Whether there is a severe finding that has not ended, by any of the rule sets."""
    findings = [finding for rules in values["rule_sets"] for finding in rules["findings"]]
    return any(each["severity"] == SEVERE and not each["has_ended"] for each in findings)


def _decades(values: NDArray[np.float64]) -> float:
    """log10 of the first by the last."""
    first, last = values[[0, -1]].tolist()
    return math.log10(first) - math.log10(last) if first > 0 and last > 0 else math.nan


def _layers(found: Preflight) -> list[dict[str, Any]]:
    """Of each layer and quantity what was measured, and what theory says: before anything ran (`forecast`), and behind
    the gradient that was measured at the outputs (`predicted`, of which `low` to `high` hold 90 % of single seeds).
    """
    layers: list[dict[str, Any]] = [
        {"index": index + 1, "name": name} for index, name in enumerate(found.experiment.layer_names)
    ]
    for quantity in PREDICTED:
        columns = {"measured": found.measured(quantity)}
        if (forecast := found.forecast.line(quantity)) is not None:
            columns["forecast"] = forecast.values
        if (line := found.line(quantity)) is not None:
            columns |= {"predicted": line.values, "low": line.low, "high": line.high}
        for index, layer in enumerate(layers):
            layer[quantity] = {name: plain(float(values[index])) for name, values in columns.items()}
    return layers


def _rule_set(rules: RuleSet, findings: Sequence[Finding], place: _Place) -> dict[str, Any]:
    return {
        "name": rules.name,
        "title": rules.title,
        "source": rules.source,
        "findings": [_finding(each, place) for each in findings],
    }


def _finding(finding: Finding, place: _Place) -> dict[str, Any]:
    """All that it says, its symptom and its layers also in words; where to see it; and what can be done."""
    names, experiment, settings = place
    # A file may hold what another program's rules have found.
    measure = MEASURES.get(finding.measure)
    evidence = {} if measure is None else {"title": measure.title, "plot": measure.plot, "quantity": measure.quantity}
    return {
        **{name: plain(value) for name, value in dataclasses.asdict(finding).items()},
        "title": title_of(finding.symptom),
        "where": name_layers(names, finding.layers),
        "evidence": evidence,
        "remedies": [
            {"name": name, **_remedy(name, experiment, settings)} for name in finding.remedies if name in REMEDIES
        ],
    }


def _remedy(name: str, experiment: Experiment | None, settings: Settings | None) -> dict[str, str]:
    """why_not: why it cannot be done here, or is so already; empty where it can, or where that is not known."""
    remedy = REMEDIES[name]
    why_not = "" if experiment is None or settings is None else remedy.why_not(experiment, settings)
    return {"title": remedy.title, "reason": remedy.reason, "why_not": why_not}


def _lonely(rules: RuleSet, reason: str) -> list[Finding]:
    """What a rule set says of a batch of one behind a BatchNorm, where it has a rule for it."""
    return [
        Finding(
            number=number,
            rule_set=rules.name,
            rule=rule.name,
            symptom=rule.symptom,
            severity=rule.severity,
            layers=(),
            first_step=0,
            told_step=0,
            last_step=0,
            has_ended=False,
            checks=1,
            measure=rule.conditions[0].measure,
            value=1.0,
            limit=rule.conditions[0].limit,
            strength=1.0,
            text=f"{title_of(rule.symptom)}: {reason}",
            source=rule.source,
            remedies=rule.remedies,
        )
        for number, rule in enumerate((rule for rule in rules.rules if rule.symptom == LONELY_BATCH), start=1)
    ]
