"""A folder of images: one sub-folder a class, named after it."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.examples import DataError
from gradiometer.readers.raw import Raw, cannot_be_read, check_size, classes_of

if TYPE_CHECKING:
    from PIL.Image import Image

_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".pgm", ".ppm")
_GREY = ("1", "L", "LA")
_DEEP = ("I", "F")
# What Pillow raises for files that are damaged or lie, besides OSError.
_DAMAGED = (
    ValueError,
    SyntaxError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    EOFError,
    MemoryError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    zlib.error,
)


def image_files(path: Path) -> list[Path]:
    """The images of all classes, class by class, sorted by name. Raises DataError."""
    return [image for images in _classes(path).values() for image in images]


def read_folder(path: Path) -> Raw:
    """Images uint8 [n, channels, height, width], one channel where all are grey, else three. All must have one size.

    What is transparent is shown on white; of moving images the first is taken. Raises DataError.
    """
    classes = _classes(path)
    images = [image for images in classes.values() for image in images]
    labels = [name for name, images in classes.items() for _image in images]
    names = [f"{path.name}/{image.parent.name}/{image.name}" for image in images]
    targets, class_names = classes_of(labels, path.name, lambda index: names[index])
    first = ""
    width = height = 0
    is_grey = True
    for image, name in zip(images, names, strict=True):
        with _open(image, name) as opened:
            if opened.mode.partition(";")[0] in _DEEP:
                raise DataError(f"{name} has more than 8 bits a channel, which is not allowed")
            is_grey = is_grey and opened.mode in _GREY
            if not first:
                first, (width, height) = name, opened.size
            elif opened.size != (width, height):
                raise DataError(
                    f"{name} has {opened.width} x {opened.height} pixels and {first} has {width} x {height}: "
                    "all images must have one size"
                )
    shape = (1 if is_grey else 3, height, width)
    check_size(path.name, len(images), shape)
    inputs = np.empty((len(images), *shape), np.uint8)
    for index, (image, name) in enumerate(zip(images, names, strict=True)):
        inputs[index] = _pixels(image, name, "L" if is_grey else "RGB").reshape(height, width, -1).transpose(2, 0, 1)
    left_out = sum(_is_shown(entry) for name in classes for entry in (path / name).iterdir()) - len(images)
    remarks = (f"Left out: {left_out} files or folders that are not images.",) if left_out else ()
    return Raw(inputs, targets, class_names, remarks)


def _classes(path: Path) -> dict[str, list[Path]]:
    """The images of each sub-folder, by its name."""
    try:
        folders = sorted(entry for entry in path.iterdir() if _is_shown(entry) and entry.is_dir())
        classes = {folder.name: sorted(filter(_is_image, folder.iterdir())) for folder in folders}
    except OSError as error:
        raise cannot_be_read(error.filename or path, error) from error
    if not classes:
        raise DataError(f"{path} holds no folders: each class needs one of its own, with its images in it")
    for name, images in classes.items():
        if not images:
            raise DataError(f"{path.name}/{name} holds no images ({', '.join(_SUFFIXES)})")
    return classes


def _is_shown(entry: Path) -> bool:
    return not entry.name.startswith((".", "__"))


def _is_image(entry: Path) -> bool:
    return _is_shown(entry) and entry.suffix.lower() in _SUFFIXES and entry.is_file()


def _open(path: Path, name: str) -> Image:
    # Late, because Pillow takes as long as a window's first picture.
    from PIL import Image, UnidentifiedImageError

    try:
        return Image.open(path)
    except UnidentifiedImageError as error:
        raise DataError(f"{name} is not an image that can be read") from error
    except OSError as error:
        raise cannot_be_read(name, error) from error
    except (*_DAMAGED, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DataError(f"{name} is not an image that can be read: {error}") from error


def _pixels(path: Path, name: str, mode: str) -> NDArray[Any]:
    from PIL import Image

    with _open(path, name) as image:
        try:
            if "A" in image.mode or "transparency" in image.info:
                seen = image.convert("RGBA")
                white = Image.new("RGBA", seen.size, "white")
                return np.asarray(Image.alpha_composite(white, seen).convert(mode))
            return np.asarray(image.convert(mode))
        except (OSError, *_DAMAGED) as error:
            raise DataError(f"{name} is a damaged image: {error}") from error
