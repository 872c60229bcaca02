import numpy as np
import pytest

from gradiometer.compared import Compared
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import StepReport
from recorded import new_writer
from several import SHALLOW, write_several
from synthetic import random_row, write_session


@pytest.fixture
def side(tmp_path):
    made = Compared(write_several(tmp_path)[0])
    yield made
    made.close()


@pytest.mark.parametrize(
    ("align", "position", "step"),
    [
        ("step", None, 29),
        ("step", 12.0, 12),
        ("step", 12.9, 12),
        ("step", 1e9, 29),
        ("time", 0.0125, 12),
        ("change", 2.0, 12),
        ("change", -10.0, 0),
    ],
)
def test_values_at_a_position(side, align, position, step):
    found, values = side.at("weight_gradient_norm", align, position)
    assert found == step
    np.testing.assert_array_equal(values, side.session.quantity("weight_gradient_norm")[step])


def test_of_looks_the_newest_up_to_it(side):
    step, values = side.at("gain", "step", 14.0)
    assert step == 12
    np.testing.assert_array_equal(values, side.session.quantity("gain")[4])


@pytest.mark.parametrize(("align", "position"), [("step", -1.0), ("change", -11.0), ("time", -0.1)])
def test_before_the_beginning_there_is_nothing(side, align, position):
    assert side.at("loss", align, position) is None
    assert side.spread("weight_gradient", 0, align, position) is None


def test_curves_stand_at_positions(side):
    recorded = side.session.quantity("weight_gradient_norm")
    for align, positions in (
        ("step", np.arange(30.0)),
        ("change", np.arange(-10.0, 20.0)),
        ("time", 0.001 * np.arange(30)),
    ):
        view = side.view("weight_gradient_norm", align, *side.span(align), 1000)
        assert view.exact
        np.testing.assert_allclose(view.steps, positions, atol=1e-12)
        np.testing.assert_array_equal(view.low, recorded)
    part = side.view("loss", "change", -2.0, 3.0, 1000)
    assert (part.steps[0], part.steps[-1]) in {(-2.0, 4.0), (-2.0, 5.0), (-3.0, 4.0), (-3.0, 5.0)}


def test_a_session_without_a_place(tmp_path):
    deep = Compared(write_several(tmp_path)[1])
    assert deep.clock("change") is None
    assert deep.span("change") is None
    assert deep.at("loss", "change", 0.0) is None
    assert deep.view("loss", "change", 0.0, 1.0, 10) is None
    assert deep.spread("weight_gradient", 0, "change", None) is None
    deep.close()


def test_a_session_with_no_steps(tmp_path):
    empty = Compared(write_session(tmp_path / "empty.gradiometer", SHALLOW, 0))
    assert empty.at("loss", "step", None) is None
    assert empty.span("step") is None
    assert empty.clock("time") is None
    assert empty.spread("weight_gradient", 0, "step", None) is None
    assert len(empty.view("loss", "step", 0.0, 1.0, 10).steps) == 0
    empty.close()


@pytest.mark.parametrize(("place", "layer"), [(0, 0), (2, 2), (3, None), (-1, 2), (-3, 0), (-4, None)])
def test_layers_are_counted_from_either_end(side, place, layer):
    assert side.layer(place) == layer


@pytest.mark.parametrize("kind", HISTOGRAMS)
@pytest.mark.parametrize(("position", "index"), [(None, 9), (14.0, 4), (0.0, 0)])
def test_the_histogram_at_a_position(side, kind, position, index):
    spread = side.spread(kind, 1, "step", position)
    counts, _ = side.session.histogram(1, kind)
    assert spread.step == side.session.histogram_steps(kind)[index]
    assert spread.timeline.image(0)[0].sum() == counts[index].sum() == spread.num_values


def test_what_another_program_adds_is_taken_up(tmp_path):
    path = tmp_path / "growing.gradiometer"
    writer = new_writer(path, SHALLOW)
    generator = np.random.default_rng(0)

    def write(first, last):
        for step in range(first, last):
            writer.add(StepReport(step, random_row(grown.session.layouts["step"], step, generator)))
        assert writer.commit() == ""

    writer.commit()
    grown = Compared(path)
    assert not grown.follow()
    for first, last in ((0, 5), (5, 300)):
        write(first, last)
        assert grown.follow()
        assert grown.at("loss", "step", None)[0] == last - 1
        assert grown.span("time") == pytest.approx((0.0, 0.001 * (last - 1)))
    assert writer.close() == ""
    grown.close()
