"""Sessions to animate, and animations as other programs see them: Pillow and ffmpeg."""

from __future__ import annotations

import contextlib
import dataclasses
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from PIL import Image, ImageSequence

from gradiometer.animation import save_animation
from gradiometer.figures import FIGURES, figures_of
from gradiometer.figures.style import FigureStyle
from gradiometer.reports import Intervention
from gradiometer.session_file import Session, load_session
from gradiometer.settings import Settings
from recorded import ALL_KINDS, SMALL
from synthetic import write_session

TINY = FigureStyle(width_mm=90, height_mm=70, dpi=40)
SIZE = 141, 110
"""Of its pictures, in pixels."""
OVER_STEPS = ("norms", "heatmap", "time_heatmap", "loss")
SUFFIXES = {"mp4": ".mp4", "gif": ".gif", "png": ""}


def changes() -> list[Intervention]:
    before = Settings()
    relu = dataclasses.replace(before, activation="relu")
    return [Intervention(20, relu, before, relu, "")]


def make_restless(layout, row):
    """Of some steps clipped, of some with exact zeros, with NaN, with nothing but NaN, and one that explodes."""
    step, norms = int(row[0]), layout.slice("weight_gradient_norm")
    if step % 4 == 1:
        row[layout.slice("weight_gradient_norm_after_clip")] /= 2
    if step % 7 == 3:
        row[norms.start] = 0.0
    if step % 7 == 4:
        row[norms.start + 1] = np.nan
    if step == 11:
        row[1:] = np.nan
    if step == 17:
        row[norms] *= 1e12


@contextlib.contextmanager
def open_sessions(folder: Path) -> Iterator[Mapping[str, Session]]:
    """One of each kind, by the figures that are drawn of it: those of any network of the first, which is of digits."""
    with contextlib.ExitStack() as open_files:
        opened: dict[str, Session] = {}
        for number, kind in enumerate(ALL_KINDS.values()):
            path = folder / f"{number}.gradiometer"
            write_session(path, kind, 30, change_row=make_restless, others=changes())
            session = open_files.enter_context(load_session(path))
            opened |= {name: session for name in figures_of(session) if name not in opened}
        assert set(opened) == set(FIGURES)
        yield opened


def made(folder: Path, num_steps: int, *, change_row=None, change_histogram=None, **values) -> Session:
    experiment = dataclasses.replace(SMALL, **values)
    path = folder / "made.gradiometer"
    return load_session(
        write_session(path, experiment, num_steps, change_row=change_row, change_histogram=change_histogram)
    )


def pictures_in(path: Path) -> list[np.ndarray]:
    """Red, green and blue of each frame, as other programs see it."""
    if path.suffix == ".mp4":
        return film(path)[0]
    if path.suffix == ".gif":
        with Image.open(path) as image:
            return [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)]
    return [np.asarray(Image.open(each).convert("RGB")) for each in sorted(path.iterdir())]


def film(path: Path) -> tuple[list[np.ndarray], str]:
    """The pictures of a film, and what ffmpeg says of it."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    said = done.stderr.decode()
    found = re.search(r"Video: .* (\d+)x(\d+)", said)
    assert found is not None
    return [*np.frombuffer(done.stdout, np.uint8).reshape(-1, int(found[2]), int(found[1]), 3)], said


def saved(session: Session, name: str, path: Path, **options) -> list[np.ndarray]:
    assert not any("lasts" not in each for each in save_animation(session, name, path, **{"style": TINY} | options))
    return pictures_in(path)
