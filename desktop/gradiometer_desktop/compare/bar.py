"""The tool bars of a comparison: what the plots show, and the position that profile and histogram show."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QMenu, QSlider, QToolBar, QToolButton, QWidget

from gradiometer.alignment import ALIGNMENTS
from gradiometer.comparison import MOST_LAYERS, Comparison
from gradiometer.quantities import HISTOGRAMS
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.language import inside, said, tr
from gradiometer_desktop.menus import make_combo
from gradiometer_desktop.number_box import indent
from gradiometer_desktop.selection import LAYER_QUANTITIES
from gradiometer_desktop.wording import capital

_MOST_STOPS = 2000


class CompareBar(QToolBar):
    """Quantity, kind of histogram, layers and alignment."""

    def __init__(self, chosen: ComparedSelection, parent: QWidget | None = None):
        super().__init__(tr("Show"), parent)
        self.setObjectName("compare_bar")
        self.setMovable(False)
        self._chosen = chosen
        self._comparison: Comparison | None = None
        self.quantity = _combo(LAYER_QUANTITIES, tr("What profile, norms and ratios show"))
        self.quantity.setCurrentIndex(self.quantity.findData(chosen.quantity))
        self.quantity.currentIndexChanged.connect(lambda _index: chosen.choose_quantity(self.quantity.currentData()))
        kinds = {name: said(kind.title) for name, kind in HISTOGRAMS.items()}
        self.histogram = _combo(kinds, tr("What the histogram counts"))
        self.histogram.currentIndexChanged.connect(lambda _index: chosen.choose_histogram(self.histogram.currentData()))
        chosen.quantity_changed.connect(lambda name: self.quantity.setCurrentIndex(self.quantity.findData(name)))
        chosen.histogram_changed.connect(lambda name: self.histogram.setCurrentIndex(self.histogram.findData(name)))
        self.align = _combo(
            {name: said(each.title) for name, each in ALIGNMENTS.items()}, tr("What stands beside each other")
        )
        self.align.currentIndexChanged.connect(lambda _index: chosen.choose_align(self.align.currentData()))
        self.layers = QToolButton()
        self.layers.setObjectName("chip")
        # Its text has an arrow of its own, which does not lie on the rim.
        self.layers.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.layers.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.layers.setToolTip(
            tr("The layers that norms and ratios show, up to {MOST_LAYERS}", MOST_LAYERS=MOST_LAYERS)
        )
        self.menu = QMenu(self.layers)
        self.layers.setMenu(self.menu)
        self.from_output = QAction(tr("Count the profile's layers from the output"), self)
        self.from_output.setCheckable(True)
        self.from_output.toggled.connect(chosen.count_from_output)
        self.actions_of: dict[int, QAction] = {}
        # As they were chosen, the newest last.
        self._order: list[int] = []
        for label, widget in (
            (tr("  Show  "), self.quantity),
            (tr("   Layers  "), self.layers),
            (tr("   Histogram of  "), self.histogram),
            (tr("   Align by  "), self.align),
        ):
            self.addWidget(QLabel(label))
            self.addWidget(widget)

    def show_comparison(self, comparison: Comparison) -> None:
        """Offer the layers of these sessions, and the alignments that they have a place in."""
        self._comparison = comparison
        self._order = list(self._chosen.layers)
        self.menu.clear()
        self.actions_of = {}
        most = comparison.most_layers
        mixed = any(side.num_layers != most for side in comparison.sides)
        self.menu.addSection(tr("From the input"))
        for place in range(most - (0 if mixed else 1)):
            self._offer(place)
        self.menu.addSection(tr("From the output"))
        for place in range(-1, -most - 1 if mixed else -2, -1):
            self._offer(place)
        if mixed:
            self.menu.addSeparator()
            self.menu.addAction(self.from_output)
        self._show_layers()
        self.offer_alignments()

    def offer_alignments(self) -> None:
        """Those that any session shown has a place in."""
        assert self._comparison is not None
        for index, name in enumerate(ALIGNMENTS):
            possible = self._comparison.can_align(name) or name == "step"
            self.align.model().item(index).setEnabled(possible)  # type: ignore[attr-defined]

    def _offer(self, place: int) -> None:
        assert self._comparison is not None
        action = self.menu.addAction(self._comparison.layer_name(place))
        action.setCheckable(True)
        action.triggered.connect(lambda checked: self._choose(place, checked))
        self.actions_of[place] = action

    def _choose(self, place: int, checked: bool) -> None:
        """At least one layer, and at most as many as there are dashes: the one chosen longest ago makes room."""
        others = [each for each in self._order if each != place]
        if checked or others:
            self._order = [*others, place][-MOST_LAYERS:] if checked else others
        self._chosen.choose_layers(tuple(sorted(self._order, key=self._depth)))
        self._show_layers()

    def _depth(self, place: int) -> int:
        """From the input on, as it is in the deepest session."""
        assert self._comparison is not None
        return place if place >= 0 else self._comparison.most_layers + place

    def _show_layers(self) -> None:
        assert self._comparison is not None
        for place, action in self.actions_of.items():
            action.setChecked(place in self._chosen.layers)
        names = [self._comparison.layer_name(place) for place in self._chosen.layers]
        self.layers.setText(
            (", ".join(names) if len(names) <= 3 else tr("{num_names} layers", num_names=len(names))) + "  ▾"
        )


class PositionBar(QToolBar):
    """A slider over all positions; at its end stands the newest step of each session."""

    def __init__(self, chosen: ComparedSelection, parent: QWidget | None = None):
        super().__init__(tr("Position"), parent)
        self.setObjectName("position_bar")
        self.setMovable(False)
        self._chosen = chosen
        self._first, self._last = 0.0, 1.0
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Position of profile and histogram"))
        self.slider.setToolTip(tr("What profile and histogram show; a click into norms or loss moves it too"))
        self.box = indent(QDoubleSpinBox())
        self.box.setAccessibleName(tr("Position"))
        self.box.setKeyboardTracking(False)
        self.box.setMinimumWidth(110)
        self.newest = QToolButton()
        self.newest.setText(tr("Newest"))
        self.newest.setToolTip(tr("The newest step of each session"))
        self.newest.setCheckable(True)
        self._name = QLabel()
        self.addWidget(self._name)
        self.addWidget(self.slider)
        self.addWidget(self.box)
        self.addWidget(self.newest)
        self.slider.valueChanged.connect(lambda value: chosen.move(self._position_of(value)))
        self.box.valueChanged.connect(chosen.move)
        self.newest.clicked.connect(lambda: chosen.move(None if self.newest.isChecked() else self._last))
        chosen.moved.connect(self.refresh)

    def cover(self, first: float, last: float) -> None:
        """From where to where the sessions are; the position stays."""
        self._first, self._last = first, max(last, first)
        in_seconds = self._chosen.align == "time"
        with QSignalBlocker(self.slider), QSignalBlocker(self.box):
            stops = _MOST_STOPS if in_seconds else min(_MOST_STOPS, int(self._last - first))
            self.slider.setRange(0, max(stops, 1))
            self.slider.setPageStep(max(1, stops // 20))
            self.box.setDecimals(3 if in_seconds else 0)
            self.box.setSuffix(" s" if in_seconds else "")
            self.box.setRange(first, self._last)
            self.box.setSingleStep(max((self._last - first) / 100, 0.001) if in_seconds else 1.0)
        self._name.setText(
            tr("  Profile and histogram at {lower}  ", lower=inside(said(ALIGNMENTS[self._chosen.align].title)))
        )
        self.refresh()

    def refresh(self) -> None:
        """Stand where the choice is."""
        position = self._chosen.position
        at = self._last if position is None else position
        share = (at - self._first) / max(self._last - self._first, 1e-12)
        with QSignalBlocker(self.slider), QSignalBlocker(self.box):
            self.slider.setValue(round(min(max(share, 0.0), 1.0) * self.slider.maximum()))
            self.box.setValue(at)
        self.newest.setChecked(position is None)

    def _position_of(self, value: int) -> float | None:
        if value == self.slider.maximum():
            return None
        position = self._first + value / self.slider.maximum() * (self._last - self._first)
        return position if self._chosen.align == "time" else float(round(position))


def _combo(options: Mapping[str, str], tip: str) -> QComboBox:
    return make_combo({name: capital(title) for name, title in options.items()}, tip, tip)
