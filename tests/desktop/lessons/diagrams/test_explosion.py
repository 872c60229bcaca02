"""The button makes every factor 25, and the slider takes it away again."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from gradiometer_desktop.lessons.diagrams.explosion import ExplosionDiagram
from gradiometer_desktop.theme import LIGHT


@pytest.fixture
def diagram(show: Callable[..., ExplosionDiagram]) -> ExplosionDiagram:
    return show(ExplosionDiagram)


def test_the_button_makes_every_factor_25(diagram: ExplosionDiagram) -> None:
    assert diagram.bars.texts()[1:4] == ["0.25"] * 3
    assert not diagram.moved.slider.isEnabled()
    diagram.explode.click()
    assert diagram.bars.texts()[:4] == ["0.25", "25", "25", "25"]
    assert [control.value for control in diagram.numbers[:8]] == [100.0, -50.0] * 4
    assert "25 · 25 · 25 = <b>15625</b>" in diagram.effect.text()
    assert "grows" in diagram.effect.text()
    assert diagram.moved.slider.isEnabled()
    diagram.restore.click()
    assert diagram.bars.texts()[1:4] == ["0.25"] * 3
    assert "shrinks" in diagram.effect.text()


def test_all_z_moved_alike(diagram: ExplosionDiagram) -> None:
    diagram.explode.click()
    diagram.moved.slider.setValue(750)
    z = diagram.moved.value
    assert z == pytest.approx(3.0)
    factor = 100 / (2 + math.exp(z) + math.exp(-z))
    assert diagram.run.z == pytest.approx([z] * 4)
    assert diagram.bars.heights()[1:4] == pytest.approx([math.log10(factor)] * 3)
    assert diagram.moved.slider.isEnabled()
    dot = diagram.away._dot.points()
    assert dot[0].tolist() == [z]
    assert dot[1].tolist() == pytest.approx([3 * math.log10(factor)])


def test_the_input_alone_moved(diagram: ExplosionDiagram) -> None:
    diagram.explode.click()
    diagram.mode.setCurrentIndex(1)
    diagram.moved.slider.setValue(502)
    assert 0 < diagram.moved.value <= 0.03
    assert diagram.run.z[3] > 40
    assert abs(diagram.run.factors[3]) < 1e-10
    assert diagram.chain().biases == (-50.0,) * 4
    assert diagram.moved.slider.isEnabled()


def test_the_curves(diagram: ExplosionDiagram) -> None:
    (z, alike), (z_input, by_input) = diagram.away.curves()
    assert alike == pytest.approx(3 * np.log10(100 / (2 + np.exp(z) + np.exp(-z))), abs=1e-6)
    assert by_input[np.argmin(np.abs(z_input))] == pytest.approx(math.log10(15625))
    assert (by_input <= alike + 1e-9).all()
    assert (by_input[np.abs(z_input) > 0.5] < -12).all()
    # They are there before the button is pressed.
    for curve, color in ((diagram.away._all, LIGHT.training), (diagram.away._first, LIGHT.held_out)):
        assert curve.pen().color().name() == color


def test_another_number_by_hand_leaves_the_curves(diagram: ExplosionDiagram) -> None:
    diagram.explode.click()
    diagram.numbers[0].slider.setValue(300)
    assert len(diagram.away._dot.points()[0]) == 0
    assert not diagram.moved.slider.isEnabled()
    # The target is no part of the curves.
    diagram.explode.click()
    diagram.numbers[9].slider.setValue(700)
    assert diagram.moved.slider.isEnabled()
    diagram.moved.slider.setValue(600)
    assert diagram.chain().y == pytest.approx(0.7)
