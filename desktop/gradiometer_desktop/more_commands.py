"""Commands of the main window that stand in none of its menus: each plot to export, each preset to begin with."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from gradiometer.presets import load_experiment, preset_names
from gradiometer_desktop.commands import Command
from gradiometer_desktop.language import said, tr

if TYPE_CHECKING:
    from gradiometer_desktop.main_window import MainWindow


def more_commands(window: MainWindow) -> list[Command]:
    """What can be asked for besides, as things stand."""
    can_export = window.file_menu.export.isEnabled()
    why_not = "" if can_export else tr("This session has no file yet: start it first.")
    exports = [
        Command(
            tr("Export {title}", title=plot.title),
            (tr("File"), tr("Export a plot")),
            partial(window.ask_export, plot.name),
            why_not=why_not,
            tip=plot.how,
        )
        for plot in window.plots.values()
    ]
    presets = [
        Command(
            tr("New session of preset {name}", name=name),
            (tr("File"), tr("Presets")),
            partial(window.start_page.preset_asked.emit, name),
            tip=_tell(name),
        )
        for name in preset_names()
    ]
    return exports + presets


@lru_cache(maxsize=64)
def _tell(name: str) -> str:
    experiment = load_experiment(name)
    return f"{said(experiment.kind.title)} {experiment.structure}"
