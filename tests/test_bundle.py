"""The frozen program and its Debian package, as far as can be told without building them; `-m long` builds both."""

import configparser
import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PIL import Image

from gradiometer import cli, diagnostics
from gradiometer.cli_desktop_entry import ICON_SIZES
from gradiometer.diagnostics import versions
from gradiometer.session_format import SUFFIX
from gradiometer.verbs import VERBS

ROOT = Path(__file__).parent.parent
PACKAGING = ROOT / "packaging"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
TYPE = "application/x-gradiometer-session"


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PACKAGING)


@pytest.fixture
def deb() -> ModuleType:
    return importlib.import_module("deb")


@pytest.fixture
def bundle() -> ModuleType:
    return importlib.import_module("bundle")


def test_the_spec_and_its_hooks_are_python() -> None:
    for path in (PACKAGING / "gradiometer.spec", *(PACKAGING / "hooks").glob("*.py")):
        compile(path.read_text(encoding="utf-8"), str(path), "exec")


def test_all_systems_know_a_session_by_the_same_ending() -> None:
    assert f'"public.filename-extension": ["{SUFFIX[1:]}"]' in (PACKAGING / "gradiometer.spec").read_text()
    assert f"Software\\Classes\\{SUFFIX}" in (PACKAGING / "windows" / "gradiometer.iss").read_text()
    for path in (PACKAGING / "gradiometer.spec", PACKAGING / "windows" / "gradiometer.iss"):
        assert TYPE in path.read_text(encoding="utf-8")


def test_the_program_knows_the_versions_of_its_libraries() -> None:
    spec = (PACKAGING / "gradiometer.spec").read_text(encoding="utf-8")
    assert "not installed" not in versions().values()
    for name in diagnostics._LIBRARIES.values():
        assert f'"{name}"' in spec


def test_windows_is_told_the_version(bundle: ModuleType) -> None:
    told = bundle.version_resource("1.20.3")
    assert "filevers=(1, 20, 3, 0)" in told
    assert 'StringStruct("ProductVersion", "1.20.3")' in told
    compile(told, "version.txt", "eval")


def test_the_menu_entry_starts_the_command_of_the_package(deb: ModuleType) -> None:
    read = configparser.RawConfigParser(delimiters="=")
    read.read_string(deb.entry_and_icons()["applications/gradiometer.desktop"].decode())
    entry = read["Desktop Entry"]
    assert entry["Exec"] == "gradiometer %F"
    assert entry["MimeType"] == f"{TYPE};"
    assert entry["Icon"] == "gradiometer"


def test_software_centres_are_told_name_version_and_file_type(deb: ModuleType) -> None:
    root = ElementTree.fromstring(deb.metainfo(VERSION))
    assert root.findtext("name") == "Gradiometer"
    assert root.find("releases/release").attrib["version"] == VERSION  # type: ignore[union-attr]
    assert root.findtext("provides/mediatype") == TYPE
    assert root.findtext("launchable") == "gradiometer.desktop"


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="appstreamcli is missing")
def test_appstream_finds_no_mistake_in_it(deb: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "gradiometer.metainfo.xml"
    path.write_text(deb.metainfo(VERSION), encoding="utf-8")
    result = subprocess.run(["appstreamcli", "validate", "--no-net", str(path)], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_the_man_page_says_what_help_says(deb: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["--help"])
    page = deb.man_page(capsys.readouterr().out, VERSION)
    assert page.startswith(f'.TH GRADIOMETER 1 "" "Gradiometer {VERSION}"')
    for verb in VERBS:
        assert verb.replace("-", "\\-") in page
    # A line that begins with a point would be a command to the formatter.
    assert not [line for line in page.splitlines() if re.match(r"[.'](?!TH|SH|nf|fi)", line)]


def test_a_library_that_is_not_inside_is_asked_of_debian(deb: ModuleType, tmp_path: Path) -> None:
    if shutil.which("objdump") is None or not sys.platform.startswith("linux"):
        pytest.skip("objdump is missing")
    shutil.copy(sys.executable, tmp_path / "program")
    asked = deb.depends(tmp_path)
    assert re.fullmatch(r"libc6 \(>= 2\.\d+\)", asked[0])
    # Python's own library lies beside it in a bundle; here it does not, or is no library of its own.
    assert all(re.fullmatch(r"[a-z0-9.+-]+", name) for name in asked[1:])


def test_the_icon_is_there_in_all_sizes_and_packed_for_all_systems(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    icons = importlib.import_module("icons")
    assert icons.SIZES == ICON_SIZES
    monkeypatch.setattr(icons, "MADE", tmp_path)
    icons.pack()
    with Image.open(tmp_path / "gradiometer.ico") as ico:
        assert {(size, size) for size in ICON_SIZES if size <= 256} == ico.info["sizes"]
    with Image.open(tmp_path / "gradiometer.icns") as icns:
        assert (512, 512, 1) in icns.info["sizes"]


def test_a_file_that_is_not_what_its_name_says_is_named(tmp_path: Path) -> None:
    smoke = importlib.import_module("smoke")
    made = tmp_path / "a.pdf"
    made.write_bytes(b"%PDF-1.7")
    smoke.check_file(made)
    made.write_text("an error")
    with pytest.raises(smoke.CannotGoOn, match=r"a\.pdf begins with b'an error'"):
        smoke.check_file(made)
    with pytest.raises(smoke.CannotGoOn, match=r"b\.pdf was not made"):
        smoke.check_file(tmp_path / "b.pdf")


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_frozen_program_is_built_and_does_its_work() -> None:
    subprocess.run([sys.executable, str(PACKAGING / "bundle.py"), "--smoke", "--deb"], check=True)
