import numpy as np
from gradiometer_desktop.plots import PLOTS
from gradiometer_desktop.plots.norms import NormsPlot
from gradiometer_desktop.plots.axes import *

def test_a(stage, make_history):
    h = make_history(10.0 ** (-np.arange(4)) * np.ones((100, 1)))
    plot = stage.show(NormsPlot, h)
    c = plot.canvas
    print(c.getViewBox().viewRange(), plot._curves[0].getData())
    stage.hover(c, 50, -1.1)
    print(plot.readout.text())
    stage.click(c, 50, -2.2)
    print(stage.selection.layer)
    stage.wheel(c, 50, -1, 3)
    print(stage.selection.steps.first, stage.selection.steps.last, stage.selection.steps.follows)
    stage.drag(c, 50, -1, 60)
    print(stage.selection.steps.first, stage.selection.steps.last)
    stage.double_click(c, 50, -1)
    print(stage.selection.steps.first, stage.selection.steps.last, stage.selection.steps.follows)
    stage.wheel(c, 50, -1, 150)
    plot.grab()
    print(stage.selection.steps.first, stage.selection.steps.last)
    stage.wheel(c, 50, -1, -300)
    plot.grab()
    print(stage.selection.steps.first, stage.selection.steps.last)
