"""The section of findings: what rules have found, on what evidence, and what helps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gradiometer.measures import MEASURES
from gradiometer.remedies import REMEDIES
from gradiometer.remedy import in_force
from gradiometer.report.document import Block, Bullets, Column, Item, Paragraph, Section, Table, Terms
from gradiometer.report.pictures import evidence, evidence_of, tell_evidence
from gradiometer.report.subject import Subject
from gradiometer.reports import Finding
from gradiometer.rules import RuleError, load_rules
from gradiometer.symptoms import SEVERE, SYMPTOMS, title_of
from gradiometer.wording_of_layers import name_layers
from gradiometer.wording_of_numbers import count, number, plural, tell_strength

_MOST_PICTURES = 6
"""Of one session; what more findings show is named in words."""
_MOST_TOLD = 40
"""Of one session; of more findings only the table tells."""
_NOT_JUDGED = "Nobody has judged this session: an older program recorded it. `gradiometer doctor` judges it."
_RULE_SET = "rule_set"
"""The text of a session file that says who judged it."""


def findings(subject: Subject) -> Section:
    """Each finding with its evidence and what helps, severe ones that hold first."""
    session, found = subject.session, subject.findings
    judge = _title_of_rules(session.meta.get(_RULE_SET, ""))
    if not found:
        text = f"The rules of {judge} found nothing wrong." if judge else _NOT_JUDGED
        return Section("Findings", (Paragraph(text, "good" if judge else "", "Well" if judge else ""),))
    severe = sum(each.severity == SEVERE for each in found)
    intro = (
        f"{severe} severe and {plural(len(found) - severe, 'warning')}, by the rules of {judge or found[0].rule_set}."
    )
    blocks: list[Block] = [Paragraph(f"{intro} A number of agreeing checks says how often in a row a rule held.")]
    if len(found) > 1:
        blocks.append(_overview(subject, found))
    shown: list[tuple[str, dict[str, Any]]] = []
    sections = tuple(_finding(subject, each, shown) for each in found[:_MOST_TOLD])
    if len(found) > _MOST_TOLD:
        blocks.append(Paragraph(f"The first {_MOST_TOLD} of them are told of below."))
    return Section("Findings", tuple(blocks), sections)


def _title_of_rules(name: str) -> str:
    """`Gradiometer`; of a rule set that is not here any more the name of its file."""
    if not name:
        return ""
    try:
        return load_rules(name).title
    except RuleError:
        return Path(name).stem


def _overview(subject: Subject, found: list[Finding]) -> Table:
    columns = (
        Column("Number", is_number=True),
        Column("Finding"),
        Column("Severity"),
        Column("Since step", is_number=True),
        Column("Last seen", is_number=True),
        Column("Ended"),
    )
    rows = tuple(
        (
            str(each.number),
            _headline(subject, each),
            each.severity,
            count(each.first_step),
            count(each.last_step),
            "yes" if each.has_ended else "no",
        )
        for each in found
    )
    return Table("All findings", columns, rows)


def _headline(subject: Subject, finding: Finding) -> str:
    """`Vanishing gradient in hidden 1 to 4`."""
    where = name_layers(subject.session.layer_names, finding.layers)
    title = title_of(finding.symptom)
    return f"{title} in {where}" if where else title


def _finding(subject: Subject, finding: Finding, shown: list[tuple[str, dict[str, Any]]]) -> Section:
    """shown: the evidence that has been drawn already, to which this one's is added."""
    is_severe = finding.severity == SEVERE
    headline = _headline(subject, finding)
    text = " ".join(finding.text.split()).removeprefix(f"{headline}: ").rstrip(".")
    blocks: list[Block] = [
        Paragraph(f"{text[:1].upper()}{text[1:]}.", "severe" if is_severe else "warning", finding.severity.capitalize())
    ]
    if finding.symptom in SYMPTOMS:
        blocks.append(Paragraph(SYMPTOMS[finding.symptom].meaning))
    blocks.append(Terms(tuple(_facts(subject, finding).items())))
    place = evidence_of(subject.session, finding)
    if place is not None and is_severe and place not in shown and len(shown) < _MOST_PICTURES:
        shown.append(place)
        blocks.append(evidence(subject.session, *place))
    elif place is not None:
        above = "Shown above" if place in shown else "To be seen in"
        blocks.append(Paragraph(f"{above}: {tell_evidence(*place)}."))
    blocks += _remedies(subject, finding)
    return Section(f"{headline} (finding {finding.number})", tuple(blocks))


def _facts(subject: Subject, finding: Finding) -> dict[str, str]:
    where = name_layers(subject.session.layer_names, finding.layers) or "the whole network"
    first, last = count(finding.first_step), count(finding.last_step)
    held = (
        f"steps {first} to {last}, then it ended" if finding.has_ended else f"since step {first}, last seen at {last}"
    )
    agree = f"{plural(finding.checks, 'check')} in a row" if finding.checks != 1 else "1 check"
    measure = MEASURES.get(finding.measure)
    title = finding.measure.replace("_", " ") if measure is None else measure.title
    facts = {
        "Where": where,
        "Held": held,
        "Told": f"at step {count(finding.told_step)}; {agree} by now",
        "Evidence": f"{title}: {number(finding.value)}, limit {number(finding.limit)}",
        "Strength": tell_strength(finding.strength),
    }
    if measure is not None:
        facts["How it is read"] = measure.meaning
    facts["Rule"] = f"“{finding.rule}” of {_title_of_rules(finding.rule_set) or finding.rule_set}"
    if finding.source:
        facts["Source"] = " ".join(finding.source.split())
    return facts


def _remedies(subject: Subject, finding: Finding) -> list[Block]:
    """What can be done, the best first; and what cannot, or is done already, and why."""
    session = subject.session
    known = [(name, REMEDIES[name]) for name in finding.remedies if name in REMEDIES]
    if not known:
        return []
    reasons = dict.fromkeys((name for name, _remedy in known), "")
    if session.experiment is not None:
        changes = [change.command for change in session.interventions]
        place = in_force(session.experiment, session.experiment.settings, changes)
        reasons = {name: remedy.why_not(*place) for name, remedy in known}
    can = [Item(remedy.reason, remedy.title) for name, remedy in known if not reasons[name]]
    cannot = [Item(reasons[name], remedy.title) for name, remedy in known if reasons[name]]
    blocks: list[Block] = []
    if can:
        blocks.append(Bullets(tuple(can), "What helps, the best first:", is_ordered=True))
    if cannot:
        blocks.append(Bullets(tuple(cannot), "What is so already, or cannot be done here:"))
    return blocks
