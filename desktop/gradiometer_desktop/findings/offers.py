"""What can be done about a finding, as things stand: on the running network, or in a session of its own."""

from __future__ import annotations

from dataclasses import dataclass

from gradiometer.experiment import Experiment
from gradiometer.remedies import REMEDIES
from gradiometer.reports import Finding
from gradiometer.settings import Change, Settings
from gradiometer_desktop.language import said, tr


@dataclass(frozen=True, slots=True)
class Standing:
    """How a session stands. experiment: its initialization the law by which weights were drawn last; settings: those in
    force, or posted already; is_live: whether its network can be changed now; can_continue: whether it could be trained
    on from a snapshot; why_not: why neither, in a sentence.
    """

    experiment: Experiment | None
    settings: Settings | None
    is_live: bool
    can_continue: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """label: of its button; reason: why it helps; why_not: why it cannot be done now, empty where it can. One of the
    two: changes of the running network, in order, or experiment, of a new session. continues: trains on first.
    """

    label: str
    reason: str
    changes: tuple[Change, ...] = ()
    experiment: Experiment | None = None
    continues: bool = False
    why_not: str = ""


def offers_of(finding: Finding, standing: Standing) -> tuple[Offer, ...]:
    """The remedies that the rule names, the best first; none for what holds no more."""
    if finding.has_ended:
        return ()
    return tuple(_offer(name, standing) for name in finding.remedies if name in REMEDIES)


def _offer(name: str, standing: Standing) -> Offer:
    remedy = REMEDIES[name]
    experiment, settings = standing.experiment, standing.settings
    if experiment is None or settings is None:
        return Offer(said(remedy.title), said(remedy.reason), why_not=said(standing.why_not))
    made = remedy.make(experiment, settings)
    if made is None:
        return Offer(said(remedy.title), said(remedy.reason), why_not=said(remedy.why_not(experiment, settings)))
    if isinstance(made, Experiment):
        return Offer(tr("{title} in a new session", title=said(remedy.title)), said(remedy.reason), experiment=made)
    if standing.is_live:
        return Offer(said(remedy.title), said(remedy.reason), made)
    if standing.can_continue:
        return Offer(tr("Continue with {title}", title=said(remedy.title)), said(remedy.reason), made, continues=True)
    return Offer(said(remedy.title), said(remedy.reason), why_not=said(standing.why_not))
