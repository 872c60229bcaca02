"""The identity neuron's output, its error and what is said of both."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from gradiometer_desktop.lessons.diagrams.identity import IdentityDiagram


@pytest.fixture
def diagram(show: Callable[..., IdentityDiagram]) -> IdentityDiagram:
    return show(IdentityDiagram)


def test_the_output_is_close_to_x(diagram: IdentityDiagram) -> None:
    x, output = diagram.output.output()
    assert output == pytest.approx(4 / (1 + np.exp(0.5 - x)) - 1.5)
    error = 0.5 - 2 * math.tanh(0.25)
    assert np.abs(output - x).max() == pytest.approx(error)
    place, height = diagram.errors.point()
    assert place.tolist() == [0.0]
    assert height.tolist() == pytest.approx([math.log10(error)])
    assert "<b>0.0102</b> (w₁²/96 = 0.0104)" in diagram.text.text()
    assert "4 · σ(1 x − 0.5) − 1.5 ≈ x" in diagram.text.text()


def test_a_tenth_of_w1_is_a_hundredth_of_the_error(diagram: IdentityDiagram) -> None:
    diagram.w1.box.control.setText("0.1")
    diagram.w1.box.control.editingFinished.emit()
    assert diagram.errors.point()[1].tolist() == pytest.approx([math.log10(0.01 / 96)], abs=1e-3)


def test_without_the_constant_there_is_none_up_to_2(diagram: IdentityDiagram) -> None:
    diagram.constant.click()
    assert diagram.neuron() is None
    assert "It takes w₁ &gt; 2" in diagram.text.text()
    assert len(diagram.output.output()[0]) == 0
    assert len(diagram.errors.point()[0]) == 0
    diagram.w1.box.control.setText("4")
    diagram.w1.box.control.editingFinished.emit()
    x, output = diagram.output.output()
    # z = 0 in the middle: sigma(4 (x - 1/2)).
    assert output == pytest.approx(1 / (1 + np.exp(2 - 4 * x)))
    assert diagram.errors.point()[1].tolist() == pytest.approx([math.log10(1 / (1 + math.exp(2.0)))])


def test_the_curves_of_the_error(diagram: IdentityDiagram) -> None:
    w1, errors = diagram.errors._with.points()
    assert 10**errors == pytest.approx(0.5 - 2 / 10**w1 * np.tanh(10**w1 / 4), rel=1e-6, abs=1e-11)
    w1, errors = diagram.errors._without.points()
    assert (10**w1 > 2).all()
    assert (10**errors > 0.1).all()
