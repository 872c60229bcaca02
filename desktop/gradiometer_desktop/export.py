"""Export of a plot: what is asked for, and the thread in which it is drawn or written, so that the window goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gradiometer.figures import page as figure_page
from gradiometer.figures.files import export_figure, write_data
from gradiometer.figures.sheet import Limits
from gradiometer.figures.style import FigureStyle
from gradiometer.session_file import Session, load_session
from gradiometer.tables import rows_of
from gradiometer_desktop.background import Background
from gradiometer_desktop.language import tr

TABLES = {"csv": tr("CSV table, full resolution"), "parquet": tr("Parquet table, full resolution")}
FORMATS = {**figure_page.FORMATS, **TABLES}
# How long an export waits for the steps on the screen to reach the file.
_FILE_TIMEOUT_S = 2.0

Draw = Callable[[Path], tuple[str, ...]]
"""Makes a file, in another thread; returns remarks about what could not be done as asked for. May raise
SessionFileError, OSError and FieldError.
"""


@dataclass(frozen=True, kw_only=True)
class OnScreen:
    """What the window shows of a plot. about: which layer, quantity or step, in words; steps: from where to where, None
    where no axis has steps; panels: the vertical axes that can be chosen, by what stands on them; limits: of these, as
    values, None where they are not to be seen; has_scale: whether the first of them can be logarithmic or linear.
    """

    about: str = ""
    steps: tuple[float, float] | None = None
    panels: tuple[str, ...] = ()
    limits: tuple[Limits, ...] = ()
    has_scale: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a person wants of a plot. name: of the plot; style: how it looks; data: of figures.files.DATA_FORMATS,
    beside it, or empty; steps: from where to where, None for all; limits: of the vertical axes, None where they follow
    the data; scale: of figures.sheet.SCALE_FIELD.
    """

    name: str
    style: FigureStyle
    data: str = ""
    steps: tuple[float, float] | None = None
    limits: tuple[Limits, ...] = ()
    scale: str = "auto"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What can be exported. titles: of the plots by their names; tables: those of them that can only be a table;
    formats: by their suffixes; look: what the screen shows of a plot;
    draw: makes what is asked for; preview: the same, at once and with what the file holds by now; is_training: whether
    drawing has to share the interpreter with a trainer.
    """

    titles: Mapping[str, str]
    tables: Collection[str] = ()
    formats: Mapping[str, str]
    look: Callable[[str], OnScreen]
    draw: Callable[[Asked], Draw]
    preview: Callable[[Asked], Draw]
    is_training: Callable[[], bool] = lambda: False


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to export of a session, with what is chosen in its plots. num_steps: for which to wait."""

    session: Path
    asked: Asked
    layer: int
    quantity: str
    histogram: str
    step: int | None
    num_steps: int


def wait_for_steps(session: Session, num_steps: int) -> None:
    """Let the steps on the screen reach the file, which takes a moment while it is being written."""
    until = time.monotonic() + _FILE_TIMEOUT_S
    while session.num_rows["step"] < num_steps and time.monotonic() < until:
        time.sleep(0.02)
        session.refresh()


def export(order: Order, path: Path) -> tuple[str, ...]:
    """Draw or write it, by the suffix. Returns remarks. Raises SessionFileError, OSError, FieldError."""
    asked = order.asked
    with load_session(order.session) as session:
        wait_for_steps(session, order.num_steps)
        if path.suffix.lower().removeprefix(".") in TABLES:
            rows = rows_of(
                session,
                asked.name,
                layer=order.layer,
                quantity=order.quantity,
                step=order.step,
                histogram=order.histogram,
            )
            write_data(path, rows)
            return ()
        first, last = (None, None) if asked.steps is None else (round(asked.steps[0]), round(asked.steps[1]))
        _files, remarks = export_figure(
            session,
            asked.name,
            path,
            data=asked.data,
            style=asked.style,
            layer=order.layer,
            quantity=order.quantity,
            step=order.step,
            histogram=order.histogram,
            first_step=first,
            last_step=last,
            scale=asked.scale,
            y_limits=asked.limits,
        )
        return remarks


class Exporter(QObject):
    """Makes files in a thread of its own, so that the window goes on. `done` carries the path, a sentence about what
    went wrong or an empty text, and remarks.
    """

    done = Signal(object, str, object)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._path = Path()
        self._remarks: tuple[str, ...] = ()
        self._background = Background(self, name="export", subject=tr("The export"))
        self._background.done.connect(self._end)

    @property
    def is_busy(self) -> bool:
        return self._background.is_busy

    def start(self, path: Path, draw: Draw) -> None:
        """Begin something that ends in a file at this path; one at a time."""
        assert not self.is_busy, "one export at a time"
        self._path, self._remarks = path, ()
        self._background.start(partial(self._carry_out, draw, path))

    def wait(self) -> None:
        """Let a running export end."""
        self._background.wait()

    def _carry_out(self, draw: Draw, path: Path) -> None:
        self._remarks = draw(path)

    def _end(self, error: str) -> None:
        self.done.emit(self._path, error, self._remarks)
