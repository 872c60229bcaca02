"""The plots, one file each. To add one, add its class to PLOTS; figures and tables in the core bear the same names."""

from gradiometer_desktop.plots.base import Plot
from gradiometer_desktop.plots.factors import FactorsPlot
from gradiometer_desktop.plots.heatmap import HeatmapPlot
from gradiometer_desktop.plots.histogram import HistogramPlot
from gradiometer_desktop.plots.loss import LossPlot
from gradiometer_desktop.plots.neurons import NeuronsPlot
from gradiometer_desktop.plots.norms import NormsPlot
from gradiometer_desktop.plots.profile import ProfilePlot
from gradiometer_desktop.plots.surface import SurfacePlot
from gradiometer_desktop.plots.through_time import ThroughTimePlot
from gradiometer_desktop.plots.time_heatmap import TimeHeatmapPlot
from gradiometer_desktop.plots.time_plot import TimePlot

PLOTS: tuple[
    type[
        ProfilePlot
        | FactorsPlot
        | ThroughTimePlot
        | NormsPlot
        | HistogramPlot
        | NeuronsPlot
        | HeatmapPlot
        | TimeHeatmapPlot
        | LossPlot
        | SurfacePlot
    ],
    ...,
] = (
    ProfilePlot,
    FactorsPlot,
    ThroughTimePlot,
    NormsPlot,
    HistogramPlot,
    NeuronsPlot,
    HeatmapPlot,
    TimeHeatmapPlot,
    LossPlot,
    SurfacePlot,
)

__all__ = ["PLOTS", "Plot", "TimePlot"]
