"""Legends stand where a style has them, with every label."""

import pytest
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from gradiometer.experiment import Experiment
from gradiometer.figures import draw_figure, figures_of
from gradiometer.session_file import load_session
from styled import styled
from synthetic import write_session


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    experiment = Experiment(name="small", hidden=(8, 8), histogram_every=3, evaluate_every=4)
    with load_session(write_session(tmp_path_factory.mktemp("legend") / "a.gradiometer", experiment, 12)) as session:
        yield session


def legends_of(figure: Figure) -> list[Legend]:
    return figure.findobj(Legend)


@pytest.mark.parametrize("name", ["norms", "profile", "loss", "factors"])
@pytest.mark.parametrize("place", ["auto", "right", "below", "inside", "none"])
def test_places(session, name, place):
    figure = draw_figure(session, name, style=styled(legend=place, size_mm=(200, 120)))
    legends = legends_of(figure)
    if place == "none":
        assert legends == []
        return
    (legend,) = legends
    box = legend.get_window_extent().transformed(figure.transFigure.inverted())
    axes = figure.axes[0].get_window_extent().transformed(figure.transFigure.inverted())
    if place == "right":
        assert box.x0 >= axes.x1
    elif place == "below":
        assert box.y1 <= figure.axes[-1].get_position().y0
    elif place == "inside":
        assert axes.x0 <= box.x0 < box.x1 <= axes.x1 + 0.01
        assert axes.y0 <= box.y0 < box.y1 <= axes.y1 + 0.01
    num = {"norms": 3, "profile": 3, "loss": 2, "factors": 4}[name]
    assert len(legend.get_texts()) == num


@pytest.mark.parametrize("place", ["right", "below", "inside"])
def test_none_covers_anything_or_leaves_the_page(session, place):
    for name in figures_of(session):
        figure = draw_figure(session, name, style=styled(legend=place, size_mm=(120, 80)))
        box = figure.get_tightbbox()
        width, height = figure.get_size_inches()
        assert box.x0 >= -0.01
        assert box.y0 >= -0.01
        assert box.x1 <= width + 0.01
        assert box.y1 <= height + 0.01


def test_every_label_of_many_layers_at_the_right(tmp_path):
    experiment = Experiment(name="deep", hidden=(4,) * 59, histogram_every=10, evaluate_every=10)
    with load_session(write_session(tmp_path / "deep.gradiometer", experiment, 3)) as session:
        for place in ("right", "below", "inside"):
            (legend,) = legends_of(draw_figure(session, "norms", style=styled(legend=place)))
            assert [text.get_text() for text in legend.get_texts()] == list(session.layer_names)
