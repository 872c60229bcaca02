"""The decision surface: what a recorded row says of each point, its colours, its words, and the examples on it."""

import dataclasses
import math

import numpy as np
import pytest

from gradiometer.colors import layer_colors, session_colors
from gradiometer.datasets import DATASETS, DataError
from gradiometer.examples import CLASSES, DataFacts, Examples
from gradiometer.experiment import Experiment
from gradiometer.quantities import GRID
from gradiometer.surfaces import (
    MOST_POINTS,
    Surface,
    class_colors,
    class_name,
    describe,
    describe_at,
    input_names,
    load_points,
    num_classes_of,
    place_of,
)

FACTS = DataFacts((2,), 2, 100, CLASSES, ("upper", "lower"), (-1.0, 2.1, 0.0, 3.1))
MOONS = Experiment(name="moons", data="moons", hidden=(4,), num_train=300, num_held_out=50)


def row_of(classes, probabilities):
    """A recorded row, [GRID * GRID], by the formula of the quantity."""
    return (np.asarray(classes) + 0.999 * np.asarray(probabilities)).ravel()


def test_classes_and_probabilities_come_back():
    generator = np.random.default_rng(0)
    classes = generator.integers(0, 7, (GRID, GRID))
    probabilities = generator.uniform(1 / 7, 1.0, (GRID, GRID))
    probabilities[0, :3] = 1.0
    row = row_of(classes, probabilities)
    row[40], row[41] = np.nan, np.inf
    surface = Surface.of(row)
    known = np.ones((GRID, GRID), bool)
    known.ravel()[40:42] = False
    np.testing.assert_array_equal(surface.classes, np.where(known, classes, -1))
    np.testing.assert_allclose(surface.probabilities[known], probabilities[known], atol=1e-12)
    assert np.isnan(surface.probabilities[~known]).all()


def test_a_place_is_read_off_the_nearest_point_of_the_grid():
    classes = np.zeros((GRID, GRID), int)
    classes[5, 9] = 1
    surface = Surface.of(row_of(classes, np.full((GRID, GRID), 0.75)))
    # The box is 3.1 wide and high: points are 0.1 apart.
    for x, y, index in ((-0.1, 0.5, 1), (-0.14, 0.46, 1), (-0.16, 0.5, 0), (-0.1, 0.56, 0)):
        found = surface.at(FACTS.box, x, y)
        assert found is not None
        assert found[0] == index
        assert found[1] == pytest.approx(0.75)
    assert surface.at(FACTS.box, -1.01, 1.0) is None
    assert surface.at(FACTS.box, 0.0, 3.2) is None
    assert surface.at(FACTS.box, 2.1, 3.1) is not None


def test_the_surer_the_stronger_and_what_is_unknown_stands_out():
    classes = np.zeros((GRID, GRID), int)
    classes[:, 16:] = 1
    probabilities = np.tile(np.linspace(0.5, 1.0, GRID)[:, None], (1, GRID))
    row = row_of(classes, probabilities)
    row[0] = np.nan
    shades = Surface.of(row).shades(("#0000ff", "#ff0000"), "#ffffff", "#00ff00").astype(int)
    assert shades.shape == (GRID, GRID, 3)
    assert shades[0, 0].tolist() == [0, 255, 0]
    # Towards blue, red and green fade; at 1/2 almost the ground.
    assert (np.diff(shades[1:, 3, 0]) < 0).all()
    assert (shades[:, 3, 2] == 255).all()
    assert (np.diff(shades[:, 20, 1]) < 0).all()
    assert (shades[:, 20, 0] == 255).all()
    assert shades[0, 3].min() > 235
    # A class that the colours do not know is not known.
    wrong = Surface.of(row_of(np.full((GRID, GRID), 9), np.ones((GRID, GRID))))
    assert (wrong.shades(("#0000ff", "#ff0000"), "#ffffff", "#00ff00") == [0, 255, 0]).all()


def test_between_two_points_a_probability_is_linear():
    """Of two classes exactly: checked at a border that lies askew."""
    x, y = np.meshgrid(np.arange(GRID), np.arange(GRID))
    of_second = np.clip(0.5 + 0.013 * (x - 12.3) + 0.008 * (y - 15.1), 0.0, 1.0)
    surface = Surface.of(row_of(of_second > 0.5, np.maximum(of_second, 1 - of_second))).finer(2, 4)
    fine = np.arange(4 * (GRID - 1) + 1) / 4
    fine_x, fine_y = np.meshgrid(fine, fine)
    expected = 0.5 + 0.013 * (fine_x - 12.3) + 0.008 * (fine_y - 15.1)
    assert (expected < 1).all()
    assert (expected > 0).all()
    unsure = np.abs(expected - 0.5) < 1e-9
    np.testing.assert_array_equal(surface.classes[~unsure], (expected > 0.5)[~unsure])
    np.testing.assert_allclose(surface.probabilities, np.maximum(expected, 1 - expected), atol=1e-9)


def test_a_finer_surface_keeps_its_points_and_what_is_unknown():
    generator = np.random.default_rng(1)
    classes = generator.integers(0, 3, (GRID, GRID))
    row = row_of(classes, generator.uniform(0.5, 1.0, (GRID, GRID)))
    row[5 * GRID + 5] = np.nan
    surface = Surface.of(row)
    finer = surface.finer(3, 4)
    np.testing.assert_array_equal(finer.classes[::4, ::4], surface.classes)
    np.testing.assert_allclose(finer.probabilities[::4, ::4], surface.probabilities)
    assert (finer.classes[19:22, 19:22] == -1).all()
    assert finer.classes[23, 20] >= 0


def test_a_picture_reaches_half_a_cell_beyond_the_box():
    assert place_of((0.0, 31.0, -3.1, 0.0), GRID) == pytest.approx((-0.5, 31.5, -3.15, 0.05))


def test_a_single_output_tells_two_classes():
    assert num_classes_of(FACTS) == 2
    assert num_classes_of(dataclasses.replace(FACTS, num_outputs=1, class_names=())) == 2
    assert num_classes_of(dataclasses.replace(FACTS, num_outputs=5, class_names=())) == 5


@pytest.mark.parametrize("dark", [True, False])
def test_few_classes_have_colors_that_anybody_can_tell_apart(dark):
    assert class_colors(2, dark=dark) == session_colors(dark=dark)[:2]
    assert class_colors(12, dark=dark) == layer_colors(12, dark=dark)
    assert len(set(class_colors(8, dark=dark))) == 8


def test_a_class_has_its_name_and_a_number_says_what_it_is():
    assert class_name(FACTS, 1) == "lower"
    numbered = dataclasses.replace(FACTS, class_names=("3", "7.5"))
    assert class_name(numbered, 1) == "class 7.5"
    assert class_name(dataclasses.replace(FACTS, class_names=()), 1) == "class 1"


def test_what_stands_under_the_mouse():
    classes = np.zeros((GRID, GRID), int)
    classes[:, 16:] = 1
    row = row_of(classes, np.full((GRID, GRID), 0.874))
    row[-1] = np.nan
    surface = Surface.of(row)
    assert describe_at(FACTS, surface, 0.3, 0.2) == "x 0.30, y 0.20: upper, 87 %"
    assert describe_at(FACTS, surface, 1.0, 0.2) == "x 1.00, y 0.20: lower, 87 %"
    assert describe_at(FACTS, surface, -1e-9, 0.2) == "x 0.00, y 0.20: upper, 87 %"
    assert describe_at(FACTS, surface, 2.1, 3.1) == "x 2.10, y 3.10: NaN or Inf"
    assert describe_at(FACTS, surface, 3.0, 0.2) == ""
    wide = dataclasses.replace(FACTS, box=(0.0, 5000.0, -4e8, 4e8))
    assert describe_at(wide, surface, 1234.5, 1e8).startswith("x 1234, y 1e+08: ")


def test_a_summary_says_how_much_of_the_plane_each_class_has():
    classes = np.zeros((GRID, GRID), int)
    classes[: GRID // 4] = 1
    probabilities = np.full((GRID, GRID), 0.9)
    probabilities[3, 3] = 0.51
    assert (
        describe(FACTS, Surface.of(row_of(classes, probabilities)))
        == "of the plane: upper 75 %, lower 25 %; least sure 51 %"
    )
    for junk in (np.inf, -np.inf, 1e300, -1e300, -7.5):
        assert describe(FACTS, Surface.of(np.full(GRID * GRID, junk))) == "of the plane: NaN or Inf 100 %"
    assert describe(FACTS, Surface.of(np.full(GRID * GRID, np.nan))) == "of the plane: NaN or Inf 100 %"
    many = np.arange(GRID * GRID).reshape(GRID, GRID) % 8
    facts = dataclasses.replace(FACTS, num_outputs=8, class_names=())
    assert describe(facts, Surface.of(row_of(many, probabilities))).startswith(
        "of the plane: class 0 12 %, class 1 12 %, class 2 12 %, class 3 12 % and 4 more"
    )


def test_points_are_the_training_examples():
    points = load_points(MOONS)
    examples = MOONS.load_examples()
    np.testing.assert_array_equal(np.stack([points.x, points.y], axis=1), examples.inputs[:300].astype(float))
    np.testing.assert_array_equal(points.classes, examples.targets[:300])
    assert points.names == input_names(MOONS) == ("x", "y")


def test_of_many_examples_a_thousand_are_shown():
    points = load_points(dataclasses.replace(MOONS, num_train=5000))
    assert len(points.x) == MOST_POINTS
    examples = dataclasses.replace(MOONS, num_train=5000).load_examples()
    assert points.x[0] == examples.inputs[0, 0]
    assert points.x[-1] == examples.inputs[4999, 0]


def test_a_table_names_the_axes(tmp_path):
    path = tmp_path / "flowers.csv"
    lines = [f"{0.1 * at},{'rose' if at % 2 else 'lily'},{math.sin(at)}" for at in range(30)]
    path.write_text("\n".join(["petal,label,sepal", *lines]))
    experiment = Experiment(data="file", file=str(path), hidden=(4,), num_train=20, num_held_out=10, batch_size=5)
    points = load_points(experiment)
    assert points.names == ("petal", "sepal")
    assert input_names(experiment) == ("x, the first input", "y, the second input")
    assert len(points.x) == 20
    standard = dataclasses.replace(experiment, standardize=True, facts=None)
    assert load_points(standard).names == ("petal (standardized)", "sepal (standardized)")
    path.unlink()
    with pytest.raises(DataError):
        load_points(experiment)


def test_bytes_stand_where_the_network_sees_them(monkeypatch):
    inputs = np.random.default_rng(0).integers(0, 256, (40, 2)).astype(np.uint8)
    examples = Examples(inputs, np.arange(40) % 2)
    monkeypatch.setitem(DATASETS, "moons", dataclasses.replace(DATASETS["moons"], load=lambda spec: examples))
    points = load_points(dataclasses.replace(MOONS, num_train=30, num_held_out=10, batch_size=5))
    np.testing.assert_array_equal(points.y, inputs[:30, 1] / 255)


def test_what_are_no_classes_in_a_plane_has_no_points():
    with pytest.raises(DataError, match="mnist has no classes in a plane"):
        load_points(Experiment(hidden=(4,)))
