"""Reports of any bits, the session files that they end in, and whether a file says what they said."""

import contextlib
import dataclasses
import json
import math
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from gradiometer.bins import BINS, SPECIALS
from gradiometer.effects import EFFECTS, EXACT, RAMPED
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.quantities import GRID, HISTOGRAMS, MOST_UNITS, QUANTITIES, STREAMS, Quantity
from gradiometer.reports import (
    EvaluationReport,
    Event,
    Finding,
    HistogramReport,
    Intervention,
    Jump,
    LookReport,
    Note,
    Report,
    Row,
    Snapshot,
    StepReport,
)
from gradiometer.session_database import SessionFileError
from gradiometer.session_editor import set_texts
from gradiometer.session_file import Session, load_session
from gradiometer.session_writer import SessionWriter
from gradiometer.settings import Ramp, Reinitialize, Rewrite
from gradiometer.surgeries import SURGERIES
from gradiometer.trial import OWN_ORDER, Arm, Course, Interval, NullFork, Trial
from gradiometer.trial_words import finding_in_words, null_sentence, sentence
from gradiometer.wording_of_changes import jump_in_words

AT_LOOKS = tuple(kind for kind in HISTOGRAMS if kind != "weight_gradient")
"""The kinds of histograms that come with a closer look."""

WITH_LOOKS = ("unit", "time", "surface")
"""The streams that have a row at each closer look, where the network has such quantities, besides "look" itself."""

SMALL = Experiment(hidden=(8, 8), num_train=200, num_held_out=50, norms_every=1, histogram_every=5, evaluate_every=20)
THROUGH_TIME = dataclasses.replace(
    SMALL, family="lstm", data="adding", length=6, loss="squared_error", hidden=(4, 3), batch_size=16
)
"""Two levels, each with a gradient at six time steps, and an output layer that has no time."""
OF_THE_PLANE = dataclasses.replace(SMALL, data="moons", batch_size=16)
"""Two inputs, so that there is a decision surface."""
ALL_KINDS = {"digits": SMALL, "through time": THROUGH_TIME, "surface": OF_THE_PLANE}
"""Between them they have rows in every stream."""


def streams_at_looks(experiment: Experiment) -> list[str]:
    """Those of WITH_LOOKS that a network has, in the order in which a trainer reports them."""
    return [stream for stream in WITH_LOOKS if experiment.outline.layouts[stream].width > 1]


def new_writer(path: Path | None, experiment: Experiment, **meta: str) -> SessionWriter:
    """A writer of an experiment's session, which says of itself what the runner makes it say."""
    texts = {"experiment": json.dumps(experiment.as_dict()), "torch_version": "none", **meta}
    return SessionWriter(path, experiment.outline, texts)


def extremes(rows: np.ndarray) -> np.ndarray:
    """Least and largest value of each column, [2, width]; NaN only where a column holds nothing else."""
    gap = np.isnan(rows)
    least = np.where(gap, np.inf, rows).min(axis=0)
    largest = np.where(gap, -np.inf, rows).max(axis=0)
    return np.where(gap.all(axis=0), np.nan, np.stack([least, largest]))


def _any_row(rng: np.random.Generator, step: int, width: int) -> np.ndarray:
    """A row of a step with any bits in its other columns."""
    bits = rng.integers(-(2**63), 2**63, width)
    # Processors make quiet NaNs only.
    bits[np.isnan(bits.view(np.float64))] |= 2**51
    values = bits.view(np.float64)
    values[0] = step
    return values


def _any_counts(rng: np.random.Generator, experiment: Experiment) -> np.ndarray:
    """A histogram of all layers with counts of any size."""
    bins = BINS[experiment.dtype]
    counts = np.zeros((len(experiment.layer_names), bins.num_bins + len(SPECIALS)), np.uint32)
    counts[:, bins.middle - 20 : bins.middle - 10] = rng.integers(0, 2**32, (len(counts), 10))
    counts[:, -4:] = rng.integers(0, 3, (len(counts), 4))
    return counts


def some_finding(number: int = 1, first_step: int = 3, **others: object) -> Finding:
    """What a rule might say."""
    values = {
        "rule_set": "gradiometer",
        "rule": "vanishing_first",
        "symptom": "vanishing",
        "severity": "severe",
        "layers": (0,),
        "told_step": first_step + 2,
        "last_step": first_step + 4,
        "has_ended": False,
        "checks": 3,
        "measure": "gradient_norm",
        "value": 2.5e-9,
        "limit": 1e-7,
        "strength": 40.0,
        "text": "Vanishing gradient in hidden 1: ∂C/∂W is 2.5e-09, below 1e-07",
        "source": "a paper, §3",
        "remedies": ("relu_he", "batch_norm"),
    }
    return Finding(number=number, first_step=first_step, **values | others)


def _any_findings(experiment: Experiment, num_steps: int, seed: int) -> dict[int, list[Finding]]:
    """By the step at which they are told: some of them again and again, and ended at last."""
    rng = np.random.default_rng([seed, 22])
    told: dict[int, list[Finding]] = {}
    for number in range(1, num_steps // 12 + 1):
        first = int(rng.integers(num_steps))
        layers = tuple(sorted({*rng.integers(len(experiment.layer_names), size=int(rng.integers(3))).tolist()}))
        finding = some_finding(
            number,
            first,
            severity=str(rng.choice(["severe", "warning"])),
            symptom=str(rng.choice(["vanishing", "exploding", "a symptom of tomorrow"])),
            layers=layers,
            told_step=first,
            last_step=first,
            value=float(rng.choice([np.nan, np.inf, -np.inf, 5e-324, 0.1])),
        )
        told.setdefault(first, []).append(finding)
        for _ in range(int(rng.integers(3))):
            last = min(finding.last_step + int(rng.integers(1, 20)), num_steps - 1)
            has_ended = bool(rng.random() < 0.5)
            finding = dataclasses.replace(finding, last_step=last, checks=finding.checks + 1, has_ended=has_ended)
            told.setdefault(last, []).append(finding)
    return told


def any_number(rng: np.random.Generator) -> float:
    """Of any size, or none; NaN is math.nan, as files give it back."""
    return float(rng.normal()) if rng.random() < 0.7 else (math.nan, math.inf, -math.inf, 5e-324, 0.0)[rng.integers(5)]


def _made_somehow(rng: np.random.Generator, change: Intervention) -> Intervention:
    """The same change of settings at once, by degrees or by surgery, its jump measured or not."""
    after = change.after
    command, kind = (
        (after, str(rng.choice([*EFFECTS, "", "a kind of tomorrow"]))),
        (Ramp(settings=after, steps=int(rng.integers(2, 1_000_001))), RAMPED),
        (Rewrite(surgery=str(rng.choice([*SURGERIES, "of tomorrow"])), settings=after), EXACT),
    )[rng.integers(3)]
    jump = Jump(*(any_number(rng) for _ in Jump._fields)) if rng.random() < 0.6 else None
    return dataclasses.replace(change, command=command, kind=kind, jump=jump)


def some_trial(number: int = 1, step: int = 3, **others: object) -> Trial:
    """Two branches in three orders of the examples, one of which failed in one of them; and a null fork."""
    sure, unsure = Interval(1.5, 1.25, 1.75), Interval(-0.25, math.nan, math.nan)
    arms = (
        Arm(
            label="ReLU + He",
            role="branch",
            changes="ReLU, He",
            kinds=("immediate", "destructive"),
            remedy="relu_he",
            ratios=(4.0, 4.25, 3.75),
            losses=(-0.5, -0.375, -0.625),
            layers=(4.0, 1.0, 0.0),
            cost=1.0625,
            holds=(False, False, True),
            course=Course(steps=(step, step + 50), ratio=(sure, sure), loss=(unsure, sure)),
        ),
        Arm(
            label="Rate 10",
            role="branch",
            changes="rate 10",
            kinds=("exact",),
            ratios=(math.nan, -math.inf),
            losses=(math.nan, math.inf),
            holds=(True, True),
            errors=("its loss is NaN",),
        ),
    )
    values = {
        "steps": 100,
        "seeds": (OWN_ORDER, 0, 1),
        "device": "CPU",
        "arms": arms,
        "losses": (2.25, 2.0, 2.125),
        "finding": "Vanishing gradient in hidden 1 (finding 1)",
        "control_holds": (True, True, True),
        "null": NullFork(coincides=True, first=-1, num_steps=300, ratio=0.0, loss=0.0),
        "group": "a group",
    }
    return Trial(number=number, step=step, **values | others)


def _any_trials(num_layers: int, num_steps: int, seed: int) -> dict[int, list[Trial]]:
    """What trials have shown, by the step at which they were told, some of them again when one branch was adopted."""
    rng = np.random.default_rng([seed, 3])
    told: dict[int, list[Trial]] = {}
    for number in range(1, 1 + int(rng.integers(4)) if num_steps else 0):
        step, num_seeds = int(rng.integers(num_steps)), int(rng.integers(1, 4))
        arms = tuple(_any_arm(rng, f"Arm {place}\n→", num_layers, num_seeds) for place in range(rng.integers(4)))
        null = NullFork(coincides=False, first=step, num_steps=9, ratio=any_number(rng), loss=any_number(rng))
        trial = Trial(
            number=number,
            step=step,
            steps=int(rng.integers(1, 999)),
            seeds=tuple(range(OWN_ORDER, num_seeds - 1)),
            device=str(rng.choice(["CPU", "a card"])),
            arms=arms,
            losses=_any_numbers(rng, num_seeds),
            finding=str(rng.choice(["", "∂C/∂W vanishes"])),
            control_holds=(True,) * (num_seeds * int(rng.integers(2))),
            null=null if rng.random() < 0.5 else None,
            group="größer",
        )
        told.setdefault(step, []).append(trial)
        if arms:
            adopted = dataclasses.replace(trial, adopted=arms[0].label)
            told.setdefault(min(step + int(rng.integers(9)), num_steps - 1), []).append(adopted)
    return told


def _any_arm(rng: np.random.Generator, label: str, num_layers: int, num_seeds: int) -> Arm:
    num_through = int(rng.integers(num_seeds + 1))
    num_points = int(rng.integers(3))
    ratio, loss = (tuple(Interval(*_any_numbers(rng, 3)) for _ in range(num_points)) for _ in range(2))
    return Arm(
        label=label,
        role=str(rng.choice(["branch", "a role of tomorrow"])),
        changes="größer",
        kinds=tuple(rng.choice([*EFFECTS, "a kind of tomorrow"], 2).tolist()),
        remedy=str(rng.choice(["", "relu_he", "unheard_of"])),
        ratios=_any_numbers(rng, num_through),
        losses=_any_numbers(rng, num_through),
        layers=_any_numbers(rng, num_layers if num_through else 0),
        cost=any_number(rng),
        holds=tuple((rng.random(num_through * int(rng.integers(2))) < 0.5).tolist()),
        errors=("it broke:\n∂C/∂W",) * (num_seeds - num_through),
        course=Course(steps=tuple(range(0, 7 * num_points, 7)), ratio=ratio, loss=loss),
    )


def _any_numbers(rng: np.random.Generator, count: int) -> tuple[float, ...]:
    return tuple(any_number(rng) for _ in range(count))


def newest_trials(reports: Sequence[object]) -> tuple[Trial, ...]:
    """Of each number what was told last, in order of the numbers."""
    newest = {report.number: report for report in reports if isinstance(report, Trial)}
    return tuple(newest[number] for number in sorted(newest))


def newest_findings(reports: Sequence[object]) -> tuple[Finding, ...]:
    """Of each number what was told last, in order of the numbers."""
    newest = {report.number: report for report in reports if isinstance(report, Finding)}
    return tuple(newest[number] for number in sorted(newest))


def told_at(report: Report | Snapshot) -> int:
    """The step at which it is told: of a finding that of its last check."""
    return report.last_step if isinstance(report, Finding) else report.step


def said_before(reports: Sequence[Report], step: int) -> list[Report]:
    """What a file knows of the steps before one: of each finding only how it came out, so it is cut off there."""
    others = [report for report in reports if not isinstance(report, Finding) and report.step < step]
    told = [finding for finding in newest_findings(reports) if finding.told_step < step]
    cut = [dataclasses.replace(each, last_step=step - 1, has_ended=False) for each in told if each.last_step >= step]
    return [*others, *cut, *(each for each in told if each.last_step < step)]


def make_reports(experiment: Experiment, num_steps: int, seed: int = 0) -> list[Report]:
    """What a run of an experiment might say, with no network behind it: any bits, NaN and Inf among them."""
    rng = np.random.default_rng(seed)
    num_layers = len(experiment.layer_names)
    widths = {stream: layout.width for stream, layout in experiment.outline.layouts.items()}
    at_looks = streams_at_looks(experiment)
    reports: list[Report] = []
    now = experiment.settings
    findings, trials = _any_findings(experiment, num_steps, seed), _any_trials(num_layers, num_steps, seed)
    ways = np.random.default_rng([seed, 4])
    for step in range(num_steps):
        while rng.random() < 0.05:
            if rng.random() < 0.5:
                layers = None if rng.random() < 0.5 else tuple(rng.integers(0, num_layers, 2).tolist())
                scheme = str(rng.choice(list(INITIALIZATIONS)))
                change = Reinitialize(scheme=scheme, layers=layers, seed=int(rng.integers(0, 2**62)))
                reports.append(Intervention(step, change, now, now, "drawn anew"))
            else:
                after = dataclasses.replace(now, learning_rate=float(rng.random()), clipping="total")
                effect = "; ".join(["größer", "→"] * int(rng.integers(3)))
                change = Intervention(step, after, now, after, effect, "∂C/∂W vanishes" if step % 2 else "")
                reports.append(_made_somehow(ways, change))
                now = after
        if step % experiment.evaluate_every == 0:
            reports.append(EvaluationReport(step, np.array([step, *rng.integers(0, 2**63, 2).view(np.float64)])))
        if rng.random() < 0.02:
            layer = None if rng.random() < 0.5 else int(rng.integers(num_layers))
            reports.append(Event(step, "non_finite", f"NaN at step {step}: ∂C/∂W\n", layer))
        if step % experiment.histogram_every == 0:
            reports.append(HistogramReport(step, "weight_gradient", _any_counts(rng, experiment)))
        if rng.random() < 0.3:
            reports += [HistogramReport(step, kind, _any_counts(rng, experiment)) for kind in AT_LOOKS]
            reports += [LookReport(step, _any_row(rng, step, widths[stream]), stream) for stream in at_looks]
            reports.append(LookReport(step, _any_row(rng, step, widths["look"])))
        reports.append(StepReport(step, _any_row(rng, step, widths["step"])))
        reports += [*findings.get(step, []), *trials.get(step, [])]
    return reports


def write(
    path: Path, experiment: Experiment, reports: Sequence[Report | Snapshot], commit_after: tuple[int, ...] = ()
) -> None:
    """Record reports, with a commit after some of them."""
    writer = new_writer(path, experiment)
    for index, report in enumerate(reports):
        writer.add(report)
        if index in commit_after:
            assert writer.commit() == ""
            assert not writer.has_pending
    assert writer.close() == ""


def upgrade(path: Path) -> None:
    """Make an older file one of this version, and change nothing else."""
    set_texts(path, {})


def some_snapshot(step: int, reason: str = "schedule", size: int = 300) -> Snapshot:
    """The state of a run that never was."""
    tensors = {"/layers/0": np.full(size, step, np.float32), "/momentum/0": np.arange(3.0)}
    state = {"step": step, "layers": [{"tensor": "/layers/0"}], "momentum": [{"tensor": "/momentum/0"}], "rng": "ab"}
    return Snapshot(step, reason, json.dumps(state), safetensors.numpy.save(tensors))


def with_notes_and_snapshots(reports: list[Report]) -> list[Report | Snapshot]:
    """The same, with a note and a snapshot at every twentieth step."""
    told: list[Report | Snapshot] = []
    for report in reports:
        told.append(report)
        if isinstance(report, StepReport) and report.step % 20 == 10:
            told += [Note(report.step, f"größer als {report.step}"), some_snapshot(report.step)]
    return told


def same_bits(first: np.ndarray, second: np.ndarray) -> bool:
    return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()


def _shape(experiment: Experiment, name: str, quantity: Quantity) -> tuple[int, ...]:
    """Of one row of a quantity, as `Session.quantity` gives it."""
    num_layers = len(experiment.layer_names)
    if quantity.per_unit:
        return (num_layers, MOST_UNITS)
    if quantity.per_time:
        is_there = name in experiment.kind.time_quantities
        return (num_layers * experiment.network.shape[0] if is_there else 0,)
    if quantity.per_cell:
        return (GRID * GRID if experiment.facts.box else 0,)
    return (num_layers if quantity.per_layer else 1,)


def check_holds(session: Session, experiment: Experiment, reports: list[Report]) -> None:
    """The session says exactly what the reports said."""
    assert session.experiment == experiment
    assert session.outline == experiment.outline
    assert session.layer_names == experiment.layer_names
    steps = {"step": session.steps, "evaluation": session.evaluation_steps, "look": session.look_steps}
    steps |= dict.fromkeys(streams_at_looks(experiment), session.look_steps)
    layouts = experiment.outline.layouts
    assert layouts.keys() == STREAMS.keys()
    for stream, layout in layouts.items():
        said = [report for report in reports if isinstance(report, Row) and report.stream == stream]
        rows = np.array([report.values for report in said]).reshape(-1, layout.width)
        # A stream that this network has not got has no rows.
        found = steps.get(stream, np.empty(0, np.int64))
        assert same_bits(found, np.array([report.step for report in said], np.int64))
        for name, quantity in STREAMS[stream].items():
            columns = np.ascontiguousarray(rows[:, layout.slice(name)])
            columns = columns.reshape(len(rows), *_shape(experiment, name, quantity))
            assert same_bits(session.quantity(name), columns)
        assert session.num_rows[stream] == session.count_rows(stream) == len(rows)
        assert same_bits(np.ascontiguousarray(session.blocks(stream, 0, 0, len(rows))[:, 0]), rows)
    assert same_bits(session.loss, session.quantity("loss")[:, 0])
    assert session.interventions == tuple(report for report in reports if isinstance(report, Intervention))
    assert session.events == tuple(report for report in reports if isinstance(report, Event))
    # As they print: one NaN is no other.
    assert repr(session.findings) == repr(newest_findings(reports))
    assert repr(session.trials) == repr(newest_trials(reports))
    for kind in HISTOGRAMS:
        check_holds_histograms(session, experiment, kind, reports)


def check_holds_histograms(session: Session, experiment: Experiment, kind: str, reports: list[Report]) -> None:
    """The session's histograms of a kind are those of the reports."""
    bins, num_layers = BINS[experiment.dtype], len(experiment.layer_names)
    counted = [report for report in reports if isinstance(report, HistogramReport) and report.kind == kind]
    assert same_bits(session.histogram_steps(kind), np.array([report.step for report in counted], np.int64))
    width = bins.num_bins + len(SPECIALS)
    counts = np.array([report.counts for report in counted], np.uint32).reshape(-1, num_layers, width)
    for layer in range(num_layers):
        found, edges = session.histogram(layer, kind)
        assert same_bits(found, counts[:, layer, : bins.num_bins].astype(np.int64))
        assert same_bits(edges, bins.edges)
        assert same_bits(session.specials(layer, kind), counts[:, layer, bins.num_bins :].astype(np.int64))


def check_same(first: History, second: History) -> None:
    """Two histories of one run say the same, to the last bit."""
    assert first.outline == second.outline
    assert first.experiment == second.experiment
    assert first.settings == second.settings
    assert first.interventions == second.interventions
    assert first.events == second.events
    assert repr(first.findings) == repr(second.findings)
    assert repr(first.trials) == repr(second.trials)
    assert first.inputs == second.inputs
    assert list(first.streams) == list(second.streams)
    for one, other in zip(first.streams.values(), second.streams.values(), strict=True):
        assert one.num_rows == other.num_rows
        assert one.span() == other.span()
        for quantity in one.layout.columns:
            for most_points in (max(1, one.num_rows), 7):
                views = [series.view(quantity, *one.span(), most_points) for series in (one, other)]
                assert all(same_bits(mine, theirs) for mine, theirs in zip(views[0][:3], views[1][:3], strict=True))
    for kind in HISTOGRAMS:
        mine, theirs = first.histograms[kind], second.histograms[kind]
        assert mine.newest_step == theirs.newest_step
        assert np.array_equal(mine.steps, theirs.steps)
        for layer in range(len(first.layer_names)):
            assert np.array_equal(mine.image(layer), theirs.image(layer))
            assert mine.specials(layer) == theirs.specials(layer)


def read_everything(path: Path) -> None:
    """Open a file and use all that it can give, as the window and the exports do."""
    with load_session(path) as session:
        _ = session.steps, session.evaluation_steps, session.look_steps, session.loss
        for name in QUANTITIES:
            session.quantity(name)
        for kind in HISTOGRAMS:
            session.histogram_steps(kind)
            for layer in range(min(3, len(session.layer_names))):
                session.histogram(layer, kind)
                session.specials(layer, kind)
            for _ in session.histogram_rows(kind, after=7):
                pass
            session.histogram_at(kind, 20.0)
            for _ in session.spread_histograms(kind, 3):
                pass
        for change in session.interventions:
            _ = change.label, change.short_label, jump_in_words(change)
        for trial in session.trials:
            _ = [null_sentence(trial), *(sentence(trial, arm) + finding_in_words(trial, arm) for arm in trial.arms)]
        _ = session.notes, session.findings, session.inputs, session.has_ended, session.meta.get("created")
        for place in session.snapshots:
            session.snapshot(place.step)
        history = History.saved(session)
        first, last = history.steps.span()
        for most_points in (1, 50, 1000):
            history.view("loss", first, last, most_points)
            history.view("held_out_loss", first, last, most_points)
            for stream in WITH_LOOKS:
                for name in history.streams[stream].layout.counts:
                    history.view(name, first, last, most_points)
        history.steps.at((first + last) / 2, "delta_norm")
        history.settings_at(int(last) // 2)
        history.last("weight_gradient_norm")
        for layer in range(min(3, len(session.layer_names))):
            for kind in HISTOGRAMS:
                history.histograms[kind].image(layer)
        session.refresh()


def everything(session: Session) -> dict[str, object]:
    """All that a session says, in values that can be compared to the bit."""
    return {
        "experiment": session.experiment,
        "texts": {key: value for key, value in session.meta.items() if key not in ("layouts", "ended", "outline")},
        "steps": [session.steps.tolist(), session.evaluation_steps.tolist(), session.look_steps.tolist()],
        **{quantity: session.quantity(quantity).tobytes() for quantity in QUANTITIES},
        **{
            f"{kind} histograms": [(rows.steps.tobytes(), rows.counts.tobytes()) for rows in one_by_one(session, kind)]
            for kind in HISTOGRAMS
        },
        "interventions": session.interventions,
        "events": session.events,
        "findings": repr(session.findings),
        "trials": repr(session.trials),
        "notes": session.notes,
        "snapshots": [session.snapshot(place.step) for place in session.snapshots],
        "levels": [
            session.blocks(stream, 1, 0, num_rows // 16).tobytes() for stream, num_rows in session.num_rows.items()
        ],
    }


def one_by_one(session: Session, kind: str) -> list:
    """The histograms, however many of them are stored together."""
    return [
        type(rows)(rows.steps[[index]], rows.counts[[index]])
        for rows in session.histogram_rows(kind)
        for index in range(len(rows.steps))
    ]


def said_by(path: Path) -> dict[str, object]:
    with load_session(path) as session:
        return everything(session)


def refusal(path: Path, act: Callable[[Path], object] = read_everything) -> str:
    """The sentence that a file is refused with: one line that names the file."""
    with pytest.raises(SessionFileError) as caught:
        act(path)
    sentence = str(caught.value)
    assert str(path) in sentence
    assert len(sentence.splitlines()) == 1
    assert len(sentence) < 500 + len(str(path))
    return sentence.replace(str(path), "FILE")


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """SQLite's own view of a file, to change what is in it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as database:
        yield database


def alter(path: Path, *statements: str, values: tuple = ()) -> None:
    with opened(path) as database:
        for statement in statements:
            database.execute(statement, values)


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """Permissions do not bind the superuser, so it becomes nobody for a moment."""
    is_superuser = os.getuid() == 0
    if is_superuser:
        os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        if is_superuser:
            os.setresuid(0, 0, 0)


@contextlib.contextmanager
def as_nobody(path: Path, *, may_write_file: bool = True, may_write_folder: bool = True) -> Iterator[Path]:
    """A copy of a file, in a folder of its own, for one who may not write all of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "folder")
        folder.mkdir()
        copy = Path(shutil.copy(path, folder))
        os.chmod(name, 0o755)
        copy.chmod(0o666 if may_write_file else 0o444)
        folder.chmod(0o777 if may_write_folder else 0o555)
        try:
            with nobody():
                yield copy
        finally:
            folder.chmod(0o755)
