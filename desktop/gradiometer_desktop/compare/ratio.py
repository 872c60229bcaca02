"""A quantity of some layers over time, against the control's at the same steps."""

from __future__ import annotations

from gradiometer.quantities import QUANTITIES
from gradiometer_desktop.compare.against import CompareAgainst, least_of
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.language import tr
from gradiometer_desktop.plots.items import Values

# In decades: a quarter more or less. Nearer, what is the same but for rounding would look like a cliff.
_LEAST_DECADES = 0.1


class CompareRatio(CompareAgainst):
    """log10 of the ratio of a quantity that spans decades, of others the difference."""

    name = "ratio"
    title = tr("Against the control")
    how = tr(
        "How many times the control's value each session has at the same step, as a logarithm: 0 is the control "
        "itself, 1 ten times as much, -1 a tenth. A colour for each session and a dash for each layer. Of a quantity "
        "that does not span decades it is the difference."
    )

    def __init__(self, selection: ComparedSelection):
        super().__init__(selection, tr("A quantity of some layers against the control's over time, by session"))

    def label_axis(self) -> str:
        # Which quantity it is of stands in the tool bar; here there is no room for it.
        return tr("log10 of the ratio") if QUANTITIES[self.quantity].is_log else "difference"

    def fit_heights(self, heights: Values, scale: float) -> str:
        self.reach(heights, _LEAST_DECADES if QUANTITIES[self.quantity].is_log else least_of(scale))
        return ""
