"""The plots of a comparison, one file each. To add one, add its class to COMPARE_PLOTS; figures and tables in the core
bear the same names.
"""

from gradiometer_desktop.compare.base import ComparePlot
from gradiometer_desktop.compare.histogram import CompareHistogram
from gradiometer_desktop.compare.loss import CompareLoss
from gradiometer_desktop.compare.loss_difference import CompareLossDifference
from gradiometer_desktop.compare.norms import CompareNorms
from gradiometer_desktop.compare.profile import CompareProfile
from gradiometer_desktop.compare.ratio import CompareRatio

COMPARE_PLOTS: tuple[
    type[CompareProfile | CompareNorms | CompareHistogram | CompareLoss | CompareRatio | CompareLossDifference], ...
] = (
    CompareProfile,
    CompareNorms,
    CompareHistogram,
    CompareLoss,
    CompareRatio,
    CompareLossDifference,
)

__all__ = ["COMPARE_PLOTS", "ComparePlot"]
