"""The data beside a figure are those that its artists show."""

import gc
import weakref

import numpy as np
import pytest
from matplotlib.collections import PolyCollection, QuadMesh

from gradiometer.experiment import Experiment
from gradiometer.figures import draw_figure, figures_of
from gradiometer.figures import parts as figure_parts
from gradiometer.figures.data import HEADER, drawn_data, drawn_rows
from gradiometer.session_file import load_session
from synthetic import write_session, write_watched
from timed import write_timed

LOOK = {"hidden_gradient": np.full((2, 5), 0.5), "update_delta": np.full((2, 5), 0.25)}
EXPERIMENT = Experiment(name="small", hidden=(8, 8), histogram_every=3, evaluate_every=4)


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with load_session(write_session(tmp_path_factory.mktemp("data") / "a.gradiometer", EXPERIMENT, 30)) as session:
        yield session


def of_kind(data, kind):
    return {each.series: each.columns for each in data if each.kind == kind}


def test_curves_are_the_stored_values(session):
    figure = draw_figure(session, "norms")
    curves = of_kind(drawn_data(figure), "curve")
    assert list(curves) == list(session.layer_names)
    for index, columns in enumerate(curves.values()):
        np.testing.assert_array_equal(columns["x"], session.steps)
        np.testing.assert_array_equal(columns["y"], session.quantity("weight_gradient_norm")[:, index])


def test_bands_are_the_areas_that_are_filled(tmp_path, monkeypatch):
    monkeypatch.setattr(figure_parts, "_MOST_EXACT_POINTS", 3000)
    path = write_session(tmp_path / "long.gradiometer", EXPERIMENT, 4000, with_look_histograms=False)
    with load_session(path) as session:
        figure = draw_figure(session, "norms")
        data = drawn_data(figure)
        bands, curves = of_kind(data, "band"), of_kind(data, "curve")
        norms = session.quantity("weight_gradient_norm")
    assert set(bands) == set(curves) == set(session.layer_names)
    filled = [each for each in figure.axes[0].collections if isinstance(each, PolyCollection)]
    for index, (columns, area) in enumerate(zip(bands.values(), filled, strict=True)):
        heights = area.get_paths()[0].vertices[:, 1]
        assert heights.min() == columns["y"].min() == norms[:, index].min()
        assert heights.max() == columns["y_end"].max() == norms[:, index].max()
        middle = np.sqrt(columns["y"] * columns["y_end"])
        np.testing.assert_allclose(list(curves.values())[index]["y"], middle, rtol=1e-12)


def test_bars_and_cells_have_the_counts_of_the_file(session):
    counts, edges = session.histogram(1)
    bars = next(iter(of_kind(drawn_data(draw_figure(session, "histogram", layer=1)), "bar").values()))
    for low, high, height in zip(bars["x"], bars["x_end"], bars["y"], strict=True):
        # The bar around zero holds the exact zeros.
        index = np.flatnonzero(edges == low)[0] if low * high > 0 else session.bins.middle
        assert counts[-1][index] == height
        assert low * high < 0 or edges[index + 1] == high
    figure = draw_figure(session, "heatmap", layer=1)
    cells = of_kind(drawn_data(figure), "cell")["hidden 2"]
    (mesh,) = [each for each in figure.axes[0].collections if isinstance(each, QuadMesh)]
    np.testing.assert_array_equal(np.ma.filled(mesh.get_array(), 0).ravel(), cells["value"])
    assert cells["value"].sum() == counts.sum()
    assert set(cells["x"]) == set(session.histogram_steps())


def test_a_profile_with_theory_and_clipping(session):
    data = drawn_data(draw_figure(session, "profile"))
    curves = of_kind(data, "curve")
    np.testing.assert_array_equal(curves["Weight gradient norm"]["y"], session.quantity("weight_gradient_norm")[-1])


@pytest.mark.parametrize("kind", ["own", "recurrent", "watched"])
def test_every_figure_says_what_it_shows(tmp_path, session, kind):
    if kind == "recurrent":
        session = load_session(write_timed(tmp_path / "r.gradiometer", {0: LOOK, 4: LOOK}, 20))
    elif kind == "watched":
        session = load_session(write_watched(tmp_path / "w.gradiometer"))
    try:
        for name in figures_of(session):
            data = drawn_data(draw_figure(session, name))
            # Of these looks nothing but the gradient through time is known.
            if kind == "recurrent" and name not in ("norms", "loss", "through_time", "time_heatmap"):
                continue
            assert data, name
            rows = drawn_rows(data)
            assert tuple(rows.header) == HEADER
            written = [row for chunk in rows.chunks for row in chunk]
            assert len(written) == sum(len(each.columns["x"]) for each in data) > 0
            assert all(len(row) == len(HEADER) for row in written)
    finally:
        if kind != "own":
            session.close()


def test_what_a_figure_showed_goes_with_it(session):
    figure = weakref.ref(draw_figure(session, "norms"))
    gc.collect()
    assert figure() is None
