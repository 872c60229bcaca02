"""The scenes of the pictures, by their names: screenshots_scenes.py NAME takes one, on the screen that is there.

To add one, add a function and its name in SCENES.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
_WATCHED = ("watch_share=0.5", "histogram_every=10", "evaluate_every=50")
_DEEP = "hidden=30,30,30,30,30,30"
_CHANGES = (
    '{ step = 3974, set = { activation = "relu" } }',
    "{ step = 5221, set = { skip = true } }",
    '{ step = 6451, initialization = "he", seed = 0 }',
)


def _window(theme: str, name: str, manual: str = "") -> None:
    """Four sigmoid layers that starve, and what is changed while they train."""
    from screenshots_stage import Stage

    from gradiometer.presets import load_experiment

    stage = Stage(theme)
    script = stage.folder / "digits.toml"
    digits = load_experiment("digits")
    script.write_text(
        f'name = "digits"\nhidden = {list(digits.hidden)}\nsteps = 0\nchange = [{", ".join(_CHANGES)}]\n', "utf-8"
    )
    window = stage.window(script)
    script.unlink()
    stage.wait_until(lambda: window.session is not None and window.session.is_ready, what="torch")
    window._play()
    stage.wait_until(lambda: window.session.history.steps.span()[1] >= 8100, what="step 8100")
    stage.shoot(name, manual)
    window.close()


def window_dark() -> None:
    _window("dark", "window-dark")


def window_light() -> None:
    _window("light", "window-light", "window")


def lesson() -> None:
    """Lesson 4 after its second run, beside the published curves."""
    from screenshots_stage import Stage

    stage = Stage("dark")
    window = stage.window()
    window.open_lesson("04-speed-of-learning")
    buttons = window.lessons.panel.runs.buttons
    list(buttons.values())[1].click()
    stage.wait_until(lambda: window.session is not None and window.session.finished is not None, what="the run's end")
    window.notice.hide()
    stage.shoot("lesson", "lesson")
    window.close()


def findings() -> None:
    """A finding, its first remedy, and what becomes of it."""
    from PySide6.QtWidgets import QPushButton
    from screenshots_stage import Stage

    from gradiometer.presets import load_experiment

    stage = Stage("light")
    window = stage.window()
    window.new_session(load_experiment("digits"))
    window.docks["findings"].raise_()
    stage.wait_until(lambda: window.session.is_ready, what="torch")
    window._play()
    stage.wait_until(lambda: window.session.history.steps.span()[1] >= 2400, what="step 2400")
    panel = window.findings.panel

    def remedies() -> list[QPushButton]:
        """Of a severe finding that still holds."""
        panel.refresh_now()
        for entry in panel.list.entries.values():
            if entry.finding.severity == "severe" and not entry.finding.has_ended:
                entry.unfold(True)
                return entry.buttons
        return []

    stage.wait_until(remedies, what="a severe finding with a remedy")
    remedies()[0].click()
    stage.wait_until(lambda: window.session.history.steps.span()[1] >= 7800, what="step 7800")
    window.session.pause()
    stage.wait_until(lambda: not window.session.is_playing, what="the pause")
    panel.refresh_now()
    stage.shoot("findings", "findings")
    window.close()


def preflight() -> None:
    """A new session that will starve, before it has begun."""
    import dataclasses

    from screenshots_stage import MANUAL, THEMES, Stage, save

    from gradiometer.experiment import Experiment
    from gradiometer.settings import Settings
    from gradiometer_desktop.new_session import NewSessionDialog

    stage = Stage("light")
    window = stage.window()
    import torch

    assert torch.get_num_threads()
    sick = Experiment(hidden=(30,) * 8)
    sound = dataclasses.replace(sick, initialization="he", settings=Settings(activation="relu"))
    dialog = NewSessionDialog(sick, window)
    dialog.show()
    # As low as it goes: a sound network has few words.
    dialog.setGeometry(20, 20, 1240, 540)
    panel = dialog.preflight
    for name, experiment in (("healthy", sound), ("sick", sick)):
        dialog.show_experiment(experiment)
        stage.wait()
        stage.wait_until(lambda: panel.preflights.found is not None and not panel.preflights.is_waiting, what="a batch")
        for theme, ending in THEMES.items():
            window.view_menu.choose_theme(theme)
            stage.wait()
            save(panel.grab(), MANUAL / f"preflight-{name}{ending}.png")
    window.view_menu.choose_theme("light")
    dialog.resize(1240, 640)
    stage.shoot_widget(dialog, "preflight")
    dialog.close()
    window.close()


def a_map() -> None:
    """Depth against weight scale, predicted and measured."""
    from screenshots_stage import MANUAL, Stage, save

    from gradiometer.presets import load_experiment

    stage = Stage("dark")
    window = stage.window()
    window.file_menu.show_map(load_experiment("digits"))
    shown = window.file_menu.map
    shown.setGeometry(0, 0, 1180, 640)
    stage.wait_until(lambda: not shown.runner.is_busy and shown.found is not None and shown.found.num_over, 200)
    stage.shoot_widget(shown, "map")
    save(shown.grab(), MANUAL / "map-dark.png")
    window.view_menu.choose_theme("light")
    stage.wait()
    save(shown.grab(), MANUAL / "map.png")
    shown.close()
    window.close()


def replay() -> None:
    """Looking back at a step of a saved session."""
    from screenshots_stage import Stage

    stage = Stage("light")
    at = ("--at", "200", "activation=relu", "--at", "400", "initialization=he")
    path = stage.train("cure", "digits", "--steps", "600", "--set", *_WATCHED, *at)
    window = stage.window(path)
    window.selection.moment.choose(350)
    stage.shoot("replay", "replay")
    window.close()


def compare() -> None:
    """Three sessions in the same plots."""
    from screenshots_stage import SIZE, Stage

    stage = Stage("light")
    sets = {
        "sigmoid to relu": ("--at", "200", "activation=relu", "--at", "400", "initialization=he"),
        "relu he": ("--set", "activation=relu", "initialization=he"),
        "tanh xavier batchnorm": ("--set", "activation=tanh", "initialization=xavier", "normalization=batch"),
    }
    paths = [stage.train(name, "digits", "--steps", "600", *words) for name, words in sets.items()]
    window = stage.window()
    shown = window.open_comparison(paths)
    assert shown is not None
    shown.setGeometry(0, 0, *SIZE)
    stage.wait(1.0)
    stage.shoot_widget(shown, "compare", "comparing")
    shown.close()
    window.close()


def browser() -> None:
    """The start page, with sessions of several kinds."""
    from PySide6.QtWidgets import QLabel
    from screenshots_stage import Stage

    stage = Stage("dark")
    stage.folder = folder = stage.folder / "start"
    folder.mkdir(exist_ok=True)
    for name, words in {
        "nielsen-3": ("nielsen-3", "--steps", "300"),
        "digits": ("digits", "--steps", "1500", "--at", "500", "activation=relu"),
        "spirals": ("spirals", "--steps", "1500"),
        "rnn-rows": ("rnn-rows", "--steps", "150"),
        "lstm-adding": ("lstm-adding", "--steps", "60"),
        "conv-residual": ("conv-residual", "--steps", "40"),
        "too fast": ("digits", "--steps", "60", "--set", "learning_rate=1000", "activation=relu", "hidden=30,30,30"),
        "transformer-pre-ln": ("transformer-pre-ln", "--steps", "60"),
    }.items():
        stage.train(name, *words)
    from gradiometer_desktop import files

    window = stage.window()
    files.sessions_folder = lambda: folder  # type: ignore[assignment]
    window.start_page.show()
    page = window.start_page.page
    assert page is not None
    stage.wait(1.5)
    page.list.choose([folder / "conv-residual.gradiometer"])
    # Where a person's sessions would lie.
    for label in page.findChildren(QLabel):
        if str(folder) in label.text():
            label.setText(label.text().replace(str(folder), "/home/me/Documents/Gradiometer"))
    stage.shoot("browser", "browser")
    window.close()


def export() -> None:
    """The figure as it will be, while one chooses."""
    from screenshots_stage import Stage

    stage = Stage("light")
    at = ("--at", "200", "activation=relu", "--at", "400", "initialization=he")
    path = stage.train("cure", "digits", "--steps", "600", "--set", *_WATCHED, *at)
    window = stage.window(path)
    window.ask_export("norms")
    dialog = window.export_desk.dialog
    assert dialog is not None
    dialog.setGeometry(100, 60, 1000, 640)
    dialog.format.setCurrentIndex(dialog.format.findData("pdf"))
    stage.wait()
    dialog.path.setText("/home/me/Documents/Gradiometer/cure-norms.pdf")
    stage.wait(4.0)
    stage.shoot_widget(dialog, "export", "export")
    dialog.close()
    window.close()


def report() -> None:
    """Three pages of a report, beside each other."""
    import subprocess
    import tempfile

    from PIL import Image
    from screenshots_stage import MANUAL, README, Stage, with_palette

    stage = Stage("light")
    at = ("--at", "100", "activation=relu", "--at", "150", "initialization=he")
    path = stage.train("deep", "digits", "--steps", "300", "--set", _DEEP, *at)
    with tempfile.TemporaryDirectory(prefix="gradiometer-") as name:
        pdf = Path(name) / "report.pdf"
        stage.command("report", str(path), "--out", str(pdf))
        subprocess.run(["pdftoppm", "-r", "66", "-png", str(pdf), str(Path(name) / "page")], check=True)
        pages = [Image.open(each).convert("RGB") for each in sorted(Path(name).glob("page-*.png"))]
        chosen = [pages[0], pages[2], pages[min(5, len(pages) - 1)]]
        gap = 14
        width = sum(each.width for each in chosen) + gap * (len(chosen) + 1)
        sheet = Image.new("RGB", (width, chosen[0].height + 2 * gap), "#c9ced8")
        left = gap
        for each in chosen:
            sheet.paste(each, (left, gap))
            left += each.width + gap
    with_palette(sheet, 256).save(README / "report.png", optimize=True)
    with_palette(sheet.resize((width * 3 // 4, sheet.height * 3 // 4)), 64).save(MANUAL / "report.png", optimize=True)


def trial() -> None:
    """Three branches against their control."""
    from screenshots_stage import SIZE, Stage

    from gradiometer.experiment import Experiment
    from gradiometer_desktop.trials.fork_dialog import ForkDialog

    stage = Stage("light")
    window = stage.window()
    window.new_session(Experiment(hidden=(30,) * 6))
    stage.wait_until(lambda: window.session.is_ready, what="torch")
    window._play()
    history = window.session.history

    def severe() -> object:
        return next((each for each in history.findings.values() if each.severity == "severe"), None)

    stage.wait_until(lambda: severe() is not None and history.steps.span()[1] > 400, what="a severe finding")
    window.trials.ask(severe(), "Vanishing gradient in the first layers (finding 1)")
    stage.wait()
    dialog = next(each for each in stage.application.topLevelWidgets() if isinstance(each, ForkDialog))
    dialog.seeds.setValue(3)
    stage.wait()
    dialog.begin.click()
    stage.wait_until(lambda: window.trials.windows, what="the window of the trial")
    shown = window.trials.windows[0]
    shown.setGeometry(0, 0, *SIZE)
    stage.wait_until(lambda: shown.trial is not None, 150, what="the end of the trial")
    stage.wait(1.5)
    stage.shoot_widget(shown, "trial", "trial")
    shown.close()
    window.close()


def through_time() -> None:
    """An LSTM on the adding problem."""
    from screenshots_stage import Stage

    stage = Stage("dark")
    path = stage.train("lstm", "lstm-adding", "--steps", "300", "--set", "watch_share=0.3")
    window = stage.window(path)
    for name in ("through_time", "time_heatmap"):
        window.docks[name].raise_()
    stage.wait(1.0)
    stage.shoot("through-time")
    window.close()


def watched_cnn() -> None:
    """What the loop in README has recorded."""
    import torch
    from screenshots_stage import Stage

    stage = Stage("dark")
    [code] = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    path = stage.folder / "cnn.gradiometer"
    torch.manual_seed(0)
    exec(compile(code.replace('"cnn.gradiometer"', repr(str(path))), "README.md", "exec"), {"__name__": "readme"})
    window = stage.window(path)
    stage.wait(1.0)
    stage.shoot("watched-cnn", "watched-cnn")
    path.unlink()
    window.close()


def plots() -> None:
    """Each plot of the manual, of a healthy and of a sick network."""
    from screenshots_stage import Stage

    stage = Stage("light")
    usual = ("profile", "factors", "norms", "histogram", "neurons", "heatmap", "loss")
    rnn = ("family=rnn", "data=mnist_rows", "hidden=64", "optimizer=adam", "learning_rate=0.001")
    lstm = ("family=lstm", "data=mnist_rows", "hidden=64", "optimizer=adam", "learning_rate=0.01", "forget_bias=3.3")
    plane = ("hidden=30,30,30,30,30,30,30,30", "activation=sigmoid")
    healthy = stage.train(
        "healthy", "digits", "--steps", "600", "--set", *_WATCHED, _DEEP, "activation=relu", "initialization=he"
    )
    sick = stage.train("sick", "digits", "--steps", "600", "--set", *_WATCHED, _DEEP)
    cure = stage.train("cured", "digits", "--steps", "600", "--set", *_WATCHED, _DEEP, "--at", "300", "activation=relu")
    carried = stage.train("carried", "digits", "--steps", "80", "--set", *lstm, "watch_share=0.3")
    lost = stage.train("lost", "digits", "--steps", "120", "--set", *rnn, "initialization=xavier", "watch_share=0.3")
    moons = stage.train("moons", "moons", "--steps", "800", "--set", "watch_share=0.3")
    blind = stage.train("blind", "moons", "--steps", "800", "--set", *plane, "watch_share=0.3")
    window = stage.window()
    for names, path, state in (
        (usual, healthy, "healthy"),
        (tuple(name for name in usual if name != "norms"), sick, "sick"),
        (("norms",), cure, "sick"),
        (("through_time", "time_heatmap"), carried, "healthy"),
        (("through_time", "time_heatmap"), lost, "sick"),
        (("surface",), moons, "healthy"),
        (("surface",), blind, "sick"),
    ):
        window.open_path(path)
        stage.wait()
        chosen = [(window.docks[name], window.plots[name]) for name in names]
        stage.shoot_plots(chosen, lambda plot, state=state: f"{plot.name}-{state}", window.view_menu.choose_theme)
    window.close()


def compared_plots() -> None:
    """Each plot of several sessions."""
    from screenshots_stage import Stage

    from gradiometer.trial_files import branch_paths, trials_folder
    from gradiometer_desktop.compare_window import CompareWindow

    stage = Stage("light")
    healthy = stage.train(
        "healthy", "digits", "--steps", "600", "--set", *_WATCHED, _DEEP, "activation=relu", "initialization=he"
    )
    sick = stage.train("sick", "digits", "--steps", "600", "--set", *_WATCHED, _DEEP)
    forked = stage.train("forked", "digits", "--steps", "200", "--set", *_WATCHED, _DEEP)
    branch = ("--branch", "ReLU + He", "activation=relu", "initialization=he", "--branch", "tanh", "activation=tanh")
    if not trials_folder(forked).exists():
        stage.command("fork", str(forked), *branch, "--steps", "200")
    branches = sorted(trials_folder(forked).glob("*.gradiometer"))
    assert branches, branch_paths
    window = stage.window()
    for paths, names in (
        ([sick, healthy], ("profile", "norms", "histogram", "loss")),
        (branches, ("ratio", "loss_difference")),
    ):
        shown = CompareWindow(paths, stage.settings, window)
        shown.show()
        shown.chosen.choose_layers([0])
        chosen = [(shown.docks[name], shown.plots[name]) for name in names]
        stage.shoot_plots(chosen, lambda plot: f"compare-{plot.name}", window.view_menu.choose_theme)
        shown.close()
    window.close()


SCENES: dict[str, Callable[[], None]] = {
    "window-dark": window_dark,
    "window-light": window_light,
    "lesson": lesson,
    "findings": findings,
    "preflight": preflight,
    "map": a_map,
    "replay": replay,
    "compare": compare,
    "browser": browser,
    "export": export,
    "report": report,
    "trial": trial,
    "through-time": through_time,
    "watched-cnn": watched_cnn,
    "plots": plots,
    "compared-plots": compared_plots,
}


if __name__ == "__main__":
    SCENES[sys.argv[1]]()
