"""A folder of sessions: what each is in short, kept from one start to the next, and what a person calls it.

Trials of a session stand in a folder of their own beside it, of the same name with TRIALS_SUFFIX.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import math
import os
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gradiometer.exports import written_aside
from gradiometer.fields import FieldError
from gradiometer.reports import Event, Finding
from gradiometer.session_copy import copy_session
from gradiometer.session_database import SessionFileError, status_of
from gradiometer.session_editor import set_texts
from gradiometer.session_file import Parent, Session, load_session
from gradiometer.session_format import SUFFIX
from gradiometer.session_head import JUNK
from gradiometer.symptoms import SEVERE, title_of
from gradiometer.trial_files import TRIALS_SUFFIX

MOST_TITLE, MOST_TAGS, MOST_TAG, MOST_REMARK = 200, 20, 40, 10_000
"""How many characters and tags `Labels` take."""


# Trials of trials of trials: no folder is looked into deeper than that.
_DEEPEST = 3
# Raise it when a summary comes to mean something else: older caches are then made anew.
_CACHE_VERSION = 3
# Symptoms that bear the names of these events.
_TOLD_BY_EVENTS = ("non_finite", "clipped_away")
# File systems take names of 255 bytes; suffix, ` copy 999` and the name that a file is made aside under need 40.
_MOST_STEM_BYTES = 200


@dataclass(frozen=True, kw_only=True)
class Labels:
    """What a person calls a session. title: one line, empty where the session keeps its own name; tags: short words;
    remark: any text.

    Raises FieldError for texts that are too long, or that hold what cannot be shown.
    """

    title: str = ""
    tags: tuple[str, ...] = ()
    remark: str = ""

    def __post_init__(self) -> None:
        _check_text("title", self.title, MOST_TITLE)
        _check_text("remark", self.remark, MOST_REMARK, allowed="\n\t")
        if len(self.tags) > MOST_TAGS:
            raise FieldError(f"tags are {len(self.tags)}, and may be {MOST_TAGS}")
        for tag in self.tags:
            _check_text(f"tag {tag[:MOST_TAG]!r}", tag, MOST_TAG)
            if not tag.strip() or "," in tag:
                raise FieldError(f"tag {tag!r} is not allowed: a word or a few, without a comma")


def _check_text(name: str, text: str, most: int, *, allowed: str = "") -> None:
    if len(text) > most:
        raise FieldError(f"{name} has {len(text):,} characters, and may have {most:,}")
    for letter in text:
        # Control characters, line breaks of all kinds, and halves of UTF-16 pairs, which no file can hold.
        if letter not in allowed and unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp"):
            raise FieldError(f"{name} holds {letter!r}, which cannot be shown")


def read_labels(meta: Mapping[str, str]) -> Labels:
    """The labels in a session's texts (`Session.meta`). What stands there and does not fit is left out."""
    labels = Labels()
    with contextlib.suppress(FieldError):
        labels = dataclasses.replace(labels, title=meta.get("title", ""))
    with contextlib.suppress(FieldError):
        labels = dataclasses.replace(labels, remark=meta.get("remark", ""))
    with contextlib.suppress(*JUNK):
        labels = dataclasses.replace(labels, tags=_texts(json.loads(meta.get("tags", "[]"))))
    return labels


def write_labels(path: Path, labels: Labels) -> None:
    """Put labels into a session file, in place of its old ones.

    Raises SessionFileError where it cannot be read, StorageError where it cannot be written or is in use.
    """
    tags = json.dumps(labels.tags, ensure_ascii=False) if labels.tags else ""
    set_texts(path, {"title": labels.title, "tags": tags, "remark": labels.remark})


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A session in short. What is not known is NaN, 0 or empty.

    id: of the session, which copies of its file share; parent: what it was continued from; name: its own; created:
    when, in seconds since 1970; num_steps: behind the newest measured one; loss, accuracy: of its batch;
    held_out_accuracy: the newest; findings: what is wrong with it; num_changes: of settings; profile: the newest
    gradient norm of each layer's weights, from the input on; is_watched: a loop of the user's own; modified_ns,
    size_bytes: of the file; problem: why it cannot be read, in a sentence; is_read: whether it was tried.
    """

    path: Path
    name: str
    id: str = ""
    parent: Parent | None = None
    labels: Labels = Labels()
    created: float = math.nan
    structure: str = ""
    num_steps: int = 0
    loss: float = math.nan
    accuracy: float = math.nan
    held_out_accuracy: float = math.nan
    findings: str = ""
    num_changes: int = 0
    profile: tuple[float, ...] = ()
    is_watched: bool = False
    modified_ns: int = 0
    size_bytes: int = 0
    problem: str = ""
    is_read: bool = True

    @property
    def title(self) -> str:
        """What a person calls it, else its own name."""
        return self.labels.title or self.name

    @property
    def date(self) -> float:
        """When it was made, else when its file was last written, in seconds since 1970."""
        return self.created if math.isfinite(self.created) else self.modified_ns / 1e9


def summarize(path: Path) -> Summary:
    """Read a session in short: its newest rows and its texts, never all. What cannot be read has a problem."""
    modified_ns = size_bytes = 0
    try:
        # Before it is read: what is written meanwhile makes another time, and is read again.
        status = status_of(path)
        modified_ns, size_bytes = status.st_mtime_ns, status.st_size
        with load_session(path) as session:
            values = _read(session)
    except SessionFileError as error:
        values = {"name": path.stem, "problem": str(error)}
    return Summary(path=path, modified_ns=modified_ns, size_bytes=size_bytes, **values)


def _read(session: Session) -> dict[str, Any]:
    """The values of a summary. Raises SessionFileError."""
    newest = {stream: session.newest(stream) for stream in ("step", "evaluation")}
    last_step = newest["step"]

    def values(stream: str, name: str) -> list[float]:
        row = newest[stream]
        found: list[float] = [] if row is None else row[session.layouts[stream].slice(name)].tolist()
        return found

    def value(stream: str, name: str) -> float:
        return next(iter(values(stream, name)), math.nan)

    return {
        "name": session.outline.name,
        "id": session.meta.get("id", ""),
        "parent": session.parent,
        "labels": read_labels(session.meta),
        "created": _seconds(session.meta.get("created", "")),
        "structure": session.outline.structure,
        "num_steps": 0 if last_step is None else int(last_step[0]) + 1,
        "loss": value("step", "loss"),
        "accuracy": value("step", "accuracy"),
        "held_out_accuracy": value("evaluation", "held_out_accuracy"),
        "findings": "; ".join(filter(None, (describe_events(session.events), describe_findings(session.findings)))),
        "num_changes": len(session.interventions),
        "profile": tuple(values("step", "weight_gradient_norm")),
        "is_watched": session.experiment is None,
    }


def describe_events(events: Sequence[Event]) -> str:
    """What happened by itself, in a few words; empty where nothing did."""
    counts = Counter(event.kind for event in events)
    first = {event.kind: event for event in reversed(events)}
    found = []
    if "non_finite" in first:
        found.append(f"NaN or Inf from step {first['non_finite'].step}")
    if "clipped_away" in first:
        times = f" {counts['clipped_away']} times, first" if counts["clipped_away"] > 1 else ""
        found.append(f"clipped away{times} at step {first['clipped_away'].step}")
    if "error" in first:
        found.append(f"error at step {first['error'].step}")
    return "; ".join(found)


def describe_findings(findings: Sequence[Finding]) -> str:
    """The severe ones in a few words, each symptom once; empty where there are none."""
    of_symptom: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity == SEVERE and finding.symptom not in _TOLD_BY_EVENTS:
            of_symptom.setdefault(finding.symptom, []).append(finding)
    found = []
    for symptom, alike in of_symptom.items():
        have_ended = all(finding.has_ended for finding in alike)
        until = f" to {max(finding.last_step for finding in alike)}" if have_ended else ""
        found.append(f"{title_of(symptom)} from step {min(finding.first_step for finding in alike)}{until}")
    return "; ".join(found)


def duplicate(path: Path) -> Path:
    """Copy a session beside itself, as `NAME copy.gradiometer` or the next free name, and give the copy a title of its
    own; returns its path.

    Raises SessionFileError where it cannot be read, StorageError where the copy cannot be written.
    """
    stem = path.name.removesuffix(SUFFIX).encode()[:_MOST_STEM_BYTES].decode(errors="ignore")
    target, number = path.with_name(f"{stem} copy{SUFFIX}"), 2
    while os.path.lexists(target):
        target = path.with_name(f"{stem} copy {number}{SUFFIX}")
        number += 1
    copy_session(path, target)
    with load_session(target) as session:
        title = read_labels(session.meta).title or session.outline.name
    set_texts(target, {"title": f"{title[: MOST_TITLE - 5]} copy"})
    return target


@dataclass(frozen=True)
class Scan:
    """What a folder holds. summaries: of every session file, the one written last first, of one that is new or has
    changed as far as known; trials: of those in the folders of their trials; unread: what is new or has changed, trials
    last; problem: why the folder cannot be read, in a sentence.
    """

    summaries: tuple[Summary, ...]
    unread: tuple[Path, ...] = ()
    problem: str = ""
    trials: tuple[Summary, ...] = ()


class Library:
    """The session files of a folder, for one thread. cache_path: where their summaries stay until the next start; None
    keeps none.
    """

    def __init__(self, folder: Path, cache_path: Path | None):
        self.folder = folder
        self._cache_path = cache_path
        self._summaries: dict[str, Summary] | None = None
        self._is_saved = True

    def scan(self, *, retry: bool = False) -> Scan:
        """Look which files there are. A missing folder is an empty one; retry: read what could not be read again."""
        known = self._load() if self._summaries is None else self._summaries
        found: dict[str, Summary] = {}
        unread: list[Path] = []
        problem = ""
        try:
            files = _session_files(self.folder)
        except FileNotFoundError:
            files = {}
        except OSError as error:
            files, problem = {}, f"{self.folder} cannot be read: {error.strerror or error}"
        for name, status in sorted(files.items(), key=lambda file: (_is_trial(file[0]), -file[1].st_mtime_ns)):
            path, key = self.folder / name, (status.st_mtime_ns, status.st_size)
            summary = known.get(name) or Summary(path=path, name=path.stem, is_read=False)
            found[name] = summary
            is_same = summary.is_read and (summary.modified_ns, summary.size_bytes) == key
            if not is_same or (retry and summary.problem):
                if not summary.is_read:
                    found[name] = dataclasses.replace(summary, modified_ns=key[0], size_bytes=key[1])
                unread.append(path)
        self._is_saved = self._is_saved and found.keys() == known.keys()
        self._summaries = found
        listed = tuple(summary for name, summary in found.items() if not _is_trial(name))
        trials = tuple(summary for name, summary in found.items() if _is_trial(name))
        return Scan(listed, tuple(unread), problem, trials)

    def read(self, path: Path) -> Summary:
        """Read one file of the folder, and keep what it says."""
        summary = summarize(path)
        assert self._summaries is not None, "the folder has not been looked at yet"
        self._summaries[path.relative_to(self.folder).as_posix()] = summary
        self._is_saved = False
        return summary

    def save(self) -> None:
        """Keep all that is known until the next start. Where that cannot be written all is read again then."""
        if self._cache_path is None or self._is_saved or self._summaries is None:
            return
        # What could not be read may be readable next time, though the file be the same.
        whole = {name: each for name, each in self._summaries.items() if each.is_read and not each.problem}
        kept = [_as_dict(name, summary) for name, summary in whole.items()]
        cache = {"version": _CACHE_VERSION, "folder": str(self.folder), "sessions": kept}
        with contextlib.suppress(OSError), written_aside(self._cache_path) as aside:
            # NaN and Infinity stand in it as Python writes them: nobody else reads it.
            aside.write_text(json.dumps(cache), encoding="utf-8")
        self._is_saved = True

    def _load(self) -> dict[str, Summary]:
        """What the last start kept; nothing where that is missing, damaged or of another folder."""
        if self._cache_path is None:
            return {}
        try:
            cache = json.loads(self._cache_path.read_text(encoding="utf-8"))
            if (cache["version"], cache["folder"]) != (_CACHE_VERSION, str(self.folder)):
                return {}
            return {values["path"]: _from_dict(self.folder, values) for values in cache["sessions"]}
        except (OSError, *JUNK):
            return {}


def folder_of(path: Path) -> Path:
    """The folder of sessions that a session file belongs to: of a trial the one that the folder of its trials is in."""
    folder = path.parent
    for _ in range(_DEEPEST):
        if folder.name.endswith(TRIALS_SUFFIX):
            folder = folder.parent
    return folder


def _is_trial(name: str) -> bool:
    """Of a file's name as `_session_files` gives it."""
    return "/" in name


def _session_files(folder: Path, deeper: int = _DEEPEST) -> dict[str, os.stat_result]:
    """The session files of a folder and of the folders of their trials: `digits-1.gradiometer`,
    `digits-1.trials/relu.gradiometer`. Raises OSError.
    """
    found: dict[str, os.stat_result] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            # One that is gone by now, or that may not be looked at, is none.
            with contextlib.suppress(OSError):
                if entry.name.startswith("."):
                    continue
                if entry.name.endswith(SUFFIX) and entry.is_file():
                    found[entry.name] = entry.stat()
                elif deeper and entry.name.endswith(TRIALS_SUFFIX) and entry.is_dir(follow_symlinks=False):
                    trials = _session_files(Path(entry.path), deeper - 1)
                    found |= {f"{entry.name}/{name}": status for name, status in trials.items()}
    return found


def _as_dict(name: str, summary: Summary) -> dict[str, Any]:
    """name: as `_session_files` gives it."""
    values = {field.name: getattr(summary, field.name) for field in dataclasses.fields(Summary)}
    parent = None if summary.parent is None else summary.parent._asdict()
    return {**values, "path": name, "parent": parent, "labels": dataclasses.asdict(summary.labels)}


def _from_dict(folder: Path, values: dict[str, Any]) -> Summary:
    """The inverse. Raises any of JUNK for what no summary says."""
    name, labels, profile = values["path"], values["labels"], values["profile"]
    *folders, file = name.split("/")
    if (
        Path(file).name != file
        or not all(Path(each).name == each and each.endswith(TRIALS_SUFFIX) for each in folders)
        or not all(isinstance(norm, float) for norm in profile)
    ):
        raise TypeError(f"{name!r} with profile {profile!r}")
    read = {
        **values,
        "path": folder / name,
        "parent": None if values["parent"] is None else _parent(values["parent"]),
        "labels": Labels(title=labels["title"], tags=_texts(labels["tags"]), remark=labels["remark"]),
        "profile": tuple(profile),
    }
    summary = Summary(**read)
    for field in dataclasses.fields(Summary):
        # Annotations are texts here; those of plain values are their types' names.
        kind = {"str": str, "int": int, "float": float, "bool": bool}.get(str(field.type))
        if kind is not None and type(read[field.name]) is not kind:
            raise TypeError(f"{field.name} {read[field.name]!r}")
    return summary


def _parent(values: dict[str, Any]) -> Parent:
    """As JSON gives it. Raises TypeError."""
    parent = Parent(**values)
    if [type(value) for value in parent] != [str, str, int, str]:
        raise TypeError(f"parent {values!r}")
    return parent


def _texts(values: object) -> tuple[str, ...]:
    """A list of texts as JSON gives it. Raises TypeError."""
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(f"{values!r} is no list of texts")
    return tuple(values)


def _seconds(text: str) -> float:
    """A moment as the writer of a session writes it, in seconds since 1970; NaN for junk."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError):
        return math.nan
