"""The figure of the decision surface: what is drawn where, and what is said where there is none."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.figures import draw_figure
from gradiometer.quantities import GRID
from gradiometer.reports import LookReport
from gradiometer.session_file import load_session
from gradiometer.surfaces import load_points
from recorded import new_writer
from styled import styled
from synthetic import write_session

MOONS = Experiment(name="two", data="moons", hidden=(4,), num_train=200, num_held_out=50)


def row(of_second: np.ndarray) -> np.ndarray:
    """of_second: probability of the second class, [GRID, GRID]."""
    return np.where(of_second > 0.5, 1 + 0.999 * of_second, 0.999 * (1 - of_second)).ravel()


def write(path: Path, experiment: Experiment, looks: dict[int, np.ndarray]) -> Path:
    writer = new_writer(path, experiment)
    for step, of_second in looks.items():
        writer.add(LookReport(step, np.array([step, *row(of_second)]), "surface"))
    assert writer.close() == ""
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    right = np.tile(np.linspace(0.02, 0.98, GRID), (GRID, 1))
    return write(tmp_path / "two.gradiometer", MOONS, {0: np.full((GRID, GRID), 0.4), 50: right})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_surface_and_the_examples(path: Path, theme: str) -> None:
    with load_session(path) as session:
        figure = draw_figure(session, "surface", style=styled(theme=theme))
    [axes] = figure.axes
    assert axes.get_xlim() == MOONS.known_facts.box[:2]
    assert axes.get_ylim() == MOONS.known_facts.box[2:]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("x", "y")
    assert "at step 50" in figure.get_suptitle()
    [image] = axes.get_images()
    shades = np.asarray(image.get_array()).astype(int)
    low, high, bottom, top = image.get_extent()
    assert low < MOONS.known_facts.box[0] < MOONS.known_facts.box[1] < high
    assert bottom < MOONS.known_facts.box[2] < MOONS.known_facts.box[3] < top
    # Two colours at the sides, the ground between them.
    left, middle, right = (shades[100, at] for at in (2, shades.shape[1] // 2, -3))
    assert np.abs(left - right).sum() > 100
    ground = 255 if theme == "light" else 25
    assert np.abs(middle - ground).max() < 30
    points = load_points(MOONS)
    drawn = {line.get_marker(): line.get_xydata() for line in axes.lines}
    for index, marker in enumerate("os"):
        own = points.classes == index
        np.testing.assert_allclose(drawn[marker], np.stack([points.x[own], points.y[own]], axis=1))
    [legend] = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["upper", "lower"]


def test_the_look_up_to_a_step(path: Path) -> None:
    with load_session(path) as session:
        figure = draw_figure(session, "surface", step=49)
        assert "at step 0" in figure.get_suptitle()
        [image] = figure.axes[0].get_images()
        assert np.ptp(np.asarray(image.get_array()).reshape(-1, 3), axis=0).max() == 0


def test_without_a_look_a_sentence(tmp_path: Path) -> None:
    with load_session(write(tmp_path / "two.gradiometer", MOONS, {})) as session:
        [axes] = draw_figure(session, "surface").axes
    assert [text.get_text() for text in axes.texts] == ["no steps recorded"]


def test_a_network_of_other_data_has_none(tmp_path: Path) -> None:
    with load_session(write_session(tmp_path / "digits.gradiometer", Experiment(hidden=(4,)), 3)) as session:
        [axes] = draw_figure(session, "surface").axes
    [text] = axes.texts
    assert text.get_text() == "A decision surface is there where a network tells classes by two inputs"


def test_a_file_that_is_gone_takes_only_the_examples_away(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("\n".join(["a,b,label", *(f"{at},{at % 7},{'yes' if at % 2 else 'no'}" for at in range(60))]))
    experiment = dataclasses.replace(MOONS, data="file", file=str(table), num_train=40, num_held_out=20, facts=None)
    path = write(tmp_path / "own.gradiometer", experiment, {3: np.full((GRID, GRID), 0.7)})
    with load_session(path) as session:
        assert draw_figure(session, "surface").axes[0].get_xlabel() == "a"
        table.unlink()
        [axes] = draw_figure(session, "surface").axes
    assert axes.get_xlabel() == "x, the first input"
    assert len(axes.get_images()) == 1
    assert not axes.lines
    assert axes.get_title(loc="left") == "the training examples cannot be read any more"


@pytest.mark.parametrize("name", ["profile", "norms"])
def test_no_layer_has_a_surface(path: Path, name: str) -> None:
    with load_session(path) as session, pytest.raises(ExportError) as caught:
        draw_figure(session, name, quantity="surface")
    assert str(caught.value) == f"surface is measured point by point, so it has no {name}: choose the figure surface"
