"""The chain's diagram shows what expression (122) says."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.neuron_chain import Chain
from gradiometer_desktop.lessons.diagrams.chain import ChainDiagram, formula_lines
from staged import Mouse

CHAIN = Chain((1.2, -0.8, 3.0, 0.7), (-1.0, 0.5, -2.5, 0.3), 0.7, 1.0)


@pytest.fixture
def diagram(show: Callable[..., ChainDiagram]) -> ChainDiagram:
    return show(ChainDiagram)


def by_hand(chain: Chain) -> tuple[list[float], list[float], list[float], float]:
    """z, a, sigma'(z) and dC/da_4."""
    a, zs, activations, slopes = chain.x, [], [], []
    for weight, bias in zip(chain.weights, chain.biases, strict=True):
        zs.append(weight * a + bias)
        a = 1 / (1 + math.exp(-zs[-1]))
        activations.append(a)
        slopes.append(a * (1 - a))
    return zs, activations, slopes, a - chain.y


def test_it_begins_with_factors_of_a_quarter(diagram: ChainDiagram) -> None:
    assert diagram.bars.texts() == ["0.25", "0.25", "0.25", "0.25", "0.5", "0.00195", "0.0312"]
    assert "16 times slower" in diagram.formula.text()
    assert "0.25 · 0.25 = <b>0.0625</b>" in diagram.formula.text()


def test_every_bar_is_its_factor(diagram: ChainDiagram) -> None:
    diagram.show_chain(CHAIN)
    assert diagram.chain() == CHAIN
    _zs, _a, slopes, cost_slope = by_hand(CHAIN)
    factors = [slopes[0], *(w * s for w, s in zip(CHAIN.weights[1:], slopes[1:], strict=True)), cost_slope]
    expected = [*factors, math.prod(factors), slopes[2] * factors[3] * cost_slope]
    assert diagram.bars.heights() == pytest.approx([math.log10(abs(each)) for each in expected])
    signs = ["−" if each < 0 else "" for each in expected]
    assert [text[:1] if text.startswith("−") else "" for text in diagram.bars.texts()] == signs


def test_the_sliders_move_the_bars(diagram: ChainDiagram) -> None:
    before = diagram.bars.heights()
    w2 = diagram.numbers[2]
    w2.slider.setValue(750)
    assert w2.value == 4.0
    after = diagram.bars.heights()
    # b2 has stayed, so z2 = 4 / 2 - 0.5.
    slope = 1 / (2 + math.exp(1.5) + math.exp(-1.5))
    assert after[1] == pytest.approx(math.log10(4.0 * slope))
    assert after[0] == before[0]


def test_the_operating_points_stand_on_the_curves(diagram: ChainDiagram) -> None:
    diagram.show_chain(CHAIN)
    diagram.choose(3)
    zs, activations, slopes, _ = by_hand(CHAIN)
    x, y = diagram.points.points()
    others = [0, 1, 3]
    assert x.tolist() == pytest.approx([*(zs[i] for i in others)] * 2 + [zs[2]] * 2)
    expected = [*(activations[i] for i in others), *(slopes[i] for i in others), activations[2], slopes[2]]
    assert y.tolist() == pytest.approx(expected)
    assert "Neuron 3" in diagram.legend.text()
    low, high = diagram.points.getViewBox().viewRange()[0]
    diagram.show_chain(Chain((60.0,) * 4, (0.0,) * 4, 1.0, 0.0))
    low, high = diagram.points.getViewBox().viewRange()[0]
    assert low < -60
    assert high > 60


def test_a_click_chooses_a_neuron(diagram: ChainDiagram, qtbot: QtBot) -> None:
    for at, neuron in ((2.1, 2), (4.0, 4), (5.0, 4), (0.2, 1)):
        Mouse(qtbot).click(diagram.strip, at, 0.0)
        assert diagram.chosen == neuron
        assert f"Neuron {neuron}" in diagram.legend.text()


def test_what_the_formula_says_of_the_ratio() -> None:
    assert "neuron 1 learns nothing" in formula_lines(Chain((1.0, 0.0, 1.0, 1.0)).run())[-1]
    faster = Chain((1.0, 20.0, 20.0, 1.0), (-0.5, -10.0, -10.0, -0.5))
    assert "neuron 1 learns 25 times faster" in formula_lines(faster.run())[-1]
    level = Chain((1.0, 4.0, 4.0, 1.0), (-0.5, -2.0, -2.0, -0.5))
    assert "both learn alike" in formula_lines(level.run())[-1]
