"""The figure of a trial: what changes did to forks, against an untouched control, which is the line at 0."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.exports import find_trial
from gradiometer.figures.data import keep_band
from gradiometer.figures.legend import legend_below, place_legend
from gradiometer.figures.parts import cut_off, draw_line, set_steps, shown_steps
from gradiometer.figures.sheet import DASHES, Request
from gradiometer.figures.text import cut, fit, note_above, num_letters, say, say_empty, set_title
from gradiometer.session_file import Session
from gradiometer.trial import Arm, Interval, Trial
from gradiometer.trial_words import null_in_short
from gradiometer.wording_of_numbers import count, plural

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NO_TRIAL = "no trial was made of this session"
PANELS = {"ratio": "log10 of first layer's norm / control's", "loss": "loss - control's"}
"""What each panel shows, by the names of what a Course has."""
_SHORT = {"ratio": "log10", "loss": "loss"}
_LEAST_HEIGHT = {"ratio": 0.1, "loss": 0.0}
"""So far from 0 its axis reaches at the least: a norm a quarter larger or smaller."""
# Three bands on top of each other have to let all curves be seen.
_BAND = 0.15
_NULL_BAND = 0.25
# Letters of a label in a legend, which also has its line and what became of the branch; what a person typed may be a
# paragraph.
_LEAST_OF_LABEL, _MOST_OF_LABEL = 12, 44
_LABEL_LETTER_PT = 4.2
# Entries of a legend that have their place below the axes.
_MANY = 8
# A row of them, in the units of a sheet, and what all may take of the height before they have to be smaller.
_ROW_PT, _MOST_OF_HEIGHT = 9.45, 0.2
# A page of two panels that is lower has no room for more than a line of notes and of a label.
_LOW_PT = 200.0
# matplotlib computes with what lies a little beyond.
_LARGEST = 1e300


def draw_trial(figure: Figure, session: Session, request: Request) -> None:
    """The first layer's gradient norm over the control's above, in decades, and the loss less the control's below, with
    the 95 % band of the mean over the orders of the examples.
    """
    trial = find_trial(session, request.trial)
    if trial is None:
        axes = figure.add_subplot()
        set_title(figure, session, "Trial: changes on forks against an untouched control", request)
        if session.num_rows["step"] == 0:
            say_empty(axes, request)
        else:
            say(axes, fit(NO_TRIAL, request.x_axis_pt), request)
            axes.set_xticks([])
        return
    panels = figure.subplots(2, 1, sharex=True)
    panels[-1].set_xlabel("step")
    first, last = shown_steps(request, (trial.step, trial.step + max(trial.steps - 1, 0)))
    notes = [_null_note(trial)]
    is_low = request.size_pt[1] < _LOW_PT
    for axes, name in zip(panels, PANELS, strict=True):
        axes.set_ylabel(_SHORT[name] if is_low else fit(PANELS[name], 0.9 * request.y_axis_pt))
        notes += _draw_panel(axes, trial, name, (first, last), request)
    set_steps(panels[-1], first, last, request)
    notes += ["bands: 95 %"] if has_bands(trial) else []
    taken = _draw_legend(figure, trial, request)
    # Its letters are smaller than a label's.
    told = fit("; ".join(notes), 1.1 * (request.x_axis_pt - taken))
    if not (is_low and "\n" in told):
        note_above(panels[0], told, request)
    set_title(figure, session, head_of(trial), request, taken)


def head_of(trial: Trial) -> str:
    """`Trial 1, forked before step 300: 100 steps in 3 orders of the examples`."""
    where = f"Trial {trial.number}, forked before step {count(trial.step)}"
    return f"{where}: {plural(trial.steps, 'step')} in {orders_in_words(trial)}"


def orders_in_words(trial: Trial) -> str:
    """`3 orders of the examples`."""
    number = len(trial.seeds)
    return f"{'one order' if number == 1 else f'{number} orders'} of the examples"


def has_bands(trial: Trial) -> bool:
    """Whether there are limits of any mean: of a single order of the examples there are none."""
    courses = [arm.course for arm in trial.arms]
    return any(math.isfinite(each.low) for course in courses for each in (*course.ratio, *course.loss))


def label_of(arm: Arm, place: int) -> str:
    """What a branch is called in one line; by its place, from 0, where nobody has called it anything."""
    return " ".join(arm.label.split()) or f"branch {place + 1}"


def _null_note(trial: Trial) -> str:
    """What the fork with no change says of all others."""
    null = trial.null
    if null is None:
        return "no null fork"
    if null.coincides:
        return f"null fork 0: the same bit for bit in {plural(null.num_steps, 'measured step')}"
    # On a processor nothing may drift.
    beware = ", which it must not: trust nothing here" if trial.device == "CPU" else ""
    band = " (grey band)" if any(_drift(trial, name) for name in PANELS) else ""
    return f"null fork{band} {null_in_short(null)}{beware}"


def _draw_panel(axes: Axes, trial: Trial, name: str, span: tuple[float, float], request: Request) -> list[str]:
    """Everything of one quantity between two steps. name: in PANELS. Returns notes of what cannot be seen."""
    theme = request.theme
    control, *colors = theme.trial_colors()
    edges: list[NDArray[np.float64]] = []
    measured = False
    for place, arm in enumerate(trial.arms):
        steps, values = _between(arm, name, span)
        measured = measured or bool(len(steps))
        mean, low, high = values.T
        label, color = label_of(arm, place), colors[place % len(colors)]
        has_limits = np.isfinite(low) & np.isfinite(high)
        if has_limits.any():
            low, high = np.where(has_limits, low, np.nan), np.where(has_limits, high, np.nan)
            axes.fill_between(steps, low, high, color=color, alpha=_BAND, linewidth=0)
            keep_band(axes, label, steps, low, high)
        draw_line(axes, steps, mean, request, name=label, color=color, dashes=_dashes(place))
        edges += [mean, low, high]
    drift = _drift(trial, name)
    if drift:
        axes.axhspan(-drift, drift, color=control, alpha=_NULL_BAND, linewidth=0, zorder=1)
        keep_band(axes, "null fork", span, (-drift, -drift), (drift, drift))
        edges.append(np.array((-drift, drift)))
    heights = np.concatenate([np.empty(0), *edges])
    heights = heights[np.isfinite(heights)]
    if not len(heights):
        say(axes, "nothing but Inf and NaN" if measured else "no branch was measured", request)
        return []
    axes.axhline(0.0, color=control, linewidth=request.line(1.2), zorder=1.5)
    is_beyond = False
    if name == "loss":
        largest = [abs(loss) for loss in trial.losses if np.isfinite(loss)]
        heights, is_beyond = cut_off(heights, min(max(largest, default=0.0), _LARGEST))
    least = _LEAST_HEIGHT[name]
    bottom, top = min(float(heights.min()), -least), max(float(heights.max()), least)
    margin = 0.06 * (top - bottom) or 1.0
    axes.set_ylim(*(request.limits_of(axes) or (bottom - margin, top + margin)))
    return ["what explodes is cut off"] if is_beyond else []


def _drift(trial: Trial, name: str) -> float:
    """How far the null fork drifts; 0 where it does not, and where that cannot be drawn."""
    null = trial.null
    drift = 0.0 if null is None or null.coincides else abs(float(getattr(null, name)))
    return drift if drift <= _LARGEST else 0.0


def _between(arm: Arm, name: str, span: tuple[float, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The steps [n] of a course that lie between two, and mean, low and high at each [n, 3], NaN for what cannot be
    drawn.
    """
    intervals: Sequence[Interval] = getattr(arm.course, name)
    steps = np.array(arm.course.steps, np.float64)
    values = np.array(intervals, np.float64).reshape(len(steps), len(Interval._fields))
    with np.errstate(invalid="ignore"):
        values = np.where(np.abs(values) <= _LARGEST, values, np.nan)
    shown = (steps >= span[0]) & (steps <= span[1])
    return steps[shown], values[shown]


def _draw_legend(figure: Figure, trial: Trial, request: Request) -> float:
    """The control, every branch, also one that failed, and what the null fork drifts: below while they are few. Returns
    the width it takes beside the title, in the sheet's units.
    """
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    control, *colors = request.theme.trial_colors()
    handles: list[Artist] = [Line2D([], [], color=control, linewidth=request.line(1.2))]
    labels = ["control: the line at 0"]
    most = max(_LEAST_OF_LABEL, min(_MOST_OF_LABEL, int(request.x_axis_pt / _LABEL_LETTER_PT) - 20))
    for place, arm in enumerate(trial.arms):
        handles.append(Line2D([], [], color=colors[place % len(colors)], linestyle=_dashes(place)))
        state = ["adopted"] if trial.adopted and arm.label == trial.adopted else []
        if arm.errors:
            state.append(f"failed in {len(arm.errors)} of {len(trial.seeds)}" if arm.ratios else "failed")
        told = f" ({', '.join(state)})" if state else ""
        labels.append(f"{cut(label_of(arm, place), most)}{told}")
    if any(_drift(trial, name) for name in PANELS):
        handles.append(Patch(color=control, alpha=_NULL_BAND, linewidth=0))
        labels.append("null fork")
    column_pt = _ROW_PT * (4.1 + 0.45 * max(map(num_letters, labels)))
    num_rows = math.ceil(len(labels) / max(1, int(request.size_pt[0] / column_pt)))
    is_high = num_rows * _ROW_PT > _MOST_OF_HEIGHT * request.size_pt[1]
    if len(labels) > _MANY or is_high or request.style.legend not in ("auto", "below"):
        return place_legend(figure, handles, labels, request)
    for handle, label in zip(handles, labels, strict=True):
        handle.set_label(label)
    legend_below(figure, handles, request, column_pt)
    return 0.0


def _dashes(place: int) -> Any:
    return DASHES[place % len(DASHES)]
