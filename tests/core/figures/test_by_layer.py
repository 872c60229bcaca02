import csv
import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.figures import draw_figure, save_figure
from gradiometer.layout import layouts, step_layout
from gradiometer.outline import Outline
from gradiometer.quantities import MOST_UNITS
from gradiometer.reports import LookReport, StepReport
from gradiometer.session_file import Session, load_session
from gradiometer.tables import write_table
from recorded import new_writer
from styled import styled

NAN = math.nan
EXPERIMENT = Experiment(name="small", hidden=(8, 8))
BOTH = pytest.mark.parametrize("name", ["factors", "neurons"])
Looks = Mapping[int, Mapping[str, object]]


@pytest.fixture
def recorded(tmp_path) -> Callable[..., object]:
    """A session with looks of known numbers: step -> quantity -> values; what is not given is NaN."""

    @contextmanager
    def record(looks: Looks, num_layers: int = 3, num_steps: int = 20) -> Iterator[Session]:
        path = tmp_path / "made" / "small.gradiometer"
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        experiment = dataclasses.replace(EXPERIMENT, hidden=(8,) * (num_layers - 1))
        writer = new_writer(path, experiment)
        for step in range(num_steps):
            for stream in ("unit", "look"):
                layout = layouts(num_layers)[stream]
                row = np.full(layout.width, np.nan)
                row[0] = step
                given = {name: values for name, values in looks.get(step, {}).items() if name in layout.columns}
                for name, values in given.items():
                    row[layout.slice(name)] = np.asarray(values, float).ravel()
                if given:
                    writer.add(LookReport(step, row, stream))
            row = np.full(step_layout(num_layers).width, 0.5)
            row[0] = step
            writer.add(StepReport(step, row))
        assert writer.close() == ""
        with load_session(path) as session:
            yield session

    return record


def units(values: object) -> np.ndarray:
    """[num_layers, at most MOST_UNITS] with NaN behind."""
    values = np.asarray(values, float)
    row = np.full((len(values), MOST_UNITS), np.nan)
    row[:, : values.shape[1]] = values
    return row


def texts_of(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def lines_of(figure: Figure) -> dict[str, tuple[list[float], list[float]]]:
    (axes,) = figure.axes
    lines = [line for line in axes.lines if not line.get_label().startswith("_")]
    return {line.get_label(): (list(line.get_xdata()), list(line.get_ydata())) for line in lines}


def bars_of(figure: Figure) -> dict[tuple[float, float], float]:
    """(column, row) -> how far it reaches to the right."""
    (axes,) = figure.axes
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    # Of a bar to the left matplotlib keeps the far end as its beginning, or a negative width.
    found = {}
    for bar in bars:
        x0, x1 = bar.get_x(), bar.get_x() + bar.get_width()
        column = round((x0 + x1) / 2)
        reach = x1 - column if abs(x1 - column) > abs(x0 - column) else x0 - column
        found[column, round(bar.get_y() + bar.get_height() / 2, 9)] = reach
    return found


def assert_nothing_clipped(figure: Figure) -> None:
    figure.draw_without_rendering()
    box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    slack = 0.5 / 72
    assert box.x0 >= -slack
    assert box.y0 >= -slack
    assert box.x1 <= width + slack
    assert box.y1 <= height + slack


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


FACTORS = {
    3: {"gain": [0.5, 0.4, NAN], "gate": [0.2, 0.25, NAN], "weight_factor": [2.0, 1.5, NAN]},
    9: {"gain": [0.05, 1.0, NAN], "gate": [0.1, 0.9, NAN], "weight_factor": [0.7, 1.1, NAN]},
}
NEURONS = {
    3: {"unit_gradient": units([[1e-3, -2e-3], [0.1, -0.2], [1.0, 0.5]])},
    9: {"unit_gradient": units([[NAN, 0.25], [-0.5, 0.0], [1.0, -2.0]])},
}


@pytest.mark.parametrize(("step", "shown"), [(None, 9), (9, 9), (8, 3), (3, 3), (19, 9)])
def test_factors_at_the_newest_look_up_to_a_step(recorded, step, shown):
    with recorded(FACTORS) as session:
        figure = draw_figure(session, "factors", step=step)
    lines, numbers = lines_of(figure), FACTORS[shown]
    assert list(lines) == ["gain", "gate", "weight factor", "gate x weight factor"]
    product = [gate * weights for gate, weights in zip(numbers["gate"], numbers["weight_factor"], strict=True)]
    for (x, y), values in zip(
        lines.values(), (numbers["gain"], numbers["gate"], numbers["weight_factor"], product), strict=True
    ):
        assert x == [1, 2, 3]
        assert y == pytest.approx(values, nan_ok=True)
    assert any(f"at step {shown}" in text for text in texts_of(figure))
    (axes,) = figure.axes
    assert axes.get_yscale() == "log"
    assert [text.get_text() for text in axes.get_xticklabels()] == ["hidden 1", "hidden 2", "output"]
    assert any(list(line.get_ydata()) == [1.0, 1.0] for line in axes.lines)


def test_the_four_lines_differ_without_colors(recorded):
    with recorded(FACTORS) as session:
        (axes,) = draw_figure(session, "factors").axes
    lines = [line for line in axes.lines if not line.get_label().startswith("_")]
    assert len({line.get_marker() for line in lines}) == 4
    assert len({str(line._dash_pattern) for line in lines}) == 4
    assert len({line.get_color() for line in lines}) == 4


def test_a_gate_that_is_shut_stands_on_the_floor(recorded):
    looks = {0: {"gain": [0.0, 0.5, NAN], "gate": [0.0, 0.5, NAN], "weight_factor": [1.0, 1.0, NAN]}}
    with recorded(looks) as session:
        figure = draw_figure(session, "factors")
    floor = [line for line in figure.axes[0].lines if line.get_marker() == "v"]
    assert [tuple(line.get_xdata()) for line in floor] == [(1,)] * 3
    assert "0 (below 1e-45)" in texts_of(figure)
    assert_nothing_clipped(figure)


@pytest.mark.parametrize(("step", "shown"), [(None, 9), (9, 9), (8, 3), (3, 3), (19, 9)])
def test_neurons_at_the_newest_look_up_to_a_step(recorded, step, shown):
    with recorded(NEURONS) as session:
        figure = draw_figure(session, "neurons", step=step)
    values = NEURONS[shown]["unit_gradient"][:, :6]
    largest = np.nanmax(np.abs(values))
    bars = bars_of(figure)
    known = [(layer, unit) for layer, unit in np.ndindex(values.shape) if not np.isnan(values[layer, unit])]
    assert len(bars) == len(known)
    for layer, unit in known:
        assert bars[layer + 1, unit + 1] == pytest.approx(0.45 * values[layer, unit] / largest)
    assert any(f"at step {shown}" in text for text in texts_of(figure))
    assert f"full length: {largest:.3g}" in texts_of(figure)
    (axes,) = figure.axes
    bottom, top = axes.get_ylim()
    assert bottom > 6 > 1 > top, "the first neuron stands on top"
    colors = {bar.get_facecolor() for bar in axes.patches if bar.get_width()}
    assert len(colors) == 2


def test_neurons_of_many_layers_leave_some_out(recorded):
    gradients = units(np.arange(1.0, 61.0)[:, None] * np.ones((60, 6)))
    with recorded({0: {"unit_gradient": gradients}}, num_layers=60) as session:
        for layer in (0, 30, 59):
            figure = draw_figure(session, "neurons", layer=layer)
            bars = bars_of(figure)
            columns = sorted({column for column, _row in bars})
            assert len(columns) < 60
            assert sorted({round(bars[column, 1] / 0.45 * 60) for column in columns} & {1, layer + 1, 60}) == sorted(
                {1, layer + 1, 60}
            )
            assert "…" in texts_of(figure)
            assert_nothing_clipped(figure)
        figure = draw_figure(session, "neurons", style=styled(size_mm=(400, 120)))
        assert len(bars_of(figure)) == 60 * 6
        assert "…" not in texts_of(figure)


def test_infinite_and_zero_bars(recorded):
    looks = {0: {"unit_gradient": units([[math.inf, -math.inf, 1.0], [0.0, 0.5, -0.5]])}}
    with recorded(looks, num_layers=2) as session:
        figure = draw_figure(session, "neurons")
        assert {key: round(reach, 9) for key, reach in bars_of(figure).items()} == {
            **{(1, 1): 0.45, (1, 2): -0.45, (1, 3): 0.45},
            **{(2, 1): 0.0, (2, 2): 0.225, (2, 3): -0.225},
        }
        assert "infinite" in texts_of(figure)
    with recorded({0: {"unit_gradient": units(np.zeros((2, 6)))}}, num_layers=2) as session:
        assert_nothing_clipped(draw_figure(session, "neurons"))


@BOTH
@pytest.mark.parametrize(
    ("value", "num_layers"), [(math.nan, 1), (math.inf, 40), (0.0, 1), (5e-324, 1), (1.7e308, 1), (1.0, 40)]
)
def test_odd_numbers_are_drawn_whole(recorded, name, num_layers, value):
    look = dict.fromkeys(("gain", "gate", "weight_factor", "unit_gradient"), value)
    with recorded({0: look}, num_layers) as session:
        assert_nothing_clipped(draw_figure(session, name))
        assert_nothing_clipped(draw_figure(session, name, style=styled(size_mm=(80, 60), theme="dark")))


@BOTH
def test_what_is_not_there_is_said(recorded, name):
    with recorded({}, num_steps=0) as session:
        assert "no steps recorded" in texts_of(draw_figure(session, name))
    with recorded({}) as session:
        figure = draw_figure(session, name)
        assert "no closer look recorded" in texts_of(figure)
        assert_nothing_clipped(figure)
    nothing = dict.fromkeys(("gain", "gate", "weight_factor", "unit_gradient"), NAN)
    with recorded({5: nothing}) as session:
        sentences = texts_of(draw_figure(session, name))
        assert {"no layer has a gain, a gate or a weight factor", "of no neuron the gradient is known"} & set(sentences)
        # There is no look up to this step, and a later one is another step's.
        assert "no closer look recorded" in texts_of(draw_figure(session, name, step=4))


@BOTH
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_files(recorded, tmp_path, name, theme):
    with recorded({0: {**FACTORS[3], **NEURONS[3]}}) as session:
        for suffix in ("svg", "pdf", "png"):
            for attempt in "ab":
                save_figure(session, name, tmp_path / f"{attempt}.{suffix}", style=styled(theme=theme))
            assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()
    with Image.open(tmp_path / "a.png") as image:
        ground = max(image.convert("RGB").getcolors(maxcolors=2**24))[1]
    assert (sum(ground) < 150) == (theme == "dark")


@pytest.mark.parametrize("name", ["norms", "profile"])
def test_a_quantity_of_neurons_is_refused_where_layers_are_shown(recorded, name):
    with recorded(NEURONS) as session, pytest.raises(ExportError, match="choose the figure neurons") as caught:
        draw_figure(session, name, quantity="unit_gradient")
    assert str(caught.value) == (
        f"unit_gradient is measured neuron by neuron, so it has no {name}: choose the figure neurons"
    )


@pytest.mark.parametrize(("step", "shown"), [(None, 9), (5, 3), (1, None)])
def test_the_table_of_factors(recorded, tmp_path, step, shown):
    with recorded(FACTORS) as session:
        write_table(session, "factors", tmp_path / "a.csv", step=step)
    header, *rows = read(tmp_path / "a.csv")
    assert header == ["index", "layer", "gain", "gate", "weight_factor"]
    if shown is None:
        assert rows == []
        return
    assert [row[:2] for row in rows] == [["1", "hidden 1"], ["2", "hidden 2"], ["3", "output"]]
    for column, name in enumerate(("gain", "gate", "weight_factor"), start=2):
        np.testing.assert_array_equal([float(row[column]) for row in rows], FACTORS[shown][name])
    assert rows[2][2:] == ["nan"] * 3


@pytest.mark.parametrize(("step", "shown"), [(None, 9), (5, 3), (1, None)])
def test_the_table_of_neurons(recorded, tmp_path, step, shown):
    with recorded(NEURONS) as session:
        write_table(session, "neurons", tmp_path / "a.csv", step=step)
    header, *rows = read(tmp_path / "a.csv")
    assert header == ["index", "layer", "unit", "gradient"]
    # 8, 8 and 10 units: what a layer has is a row, though its gradient is not known.
    units_of = [(1, "hidden 1", 8), (2, "hidden 2", 8), (3, "output", 10)]
    expected = [
        [str(index), layer, str(unit), str(NEURONS[shown]["unit_gradient"][index - 1, unit - 1])]
        for index, layer, num_units in units_of
        for unit in range(1, num_units + 1)
        if shown is not None
    ]
    assert rows == expected


def test_units_that_the_outline_does_not_count_are_rows_all_the_same(recorded, tmp_path, monkeypatch):
    with recorded(NEURONS) as session:
        layers = tuple(dataclasses.replace(layer, num_units=0) for layer in session.outline.layers)
        outline = Outline(session.outline.name, session.outline.structure, session.outline.dtype, layers)
        monkeypatch.setattr(session, "outline", outline)
        write_table(session, "neurons", tmp_path / "a.csv", step=3)
    assert len(read(tmp_path / "a.csv")) == 1 + 3 * 2
