"""The loss of each session less the control's on the same batches."""

from __future__ import annotations

from gradiometer.figures.parts import cut_off
from gradiometer_desktop.compare.against import CompareAgainst, least_of
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.language import tr
from gradiometer_desktop.plots.items import Values


class CompareLossDifference(CompareAgainst):
    """Below 0 a session does better than the control."""

    name = "loss_difference"
    title = tr("Loss against the control")
    how = tr(
        "Each session's loss less the control's at the same step; below 0 it does better. Branches of a trial see the "
        "same batches, so an easy or a hard one moves both alike, and the difference is far less noisy than either "
        "curve. The band reaches from the least to the largest difference of the steps that share a pixel; smoothed, "
        "the differences as they were measured lie faintly beneath their moving average."
    )

    def __init__(self, selection: ComparedSelection):
        super().__init__(selection, tr("Loss less the control's over time, by session"))

    @property
    def quantity(self) -> str:
        return "loss"

    def label_axis(self) -> str:
        return tr("loss - control's")

    def fit_heights(self, heights: Values, scale: float) -> str:
        shown, is_cut = cut_off(heights, scale)
        self.reach(shown, least_of(scale))
        return tr("what explodes is cut off") if is_cut else ""
