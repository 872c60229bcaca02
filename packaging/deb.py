"""A Debian package of the frozen program, which lies in /usr/lib/gradiometer; a command, a menu entry, icons, the file
type and a man page lie where Debian looks for them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import textwrap
import time
from collections.abc import Mapping
from pathlib import Path

from dev import DEBIAN_PACKAGES_NAMED_OTHERWISE, ROOT, CannotGoOn, debian_package, prepare_system, say

from gradiometer.cli_desktop_entry import contents

LINUX = ROOT / "packaging" / "linux"
_TOOLS = ("/usr/bin/dpkg-deb", "/usr/bin/objdump")
_OF_LIBC = ("ld-linux", "libc.so", "libdl.so", "libm.so", "libpthread.so", "librt.so", "libresolv.so", "libutil.so")
_NAMES = {**DEBIAN_PACKAGES_NAMED_OTHERWISE, "libgcc_s.so.1": "libgcc-s1", "libstdc++.so.6": "libstdc++6"}
# Wayland is asked for when it is there, as the drivers of graphics cards are.
_NOT_MUST = ("libwayland", "libdrm", "libvulkan")
_CONTROL = """\
Package: gradiometer
Version: {version}
Architecture: {architecture}
Maintainer: The Gradiometer authors <authors@gradiometer.invalid>
Installed-Size: {kibibytes}
Depends: {depends}
Recommends: desktop-file-utils, hicolor-icon-theme, shared-mime-info, xdg-desktop-portal
Section: science
Priority: optional
Description: see the gradient of every layer while a network trains
 Gradiometer shows, live, the norm and the histogram of every layer's
 gradient of a PyTorch network while it trains, and lets you change the
 running network. Python, PyTorch (for the CPU) and Qt are inside.
"""
_COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Gradiometer
Comment: The licenses of the libraries inside are in /usr/lib/gradiometer/_internal/licenses.
 Qt and PySide6 are under the LGPL, version 3, which is in
 /usr/share/common-licenses/LGPL-3: their libraries lie in
 /usr/lib/gradiometer/_internal/PySide6 as files of their own and may be
 replaced by others.

Files: *
Copyright: The Gradiometer authors
License: Expat
{license}
"""


def build(folder: Path, version: str) -> Path:
    """Make dist/gradiometer_VERSION_ARCHITECTURE.deb of the frozen program in a folder. Raises CannotGoOn."""
    if prepare_system(_TOOLS):
        raise CannotGoOn("without these no Debian package can be made")
    began = time.monotonic()
    architecture = _said_by("dpkg", "--print-architecture").strip()
    package = ROOT / "dist" / f"gradiometer_{version}_{architecture}.deb"
    with tempfile.TemporaryDirectory(prefix="gradiometer-", dir=ROOT / "build") as holder:
        root = Path(holder) / "root"
        shutil.copytree(folder, root / "usr/lib/gradiometer", symlinks=True)
        (root / "usr/bin").mkdir()
        (root / "usr/bin/gradiometer").symlink_to("../lib/gradiometer/gradiometer")
        for place, content in shared(folder, version).items():
            path = root / "usr/share" / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _set_rights(root)
        size = sum(path.lstat().st_size for path in root.rglob("*") if not path.is_dir())
        (root / "DEBIAN").mkdir(mode=0o755)
        control = _CONTROL.format(
            version=version, architecture=architecture, kibibytes=size // 1024, depends=", ".join(depends(folder))
        )
        (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
        say(f"packing {package.relative_to(ROOT)}, which takes a minute or two")
        command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", "--build", str(root), str(package)]
        if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:
            raise CannotGoOn("dpkg-deb failed, its reason stands above")
    say(f"{package.relative_to(ROOT)}: {package.stat().st_size / 1e6:.0f} MB, in {time.monotonic() - began:.0f} s")
    return package


def shared(folder: Path, version: str) -> dict[str, bytes]:
    """The files below /usr/share, by their places there."""
    command = [str(folder / "gradiometer"), "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    license_lines = (ROOT / "LICENSE").read_text(encoding="utf-8").strip().splitlines()
    indented = "\n".join(f" {line}" if line.strip() else " ." for line in license_lines)
    found = {
        **entry_and_icons(),
        "metainfo/gradiometer.metainfo.xml": metainfo(version).encode(),
        "man/man1/gradiometer.1": man_page(told, version).encode(),
        "doc/gradiometer/copyright": _COPYRIGHT.format(license=indented).encode(),
        "doc/gradiometer/NOTICE": (ROOT / "NOTICE").read_bytes(),
    }
    return found


def entry_and_icons() -> Mapping[str, bytes]:
    """As the verb desktop-entry puts them into a home, but for the command, which stands on the path."""
    found = contents([])
    entry = ROOT / "resources" / "gradiometer_resources" / "linux" / "gradiometer.desktop"
    return {**found, "applications/gradiometer.desktop": entry.read_bytes()}


def metainfo(version: str) -> str:
    """What software centres say of the program."""
    text = (LINUX / "gradiometer.metainfo.xml").read_text(encoding="utf-8")
    return text.replace("@VERSION@", version).replace("@DATE@", time.strftime("%Y-%m-%d"))


def man_page(told: str, version: str) -> str:
    """The manual page: what --help says. told: by the program."""
    usage, _, rest = told.partition("\n\n")
    synopsis = textwrap.dedent(usage.removeprefix("usage:")).strip()
    body = re.sub(r"^([.'])", r"\\&\1", rest.replace("\\", r"\e").replace("-", r"\-"), flags=re.MULTILINE)
    return (
        f'.TH GRADIOMETER 1 "" "Gradiometer {version}" "User Commands"\n'
        ".SH NAME\ngradiometer \\- see the gradient of every layer while a network trains\n"
        f".SH SYNOPSIS\n.nf\n{synopsis.replace('-', chr(92) + '-')}\ngradiometer [FILE ...]\n.fi\n"
        f".SH DESCRIPTION\n.nf\n{body.strip()}\n.fi\n"
    )


# --- what it depends on


def depends(folder: Path) -> list[str]:
    """The Debian packages of all libraries that are asked for and are not inside, and a C library new enough."""
    inside, asked, versions = set(), set(), {(2, 28)}
    for path in folder.rglob("*"):
        inside.add(path.name)
        if path.is_symlink() or not path.is_file() or not is_elf(path):
            continue
        told = _said_by("objdump", "-p", str(path))
        asked.update(re.findall(r"NEEDED\s+(\S+)", told))
        versions.update((int(major), int(minor)) for major, minor in re.findall(r"GLIBC_(\d+)\.(\d+)", told))
    lacks = {name for name in asked - inside if not name.startswith((*_OF_LIBC, *_NOT_MUST))}
    packages = {_NAMES.get(name) or debian_package(name) for name in lacks}
    return [f"libc6 (>= {'.'.join(map(str, max(versions)))})", *sorted(packages)]


def is_elf(path: Path) -> bool:
    """Whether it is a program or library of Linux."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _said_by(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _set_rights(root: Path) -> None:
    """As Debian wants them, whatever the umask of who builds: everybody reads, and runs what is to be run."""
    for path in [root, *root.rglob("*")]:
        if path.is_symlink():
            continue
        is_run = path.is_dir() or path.name in ("gradiometer", "torch_shm_manager")
        path.chmod(0o755 if is_run else 0o644)
