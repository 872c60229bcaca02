"""Build the frozen program, dist/gradiometer: one folder that needs no Python, for the system that this runs on.

What goes in and what is left out stands in gradiometer.spec and hooks/, and why in packaging/README.md. On Linux --deb
makes a Debian package of it, and --smoke does the program's main job by it on a virtual screen (see smoke.py).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from importlib.util import find_spec
from pathlib import Path

import icons
from dev import ROOT, CannotGoOn, call, prepare_system, say

FOLDER = ROOT / "dist" / "gradiometer"
WORK = ROOT / "build" / "bundle"
# PyInstaller looks into libraries by the first; the second takes out what only debuggers read.
TOOLS = ("/usr/bin/objdump", "/usr/bin/strip")
# Those that gain most. What was linked anew for its wheel (*.libs) may not survive it.
STRIPPED = ("libpython*", "torch/lib/*.so", "typst/*.so", "kiwisolver/*.so", "fontTools/**/*.so")
_VERSION_OF_WINDOWS = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1, subtype=0),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "The Gradiometer authors"),
      StringStruct("FileDescription", "Gradiometer"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("LegalCopyright", "MIT License"),
      StringStruct("ProductName", "Gradiometer"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [0x0409, 1200])]),
  ],
)
"""


def project() -> dict[str, object]:
    """The table `project` of pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        table: dict[str, object] = tomllib.load(file)["project"]
    return table


def version_resource(version: str) -> str:
    """What the Explorer of Windows says of a program, in PyInstaller's words."""
    numbers = tuple(int(part) for part in version.split(".")[:3])
    return _VERSION_OF_WINDOWS.format(version=version, numbers=(*numbers, *[0] * (4 - len(numbers))))


def program() -> Path:
    """The frozen program, wherever it lies in its folder."""
    return FOLDER / ("gradiometer.exe" if sys.platform == "win32" else "gradiometer")


def prepare() -> None:
    """Have all that the build needs. Raises CannotGoOn."""
    if prepare_system(TOOLS):
        raise CannotGoOn("without these the program cannot be frozen")
    if find_spec("PyInstaller") is None:
        say("installing PyInstaller into .venv")
        [*wanted] = project()["optional-dependencies"]["bundle"]  # type: ignore[index]
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--constraint", "packaging/constraints.txt"]
        if call([*command, *wanted]):
            raise CannotGoOn("PyInstaller cannot be installed, pip says why above")
    icons.pack()
    (ROOT / "build" / "version.txt").write_text(version_resource(str(project()["version"])), encoding="utf-8")


def build() -> None:
    """Freeze the program. Raises CannotGoOn."""
    prepare()
    say("freezing the program, which takes some minutes; what PyInstaller says goes into build/bundle.log")
    began = time.monotonic()
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--distpath", str(FOLDER.parent)]
    with (ROOT / "build" / "bundle.log").open("w", encoding="utf-8") as log:
        result = subprocess.run(
            [*command, "--workpath", str(WORK), str(ROOT / "packaging" / "gradiometer.spec")],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            check=False,
        )
    if result.returncode or not program().exists():
        raise CannotGoOn("PyInstaller failed, its reason stands at the end of build/bundle.log")
    before = size_of(FOLDER)
    if sys.platform.startswith("linux"):
        strip()
    sizes = f"{size_of(FOLDER) / 1e6:.0f} MB ({before / 1e6:.0f} MB before its libraries were stripped)"
    say(f"{FOLDER.relative_to(ROOT)}: {sizes}, in {time.monotonic() - began:.0f} s")


def strip() -> None:
    """Take out of the largest libraries what only debuggers read."""
    inside = FOLDER / "_internal"
    for pattern in STRIPPED:
        for library in inside.glob(pattern):
            if not library.is_symlink():
                subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)


def size_of(folder: Path) -> int:
    """Bytes of all files; a link has none."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def smoke(pictures: Path | None) -> None:
    """Try it, from another folder and moved elsewhere. Raises CannotGoOn."""
    from smoke import try_program

    with tempfile.TemporaryDirectory(prefix="gradiometer-") as folder:
        moved = Path(folder) / "moved here"
        shutil.copytree(FOLDER, moved, symlinks=True)
        tried = Path(folder) / "tried"
        tried.mkdir()
        try_program([str(moved / program().name)], tried, pictures=pictures)


def main(arguments: list[str]) -> int:
    """Build, pack and try, as asked; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py bundle", description=__doc__)
    parser.add_argument("--as-built", action="store_true", help="take the one in dist/gradiometer, build none")
    parser.add_argument("--deb", action="store_true", help="also make a Debian package of it in dist/")
    parser.add_argument("--smoke", action="store_true", help="also try it")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="of --smoke: keep what the screen shows")
    options = parser.parse_args(arguments)
    try:
        if not options.as_built:
            build()
        elif not program().exists():
            raise CannotGoOn(f"{program()} is not there: leave --as-built away to build it")
        if options.smoke:
            smoke(options.pictures)
        if options.deb:
            import deb

            deb.build(FOLDER, str(project()["version"]))
    except CannotGoOn as reason:
        say(str(reason))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
