"""The figure of a trial, its data, and what it says of itself, against numbers worked out from the trial's fields."""

import csv
import dataclasses
import io
import json
import math
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from gradiometer.colors import trial_colors
from gradiometer.exports import ExportError
from gradiometer.figures import EVERY_FIGURE, FIGURES, TRIAL_FIGURES, draw_figure, figures_of
from gradiometer.figures.data import drawn_data
from gradiometer.figures.files import export_figure
from gradiometer.figures.record import read_record
from gradiometer.session_file import load_session
from gradiometer.trial import Arm, Course, Interval, Trial
from nasty import NASTY
from recorded import some_trial
from styled import styled
from tried import DRIFTING, NUM_STEPS, STEP, failed_arm, level, tried, tried_arm, write_tried

# Without the letters for which a font has to be looked for.
LABEL = NASTY.partition(" 名前")[0]


def drawn(folder: Path, *trials: Trial, num_steps: int = 30, **options) -> Figure:
    path = write_tried(folder / f"{len(list(folder.iterdir()))}.gradiometer", *trials, num_steps=num_steps)
    with load_session(path) as session:
        return draw_figure(session, "trial", **options)


def words(figure: Figure) -> str:
    texts = [text for text in figure.findobj(Text) if text.get_visible()]
    return "\n".join(" ".join(text.get_text().split()) for text in texts)


def entries(figure: Figure) -> list[str]:
    (legend,) = figure.legends
    return [text.get_text() for text in legend.get_texts()]


def assert_nothing_clipped(figure: Figure) -> None:
    """Half a point is less than the padding of any label."""
    figure.draw_without_rendering()
    box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert min(box.x0, box.y0) >= -0.5 / 72
    assert box.x1 <= width + 0.5 / 72
    assert box.y1 <= height + 0.5 / 72
    assert all(axes.bbox.height > 0.05 * figure.bbox.height for axes in figure.axes)


def test_it_stands_beside_the_plots_of_the_window(tmp_path):
    assert list(EVERY_FIGURE) == [*FIGURES, *TRIAL_FIGURES]
    assert not FIGURES.keys() & TRIAL_FIGURES.keys()
    with load_session(write_tried(tmp_path / "a.gradiometer", tried(tried_arm()))) as session:
        assert figures_of(session)[-1] == "trial"
    with load_session(write_tried(tmp_path / "b.gradiometer")) as session:
        assert "trial" not in figures_of(session)


def test_curves_and_bands_are_those_of_the_course(tmp_path):
    arms = (tried_arm("up"), tried_arm("down", seed=1))
    figure = drawn(tmp_path, tried(*arms))
    found = {(each.panel, each.kind, each.series): each.columns for each in drawn_data(figure)}
    assert len(found) == 8
    for panel, name in ((1, "ratio"), (2, "loss")):
        for arm in arms:
            mean, low, high = np.array(getattr(arm.course, name)).T
            curve, band = found[panel, "curve", arm.label], found[panel, "band", arm.label]
            np.testing.assert_array_equal(curve["x"], range(STEP, STEP + NUM_STEPS))
            np.testing.assert_array_equal(curve["y"], mean)
            np.testing.assert_array_equal(band["y"], low)
            np.testing.assert_array_equal(band["y_end"], high)
            bottom, top = figure.axes[panel - 1].get_ylim()
            assert bottom < min(low.min(), 0)
            assert top > max(high.max(), 0)


def test_what_it_says(tmp_path):
    said = words(drawn(tmp_path, tried(tried_arm("up"), tried_arm("down"), adopted="down")))
    assert "Trial 1, forked before step 10: 20 steps in 3 orders of the examples" in said
    assert "null fork 0: the same bit for bit in 60 measured steps; bands: 95 %" in said
    for text in ("log10 of first layer's norm / control's", "loss - control's", "step", "control: the line at 0"):
        assert text in said
    assert "down (adopted)" in said
    assert "up (adopted)" not in said


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_the_control_is_the_grey_line_at_0(tmp_path, theme):
    figure = drawn(tmp_path, tried(tried_arm("up"), tried_arm("down")), style=styled(theme=theme))
    control = "#8f8f8f" if theme == "print" else trial_colors(dark=theme == "dark")[0]
    for axes in figure.axes:
        (zero,) = [line for line in axes.lines if not np.any(line.get_ydata())]
        assert zero.get_color() == control
        curves = [line for line in axes.lines if line is not zero]
        assert len({line.get_color() for line in curves} - {control}) == 2
        assert len({line.get_linestyle() for line in curves}) == 2
    assert entries(figure) == ["control: the line at 0", "up", "down"]


def test_a_null_fork_that_drifts_is_a_band_around_0(tmp_path):
    figure = drawn(tmp_path, tried(tried_arm(), null=DRIFTING, device="a card"))
    for axes, drift in zip(figure.axes, (DRIFTING.ratio, DRIFTING.loss), strict=True):
        (band,) = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
        assert (band.get_y(), band.get_height()) == (-drift, 2 * drift)
    assert "null fork (grey band) drifts by up to 0.25 decades and 0.12 in the loss; bands" in words(figure)
    assert entries(figure)[-1] == "null fork"
    said = words(drawn(tmp_path, tried(tried_arm(), null=DRIFTING)))
    assert "which it must not: trust nothing here" in said.replace("\n", " ")
    assert "no null fork" in words(drawn(tmp_path, tried(tried_arm(), null=None)))


def test_one_order_has_no_band(tmp_path):
    figure = drawn(tmp_path, tried(tried_arm(num_seeds=1), num_seeds=1))
    assert {each.kind for each in drawn_data(figure)} == {"curve"}
    assert "bands" not in words(figure)
    assert "20 steps in one order of the examples" in words(figure)


def test_the_newest_or_the_chosen_one(tmp_path):
    path = write_tried(tmp_path / "a.gradiometer", tried(tried_arm("old")), tried(tried_arm("new"), number=2))
    with load_session(path) as session:
        assert entries(draw_figure(session, "trial"))[1] == "new"
        assert entries(draw_figure(session, "trial", trial=1))[1] == "old"
        with pytest.raises(ExportError, match=r"trial 3 is not in .*a\.gradiometer: choose one of 1, 2$"):
            draw_figure(session, "trial", trial=3)
    said = pytest.raises(ExportError, match=r"trial 1 is not in .*: no trial was made of it")
    with load_session(write_tried(tmp_path / "b.gradiometer")) as session, said:
        draw_figure(session, "trial", trial=1)


def test_between_chosen_steps(tmp_path):
    figure = drawn(tmp_path, tried(tried_arm()), first_step=15, last_step=19, y_limits=((-9, 9), None))
    assert {tuple(each.columns["x"]) for each in drawn_data(figure)} == {(15, 16, 17, 18, 19)}
    assert figure.axes[0].get_ylim() == (-9, 9)


@pytest.mark.parametrize(("num_steps", "text"), [(0, "no steps recorded"), (3, "no trial was made of this session")])
def test_without_a_trial_it_says_so(tmp_path, num_steps, text):
    figure = drawn(tmp_path, num_steps=num_steps)
    assert text in words(figure)
    assert_nothing_clipped(figure)


def test_branches_that_failed(tmp_path):
    halves = dataclasses.replace(tried_arm("half", 2), errors=("its loss is NaN",))
    figure = drawn(tmp_path, tried(halves, failed_arm()))
    assert entries(figure)[1:] == ["half (failed in 1 of 3)", "rate 1e9 (failed)"]
    assert len(drawn_data(figure)) == 6, "of the other one nothing but empty curves"
    assert words(drawn(tmp_path, tried(failed_arm()))).count("no branch was measured") == 2
    assert words(drawn(tmp_path, tried(null=None))).count("no branch was measured") == 2


def test_what_is_not_finite_is_a_gap(tmp_path):
    course = tried_arm().course
    odd = (math.nan, math.inf, -math.inf, 1.7e308)
    for value in odd:
        ratio = (Interval(value, math.nan, math.nan), *course.ratio[1:])
        figure = drawn(tmp_path, tried(tried_arm(course=dataclasses.replace(course, ratio=ratio))))
        curve = next(each for each in drawn_data(figure) if each.kind == "curve")
        assert np.isnan(curve.columns["y"]).tolist() == [True] + [False] * (NUM_STEPS - 1)
    figure = drawn(tmp_path, tried(tried_arm(course=level(math.inf, math.nan))))
    assert words(figure).count("nothing but Inf and NaN") == 2


def test_what_explodes_does_not_hide_the_others(tmp_path):
    figure = drawn(tmp_path, tried(tried_arm(), tried_arm("rate 10", course=level(1.0, 1e20))))
    assert "what explodes is cut off" in words(figure)
    # Twice the control's largest loss, and a margin.
    assert figure.axes[1].get_ylim()[1] == pytest.approx(2 * 2.25 + 0.06 * (2 * 2.25 - figure_bottom(figure)), rel=0.02)


def figure_bottom(figure: Figure) -> float:
    bands = [each for each in drawn_data(figure) if each.panel == 2 and each.kind == "band"]
    return min(float(each.columns["y"].min()) for each in bands)


@pytest.mark.parametrize(
    ("size_mm", "legend"),
    [
        *(((92, 92), legend) for legend in ("auto", "right", "inside")),
        *(((80, 60), "auto"), ((178, 100), "none"), ((400, 250), "auto")),
    ],
)
def test_nothing_is_clipped(tmp_path, size_mm, legend):
    arms = [tried_arm("word " * 60), tried_arm(LABEL, seed=1), tried_arm("_hidden", seed=2)]
    trial = tried(*arms, null=DRIFTING, device="a card", adopted=LABEL)
    figure = drawn(tmp_path, trial, style=styled(size_mm, legend=legend))
    assert_nothing_clipped(figure)
    if legend == "auto":
        assert entries(figure)[1].startswith("word word")
        assert len(entries(figure)[1]) <= 44
        assert entries(figure)[2].endswith("… (adopted)")
        assert "_hidden" in entries(figure)


def test_many_branches(tmp_path):
    figure = drawn(tmp_path, tried(*(tried_arm(f"arm {place}", seed=place) for place in range(40))))
    assert_nothing_clipped(figure)
    assert len(entries(figure)) == 41
    curves = [line for line in figure.axes[0].lines if np.any(line.get_ydata())]
    assert len(curves) == 40
    assert len({line.get_color() for line in curves}) == 7


FLOATS = st.floats(width=64)
INTERVALS = st.builds(Interval, FLOATS, FLOATS, FLOATS)


@st.composite
def odd_arms(draw: st.DrawFn) -> Arm:
    steps = tuple(sorted(draw(st.sets(st.integers(0, 40), max_size=4))))
    ratio, loss = (tuple(draw(INTERVALS) for _ in steps) for _ in range(2))
    numbers = tuple(draw(FLOATS) for _ in range(3))
    course = Course(steps=steps, ratio=ratio, loss=loss)
    label = draw(st.text("a_$ \n%é<", max_size=9))
    return tried_arm(label, ratios=numbers, losses=numbers, cost=draw(FLOATS), course=course)


@settings(
    max_examples=10,
    deadline=None,
    # To draw what fails again and again until it is small would take minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(arms=st.lists(odd_arms(), max_size=3), ratio=FLOATS, loss=FLOATS)
def test_whatever_a_file_says_is_drawn(tmp_path, arms, ratio, loss):
    null = dataclasses.replace(DRIFTING, ratio=ratio, loss=loss)
    path = tmp_path / "odd.gradiometer"
    path.unlink(missing_ok=True)
    with load_session(write_tried(path, tried(*arms, null=null), num_steps=1)) as session:
        figure = draw_figure(session, "trial", style=styled(dpi=30))
        assert_nothing_clipped(figure)
        figure.savefig(io.BytesIO(), format="svg")


def test_the_data_beside_it_and_what_it_says_of_itself(tmp_path):
    arms = (tried_arm(LABEL), dataclasses.replace(some_trial().arms[0], layers=()))
    path = write_tried(tmp_path / "a.gradiometer", tried(tried_arm()), tried(*arms, number=2))
    with load_session(path) as session:
        files, _remarks = export_figure(session, "trial", tmp_path / "a.svg", data="csv")
        export_figure(session, "trial", tmp_path / "b.pdf", trial=1)
        export_figure(session, "norms", tmp_path / "c.pdf")
    assert [each.name for each in files] == ["a.svg", "a.drawn.csv", "a.full.csv", "a.json"]
    with (tmp_path / "a.full.csv").open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header == ["arm", "step", "ratio_mean", "ratio_low", "ratio_high", "loss_mean", "loss_low", "loss_high"]
    expected = [
        [arm.label, step, *arm.course.ratio[at], *arm.course.loss[at]]
        for arm in arms
        for at, step in enumerate(arm.course.steps)
    ]
    assert [[label, int(step), *map(float, numbers)] for label, step, *numbers in rows] == [
        [*row[:2], *(pytest.approx(value, rel=0, nan_ok=True) for value in row[2:])] for row in expected
    ]
    record = read_record(tmp_path / "a.svg")
    assert (record.figure, record.view["trial"]) == ("trial", 2)
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["view"]["trial"] == 2
    assert read_record(tmp_path / "b.pdf").view["trial"] == 1
    assert read_record(tmp_path / "c.pdf").view["trial"] is None
    texts = [element.text for element in ElementTree.parse(tmp_path / "a.svg").iter() if element.tag.endswith("text")]
    assert any(text.startswith(LABEL[:20]) for text in texts if text)
