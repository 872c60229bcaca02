"""What the plots of a comparison have in common: sessions in their colours instead of layers in theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent

from gradiometer.compared import Compared
from gradiometer.comparison import Comparison
from gradiometer.session_database import SessionFileError
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.compare.parts import colors_of
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots import Plot
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.theme import Theme


class Shown(NamedTuple):
    """A session that is drawn. number: among all of the comparison; color: `#rrggbb`."""

    number: int
    side: Compared
    color: str


class ComparePlot(Plot):
    """Base of all plots of a comparison. Subclasses draw in `redraw`, which is called where there are sessions."""

    def __init__(self, selection: ComparedSelection, canvases: Sequence[Canvas]):
        super().__init__(selection, canvases)
        self.chosen = selection
        self.comparison: Comparison | None = None
        # A slider and several changes at once come faster than anybody can look.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh)
        selection.changed.connect(self.refresh_soon)

    @property
    def manual_page(self) -> str:
        return f"compare-{self.name}"

    def show_comparison(self, comparison: Comparison) -> None:
        """Show these sessions."""
        self.comparison = comparison
        self.apply_theme(self.theme)

    def apply_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.colors = colors_of(self.comparison, theme)
        for canvas in self.canvases:
            canvas.style_axes(theme)
        self.refresh()

    def show_layer(self) -> None:
        """`changed` says it too."""

    def refresh_soon(self) -> None:
        """Draw once the present turn of the event loop is through, or when it is uncovered."""
        self._is_late = not self.is_seen
        if not self._is_late:
            self._later.start(0)

    def refresh(self) -> None:
        self._later.stop()
        self.telling(self._redraw)()

    def _redraw(self) -> None:
        if self.comparison is not None:
            self.redraw(self.comparison)
            self.renew_summary()

    def telling(self, act: Callable[..., object]) -> Callable[..., None]:
        """The same, with a sentence below the plot where a file cannot be read: somebody may be writing it just now."""

        def do(*arguments: object) -> None:
            try:
                act(*arguments)
            except SessionFileError as error:
                self.readout.setText(said(str(error)))

        return do

    def redraw(self, comparison: Comparison) -> None:
        """Draw the sessions that are shown."""

    def drawn(self) -> Iterator[Shown]:
        """The sessions to draw: those that are shown and have a place on the axis."""
        if self.comparison is None:
            return
        for index, (side, color) in enumerate(zip(self.comparison.sides, self.colors, strict=False)):
            if side.is_shown and side.clock(self.chosen.align) is not None:
                yield Shown(index, side, color)

    def tell_steps(self, steps: Sequence[tuple[Shown, int]]) -> str:
        """A legend's entry: at which step each session is seen; once where it is the same in all."""
        if len({step for _shown, step in steps}) <= 1:
            return "".join(tr("step {step:,}", step=step) for _shown, step in steps[:1])
        told = (f'<span style="color:{shown.color}">&#9632;</span>&nbsp;{step:,}' for shown, step in steps)
        return tr("step&ensp;{join}", join="&ensp;".join(told))

    def tell_squares(self, what: str, some: Sequence[Shown]) -> str:
        """A legend's entry: of which sessions something is true; empty where of none."""
        squares = "".join(f'<span style="color:{shown.color}">&#9632;</span>' for shown in some)
        return f"{self.faint(what)}&nbsp;{squares}" if some else ""

    def faint(self, text: str) -> str:
        """A note in a legend; empty where there is nothing to note."""
        return f'<span style="color:{self.theme.faint}">{escape(text)}</span>' if text else ""

    def write_legend(self, *parts: str) -> None:
        """What stands above the plot."""
        self.legend.setText("&emsp;".join(part for part in parts if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.refresh_soon()
