"""The files that an animation ends in: an MP4 film, a GIF picture, or a folder of numbered PNG pictures. Each is there
whole or not at all.
"""

from __future__ import annotations

import itertools
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.animation_frames import Picture
from gradiometer.exports import ExportError, written_aside

if TYPE_CHECKING:
    from PIL import Image

KINDS = {"mp4": "MP4 film", "gif": "GIF picture", "png": "Folder of PNG pictures"}

MOST_GIF_FPS = 50.0
"""A picture of a GIF stands for hundredths of a second, and browsers take less than two of them for ten."""
# Pillow holds all pictures until the last one is there.
_MOST_GIF_BYTES = 10**9
# One more stands for what has not changed since the picture before.
_NUM_COLORS = 255
# Colours that are taken over exactly: the ground, and what is drawn with.
_NUM_EXACT = 48

# 18 is what x264 calls visually lossless.
_QUALITY = 18
_SECONDS_BETWEEN_KEYS = 2
_COLORS = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"


def kind_of(path: Path, kind: str = "") -> str:
    """One of KINDS: that one, else by the suffix; a name without one is that of a folder. Raises ExportError."""
    if kind:
        if kind not in KINDS:
            raise ExportError(f"--format {kind} is not known: choose one of {', '.join(KINDS)}")
        return kind
    suffix = path.suffix.lower()
    if suffix in (".mp4", ".gif"):
        return suffix.removeprefix(".")
    if suffix and not path.is_dir():
        raise ExportError(
            f"{path} is not the name of an animation: end it in .mp4 or .gif, or name a folder for PNG pictures"
        )
    return "png"


def find_ffmpeg() -> str:
    """The program that makes MP4 films. Raises ExportError where it is not installed."""
    try:
        # Not its `write_frames`, which never says whether the film came to its end.
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        # Into a frozen program nothing can be installed, beside it a system's ffmpeg can.
        found = shutil.which("ffmpeg")
        if found is not None:
            return found
        raise ExportError(
            "an MP4 film needs ffmpeg: install gradiometer[video], or choose a name that ends in .gif"
        ) from None


def write_mp4(path: Path, pictures: Iterator[Picture], fps: float, title: str) -> None:
    """H.264 that any browser plays. Sides of an odd number of pixels lose the last one. Raises ExportError."""
    ffmpeg = find_ffmpeg()
    first = _even(next(pictures))
    height, width, _channels = first.shape
    rate = Fraction(fps).limit_denominator(1000)
    with written_aside(path) as aside, tempfile.TemporaryFile() as said:
        command = [
            *(ffmpeg, "-hide_banner", "-loglevel", "error", "-y"),
            *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(rate), "-i", "pipe:0"),
            *("-c:v", "libx264", "-crf", str(_QUALITY), "-g", str(max(1, math.ceil(_SECONDS_BETWEEN_KEYS * fps)))),
            # Else players guess how colours were turned into brightness and tint, and guess wrong.
            *("-vf", f"scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,{_COLORS}"),
            *("-metadata", f"title={title}", "-fflags", "+bitexact", "-flags:v", "+bitexact"),
            # It begins to play before all of it is there.
            *("-movflags", "+faststart", "-f", "mp4", f"file:{aside}"),
        ]
        try:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=said, stderr=said, **_apart())
        except OSError as error:
            raise ExportError(f"{ffmpeg} cannot be started: {error.strerror or error}") from error
        try:
            # One that has ended takes nothing more, and has said why.
            all(_feed(process, _even(picture)) for picture in itertools.chain([first], pictures))
            _hang_up(process)
            code = process.wait()
        finally:
            # Something else has gone wrong, or somebody has cancelled it.
            if process.poll() is None:
                process.kill()
                process.wait()
            _hang_up(process)
        if code:
            said.seek(0)
            raise ExportError(f"{path} cannot be made: ffmpeg says: {_reason(said.read(), code)}")


def _feed(process: subprocess.Popen[bytes], picture: Picture) -> bool:
    """Whether it was taken."""
    assert process.stdin is not None
    try:
        process.stdin.write(picture.data)
    except OSError:
        return False
    return True


def _hang_up(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    with suppress(OSError):
        process.stdin.close()


def _reason(said: bytes, code: int) -> str:
    """The first thing that it says, without the part of it that says so."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    return re.sub(r"^(\[[^]]*\] *)+", "", lines[0]) if lines else f"exit code {code}"


def _apart() -> dict[str, Any]:
    """Ctrl+C in a terminal is for us alone, and no console opens."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"process_group": 0}


def _even(picture: Picture) -> Picture:
    height, width, _channels = picture.shape
    return np.ascontiguousarray(picture[: height // 2 * 2, : width // 2 * 2])


def check_gif(size: tuple[int, int], num_pictures: int) -> None:
    """Raises ExportError where it would not fit into memory. size: in pixels."""
    num_bytes = num_pictures * size[0] * size[1]
    if num_bytes > _MOST_GIF_BYTES:
        raise ExportError(
            f"a GIF of {num_pictures:,} frames of {size[0]} x {size[1]} pixels takes {num_bytes / 1e9:.1f} GB of "
            "memory: choose fewer frames, a smaller size, or .mp4"
        )


def write_gif(path: Path, pictures: Iterator[Picture], num_pictures: int, fps: float, palette: Palette) -> None:
    """All pictures have the colours of one palette, so that none flickers. Raises ExportError."""
    images = map(palette.image, pictures)
    # Hundredths of a second, of which the sum is right.
    ends = [round(100 * (index + 1) / fps) for index in range(num_pictures)]
    durations = [10 * (end - begin) for begin, end in zip([0, *ends], ends, strict=False)]
    with written_aside(path) as aside:
        next(images).save(
            aside,
            format="GIF",
            save_all=True,
            append_images=images,
            duration=durations,
            loop=0,
            palette=palette.colors.tobytes(),
            # What has not changed is left out.
            optimize=True,
            interlace=0,
        )


class Palette:
    """The colours that all pictures of a GIF have. samples: pictures such as these."""

    def __init__(self, samples: Sequence[Picture]):
        from PIL import Image

        found, counts = np.unique(np.concatenate([_packed(each).ravel() for each in samples]), return_counts=True)
        colors = _unpacked(found[np.argsort(-counts, kind="stable")])
        exact = colors[:_NUM_EXACT]
        # Each colour once: else the ground and the ink, which fill most of a picture, would take most of the palette.
        rest = Image.fromarray(colors[None]).quantize(
            _NUM_COLORS - len(exact), method=Image.Quantize.MAXCOVERAGE, kmeans=4
        )
        others = np.array(rest.getpalette() or (), np.uint8).reshape(-1, 3)[: _NUM_COLORS - len(exact)]
        self.colors = np.concatenate([exact, others])
        """Red, green and blue, uint8 [at most 255, 3]."""
        # Of all 16.8 million colours the one that is nearest, -1 where nobody has asked. Pillow's own search takes
        # colours together that are up to four apart, which tints white ground.
        self._nearest = np.full(1 << 24, -1, np.int16)

    def image(self, picture: Picture) -> Image.Image:
        """The picture in these colours, as Pillow takes it."""
        from PIL import Image

        packed = _packed(picture)
        indices = self._nearest[packed]
        if (unknown := np.unique(packed[indices < 0])).size:
            self._nearest[unknown] = self._search(_unpacked(unknown))
            indices = self._nearest[packed]
        image = Image.fromarray(indices.astype(np.uint8))
        image.putpalette(self.colors.tobytes())
        return image

    def _search(self, colors: NDArray[np.uint8]) -> NDArray[np.int16]:
        wanted = colors.astype(np.int32)
        best, least = np.zeros(len(wanted), np.int16), np.full(len(wanted), np.iinfo(np.int32).max, np.int32)
        for index, color in enumerate(self.colors.astype(np.int32)):
            distance = ((wanted - color) ** 2).sum(axis=1)
            nearer = distance < least
            best[nearer], least[nearer] = index, distance[nearer]
        return best


def _packed(picture: Picture) -> NDArray[np.int32]:
    """A number a colour, int32 [height, width]."""
    red, green, blue = (picture[..., channel].astype(np.int32) for channel in range(3))
    return red << 16 | green << 8 | blue


def _unpacked(colors: NDArray[np.int32]) -> NDArray[np.uint8]:
    return np.stack([colors >> 16, colors >> 8 & 255, colors & 255], axis=-1).astype(np.uint8)


def check_folder(folder: Path, stem: str) -> None:
    """Raises ExportError where the folder is there and holds anything but pictures of such an animation."""
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is a file: numbered PNG pictures need the name of a folder")
    strange = sorted(each.name for each in folder.iterdir() if not _is_ours(each, stem)) if folder.is_dir() else []
    if strange:
        raise ExportError(f"{folder} holds {strange[0]}, which is none of these pictures: choose another folder")


def _is_ours(path: Path, stem: str) -> bool:
    return path.is_file() and re.fullmatch(rf"{re.escape(stem)}-\d{{4,}}\.png", path.name) is not None


def write_folder(folder: Path, pictures: Iterator[Picture], stem: str, dpi: float, title: str) -> None:
    """`stem-0001.png` and so on. An older animation of the same name makes room. Raises ExportError."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Title", title)
    said.add_text("Software", "Gradiometer")
    # `.` and `..` have no name of their own.
    folder = folder.resolve()
    with _folder_aside(folder, stem) as aside:
        for number, picture in enumerate(pictures, start=1):
            Image.fromarray(picture).save(aside / f"{stem}-{number:04}.png", pnginfo=said, dpi=(dpi, dpi))


@contextmanager
def _folder_aside(folder: Path, stem: str) -> Iterator[Path]:
    """Gives an empty folder beside `folder`, which takes its place once the body is through. Raises ExportError."""
    check_folder(folder, stem)
    aside, before = (folder.with_name(f".{folder.name}.{os.getpid()}.{what}") for what in ("partial", "before"))
    try:
        aside.mkdir(parents=True)
        yield aside
        # Something may have come into it meanwhile.
        check_folder(folder, stem)
        if folder.exists():
            folder.rename(before)
        try:
            aside.rename(folder)
        except OSError:
            if before.exists():
                before.rename(folder)
            raise
        shutil.rmtree(before, ignore_errors=True)
    except ExportError:
        raise
    except OSError as error:
        raise ExportError(f"{folder} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
