"""Figures and tables of the gradient through time: the very numbers of the file, and words where there are none."""

import csv
import math

import numpy as np
import pytest
from matplotlib.text import Text

from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.figures import draw_figure, save_figure
from gradiometer.session_file import load_session
from gradiometer.tables import write_table
from styled import styled
from synthetic import write_session, write_watched
from timed import TIMED, of_length, write_timed

NAN = math.nan
BOTH = pytest.mark.parametrize("name", ["through_time", "time_heatmap"])
STATE = [[1e-8, 1e-6, 1e-4, 1e-2, 1.0], [0.0, 0.0, 1e-3, 1e-2, 0.1]]
UPDATE = np.full((2, 5), 0.25)
LOOKS = {
    0: {"hidden_gradient": np.ones((2, 5)), "update_delta": UPDATE},
    4: {"hidden_gradient": STATE, "update_delta": UPDATE / 2},
    9: {"hidden_gradient": np.full((2, 5), 0.5), "update_delta": UPDATE / 4},
}


def texts_of(figure):
    return " ".join(text.get_text() for text in figure.findobj(Text) if text.get_visible())


def labelled(axes):
    return {line.get_label(): line for line in axes.lines if not line.get_label().startswith("_")}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_timed(tmp_path_factory.mktemp("timed") / "timed.gradiometer", LOOKS, 20)


@pytest.fixture
def session(path):
    with load_session(path) as session:
        yield session


def read(path):
    with path.open(newline="") as file:
        return list(csv.reader(file))


def test_the_profile_holds_the_look_up_to_the_step(session):
    figure = draw_figure(session, "through_time", step=6)
    (axes,) = figure.axes
    assert "Gradient of the state through time at step 4" in figure.get_suptitle()
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("time step", "gradient of the state")
    lines = [line for line in axes.lines if len(line.get_xdata()) == 5]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == [
        "recurrent 1",
        "recurrent 2",
        "0 (below 1e-45)",
    ]
    for line, values in zip(lines, STATE, strict=True):
        assert list(line.get_xdata()) == [1, 2, 3, 4, 5]
        np.testing.assert_array_equal(line.get_ydata(), [value or NAN for value in values])
    assert axes.get_yscale() == "log"
    (zeros,) = [line for line in axes.lines if line.get_marker() == "v"]
    assert list(zeros.get_xdata()) == [1, 2]
    said = axes.get_title(loc="left")
    assert said == "recurrent 1: first/last 1e-08; recurrent 2: first/last below 1e-44"


def test_the_quantity_asked_for_else_the_first(session):
    assert draw_figure(session, "through_time").axes[0].get_ylabel() == "gradient of the state"
    for name in ("through_time", "time_heatmap"):
        title = " ".join(draw_figure(session, name, quantity="update_delta").get_suptitle().split())
        assert "Delta of the update gate through time" in title
        title = " ".join(draw_figure(session, name, quantity="cell_gradient").get_suptitle().split())
        assert "Gradient of the state through time" in title


def test_zeros_of_a_long_sequence_stand_at_their_time_steps(tmp_path):
    experiment = of_length(300, 4)
    times = np.array(experiment.outline.times)
    assert len(times) == 128
    values = np.where(times < 50, 0.0, 1e-3)[None]
    path = write_timed(tmp_path / "long.gradiometer", {0: {"hidden_gradient": values}}, 3, experiment)
    with load_session(path) as session:
        (axes,) = draw_figure(session, "through_time").axes
        (zeros,) = [line for line in axes.lines if line.get_marker() == "v"]
        np.testing.assert_array_equal(zeros.get_xdata(), times[times < 50])


@pytest.mark.parametrize(("layer", "row"), [(0, 0), (1, 1), (2, 1)])
def test_the_heat_map_holds_logarithms_of_one_layer(session, layer, row):
    figure = draw_figure(session, "time_heatmap", layer=layer)
    axes, bar = figure.axes
    assert f"through time of recurrent {row + 1} over steps" in " ".join(figure.get_suptitle().split())
    assert (axes.get_xlabel(), axes.get_ylabel(), bar.get_ylabel()) == ("step", "time step", "gradient of the state")
    (image,) = axes.collections
    shown = image.get_array()
    assert shown.shape == (5, 3)
    with np.errstate(divide="ignore"):
        expected = np.log10([np.ones(5), STATE[row], np.full(5, 0.5)]).T
    finite = np.isfinite(expected)
    np.testing.assert_allclose(np.asarray(shown)[finite], expected[finite])
    assert not np.ma.getmaskarray(shown).any()
    # An exact zero lies far below the scale.
    low, high = image.get_clim()
    assert (np.asarray(shown)[~finite] < low - 100).all()
    assert low <= expected[finite].min()
    assert high >= expected[finite].max()
    assert ("0 (below 1e-45)" in texts_of(figure)) == bool((~finite).any())
    coordinates = image.get_coordinates()
    np.testing.assert_array_equal(coordinates[0, :, 0], [0, 4, 9, 19])
    np.testing.assert_array_equal(coordinates[:, 0, 1], [0.5, 1.5, 2.5, 3.5, 4.5, 5.5])


def test_what_is_not_finite_is_told_apart(tmp_path):
    looks = {0: {"hidden_gradient": np.ones((2, 5))}, 3: {"hidden_gradient": [[NAN, math.inf, 0, 1, 1], [1] * 5]}}
    with load_session(write_timed(tmp_path / "odd.gradiometer", looks)) as session:
        figure = draw_figure(session, "time_heatmap")
        shown = figure.axes[0].collections[0].get_array()
        assert np.ma.getmaskarray(shown).sum() == 2
        assert "NaN or Inf" in texts_of(figure)
        assert "first/last unknown" in draw_figure(session, "through_time").axes[0].get_title(loc="left")


@BOTH
def test_all_of_it_may_be_nan(tmp_path, name):
    looks = {0: {"hidden_gradient": np.full((2, 5), NAN)}}
    with load_session(write_timed(tmp_path / "nan.gradiometer", looks)) as session:
        assert "of no layer the gradient through time is known" in texts_of(draw_figure(session, name))


@BOTH
def test_a_network_without_time_says_so(tmp_path, name):
    experiment = Experiment(name="small", hidden=(8, 8))
    with load_session(write_session(tmp_path / "small.gradiometer", experiment, 9)) as session:
        figure = draw_figure(session, name)
        assert "This network does not go through time" in texts_of(figure)
        write_table(session, name, tmp_path / "a.csv")
    assert len(read(tmp_path / "a.csv")) == 1


@BOTH
def test_of_a_loop_of_somebodys_own_no_time_is_known(tmp_path, name):
    """Even where it has an LSTM."""
    with load_session(write_watched(tmp_path / "watched.gradiometer")) as session:
        said = " ".join(texts_of(draw_figure(session, name, style=styled(size_mm=(300, 150)))).split())
        assert "Of a training loop of your own no time steps are measured" in said


@BOTH
@pytest.mark.parametrize(("num_steps", "text"), [(0, "no steps recorded"), (5, "no closer look recorded")])
def test_before_the_first_look(tmp_path, name, num_steps, text):
    with load_session(write_timed(tmp_path / "bare.gradiometer", {}, num_steps)) as session:
        assert text in texts_of(draw_figure(session, name))


@BOTH
@pytest.mark.parametrize("size_mm", [(80, 60), (178, 100), (400, 250)])
def test_nothing_leaves_the_figure(session, name, size_mm):
    figure = draw_figure(session, name, style=styled(size_mm=size_mm, theme="dark"))
    figure.draw_without_rendering()
    box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert min(box.x0, box.y0) >= -0.5 / 72
    assert box.x1 <= width + 0.5 / 72
    assert box.y1 <= height + 0.5 / 72
    assert figure.axes[0].bbox.height > 0.2 * figure.bbox.height


@BOTH
@pytest.mark.parametrize("num_levels", [1, 12])
@pytest.mark.parametrize("length", [2, 200])
def test_any_number_of_levels_and_time_steps(tmp_path, name, num_levels, length):
    experiment = of_length(length, *[4] * num_levels)
    values = 10.0 ** -np.arange(len(experiment.outline.times), dtype=float)[None, ::-1].repeat(num_levels, 0)
    path = write_timed(tmp_path / "any.gradiometer", {0: {"hidden_gradient": values}}, 1, experiment)
    with load_session(path) as session:
        save_figure(session, name, tmp_path / "a.pdf", layer=num_levels)
        write_table(session, name, tmp_path / "a.csv", layer=num_levels)


def test_a_part_of_the_steps(session):
    axes = draw_figure(session, "time_heatmap", first_step=4, last_step=8).axes[0]
    assert axes.get_xlim() == (4, 8)


def test_the_table_of_a_look(session, tmp_path):
    write_table(session, "through_time", tmp_path / "a.csv", step=4)
    header, *rows = read(tmp_path / "a.csv")
    assert header == ["index", "layer", "time_step", *TIMED.outline.time_quantities]
    assert [row[:3] for row in rows[4:6]] == [["1", "recurrent 1", "5"], ["2", "recurrent 2", "1"]]
    assert len(rows) == 10
    column = header.index("hidden_gradient")
    np.testing.assert_array_equal([float(row[column]) for row in rows], np.ravel(STATE))
    column = header.index("update_delta")
    assert {row[column] for row in rows} == {"0.125"}


def test_the_table_over_steps(session, tmp_path):
    write_table(session, "time_heatmap", tmp_path / "a.csv", layer=1)
    header, *rows = read(tmp_path / "a.csv")
    assert header == ["step", *(f"time {time}" for time in range(1, 6))]
    assert [row[0] for row in rows] == ["0", "4", "9"]
    np.testing.assert_array_equal(np.array(rows[1][1:], float), STATE[1])
    write_table(session, "time_heatmap", tmp_path / "a.csv", layer=2, quantity="update_delta")
    np.testing.assert_array_equal(np.array(read(tmp_path / "a.csv")[1:], float)[:, 1], [0.25, 0.125, 0.0625])


def test_the_table_of_a_quantity_names_every_column(session, tmp_path):
    write_table(session, "hidden_gradient", tmp_path / "a.csv")
    header, *rows = read(tmp_path / "a.csv")
    assert header[:3] == ["step", "recurrent 1 time 1", "recurrent 1 time 2"]
    assert len(header) == 1 + 3 * 5
    np.testing.assert_array_equal(np.array(rows, float)[1, 1:11], np.ravel(STATE))


@pytest.mark.parametrize("name", ["profile", "norms"])
def test_it_has_no_profile_by_layer_and_no_norms(session, name):
    with pytest.raises(ExportError, match=f"^hidden_gradient is measured time step by time step, so it has no {name}"):
        draw_figure(session, name, quantity="hidden_gradient")
