"""Animations: which steps they show, how far they are, and what cannot be made."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from animated import SUFFIXES, TINY, made, open_sessions, pictures_in, saved
from gradiometer.animation import default_style, frame_steps, in_pixels, pixels_of, save_animation
from gradiometer.animation_files import KINDS
from gradiometer.exports import ExportError
from gradiometer.fields import FieldError
from gradiometer.figures import FIGURES
from gradiometer.figures.style import load_style, style_names
from gradiometer.session_file import Session, load_session
from synthetic import write_session, write_watched
from tried import tried, tried_arm, write_tried


@pytest.fixture(scope="module")
def sessions(tmp_path_factory) -> Iterator[Mapping[str, Session]]:
    with open_sessions(tmp_path_factory.mktemp("animation")) as opened:
        yield opened


@pytest.fixture
def digits(sessions) -> Session:
    return sessions["norms"]


def test_frames_are_spread_evenly_over_what_is_recorded(digits):
    assert frame_steps(digits, "profile", 4) == [0, 10, 19, 29]
    assert frame_steps(digits, "profile", 1000) == list(range(30))
    assert frame_steps(digits, "profile", 3, first_step=10, last_step=20) == [10, 15, 20]
    # Closer looks at every third step, histograms of gradients at every fifth.
    assert frame_steps(digits, "factors", 1000) == list(range(0, 30, 3))
    assert frame_steps(digits, "profile", 1000, quantity="gain") == list(range(0, 30, 3))
    assert frame_steps(digits, "histogram", 1000) == list(range(0, 30, 5))
    assert frame_steps(digits, "histogram", 1000, histogram="weight") == list(range(0, 30, 3))
    # Those over steps grow between two recorded ones too.
    assert frame_steps(digits, "heatmap", 1000, first_step=4) == list(range(5, 26))


def test_no_two_frames_are_the_same(digits, tmp_path):
    remarks = save_animation(
        *(digits, "factors", tmp_path / "a.gif"),
        style=TINY,
        fps=4,
        last_step=12,
    )
    assert remarks == ("it lasts 1.2 s: no more than 5 frames of it are recorded",)
    frames = pictures_in(tmp_path / "a.gif")
    assert len(frames) == 5
    assert all(not np.array_equal(one, other) for one, other in itertools.pairwise(frames))


def test_steps_of_a_loop_of_ones_own(tmp_path):
    with load_session(write_watched(tmp_path / "watched.gradiometer", 12)) as session:
        for name in ("loss", "neurons", "histogram"):
            assert len(saved(session, name, tmp_path / name, num_frames=2)) == 2


@pytest.mark.parametrize("name", FIGURES)
def test_one_step_is_one_frame(sessions, tmp_path, name):
    path = write_session(tmp_path / "one.gradiometer", sessions[name].experiment, 1)
    with load_session(path) as session:
        assert len(saved(session, name, tmp_path / "a.gif")) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "total"), [("norms", 3), ("histogram", 6)])
def test_progress_grows_to_the_end(digits, tmp_path, name, total, kind):
    told = []
    save_animation(
        *(digits, name, tmp_path / f"a{SUFFIXES[kind]}"),
        num_frames=3,
        style=TINY,
        on_progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(done, total) for done in range(total + 1)]


@pytest.mark.parametrize(
    ("name", "file", "options", "reason"),
    [
        ("nothing", "a.gif", {}, "nothing is not a figure: choose one of profile"),
        ("norms", "a.avi", {}, "a.avi is not the name of an animation: end it in .mp4 or .gif, or name a folder"),
        ("norms", "a.png", {}, "a.png is not the name of an animation"),
        ("norms", "a.gif", {"kind": "webm"}, "--format webm is not known: choose one of mp4, gif, png"),
        ("norms", "a.gif", {"num_frames": 0}, "num_frames = 0 is not allowed: a whole number from 1 to 5000"),
        ("norms", "a.gif", {"fps": 0}, "fps = 0 is not allowed: a number from 0.1, at most 60"),
        ("norms", "a.gif", {"fps": float("nan")}, "fps = nan is not allowed"),
        ("norms", "a.gif", {"fps": 60}, "fps = 60 is not allowed of a GIF: at most 50"),
        ("norms", "a.gif", {"first_step": 9, "last_step": 8}, "first_step = 9 is not allowed: at most 8"),
        ("surface", "a.gif", {}, "has no figure surface: choose one of profile, factors, norms"),
        ("factors", "a.gif", {"first_step": 4, "last_step": 5}, "is recorded from step 4 to 5, but from 0 to 27"),
        ("norms", "a.gif", {"first_step": 100}, "nothing for the figure norms is recorded from step 100 to 29"),
        ("norms", "a.gif", {"layer": 9}, "layer 10 does not exist"),
        ("norms", "a.gif", {"scale": "cubic"}, "scale = 'cubic' is not allowed"),
        ("histogram", "a.gif", {"histogram": "weights"}, "weights is not a kind of histogram"),
    ],
)
def test_bad_input_is_a_sentence(digits, tmp_path, name, file, options, reason):
    with pytest.raises((ExportError, FieldError)) as caught:
        save_animation(digits, name, tmp_path / file, **options)
    assert reason in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_a_trial_is_no_animation(tmp_path):
    path = write_tried(tmp_path / "tried.gradiometer", tried(tried_arm()))
    with load_session(path) as session, pytest.raises(ExportError, match="has no figure trial: choose one of profile"):
        save_animation(session, "trial", tmp_path / "a.gif")


@pytest.mark.parametrize(("name", "what"), [("norms", "no steps"), ("factors", "no steps")])
def test_a_session_with_no_steps_says_so(tmp_path, name, what):
    with made(tmp_path, 0) as session, pytest.raises(ExportError, match=f"cannot be animated: {what} recorded"):
        save_animation(session, name, tmp_path / "a.gif")


def test_a_session_without_a_closer_look_says_so(digits, tmp_path, monkeypatch):
    monkeypatch.setattr(digits, "num_rows", {**digits.num_rows, "unit": 0})
    with pytest.raises(ExportError, match="nothing for the figure neurons recorded"):
        save_animation(digits, "neurons", tmp_path / "a.gif")


def test_the_usual_size(digits, tmp_path):
    assert pixels_of(default_style()) == (1280, 720)
    save_animation(digits, "loss", tmp_path / "a", num_frames=1)
    (frame,) = pictures_in(tmp_path / "a")
    assert frame.shape == (720, 1280, 3)


@pytest.mark.parametrize("name", style_names())
@pytest.mark.parametrize("pixels", [(1280, 720), (1920, 1080), (640, 480), (999, 777)])
def test_any_style_in_any_number_of_pixels(name, pixels):
    style = load_style(name)
    changed = in_pixels(style, *pixels)
    assert pixels_of(changed) == pixels
    assert (changed.width_mm, changed.height_mm) >= (style.width_mm, style.height_mm)
    assert changed.font_size == style.font_size
    with pytest.raises(FieldError, match="height = 8 is not allowed"):
        in_pixels(style, 1280, 8)


def test_importing_it_loads_no_matplotlib():
    code = "import sys, gradiometer.animation; print(*{'matplotlib', 'torch', 'PIL', 'PySide6'} & sys.modules.keys())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"
