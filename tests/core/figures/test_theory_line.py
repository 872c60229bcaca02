"""What theory expects, in the figure of a profile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from gradiometer.experiment import Experiment
from gradiometer.figures import draw_figure
from gradiometer.figures import theory_line as figure_theory
from gradiometer.input_moments import InputMoments
from gradiometer.layout import layouts
from gradiometer.reports import Intervention, LookReport, StepReport
from gradiometer.session_file import Session, load_session
from gradiometer.settings import Reinitialize, Settings
from recorded import new_writer

EXPERIMENT = Experiment(name="small", hidden=(8, 8))
INPUTS = InputMoments(0.1, 0.4, 0.2, -1.0, 1.0)
LABEL = "theory, within 0.2 decades"


@dataclass(frozen=True)
class Stub:
    """A prediction whose numbers can be done by hand."""

    why_not: str = ""
    error_decades: float = 0.2

    def profile(self, quantity: str, output_rms: float, output_norm: float) -> np.ndarray:
        if quantity == "saturation":
            return np.full(3, np.nan)
        return np.array([1e-3, 1e-2, 1.0]) * (output_rms if quantity == "delta_per_sample_rms" else output_norm)

    def band(self, _quantity: str) -> tuple[np.ndarray, np.ndarray]:
        return np.array([-0.4, -0.2, 0.0]), np.array([0.3, 0.1, 0.0])


def write(path: Path, *, inputs: InputMoments | None = INPUTS) -> Path:
    """Twenty steps, looks at 0 and 10, the output's delta 0.01 times (1 + step); layer 2 drawn anew at step 15."""
    texts = {} if inputs is None else {"inputs": json.dumps(inputs.as_dict())}
    writer = new_writer(path, EXPERIMENT, **texts)
    columns = layouts(3)
    for step in range(20):
        if step == 15:
            plain = Settings()
            writer.add(Intervention(15, Reinitialize(scheme="he", layers=(1,)), plain, plain, ""))
        if step in (0, 10):
            look = np.full(columns["look"].width, 0.5)
            look[0] = step
            writer.add(LookReport(step, look))
        row = np.full(columns["step"].width, 0.1)
        row[0] = step
        row[columns["step"].slice("delta_norm")] = 0.01 * (1 + step)
        writer.add(StepReport(step, row))
    assert writer.close() == ""
    return path


@pytest.fixture(autouse=True)
def predicted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_theory, "prediction_of", lambda _drawn: Stub())


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with load_session(write(tmp_path / "a.gradiometer")) as opened:
        yield opened


def theory_of(figure: Figure) -> Line2D | None:
    axes: Axes = figure.axes[0]
    return next((line for line in axes.lines if str(line.get_label()).startswith("theory")), None)


def test_the_line_goes_through_the_output_of_the_step(session: Session) -> None:
    figure = draw_figure(session, "profile", step=9)
    line = theory_of(figure)
    assert line is not None
    np.testing.assert_array_equal(line.get_xdata(), [1, 2, 3])
    np.testing.assert_allclose(line.get_ydata(), [1e-4, 1e-3, 0.1])
    assert LABEL in [text.get_text() for text in figure.legends[0].get_texts()]
    axes: Axes = figure.axes[0]
    low, high = axes.get_ylim()
    assert low < 1e-4
    assert high > 0.1
    (band,) = axes.collections
    edges = band.get_paths()[0].vertices
    np.testing.assert_allclose(edges[:, 1].min(), 1e-4 * 10**-0.4)
    at_first = edges[np.isclose(edges[:, 0], 1.0), 1]
    np.testing.assert_allclose([at_first.min(), at_first.max()], [1e-4 * 10**-0.4, 1e-4 * 10**0.3])


def test_a_quantity_of_looks_has_the_line_of_its_look(session: Session) -> None:
    line = theory_of(draw_figure(session, "profile", step=9, quantity="delta_per_sample_rms"))
    assert line is not None
    np.testing.assert_allclose(line.get_ydata(), [5e-4, 5e-3, 0.5])


def test_without_a_prediction_there_is_no_line(session: Session, tmp_path: Path) -> None:
    assert theory_of(draw_figure(session, "profile", step=16)) is None, "a layer was drawn by another law"
    assert theory_of(draw_figure(session, "profile", step=9, quantity="saturation")) is None
    assert theory_of(draw_figure(session, "norms")) is None
    with load_session(write(tmp_path / "b.gradiometer", inputs=None)) as older:
        assert theory_of(draw_figure(older, "profile")) is None
