"""`gradiometer animate`, as a person types it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from recorded import SMALL
from synthetic import write_session

TINY = ["--style", "single", "--size", "90x70", "--dpi", 40]
HELP = ("profile  ", "time_heatmap", "slide", ".mp4", "gradiometer[video]", "--first-step N", "font_size", "1280x720")


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    return write_session(tmp_path_factory.mktemp("animate") / "a.gradiometer", SMALL, 30)


def test_a_gif(run, file, tmp_path):
    path = tmp_path / "new" / "norms.gif"
    words = ["--figure", "norms", "--first-step", 5, "--last-step", 25, "--frames", 4, "--fps", 2, "--theme", "dark"]
    assert run("animate", file, *words, *TINY, "--to", path) == (0, f"{path}\n", "")
    with Image.open(path) as image:
        assert (image.n_frames, image.size, image.info["duration"]) == (4, (141, 110), 500)
        assert image.convert("RGB").getpixel((0, 0)) == (0x15, 0x17, 0x1C)


def test_a_film(run, file, tmp_path):
    path = tmp_path / "profile.mp4"
    words = ["--figure", "profile", "--frames", 3, "--fps", 1, "--quantity", "delta_norm", "--scale", "linear"]
    assert run("animate", file, *words, *TINY, "--to", path) == (0, f"{path}\n", "")
    assert path.read_bytes()[4:8] == b"ftyp"


def test_a_folder_of_pictures(run, file, tmp_path):
    folder = tmp_path / "a.d"
    words = ["--figure", "histogram", "--layer", "hidden 2", "--frames", 2, "--fps", 0.5]
    assert run("animate", file, *words, *TINY, "--format", "png", "--to", folder) == (0, f"{folder}\n", "")
    assert sorted(each.name for each in folder.iterdir()) == ["histogram-0001.png", "histogram-0002.png"]


@pytest.mark.parametrize(
    ("words", "size"), [([], (1280, 720)), (["--pixels", "320X200"], (320, 200)), (["--style", "thesis"], (1280, 720))]
)
def test_the_size(run, file, tmp_path, words, size):
    assert run("animate", file, "--figure", "loss", "--frames", 1, *words, "--to", tmp_path / "a")[0] == 0
    with Image.open(tmp_path / "a" / "loss-0001.png") as image:
        assert image.size == size


def test_what_lasts_a_moment_is_remarked(run, file, tmp_path):
    path = tmp_path / "a.gif"
    code, out, err = run("animate", file, "--figure", "factors", "--last-step", 8, *TINY, "--to", path)
    assert (code, out) == (0, f"{path}\n")
    assert err == "gradiometer: it lasts 0.25 s: no more than 3 frames of it are recorded\n"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--figure", "nothing"], "nothing is not a figure: choose one of profile"),
        (["--figure", "surface"], "has no figure surface: choose one of profile"),
        (["--frames", "0"], "--frames = 0 is not allowed: a whole number from 1 to 5000"),
        (["--fps", "fast"], "--fps = 'fast' is not allowed: a number from 0.1"),
        (["--fps", "51"], "fps = 51 is not allowed of a GIF: at most 50"),
        (["--first-step", "9", "--last-step", "8"], "first_step = 9 is not allowed: at most 8"),
        (["--first-step", "-1"], "--first-step = -1 is not allowed"),
        (
            ["--layer", "hidden 9"],
            "--layer hidden 9 is not there: choose 1 to 3, or a name from 'hidden 1' to 'output'",
        ),
        (["--quantity", "speed"], "speed is not a quantity"),
        (["--pixels", "1280"], "--pixels 1280 is not allowed: write width x height, as 1280x720"),
        (["--pixels", "10x720"], "--pixels width = 10 is not allowed: a whole number from 64 to 8192"),
        (["--pixels", "640x480", "--dpi", "50"], "--pixels and --size or --dpi do not go together"),
        (["--style", "nothing"], "style 'nothing' is not known"),
        (["--format", "avi"], "--format avi is not known: choose one of mp4, gif, png"),
        (["--to", "a.avi"], "a.avi is not the name of an animation: end it in .mp4 or .gif, or name a folder"),
    ],
)
def test_bad_input_is_a_sentence(run, file, tmp_path, words, reason):
    given = ["--figure", "norms", "--to", tmp_path / "a.gif"]
    code, out, err = run("animate", file, *given, *words)
    assert (code, out) == (2, "")
    assert reason in err
    assert err.startswith("gradiometer: error: ")
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_none(run, tmp_path):
    code, _, err = run("animate", tmp_path / "none.gradiometer", "--figure", "norms", "--to", tmp_path / "a.gif")
    assert code == 2
    assert "none.gradiometer" in err


def test_the_help_lists_figures_and_styles(run):
    code, out, _ = run("animate", "--help")
    assert code == 0
    for text in HELP:
        assert text in out


@pytest.mark.skipif(os.name != "posix", reason="a terminal's Ctrl+C goes to all its processes")
@pytest.mark.parametrize("to", ["a.mp4", "a.gif", "pictures"])
def test_ctrl_c_ends_it_with_no_file_and_no_trace(file, tmp_path, to):
    """As from a terminal, which interrupts ffmpeg too."""
    words = ["animate", str(file), "--figure", "norms", "--to", str(tmp_path / to), *map(str, TINY)]
    command = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            f"import sys; from gradiometer import animation_frames, cli; {_TELLING}; sys.exit(cli.main({words!r}))",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert command.stdout is not None
    assert command.stdout.readline() == "at the tenth\n"
    os.killpg(command.pid, signal.SIGINT)
    out, err = command.communicate("\n")
    assert (command.returncode, out, err) == (130, "", "")
    assert not list(tmp_path.iterdir())


# At the tenth picture it waits until Ctrl+C has come.
_TELLING = (
    "picture = animation_frames.GrowingFilm.picture; "
    "animation_frames.GrowingFilm.picture = lambda self, index: "
    "(index == 9 and (print('at the tenth', flush=True), sys.stdin.readline()), picture(self, index))[1]"
)
