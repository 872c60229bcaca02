import dataclasses
import math
from collections import Counter
from xml.etree import ElementTree

import numpy as np
import pypdf
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import StepPatch
from matplotlib.text import Annotation, Text
from PIL import Image

from gradiometer.colors import session_colors
from gradiometer.comparison import Comparison
from gradiometer.exports import ExportError
from gradiometer.fields import FieldError
from gradiometer.figures import FIGURES
from gradiometer.figures import parts as figure_parts
from gradiometer.figures.compare import COMPARE_FIGURES, draw_comparison, save_comparison
from gradiometer.figures.sheet import THEMES
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import Event
from several import DEEP, SHALLOW, change_to_relu, write_eight, write_several, write_trial
from styled import styled
from synthetic import write_session, write_watched

LIGHT = session_colors(dark=False)
AXIS_LABELS = {
    "profile": ("layer, counted from the input", "Weight gradient norm"),
    "norms": ("step", "Weight gradient norm", "layer 1", "output"),
    "histogram": ("share of the weights",),
    "loss": ("step", "loss", "accuracy", "training", "held-out"),
    "ratio": ("step", "log10 of weight gradient", "layer 1", "output"),
    "loss_difference": ("step", "loss - control's loss"),
}
AGAINST = ("ratio", "loss_difference")


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    with Comparison(write_several(tmp_path_factory.mktemp("several"))) as comparison:
        yield comparison


@pytest.fixture
def comparing(tmp_path):
    """Compare sessions: comparing((experiment, num_steps, keywords of write_session), ...)."""
    opened = []

    def comparing(*sessions):
        paths = [
            write_session(tmp_path / f"{index}.gradiometer", experiment, num_steps, **more)
            for index, (experiment, num_steps, more) in enumerate(sessions)
        ]
        opened.append(Comparison(paths))
        return opened[-1]

    yield comparing
    for comparison in opened:
        comparison.close()


def assert_nothing_clipped(figure):
    figure.draw_without_rendering()
    box = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    slack = 0.5 / 72
    assert box.x0 >= -slack
    assert box.y0 >= -slack
    assert box.x1 <= width + slack
    assert box.y1 <= height + slack


def texts_of(figure):
    return [text.get_text() for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def words_of(text: str) -> str:
    return " ".join(text.split())


def curves_of(axes, color, num_points):
    return [line for line in axes.lines if to_hex(line.get_color()) == color and len(line.get_xdata()) == num_points]


def legend_of(figure):
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def test_they_bear_the_names_of_the_figures():
    assert set(COMPARE_FIGURES) - set(AGAINST) <= set(FIGURES)


@pytest.mark.parametrize("name", COMPARE_FIGURES)
def test_pdf_holds_the_labels_as_text_with_an_embedded_font(several, tmp_path, name):
    path = tmp_path / f"{name}.pdf"
    save_comparison(several, name, path)
    (page,) = pypdf.PdfReader(path).pages
    text = words_of(page.extract_text())
    for expected in ("3 sessions compared", *AXIS_LABELS[name], *(side.label for side in several.sides)):
        assert expected in text
    for font in page["/Resources"]["/Font"].values():
        (descendant,) = font.get_object()["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"], "TrueType, embedded"
    title = pypdf.PdfReader(path).metadata.title
    assert title == f"small: Sigmoid, small: ReLU, mine: {COMPARE_FIGURES[name].title}"


@pytest.mark.parametrize("name", COMPARE_FIGURES)
def test_svg_holds_the_labels_as_text(several, tmp_path, name):
    path = tmp_path / f"{name}.svg"
    save_comparison(several, name, path, style=styled(theme="dark"))
    root = ElementTree.parse(path).getroot()
    texts = [words_of("".join(each.itertext())) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    for expected in AXIS_LABELS[name]:
        assert expected in texts
    for side in several.sides:
        assert any(text.startswith(side.label) for text in texts)
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(178 * 72 / 25.4, abs=0.1)


def test_png_has_the_size_asked_for(several, tmp_path):
    save_comparison(several, "norms", tmp_path / "a.png", style=styled(size_mm=(85, 65), dpi=300, theme="dark"))
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == pytest.approx([side / 25.4 * 300 for side in (85, 65)], abs=1)
        colors = image.convert("RGB").getcolors(maxcolors=2**24)
    assert sum(max(colors)[1]) < 150, "dark"
    assert len(colors) > 20


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_same_sessions_give_the_same_bytes(several, tmp_path, suffix):
    for attempt in "ab":
        save_comparison(several, "profile", tmp_path / f"{attempt}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize(("size_mm", "align"), [((80, 60), "step"), ((80, 60), "change"), ((400, 250), "time")])
@pytest.mark.parametrize("name", COMPARE_FIGURES)
def test_no_label_leaves_the_figure(several, name, align, size_mm):
    assert_nothing_clipped(draw_comparison(several, name, align=align, style=styled(size_mm=size_mm)))


@pytest.mark.parametrize("from_output", [False, True])
def test_profile_draws_each_session_at_its_layers(several, from_output):
    figure = draw_comparison(several, "profile", position=12.0, from_output=from_output)
    (axes,) = figure.axes
    for side, color in zip(several.sides, LIGHT, strict=False):
        (line,) = curves_of(axes, color, 6)
        begin = 6 - side.num_layers if from_output else 0
        expected = np.full(6, np.nan)
        expected[begin : begin + side.num_layers] = side.session.quantity("weight_gradient_norm")[12]
        np.testing.assert_array_equal(line.get_ydata(), expected)
    assert legend_of(figure) == [f"{side.label}: step 12" for side in several.sides]
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels == list(several.layer_names(from_output=from_output))
    assert figure.get_suptitle().endswith("Weight gradient norm by layer at step 12")
    markers = [line.get_marker() for line in axes.lines if len(line.get_xdata()) == 6]
    assert len(set(markers)) == 3, "told apart without colours"


def test_profile_takes_the_newest_step_of_each_up_to_a_time(comparing):
    def slow(layout, row):
        row[layout.slice("elapsed")] *= 3

    comparison = comparing((SHALLOW, 30, {}), (SHALLOW, 30, {"change_row": slow, "seed": 1}))
    figure = draw_comparison(comparison, "profile", align="time", position=0.0145)
    for side, color, step in zip(comparison.sides, LIGHT, (14, 4), strict=False):
        (line,) = curves_of(figure.axes[0], color, 3)
        np.testing.assert_array_equal(line.get_ydata(), side.session.quantity("weight_gradient_norm")[step])
    assert legend_of(figure) == ["0: step 14", "1: step 4"]


def test_profile_says_who_had_not_begun(comparing):
    comparison = comparing((SHALLOW, 30, {"others": [change_to_relu(20)]}), (DEEP, 30, {"others": [change_to_relu(3)]}))
    figure = draw_comparison(comparison, "profile", align="change", position=-10.0)
    assert legend_of(figure) == ["Sigmoid: step 10"]
    assert "(nothing by then: ReLU)" in words_of(figure.get_suptitle())


def test_zeros_and_nan_of_a_profile(comparing):
    def change(layout, row):
        row[layout.slice("weight_gradient_norm")] = (0.0, math.nan, 1.0)

    comparison = comparing((SHALLOW, 3, {"change_row": change}), (DEEP, 3, {}))
    figure = draw_comparison(comparison, "profile")
    (axes,) = figure.axes
    zero = next(line for line in axes.lines if line.get_marker() == "v" and len(line.get_xdata()) == 1)
    assert list(zero.get_xdata()) == [1]
    assert to_hex(zero.get_color()) == LIGHT[0]
    assert zero.get_ydata()[0] == axes.get_ylim()[0]
    (wrong,) = [line for line in axes.lines if line.get_marker() == "x"]
    assert list(wrong.get_xdata()) == [2]
    assert to_hex(wrong.get_color()) == LIGHT[0]
    assert Counter(legend_of(figure))["NaN or Inf"] == 1
    assert "0 (below 1e-45)" in legend_of(figure), "the coarser of the two precisions"


@pytest.mark.parametrize("align", ["step", "time"])
def test_norms_are_the_recorded_ones(several, align):
    figure = draw_comparison(several, "norms", layers=(0, 1, -1), align=align)
    (axes,) = figure.axes
    for side, color in zip(several.sides, LIGHT, strict=False):
        recorded = side.session.quantity("weight_gradient_norm")
        curves = curves_of(axes, color, len(recorded))
        assert len(curves) == 3
        for curve, layer in zip(curves, (0, 1, side.num_layers - 1), strict=True):
            np.testing.assert_array_equal(curve.get_ydata(), recorded[:, layer])
            places = 0.001 * side.session.steps if align == "time" else side.session.steps
            np.testing.assert_allclose(curve.get_xdata(), places, atol=1e-12)
        assert len({str(curve._dash_pattern) for curve in curves}) == 3, "one dash a layer"
    names = [side.label for side in several.sides]
    assert sorted(legend_of(figure)) == sorted([*names, "layer 1", "layer 2", "output"])


def test_norms_of_layers_that_some_lack(several):
    figure = draw_comparison(several, "norms", layers=(-1, 4))
    assert len(curves_of(figure.axes[0], LIGHT[1], 40)) == 2
    assert len(curves_of(figure.axes[0], LIGHT[0], 30)) == 1
    assert "(without hidden 5: small: Sigmoid · mine)" in words_of(figure.get_suptitle())


def test_norms_between_two_positions(several):
    figure = draw_comparison(several, "norms", align="change", first=-5, last=7)
    low, high = figure.axes[0].get_xlim()
    assert -6 <= low <= -5
    assert 7 <= high <= 8
    assert figure.axes[0].get_xlabel() == "steps since the first change"
    assert "without a change: small: ReLU · mine" in words_of(figure.get_suptitle())


@pytest.mark.parametrize("quantity", ["gradient_norm", "held_out_loss"])
def test_norms_of_the_whole_network(several, quantity):
    figure = draw_comparison(several, "norms", quantity=quantity)
    for side, color in zip(several.sides, LIGHT, strict=False):
        recorded = side.session.quantity(quantity)[:, 0]
        drawn = (
            [curve.get_ydata() for curve in curves_of(figure.axes[0], color, len(recorded))] if len(recorded) else []
        )
        assert len(drawn) == (1 if len(recorded) else 0)
        for each in drawn:
            np.testing.assert_array_equal(each, recorded)
    assert "layer 1" not in legend_of(figure)


def test_a_long_series_is_a_band_from_least_to_largest(comparing, monkeypatch):
    monkeypatch.setattr(figure_parts, "_MOST_EXACT_POINTS", 5000)
    rare = dataclasses.replace(SHALLOW, histogram_every=10**6, evaluate_every=10**6)
    comparison = comparing((rare, 5000, {"with_look_histograms": False}), (SHALLOW, 20, {}))
    figure = draw_comparison(comparison, "norms", layers=(0,))
    (axes,) = figure.axes
    assert axes.get_xlabel() == "step (bands: least to largest of neighbouring steps)"
    band = axes.collections[0].get_paths()[0].vertices
    recorded = comparison.sides[0].session.quantity("weight_gradient_norm")[:, 0]
    assert (band[:, 1].min(), band[:, 1].max()) == (recorded.min(), recorded.max())


@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_histogram_outlines_are_shares_of_the_counts(several, kind):
    figure = draw_comparison(several, "histogram", layers=(1,), position=14.0, histogram=kind)
    (axes,) = figure.axes
    assert axes.get_ylabel() == f"share of the {HISTOGRAMS[kind].entries}"
    patches = [patch for patch in axes.patches if isinstance(patch, StepPatch)]
    for side, color in zip(several.sides, LIGHT, strict=False):
        outline = [patch for patch in patches if to_hex(patch.get_edgecolor()) == color and not patch.get_fill()]
        filled = [patch for patch in patches if to_hex(patch.get_facecolor()) == color and patch.get_fill()]
        assert (len(outline), len(filled)) == (1, 1)
        heights, edges, floor = outline[0].get_data()
        counts, bin_edges = side.session.histogram(1, kind)
        index = list(side.session.histogram_steps(kind)).index(12)
        total = counts[index].sum()
        shares = np.where(heights > floor, heights, 0.0)
        assert shares.sum() == pytest.approx(1.0)
        # The smallest magnitude of all sessions, 2^-20, stands next to the middle of every one.
        for exponent in (-20, -11, -3):
            for sign in (-1, 1):
                low = 2.0**exponent if sign > 0 else -(2.0 ** (exponent + 1))
                expected = counts[index][list(bin_edges).index(low)] / total
                at = sign * (exponent - -20 + 1)
                column = int(np.flatnonzero(np.isclose((edges[1:] + edges[:-1]) / 2, at))[0])
                assert shares[column] == pytest.approx(expected)
    assert figure.get_suptitle().endswith(" of layer 2 at step 14")
    assert all("step 12, exact zeros" in label for label in legend_of(figure))


def test_loss_is_the_recorded_one(several):
    figure = draw_comparison(several, "loss")
    for axes, name in zip(figure.axes, ("loss", "accuracy"), strict=True):
        for side, color in zip(several.sides, LIGHT, strict=False):
            training, held_out = (side.session.quantity(each)[:, 0] for each in (name, f"held_out_{name}"))
            drawn = [line.get_ydata() for line in axes.lines if to_hex(line.get_color()) == color]
            expected = [np.where(np.isfinite(training), training, np.nan), held_out]
            for each in expected:
                assert any(len(ys) == len(each) and np.array_equal(ys, each, equal_nan=True) for ys in drawn)


def test_changes_are_lines_in_the_colour_of_their_session(several):
    for name in ("norms", "loss"):
        figure = draw_comparison(several, name, style=styled(size_mm=(250, 150)))
        flags = [text for text in figure.findobj(Annotation) if text.get_text()]
        assert [flag.get_text() for flag in flags] == ["Activation: Sigmoid → ReLU"]
        assert to_hex(flags[0].get_color()) == LIGHT[0]
        assert flags[0].xy[0] == 10
    figure = draw_comparison(several, "norms", align="change")
    assert [flag.xy[0] for flag in figure.findobj(Annotation) if flag.get_text()] == [0]


def test_hidden_sessions_are_left_out_and_keep_their_colours(several, tmp_path):
    several.sides[0].is_shown = False
    try:
        for name in COMPARE_FIGURES:
            figure = draw_comparison(several, name)
            texts = " ".join(texts_of(figure))
            # Hidden too, it is what the others are held against.
            assert ("Sigmoid" in texts) == (name in AGAINST)
            assert "small: ReLU" in texts
        assert curves_of(draw_comparison(several, "norms").axes[0], LIGHT[1], 40)
    finally:
        several.sides[0].is_shown = True


@pytest.mark.parametrize("name", COMPARE_FIGURES)
def test_sessions_with_no_steps_say_so(comparing, name):
    comparison = comparing((SHALLOW, 0, {}), (SHALLOW, 0, {}))
    for align in ("step", "time"):
        figure = draw_comparison(comparison, name, align=align)
        assert "no steps recorded" in texts_of(figure)
        assert_nothing_clipped(figure)


@pytest.mark.parametrize("name", COMPARE_FIGURES)
@pytest.mark.parametrize("value", [math.nan, 1.7e308])
def test_one_that_broke_down_beside_a_sound_one_and_an_empty_one(comparing, name, value):
    def change(layout, row):
        row[layout.slice("loss").start :] = value

    comparison = comparing(
        (DEEP, 5, {"change_row": change, "others": [Event(1, "non_finite", "NaN", 0)]}),
        (SHALLOW, 5, {}),
        (SHALLOW, 0, {}),
    )
    assert_nothing_clipped(draw_comparison(comparison, name))


@pytest.mark.parametrize("name", COMPARE_FIGURES)
def test_eight_sessions_of_32_layers(tmp_path, name):
    with Comparison(write_eight(tmp_path)) as comparison:
        figure = draw_comparison(comparison, name)
        assert_nothing_clipped(figure)
        assert all(axes.bbox.height > 0.15 * figure.bbox.height for axes in figure.axes)
        for side in comparison.sides:
            assert any(label.startswith(side.label) for label in legend_of(figure))


@pytest.mark.parametrize("name", COMPARE_FIGURES)
def test_watched_loops_with_long_names_of_layers(tmp_path, name):
    from gradiometer.outline import LayerOutline, Outline

    outline = Outline(
        "mine", "conv", "float32", tuple(LayerOutline(f"features.block.{i}.linear", 9, 3, "float32") for i in range(4))
    )
    paths = [write_watched(tmp_path / f"{i}.gradiometer", 9, outline, seed=i) for i in range(2)]
    with Comparison(paths) as comparison:
        assert_nothing_clipped(draw_comparison(comparison, name, style=styled(size_mm=(85, 65))))


def test_bias_gradients_behind_batch_norm_are_called_rounding(comparing):
    normed = dataclasses.replace(SHALLOW, settings=dataclasses.replace(SHALLOW.settings, normalization="batch"))
    comparison = comparing((normed, 3, {}), (SHALLOW, 3, {}))
    for name in ("profile", "norms"):
        title = words_of(draw_comparison(comparison, name, quantity="bias_gradient_norm").get_suptitle())
        assert "rounding only, behind a normalization: norm BatchNorm" in title


def test_wrong_requests_are_answered_in_one_sentence(several, tmp_path):
    def sentence(name="norms", file="a.png", **options):
        with pytest.raises((ExportError, FieldError)) as caught:
            save_comparison(several, name, tmp_path / file, **options)
        return str(caught.value)

    assert sentence("heatmap") == (
        "heatmap is not a figure of a comparison: choose one of profile, norms, histogram, loss, ratio, loss_difference"
    )
    assert sentence(file="a.jpg").endswith("a.jpg is not the name of a figure: end it in .png, .svg, .pdf or .pgf")
    assert sentence(quantity="curves").startswith("curves is not a quantity: choose one of elapsed, ")
    assert "has no profile: choose one of " in sentence("profile", quantity="loss")
    assert sentence(layers=(0, 9)) == "layer 10 does not exist in any of the sessions"
    assert sentence(layers=(-7,)) == "layer -7 does not exist in any of the sessions"
    assert sentence(layers=range(6)) == "6 layers cannot be told apart by their dashes: choose up to 5"
    assert sentence(align="x") == "align = 'x' is not allowed: choose one of step, time, change"
    assert sentence(style=styled(font="No such font")).startswith("font 'No such font' is not installed")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------------------------------------- against the control


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    with Comparison(write_trial(tmp_path_factory.mktemp("trial"))) as comparison:
        yield comparison


def test_ratios_are_those_of_the_recorded_values(several):
    figure = draw_comparison(several, "ratio", layers=(0, -1))
    (axes,) = figure.axes
    control, *others = several.sides
    for side, color in zip(others, LIGHT[1:], strict=False):
        num = min(side.session.num_rows["step"], 30)
        own, other = (each.session.quantity("weight_gradient_norm")[:num] for each in (side, control))
        curves = curves_of(axes, color, num)
        assert len(curves) == 2
        for curve, layer in zip(curves, (0, -1), strict=True):
            np.testing.assert_array_equal(curve.get_xdata(), np.arange(num))
            np.testing.assert_allclose(curve.get_ydata(), np.log10(own[:, layer] / other[:, layer]), rtol=1e-12)
        assert len({str(curve._dash_pattern) for curve in curves}) == 2, "one dash a layer"
    assert not curves_of(axes, LIGHT[0], 30), "the control is the line at 0"
    assert f"{control.label}: the line at 0" in legend_of(figure)


def test_losses_less_the_controls_and_their_mean(comparing):
    more = {"with_look_histograms": False}
    comparison = comparing((SHALLOW, 500, more), (SHALLOW, 500, {**more, "seed": 1}))
    figure = draw_comparison(comparison, "loss_difference")
    one, other = (side.session.loss for side in comparison.sides)
    raw, mean = curves_of(figure.axes[0], LIGHT[1], 500)
    np.testing.assert_array_equal(raw.get_ydata(), other - one)
    window = 0.35**2 * 0.2 * 499
    weights = ((window - 1) / (window + 1)) ** np.arange(500.0)
    by_hand = [weights[: at + 1] @ (other - one)[at::-1] / weights[: at + 1].sum() for at in range(500)]
    np.testing.assert_allclose(mean.get_ydata(), by_hand, atol=1e-9)
    assert raw.get_alpha() < 0.5
    assert "faint: as measured; strong: mean over about 12 steps" in words_of(figure.get_suptitle())


def test_what_explodes_leaves_the_others_their_room(comparing):
    def explode(layout, row):
        row[layout.slice("loss")] = 10.0 ** row[0]

    comparison = comparing((SHALLOW, 20, {}), (SHALLOW, 20, {"seed": 1}), (SHALLOW, 20, {"change_row": explode}))
    figure = draw_comparison(comparison, "loss_difference")
    assert figure.axes[0].get_ylim()[1] < 3
    assert "what explodes is cut off" in words_of(figure.get_suptitle())


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_the_control_of_a_trial_is_grey(trial, theme):
    style = styled(theme=theme)
    grey, *colors = THEMES[theme].trial_colors()
    for name in ("profile", "norms"):
        figure = draw_comparison(trial, name, style=style)
        drawn = [to_hex(line.get_color()) for line in figure.axes[0].lines]
        assert {grey, *colors[:3]} <= set(drawn)
    assert words_of(figure.get_suptitle()).startswith("small · 784-8-8-10 · 4 branches of a trial")
    # What was changed before they parted stands there once, in no branch's colour.
    flags = [(text.get_text(), text.xy[0]) for text in figure.findobj(Annotation) if text.get_text()]
    assert sorted(at for _label, at in flags) == [3, 10, 10]


@pytest.mark.parametrize("name", AGAINST)
def test_why_there_is_nothing_to_compare(comparing, name):
    def shift(layout, row):
        row[0] = 2 * row[0] + 1

    def even(layout, row):
        row[0] *= 2

    comparison = comparing((SHALLOW, 9, {"change_row": even}), (SHALLOW, 9, {"change_row": shift}))
    figure = draw_comparison(comparison, name)
    assert "the control and the others share no measured step here" in texts_of(figure)
    assert_nothing_clipped(figure)
