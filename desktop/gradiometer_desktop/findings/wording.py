"""Findings as a person reads them, and in which order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from gradiometer.measures import MEASURES
from gradiometer.reports import Finding
from gradiometer.symptoms import SEVERE, title_of
from gradiometer.wording_of_layers import name_layers
from gradiometer_desktop.language import tr
from gradiometer_desktop.wording import count, number

# By no number: what is infinite, or divided by 0.
_ENDLESS = 1e90


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Severe ones that hold, then warnings that hold, then those that have ended; the oldest first."""
    return sorted(findings, key=lambda each: (each.has_ended, each.severity != SEVERE, each.first_step, each.number))


def num_open(findings: Iterable[Finding]) -> int:
    """How many hold."""
    return sum(not each.has_ended for each in findings)


def where(finding: Finding, names: Sequence[str]) -> str:
    """`hidden 1 to 4`; empty for the whole network. names: of all layers."""
    return name_layers(names, [layer for layer in finding.layers if layer < len(names)])


def headline(finding: Finding, names: Sequence[str]) -> str:
    """`Vanishing gradient in hidden 1 to 4`."""
    place = where(finding, names)
    title = title_of(finding.symptom)
    return tr("{title} in {place}", title=title, place=place) if place else title


def because(finding: Finding, names: Sequence[str], judge: str = "") -> str:
    """Why something is changed, for the record. judge: the title of another rule set than the recorded one's."""
    return f"{headline(finding, names)} ({f'by {judge}' if judge else f'finding {finding.number}'})"


def when(finding: Finding) -> str:
    """`since step 120, told at 130, 14 checks agree`."""
    agree = tr("{checks} checks agree", checks=count(finding.checks)) if finding.checks != 1 else tr("1 check")
    told = tr("told at {told_step}", told_step=count(finding.told_step))
    if finding.has_ended:
        agree = agree.replace("agree", "agreed")
        return tr(
            "step {first_step} to {last_step}, {told}, {agree}",
            first_step=count(finding.first_step),
            last_step=count(finding.last_step),
            told=told,
            agree=agree,
        )
    return tr("since step {first_step}, {told}, {agree}", first_step=count(finding.first_step), told=told, agree=agree)


def strength(finding: Finding) -> str:
    """`1,200 x beyond the limit`; empty where a limit is just passed."""
    factor = finding.strength
    if not math.isfinite(factor) or factor > _ENDLESS:
        return tr("beyond any limit")
    if factor < 1.05:
        return tr("just beyond the limit")
    if factor >= 1e6:
        return tr("{factor:.0e} x beyond the limit", factor=factor).replace("e+0", "e").replace("e+", "e")
    return (
        tr("{factor:,.0f} x beyond the limit", factor=factor)
        if factor >= 10
        else tr("{factor:.2g} x beyond the limit", factor=factor)
    )


def sentence(finding: Finding, names: Sequence[str]) -> str:
    """What was found, without the headline that stands above it."""
    begin = f"{headline(finding, names)}: "
    text = finding.text.removeprefix(begin)
    return text[:1].upper() + text[1:]


def rule(finding: Finding, judge: str) -> str:
    """By which rule, measure and limit, and who says so. judge: the rule set's title; empty: that which recorded."""
    judge = judge or Path(finding.rule_set).stem.capitalize()
    measure = MEASURES.get(finding.measure)
    what = finding.measure.replace("_", " ") if measure is None else measure.title
    text = tr(
        "Rule “{rule}” of {judge}: {what} {value}, limit {limit:g}.",
        rule=finding.rule,
        judge=judge,
        what=what,
        value=number(finding.value),
        limit=finding.limit,
    )
    return tr("{text} Source: {source}", text=text, source=finding.source) if finding.source else text


def meaning(finding: Finding) -> str:
    """How the rule's number is read; empty for one that only a newer program knows."""
    measure = MEASURES.get(finding.measure)
    return "" if measure is None else f"{measure.title}: {measure.meaning}"
