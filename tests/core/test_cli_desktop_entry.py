"""`gradiometer desktop-entry`: files that a desktop reads, put where they belong and taken away again."""

import configparser
import os
import shutil
import subprocess
import sys
from functools import partial
from xml.etree import ElementTree

import pytest

from gradiometer import cli_desktop_entry
from gradiometer.cli_desktop_entry import ICON_SIZES, contents, data_home
from gradiometer.session_format import APPLICATION_ID, SUFFIX
from recorded import SMALL
from synthetic import write_session

TYPE = "application/x-gradiometer-session"
NAMESPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="for Linux")


@pytest.fixture
def run(run, tmp_path, monkeypatch):
    """Run the verb with a folder of its own for what it installs."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return partial(run, "desktop-entry")


def entry_of(text):
    read = configparser.RawConfigParser(delimiters="=")
    read.optionxform = str
    read.read_string(text)
    return read["Desktop Entry"]


@LINUX
def test_it_installs_and_removes_the_same_files(run, tmp_path):
    share = tmp_path / "share"
    code, out, err = run()
    assert (code, err) == (0, "")
    assert str(share / "applications" / "gradiometer.desktop") in out
    for place, content in contents([sys.executable, "-m", "gradiometer_desktop"]).items():
        assert (share / place).read_bytes() == content
    entry = entry_of((share / "applications" / "gradiometer.desktop").read_text())
    assert entry["Exec"] == f'"{sys.executable}" "-m" "gradiometer_desktop" %F'
    assert entry["MimeType"] == f"{TYPE};"
    code, _out, err = run("--remove")
    assert (code, err) == (0, "")
    left = {path.name for path in share.rglob("*") if path.is_file()}
    assert not any("gradiometer" in name for name in left)
    # There is nothing more to take away, which is no mistake.
    assert run("--remove")[0] == 0


@LINUX
@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="shared-mime-info is missing")
def test_the_system_knows_a_session_by_its_name_and_by_what_is_in_it(run, tmp_path):
    run()
    assert "x-gradiometer-session" in (tmp_path / "share" / "mime" / "globs2").read_text()
    if shutil.which("gio") is None:
        pytest.skip("gio is missing")
    write_session(tmp_path / "a.gradiometer", SMALL, 3)
    shutil.copy(tmp_path / "a.gradiometer", tmp_path / "without_a_name")
    for name in ("a.gradiometer", "without_a_name"):
        command = ["gio", "info", "--attributes=standard::content-type", str(tmp_path / name)]
        said = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ), check=True).stdout
        assert f"standard::content-type: {TYPE}" in said


def test_the_type_is_that_of_the_format():
    root = ElementTree.fromstring(contents([])["mime/packages/gradiometer.xml"])
    (kind,) = root
    assert kind.attrib["type"] == TYPE
    assert kind.find(f"{NAMESPACE}glob").attrib["pattern"] == f"*{SUFFIX}"
    (outer,) = kind.find(f"{NAMESPACE}magic")
    (inner,) = outer
    assert (outer.attrib["offset"], outer.attrib["value"]) == ("0", "SQLite format 3\\000")
    # Where SQLite keeps application_id, see "Database File Format", 1.3.
    assert (inner.attrib["offset"], inner.attrib["value"].encode()) == ("68", APPLICATION_ID.to_bytes(4, "big"))


def test_every_icon_has_its_size():
    found = contents([])
    for size in ICON_SIZES:
        png = found[f"icons/hicolor/{size}x{size}/apps/gradiometer.png"]
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        assert [int.from_bytes(png[at : at + 4], "big") for at in (16, 20)] == [size, size]
    assert ElementTree.fromstring(found["icons/hicolor/scalable/apps/gradiometer.svg"]).tag.endswith("svg")


def test_a_place_with_strange_letters_is_quoted():
    entry = entry_of(contents(['/a "b"/50 % $HOME/python'])["applications/gradiometer.desktop"].decode())
    assert entry["Exec"] == '"/a \\\\"b\\\\"/50 %% \\\\$HOME/python" %F'


def test_a_relative_data_home_does_not_count(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "share")
    assert data_home() == tmp_path / ".local" / "share"


@pytest.mark.parametrize(
    ("system", "has_window", "says"),
    [
        ("darwin", True, "desktop-entry is for Linux"),
        ("linux", False, "pip install 'gradiometer[desktop]'"),
    ],
)
def test_where_it_cannot_be_it_says_why(run, monkeypatch, tmp_path, system, has_window, says):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(cli_desktop_entry, "find_spec", lambda name: name if has_window else None)
    code, _out, err = run()
    assert code == 2
    assert says in err
    assert not (tmp_path / "share").exists()


@LINUX
def test_a_folder_that_cannot_be_written_is_named(run, tmp_path):
    (tmp_path / "share").write_text("a file")
    code, _out, err = run()
    assert code == 2
    assert f"{tmp_path / 'share'}" in err
