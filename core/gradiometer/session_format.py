"""The format of a session file: tables, and how reports become texts and blobs.

Nothing is ever unpickled: structure is JSON, numbers are little-endian blobs whose lengths are checked when read.

    meta(key, value)                                experiment or outline, layouts, versions, title, ...
    chunk(stream, level, first, count, data)        float64 [count, 1 or 2, width]: rows, or min/max blocks
    histogram(kind, first, count, steps, bins, data)    sparse columns of uint32 [count, num_layers, num_bins + 4]
    intervention(id, step, data)                    JSON
    event(id, step, kind, layer, text)
    finding(number, step, data)                     JSON; the newest that was told under each number
    trial(number, step, data)                       JSON; the newest that was told under each number
    note(step, text)                                what a person has pinned to a step
    snapshot(step, reason, state, data)             the whole state before a step: JSON, and tensors as safetensors

Every row has a column `checksum` of these (see `checksum_of`); NULL where an older program wrote it. Columns that a
higher minor version adds are left out of it.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from gradiometer.reports import Finding, Intervention, Jump, Note
from gradiometer.settings import Change, Ramp, Reinitialize, Rewrite, Settings

SUFFIX = ".gradiometer"
"""How the names of session files end."""
APPLICATION_ID = 0x47524144  # "GRAD"
VERSION = 2, 3
"""Major and minor. A higher major version cannot be read; a higher minor one only adds."""
OLDEST_MAJOR = 1

COLUMNS: Mapping[str, Mapping[str, Any]] = {
    "meta": {"key": str, "value": str},
    "chunk": {"stream": str, "level": int, "first": int, "count": int, "data": bytes},
    "histogram": {"kind": str, "first": int, "count": int, "steps": bytes, "bins": bytes, "data": bytes},
    "intervention": {"step": int, "data": str},
    "event": {"step": int, "kind": str, "layer": int | None, "text": str},
    "finding": {"number": int, "step": int, "data": str},
    "trial": {"number": int, "step": int, "data": str},
    "note": {"step": int, "text": str},
    "snapshot": {"step": int, "reason": str, "state": str, "data": bytes},
}
"""What each table holds: its columns and their types, without ids and checksums."""

HEAVY: Mapping[str, tuple[str, ...]] = {"chunk": ("data",), "histogram": ("bins", "data"), "snapshot": ("data",)}
"""Blobs that may be large, the last ones of their tables. What else a row says is read, and checked, without them."""

KEYS: Mapping[str, str] = {
    "meta": "PRIMARY KEY(key)",
    "chunk": "PRIMARY KEY(stream, level, first)",
    "histogram": "PRIMARY KEY(kind, first)",
    "finding": "PRIMARY KEY(number)",
    "trial": "PRIMARY KEY(number)",
    "note": "PRIMARY KEY(step)",
    "snapshot": "PRIMARY KEY(step)",
}
"""Those of the others are ids."""
_TYPES = {str: "TEXT NOT NULL", int: "INTEGER NOT NULL", bytes: "BLOB NOT NULL", int | None: "INTEGER"}


def _definition(table: str) -> str:
    heavy = HEAVY.get(table, ())
    columns = {name: f"{name} {_TYPES[kind]}" for name, kind in COLUMNS[table].items()}
    # The checksum before the heavy blobs: to reach what stands behind them SQLite reads all their pages.
    return ", ".join(
        [
            *(() if table in KEYS else ("id INTEGER PRIMARY KEY",)),
            *(text for name, text in columns.items() if name not in heavy),
            "checksum INTEGER",
            *(columns[name] for name in heavy),
            *((KEYS[table],) if table in KEYS else ()),
        ]
    )


TABLES = {table: _definition(table) for table in COLUMNS}
"""What stands between the brackets of each CREATE TABLE."""
SINCE: Mapping[str, tuple[int, int]] = {"note": (2, 1), "snapshot": (2, 1), "finding": (2, 2), "trial": (2, 3)}
"""Tables that an older file has not, and the version that brought them."""
CHECKSUMS_SINCE = 2, 1

# Those of the tables that every version has had.
_OLD_COLUMNS = {
    table: ", ".join([*(() if table in KEYS else ("id",)), *columns])
    for table, columns in COLUMNS.items()
    if table not in SINCE
}
# Version 1 had histograms of the weight gradient alone, and its table no column for the kind.
_HISTOGRAM_1 = "'weight_gradient' AS kind, first, count, steps, bins, data"

MOST_HISTOGRAM_BYTES = 2**26
"""What the counts of one stored piece of histograms may take in memory, unless it holds a single one."""

MOST_ROWS = 2**53
"""No honest file has more rows or histograms, nor a later step: float64 tells them from the next up to here."""

T = TypeVar("T")

Value = str | int | bytes | None
"""What SQLite takes and gives."""

Statement = tuple[str, tuple[Value, ...]]
"""What SQLite is to carry out, and its values."""


class HistogramRows(NamedTuple):
    """Histograms of a few steps. steps: int64 [n]; counts: uint32 [n, num_layers, num_bins + 4]."""

    steps: NDArray[np.int64]
    counts: NDArray[np.uint32]


def tables_of(version: tuple[int, int]) -> list[str]:
    """Those that a file of a version has."""
    return [table for table in COLUMNS if SINCE.get(table, version) <= version]


def views_of(version: tuple[int, int]) -> dict[str, str]:
    """By table, what a temporary view of its name selects, so that a connection sees an older file as if it were of
    this version. The file stays as it is.
    """
    views = {}
    if version < CHECKSUMS_SINCE:
        columns = _OLD_COLUMNS | ({"histogram": _HISTOGRAM_1} if version < (2, 0) else {})
        for table, these in columns.items():
            views[table] = f"SELECT rowid AS rowid, {these}, NULL AS checksum FROM main.{table}"
    for table in COLUMNS.keys() - tables_of(version):
        nothing = ", ".join(f"NULL AS {name}" for name in ("rowid", *COLUMNS[table], "checksum"))
        views[table] = f"SELECT {nothing} LIMIT 0"
    return views


def upgrade_of(version: tuple[int, int]) -> list[str]:
    """Statements that make an older file one of this version, so that it takes what only this one can hold."""
    if version >= VERSION:
        return []
    statements = []
    if version < CHECKSUMS_SINCE:
        statements += [f"ALTER TABLE {table} ADD COLUMN checksum INTEGER" for table in _OLD_COLUMNS]
    if version < (2, 0):
        statements.remove("ALTER TABLE histogram ADD COLUMN checksum INTEGER")
        statements += [
            "ALTER TABLE histogram RENAME TO old_histogram",
            f"CREATE TABLE histogram({TABLES['histogram']}) STRICT",
            f"INSERT INTO histogram({', '.join(COLUMNS['histogram'])}) SELECT {_HISTOGRAM_1} FROM old_histogram",
            "DROP TABLE old_histogram",
        ]
    missing = [table for table in COLUMNS if table not in tables_of(version)]
    statements += [f"CREATE TABLE {table}({TABLES[table]}) STRICT" for table in missing]
    return [*statements, f"PRAGMA user_version = {VERSION[0] << 16 | VERSION[1]}"]


def checksum_of(light: Iterable[Value], heavy: Sequence[bytes] = ()) -> int:
    """Of a row, as SQLite stores it: two CRC-32 in a signed number of 64 bits.

    The upper is that of what stands before the heavy blobs (texts as UTF-8, numbers as 8 little-endian bytes, NULL as
    nothing) and of their lengths; the lower that of the blobs. So the former can be checked without reading the latter.
    """
    return light_checksum_of(light, map(len, heavy)) << 32 | _crc(heavy)


def light_checksum_of(light: Iterable[Value], sizes: Iterable[int] = ()) -> int:
    """The upper half, signed. sizes: of the heavy blobs, in bytes."""
    total = _crc([*light, *sizes])
    return total - 2**32 if total >= 2**31 else total


def _crc(values: Iterable[Value]) -> int:
    total = 0
    for value in values:
        if isinstance(value, int):
            value = value.to_bytes(8, "little", signed=True)
        elif isinstance(value, str):
            value = value.encode("utf-8", "surrogatepass")
        total = zlib.crc32(b"" if value is None else value, total)
    return total


def insert(table: str, values: Mapping[str, Value], *, replaces: bool = False) -> Statement:
    """The statement that adds a row, with its checksum. replaces: an older one of the same key."""
    assert [*values] == [*COLUMNS[table]]
    heavy = [value for name, value in values.items() if name in HEAVY.get(table, ()) and isinstance(value, bytes)]
    light = [value for name, value in values.items() if name not in HEAVY.get(table, ())]
    columns, marks = ", ".join([*values, "checksum"]), ", ".join("?" * (len(values) + 1))
    verb = "INSERT OR REPLACE" if replaces else "INSERT"
    return f"{verb} INTO {table}({columns}) VALUES({marks})", (*values.values(), checksum_of(light, heavy))


def note_statement(note: Note) -> Statement:
    """Pins a note to its step, or takes it away."""
    if note.text:
        return insert("note", note._asdict(), replaces=True)
    return "DELETE FROM note WHERE step = ?", (note.step,)


def encode_intervention(intervention: Intervention) -> str:
    """As JSON."""
    command = intervention.command
    data: dict[str, Any] = {
        "before": intervention.before.as_dict(),
        "after": intervention.after.as_dict(),
        "effect": intervention.effect,
        "because": intervention.because,
        "kind": intervention.kind,
    }
    if isinstance(command, Reinitialize):
        layers = None if command.layers is None else list(command.layers)
        data["reinitialize"] = {"scheme": command.scheme, "layers": layers, "seed": command.seed}
    elif isinstance(command, Ramp):
        data["ramp"] = command.steps
    elif isinstance(command, Rewrite):
        data["rewrite"] = command.surgery
    if intervention.jump is not None:
        data["jump"] = ready_for_json(intervention.jump)
    return json.dumps(data, allow_nan=False)


def decode_intervention(step: int, text: str, *, lenient: bool = False) -> Intervention:
    """The inverse; lenient: settings that are not known are left out.

    Surgeries and kinds may be another program's. Raises ValueError (KeyError and TypeError for junk) where the text
    does not fit.
    """
    data = json.loads(text)
    before, after = (Settings.from_dict(data[when], lenient=lenient) for when in ("before", "after"))
    if len(data.keys() & {"ramp", "rewrite", "reinitialize"}) > 1:
        raise ValueError("it names several commands")
    command: Change = after
    if "ramp" in data:
        command = Ramp(settings=after, steps=of_kind(int, data["ramp"]))
    elif "rewrite" in data:
        command = Rewrite(surgery=of_kind(str, data["rewrite"]), settings=after)
    elif "reinitialize" in data:
        drawn = data["reinitialize"]
        layers = drawn["layers"]
        command = Reinitialize(
            scheme=drawn["scheme"],
            layers=None if layers is None else tuple(map(int, layers)),
            seed=int(drawn["seed"]),
        )
    jump = Jump(*map(number_of, of_kind(list, data["jump"]))) if "jump" in data else None
    # Older programs did not say why, nor how far it goes.
    texts = data["effect"], data.get("because", ""), data.get("kind", "")
    effect, because, kind = (of_kind(str, text) for text in texts)
    return Intervention(step, command, before, after, effect, because, kind, jump)


def finding_statement(finding: Finding) -> Statement:
    """Puts a finding in place of what was told of it before."""
    data = asdict(finding)
    row: dict[str, Value] = {"number": data.pop("number"), "step": data.pop("first_step")}
    return insert("finding", row | {"data": json.dumps(ready_for_json(data), allow_nan=False)}, replaces=True)


def decode_finding(number: int, step: int, text: str) -> Finding:
    """A row of the table `finding`. Rules, symptoms and remedies may be another program's.

    Raises ValueError (KeyError and TypeError for junk) where the text does not fit.
    """
    data = json.loads(text)
    values: dict[str, Any] = {"number": number, "first_step": step}
    for kind, names in _IN_FINDING.items():
        values |= {name: of_kind(kind, data[name]) for name in names}
    values |= {name: number_of(data[name]) for name in ("value", "limit", "strength")}
    values["layers"] = tuple(of_kind(int, layer) for layer in values["layers"])
    values["remedies"] = tuple(of_kind(str, remedy) for remedy in values["remedies"])
    steps = (values[name] for name in ("first_step", "told_step", "last_step"))
    if not all(0 <= each <= MOST_ROWS for each in (number - 1, *steps)):
        raise ValueError("its number or one of its steps is out of range")
    return Finding(**values)


_IN_FINDING: Mapping[type, tuple[str, ...]] = {
    str: ("rule_set", "rule", "symptom", "severity", "measure", "text", "source"),
    int: ("told_step", "last_step", "checks"),
    bool: ("has_ended",),
    list: ("layers", "remedies"),
}


def of_kind(kind: type[T], value: object) -> T:
    """A value of a type, and of none derived from it: to JSON True is no number. Raises TypeError."""
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


_NO_NUMBERS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def ready_for_json(value: Any) -> Any:
    """The same, with names in place of NaN and infinities, which JSON does not know, however deep they lie."""
    if isinstance(value, dict):
        return {name: ready_for_json(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [ready_for_json(each) for each in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def number_of(value: object) -> float:
    """A number, or the name of what is none. NaN is math.nan itself, so that what is read twice compares as equal.

    Raises TypeError, and ValueError for a number that is too large.
    """
    if isinstance(value, str) and value in _NO_NUMBERS:
        return _NO_NUMBERS[value]
    if type(value) not in (int, float):
        raise TypeError(f"{value!r} is no number")
    try:
        number = float(value)  # type: ignore[arg-type]
    except OverflowError as error:
        raise ValueError("a number is too large") from error
    return math.nan if math.isnan(number) else number


def encode_histograms(rows: HistogramRows, compression: int = 1) -> tuple[bytes, bytes, bytes]:
    """(steps, bins, data): only columns where anything was counted, transposed and deflated.

    compression: from 1, the fastest, to 9.
    """
    flat = rows.counts.reshape(len(rows.counts), -1)
    used = np.flatnonzero(flat.any(axis=0))
    columns = np.ascontiguousarray(flat[:, used].T)
    # Byte planes apart: the high bytes of counts are nearly all zero.
    planes = columns.astype("<u4").view(np.uint8).reshape(-1, 4).T
    data = zlib.compress(np.ascontiguousarray(planes).tobytes(), compression)
    return rows.steps.astype("<i8").tobytes(), used.astype("<u4").tobytes(), data
