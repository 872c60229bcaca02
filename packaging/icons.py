"""Draw the icon in all its sizes from resources/gradiometer_resources/icons/gradiometer.svg.

The PNG files stand beside it in the repository; what Windows and macOS want (.ico, .icns) goes into build/icons, from
the PNG files alone, so that it can be made on any system.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from dev import ROOT, CannotGoOn, prepare_system, say
from PIL import Image

FOLDER = ROOT / "resources" / "gradiometer_resources" / "icons"
SOURCE = FOLDER / "gradiometer.svg"
MADE = ROOT / "build" / "icons"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_DRAWS = "/usr/bin/rsvg-convert"
# Icons of macOS leave a tenth of their square free on each side.
_MAC_SIZE, _MAC_DRAWN = 512, 412


def png(size: int) -> Path:
    """The picture of so many pixels."""
    return FOLDER / f"gradiometer-{size}.png"


def draw() -> None:
    """Make the PNG files anew."""
    if prepare_system([_DRAWS]):
        raise CannotGoOn("without it the icon cannot be drawn")
    for size in SIZES:
        command = [_DRAWS, "--width", str(size), "--height", str(size), "--output", str(png(size)), str(SOURCE)]
        subprocess.run(command, check=True)


def pack() -> None:
    """Make the files of Windows and macOS from the PNG files."""
    MADE.mkdir(parents=True, exist_ok=True)
    pictures = {size: Image.open(png(size)).convert("RGBA") for size in SIZES}
    sizes = [size for size in SIZES if size <= 256]
    pictures[256].save(
        MADE / "gradiometer.ico",
        sizes=[(size, size) for size in sizes],
        append_images=[pictures[size] for size in sizes],
    )
    square = Image.new("RGBA", (_MAC_SIZE, _MAC_SIZE))
    margin = (_MAC_SIZE - _MAC_DRAWN) // 2
    square.paste(pictures[512].resize((_MAC_DRAWN, _MAC_DRAWN), Image.Resampling.LANCZOS), (margin, margin))
    square.save(MADE / "gradiometer.icns")


def main(arguments: list[str]) -> int:
    """Do both; returns the exit code."""
    argparse.ArgumentParser(prog="dev.py icons", description=__doc__).parse_args(arguments)
    try:
        draw()
        pack()
    except CannotGoOn as reason:
        say(str(reason))
        return 1
    say(f"{len(SIZES)} pictures are in {FOLDER.relative_to(ROOT)}, the .ico and the .icns in {MADE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
