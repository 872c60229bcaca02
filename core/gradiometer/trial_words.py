"""What a trial has shown, in the sentence that a report needs."""

from __future__ import annotations

import math

from gradiometer.trial import Arm, Interval, NullFork, Trial, agreeing
from gradiometer.wording_of_numbers import count, plural


def sentence(trial: Trial, arm: Arm) -> str:
    """`ReLU + He raised the first layer's gradient norm by 4.1 decades [3.9, 4.3] and lowered the loss by 0.41 +- 0.03
    after 200 steps, in 5 of 5 seeds; null fork 0`.
    """
    if arm.errors and not arm.ratios:
        return f"{arm.label} failed: {arm.errors[0]}"
    null = trial.null
    drift_ratio, drift_loss = (0.0, 0.0) if null is None or null.coincides else (null.ratio, null.loss)
    parts = [_ratio(arm.ratio, drift_ratio), _loss(arm.loss, drift_loss)]
    num_seeds = len(arm.ratios)
    where = "in one order of the examples, so with no interval"
    if num_seeds > 1:
        # With no mean there is no way that seeds could agree to go.
        is_told = not (math.isnan(arm.ratio.mean) or math.isnan(arm.loss.mean))
        where = f"in {agreeing(arm)} of {num_seeds} seeds" if is_told else f"over {num_seeds} seeds"
    text = f"{arm.label} {parts[0]} and {parts[1]} after {plural(trial.steps, 'step')}, {where}"
    if null is not None:
        text += f"; null fork {null_in_short(null)}"
    if arm.errors:
        text += f"; it failed in {plural(len(arm.errors), 'seed')}"
    return f"{text}."


def null_in_short(null: NullFork) -> str:
    """`0`, or how far it drifts."""
    if null.coincides:
        return "0"
    return f"drifts by up to {null.ratio:.2g} decades and {null.loss:.2g} in the loss"


def null_sentence(trial: Trial) -> str:
    """What the fork with no change has shown; empty where there was none."""
    null = trial.null
    if null is None:
        return ""
    compared = plural(null.num_steps, "measured step")
    if null.coincides:
        return (
            f"The null fork, a branch with no change, coincides with the control bit for bit in {compared} and in all "
            "weights, moments and random states at the end: every difference below is the change's."
        )
    if trial.device == "CPU":
        return (
            f"The null fork, a branch with no change, differs from the control from step {count(null.first)} on, which "
            "must not be on a processor: no claim of this trial can be trusted."
        )
    return (
        f"The null fork, a branch with no change, drifts from the control by up to {null.ratio:.2g} decades in a norm "
        f"and {null.loss:.2g} in the loss over {compared}, because a graphics card adds up in no fixed order: what "
        "does not pass that is noise."
    )


def finding_in_words(trial: Trial, arm: Arm) -> str:
    """`gone in 5 of 5 seeds`; empty where there is no finding."""
    if not arm.holds:
        return ""
    gone = sum(not each for each in arm.holds)
    by_itself = sum(not each for each in trial.control_holds)
    text = f"gone in {gone} of {len(arm.holds)} seeds" if len(arm.holds) > 1 else "gone" if gone else "still there"
    return f"{text}; in the control too in {by_itself}" if by_itself else text


def decades(value: Interval) -> str:
    """`+4.10 [3.90, 4.30]`."""
    if math.isinf(value.mean):
        return "from 0" if value.mean > 0 else "to 0"
    return f"{value.mean:+.2f}{_limits(value)}" if math.isfinite(value.mean) else "–"


def difference(value: Interval) -> str:
    """`-0.41 +- 0.03`."""
    if not math.isfinite(value.mean):
        return "–"
    return f"{value.mean:+.3g}" + (f" ± {value.half:.2g}" if math.isfinite(value.half) else "")


def _limits(value: Interval) -> str:
    return f" [{value.low:.2f}, {value.high:.2f}]" if math.isfinite(value.low) else ""


def _ratio(value: Interval, drift: float) -> str:
    """drift: how far a fork with no change goes: what does not pass that is noise."""
    what = "the first layer's gradient norm"
    if math.isnan(value.mean):
        return f"left {what} without a number"
    if math.isinf(value.mean):
        return f"raised {what} from 0" if value.mean > 0 else f"brought {what} down to 0"
    if math.isfinite(value.low) and not value.is_sure and value.mean != 0:
        return f"changed {what} by no more than chance ({value.mean:+.2f} decades{_limits(value)})"
    if value.mean == 0:
        return f"left {what} as it was"
    if abs(value.mean) <= drift:
        return f"changed {what} by no more than a fork with no change does ({value.mean:+.2g} decades)"
    verb = "raised" if value.mean > 0 else "lowered"
    limits = f" [{_ordered(value)}]" if math.isfinite(value.low) else ""
    return f"{verb} {what} by {abs(value.mean):.2g} decades{limits}"


def _ordered(value: Interval) -> str:
    low, high = sorted((abs(value.low), abs(value.high)))
    return f"{low:.2g}, {high:.2g}"


def _loss(value: Interval, drift: float) -> str:
    """drift: as of `_ratio`."""
    if not math.isfinite(value.mean):
        return "left a loss that is not finite"
    if math.isfinite(value.low) and not value.is_sure and value.mean != 0:
        return f"changed the loss by no more than chance ({difference(value)})"
    if value.mean == 0:
        return "left the loss as it was"
    if abs(value.mean) <= drift:
        return f"changed the loss by no more than a fork with no change does ({difference(value)})"
    verb = "raised" if value.mean > 0 else "lowered"
    half = f" ± {value.half:.2g}" if math.isfinite(value.half) else ""
    return f"{verb} the loss by {abs(value.mean):.2g}{half}"
