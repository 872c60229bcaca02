"""What a change does to a running network at once: nothing, something by degrees, something, or all is lost."""

from __future__ import annotations

import dataclasses

from gradiometer.settings import SETTING_FIELDS, Change, Ramp, Reinitialize, Rewrite, Settings

EXACT, RAMPED, IMMEDIATE, DESTRUCTIVE = "exact", "ramped", "immediate", "destructive"
EFFECTS = {
    EXACT: "the network computes the same as before; what changes is how it learns",
    RAMPED: "the network goes over to it step by step",
    IMMEDIATE: "the network computes something else from this step on",
    DESTRUCTIVE: "what the network has learned in these weights is lost",
}
"""By how far a change goes, in words."""

_AFTER_THE_PASS = ("clipping", "clip_threshold", "optimizer", "learning_rate", "momentum", "weight_decay")
"""What is done with a gradient when it has been computed: the network's function knows nothing of it."""


def effect_of(change: Change, before: Settings) -> str:
    """How far a change goes, in EFFECTS. before: the settings in force."""
    if isinstance(change, Reinitialize):
        return DESTRUCTIVE
    if isinstance(change, Ramp):
        return RAMPED
    if isinstance(change, Rewrite) or _function(before) == _function(change):
        return EXACT
    return IMMEDIATE


def _function(settings: Settings) -> Settings:
    """What of the settings the network's function depends on; the others as they are by default."""
    plain = Settings()
    unread = set(_AFTER_THE_PASS)
    if settings.skip and settings.skip_weight == 0.0 and settings.branch_scale == 1.0:
        settings = dataclasses.replace(settings, skip=False)
    if not settings.skip:
        unread |= {"skip_weight", "branch_scale"}
    if settings.normalization == "none":
        unread.add("norm_place")
    assert unread <= SETTING_FIELDS.keys()
    return dataclasses.replace(settings, **{name: getattr(plain, name) for name in unread})
