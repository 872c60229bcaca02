"""Build wheel and sdist into dist/ and check what is in them: every file that git knows of the program, nothing else.

The wheel is built out of the sdist, so both are known to be whole. --smoke also installs the wheel, with the window,
into an empty virtual environment and does the program's main job by it, from another folder (see smoke.py).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

from dev import ROOT, CannotGoOn, call, python_of, say

DIST = ROOT / "dist"
ROOMS = ("core", "desktop", "resources")
NOT_SHIPPED = ("tests/", ".ci/")
LICENSES = ("LICENSE", "NOTICE")


def known_to_git() -> set[str]:
    """The files of the repository, by their places."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return {name for name in listed.split("\0") if name}


def differences(has: set[str], wants: set[str], what: str) -> list[str]:
    """Sentences about files that lack, or are too many."""
    lacks = [f"{what} lacks {name}" for name in sorted(wants - has)]
    return lacks + [f"{what} holds {name}, which git does not know" for name in sorted(has - wants)]


def check_wheel(wheel: Path, known: set[str]) -> list[str]:
    """What is wrong with a wheel, a sentence each."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    told = {name for name in names if name.split("/")[0].endswith(".dist-info")}
    wants = {name.split("/", 1)[1] for name in known if name.startswith(tuple(f"{room}/" for room in ROOMS))}
    ends = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", *(f"licenses/{name}" for name in LICENSES))
    info = f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"
    return differences(names - told, wants, wheel.name) + differences(
        told, {f"{info}/{end}" for end in ends}, wheel.name
    )


def check_sdist(sdist: Path, known: set[str]) -> list[str]:
    """What is wrong with an sdist, a sentence each."""
    with tarfile.open(sdist) as archive:
        names = {member.name.split("/", 1)[1] for member in archive.getmembers() if member.isfile()}
    wants = {name for name in known if not name.startswith(NOT_SHIPPED)} | {"PKG-INFO"}
    return differences(names, wants, sdist.name)


def build() -> Path:
    """Build both, check both, and return the wheel. Raises CannotGoOn."""
    for old in [*DIST.glob("gradiometer-*.whl"), *DIST.glob("gradiometer-*.tar.gz")]:
        old.unlink()
    if call([sys.executable, "-m", "build", "--outdir", str(DIST), str(ROOT)]):
        raise CannotGoOn("the build failed, its reason stands above")
    [wheel], [sdist] = DIST.glob("gradiometer-*.whl"), DIST.glob("gradiometer-*.tar.gz")
    known = known_to_git()
    wrong = check_wheel(wheel, known) + check_sdist(sdist, known)
    if wrong:
        raise CannotGoOn("; ".join(wrong))
    for path in (wheel, sdist):
        say(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB, as git has it")
    return wheel


def smoke(wheel: Path, pictures: Path | None) -> None:
    """Install the wheel where nothing is, and try it. Raises CannotGoOn."""
    from smoke import try_program

    with tempfile.TemporaryDirectory(prefix="gradiometer-") as folder:
        home = Path(folder) / "empty"
        say(f"installing {wheel.name} into an empty environment, which takes a minute or more")
        venv.create(home, with_pip=True)
        python = str(python_of(home))
        constraint = str(ROOT / "packaging" / "constraints.txt")
        command = [python, "-m", "pip", "install", "--quiet", "--constraint", constraint, f"{wheel}[desktop]"]
        if subprocess.run(command, cwd=folder, check=False).returncode:
            raise CannotGoOn("the wheel cannot be installed, pip says why above")
        try_program([str(Path(python).with_name("gradiometer"))], Path(folder), pictures=pictures)


def main(arguments: list[str]) -> int:
    """Build, check, and try if that is asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py wheel", description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="install the wheel into an empty environment and try it")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="of --smoke: keep what the screen shows")
    options = parser.parse_args(arguments)
    try:
        wheel = build()
        if options.smoke:
            smoke(wheel, options.pictures)
    except CannotGoOn as reason:
        say(str(reason))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
