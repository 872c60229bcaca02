"""The benchmark of long saved sessions: the file it makes is one, and each row comes from what a window did with it."""

import dataclasses
import importlib
import os
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from gradiometer.envelope import FACTOR
from gradiometer.session_file import load_session
from recorded import SMALL, extremes

PACKAGING = Path(__file__).parent.parent / "packaging"
NUM_STEPS = 3100


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(PACKAGING)
    return importlib.import_module("bench_saved")


@pytest.fixture
def path(saved: ModuleType, tmp_path: Path) -> Path:
    made = tmp_path / "long.gradiometer"
    importlib.import_module("bench_saved_file").make_session(made, NUM_STEPS, SMALL)
    return made


def test_the_session_is_whole_and_looks_like_training(path: Path) -> None:
    with load_session(path) as session:
        np.testing.assert_array_equal(session.steps, np.arange(NUM_STEPS))
        np.testing.assert_array_equal(session.look_steps, np.arange(0, NUM_STEPS, 100))
        np.testing.assert_array_equal(session.evaluation_steps, np.arange(0, NUM_STEPS, 1000))
        np.testing.assert_array_equal(session.histogram_steps("weight_gradient"), np.arange(0, NUM_STEPS, 50))
        np.testing.assert_array_equal(session.histogram_steps("activation"), np.arange(0, NUM_STEPS, 500))
        assert [each.step for each in session.interventions] == [310, 775, 1550, 2480, 2945]
        norms = session.quantity("weight_gradient_norm")
        assert (norms > 0).all()
        assert (np.median(norms, axis=0)[1:] > 2 * np.median(norms, axis=0)[:-1]).all()
        assert session.loss[-300:].mean() < session.loss[:300].mean() / 3
        rows = session.blocks("step", 0, 0, NUM_STEPS)[:, 0]
        size = FACTOR**2
        blocks = session.blocks("step", 2, 0, NUM_STEPS // size)
        for index, block in enumerate(blocks):
            np.testing.assert_array_equal(block, extremes(rows[index * size : (index + 1) * size]))
        counts, _edges = session.histogram(1)
        assert (counts.sum(axis=1) == counts.sum(axis=1)[0]).all()
        assert (counts[0] != counts[-1]).any()


@pytest.mark.timeout(120)
def test_each_row_comes_from_what_a_window_did(saved: ModuleType, path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    saved.leave_disk_cache(path)
    cold = saved.look_at(path, environment, 0)
    assert cold.frames == {}
    found = saved.look_at(path, environment, 1)
    assert list(found.frames) == ["all steps", "1000 steps"]
    for frames in found.frames.values():
        # Four canvases over time: three notches to and fro, five strides.
        assert {act: len(times) for act, times in frames.items()} == {"zoom": 4 * 6, "pan": 4 * 5}
    rows = {
        row.name: row for row in saved.rows_of([found, dataclasses.replace(found, opened=9.0)], cold.opened, "tiny")
    }
    assert list(rows) == [
        "saved: first full paint",
        *(f"saved: {act}, {steps} steps" for steps in ("all", "1000") for act in ("zoom", "pan")),
        "saved: memory of the window",
    ]
    assert rows["saved: first full paint"].detail.endswith("with a cold disk cache; tiny")
    pan = rows["saved: pan, 1000 steps"]
    assert pan.figure.value == pytest.approx(
        1000 * np.percentile([taken for taken, _cpu in frames["pan"]], 95), rel=0.2
    )
    assert (pan.unit, pan.budget, pan.at_least) == ("ms", 20.0, False)
    memory = rows["saved: memory of the window"]
    if np.isfinite(memory.figure.value):
        assert memory.figure.value == found.highest_mb > 50
        assert (memory.unit, memory.budget, memory.verdict) == ("MB", 500.0, "met")
