"""The pictures of animations: what they show, and what stays where it is."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from animated import OVER_STEPS, SIZE, TINY, made, open_sessions, saved
from gradiometer.animation import frame_steps, save_animation
from gradiometer.figures import FIGURES, draw_figure, save_figure
from gradiometer.figures.style import FigureStyle
from gradiometer.session_file import Session, load_session


@pytest.fixture(scope="module")
def sessions(tmp_path_factory) -> Iterator[Mapping[str, Session]]:
    with open_sessions(tmp_path_factory.mktemp("animation")) as opened:
        yield opened


@pytest.fixture
def digits(sessions) -> Session:
    return sessions["norms"]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_gives_an_animation(sessions, tmp_path, name):
    frames = saved(sessions[name], name, tmp_path / "a", num_frames=3)
    assert [each.name for each in sorted((tmp_path / "a").iterdir())] == [f"{name}-000{n}.png" for n in (1, 2, 3)]
    assert {frame.shape for frame in frames} == {(*SIZE[::-1], 3)}
    assert not np.array_equal(frames[0], frames[1])
    assert not np.array_equal(frames[1], frames[2])
    if name in OVER_STEPS:
        # Uncovered as a whole it is the figure itself.
        np.testing.assert_array_equal(frames[2], still(sessions[name], name, tmp_path))


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in OVER_STEPS])
def test_one_picture_is_the_figure_itself(sessions, tmp_path, name):
    (frame,) = saved(sessions[name], name, tmp_path / "a", num_frames=1)
    (step,) = frame_steps(sessions[name], name, 1)
    np.testing.assert_array_equal(frame, still(sessions[name], name, tmp_path, step=step))


def still(session: Session, name: str, folder: Path, **options) -> np.ndarray:
    save_figure(session, name, folder / "still.png", style=TINY, **options)
    with Image.open(folder / "still.png") as image:
        return np.asarray(image.convert("RGB"))


def still_parts(figure) -> object:
    """All that has to be the same from picture to picture."""
    axes = figure.axes[0]
    bars = [each for each in figure.axes if each.get_label() == "<colorbar>"]
    legends = [*figure.legends, *filter(None, [each.get_legend() for each in figure.axes])]
    return (
        [(*each.get_position().extents, *each.get_xlim(), *each.get_ylim(), each.get_yscale()) for each in figure.axes],
        [*axes.get_xticks(), *(label.get_text() for label in axes.get_xticklabels())],
        [*axes.get_yticks(), *(label.get_text() for label in axes.get_yticklabels())],
        [text.get_text() for legend in legends for text in legend.get_texts()],
        [tuple(legend.get_window_extent().extents) for legend in legends],
        [text.get_position() for text in figure.texts],
        [each.get_ylim() for each in bars],
    )


@pytest.mark.parametrize("legend", ["auto", "right", "inside"])
@pytest.mark.parametrize("name", FIGURES)
def test_nothing_jumps(sessions, tmp_path, name, legend):
    if legend != "auto" and name != "profile":
        return
    seen: list[object] = []
    titles: list[str] = []

    def look(figure):
        seen.append(still_parts(figure))
        titles.append(figure.get_suptitle())

    style = dataclasses.replace(TINY, width_mm=120, legend=legend)
    save_animation(sessions[name], name, tmp_path / "a", last_step=11, look=look, style=style)
    assert len(seen) == len(list((tmp_path / "a").iterdir())) >= 3
    for parts in seen:
        assert parts == seen[0]
    # Of a single step each says which.
    assert len(set(titles)) == (1 if name in OVER_STEPS else len(titles))
    if name == "profile":
        _axes, _across, ticks, entries, *_ = seen[0]
        assert entries[:2] == ["Weight gradient norm", "Delta norm (speed of learning)"]
        assert set(entries[2:]) == {"step 0", "0 (below 1e-45)", "after clipping", "NaN or Inf"}
        assert "0" in ticks, "the floor of the zeros"


def test_a_title_that_needs_another_line_moves_nothing(digits, tmp_path):
    seen = []

    def look(figure):
        lines = len(figure.get_suptitle().splitlines())
        seen.append((lines, figure.axes[0].get_position().extents.tolist(), figure.texts[0].get_position()))

    style = dataclasses.replace(TINY, width_mm=113)
    save_animation(digits, "neurons", tmp_path / "a", first_step=6, last_step=15, look=look, style=style)
    (one, *few), (_, *more) = seen[0], seen[-1]
    assert [lines for lines, *_ in seen] == [one, one, one + 1, one + 1]
    assert few == more


def test_limits_hold_what_each_picture_shows(digits, tmp_path):
    low, high = [], []

    def look(figure):
        axes = figure.axes[0]
        values = np.concatenate([np.asarray(line.get_ydata(), float) for line in axes.lines[:2]])
        values = values[np.isfinite(values)]
        if len(values):
            assert axes.get_ylim()[0] < values.min() <= values.max() < axes.get_ylim()[1]
            low.append(values.min())
            high.append(values.max())

    save_animation(digits, "profile", tmp_path / "a", first_step=14, last_step=18, look=look, style=TINY)
    assert max(high) > 1e8 > 1e-4 > min(low), "the step that explodes is among them"


def test_chosen_limits_go_before(digits, tmp_path):
    limits = []
    save_animation(
        *(digits, "profile", tmp_path / "a"),
        last_step=2,
        look=lambda figure: limits.append(figure.axes[0].get_ylim()),
        style=TINY,
        y_limits=[(1e-20, 1e20)],
    )
    assert limits == [pytest.approx((1e-20, 1e20), rel=1e-9)] * 3


def test_bars_of_neurons_have_one_scale(digits, tmp_path):
    longest = np.nanmax(np.abs(digits.quantity("unit_gradient")[:5, :, :6]))
    seen = []

    def look(figure):
        axes = figure.axes[0]
        seen.append(max(abs(bar.get_width()) for bar in axes.patches))
        assert axes.get_title("left") == f"full length: {longest:.3g}"

    save_animation(digits, "neurons", tmp_path / "a", last_step=12, look=look, style=TINY)
    assert max(seen) == pytest.approx(0.45)
    assert len(set(seen)) == len(seen) == 5


def test_a_histogram_reaches_as_far_as_the_widest(tmp_path):
    numbers = iter(range(100))

    def change(counts):
        counts[:] = 0
        middle, shift = (counts.shape[1] - 4) // 2, 5 * next(numbers)
        # Nothing at all, then ever larger values.
        if shift:
            counts[:, middle + 30 + shift] = counts[:, middle - 32 - shift] = 7

    with made(tmp_path, 20, change_histogram=change, histogram_every=5) as session:
        ends = []

        def look(figure):
            ends.append(figure.axes[0].get_xlim())
            tallest = max((bar.get_height(), bar.get_x() + 0.5) for bar in figure.axes[0].patches)
            ends.append(tallest[1] if tallest[0] else 0.0)

        save_animation(session, "histogram", tmp_path / "a", look=look, style=TINY)
    first, last = ends[0]
    assert ends[::2] == [(first, last)] * 4
    assert ends[1] == 0.0
    # The bars wander to the outside, the last negative one to the very end, two further than the positive ones.
    assert 0 < ends[3] < ends[5] < ends[7] == pytest.approx(last - 2.8)


def test_a_figure_over_steps_is_uncovered_from_the_left(digits, tmp_path):
    boxes = []

    def look(figure):
        axes = figure.axes[0]
        flags = [text.get_visible() for text in axes.texts if "Activation" in text.get_text()]
        boxes.append((axes.bbox.extents, axes.transData.transform((20, 1))[0], flags))

    style = FigureStyle(width_mm=180, height_mm=100, dpi=30)
    frames = saved(digits, "norms", tmp_path / "a", num_frames=6, look=look, style=style)
    (left, bottom, right, top), mark, _flags = boxes[0]
    for index, frame in enumerate(frames):
        inside = frame[len(frame) - int(top) + 1 : len(frame) - int(bottom) - 2].astype(int)
        # The grid is grey, curves are not.
        colored = (inside.max(axis=2) - inside.min(axis=2) > 60).any(axis=0)
        edge = left + (index + 1) / 6 * (right - left)
        assert colored[int(left) + 4 : int(edge) - 3].any()
        assert not colored[int(edge) + 4 : int(right) - 1].any()
        assert boxes[index][2] == [bool(edge >= mark)]
    assert (boxes[0][2], boxes[-1][2]) == ([False], [True])


def test_guides_reach_from_side_to_side_all_the_time(digits, tmp_path):
    frames = saved(digits, "norms", tmp_path / "a", num_frames=4, quantity="clip_cosine", scale="linear")
    guide = [(frame == frames[-1]).all(axis=(1, 2)) for frame in frames]
    assert guide[0].mean() > 0.3


@pytest.mark.parametrize("name", ["profile", "loss", "histogram", "heatmap"])
def test_nothing_but_nan_is_animated_too(tmp_path, name):
    def nothing(layout, row):
        row[layout.slice("loss").start :] = np.nan

    def empty(counts):
        counts[:] = 0

    with made(tmp_path, 8, change_row=nothing, change_histogram=empty) as session:
        assert len(saved(session, name, tmp_path / "a", num_frames=2)) == 2


@pytest.mark.parametrize("name", ["profile", "norms"])
def test_two_hundred_layers(tmp_path, name):
    with made(tmp_path, 4, hidden=(8,) * 199) as session:
        style = FigureStyle(width_mm=160, height_mm=120, dpi=40)
        assert len(saved(session, name, tmp_path / "a", num_frames=2, style=style)) == 2


@pytest.mark.parametrize("name", ["norms", "profile"])
def test_others_draw_between_two_pictures(digits, tmp_path, name):
    """A preview must not wait until all of it is there."""
    drawn = []

    def draw(*_) -> None:
        other = threading.Thread(target=lambda: drawn.append(draw_figure(digits_again, "profile", style=TINY)))
        other.start()
        other.join(60)
        assert not other.is_alive()

    with load_session(digits.path) as digits_again:
        saved(digits, name, tmp_path / "a", num_frames=2, on_progress=draw)
    assert len(drawn) == (3 if name == "norms" else 5)


def test_remarks_of_the_page_are_told(tmp_path):
    session = made(tmp_path, 3, name="\U0001f9e8")
    with session:
        remarks = save_animation(session, "profile", tmp_path / "a", style=TINY, fps=1)
    assert all("no font here has the letters" in each for each in remarks)
