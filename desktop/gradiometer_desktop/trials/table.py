"""The table of a trial: a row for each branch, while it trains and when it is through."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from gradiometer.compared import Compared
from gradiometer.comparison import Comparison
from gradiometer.trial import Arm, Interval, Trial, agreeing
from gradiometer.trial_words import decades, difference, finding_in_words
from gradiometer_desktop.compare.parts import color_icon, colors_of
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons.parts import button
from gradiometer_desktop.theme import LIGHT, Theme
from gradiometer_desktop.wording import spaced

_COLUMNS = {
    "branch": (tr("Branch"), tr("What was done to it")),
    "adopt": ("", tr("Let the session go on as this branch did")),
    "norm": (
        tr("First layer's norm"),
        tr("Decades above the control's, over the last tenth of the steps, with 95 % limits"),
    ),
    "loss": (tr("Loss"), tr("Above the control's, on the same examples")),
    "finding": (tr("Finding"), tr("Whether what was found is gone")),
    "agree": (tr("Agree"), tr("In how many orders of the data both go this way")),
    "effect": (tr("Effect at once"), tr("How far the change goes: exact, ramped, immediate or destructive")),
    "cost": (tr("Step time"), tr("Of the control's")),
}
"""By name: title and what it says."""
_PLACES = {name: place for place, name in enumerate(_COLUMNS)}


class TrialTable(QTableWidget):
    """`adopt_asked` carries the number of the branch with which the session is to go on."""

    adopt_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__(0, len(_COLUMNS))
        self._theme = LIGHT
        self._comparison: Comparison | None = None
        self._arms: dict[str, Arm] = {}
        self._trial: Trial | None = None
        self._errors: dict[int, str] = {}
        self.setObjectName("differences")
        self.setAccessibleName(tr("Branches of the trial"))
        # Tab goes on to the next control.
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for column, (title, tip) in enumerate(_COLUMNS.values()):
            item = QTableWidgetItem(title)
            item.setToolTip(tip)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, item)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)

    def show_comparison(self, comparison: Comparison, *, can_adopt: bool) -> None:
        """A row for each of its sessions. can_adopt: whether the session can go on as one of them did."""
        self._comparison = comparison
        self.setRowCount(len(comparison.sides))
        for row, side in enumerate(comparison.sides):
            for column in range(len(_COLUMNS)):
                self.setItem(row, column, QTableWidgetItem())
            self._write(row, "branch", side.label)
            is_treated = side.branch is not None and side.branch.role == "branch"
            if is_treated and can_adopt:
                adopt = button(tr("Adopt"), tr("Adopt {label}", label=side.label))
                adopt.setToolTip(_COLUMNS["adopt"][1])
                adopt.clicked.connect(lambda _checked=False, row=row: self.adopt_asked.emit(self._number(row)))
                self.setCellWidget(row, _PLACES["adopt"], adopt)
        self.apply_theme(self._theme)
        self.refresh()

    def show_trial(self, trial: Trial) -> None:
        """It is through."""
        self._trial, self._arms = trial, {arm.label: arm for arm in trial.arms}
        self.refresh()

    def show_error(self, number: int, error: str) -> None:
        """A branch has ended."""
        self._errors[number] = error
        self.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self._theme = theme
        if self._comparison is not None:
            for row, color in enumerate(colors_of(self._comparison, theme)):
                item = self.item(row, 0)
                assert item is not None
                item.setIcon(color_icon(color))

    def refresh(self) -> None:
        """As its sessions are now; once the trial is through, what came out."""
        comparison = self._comparison
        if comparison is None:
            return
        # At the newest step that all have measured, or a difference would be that of two steps.
        found = [side.at("loss", "step", None) for side in comparison.sides]
        newest = min((each[0] for each in found if each is not None), default=-1)
        for row, side in enumerate(comparison.sides):
            role = "" if side.branch is None else side.branch.role
            if (error := self._errors.get(self._number(row))) is not None:
                self._write(row, "effect", tr("ended by an error"), error)
            elif (arm := self._arms.get(side.label)) is not None and role == "branch":
                self._show_arm(row, arm)
            else:
                self._show_live(row, side, comparison.control, newest)
        self._fit()

    def _show_arm(self, row: int, arm: Arm) -> None:
        trial = self._trial
        assert trial is not None
        self._write(row, "branch", arm.label, arm.changes)
        self._write(row, "effect", ", ".join(map(said, dict.fromkeys(arm.kinds))))
        self._write(row, "norm", decades(arm.ratio))
        self._write(row, "loss", difference(arm.loss))
        self._write(row, "finding", said(finding_in_words(trial, arm)) or "–")
        self._write(
            row,
            "agree",
            tr("{agreeing} of {num_ratios}", agreeing=agreeing(arm), num_ratios=len(arm.ratios))
            if len(arm.ratios) > 1
            else "–",
        )
        self._write(row, "cost", f"{arm.cost:.2f}" if math.isfinite(arm.cost) else "–")

    def _show_live(self, row: int, side: Compared, control: Compared, newest: int) -> None:
        """What is measured at a step."""
        loss, loss_then = side.at("loss", "step", newest), control.at("loss", "step", newest)
        if side is control:
            self._write(
                row,
                "loss",
                "–" if loss is None else tr("{value:.3g} at step {loss}", value=loss[1][0], loss=spaced(loss[0])),
            )
            return
        changes = [each for each in side.session.interventions if each.step >= _begin(side)]
        kinds = dict.fromkeys(each.kind for each in changes if each.kind)
        self._write(row, "effect", ", ".join(map(said, kinds)) if kinds else tr("none"))
        if loss is None or loss_then is None or loss[0] != loss_then[0]:
            return
        self._write(row, "loss", difference(_alone(float(loss[1][0] - loss_then[1][0]))))
        norm, norm_then = _first_norm(side, newest), _first_norm(control, newest)
        if norm > 0 and norm_then > 0:
            self._write(row, "norm", decades(_alone(math.log10(norm) - math.log10(norm_then))))

    def _number(self, row: int) -> int:
        """The branch's place in its group."""
        assert self._comparison is not None
        branch = self._comparison.sides[row].branch
        return row if branch is None else branch.number

    def _write(self, row: int, column: str, text: str, tip: str = "") -> None:
        item = self.item(row, _PLACES[column])
        assert item is not None
        if item.text() != text:
            item.setText(text)
        if tip:
            item.setToolTip(tip)

    def _fit(self) -> None:
        """As high as its rows."""
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        self.setMaximumHeight(rows + self.horizontalHeader().height() + 2 * self.frameWidth() + 16)


def _begin(side: Compared) -> int:
    parent = side.session.parent
    return 0 if parent is None else parent.step


def _alone(value: float) -> Interval:
    return Interval(value, math.nan, math.nan)


def _first_norm(side: Compared, step: int) -> float:
    found = side.at("weight_gradient_norm", "step", step)
    return math.nan if found is None else float(found[1][0])


def names(sides: Sequence[Compared]) -> dict[int, str]:
    """What each branch is called, by its place in the group."""
    return {side.branch.number: side.label for side in sides if side.branch is not None}
