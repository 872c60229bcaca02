"""Files whose tables are whole and whose content is ruined or hostile: one sentence, and neither time nor memory."""

import contextlib
import json
import math
import shutil
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from gradiometer import session_query
from gradiometer.bins import BINS, SPECIALS
from gradiometer.reports import Intervention
from gradiometer.session_file import load_session
from gradiometer.session_format import (
    APPLICATION_ID,
    TABLES,
    VERSION,
    encode_intervention,
)
from gradiometer.settings import Reinitialize, Settings
from recorded import (
    SMALL,
    alter,
    opened,
    read_everything,
    refusal,
)

DEEP = "[" * 100_000 + "]" * 100_000


# --- what is ruined


def test_truncated_anywhere(whole, tmp_path):
    content = whole.read_bytes()
    path = tmp_path / "short.gradiometer"
    borders = [border + shift for border in range(16384, len(content), 16384) for shift in (-1, 0, 1)]
    sizes = [1, 15, 16, 18, 50, 99, 100, 101, 500, *range(1000, len(content), 9001), *borders, len(content) - 1]
    for size in sizes:
        path.write_bytes(content[:size])
        sentence = refusal(path, load_session)
        assert "not a Gradiometer session" in sentence or "truncated" in sentence
    assert len(sizes) > 40


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_table(copy, table):
    alter(copy, f"DROP TABLE {table}")
    assert refusal(copy, load_session) == f"FILE is a damaged session: it has no table {table}"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE chunk SET data = CAST(data || x'00' AS BLOB) WHERE first = 0 AND level = 0",
        "UPDATE chunk SET data = zeroblob(0) WHERE first = 0 AND level = 0",
        "UPDATE chunk SET data = zeroblob(0) WHERE level = 1",
        "UPDATE chunk SET count = count + 1 WHERE first = 0 AND level = 0",
        "UPDATE chunk SET count = count - 1",
        "UPDATE chunk SET count = 0",
        "UPDATE chunk SET count = -count",
        "UPDATE chunk SET count = 0, data = zeroblob(0)",
        "UPDATE chunk SET count = 9223372036854775807",
        "UPDATE chunk SET count = 4611686018427387904, data = zeroblob(0)",
        "UPDATE chunk SET first = -first - 1",
        "UPDATE chunk SET first = first + 1 WHERE stream = 'step' AND level = 0",
        "UPDATE chunk SET first = 9223372036854775807 WHERE rowid = (SELECT MAX(rowid) FROM chunk WHERE level = 0)",
        "DELETE FROM chunk WHERE first = 0 AND level = 0",
        "DELETE FROM chunk WHERE rowid = (SELECT MIN(rowid) + 8 FROM chunk)",
        "DELETE FROM chunk WHERE level = 1",
        "UPDATE histogram SET steps = zeroblob(8)",
        "UPDATE histogram SET steps = zeroblob(8 * count)",
        "UPDATE histogram SET steps = zeroblob(0), count = 0",
        "UPDATE histogram SET count = -1",
        "UPDATE histogram SET steps = zeroblob(0), count = 0 WHERE first = 0",
        "UPDATE chunk SET first = first - 1 WHERE first > 300 AND stream = 'step' AND level = 0",
        "UPDATE histogram SET first = first - 1 WHERE first = (SELECT MAX(first) FROM histogram WHERE count > 1)",
        "UPDATE histogram SET count = 9223372036854775807",
        "UPDATE histogram SET bins = CAST(bins || x'00' AS BLOB)",
        "UPDATE histogram SET bins = CAST(bins || x'00000000' AS BLOB)",
        "UPDATE histogram SET bins = x'ffffffff'",
        "UPDATE histogram SET bins = zeroblob(4000000)",
        "UPDATE histogram SET data = x'00'",
        "UPDATE histogram SET data = substr(data, 1, length(data) - 1)",
        "UPDATE histogram SET first = first + 1000",
        "DELETE FROM histogram WHERE first = 0",
        "DELETE FROM histogram WHERE first = (SELECT MAX(first) FROM histogram WHERE first < 40)",
        "DELETE FROM meta WHERE key IN ('experiment', 'outline')",
        "UPDATE histogram SET kind = 'curvature' WHERE kind = 'update' AND first = 0",
        "UPDATE histogram SET first = first + 1 WHERE kind = 'activation' AND first = 0",
        "UPDATE finding SET data = '{}', checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.layers', json('[3]')), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.layers', json('[-1]')), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.layers', json('[0.5]')), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.layers', json('{}')), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.layers', 0), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.remedies', 'relu_he'), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.remedies', json('[1]')), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.has_ended', 1), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.checks', 1.5), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.value', 'much'), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.value', NULL), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.symptom', 7), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.told_step', -1), checksum = NULL",
        "UPDATE finding SET data = json_set(data, '$.last_step', 9007199254740993), checksum = NULL",
        "UPDATE finding SET data = json_remove(data, '$.rule'), checksum = NULL",
        "UPDATE finding SET step = -1, checksum = NULL",
        "UPDATE finding SET number = number - 1, checksum = NULL",
        "UPDATE finding SET number = 9223372036854775807, checksum = NULL WHERE number = 1",
        "UPDATE trial SET data = '{}', checksum = NULL",
        "UPDATE trial SET data = json_set(data, '$.arms[0].layers', json('[0, 0, 0, 0]')), checksum = NULL",
        "UPDATE trial SET data = json_set(data, '$.losses', json('[]')), checksum = NULL",
        "UPDATE trial SET step = -1, checksum = NULL",
        "UPDATE trial SET number = number - 1, checksum = NULL",
        "UPDATE event SET layer = 3",
        "UPDATE event SET layer = -1",
        "UPDATE event SET text = CAST(x'ff' AS TEXT)",
        "UPDATE meta SET value = CAST(x'80' AS TEXT)",
    ],
)
def test_lies(copy, change):
    alter(copy, change)
    assert "damaged session" in refusal(copy)


def test_the_lies_are_about_a_sound_file(copy):
    read_everything(copy)
    with load_session(copy) as session:
        assert session.events
        assert session.interventions
        assert session.findings
        assert any(trial.arms for trial in session.trials)
        assert any(
            isinstance(change.command, Reinitialize) and change.command.layers for change in session.interventions
        )


@pytest.fixture(scope="session")
def loose(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same session in tables that take anything: neither STRICT nor NOT NULL."""
    path = tmp_path_factory.mktemp("loose") / "loose.gradiometer"
    with opened(path) as database:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {VERSION[0] << 16 | VERSION[1]}")
        for table, columns in TABLES.items():
            database.execute(f"CREATE TABLE {table}({columns.replace(' NOT NULL', '')})")
        database.execute("ATTACH ? AS old", (str(whole),))
        for table in TABLES:
            database.execute(f"INSERT INTO main.{table} SELECT * FROM old.{table}")
            database.execute(f"UPDATE main.{table} SET checksum = NULL")
    read_everything(path)
    return path


@pytest.mark.parametrize("value", ["NULL", "'many'", "1.5", "x'01'", "-7", "9e999", "'9' || hex(zeroblob(5000))"])
@pytest.mark.parametrize(
    "column",
    [
        *("chunk.count", "chunk.first", "chunk.data", "chunk.stream", "meta.key", "meta.value"),
        *("histogram.count", "histogram.steps", "histogram.bins", "histogram.data", "histogram.kind"),
        *("intervention.step", "intervention.data", "event.step", "event.kind", "event.text", "event.layer"),
    ],
)
def test_values_of_any_kind(loose, tmp_path, column, value):
    path = Path(shutil.copy(loose, tmp_path))
    table, name = column.split(".")
    # Of the texts one that no file can do without.
    which = "key = 'layouts'" if table == "meta" else f"rowid = (SELECT MIN(rowid) FROM {table})"
    alter(path, f"UPDATE {table} SET {name} = {value} WHERE {which}")
    # An event may say anything, which SQLite turns into text; it may be about no layer, and lie before the first step.
    if column in ("event.text", "event.kind"):
        is_harmless = value not in ("NULL", "x'01'")
    else:
        is_harmless = (name == "step" and value == "-7") or (name == "layer" and value == "NULL")
    if is_harmless:
        read_everything(path)
    else:
        assert "damaged session" in refusal(path)


@pytest.mark.parametrize(
    "text",
    [
        *("", "junk", "[]", "5", "null", '"text"', "NaN", DEEP, '{"hidden": ' + DEEP + "}", "9" * 5000),
        *('{"colour": 3}', '{"hidden": [1e400]}', '{"hidden": [0]}', '{"hidden": [' + "9" * 4000 + "]}"),
        *('{"data": "cifar"}', '{"dtype": "int8"}', '{"dtype": ["float32"]}', '{"seed": -1}', '{"name": "a\\nb"}'),
        *('{"settings": 5}', '{"settings": {"colour": 3}}', '{"settings": {"learning_rate": NaN}}'),
        *('{"settings": {"learning_rate": 1' + "0" * 400 + "}}", '{"name": "' + "x" * 100_000 + '"}'),
        json.dumps({**SMALL.as_dict(), "hidden": [8, 8, 8]}),
    ],
    ids=lambda text: text[:40],
)
def test_an_experiment_of_any_kind(copy, text):
    alter(copy, "UPDATE meta SET value = ? WHERE key = 'experiment'", values=(text,))
    assert "damaged session" in refusal(copy)


def change_at_step(value: object, *keys: str) -> str:
    """The JSON of an intervention with one thing in it replaced."""
    command = Reinitialize(scheme="he", layers=(1,), seed=3)
    data = json.loads(encode_intervention(Intervention(0, command, Settings(), Settings(), "")))
    inner = data
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    "text",
    [
        *("", "junk", "[]", "5", "null", '"text"', "{}", DEEP, '{"before": {}}', '{"before": {}, "after": 5}'),
        '{"before": {}, "after": {}, "effect": "", "reinitialize": []}',
        change_at_step(None, "before"),
        change_at_step("blue", "after", "activation"),
        change_at_step(math.inf, "reinitialize", "seed"),
        change_at_step(None, "reinitialize", "seed"),
        change_at_step([3], "reinitialize", "layers"),
        change_at_step([-1], "reinitialize", "layers"),
        change_at_step([math.inf], "reinitialize", "layers"),
        change_at_step([[]], "reinitialize", "layers"),
        change_at_step(7, "reinitialize", "layers"),
        change_at_step("magic", "reinitialize", "scheme"),
        change_at_step([], "reinitialize", "scheme"),
        change_at_step({}, "reinitialize", "scheme"),
        *(change_at_step(steps, "ramp") for steps in (5, 1, 0, -3, 1_000_001, 2.0, "7", True, None, [])),
        change_at_step("sigmoid_to_tanh", "rewrite"),
        *(change_at_step(kind, "kind") for kind in (None, 7, ["exact"])),
        *(change_at_step(jump, "jump") for jump in (None, 1, "123456", [], [0] * 5, [0] * 7, [0, 0, 0, 0, 0, True])),
        *(change_at_step([0, 0, 0, 0, 0, value], "jump") for value in ("much", "NaN", "1_0", None, [], {}, 10**400)),
    ],
    ids=lambda text: text[-60:],
)
def test_an_intervention_of_any_kind(copy, text):
    alter(copy, "UPDATE intervention SET data = ?", values=(text,))
    assert "damaged session: an intervention at step" in refusal(copy) or "it names layer" in refusal(copy)


@pytest.mark.parametrize("step", [np.nan, np.inf, -np.inf, -1.0, 1e300, 3.0])
@pytest.mark.parametrize("row", [0, 7, -1])
def test_steps_that_do_not_ascend(copy, step, row):
    with opened(copy) as database:
        [(count, data)] = database.execute(
            "SELECT count, data FROM chunk WHERE stream = 'step' AND first = 0 AND level = 0"
        )
        values = np.frombuffer(data).reshape(count, -1).copy()
        values[row, 0] = step
        database.execute(
            "UPDATE chunk SET data = ? WHERE stream = 'step' AND first = 0 AND level = 0", (values.tobytes(),)
        )
    assert refusal(copy) == "FILE is a damaged session: the steps of stream step do not ascend"


@pytest.mark.parametrize("lie", ["a bin too many", "steps descend", "a step twice"])
def test_lies_of_the_right_length(copy, lie):
    with opened(copy) as database:
        query = "SELECT kind, first, steps, bins FROM histogram WHERE count > 2 LIMIT 1"
        [(kind, first, steps, bins)] = database.execute(query)
        steps, bins = np.frombuffer(steps, "<i8").copy(), np.frombuffer(bins, "<u4").copy()
        if lie == "a bin too many":
            bins[-1] = len(SMALL.layer_names) * (BINS[SMALL.dtype].num_bins + len(SPECIALS))
        elif lie == "steps descend":
            steps = steps[::-1]
        else:
            steps[1] = steps[0]
        values = (steps.tobytes(), bins.tobytes(), kind, first)
        database.execute("UPDATE histogram SET steps = ?, bins = ? WHERE kind = ? AND first = ?", values)
    reason = "names a bin that does not exist" if lie == "a bin too many" else "has steps that do not ascend"
    assert refusal(copy) == f"FILE is a damaged session: {kind} histogram {first} {reason}"


# --- what is hostile


def zeros_deflated(size: int) -> bytes:
    """A zlib stream of `size` zeros, made of one piece over and over, so that it costs nothing to make."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + middle * (size // 2**20 - 2) + packer.compress(b"\0" * 2**20) + packer.flush()


@contextlib.contextmanager
def memory_below(size_bytes: int) -> Iterator[None]:
    """Nothing inside may ever hold more than this."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < size_bytes
    finally:
        tracemalloc.stop()


def test_a_blob_that_inflates_to_a_gigabyte(copy):
    bomb = zeros_deflated(2**30)
    assert len(bomb) < 2**21
    assert len(zlib.decompressobj().decompress(bomb, 2**26)) == 2**26
    alter(copy, "UPDATE histogram SET data = ? WHERE kind = 'weight' AND first = 0", values=(bomb,))
    with memory_below(30 * 2**20):
        assert "does not hold the" in refusal(copy)


def test_a_blob_that_announces_its_gigabyte(copy):
    # All lengths agree: 200,000 histograms of 1,305 bins, all zero.
    used = np.arange(1305, dtype="<u4")
    values = (np.arange(200_000, dtype="<i8").tobytes(), used.tobytes(), zeros_deflated(2**30))
    alter(copy, "DELETE FROM histogram")
    alter(copy, "INSERT INTO histogram VALUES('update', 0, 200000, ?, NULL, ?, ?)", values=values)
    with memory_below(30 * 2**20):
        assert "announces 1231200000 bytes of counts at once" in refusal(copy)


def test_a_view_in_place_of_a_table(copy):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i, 'error', NULL, 'x' FROM n"
    alter(copy, "DROP TABLE event", f"CREATE VIEW event(id, step, kind, layer, text) AS {endless}")
    with memory_below(10 * 2**20):
        assert refusal(copy) == "FILE is a damaged session: it has no table event"


def test_a_column_that_is_computed(copy):
    alter(copy, "ALTER TABLE event ADD COLUMN more TEXT AS (hex(zeroblob(100000000)))")
    with memory_below(10 * 2**20):
        assert refusal(copy) == "FILE is a damaged session: its table event computes a column"


def test_more_rows_than_any_run_makes(copy, monkeypatch):
    monkeypatch.setattr(session_query, "_MOST_ROWS", 1000)
    read_everything(copy)
    alter(copy, *["INSERT INTO event(step, kind, text) SELECT step, kind, text FROM event"] * 12)
    assert refusal(copy) == "FILE is a damaged session: it has more than 1000 rows where few belong"
