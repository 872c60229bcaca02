"""`gradiometer animate`: how a figure changes from step to step, as a film, a GIF or numbered pictures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gradiometer.animation import (
    DEFAULT_FPS,
    DEFAULT_FRAMES,
    DEFAULT_PIXELS,
    FPS_FIELD,
    FRAMES_FIELD,
    PIXELS_FIELD,
    in_pixels,
    save_animation,
)
from gradiometer.animation_files import KINDS, kind_of
from gradiometer.cli_text import add_style, examples, listing, style_listing, style_of, tell_remarks
from gradiometer.cli_view import add_view, find_layer, view_of
from gradiometer.fields import FieldError
from gradiometer.figures import FIGURES
from gradiometer.figures.style import FigureStyle
from gradiometer.interrupts import interrupts_noted
from gradiometer.session_file import load_session

_STYLE = "slide"


def fill_animate(verb: argparse.ArgumentParser) -> None:
    """The words that the verb takes."""
    verb.set_defaults(run=_animate)
    verb.add_argument("file", type=Path, metavar="FILE", help="a session file")
    verb.add_argument("--figure", required=True, metavar="NAME", help="which figure")
    verb.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="PATH",
        help="the file to make, an existing one is replaced; its suffix chooses the format: .mp4 (needs "
        "gradiometer[video]) or .gif; a name without one is the folder of numbered PNG pictures",
    )
    verb.add_argument("--format", default="", metavar="|".join(KINDS), help="instead of what the suffix says")
    verb.add_argument(
        "--frames", metavar="N", help=f"how many, fewer where fewer steps are recorded (default: {DEFAULT_FRAMES})"
    )
    verb.add_argument("--fps", metavar="N", help=f"frames a second (default: {DEFAULT_FPS:g})")
    verb.add_argument(
        "--pixels",
        metavar="WxH",
        help=f"of a frame (default: {_words(DEFAULT_PIXELS)}, or what --size and --dpi make)",
    )
    add_view(verb, over_time=True)
    add_style(verb, _STYLE)
    verb.epilog = "\n\n".join(
        (
            "A figure over steps is uncovered from the left; of any other one there is a frame for each of the steps,\n"
            "evenly spread over those that are recorded. Axes, scales and colours stay the same. Ctrl+C ends the\n"
            "command, and no file is made.",
            listing("figures", {name: kind.title for name, kind in FIGURES.items()}),
            style_listing(),
            examples(
                f"{verb.prog} a.gradiometer --figure profile --to profile.mp4",
                f"{verb.prog} a.gradiometer --figure norms --first-step 100 --last-step 300 --to norms.gif",
                f"{verb.prog} a.gradiometer --figure histogram --layer 'hidden 1' --frames 40 --to pictures",
            ),
        )
    )


def _animate(arguments: argparse.Namespace) -> int:
    kind = kind_of(arguments.to, arguments.format)
    options = view_of(arguments) | {"style": _style(arguments)}
    frames = DEFAULT_FRAMES if arguments.frames is None else FRAMES_FIELD.parse("--frames", arguments.frames)
    fps = DEFAULT_FPS if arguments.fps is None else FPS_FIELD.parse("--fps", arguments.fps)
    was_cancelled = False
    with load_session(arguments.file) as session, interrupts_noted() as interrupts, _bar(arguments.figure) as tell:

        def cancelled() -> bool:
            # One that comes behind the last frame is too late.
            nonlocal was_cancelled
            was_cancelled = bool(interrupts)
            return was_cancelled

        remarks = save_animation(
            session,
            arguments.figure,
            arguments.to,
            kind=kind,
            num_frames=frames,
            fps=fps,
            on_progress=tell,
            cancelled=cancelled,
            layer=find_layer(session, arguments.layer),
            **options,
        )
    if was_cancelled:
        return 130
    tell_remarks(remarks)
    print(arguments.to)
    return 0


def _style(arguments: argparse.Namespace) -> FigureStyle:
    """Raises FieldError."""
    style, has_size = style_of(arguments), arguments.size is not None or arguments.dpi is not None
    if arguments.pixels is None:
        return style if has_size else in_pixels(style, *DEFAULT_PIXELS)
    if has_size:
        raise FieldError("--pixels and --size or --dpi do not go together: choose one of them")
    width, cross, height = arguments.pixels.lower().partition("x")
    if not cross:
        example = _words(DEFAULT_PIXELS)
        raise FieldError(f"--pixels {arguments.pixels} is not allowed: write width x height, as {example}")
    return in_pixels(style, PIXELS_FIELD.parse("--pixels width", width), PIXELS_FIELD.parse("--pixels height", height))


def _words(pixels: tuple[int, int]) -> str:
    return f"{pixels[0]}x{pixels[1]}"


@contextmanager
def _bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """Is told how far it is, and shows it."""
    from tqdm import tqdm

    # Its watchdog thread is for loops that fall silent.
    tqdm.monitor_interval = 0
    with tqdm(desc=name, unit="picture", file=sys.stderr, dynamic_ncols=True, disable=None) as bar:

        def tell(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield tell
