"""Animations: a span of steps of any figure as an MP4 film, a GIF picture or numbered PNG pictures.

Importing this module does not import matplotlib.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from gradiometer.animation_files import (
    MOST_GIF_FPS,
    Palette,
    check_folder,
    check_gif,
    find_ffmpeg,
    kind_of,
    write_folder,
    write_gif,
    write_mp4,
)
from gradiometer.animation_frames import Film, GrowingFilm, Look, Picture, StepFilm
from gradiometer.exports import ExportError
from gradiometer.fields import FieldError, Integer, Number
from gradiometer.figures import FIGURES, FigureOptions, figures_of, request_of, title_of
from gradiometer.figures.sheet import Request
from gradiometer.figures.style import FigureStyle, load_style
from gradiometer.quantities import stream_of
from gradiometer.session_file import Session

DEFAULT_FRAMES = 120
DEFAULT_FPS = 12.0
DEFAULT_PIXELS = (1280, 720)

FRAMES_FIELD = Integer(title="Frames", help="How many; fewer where fewer steps are recorded.", low=1, high=5000)
FPS_FIELD = Number(title="Frames a second", help="How fast they follow each other.", low=0.1, high=60)
PIXELS_FIELD = Integer(title="Pixels", help="Of a side of each picture.", low=64, high=8192)

# What lasts less may look like a mistake.
_SHORT_S = 2.0
# So many pictures are looked at before the palette of a GIF is chosen.
_NUM_SAMPLES = 6
# Of curves a layer, of looks: how a stream says at which steps it has rows.
_STEPS: dict[str, Callable[[Session], NDArray[np.int64]]] = {
    "step": lambda session: session.steps,
    "evaluation": lambda session: session.evaluation_steps,
}


class _Cancelled(Exception):
    """Somebody wants no animation any more."""


def save_animation(
    session: Session,
    name: str,
    path: Path,
    *,
    kind: str = "",
    num_frames: int = DEFAULT_FRAMES,
    fps: float = DEFAULT_FPS,
    on_progress: Callable[[int, int], object] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    look: Look = lambda _figure: None,
    **options: Unpack[FigureOptions],
) -> tuple[str, ...]:
    """Show how a figure of FIGURES changes from `first_step` to `last_step` (all): whole or not at all.

    A figure over steps is uncovered from the left, one of a single step is drawn at each of the steps, evenly spread
    over those that are recorded. There are fewer where fewer steps are recorded, so that no two are the same. Axes,
    scales, colours and legend are the same in all of them.

    kind: in animation_files.KINDS, else what the suffix says, a name without one is that of a folder; options: as of
    `save_figure`, of which `step` means nothing, the style is `default_style()` where none is given; on_progress: told
    how much is done, and of how much; cancelled: asked between pictures, then nothing is left; look: is given each
    figure as it is drawn. Other figures can be drawn between two pictures, in other threads.

    Returns remarks about what could not be done as asked for. Raises ExportError, FieldError, and SessionFileError
    where the session is damaged.
    """
    kind = kind_of(path, kind)
    num_frames = FRAMES_FIELD.check("num_frames", num_frames)
    fps = FPS_FIELD.check("fps", fps)
    if kind == "gif" and fps > MOST_GIF_FPS:
        raise FieldError(f"fps = {fps:g} is not allowed of a GIF: at most {MOST_GIF_FPS:g}")
    options.setdefault("style", default_style())
    request = request_of(session, name, options)
    steps = _frame_steps(session, name, request, num_frames)
    _check_file(path, kind, name, request, len(steps))
    # A picture of a single step is drawn twice: the first time it is measured.
    total = len(steps) * (1 if FIGURES[name].over_steps else 2)
    done = 0

    def tell() -> None:
        if on_progress is not None:
            on_progress(done, total)

    def count() -> None:
        nonlocal done
        done += 1
        tell()
        if cancelled():
            raise _Cancelled

    def counted(film: Film) -> Iterator[Picture]:
        for index in range(len(film)):
            yield film.picture(index)
            count()

    try:
        tell()
        if FIGURES[name].over_steps:
            film: Film = GrowingFilm(session, name, request, len(steps), look)
        else:
            film = StepFilm(session, name, request, steps, look, count)
        _write(film, counted(film), path, kind, fps, name, title_of(session, name), request.style.dpi)
    except _Cancelled:
        return ()
    if len(steps) < num_frames and len(steps) / fps < _SHORT_S:
        short = f"it lasts {len(steps) / fps:.2g} s: no more than {len(steps)} frames of it are recorded"
        return (*film.remarks, short)
    return film.remarks


def frame_steps(session: Session, name: str, num_frames: int, **options: Unpack[FigureOptions]) -> list[int]:
    """The steps of the frames that `save_animation` makes, which may be fewer. Raises as it does."""
    return _frame_steps(session, name, request_of(session, name, options), num_frames)


def _write(
    film: Film, pictures: Iterator[Picture], path: Path, kind: str, fps: float, name: str, title: str, dpi: float
) -> None:
    if kind == "mp4":
        write_mp4(path, pictures, fps, title)
    elif kind == "gif":
        samples = np.unique(np.linspace(0, len(film) - 1, _NUM_SAMPLES).round().astype(int)).tolist()
        write_gif(path, pictures, len(film), fps, Palette([film.picture(index) for index in samples]))
    else:
        write_folder(path, pictures, name, dpi, title)


def _check_file(path: Path, kind: str, name: str, request: Request, num_pictures: int) -> None:
    """Before anything is drawn. Raises ExportError."""
    if kind != "png" and path.is_dir():
        raise ExportError(f"{path} is a folder: give the name of a file")
    if kind == "mp4":
        find_ffmpeg()
    elif kind == "gif":
        check_gif(pixels_of(request.style), num_pictures)
    else:
        check_folder(path, name)


def _frame_steps(session: Session, name: str, request: Request, num_frames: int) -> list[int]:
    """At most so many, evenly spread over the recorded ones, or where a figure grows over the axis of steps. Raises
    ExportError and FieldError.
    """
    there = [each for each in figures_of(session) if each in FIGURES]
    if name not in there:
        raise ExportError(f"{session.path} has no figure {name}: choose one of {', '.join(there)}")
    first, last = request.first_step, request.last_step
    steps = _recorded(session, name, request)
    if not len(steps):
        what = "no steps" if not session.num_rows["step"] else f"nothing for the figure {name}"
        raise ExportError(f"{session.path} cannot be animated: {what} recorded")
    begin = 0 if first is None else int(np.searchsorted(steps, first))
    end = len(steps) if last is None else int(np.searchsorted(steps, last, side="right"))
    if begin >= end:
        raise ExportError(
            f"{session.path} cannot be animated: nothing for the figure {name} is recorded from step "
            f"{steps[0] if first is None else first} to {steps[-1] if last is None else last}, "
            f"but from {steps[0]} to {steps[-1]}"
        )
    steps = steps[begin:end]
    if FIGURES[name].over_steps:
        spread = np.unique(np.linspace(steps[0], steps[-1], num_frames).round().astype(np.int64))
    else:
        spread = steps[np.unique(np.linspace(0, len(steps) - 1, num_frames).round().astype(np.int64))]
    return [int(step) for step in spread]


def _recorded(session: Session, name: str, request: Request) -> NDArray[np.int64]:
    """The steps at which a figure shows something else than before."""
    if name in ("histogram", "heatmap"):
        return session.histogram_steps(request.histogram)
    if name == "loss":
        return session.steps if session.num_rows["step"] else session.evaluation_steps
    stream = FIGURES[name].stream
    if name in ("profile", "norms"):
        stream = stream_of(request.quantity)
    elif name == "neurons":
        stream = "unit"
    if stream in _STEPS:
        return _STEPS[stream](session)
    # What a closer look says comes in several streams; of a writer that was killed some may lack the last one.
    return session.look_steps[: session.num_rows[stream or "look"]]


@lru_cache(maxsize=1)
def default_style() -> FigureStyle:
    """Of an animation: letters as on a slide, 1280 x 720 pixels."""
    return in_pixels(load_style("slide"), *DEFAULT_PIXELS)


def in_pixels(style: FigureStyle, width: int, height: int) -> FigureStyle:
    """A style whose pictures have so many pixels, on the smallest page that has room for its own: so its letters fit.
    Raises FieldError.
    """
    for what, pixels in (("width", width), ("height", height)):
        PIXELS_FIELD.check(what, pixels)
    dpi = min(width / style.size_in[0], height / style.size_in[1])
    # A little more, because parts of a pixel are cut off.
    width_mm, height_mm = (25.4 * (pixels + 1e-3) / dpi for pixels in (width, height))
    return dataclasses.replace(style, dpi=dpi, width_mm=width_mm, height_mm=height_mm)


def pixels_of(style: FigureStyle) -> tuple[int, int]:
    """Width and height of its pictures. A film has one less where that is odd."""
    width, height = style.size_in
    return int(width * style.dpi), int(height * style.dpi)
