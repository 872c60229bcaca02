"""What rules are made of: numbers read off what a run has said. To add one, write it into one of the files that are
gathered here, beside others of its kind.
"""

from __future__ import annotations

from gradiometer.measures.gradients import GRADIENT_MEASURES
from gradiometer.measures.loss import LOSS_MEASURES
from gradiometer.measures.measure import Measure
from gradiometer.measures.peers import PEER_MEASURES
from gradiometer.measures.units import UNIT_MEASURES

MEASURES: dict[str, Measure] = {
    **GRADIENT_MEASURES,
    **UNIT_MEASURES,
    **LOSS_MEASURES,
    **PEER_MEASURES,
}
