"""The chain that explodes on purpose: large weights, and biases that keep each neuron where the sigmoid is steepest."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from gradiometer.fields import Number
from gradiometer.neuron_chain import Chain, Floats, explosive_chain
from gradiometer_desktop.language import tr
from gradiometer_desktop.lessons.diagrams.base import StillCanvas
from gradiometer_desktop.lessons.diagrams.chain import ChainDiagram
from gradiometer_desktop.lessons.diagrams.controls import Combo, NumberControl
from gradiometer_desktop.lessons.diagrams.wording import product, shown
from gradiometer_desktop.plots.axes import DecadeAxis, PlainAxis
from gradiometer_desktop.plots.items import Curve, Dots, Face, hairline
from gradiometer_desktop.theme import Theme

WEIGHT = 100.0
_REACH = 6.0
_NUM_POINTS = 481
_BOTTOM, _TOP = -12.0, 5.0


class AwayPlot(StillCanvas):
    """How much is left of the explosion when z moves away from 0."""

    def __init__(self) -> None:
        super().__init__(
            PlainAxis("bottom"), DecadeAxis("left"), tr("|dC/db1 : dC/db4| against how far z is moved"), 150
        )
        self.set_label("bottom", "z₁")
        self.setXRange(-_REACH, _REACH, padding=0)
        self.setYRange(_BOTTOM, _TOP, padding=0)
        self._all, self._first, self._one = Curve(self.plane), Curve(self.plane), Curve(self.plane)
        self._dot = Dots(self.plane, 1.0)
        # Moved by the input, it is over within thousandths.
        close = np.geomspace(1e-7, _REACH, _NUM_POINTS)
        z = np.unique(np.concatenate([-close, [0.0], close, np.linspace(-_REACH, _REACH, _NUM_POINTS)]))
        self._one.set_points(np.array([-_REACH, _REACH]), np.zeros(2))
        self._all.set_points(z, _log_ratios(z, inputs_alone=False))
        self._first.set_points(z, _log_ratios(z, inputs_alone=True))

    def restyle(self, theme: Theme) -> None:
        """The colours of the curves."""
        self._all.setPen(hairline(theme.training))
        self._first.setPen(hairline(theme.held_out))
        self._one.setPen(hairline(theme.faint))

    def show_point(self, z: float, ratio: float, theme: Theme, *, inputs_alone: bool) -> None:
        """Where on the curves the chain is."""
        height = np.log10(np.maximum(np.abs([ratio]), 10.0**_BOTTOM))
        color = theme.held_out if inputs_alone else theme.training
        self._dot.set_points(np.array([z]), height, Face("o", 9, color, color))

    def clear_point(self) -> None:
        """The chain is another one."""
        self._dot.clear()

    def curves(self) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
        """What is drawn: where all z are moved, and where the input alone is; log10."""
        return self._all.points(), self._first.points()


class ExplosionDiagram(ChainDiagram):
    """The chain with a button that sets w = 100, b = -100 a, and a slider that moves z away from 0."""

    title = tr("An explosion on purpose")
    best_height = 980
    _slider_reach = 120.0

    def __init__(self) -> None:
        # Whether the chain is as the button set it, apart from what the slider moved.
        self._is_set = False
        super().__init__()
        for control in self.numbers[:9]:
            control.changed.connect(lambda _value: self._leave())

    def _add_head(self) -> None:
        row = QHBoxLayout()
        self.explode = QPushButton(tr("Set w = 100, b = −100 a"))
        self.explode.setObjectName("primary")
        self.explode.setToolTip(tr("All weights 100, and each bias −100 times the activation before it: every z is 0."))
        self.explode.clicked.connect(self._explode)
        self.restore = QPushButton(tr("Back to w = 1"))
        self.restore.setToolTip(tr("The chain of the lesson before: weights 1, every z is 0."))
        self.restore.clicked.connect(self._restore)
        row.addWidget(self.explode)
        row.addWidget(self.restore)
        row.addStretch(1)
        self.column.addLayout(row)

    def _add_moving(self) -> None:
        self.effect = self.add_text()
        field = Number(
            title=tr("z moved to"),
            help=tr("Where z₁ stands instead of 0, once the button is pressed."),
            low=-700.0,
            high=700.0,
        )
        self.moved = NumberControl(tr("to z₁ ="), field, -_REACH, _REACH, 0.0)
        self.mode = Combo({"all": tr("all z alike"), "input": tr("x alone")}, tr("What moves z away from 0"))
        self.mode.setToolTip(
            tr(
                "All z alike: the biases follow, so that every neuron stands at the same z. x alone: "
                "the input moves and "
                "the biases stay as they are."
            )
        )
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Now move")))
        row.addWidget(self.mode)
        row.addLayout(self.make_grid([[self.moved]]), 1)
        self.column.addLayout(row)
        self.moved.changed.connect(lambda _value: self._move())
        self.mode.currentIndexChanged.connect(lambda _index: self._move())
        self.away_legend = self.add_text()
        self.away = AwayPlot()
        self.add_canvas(self.away)

    def restyle(self) -> None:
        self.away.restyle(self.theme)

    def refresh(self) -> None:
        super().refresh()
        theme, run = self.theme, self.run
        inputs_alone = self.mode.currentData() == "input"
        if self._is_set:
            self.away.show_point(self.moved.value, run.ratio(1, 4), theme, inputs_alone=inputs_alone)
        else:
            self.away.clear_point()
        for widget in (self.moved, self.moved.slider, self.moved.box, self.mode):
            widget.setEnabled(self._is_set)
        size = abs(run.ratio(1, 4))
        verdict = "grows" if size > 1.0 else "shrinks" if size < 1.0 else "stays"
        self.effect.setText(
            tr(
                "∂C/∂b₁ : ∂C/∂b₄ = σ′(z₁)w₂ · σ′(z₂)w₃ · σ′(z₃)w₄<br>&nbsp;&nbsp;&nbsp;= {product} = "
                "<b>{shown}</b><br>&nbsp;&nbsp;&nbsp;The gradient {verdict} on its way back.",
                product=product(run.links.tolist()),
                shown=shown(run.ratio(1, 4), 5),
                verdict=verdict,
            )
        )
        self.away_legend.setText(
            tr(
                "|∂C/∂b₁ : ∂C/∂b₄| with w = 100, moved away from z = 0: <span "
                'style="color:{training}">■</span>&nbsp;all&nbsp;z&nbsp;alike&ensp;<span '
                'style="color:{held_out}">■</span>&nbsp;x&nbsp;alone',
                training=theme.training,
                held_out=theme.held_out,
            )
        )

    def _explode(self) -> None:
        self.moved.set_value(0.0)
        self._is_set = True
        self._move()

    def _restore(self) -> None:
        self._is_set = False
        self.moved.set_value(0.0)
        self.show_chain(Chain())

    def _move(self) -> None:
        if self._is_set:
            self.show_chain(
                _moved_chain(self.moved.value, self.chain().y, inputs_alone=self.mode.currentData() == "input")
            )

    def _leave(self) -> None:
        """Another number was moved by hand: it is no longer the chain of the curves."""
        if self._is_set:
            self._is_set = False
            self.refresh()


def _moved_chain(z: float, y: float = 0.0, *, inputs_alone: bool) -> Chain:
    if inputs_alone:
        return explosive_chain(WEIGHT, moved=z / WEIGHT, y=y)
    return explosive_chain(WEIGHT, z=z, y=y)


def _log_ratios(z: Floats, *, inputs_alone: bool) -> Floats:
    """log10 |dC/db_1 : dC/db_4| with z_1 at each z, [num_points]; no lower than a little beneath the plot."""
    ratios = [_moved_chain(each, inputs_alone=inputs_alone).run().ratio(1, 4) for each in z.tolist()]
    return np.log10(np.maximum(ratios, 10.0 ** (_BOTTOM - 1.0)))
