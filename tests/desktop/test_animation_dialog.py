"""The animation is what was asked for, the dialog says how long it will be, and what cannot be made is a sentence."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from answered import answer
from gradiometer.animation import DEFAULT_FPS, DEFAULT_FRAMES
from gradiometer.animation_files import KINDS
from gradiometer.figures import FIGURES
from gradiometer_desktop import animation_dialog, animation_work
from gradiometer_desktop.animation_dialog import AnimationDialog
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.plots import PLOTS
from gradiometer_desktop.saved_session import SavedSession
from gradiometer_desktop.selection import Selection
from recorded import ALL_KINDS
from shared import SMALL, TIMEOUT_MS
from synthetic import write_session

TITLES = {plot.name: plot.title for plot in PLOTS}
TINY = "width_mm = 90\nheight_mm = 70\ndpi = 40\n"


@pytest.fixture
def session(qtbot: QtBot, saved: Path) -> Iterator[SavedSession]:
    made = SavedSession(saved)
    yield made
    made.close()


@pytest.fixture
def dialog(qtbot: QtBot, session: SavedSession, settings: QSettings, styles_folder: Path) -> AnimationDialog:
    styles_folder.mkdir(parents=True)
    (styles_folder / "tiny.toml").write_text(TINY)
    return make(qtbot, session, settings)


def make(qtbot: QtBot, session: SavedSession, settings: QSettings, chosen: str = "norms") -> AnimationDialog:
    made = AnimationDialog(session, TITLES, chosen, Selection(), settings)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def choose(dialog: AnimationDialog, **names: str) -> None:
    """Of boxes to choose from."""
    for control, name in names.items():
        combo = getattr(dialog, control)
        assert combo.findData(name) >= 0
        combo.setCurrentIndex(combo.findData(name))


def tiny(dialog: AnimationDialog, path: Path, num_frames: int = 3) -> None:
    choose(dialog, style_name="tiny", size_px="style")
    dialog.frames.setValue(num_frames)
    dialog.file.path.setText(str(path))


def counted(dialog: AnimationDialog, qtbot: QtBot, text: str) -> None:
    qtbot.waitUntil(lambda: dialog.estimate.sentence == text, timeout=TIMEOUT_MS)


def export(dialog: AnimationDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.export.isEnabled, timeout=TIMEOUT_MS)
    with qtbot.waitSignal(dialog.work.done, timeout=TIMEOUT_MS):
        dialog.export.click()


def test_the_plots_of_this_session(qtbot: QtBot, dialog: AnimationDialog, settings: QSettings, tmp_path: Path) -> None:
    def offered(shown: AnimationDialog) -> set[str]:
        return {shown.plot.itemData(row) for row in range(shown.plot.count())}

    assert offered(dialog) == {name for name, kind in FIGURES.items() if not kind.stream}
    assert dialog.plot.currentData() == "norms"
    session = SavedSession(write_session(tmp_path / "plane.gradiometer", ALL_KINDS["surface"], 6))
    other = make(qtbot, session, settings, "surface")
    assert offered(other) == offered(dialog) | {"surface"}
    assert other.plot.currentData() == "surface"
    other.close()
    session.close()


def test_it_says_how_long_it_will_be(dialog: AnimationDialog, qtbot: QtBot) -> None:
    counted(dialog, qtbot, "60 frames, no more are recorded: 5 s")
    dialog.frames.setValue(30)
    counted(dialog, qtbot, "30 frames: 2.5 s")
    dialog.fps.setValue(0.5)
    counted(dialog, qtbot, "30 frames: 60 s")
    # A histogram at every fifth step.
    choose(dialog, plot="histogram")
    counted(dialog, qtbot, "12 frames, no more are recorded: 24 s")
    dialog.frames.setValue(1)
    counted(dialog, qtbot, "1 frame: 2 s")


def test_the_steps(dialog: AnimationDialog, qtbot: QtBot) -> None:
    dialog._selection.steps.set_by_hand(10.4, 19.6)
    assert not dialog.first.isVisible()
    choose(dialog, plot="profile", span="screen")
    counted(dialog, qtbot, "11 frames, no more are recorded: 0.917 s")
    dialog._selection.steps.set_by_hand(30, 31)
    counted(dialog, qtbot, "2 frames, no more are recorded: 0.167 s")
    choose(dialog, span="own")
    assert dialog.first.isVisible()
    assert (dialog.first.value, dialog.last.value) == (0, 59)
    dialog.first.control.setText("55")  # type: ignore[attr-defined]
    dialog.first.control.editingFinished.emit()  # type: ignore[attr-defined]
    counted(dialog, qtbot, "5 frames, no more are recorded: 0.417 s")


def test_steps_that_are_none_are_a_sentence(dialog: AnimationDialog, qtbot: QtBot) -> None:
    choose(dialog, span="own")
    dialog.first.control.setText("many")  # type: ignore[attr-defined]
    dialog.first.control.editingFinished.emit()  # type: ignore[attr-defined]
    assert dialog.problem.sentence.startswith("from = 'many' is not allowed: a whole number")
    assert not dialog.export.isEnabled()
    dialog.first.control.setText("70")  # type: ignore[attr-defined]
    dialog.first.control.editingFinished.emit()  # type: ignore[attr-defined]
    sentence = "first_step = 70 is not allowed: at most 59, the last step"
    qtbot.waitUntil(lambda: dialog.problem.sentence == sentence, timeout=TIMEOUT_MS)
    assert not dialog.export.isEnabled()
    choose(dialog, span="all")
    qtbot.waitUntil(dialog.export.isEnabled, timeout=TIMEOUT_MS)
    assert dialog.problem.sentence == ""


@pytest.mark.parametrize("kind", KINDS)
def test_an_animation(dialog: AnimationDialog, qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    said: list[str] = []
    dialog.said.connect(said.append)
    tiny(dialog, tmp_path / "new")
    choose(dialog, format=kind, colors="dark", plot="loss")
    choose(dialog, plot="norms")
    told: list[tuple[int, int]] = []
    dialog.work.progressed.connect(lambda done, total: told.append((done, total)))
    export(dialog, qtbot)
    made = tmp_path / ("new" if kind == "png" else f"new.{kind}")
    assert dialog.problem.sentence == ""
    assert dialog.outcome.sentence == f"Exported {made}"
    assert said == [f"Exporting {made.name} …", f"Exported {made}"]
    assert told[-1] == (3, 3)
    assert not dialog.progress.isVisible()
    assert not dialog.cancel.isVisible()
    assert dialog.export.isEnabled()
    if kind == "mp4":
        assert made.read_bytes()[4:8] == b"ftyp"
        return
    with Image.open(made if kind == "gif" else made / "norms-0003.png") as image:
        assert image.size == (141, 110)
        assert image.convert("RGB").getpixel((0, 0)) == (0x15, 0x17, 0x1C)


def test_what_is_chosen_in_the_window_is_shown(
    dialog: AnimationDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []

    def save(_session: object, **options: object) -> tuple[str, ...]:
        asked.append(options)
        return ("a remark",)

    monkeypatch.setattr(animation_work, "save_animation", save)
    chosen = dialog._selection
    chosen.choose_layer(2)
    chosen.choose_quantity("delta_norm")
    chosen.choose_histogram("weight")
    choose(dialog, plot="histogram", size_px="1920x1080", format="gif")
    assert dialog.about.sentence == "Weight · hidden 3"
    dialog.file.path.setText(str(tmp_path / "a.gif"))
    dialog.fps.setValue(2.5)
    export(dialog, qtbot)
    assert dialog.problem.sentence == "a remark"
    [options] = asked
    wanted = {"layer": 2, "quantity": "delta_norm", "histogram": "weight", "name": "histogram", "fps": 2.5}
    assert wanted.items() <= options.items()
    style = options["style"]
    assert [int(length * style.dpi) for length in style.size_in] == [1920, 1080]  # type: ignore[attr-defined]


def test_cancelled_it_leaves_nothing(dialog: AnimationDialog, qtbot: QtBot, tmp_path: Path) -> None:
    tiny(dialog, tmp_path / "out" / "a.gif", 60)
    choose(dialog, format="gif")
    (tmp_path / "out").mkdir()
    qtbot.waitUntil(dialog.export.isEnabled, timeout=TIMEOUT_MS)
    with qtbot.waitSignal(dialog.work.progressed, timeout=TIMEOUT_MS):
        dialog.export.click()
    assert dialog.progress.isVisible()
    assert not dialog.export.isEnabled()
    with qtbot.waitSignal(dialog.work.done, timeout=TIMEOUT_MS):
        dialog.cancel.click()
    assert dialog.outcome.sentence == "Cancelled: nothing was written"
    assert dialog.export.isEnabled()
    assert not list((tmp_path / "out").iterdir())


def test_closed_it_ends(dialog: AnimationDialog, qtbot: QtBot, tmp_path: Path) -> None:
    tiny(dialog, tmp_path / "out" / "a.gif", 60)
    qtbot.waitUntil(dialog.export.isEnabled, timeout=TIMEOUT_MS)
    dialog.export.click()
    dialog.close()
    assert not any(thread.name == "animation" for thread in threading.enumerate())
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_what_goes_wrong_is_a_sentence(dialog: AnimationDialog, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "mine.txt").touch()
    choose(dialog, format="png")
    tiny(dialog, tmp_path / "frames")
    export(dialog, qtbot)
    assert "frames holds mine.txt, which is none of these pictures" in dialog.problem.sentence
    assert dialog.export.isEnabled()


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("", "Give the name of a file"), ("~nobody-at-all/a", "~nobody-at-all/a is not the name of a file")],
)
def test_a_name_that_is_none(dialog: AnimationDialog, qtbot: QtBot, path: str, sentence: str) -> None:
    qtbot.waitUntil(dialog.export.isEnabled, timeout=TIMEOUT_MS)
    dialog.file.path.setText(path)
    dialog.export.click()
    assert dialog.problem.sentence.startswith(sentence)
    assert not dialog.work.is_busy


def test_a_style_that_is_broken(dialog: AnimationDialog, qtbot: QtBot, styles_folder: Path, tmp_path: Path) -> None:
    qtbot.waitUntil(dialog.export.isEnabled, timeout=TIMEOUT_MS)
    (styles_folder / "tiny.toml").write_text("dpi = 'many'\n")
    tiny(dialog, tmp_path / "a")
    qtbot.waitUntil(dialog.export.isEnabled, timeout=TIMEOUT_MS)
    dialog.export.click()
    assert "tiny.toml: dpi = 'many' is not allowed" in dialog.problem.sentence


def test_the_file_follows_until_it_is_named(dialog: AnimationDialog, saved: Path, tmp_path: Path) -> None:
    choose(dialog, format="gif", plot="loss")
    assert dialog.file.path.text() == str(saved.with_name("saved loss.gif"))
    choose(dialog, format="png")
    assert dialog.file.path.text() == str(saved.with_name("saved loss frames"))
    choose(dialog, format="mp4")
    dialog.file.path.setText(str(tmp_path / "mine.mp4"))
    choose(dialog, format="gif", plot="profile")
    assert dialog.file.path.text() == str(tmp_path / "mine.gif")


def test_the_system_s_own_dialog(dialog: AnimationDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "ask_folder", tmp_path)
    choose(dialog, format="gif")
    for given in (tmp_path / "b.gif", None):
        answer(monkeypatch, "ask_save", given)
        dialog.file.browse.click()
        assert dialog.file.path.text() == str(tmp_path / "b.gif")
    choose(dialog, format="png")
    dialog.file.browse.click()
    assert dialog.file.path.text() == str(tmp_path)


def test_choices_are_remembered(
    qtbot: QtBot, dialog: AnimationDialog, session: SavedSession, settings: QSettings, tmp_path: Path
) -> None:
    assert (dialog.frames.value(), dialog.fps.value()) == (DEFAULT_FRAMES, DEFAULT_FPS)
    assert dialog.format.currentData() == "mp4"
    choose(dialog, format="gif")
    tiny(dialog, tmp_path / "a", 2)
    dialog.fps.setValue(7.5)
    export(dialog, qtbot)
    again = make(qtbot, session, settings)
    assert (again.frames.value(), again.fps.value()) == (2, 7.5)
    assert (again.format.currentData(), again.size_px.currentData()) == ("gif", "style")
    again.close()
    settings.setValue("animation/fps", "fast")
    settings.setValue("animation/format", "avi")
    third = make(qtbot, session, settings)
    assert (third.fps.value(), third.format.currentIndex()) == (DEFAULT_FPS, 0)
    third.close()


def test_without_the_extra_a_gif_is_made(
    qtbot: QtBot, session: SavedSession, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(animation_dialog, "find_spec", lambda _name: None)
    dialog = make(qtbot, session, settings)
    assert dialog.format.currentData() == "gif"
    dialog.close()


# From the menu


def test_it_is_opened_from_the_menu(window: MainWindow, saved: Path) -> None:
    assert window.open_path(saved)
    window.file_menu.animation.trigger()
    dialog = window.reports.animation
    assert dialog is not None
    window.file_menu.animation.trigger()
    assert window.reports.animation is dialog, "one at a time"
    dialog.close()
    assert window.reports.animation is None


def test_it_goes_with_its_session_once_it_is_through(
    window: MainWindow, saved: Path, tmp_path: Path, qtbot: QtBot, styles_folder: Path
) -> None:
    styles_folder.mkdir(parents=True)
    (styles_folder / "tiny.toml").write_text(TINY)
    assert window.open_path(saved)
    window.reports.ask_animation("norms")
    dialog = window.reports.animation
    assert dialog is not None
    choose(dialog, format="gif")
    tiny(dialog, tmp_path / "a.gif", 30)
    qtbot.waitUntil(dialog.export.isEnabled, timeout=TIMEOUT_MS)
    dialog.export.click()
    window.new_session(SMALL)
    qtbot.waitUntil(lambda: window.reports.animation is None, timeout=TIMEOUT_MS)
    with Image.open(tmp_path / "a.gif") as image:
        assert image.n_frames == 30


def test_a_run_that_has_no_file_has_no_animation(ready: MainWindow) -> None:
    assert not ready.file_menu.animation.isEnabled()


def test_a_session_of_no_steps_says_so(qtbot: QtBot, settings: QSettings, tmp_path: Path) -> None:
    experiment = dataclasses.replace(SMALL, steps=5)
    session = SavedSession(write_session(tmp_path / "none.gradiometer", experiment, 0))
    dialog = make(qtbot, session, settings)
    qtbot.waitUntil(lambda: "no steps recorded" in dialog.problem.sentence, timeout=TIMEOUT_MS)
    assert not dialog.export.isEnabled()
    dialog.close()
    session.close()
