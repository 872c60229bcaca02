"""The files of animations, read back by other means than those that wrote them: Pillow, ffmpeg, a walk through a
GIF's blocks.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from animated import SIZE, SUFFIXES, TINY, film, open_sessions, saved
from gradiometer import animation, animation_files
from gradiometer.animation import in_pixels, save_animation
from gradiometer.animation_files import KINDS, Palette, kind_of
from gradiometer.exports import ExportError
from gradiometer.figures.style import FigureStyle
from gradiometer.session_file import Session


@pytest.fixture(scope="module")
def sessions(tmp_path_factory) -> Iterator[Mapping[str, Session]]:
    with open_sessions(tmp_path_factory.mktemp("animation")) as opened:
        yield opened


@pytest.fixture
def digits(sessions) -> Session:
    return sessions["norms"]


def blocks_of(data: bytes) -> tuple[int, list[int], list[bool]]:
    """Of a GIF: how many colours all frames share, the hundredths of a second of each, and whether it has colours of
    its own (GIF89a specification, 1990).
    """
    assert data[:6] == b"GIF89a"
    num_shared = 2 << (data[10] & 7) if data[10] & 128 else 0
    place, delays, own = 13 + 3 * num_shared, [], []
    while data[place] != 0x3B:
        if data[place] == 0x21:
            if data[place + 1] == 0xF9:
                delays.append(int.from_bytes(data[place + 4 : place + 6], "little"))
            place += 2
        else:
            assert data[place] == 0x2C
            own.append(bool(data[place + 9] & 128))
            place += 11 + (3 * (2 << (data[place + 9] & 7)) if own[-1] else 0)
        while data[place]:
            place += data[place] + 1
        place += 1
    return num_shared, delays, own


def test_a_gif(digits, tmp_path):
    path = tmp_path / "new" / "a.gif"
    frames = saved(digits, "norms", path, num_frames=7, fps=12)
    exact = saved(digits, "norms", tmp_path / "a", num_frames=7)
    assert [frame.shape for frame in frames] == [(*SIZE[::-1], 3)] * 7
    for frame, picture in zip(frames, exact, strict=True):
        distance = np.abs(frame.astype(int) - picture)
        assert distance.mean() < 0.7
        assert distance.max() < 40
        assert frame[0, 0].tolist() == [255, 255, 255]
    with Image.open(path) as image:
        assert (image.n_frames, image.info["loop"]) == (7, 0)
    num_shared, delays, own = blocks_of(path.read_bytes())
    assert num_shared == 256
    assert own == [False] * 7
    assert sum(delays) == 58
    assert set(delays) == {8, 9}
    assert sorted(each.name for each in path.parent.iterdir()) == ["a.gif"]


def test_a_gif_of_one_frame(digits, tmp_path):
    (frame,) = saved(digits, "loss", tmp_path / "a.gif", num_frames=1, fps=2)
    assert frame.shape == (*SIZE[::-1], 3)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_few_colors_are_kept_as_they_are(theme):
    generator = np.random.default_rng(0)
    colors = generator.integers(0, 256, (200, 3), np.uint8)
    picture = colors[generator.integers(0, 200, (40, 50))]
    np.testing.assert_array_equal(np.asarray(Palette([picture]).image(picture).convert("RGB")), picture)


def test_each_color_becomes_the_nearest_one():
    generator = np.random.default_rng(1)
    picture, other = (generator.integers(0, 256, (30, 40, 3), np.uint8) for _ in range(2))
    palette = Palette([picture])
    assert palette.colors.shape == (255, 3)
    found = np.asarray(palette.image(other).convert("RGB")).astype(int)
    distances = ((other[:, :, None].astype(int) - palette.colors.astype(int)) ** 2).sum(axis=3)
    np.testing.assert_array_equal(((found - other) ** 2).sum(axis=2), distances.min(axis=2))


def test_an_mp4(digits, tmp_path):
    path = tmp_path / "a.mp4"
    frames = saved(digits, "norms", path, num_frames=9, fps=6)
    assert imageio_ffmpeg.count_frames_and_secs(path) == (9, 1.5)
    told = film(path)[1]
    # Sides are even.
    for words in ("Video: h264 (High)", "yuv420p(tv, bt709, progressive)", " 140x110", " 6 fps", f"{digits.title}: "):
        assert words in told
    exact = saved(digits, "norms", tmp_path / "a", num_frames=9)
    for frame, picture in zip(frames, exact, strict=True):
        assert np.abs(frame.astype(int) - picture[:, :140]).mean() < 4
        assert np.median(frame, axis=(0, 1)).min() >= 254
    data = path.read_bytes()
    # What a player needs to begin stands before the pictures.
    assert data.index(b"ftyp") < data.index(b"moov") < data.index(b"mdat")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "a.mp4"]


def test_the_same_session_gives_the_same_bytes(digits, tmp_path):
    for suffix in (".mp4", ".gif"):
        for attempt in "ab":
            saved(digits, "norms", tmp_path / f"{attempt}{suffix}", num_frames=3)
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_an_mp4_without_the_extra(digits, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ExportError, match=r"install gradiometer\[video\], or choose a name that ends in .gif"):
        save_animation(digits, "norms", tmp_path / "a.mp4")
    assert not list(tmp_path.iterdir())


def test_without_the_extra_the_systems_ffmpeg_is_taken(monkeypatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    monkeypatch.setattr(shutil, "which", {"ffmpeg": "/usr/bin/ffmpeg"}.get)
    assert animation_files.find_ffmpeg() == "/usr/bin/ffmpeg"


@pytest.mark.skipif(os.name != "posix", reason="a script that can be started")
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo '[out#0/mp4 @ 0x55] [x] No space left on device' >&2; exit 1", "ffmpeg says: No space left on device"),
        ("exit 3", "ffmpeg says: exit code 3"),
        ("cat > /dev/null; echo late >&2; exit 1", "ffmpeg says: late"),
        (None, "cannot be started: No such file or directory"),
    ],
)
def test_an_ffmpeg_that_fails(digits, tmp_path, monkeypatch, script, reason):
    program = tmp_path / "ffmpeg"
    if script is not None:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    monkeypatch.setattr(animation_files, "find_ffmpeg", lambda: str(program))
    (tmp_path / "out").mkdir()
    with pytest.raises(ExportError, match=reason):
        save_animation(digits, "norms", tmp_path / "out" / "a.mp4", style=TINY, num_frames=20)
    assert not list((tmp_path / "out").iterdir())


def test_an_older_animation_makes_room(digits, tmp_path):
    folder = tmp_path / "runs.d" / "frames"
    assert len(saved(digits, "norms", folder, num_frames=5)) == 5
    with Image.open(folder / "norms-0005.png") as image:
        assert image.text == {"Title": "small: Gradient norm of each layer over steps", "Software": "Gradiometer"} or (
            image.text["Software"] == "Gradiometer"
        )
        assert image.info["dpi"] == pytest.approx((40, 40), rel=1e-3)
    assert len(saved(digits, "norms", folder, num_frames=3)) == 3
    assert [each.name for each in folder.parent.iterdir()] == ["frames"]
    # One with a point in its name, which is there already.
    (tmp_path / "empty.d").mkdir()
    assert len(saved(digits, "loss", tmp_path / "empty.d", num_frames=2)) == 2
    assert len(saved(digits, "loss", tmp_path / "a.b", kind="png", num_frames=2)) == 2


def test_the_folder_of_the_process(digits, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    save_animation(digits, "norms", Path("."), num_frames=2, style=TINY)
    assert sorted(each.name for each in (tmp_path / "here").iterdir()) == ["norms-0001.png", "norms-0002.png"]


@pytest.mark.parametrize("stranger", ["norms-0001.jpg", "profile-0001.png", "norms-0001.png/a", "notes.txt"])
def test_a_folder_with_anything_else_stays_as_it_is(digits, tmp_path, stranger):
    folder = tmp_path / "frames"
    (folder / stranger).parent.mkdir(parents=True)
    (folder / stranger).write_text("mine")
    with pytest.raises(ExportError, match=r"frames holds .*, which is none of these pictures: choose another folder"):
        save_animation(digits, "norms", folder, num_frames=2, style=TINY)
    assert (folder / stranger).read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["frames"]


def test_what_comes_into_the_folder_meanwhile_stays(digits, tmp_path):
    folder = tmp_path / "frames"
    folder.mkdir()
    with pytest.raises(ExportError, match=r"frames holds mine.txt"):
        save_animation(
            *(digits, "norms", folder),
            num_frames=2,
            style=TINY,
            on_progress=lambda _done, _total: (folder / "mine.txt").write_text("mine"),
        )
    assert [each.name for each in tmp_path.iterdir()] == ["frames"]
    assert [each.name for each in folder.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "last"), [("norms", 1), ("norms", 2), ("histogram", 1), ("histogram", 3)])
def test_cancelled_it_leaves_what_was_there(digits, tmp_path, name, last, kind):
    path, told = tmp_path / f"a{SUFFIXES[kind]}", []
    before = path / f"{name}-0001.png" if kind == "png" else path
    before.parent.mkdir(exist_ok=True)
    before.write_text("an older one")
    remarks = save_animation(
        *(digits, name, path),
        num_frames=2,
        style=TINY,
        on_progress=lambda done, _total: told.append(done),
        cancelled=lambda: told[-1] == last,
    )
    assert (remarks, told[-1]) == ((), last)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert before.read_text() == "an older one"


@pytest.mark.parametrize("kind", KINDS)
def test_cancelled_it_leaves_nothing(digits, tmp_path, kind):
    save_animation(digits, "norms", tmp_path / f"a{SUFFIXES[kind]}", style=TINY, cancelled=lambda: True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_wrong_leaves_nothing(digits, tmp_path, kind):
    def fail(_figure):
        raise MemoryError

    with pytest.raises(MemoryError):
        save_animation(digits, "norms", tmp_path / f"a{SUFFIXES[kind]}", style=TINY, look=fail)
    assert not list(tmp_path.iterdir())


def test_a_name_that_is_taken_by_another_kind_of_file(digits, tmp_path):
    (tmp_path / "a.gif").mkdir()
    with pytest.raises(ExportError, match=r"a.gif is a folder: give the name of a file"):
        save_animation(digits, "norms", tmp_path / "a.gif")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ExportError, match="file is a file: numbered PNG pictures need the name of a folder"):
        save_animation(digits, "norms", tmp_path / "file")


def test_a_gif_that_would_fill_the_memory(digits, tmp_path):
    style = in_pixels(FigureStyle(), 8192, 8192)
    with pytest.raises(ExportError, match=r"a GIF of 30 frames of 8192 x 8192 pixels takes 2.0 GB of memory: choose"):
        save_animation(digits, "profile", tmp_path / "a.gif", style=style)


def test_kinds_by_name():
    names = {"a.mp4": "mp4", "a.MP4": "mp4", "a.gif": "gif", "frames": "png", "a/b.c/frames": "png"}
    assert {name: kind_of(Path(name)) for name in names} == names
    assert kind_of(Path("frames.d"), "png") == "png"
    assert animation.FRAMES_FIELD.check("n", animation.DEFAULT_FRAMES) == 120
