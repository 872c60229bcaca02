"""What happens to a gradient by itself and has to be said: a NaN or Inf is born, clipping makes an end of it."""

from __future__ import annotations

import math

from torch import Tensor

from gradiometer.layout import Layout
from gradiometer.reports import Event, StepReport


class Alarms:
    """Remembers what was said already, so that each thing is said once. layout: of step reports."""

    def __init__(self, layout: Layout):
        columns = layout.columns
        self._loss = columns["loss"][0]
        self._before, self._after = columns["gradient_norm"][0], columns["gradient_norm_after_clip"][0]
        self._all_finite = True
        self._is_clipped_away = False

    @property
    def has_broken(self) -> bool:
        """Whether a NaN or Inf was seen already."""
        return not self._all_finite

    def state(self) -> dict[str, bool]:
        """What was said already."""
        return {"all_finite": self._all_finite, "is_clipped_away": self._is_clipped_away}

    def restore(self, state: dict[str, bool]) -> None:
        """Take up what another one has said. Raises KeyError for what is no state."""
        self._all_finite, self._is_clipped_away = bool(state["all_finite"]), bool(state["is_clipped_away"])

    def forget_non_finite(self) -> None:
        """What comes may well be finite again: say so anew where it is not."""
        self._all_finite = True

    def is_first_broken(self, loss: Tensor | float) -> bool:
        """Whether a loss, also of a step that is not measured, is the first that is not finite.

        Of a loss on another device it is not asked, because the answer would have to be waited for.
        """
        if self.has_broken or (isinstance(loss, Tensor) and not loss.is_cpu):
            return False
        return not math.isfinite(loss.item() if isinstance(loss, Tensor) else loss)

    def is_first_non_finite(self, report: StepReport) -> bool:
        """Whether this is the first step with a NaN or Inf. The total norm is finite only where all others are."""
        if not self._all_finite:
            return False
        self._all_finite = math.isfinite(report.values[self._before]) and math.isfinite(report.values[self._loss])
        return not self._all_finite

    def clipped_away(self, report: StepReport) -> Event | None:
        """Clipping has made an end of the gradient, whose own norm was finite."""
        before, after = float(report.values[self._before]), float(report.values[self._after])
        is_gone = 0 < before < math.inf and not 0 < after < math.inf
        is_news, self._is_clipped_away = is_gone and not self._is_clipped_away, is_gone
        if not is_news:
            return None
        text = f"clipping wiped the gradient at step {report.step}: its norm was {before:.3g}, and is {after:.3g}"
        return Event(report.step, "clipped_away", text)
