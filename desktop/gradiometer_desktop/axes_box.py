"""Which part of a plot its figure shows: the steps, the vertical axes, and whether these are logarithmic."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QGroupBox, QHBoxLayout, QLabel, QWidget

from gradiometer.fields import FieldError, Number
from gradiometer.figures.sheet import SCALE_FIELD, Limits
from gradiometer_desktop.export import OnScreen
from gradiometer_desktop.field_editors import FieldEditor
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.menus import make_combo
from gradiometer_desktop.wording import capital

_SCREEN, _ALL, _OWN = "screen", "all", "own"
_STEPS = {_SCREEN: tr("As on the screen"), _ALL: tr("All"), _OWN: tr("From, to")}
_LIMITS = {_SCREEN: tr("As on the screen"), _ALL: tr("Around the data"), _OWN: tr("From, to")}
_MOST = 1e300


class _Range(QObject):
    """A row of two numbers. changed: one of them is another one, or is none."""

    changed = Signal()

    def __init__(self, what: str, parent: QObject):
        super().__init__(parent)
        self.row = QWidget()
        layout = QHBoxLayout(self.row)
        layout.setContentsMargins(0, 0, 0, 0)
        self.label = QLabel()
        ends: list[FieldEditor] = []
        for title, within in ((tr("From"), tr("{what} from", what=what)), (tr("To"), tr("{what} to", what=what))):
            editor = FieldEditor(
                what,
                Number(title=within, help=tr("{title} here.", title=title), low=-_MOST, high=_MOST),
            )
            for signal in (editor.edited, editor.refused, editor.mended):
                signal.connect(lambda *_what: self.changed.emit())
            layout.addWidget(editor, 1)
            if not ends:
                layout.addWidget(QLabel(tr("to")))
            ends.append(editor)
        self.low, self.high = ends

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled in."""
        return self.low.value is None

    def forget(self) -> None:
        """Be empty again."""
        for editor in (self.low, self.high):
            editor.set_value(None)

    def show_ends(self, ends: Limits) -> None:
        """Fill in numbers that a person can read and change."""
        for editor, value in zip((self.low, self.high), ends or (0.0, 1.0), strict=True):
            editor.set_value(float(f"{value:.4g}"))

    def ends(self, name: str) -> tuple[float, float]:
        """The two numbers. Raises FieldError where they are none, or not in order. name: of what they are ends."""
        for editor in (self.low, self.high):
            if editor.problem:
                raise FieldError(editor.problem)
        if not self.low.value < self.high.value:
            raise FieldError(
                tr(
                    "{name} from {low:g} to {high:g}: give the smaller number first",
                    name=name,
                    low=self.low.value,
                    high=self.high.value,
                )
            )
        return self.low.value, self.high.value


class AxesBox(QGroupBox):
    """changed: something else is to be shown."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Axes"))
        self._name = ""
        self._seen = OnScreen()
        self._form = form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.steps = self._add_combo(tr("Steps"), _STEPS)
        self.own_steps = _Range(tr("Steps"), self)
        form.addRow(self.own_steps.label, self.own_steps.row)
        self.vertical = self._add_combo(tr("Vertical axis"), _LIMITS)
        self.own_limits = [_Range(title, self) for title in (tr("Vertical axis"), tr("Second vertical axis"))]
        for each in self.own_limits:
            form.addRow(each.label, each.row)
        self.scale = self._add_combo(tr("Scale"), SCALE_FIELD.options)
        for each in (self.own_steps, *self.own_limits):
            each.changed.connect(self._tell)
        for combo in (self.steps, self.vertical, self.scale):
            combo.currentIndexChanged.connect(self._choose)
        self._show_rows()

    def show_plot(self, name: str, seen: OnScreen, why_not: str = "") -> None:
        """What the screen shows of the chosen plot. why_not: why nothing can be chosen of any plot now."""
        if name != self._name:
            # What was filled in was about another axis.
            for each in self.own_limits:
                each.forget()
        self._name, self._seen = name, seen
        for combo, blocked in (
            (self.steps, "" if seen.steps is not None else tr("This plot is of one step.")),
            (self.vertical, "" if seen.limits else tr("The vertical axis of this plot is not one of values.")),
            (self.scale, "" if seen.has_scale else tr("The vertical axis of this plot has one scale only.")),
        ):
            reason = why_not or blocked
            combo.setEnabled(not reason)
            combo.setToolTip(reason or self._tip_of(combo))
            self._form.labelForField(combo).setEnabled(not reason)
        self._show_rows()

    def chosen_steps(self) -> tuple[float, float] | None:
        """From where to where; None for all. Raises FieldError."""
        if not self.steps.isEnabled() or self.steps.currentData() == _ALL:
            return None
        return self._seen.steps if self.steps.currentData() == _SCREEN else self.own_steps.ends("steps")

    def chosen_limits(self) -> tuple[Limits, ...]:
        """Of each vertical axis, None where it follows the data. Raises FieldError."""
        if not self.vertical.isEnabled() or self.vertical.currentData() == _ALL:
            return ()
        if self.vertical.currentData() == _SCREEN:
            first, *others = self._seen.limits
            # The screen's axis may be linear and begin where there are no logarithms.
            return (None if first is not None and first[0] <= 0 and self.chosen_scale() == "log" else first, *others)
        return tuple(each.ends(name) for each, name in zip(self.own_limits, self._seen.panels, strict=False))

    def chosen_scale(self) -> str:
        """Of figures.sheet.SCALE_FIELD."""
        return str(self.scale.currentData()) if self.scale.isEnabled() else "auto"

    def _add_combo(self, title: str, options: Mapping[str, str]) -> QComboBox:
        combo = make_combo({name: said(told) for name, told in options.items()}, title)
        self._form.addRow(title, combo)
        return combo

    def _tip_of(self, combo: QComboBox) -> str:
        if combo is self.steps:
            return tr("Which steps the horizontal axis shows.")
        if combo is self.scale:
            return said(SCALE_FIELD.help)
        if any(limits is None for limits in self._seen.limits):
            return tr("This plot is not on the screen now: as there means around the data.")
        return tr("From where to where the vertical axis goes.")

    def _choose(self) -> None:
        self._show_rows()
        self._tell()

    def _show_rows(self) -> None:
        """Numbers where they are asked for, with those of the screen to begin with."""
        is_own = self.steps.isEnabled() and self.steps.currentData() == _OWN
        self._form.setRowVisible(self.own_steps.row, is_own)
        if is_own and self.own_steps.is_empty:
            self.own_steps.show_ends(self._seen.steps)
        is_own = self.vertical.isEnabled() and self.vertical.currentData() == _OWN
        panels = self._seen.panels
        for index, each in enumerate(self.own_limits):
            self._form.setRowVisible(each.row, is_own and index < len(panels))
            if index < len(panels):
                each.label.setText(capital(said(panels[index])) if len(panels) > 1 else "")
                if is_own and each.is_empty:
                    each.show_ends(self._seen.limits[index])

    def _tell(self) -> None:
        self.changed.emit()
