"""TensorBoard event files of a session: one run a session, to be read by all that reads these files.

    loss/training, loss/held-out              and accuracy alike: one group of charts
    gradient_norm/network                     what is measured of the whole network
    weight_gradient_norm/01 hidden 1          of each layer, numbered from the input
    hidden_gradient/01 hidden 1/t=028         of recurrent layers, at nine time steps, the first and the last among them
    log10_weight_gradient_norm/01 hidden 1    beside each quantity that spans decades
    weight_gradient/01 hidden 1               histograms; `..._inf/` and `..._nan/` count what no bin holds, if any
    surface                                   pictures of the decision surface
    session/..., interventions, events, ...   texts; the settings at the start are also hyper-parameters

TensorBoard's scalars are float32. So 1e-50 reads 0, and its logarithm, taken in float64, stands beside it (of an exact
zero there is none). What is finite and beyond float32 reads its largest number, so that Inf always means Inf.

Left out: the gradient of each unit, dozens of charts a layer, which CSV has (tables.py); snapshots; what was never a
number, such as the gain of the last layer. The text `session/left out` says so, and what was thinned.
"""

from __future__ import annotations

import math
import os
import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import SPECIALS, Bins
from gradiometer.exports import ExportError
from gradiometer.quantities import HISTOGRAMS, QUANTITIES, STREAMS
from gradiometer.series import Series
from gradiometer.session_file import Session
from gradiometer.settings import SETTING_FIELDS
from gradiometer.surfaces import Surface, class_colors, class_name, num_classes_of
from gradiometer.symptoms import title_of
from gradiometer.tables import stored_series, stream_chunks
from gradiometer.wording_of_layers import name_layers

MOST_STEPS = 10_000
"""Of each stream so many rows are written, unless another number is asked for."""
MOST_HISTOGRAMS, MOST_PICTURES = 500, 100
"""Of each kind of histogram, and of the surface: TensorBoard itself shows no more of one tag, unless it is told to."""

_MOST_TIMES = 9
# Often enough for a bar.
_TELL_EVERY = 50
# TensorBoard asks for `tfevents`. The rest tells ours from those of other programs, which are never deleted.
_OURS = re.compile(r"events\.out\.tfevents\.\d{10}\.gradiometer\.0")
_LARGEST32, _LARGEST64 = float(np.finfo(np.float32).max), float(np.finfo(np.float64).max)
# A session that says it trained for longer, in seconds, is mistaken.
_LONGEST = 1e9
_TAGS = {f"held_out_{name}": f"{name}/held-out" for name in ("loss", "accuracy")}
_TAGS |= {name: f"{name}/training" for name in ("loss", "accuracy")}
_COUNTED = {"inf": "infinite", "nan": "nan"}
_RECORDED = ["created", "ended", "gradiometer_version", "torch_version", "device_name", "cpu_capability", "num_threads"]
_HINT = "TensorBoard shows a sample of each tag; all: `--samples_per_plugin scalars=10000,images=100,text=1000`."


class ExportStopped(Exception):
    """The export was not wanted any more, and left nothing behind."""


def write_events(
    session: Session,
    folder: Path,
    *,
    name: str = "",
    most_steps: int = MOST_STEPS,
    on_progress: Callable[[int, int], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Path:
    """Write a session as a TensorBoard run, `folder/name/events.out.tfevents...`: a whole run or none. Gives the run's
    folder. A run that this function wrote there before is replaced, whatever session it was of.

    name: of the run; empty: that of the session's file, without its ending.
    most_steps: of each stream at most so many rows, and of each kind at most so many histograms, evenly spread, the
    first and the last among them. on_progress: told the rows and histograms written, and those to write in all;
    should_stop: asked before each, and once it is true ExportStopped is raised.

    The time of an event is when the session was created plus the seconds trained by then, pauses left out; between
    measured steps it is interpolated.

    Raises ExportError, also where tensorboardX is missing or something else stands where the run should, and
    SessionFileError where the session is damaged.
    """
    library = _import_library()
    if most_steps < 2:
        raise ExportError(f"most_steps is {most_steps}: it takes 2 for the first and the last one")
    most = {stream: most_steps for stream in STREAMS if stream != "unit"}
    most |= {"surface": min(most_steps, MOST_PICTURES)} | dict.fromkeys(HISTOGRAMS, min(most_steps, MOST_HISTOGRAMS))
    numbers = {**session.num_rows, **session.num_histograms}
    name = name or session.path.stem
    # The stem of `..gradiometer` would be the folder itself.
    run = Path(folder, name if name.strip(".") else "session").absolute()
    with _written_run(run) as aside, closing(_Events(aside, library, session)) as events:
        events.total = sum(min(numbers[what], each) for what, each in most.items())
        events.on_progress, events.should_stop = on_progress, should_stop
        events.left_out += [
            f"{what}: {each:,} of the {numbers[what]:,} measured are written, evenly spread"
            for what, each in most.items()
            if numbers[what] > each
        ]
        # The steps first: they say when the others were.
        for stream in (stream for stream in STREAMS if stream != "unit"):
            _tell_rows(session, events, stream, most[stream])
        for kind in HISTOGRAMS:
            _tell_histograms(session, events, kind, most[kind])
        _tell_happenings(session, events)
        _tell_settings(session, events)
        events.flush()
    return run


def _import_library() -> Any:
    """tensorboardX. Its messages and its file of records are used, not its queue: what the thread behind that cannot
    write, nobody hears of.
    """
    try:
        import tensorboardX
    except ImportError as error:
        how = "pip install 'gradiometer[tensorboard]'"
        raise ExportError(f"TensorBoard event files need tensorboardX: {how}") from error
    return tensorboardX


@contextmanager
def _written_run(run: Path) -> Iterator[Path]:
    """Gives a path to write an event file to, which becomes the only file of the run once the body is through."""
    # A file and not a folder, with nothing in its name that TensorBoard knows: it looks into hidden folders too, and
    # would show half a run.
    aside = run.with_name(f".gradiometer-{uuid.uuid4().hex}.partial")
    try:
        _files_of(run)
        run.parent.mkdir(parents=True, exist_ok=True)
        yield aside
        before = _files_of(run)
        run.mkdir(exist_ok=True)
        path = run / f"events.out.tfevents.{int(time.time()):010}.gradiometer.0"
        os.replace(aside, path)
        for old in set(before) - {path}:
            old.unlink()
    except ExportError:
        raise
    except OSError as error:
        raise ExportError(f"{run} cannot be written: {error.strerror or error}") from error
    finally:
        # Gone already where all went well; where the folder itself is the trouble there is nothing to clear.
        with suppress(OSError):
            aside.unlink()


def _files_of(run: Path) -> list[Path]:
    """The files of a run of ours, none where there is no run. Raises ExportError for anything else, and OSError."""
    if not os.path.lexists(run):
        return []
    if not run.is_dir():
        raise ExportError(f"{run} is in the way and is no folder: choose another folder")
    files = sorted(run.iterdir())
    for path in files:
        if not _OURS.fullmatch(path.name) or path.is_symlink() or not path.is_file():
            raise ExportError(f"{run} holds {path.name}, which Gradiometer did not write: choose another folder")
    return files


class _Events:
    """An event file while it is being written. Raises OSError."""

    def __init__(self, path: Path, library: Any, session: Session):
        self.summary = library.summary
        self.total = self._done = 0
        self.on_progress: Callable[[int, int], None] | None = None
        self.should_stop: Callable[[], bool] | None = None
        self.left_out: list[str] = []
        """Sentences on what is not written."""
        self._event = library.proto.event_pb2.Event
        try:
            self._created = max(0.0, datetime.fromisoformat(session.meta.get("created", "")).timestamp())
        except (ValueError, OverflowError, OSError):
            self._created = 0.0
        self._steps, self._elapsed = np.array([-1.0]), np.zeros(1)
        self._file = library.RecordWriter(str(path))
        self.flush, self.close = self._file.flush, self._file.close
        self._file.write(self._event(wall_time=self._created, file_version="brain.Event:2").SerializeToString())

    def tick(self) -> None:
        """Before each row and histogram. Raises ExportStopped."""
        if self.should_stop is not None and self.should_stop():
            raise ExportStopped
        self._done += 1
        if self.on_progress is not None and (self._done % _TELL_EVERY == 0 or self._done == self.total):
            self.on_progress(self._done, self.total)

    def learn_times(self, steps: NDArray[np.float64], elapsed: NDArray[np.float64]) -> None:
        """Take up how long training had taken by these steps, which lie behind those that are known."""
        sound = (elapsed >= 0) & (elapsed <= _LONGEST)
        self._steps = np.concatenate([self._steps, steps[sound]])
        self._elapsed = np.concatenate([self._elapsed, elapsed[sound]])

    def new(self, step: float) -> Any:
        """An event without contents, for `put`."""
        seconds = float(np.interp(step, self._steps, self._elapsed))
        return self._event(wall_time=self._created + seconds, step=int(step))

    def put(self, event: Any) -> None:
        if event.HasField("summary"):
            self._file.write(event.SerializeToString())

    def put_text(self, step: int, tag: str, text: str) -> None:
        """Markdown; of one tag each step must lie behind the last."""
        event = self.new(step)
        event.summary.MergeFrom(self.summary.text(tag, _sound(text)))
        # As TensorFlow writes it: no suffix in the list of tags, and no table of one row around the text.
        event.summary.value[0].tag = tag
        event.summary.value[0].tensor.ClearField("tensor_shape")
        self.put(event)


def _columns(session: Session, events: _Events, series: Series, name: str) -> Iterator[tuple[str, int, bool]]:
    """What is written of a quantity: (tag, column of its stream, whether the logarithm or the number itself)."""
    quantity = QUANTITIES[name]
    # The least value of all rows is NaN only where all are: of a long session a few blocks are read.
    told: NDArray[np.bool_] = np.logical_not(np.isnan(series.view(name, *series.span(), 1).low).all(axis=0))
    if not len(told) or not series.num_rows or quantity.per_cell:
        return
    tags, times = [_TAGS.get(name, f"{name}/network")], session.outline.times if quantity.per_time else (0,)
    if quantity.per_layer or quantity.per_time:
        tags = [f"{name}/{layer}" for layer in _layer_tags(session)]
    by_layer, shown = told.reshape(-1, len(times)), _spread(len(times), _MOST_TIMES)
    if missing := np.flatnonzero(~by_layer.any(axis=1)).tolist():
        where = f" of {name_layers(session.layer_names, missing)}" if len(tags) > 1 else ""
        events.left_out.append(f"{name}{where}: it was never a number")
    if len(shown) < len(times):
        events.left_out.append(f"{name}: {len(shown)} of {len(times)} time steps are written")
    for layer, at in zip(*np.nonzero(by_layer), strict=True):
        if at in shown:
            tag = f"{tags[layer]}/t={times[at]:0{len(str(times[-1]))}}" if quantity.per_time else tags[layer]
            column = series.layout.slice(name).start + int(layer * len(times) + at)
            yield tag, column, False
            if quantity.is_log:
                yield f"log10_{tag}", column, True


def _tell_rows(session: Session, events: _Events, stream: str, most: int) -> None:
    """Scalars, or pictures of the decision surface."""
    layout, series = session.layouts[stream], stored_series(session, stream)
    written = [each for name in STREAMS[stream] for each in _columns(session, events, series, name)]
    columns, is_log = [column for _, column, _ in written], np.array([is_log for _, _, is_log in written], np.bool_)
    chosen, begin = _spread(session.num_rows[stream], most), 0
    for chunk in stream_chunks(session, stream):
        rows = chunk[chosen[(chosen >= begin) & (chosen < begin + len(chunk))] - begin]
        begin += len(chunk)
        if stream == "step":
            events.learn_times(rows[:, 0], rows[:, layout.slice("elapsed").start])
        values = rows[:, columns]
        with np.errstate(divide="ignore", invalid="ignore"):
            values[:, is_log] = np.log10(values[:, is_log])
        # What is infinite stays infinite.
        values = np.where(np.isfinite(values), values.clip(-_LARGEST32, _LARGEST32), values)
        for row, numbers in zip(rows, values.tolist(), strict=True):
            events.tick()
            event = events.new(row[0])
            for (tag, _column, is_logarithm), number in zip(written, numbers, strict=True):
                # That of an exact zero is -Inf.
                if not (is_logarithm and number == -math.inf):
                    event.summary.value.add(tag=tag, simple_value=number)
            if stream == "surface" and session.experiment is not None:
                colors = class_colors(num_classes_of(session.experiment.known_facts), dark=False)
                surface = Surface.of(row[layout.slice("surface")]).finer(len(colors))
                # A picture begins at the top, the surface with the least second input.
                shades = np.ascontiguousarray(surface.shades(colors, "#ffffff", "#808080")[::-1])
                event.summary.MergeFrom(events.summary.image("surface", shades, dataformats="HWC"))
            events.put(event)


def _tell_histograms(session: Session, events: _Events, kind: str, most: int) -> None:
    layers, bins = _layer_tags(session), session.bins
    # From the first one on also where there is none, or a line would be drawn over the gap.
    seen: set[str] = set()
    for piece in session.spread_histograms(kind, most):
        for step, counts in zip(piece.steps.tolist(), piece.counts, strict=True):
            events.tick()
            event = events.new(step)
            for layer, own in zip(layers, counts, strict=True):
                if own[: bins.num_bins].any():
                    event.summary.MergeFrom(events.summary.histogram_raw(f"{kind}/{layer}", **_buckets(bins, own)))
                for short, special in _COUNTED.items():
                    tag, count = f"{kind}_{short}/{layer}", float(own[bins.num_bins + SPECIALS.index(special)])
                    if count or tag in seen:
                        seen.add(tag)
                        event.summary.value.add(tag=tag, simple_value=count)
            events.put(event)


def _buckets(bins: Bins, counts: NDArray[np.uint32]) -> dict[str, Any]:
    """One histogram [num_bins + 4] as its bins in use; empty ones side by side are one bucket.

    Only the bins are known: min and max are their outermost edges (2^1024 is the largest float64), sum and sum_squares
    are as if each value lay in the middle of its bin. Inf and NaN lie in none, zeros and subnormals in that around 0.
    """
    used = np.flatnonzero(counts[: bins.num_bins])
    edges = np.clip(bins.edges, -_LARGEST64, _LARGEST64)
    shown = np.union1d(used, used[1:] - 1)
    # 1.5 times the edge nearer to zero: half the sum of both would overflow.
    centers = 1.5 * np.where(used == bins.middle, 0.0, np.where(used > bins.middle, edges[used], edges[used + 1]))
    # Scaled, so that no square is lost beside larger ones, and two infinities make no NaN.
    scale = float(np.abs(centers).max()) or 1.0
    weights, shares = counts[used].astype(np.float64), centers / scale
    return {
        "min": float(edges[used[0]]),
        "max": float(edges[used[-1] + 1]),
        "num": float(weights.sum()),
        "sum": float(weights @ shares) * scale,
        "sum_squares": float(weights @ shares**2) * scale * scale,
        "bucket_limits": edges[shown + 1].tolist(),
        "bucket_counts": counts[shown].astype(np.float64).tolist(),
    }


def _tell_happenings(session: Session, events: _Events) -> None:
    """What was changed, what happened by itself, what rules found and what a person has noted, each at its step."""
    # One text a step: TensorBoard takes a second one of the same step for a run that has begun anew.
    told: dict[tuple[str, int], list[str]] = {("notes", step): [text] for step, text in session.notes.items()}
    for change in session.interventions:
        because = f"(because of: {change.because})" if change.because else ""
        told.setdefault(("interventions", change.step), []).append(f"**{change.label}** {change.effect} {because}")
    for event in session.events:
        where = "" if event.layer is None else f"({session.layer_names[event.layer]}) "
        told.setdefault(("events", event.step), []).append(f"**{event.kind}** {where}{event.text}")
    for finding in session.findings:
        where = name_layers(session.layer_names, finding.layers) or "the whole network"
        last = f"{'ended after' if finding.has_ended else 'held until'} step {finding.last_step:,}"
        told.setdefault(("findings", finding.step), []).append(
            f"**{title_of(finding.symptom)}** ({finding.severity}, {where}) {finding.text}\n\n{last}, by the rule "
            f"{finding.rule} of {finding.rule_set}; {finding.source}; remedies: {', '.join(finding.remedies) or 'none'}"
        )
    for (tag, step), texts in sorted(told.items()):
        events.put_text(step, tag, "\n\n".join(texts))


def _tell_settings(session: Session, events: _Events) -> None:
    """What was fixed at the start, as a text and as hyper-parameters; what the tags mean, and what has none."""
    experiment, meta = session.experiment, session.meta
    chosen: dict[str, Any] = {name: meta[name] for name in ("model", "optimizer", "watching") if name in meta}
    if experiment is not None:
        chosen = {name: value for name, value in experiment.as_dict().items() if name not in ("settings", "facts")}
        chosen["hidden"] = "-".join(map(str, experiment.hidden))
        now = experiment.settings.as_dict()
        chosen |= {name: now[name] for name in SETTING_FIELDS if name not in experiment.blocked}
    recorded = {"file": session.path.name} | {name: meta[name] for name in _RECORDED if name in meta}
    parts = [f"# {_cell(session.title)}", session.outline.structure, meta.get("remark", "")]
    parts += [_table("at the start", chosen), _table("recorded", recorded)]
    events.put_text(0, "session/settings", "\n\n".join(parts))
    meanings = {_TAGS.get(name, name): f"{it.title}: {it.formula}. {it.reading}" for name, it in QUANTITIES.items()}
    meanings |= {name: f"{it.title}, by powers of two. {it.reading}" for name, it in HISTOGRAMS.items()}
    if experiment is not None and session.outline.has_surface:
        facts = experiment.known_facts
        colors = enumerate(class_colors(num_classes_of(facts), dark=False))
        meanings["surface"] += " " + ", ".join(f"{class_name(facts, index)}: {color}" for index, color in colors)
    events.put_text(0, "session/quantities", _table("tag", meanings))
    lines = [f"- {line}" for line in (*events.left_out, "unit_gradient: CSV has it")]
    events.put_text(0, "session/left out", "\n".join([*lines, "", _HINT]))
    plain = {name: value if isinstance(value, int | float) else _sound(str(value)) for name, value in chosen.items()}
    # Without the first one, which is of all runs: TensorBoard would believe that of the first run for all.
    for summary in events.summary.hparams(plain, {})[1:]:
        event = events.new(0)
        event.summary.MergeFrom(summary)
        events.put(event)


def _spread(number: int, most: int) -> NDArray[np.int64]:
    """At most so many of the indices below a number, evenly spread, the first and the last among them."""
    return np.unique(np.linspace(0, number - 1, min(number, most)).round().astype(np.int64))


def _layer_tags(session: Session) -> list[str]:
    """`01 hidden 1`: numbered, so that they stand in order and no two are alike."""
    digits = max(2, len(str(len(session.layer_names))))
    return [_sound(f"{number:0{digits}} {name}") for number, name in enumerate(session.layer_names, start=1)]


def _table(title: str, rows: Mapping[str, object]) -> str:
    """In Markdown."""
    return "\n".join([f"| {title} | |", "|---|---|", *(f"| {name} | {_cell(value)} |" for name, value in rows.items())])


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def _sound(text: str) -> str:
    """What UTF-8 can hold of a text: half a surrogate pair becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
