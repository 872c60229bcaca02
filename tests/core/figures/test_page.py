"""What a style changes of a figure."""

import threading
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from PIL import Image

from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.figures import draw_figure, figures_of, save_figure
from gradiometer.figures.page import draw_page, format_of, save_page
from gradiometer.figures.style import FigureStyle, load_style, style_names
from gradiometer.reports import Intervention, Note
from gradiometer.session_editor import set_note
from gradiometer.session_file import load_session
from gradiometer.settings import Settings
from recorded import some_finding
from styled import styled
from synthetic import write_session

RELU = Settings(activation="relu")


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    experiment = Experiment(name="small", hidden=(8, 8), histogram_every=3, evaluate_every=4)
    others = [Intervention(10, RELU, Settings(), RELU, ""), some_finding(first_step=5, severity="severe")]
    path = write_session(tmp_path_factory.mktemp("page") / "a.gradiometer", experiment, 30, others=others)
    set_note(path, Note(20, "a note"))
    with load_session(path) as session:
        yield session


def texts(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def flags(figure: Figure) -> set[str]:
    return {text.get_text() for text in figure.findobj(Annotation) if text.get_text()}


def test_title_and_marks_on_or_off(session):
    assert len(flags(draw_figure(session, "norms"))) == 3
    bare = draw_figure(session, "norms", style=styled(title=False, interventions=False, findings=False, notes=False))
    assert flags(bare) == set()
    assert bare.get_suptitle() == ""
    assert flags(draw_figure(session, "norms", style=styled(interventions=False, findings=False))) == {"a note"}


@pytest.mark.parametrize("scale", [0.75, 1.5])
def test_a_figure_with_larger_letters_is_a_smaller_one_magnified(session, scale):
    """Every text stands at the same share of the page, so nothing else than the size has changed."""
    plain = draw_figure(session, "norms", style=styled(size_mm=(178, 100)))
    other = draw_figure(
        session, "norms", style=styled(size_mm=(178 * scale, 100 * scale), font_size=8 * scale, line_width=scale)
    )
    for one, two in zip(texts(plain), texts(other), strict=True):
        assert two.get_fontsize() == pytest.approx(scale * one.get_fontsize())
        places = [
            text.get_window_extent().transformed(figure.transFigure.inverted()).get_points()
            for text, figure in ((one, plain), (two, other))
        ]
        np.testing.assert_allclose(*places, atol=0.012)


def test_line_width(session):
    thick = draw_figure(session, "norms", style=styled(line_width=3))
    assert {line.get_linewidth() for line in thick.axes[0].lines if len(line.get_xdata()) > 2} == {3.0}


def test_fonts(session):
    for name in ("DejaVu Serif", "STIXGeneral"):
        figure = draw_figure(session, "profile", style=styled(font=name))
        assert {text.get_fontname() for text in texts(figure)} == {name}


def test_greys_for_print(session, tmp_path):
    for name in figures_of(session):
        save_figure(session, name, tmp_path / "a.png", style=styled(theme="print", dpi=60))
        with Image.open(tmp_path / "a.png") as image:
            pixels = np.asarray(image.convert("RGB")).astype(int)
        assert (pixels.max(axis=2) - pixels.min(axis=2)).max() <= 2, name


def test_curves_differ_by_more_than_colour(tmp_path):
    experiment = Experiment(name="deep", hidden=(4,) * 19, histogram_every=10, evaluate_every=10)
    with load_session(write_session(tmp_path / "deep.gradiometer", experiment, 12)) as session:
        lines = draw_figure(session, "norms", style=styled(markers="always")).axes[0].lines[:20]
        codes = {(line.get_linestyle(), str(line._dash_pattern), line.get_marker()) for line in lines}
        assert len(codes) == 20
        plain = draw_figure(session, "norms", style=styled(markers="never")).axes[0].lines[:20]
        assert {line.get_marker() for line in plain} <= {"", "None", None}


def test_linear_and_chosen_axes(session):
    (axes,) = draw_figure(session, "norms", scale="linear").axes
    assert axes.get_yscale() == "linear"
    assert axes.get_ylim()[0] == 0
    assert axes.get_ylim()[1] >= session.quantity("weight_gradient_norm").max()
    (axes,) = draw_figure(session, "norms", y_limits=[(1e-9, 10.0)], first_step=5, last_step=15).axes
    assert axes.get_ylim() == pytest.approx((1e-9, 10.0))
    assert axes.get_xlim() == pytest.approx((5, 15), abs=0.6)
    loss = draw_figure(session, "loss", y_limits=[(0.5, 2.0), None], scale="log")
    assert loss.axes[0].get_yscale() == "log"
    assert loss.axes[0].get_ylim() == pytest.approx((0.5, 2.0))
    assert loss.axes[1].get_ylim() == pytest.approx((0.0, 1.04))


@pytest.mark.parametrize("name", style_names())
def test_every_shipped_style_draws_every_figure(session, tmp_path, name):
    for figure in figures_of(session):
        drawn = draw_figure(session, figure, style=load_style(name))
        box = drawn.get_tightbbox()
        width, height = drawn.get_size_inches()
        assert min(box.x0, box.y0) >= -0.01
        assert box.x1 <= width + 0.01
        assert box.y1 <= height + 0.01


def test_letters_that_no_font_has_are_a_remark(tmp_path):
    def fill(figure: Figure) -> None:
        figure.suptitle("a \U000f0000")

    remarks = save_page(FigureStyle(), fill, tmp_path / "a.png", title="a")
    assert remarks == ("no font here has the letters \U000f0000: they are drawn as boxes",)
    assert save_page(FigureStyle(), lambda _figure: None, tmp_path / "a.png", title="a") == ()


def test_threads_draw_one_after_the_other():
    """matplotlib's settings are global: two styles at once would mix."""
    found: list[tuple[str, float]] = []

    def draw(theme: str, width: float) -> None:
        def fill(figure: Figure) -> None:
            (line,) = figure.add_subplot().plot([0, 1])
            found.append((figure.get_facecolor(), line.get_linewidth()))

        for _ in range(5):
            draw_page(styled(theme=theme, line_width=width), fill)

    threads = [threading.Thread(target=draw, args=args) for args in (("light", 1.0), ("dark", 2.0))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 10
    assert len(set(found)) == 2


def test_formats():
    assert format_of(Path("a.PNG")) == "png"
    with pytest.raises(
        ExportError, match=r"a\.gif is not the name of a figure: end it in \.png, \.svg, \.pdf or \.pgf"
    ):
        format_of(Path("a.gif"))
