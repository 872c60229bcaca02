import dataclasses
import io
import math
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pypdf
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from PIL import Image

from gradiometer.bins import BINS
from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.fields import FieldError
from gradiometer.figures import EVERY_FIGURE, FIGURES, draw_figure, figures_of, save_figure
from gradiometer.figures import parts as figure_parts
from gradiometer.quantities import HISTOGRAMS, LOOK_QUANTITIES, QUANTITIES
from gradiometer.reports import Event, HistogramReport, Intervention, Note
from gradiometer.session_copy import copy_session
from gradiometer.session_editor import set_note, set_texts
from gradiometer.session_file import Session, load_session
from gradiometer.settings import Reinitialize, Settings
from gradiometer.signed_log import SignedLog
from recorded import new_writer, some_finding
from styled import styled
from synthetic import write_session, write_watched

EXPERIMENT = Experiment(name="small", hidden=(8, 8), histogram_every=3, evaluate_every=4)
NUM_STEPS = 30

AXIS_LABELS = {
    "profile": ("layer, from the input to the output", "gradient norm"),
    "norms": ("step", "Weight gradient norm"),
    "factors": ("layer, from the input to the output", "gain and its two factors"),
    "histogram": ("weight gradient (one bar for each power of two)", "number of weights"),
    "neurons": ("layer, from the input to the output", "neuron"),
    "heatmap": ("step", "weight gradient", "count"),
    "loss": ("step", "loss", "accuracy", "training, batch by batch", "held-out"),
    "through_time": ("time step", "gradient of the state"),
    "time_heatmap": ("step", "time step"),
    # Of these data there is none.
    "surface": ("A decision surface is there where a network tells classes by two inputs",),
}


def changes() -> list[Intervention | Event]:
    before = Settings()
    relu = dataclasses.replace(before, activation="relu")
    skips = dataclasses.replace(relu, skip=True)
    return [
        Intervention(10, relu, before, relu, ""),
        Intervention(11, skips, relu, skips, ""),
        Intervention(28, Reinitialize(scheme="he"), skips, skips, ""),
        Intervention(28, dataclasses.replace(skips, learning_rate=0.5), skips, skips, ""),
        Event(20, "non_finite", "NaN or Inf first appeared in the weights of hidden 1 at step 20", 0),
    ]


@pytest.fixture(scope="module")
def session(tmp_path_factory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("figures") / "small.gradiometer"
    with load_session(write_session(path, EXPERIMENT, NUM_STEPS, others=changes())) as session:
        yield session


def made(folder: Path, num_steps: int, *, change_row=None, change_histogram=None, others=(), **values) -> Session:
    experiment = dataclasses.replace(EXPERIMENT, **values)
    path = folder / "made.gradiometer"
    write_session(path, experiment, num_steps, change_row=change_row, change_histogram=change_histogram, others=others)
    return load_session(path)


def texts_of(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def assert_nothing_clipped(figure: Figure) -> None:
    """Everything that is drawn lies inside the figure; half a point is less than the padding of any label."""
    figure.draw_without_rendering()
    box = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    slack = 0.5 / 72
    assert box.x0 >= -slack
    assert box.y0 >= -slack
    assert box.x1 <= width + slack
    assert box.y1 <= height + slack


def flags_of(figure: Figure) -> list[Annotation]:
    return [text for text in figure.findobj(Annotation) if text.get_text()]


@pytest.mark.parametrize("name", FIGURES)
def test_pdf_holds_the_labels_as_text_with_an_embedded_font(session, tmp_path, name):
    path = tmp_path / f"{name}.pdf"
    save_figure(session, name, path)
    (page,) = pypdf.PdfReader(path).pages
    text = " ".join(page.extract_text().split())
    for expected in ("small · 784-8-8-10", *AXIS_LABELS[name]):
        assert expected in text
    if name in ("profile", "norms"):
        for layer in session.layer_names:
            assert layer in text
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        (descendant,) = font["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"], "TrueType, embedded"
    assert [float(side) for side in page.mediabox[2:]] == pytest.approx([178 * 72 / 25.4, 100 * 72 / 25.4], abs=0.1)


@pytest.mark.parametrize("name", FIGURES)
def test_svg_holds_the_labels_as_text(session, tmp_path, name):
    path = tmp_path / f"{name}.svg"
    save_figure(session, name, path, style=styled(theme="dark"))
    root = ElementTree.parse(path).getroot()
    texts = ["".join(element.itertext()).strip() for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "small · 784-8-8-10" in texts
    for expected in AXIS_LABELS[name]:
        assert expected in texts
    if name in ("profile", "norms"):
        assert set(session.layer_names) <= set(texts)
    if name in ("norms", "heatmap", "loss"):
        assert "NaN or Inf in hidden 1" in texts
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(178 * 72 / 25.4, abs=0.1)


@pytest.mark.parametrize(("size_mm", "dpi"), [((178, 100), 200), ((85, 65), 300), ((300.5, 200), 72)])
def test_png_has_the_size_asked_for(session, tmp_path, size_mm, dpi):
    path = tmp_path / "norms.png"
    save_figure(session, "norms", path, style=styled(size_mm=size_mm, dpi=dpi))
    with Image.open(path) as image:
        assert image.size == pytest.approx([side / 25.4 * dpi for side in size_mm], abs=1)
        assert image.info["dpi"] == pytest.approx((dpi, dpi), rel=1e-3)
        colors = image.convert("RGB").getcolors(maxcolors=2**24)
    assert max(colors)[1] == (255, 255, 255)
    assert len(colors) > 20


def test_dark_figures_are_dark(session, tmp_path):
    save_figure(session, "profile", tmp_path / "dark.png", style=styled(theme="dark"))
    with Image.open(tmp_path / "dark.png") as image:
        assert sum(max(image.convert("RGB").getcolors(maxcolors=2**24))[1]) < 150


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_same_session_gives_the_same_bytes(session, tmp_path, suffix):
    for attempt in "ab":
        save_figure(session, "loss", tmp_path / f"{attempt}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2, "nothing else is left behind"


def test_files_say_what_they_are(session, tmp_path):
    title = "small: Loss and accuracy, training and held-out"
    save_figure(session, "loss", tmp_path / "a.pdf")
    metadata = pypdf.PdfReader(tmp_path / "a.pdf").metadata
    assert (metadata.title, metadata.creator) == (title, "Gradiometer")
    save_figure(session, "loss", tmp_path / "a.svg")
    assert title in (tmp_path / "a.svg").read_text("utf-8")
    save_figure(session, "loss", tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as image:
        assert image.text["Title"] == title


@pytest.mark.parametrize("size_mm", [(80, 60), (400, 250)])
@pytest.mark.parametrize("name", FIGURES)
def test_no_label_leaves_the_figure(session, name, size_mm):
    assert_nothing_clipped(draw_figure(session, name, style=styled(size_mm=size_mm)))


@pytest.mark.parametrize(
    ("name", "num_layers"),
    [*((name, number) for name in ("profile", "norms") for number in (1, 21, 41, 200)), ("heatmap", 41), ("loss", 200)],
)
def test_any_number_of_layers_is_drawn_whole(tmp_path, name, num_layers):
    with made(tmp_path, 7, hidden=(8,) * (num_layers - 1), others=changes()[:2]) as session:
        figure = draw_figure(session, name)
        assert_nothing_clipped(figure)
        assert all(axes.bbox.height > 0.2 * figure.bbox.height for axes in figure.axes)
        if name == "norms":
            (legend,) = figure.legends
            assert tuple(text.get_text() for text in legend.get_texts()) == session.layer_names


@pytest.mark.parametrize("name", FIGURES)
def test_a_session_with_no_steps_says_so(tmp_path, name):
    with made(tmp_path, 0) as session:
        figure = draw_figure(session, name)
        assert "no steps recorded" in [text.get_text() for text in texts_of(figure)]
        assert_nothing_clipped(figure)


@pytest.mark.parametrize("name", FIGURES)
def test_one_step_is_enough(tmp_path, name):
    with made(tmp_path, 1, dtype="float64") as session:
        figure = draw_figure(session, name)
        assert_nothing_clipped(figure)
        if name == "norms":
            dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
            np.testing.assert_array_equal(
                [line.get_ydata()[0] for line in dots], session.quantity("weight_gradient_norm")[0]
            )


@pytest.mark.parametrize("value", [math.nan, math.inf, 0.0, 5e-324, 1.7e308])
@pytest.mark.parametrize("name", ["profile", "norms", "loss"])
def test_nothing_but_odd_numbers_is_drawn_whole(tmp_path, name, value):
    def change(layout, row):
        row[layout.slice("loss").start :] = value

    with made(tmp_path, 5, dtype="float64", change_row=change) as session:
        assert_nothing_clipped(draw_figure(session, name))


@pytest.mark.parametrize(("dtype", "smallest"), [("float32", "1e-45"), ("float64", "1e-323")])
def test_an_exact_zero_of_the_profile_stands_on_the_floor(tmp_path, dtype, smallest):
    def change(layout, row):
        row[layout.slice("weight_gradient_norm").start] = 0.0

    with made(tmp_path, 2, dtype=dtype, change_row=change) as session:
        figure = draw_figure(session, "profile")
        (axes,) = figure.axes
        (zero,) = [line for line in axes.lines if line.get_label() == f"0 (below {smallest})" and len(line.get_xdata())]
        assert list(zero.get_xdata()) == [1]
        assert zero.get_ydata()[0] == axes.get_ylim()[0]
        assert zero.get_markerfacecolor() == "#ffffff", "open"
        main = axes.lines[0].get_ydata()
        assert math.isnan(main[0])
        np.testing.assert_array_equal(main[1:], session.quantity("weight_gradient_norm")[-1, 1:])
        labels = [text.get_text() for text in figure.legends[0].get_texts()]
        assert labels.count(f"0 (below {smallest})") == 1


def test_profile_draws_delta_and_what_clipping_left(tmp_path):
    def change(layout, row):
        columns = layout.slice("weight_gradient_norm_after_clip")
        row[columns.start : columns.stop - 1] /= 2

    with made(tmp_path, 3, change_row=change) as session:
        figure = draw_figure(session, "profile", step=1)
        weight, delta, first, after = figure.axes[0].lines[:4]
        assert first.get_label() == "step 0"
        np.testing.assert_array_equal(first.get_ydata(), session.quantity("weight_gradient_norm")[0])
        np.testing.assert_array_equal(weight.get_ydata(), session.quantity("weight_gradient_norm")[1])
        np.testing.assert_array_equal(delta.get_ydata(), session.quantity("delta_norm")[1])
        np.testing.assert_array_equal(after.get_ydata()[:2], session.quantity("weight_gradient_norm_after_clip")[1, :2])
        assert math.isnan(after.get_ydata()[2]), "drawn only where clipping changed something"
        assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == ["hidden 1", "hidden 2", "output"]
        assert "at step 1" in figure.get_suptitle()


def test_profile_shows_where_it_came_from(session):
    norms = session.quantity("weight_gradient_norm")

    def earlier(**options) -> dict[str, np.ndarray]:
        lines = draw_figure(session, "profile", **options).axes[0].lines
        return {line.get_label(): line.get_ydata() for line in lines if "step" in line.get_label()}

    found = earlier()
    # The last of the changes was at step 28.
    assert list(found) == ["step 0", "before the change: step 27"]
    np.testing.assert_array_equal(list(found.values()), norms[[0, 27]])
    assert list(earlier(step=10)) == ["step 0", "before the change: step 9"]
    assert list(earlier(step=9)) == ["step 0"]
    assert list(earlier(step=0)) == []
    assert list(earlier(style=styled(earlier=False))) == []


def test_profile_marks_layers_with_nan(tmp_path):
    def change(layout, row):
        row[layout.slice("delta_norm").start + 1] = math.nan

    with made(tmp_path, 2, change_row=change) as session:
        figure = draw_figure(session, "profile")
        (wrong,) = [line for line in figure.axes[0].lines if line.get_label() == "NaN or Inf"]
        assert list(wrong.get_xdata()) == [2]


def test_norms_are_the_recorded_ones_with_gaps_where_a_log_axis_ends(tmp_path):
    def change(layout, row):
        if 3 <= row[0] < 6:
            row[layout.slice("weight_gradient_norm").start] = (0.0, math.nan, math.inf)[int(row[0]) - 3]

    with made(tmp_path, 10, change_row=change) as session:
        figure = draw_figure(session, "norms")
        recorded = session.quantity("weight_gradient_norm")
        curves = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 10]
        for layer, curve in enumerate(curves):
            expected = recorded[:, layer].copy()
            if layer == 0:
                expected[3:6] = math.nan
            np.testing.assert_array_equal(curve.get_ydata(), expected)
        assert len(curves) == 3
        assert figure.axes[0].get_yscale() == "log"


def test_norms_between_two_steps(session):
    figure = draw_figure(session, "norms", quantity="delta_norm", first_step=5, last_step=15)
    low, high = figure.axes[0].get_xlim()
    assert 4 <= low <= 5
    assert 15 <= high <= 16
    assert [flag.xy[0] for flag in flags_of(figure)] == [11, 10]


@pytest.mark.parametrize("quantity", ["gradient_norm", "elapsed", "loss", "held_out_accuracy"])
def test_norms_of_the_whole_network(session, quantity):
    figure = draw_figure(session, "norms", quantity=quantity)
    curve = figure.axes[0].lines[0]
    np.testing.assert_array_equal(curve.get_ydata(), session.quantity(quantity)[:, 0])
    assert_nothing_clipped(figure)


@pytest.mark.parametrize("quantity", [name for name, kind in LOOK_QUANTITIES.items() if kind.per_layer])
def test_what_closer_looks_saw(session, quantity):
    kind, values = QUANTITIES[quantity], session.quantity(quantity)
    norms = draw_figure(session, "norms", quantity=quantity)
    curves = [line for line in norms.axes[0].lines if len(line.get_xdata()) == len(session.look_steps)]
    for layer, curve in enumerate(curves):
        np.testing.assert_array_equal(curve.get_xdata(), session.look_steps)
        np.testing.assert_array_equal(curve.get_ydata(), values[:, layer])
    assert len(curves) == len(session.layer_names)
    profile = draw_figure(session, "profile", quantity=quantity)
    np.testing.assert_array_equal(profile.axes[0].lines[0].get_ydata(), values[-1])
    assert f"at step {session.look_steps[-1]}" in profile.get_suptitle()
    for figure in (norms, profile):
        assert figure.axes[0].get_yscale() == ("log" if kind.is_log else "linear")
        heights = [line.get_ydata()[0] for line in figure.axes[0].lines if line.get_linestyle() == ":"]
        assert kind.guide is None or kind.guide in heights
        assert_nothing_clipped(figure)


def test_a_long_series_is_a_band_from_least_to_largest(tmp_path, monkeypatch):
    with made(tmp_path, 4000, histogram_every=10**6, evaluate_every=10**6) as session:
        # All points are drawn while a vector file can hold them.
        (axes,) = draw_figure(session, "norms").axes
        assert axes.get_xlabel() == "step"
        assert [len(line.get_xdata()) for line in axes.lines[:3]] == [4000] * 3
        monkeypatch.setattr(figure_parts, "_MOST_EXACT_POINTS", 3 * 3999)
        figure = draw_figure(session, "norms")
        assert figure.axes[0].get_xlabel() == "step (bands: least to largest of each 2 steps)"
        band = figure.axes[0].collections[0].get_paths()[0].vertices
        recorded = session.quantity("weight_gradient_norm")[:, 0]
        assert len(figure.axes[0].lines[0].get_xdata()) <= 2000
        assert (band[:, 1].min(), band[:, 1].max()) == (recorded.min(), recorded.max())


@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_histogram_bars_are_the_counts(session, kind):
    figure = draw_figure(session, "histogram", layer=1, step=14, histogram=kind)
    (axes,) = figure.axes
    assert axes.get_xlabel().startswith(HISTOGRAMS[kind].title)
    assert axes.get_ylabel() == f"number of {HISTOGRAMS[kind].entries}"
    counts, edges = session.histogram(1, kind)
    step = list(session.histogram_steps(kind)).index(12)
    heights = np.array([bar.get_height() for bar in axes.patches])
    assert heights.sum() == counts[step].sum()
    lefts = np.array([bar.get_x() for bar in axes.patches])
    used = heights > 0
    assert used.sum() == (counts[step] > 0).sum()
    # The k-th power of two above the smallest one shown stands k bars from the middle.
    smallest = -20
    for left, height in zip(lefts[used], heights[used], strict=True):
        if left == -0.5:
            assert height == 8
        elif left > 0:
            assert height == counts[step][list(edges).index(2.0 ** (left - 0.5 + smallest))]
        else:
            assert height == counts[step][list(edges).index(-(2.0 ** (0.5 - left + smallest - 1 + 0)))]
    titles = [text.get_text() for text in texts_of(figure)]
    assert any("exact zeros 7, subnormals 1, Inf 0, NaN 0" in title for title in titles)
    assert any(title.startswith(f"{counts[step].sum():,} {HISTOGRAMS[kind].entries}: ") for title in titles)
    title = HISTOGRAMS[kind].title
    assert f"{title[0].upper()}{title[1:]} of hidden 2 at step 12" in figure.get_suptitle()
    assert_nothing_clipped(figure)


@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_heatmap_image_is_the_counts(session, kind):
    figure = draw_figure(session, "heatmap", layer=2, histogram=kind)
    axes, bar = figure.axes
    (mesh,) = axes.collections
    image = mesh.get_array().filled(0)
    counts, _ = session.histogram(2, kind)
    assert image.shape[1] == len(session.histogram_steps(kind))
    np.testing.assert_array_equal(image.sum(axis=0), counts.sum(axis=1))
    assert axes.get_ylabel() == HISTOGRAMS[kind].title
    assert bar.get_ylabel() == "count"
    assert axes.get_xlim() == (0, NUM_STEPS)
    assert_nothing_clipped(figure)


def test_a_heatmap_of_looks_that_are_not_equally_far_apart(tmp_path):
    """Each histogram holds until the next one; the last is as wide as the one before it."""
    steps = [0, 1, 5, 6, 20]
    path = write_watched(tmp_path / "looks.gradiometer", 25, looks=steps)
    with load_session(path) as session:
        figure = draw_figure(session, "heatmap", layer=1, histogram="activation")
        axes, bar = figure.axes
        (mesh,) = axes.collections
        assert mesh.get_coordinates()[0, :, 0].tolist() == [*steps, 34]
        assert axes.get_xlim() == (0, 34)
        image = mesh.get_array().filled(0)
        np.testing.assert_array_equal(image.sum(axis=0), session.histogram(1, "activation")[0].sum(axis=1))
        assert bar.get_ylabel() == "count"
        part = draw_figure(session, "heatmap", histogram="activation", first_step=1, last_step=6)
        assert part.axes[0].collections[0].get_coordinates()[0, :, 0].tolist() == [1, 5, 6, 7]


def test_a_heatmap_of_a_single_histogram(tmp_path):
    with load_session(write_watched(tmp_path / "one.gradiometer", 3, looks=[2])) as session:
        figure = draw_figure(session, "heatmap", histogram="update")
        assert figure.axes[0].collections[0].get_coordinates()[0, :, 0].tolist() == [2, 3]


def test_a_heatmap_of_more_histograms_than_columns_says_how_many_are_in_one(tmp_path):
    """So a count there is that of several histograms."""
    path = tmp_path / "many.gradiometer"
    writer = new_writer(path, EXPERIMENT)
    counts = np.zeros((3, BINS["float32"].num_bins + 4), np.uint32)
    counts[:, BINS["float32"].middle + 100] = 5
    for step in range(1200):
        writer.add(HistogramReport(step, "weight", counts))
    assert writer.close() == ""
    with load_session(path) as session:
        figure = draw_figure(session, "heatmap", histogram="weight")
        axes, bar = figure.axes
        assert bar.get_ylabel() == "count in 4 histograms"
        assert axes.collections[0].get_array().max() == 20
        assert axes.get_xlim() == (0, 1200)


@pytest.mark.parametrize("name", FIGURES)
def test_figures_of_a_loop_of_somebodys_own(tmp_path, name):
    """With no experiment, no settings, no accuracy and nothing held out."""
    with load_session(write_watched(tmp_path / "watched.gradiometer")) as session:
        figure = draw_figure(session, name)
        assert "mine · conv and lstm" in figure.get_suptitle()
        assert_nothing_clipped(figure)
        save_figure(session, name, tmp_path / "a.pdf")
    title = pypdf.PdfReader(tmp_path / "a.pdf").metadata.title
    assert title == f"mine: {FIGURES[name].title}"


def test_a_figure_names_the_layers_whose_bias_is_hidden(tmp_path):
    with load_session(write_watched(tmp_path / "watched.gradiometer")) as session:
        title = draw_figure(session, "norms", quantity="bias_gradient_norm").get_suptitle()
        assert "(rounding only behind a normalization: 0.conv)" in " ".join(title.split())
        assert "rounding" not in draw_figure(session, "norms").get_suptitle()


def test_zeros_of_the_coarsest_precision_in_a_profile(tmp_path):
    """A layer of bfloat16 among others: a zero of it may be larger than theirs."""

    def change(layout, row):
        row[layout.slice("weight_gradient_norm").start] = 0.0

    with load_session(write_watched(tmp_path / "zeros.gradiometer", change_row=change)) as session:
        figure = draw_figure(session, "profile")
        labels = [text.get_text() for text in figure.legends[0].get_texts()]
        assert "0 (below 9e-41)" in labels


def test_a_kind_of_histogram_that_was_never_counted(tmp_path):
    path = write_session(tmp_path / "bare.gradiometer", EXPERIMENT, 9, with_look_histograms=False)
    with load_session(path) as session:
        for name in ("histogram", "heatmap"):
            figure = draw_figure(session, name, histogram="weight")
            assert not figure.axes[0].patches
            assert not figure.axes[0].collections


@pytest.mark.parametrize("name", FIGURES)
def test_an_unknown_kind_of_histogram_is_answered_with_the_known_ones(session, name):
    with pytest.raises(ExportError, match=r"^bias is not a kind of histogram: choose one of weight_gradient, weight, "):
        draw_figure(session, name, histogram="bias")


@pytest.mark.parametrize(("first", "last"), [(-20, -3), (-126, -126), (127, 127), (-126, 127), (-4, -4)])
def test_decades_of_the_signed_axis_stand_at_their_powers_of_two(first, last):
    axis = SignedLog.around(first, last, BINS["float32"])
    positions, labels = axis.ticks(5)
    assert axis.first_exponent <= first
    assert axis.first_exponent + axis.num_exponents > last
    assert (positions[0], labels[0]) == (0.0, "0")
    assert len(positions) >= 3
    assert len(set(positions)) == len(positions)
    for position, label in list(zip(positions, labels, strict=True))[1:]:
        sign = {"+": 1, "−": -1}[label[0]]
        assert label[1:3] == "10"
        decade = int(label[3:].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
        # The bin [2^e, 2^(e+1)) spans one unit, the first beginning half a unit from the middle.
        assert sign * position == pytest.approx(0.5 + math.log2(10.0**decade) - axis.first_exponent)
        assert abs(position) <= axis.num_exponents + 0.5


def test_changes_are_labelled_lines_on_every_plot_over_steps(session):
    for name in ("norms", "heatmap", "loss"):
        figure = draw_figure(session, name, style=styled(size_mm=(250, 150)))
        assert sorted(flag.get_text() for flag in flags_of(figure)) == [
            "Activation: Sigmoid → ReLU",
            "NaN or Inf in hidden 1",
            "Re-initialization: He, all layers",
            "Skip connections: off → on",
        ]
        panels = figure.axes[:2] if name == "loss" else figure.axes[:1]
        for axes in panels:
            lines = {line.get_xdata()[0] for line in axes.lines if list(line.get_ydata()) == [0, 1]}
            assert lines == {10, 11, 20, 28}


def test_notes_are_labelled_lines_too(session, tmp_path):
    copy = tmp_path / "copy.gradiometer"
    copy_session(session.path, copy)
    set_note(copy, Note(15, "Here the first\nlayer wakes up, which took it much longer than all of the others"))
    with load_session(copy) as annotated:
        for name in ("norms", "heatmap", "loss"):
            figure = draw_figure(annotated, name, style=styled(size_mm=(250, 150)))
            labels = [flag.get_text() for flag in flags_of(figure)]
            assert "Here the first layer wakes up, which to…" in labels or "Here the first…" in labels
            assert len(labels) == 5
            lines = {line.get_xdata()[0] for line in figure.axes[0].lines if list(line.get_ydata()) == [0, 1]}
            assert lines == {10, 11, 15, 20, 28}


def test_severe_findings_are_labelled_lines_too(tmp_path):
    told = [
        some_finding(1, 12),
        some_finding(2, 14, severity="warning", symptom="loss_flat"),
        some_finding(3, 16, symptom="a_new_symptom", has_ended=True),
        some_finding(4, 18, symptom="non_finite"),
        # Of another rule, the same of the same step.
        some_finding(5, 12, rule="another"),
    ]
    with made(tmp_path, 30, others=told) as session:
        for name in ("norms", "heatmap", "loss"):
            figure = draw_figure(session, name, style=styled(size_mm=(250, 150)))
            assert sorted(flag.get_text() for flag in flags_of(figure)) == ["A new symptom", "Vanishing gradient"]
            lines = {line.get_xdata()[0] for line in figure.axes[0].lines if list(line.get_ydata()) == [0, 1]}
            assert lines == {12, 16}


@pytest.mark.parametrize(
    ("name", "num_changes"), [("norms", 3), ("norms", 12), ("norms", 60), ("heatmap", 12), ("loss", 60)]
)
def test_labels_of_changes_do_not_overlap(tmp_path, name, num_changes):
    settings = [dataclasses.replace(Settings(), learning_rate=rate / 1000) for rate in range(1, num_changes + 2)]
    marks = [
        Intervention(2 * index, after, before, after, "") for index, (before, after) in enumerate(pairwise(settings))
    ]
    with made(tmp_path, 2 * num_changes, others=marks) as session:
        figure = draw_figure(session, name)
        assert_nothing_clipped(figure)
        boxes = [flag.get_window_extent() for flag in flags_of(figure)]
        assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
        if num_changes <= 12:
            assert len(boxes) == num_changes
        elif len(boxes) < num_changes:
            assert f"{len(boxes)} of {num_changes} changes are labelled" in figure.axes[-1].get_xlabel()


def test_a_loss_that_explodes_has_a_log_axis(tmp_path):
    def change(layout, row):
        row[layout.slice("loss")] = 10.0 ** row[0]

    with made(tmp_path, 10, change_row=change) as session:
        assert draw_figure(session, "loss").axes[0].get_yscale() == "log"


# The font has no Chinese; `save_figure` passes over that, drawing a figure again by hand does not.
@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
def test_a_name_is_never_a_formula(tmp_path):
    with made(tmp_path, 3, name=r"costs $5^{ and $6 日本 " + "very " * 30) as session:
        figure = draw_figure(session, "norms")
        assert figure.get_suptitle().startswith("costs $5^{ and $6")
        assert_nothing_clipped(figure)
        save_figure(session, "norms", tmp_path / "a.svg")


def test_bias_gradients_behind_batch_norm_are_called_rounding(tmp_path):
    with made(tmp_path, 3, settings=Settings(normalization="batch")) as session:
        for name in ("profile", "norms"):
            title = draw_figure(session, name, quantity="bias_gradient_norm").get_suptitle()
            assert "rounding only behind BatchNorm" in " ".join(title.split())


def test_wrong_requests_are_answered_in_one_sentence(session, tmp_path):
    def sentence(name="norms", file="a.png", **options):
        with pytest.raises((ExportError, FieldError)) as caught:
            save_figure(session, name, tmp_path / file, **options)
        return str(caught.value)

    assert sentence(file="a.jpg").endswith("a.jpg is not the name of a figure: end it in .png, .svg, .pdf or .pgf")
    assert sentence(name="curves") == f"curves is not a figure: choose one of {', '.join(EVERY_FIGURE)}"
    assert sentence(quantity="curves").startswith("curves is not a quantity: choose one of elapsed, ")
    assert "has no profile: choose one of weight_gradient_norm" in sentence(name="profile", quantity="loss")
    assert sentence(layer=7).endswith("has layers 1 to 3")
    assert sentence(scale="square") == "scale = 'square' is not allowed: choose one of auto, log, linear"
    assert sentence(style=styled(font="No such font")).startswith("font 'No such font' is not installed: choose ")
    (tmp_path / "file").write_text("")
    assert "cannot be written: " in sentence(file="file/a.png")
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_nothing_global_is_changed(session):
    before = dict(matplotlib.rcParams)
    draw_figure(session, "profile", style=styled(theme="dark")).savefig(io.BytesIO())
    assert dict(matplotlib.rcParams) == before


def test_neither_pyplot_nor_torch_nor_qt_is_needed(session, tmp_path):
    code = (
        "import sys, pathlib, gradiometer.figures as figures\n"
        "assert 'matplotlib' not in sys.modules\n"
        "from gradiometer import load_session\n"
        "with load_session(sys.argv[1]) as session:\n"
        "    for name in figures.FIGURES:\n"
        "        figures.save_figure(session, name, pathlib.Path(sys.argv[2]) / f'{name}.pdf')\n"
        "print(*{'matplotlib.pyplot', 'torch', 'PySide6', 'tkinter'} & sys.modules.keys())"
    )
    arguments = [sys.executable, "-W", "error", "-c", code, str(session.path), str(tmp_path)]
    result = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (result.stdout.strip(), result.stderr, result.returncode) == ("", "", 0)
    assert len(list(tmp_path.iterdir())) == len(FIGURES)


def test_a_session_is_called_as_it_was_renamed(tmp_path):
    path = tmp_path / "a.gradiometer"
    write_session(path, EXPERIMENT, 3)
    set_texts(path, {"title": "größer"})
    with load_session(path) as session:
        texts = [text.get_text() for text in texts_of(draw_figure(session, "norms"))]
        assert any("größer" in text for text in texts)
        assert not any("small" in text for text in texts)
        save_figure(session, "norms", tmp_path / "a.pdf")
    assert pypdf.PdfReader(tmp_path / "a.pdf").metadata.title.startswith("größer: ")


@pytest.mark.parametrize(
    ("change", "more"),
    [
        ({}, set()),
        ({"data": "moons"}, {"surface"}),
        ({"family": "gru", "data": "adding", "loss": "squared_error", "length": 5}, {"through_time", "time_heatmap"}),
    ],
)
def test_all_figures_are_those_that_have_something_to_show(tmp_path, change, more):
    usual = FIGURES.keys() - {"through_time", "time_heatmap", "surface"}
    with made(tmp_path, 2, **change) as session:
        assert set(figures_of(session)) == usual | more
