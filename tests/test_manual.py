"""What the manual says is so: its pages, links, pictures, menus, command lines and formulas."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMenu

from gradiometer import cli
from gradiometer.quantities import QUANTITIES
from gradiometer.verbs import VERBS
from gradiometer_desktop import manual_pages
from gradiometer_desktop.compare import COMPARE_PLOTS
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.plots import PLOTS

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "resources" / "gradiometer_resources" / "manual"
PAGES = sorted(path.stem for path in MANUAL.glob("*.md"))
_MOST_BYTES = 3_000_000
# What a page of a plot has to tell.
_HEADINGS = (
    "What it shows",
    "The formula",
    "How to read it",
    "What to do about it",
    "Mouse and keys",
    "On the command line",
)
_OF_PLOTS = [f"plot-{plot.name}" for plot in PLOTS] + [f"compare-{plot.name}" for plot in COMPARE_PLOTS]
# Their entries are made of what there is: files, lessons, snapshots, panels.
_OPEN_MENUS = {"Open recent", "Continue from a snapshot", "Lessons", "Trials of this session", "Grow the network"}


def read(name: str) -> str:
    return (MANUAL / f"{name}.md").read_text("utf-8")


def test_the_contents_name_every_page_once():
    listed = [page.name for page in manual_pages.pages()]
    assert sorted([*listed, manual_pages.INDEX]) == PAGES
    assert len(set(listed)) == len(listed)


def test_pages_bear_the_titles_of_the_contents():
    for page in manual_pages.pages():
        assert read(page.name).startswith(f"# {page.title}\n"), page.name


@pytest.mark.parametrize("name", [*_OF_PLOTS, "preflight", "map", "trial"])
def test_every_plot_has_its_page(name):
    text = read(name)
    assert re.findall(r"(?m)^## (.*)$", text)[-6:] == list(_HEADINGS), name
    title = next((plot.title for plot in PLOTS if f"plot-{plot.name}" == name), "")
    assert not title or text.startswith(f"# {title}\n")
    assert "![" in text


def test_links_and_pictures_are_there():
    pictures = set()
    for name in PAGES:
        for target in re.findall(r"\]\(([^)]+)\)", read(name)):
            assert (MANUAL / target).is_file(), (name, target)
            if target.startswith("images/"):
                pictures.add(Path(target).name)
    there = {path.name.replace("-dark.png", ".png") for path in (MANUAL / "images").glob("*.png")}
    assert there == pictures
    assert sum(path.stat().st_size for path in (MANUAL / "images").iterdir()) < _MOST_BYTES


def test_readme_leads_to_the_manual():
    targets = re.findall(
        r"\]\((resources/gradiometer_resources/manual/[^)#]+)\)", (ROOT / "README.md").read_text("utf-8")
    )
    assert len(targets) > 5
    assert all((ROOT / target).is_file() for target in targets)


def test_every_picture_has_a_scene_that_takes_it():
    scenes = (ROOT / "packaging" / "screenshots_scenes.py").read_text("utf-8")
    names = re.findall(r'(?m)^    "([\w-]+)": \w+,$', scenes)
    shown = re.findall(r"\]\(packaging/screenshots/([\w-]+)\.png\)", (ROOT / "README.md").read_text("utf-8"))
    assert set(shown) <= set(names)
    there = {path.stem for path in (ROOT / "packaging" / "screenshots").glob("*.png")}
    assert there <= set(names)


def test_formulas_are_those_of_the_registry():
    """As `packaging/dev.py manual` writes them."""
    command = [sys.executable, str(ROOT / "packaging" / "manual.py"), "--check"]
    found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (found.stdout, found.returncode) == ("", 0), found.stdout + found.stderr
    for name in PAGES:
        for title, quantity, formula in re.findall(r"\*\*([^*]+)\*\* \(`(\w+)`\): `([^`]+)`", read(name)):
            assert QUANTITIES[quantity].title == title
            assert QUANTITIES[quantity].formula == formula
    everything = read("quantities")
    assert [name for name in QUANTITIES if f"`{QUANTITIES[name].formula}`" not in everything] == []


def command_lines() -> list[tuple[str, str]]:
    found = []
    for name in PAGES:
        found += [(name, line) for line in re.findall(r"(?m)^    (gradiometer .*)$", read(name))]
        found += [(name, line) for line in re.findall(r"`(gradiometer [^`]+)`", read(name).replace("\n", " "))]
    return found


def test_command_lines_are_understood(capsys):
    parser = cli._make_parser()
    lines = command_lines()
    assert len(lines) > 60
    for name, line in lines:
        words = shlex.split(line)[1:]
        if words == ["--version"] or "VERB" in words:
            continue
        if words[0] not in VERBS:
            assert all(word.endswith(".gradiometer") or word == "--follow" for word in words), (name, line)
            continue
        if words == ["export", "--data"]:
            continue
        try:
            parser.parse_args(words)
        except SystemExit:
            pytest.fail(f"{name}: {line}: {capsys.readouterr().err}")


@pytest.fixture
def window(qtbot, tmp_path):
    made = MainWindow(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made)
    for entry in made.menuBar().actions():
        entry.menu().aboutToShow.emit()
    return made


def plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


def entries(menu: QMenu, above: tuple[str, ...]) -> dict[tuple[str, ...], object]:
    found = {}
    for action in menu.actions():
        if action.isSeparator():
            continue
        path = (*above, plain(action.text()))
        found[path] = action
        if action.menu() is not None:
            found |= entries(action.menu(), path)
    return found


def paths_of(window: MainWindow) -> dict[tuple[str, ...], object]:
    found = {}
    for action in window.menuBar().actions():
        found |= entries(action.menu(), (plain(action.text()),))
    return found


def test_menu_paths_lead_somewhere(window):
    there = paths_of(window)
    menus = {path[0] for path in there}
    num_named = 0
    for name in PAGES:
        text = " ".join(read(name).split())
        for named in re.findall(r"(?<!\*)\*([A-Z][\w ]* > [^*]+)\*", text):
            path = tuple(plain(part.strip()) for part in named.split(" > "))
            if path[0] in menus:
                num_named += 1
                assert path in there, (name, named)
    assert num_named > 30


def test_every_menu_entry_is_explained(window):
    _head, *parts = read("menus").split("\n## ")
    sections = {part.partition("\n")[0]: part for part in parts}
    titles = {dock.windowTitle() for dock in window.docks.values()}
    there = paths_of(window)
    assert list(sections) == list(dict.fromkeys(path[0] for path in there))
    for path, action in there.items():
        if len(path) == 2 and path[0] != "Lessons" and path[1] not in titles:
            [(bold, keys)] = re.findall(rf"\*\*({re.escape(path[1])}…?)\*\*(?: \(([^)]+)\))?", sections[path[0]])
            assert plain(bold) == path[1]
            assert keys == action.shortcut().toString(), path
