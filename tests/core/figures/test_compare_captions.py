import re

import numpy as np
import pytest

from gradiometer.comparison import Comparison
from gradiometer.exports import ExportError
from gradiometer.figures.compare import COMPARE_FIGURES
from gradiometer.figures.compare_captions import COMPARE_CAPTIONS, compare_caption, compare_picture
from several import write_eight, write_several


@pytest.fixture(scope="module")
def comparison(tmp_path_factory):
    with Comparison(write_several(tmp_path_factory.mktemp("several"))) as comparison:
        yield comparison


def short(value: float) -> str:
    return f"{value:.3g}"


def test_every_figure_has_a_caption(comparison):
    assert list(COMPARE_CAPTIONS) == list(COMPARE_FIGURES)
    for name in COMPARE_FIGURES:
        assert len(compare_picture(name)) > 20
        text = compare_caption(comparison, name)
        assert text.endswith(".")
        for side in comparison.sides:
            assert f"“{side.label}”" in text


def test_profile(comparison):
    text = compare_caption(comparison, "profile")
    for side in comparison.sides:
        norms = side.session.quantity("weight_gradient_norm")[-1]
        step = side.session.steps[-1]
        assert f"“{side.label}”: step {step}, {short(norms[0])} in {side.session.layer_names[0]}" in text
        assert f"first/last {norms[0] / norms[-1]:.2g}" in text
    assert "at step 10" in compare_caption(comparison, "profile", position=10)
    assert compare_caption(comparison, "profile", position=-1).endswith("nothing is recorded.")


def test_norms_of_chosen_layers(comparison):
    text = compare_caption(comparison, "norms", layers=(-1,))
    for side in comparison.sides:
        last = side.session.quantity("weight_gradient_norm")[-1, -1]
        assert (
            f"“{side.label}”: {short(last)} in {side.session.layer_names[-1]} at step {side.session.steps[-1]}" in text
        )
    text = compare_caption(comparison, "norms", quantity="gradient_norm")
    assert short(comparison.sides[0].session.quantity("gradient_norm")[-1, 0]) in text
    # One session alone is so deep.
    text = compare_caption(comparison, "norms", layers=(4,))
    assert "Nothing of" in text


def test_histogram(comparison):
    text = compare_caption(comparison, "histogram")
    for side in comparison.sides:
        zero, _subnormal, infinite, nan = side.session.specials(0)[-1].tolist()
        many = int(side.session.histogram(0)[0][-1].sum()) + infinite + nan
        step = side.session.histogram_steps()[-1]
        assert f"“{side.label}”: {many:,} weights at step {step}, {100 * zero / many:.3g} % of them exactly 0" in text


def test_loss(comparison):
    text = compare_caption(comparison, "loss")
    first, _deep, watched = comparison.sides
    assert f"“{first.label}”: loss {short(first.session.loss[-1])}, accuracy" in text
    assert f"held-out loss {short(first.session.quantity('held_out_loss')[-1, 0])}" in text
    # A watched loop has told neither.
    assert re.fullmatch(r"loss [\d.e-]+\.", text.partition(f"“{watched.label}”: ")[2])


def test_against_the_control(comparison):
    control, *others = comparison.sides
    text = compare_caption(comparison, "ratio", layers=(0, -1))
    losses = compare_caption(comparison, "loss_difference")
    assert f"against “{control.label}”" in text
    for side in others:
        step = min(side.session.steps[-1], control.session.steps[-1])
        own, other = (each.session.quantity("weight_gradient_norm")[step] for each in (side, control))
        # The watched loop has other names for its layers.
        assert (
            f"“{side.label}”: {short(own[0] / other[0])} times in layer 1, {short(own[-1] / other[-1])} times" in text
        )
        assert f"times in output at step {step}" in text
        differences = side.session.loss[: step + 1] - control.session.loss[: step + 1]
        tail = differences[np.arange(step + 1) >= 0.9 * step]
        assert f"“{side.label}”: {differences[-1]:+.3g} at step {step}, {tail.mean():+.3g} on average" in losses
    assert "Nothing of" not in text + losses


def test_after_the_first_change_those_without_one_are_named(comparison):
    text = compare_caption(comparison, "profile", align="change", position=0)
    assert "0 steps after the first change" in text
    assert "Nothing of" in text
    assert all(side.label in text for side in comparison.sides)


def test_of_eight_sessions_each_is_told_of_briefly(tmp_path):
    with Comparison(write_eight(tmp_path)) as comparison:
        for name in COMPARE_FIGURES:
            assert len(compare_caption(comparison, name)) < 1200
        norms = comparison.sides[3].session.quantity("weight_gradient_norm")[-1]
        assert f"first/last {norms[0] / norms[-1]:.2g}" in compare_caption(comparison, "profile")
        assert np.isfinite(norms).all()


def test_what_is_not_there_is_refused(comparison):
    with pytest.raises(ExportError, match="heatmap is not a figure of a comparison"):
        compare_caption(comparison, "heatmap")
    with pytest.raises(ExportError, match="heatmap is not a figure of a comparison"):
        compare_picture("heatmap")
    with pytest.raises(ExportError, match="bogus is not a quantity"):
        compare_caption(comparison, "profile", quantity="bogus")
