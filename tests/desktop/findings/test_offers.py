"""What can be done about a finding, as things stand."""

from __future__ import annotations

import dataclasses

from gradiometer.experiment import Experiment
from gradiometer.remedies import REMEDIES
from gradiometer.settings import Reinitialize, Settings
from gradiometer_desktop.findings.offers import Standing, offers_of
from recorded import some_finding
from shared import SMALL

FINDING = some_finding(remedies=("relu_he", "no such thing", "batch_norm", "shallower"))
SIGMOID = SMALL.settings
LIVE = Standing(SMALL, SIGMOID, is_live=True, can_continue=False)


def test_they_come_in_the_rules_order_with_their_reasons() -> None:
    offers = offers_of(FINDING, LIVE)
    names = ("relu_he", "batch_norm", "shallower")
    assert [offer.reason for offer in offers] == [REMEDIES[name].reason for name in names]
    assert [offer.why_not for offer in offers] == ["", "", ""]


def test_what_holds_no_more_needs_no_cure() -> None:
    assert offers_of(dataclasses.replace(FINDING, has_ended=True), LIVE) == ()


def test_of_a_running_network_what_can_be_changed_is_changed() -> None:
    first, second, _ = offers_of(FINDING, LIVE)
    assert first.label == REMEDIES["relu_he"].title
    assert not first.continues
    activation, drawn = first.changes
    assert activation == dataclasses.replace(SIGMOID, activation="relu")
    assert isinstance(drawn, Reinitialize)
    assert drawn.scheme == "he"
    assert second.changes == (dataclasses.replace(SIGMOID, normalization="batch"),)


def test_what_needs_a_new_session_says_so() -> None:
    offer = offers_of(FINDING, LIVE)[-1]
    assert offer.label == f"{REMEDIES['shallower'].title} in a new session"
    assert isinstance(offer.experiment, Experiment)
    assert len(offer.experiment.hidden) < len(SMALL.hidden)
    assert offer.changes == ()


def test_what_is_so_already_says_why_it_cannot_be_done() -> None:
    normalized = dataclasses.replace(SIGMOID, normalization="batch")
    offer = offers_of(FINDING, dataclasses.replace(LIVE, settings=normalized))[1]
    assert offer.changes == ()
    assert "already" in offer.why_not


def test_a_session_that_is_over_is_trained_on_first() -> None:
    over = Standing(SMALL, SIGMOID, is_live=False, can_continue=True)
    first, _, last = offers_of(FINDING, over)
    assert first.label == f"Continue with {REMEDIES['relu_he'].title}"
    assert first.continues
    assert first.changes
    assert last.experiment is not None
    assert not last.continues


def test_where_nothing_can_be_changed_the_reason_is_told() -> None:
    stuck = Standing(SMALL, SIGMOID, is_live=False, can_continue=False, why_not="It is being written elsewhere.")
    first, _, last = offers_of(FINDING, stuck)
    assert first.why_not == "It is being written elsewhere."
    # A session of its own does not touch this one.
    assert last.why_not == ""
    own = Standing(None, None, is_live=False, can_continue=False, why_not="It stands in a program of its own.")
    assert {offer.why_not for offer in offers_of(FINDING, own)} == {"It stands in a program of its own."}
    assert not any(offer.changes or offer.experiment for offer in offers_of(FINDING, own))
    assert Settings() == SIGMOID
