"""The interval that is shaded, its width against |w|, and what is said of it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from gradiometer_desktop.lessons.diagrams.interval import IntervalDiagram, IntervalView, interval_lines
from gradiometer_desktop.theme import DARK


@pytest.fixture
def view(show: Callable[..., IntervalView]) -> IntervalView:
    return show(IntervalView)


def width(w: float) -> float:
    return 2 / w * math.log(w * (1 + math.sqrt(1 - 4 / w)) / 2 - 1)


def test_the_shaded_interval_is_where_the_factor_is_1(view: IntervalView) -> None:
    low, high = view.factor.shaded()
    assert high - low == pytest.approx(width(10.0))
    assert (low + high) / 2 == pytest.approx(0.5)
    for end in (low, high):
        assert 10 / (4 * math.cosh((10 * end - 5) / 2) ** 2) == pytest.approx(1.0)
    assert view.widths.point() == pytest.approx((10.0, width(10.0)))
    x, y = view.factor._curve.points()
    assert y == pytest.approx(10 / (4 * np.cosh((10 * x - 5) / 2) ** 2))


def test_the_bias_moves_it_and_leaves_its_width(view: IntervalView) -> None:
    view.bias.slider.setValue(480)
    low, high = view.factor.shaded()
    assert high - low == pytest.approx(width(10.0))
    assert (low + high) / 2 == pytest.approx(-view.bias.value / 10)
    view.centre.click()
    assert sum(view.factor.shaded()) == pytest.approx(1.0)


def test_the_button_of_the_widest(view: IntervalView) -> None:
    view.weight.slider.setValue(200)
    assert view.weight.value < 0
    view.widest.click()
    assert view.weight.value == pytest.approx(-6.8941510, abs=1e-6)
    assert view.widths.point()[1] == pytest.approx(0.4477432, abs=1e-6)
    assert "0.4477" in view.text.text()
    assert "6.894" in view.note.text()
    low, high = view.factor.shaded()
    assert high > low


def test_below_4_nothing_is_shaded(view: IntervalView) -> None:
    view.weight.slider.setValue(530)
    assert view.factor.shaded() == (0.0, 0.0)
    assert "no such a" in view.text.text()
    assert view.widths.point()[1] == 0.0


def test_the_curve_of_widths_is_the_formula(view: IntervalView) -> None:
    w, widths = view.widths._curve.points()
    wide = w > 4.0
    assert widths[wide] == pytest.approx([width(each) for each in w[wide].tolist()], abs=1e-9)
    assert (widths[~wide] == 0.0).all()


def test_large_weights_have_room(view: IntervalView) -> None:
    view.weight.box.control.setText("900")
    view.weight.box.control.editingFinished.emit()
    assert view.widths.getViewBox().viewRange()[0][1] > 900
    # The narrow peak is not missed.
    view.centre.click()
    assert view.factor._curve.points()[1].max() == pytest.approx(225.0, rel=1e-3)


def test_what_is_said() -> None:
    lines = interval_lines(10.0, 0.0)
    assert "2.5 ≥ 1" in lines[0]
    assert "<b>0.4127</b>" in lines[2]
    assert "from −0.206 to 0.206; of it 0.206 in" in lines[3]
    assert "of it 0 in" in interval_lines(10.0, 50.0)[3]
    assert len(interval_lines(3.0, 0.0)) == 1


def test_both_tabs_follow_the_theme(show: Callable[..., IntervalDiagram]) -> None:
    diagram = show(IntervalDiagram, theme=DARK)
    assert [diagram.tabs.tabText(at) for at in range(2)] == ["The interval", "The identity neuron"]
    diagram.tabs.setCurrentIndex(1)
    assert diagram.identity.isVisible()
    assert diagram.identity.theme is diagram.interval.theme is DARK
