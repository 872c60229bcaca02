"""How fast a session file may grow, and how far apart that spaces what is recorded."""

from __future__ import annotations

import math

_AT_ONCE = 1 / 12
"""Of what an hour may bring, what may come at any time: short runs are not thinned."""
_LOOK_EVERY_S = 5.0
_HORIZON_S = 300.0
"""Within which too much, or too little, is made up for."""
_NEWEST = 0.3
"""The weight of the newest look in the mean of what would come."""
_FARTHEST = 10_000


class Growth:
    """most: bytes an hour. spacing: 1 where everything that is measured is recorded, 3 for every third of it."""

    def __init__(self, most: float):
        self.most = most
        self.spacing = 1
        self._rate = most * (1 - _AT_ONCE) / 3600
        # Of a run that is gone on with, the first call says what there was before.
        self._begun: tuple[float, int] | None = None
        self._looked_s, self._looked_bytes = 0.0, 0
        self._has_thinned = False
        self._whole_rate: float | None = None
        self._told = 1

    def note(self, elapsed_s: float, num_bytes: int) -> bool:
        """After so long so many bytes were recorded in all; returns whether the spacing has changed."""
        if self._begun is None:
            self._begun = elapsed_s, num_bytes
        elapsed_s, num_bytes = elapsed_s - self._begun[0], num_bytes - self._begun[1]
        span, grown = elapsed_s - self._looked_s, num_bytes - self._looked_bytes
        if span <= 0 or (span < _LOOK_EVERY_S and grown < self.most * _AT_ONCE / 4):
            return False
        self._looked_s, self._looked_bytes = elapsed_s, num_bytes
        left = self.most * _AT_ONCE + self._rate * elapsed_s - num_bytes
        if not self._has_thinned and left > self.most * _AT_ONCE / 2:
            return False
        self._has_thinned = True
        # What comes at this spacing would be so much more at none; a look may by chance see much, or nothing.
        seen = grown / span * self.spacing
        self._whole_rate = seen if self._whole_rate is None else (1 - _NEWEST) * self._whole_rate + _NEWEST * seen
        allowed = max(self._rate + left / _HORIZON_S, self._rate / 10)
        # Rounded up, so that it fits.
        wanted = min(max(1, math.ceil(self._whole_rate / allowed - 1e-9)), _FARTHEST)
        before, self.spacing = self.spacing, max(wanted, -(-self.spacing // 2))
        return self.spacing != before

    def take_news(self, step: int) -> str:
        """A sentence where the spacing has become another one to speak of since the last; else an empty text."""
        if not (self.spacing >= 2 * self._told or (self.spacing == 1 and self._told > 1)):
            return ""
        self._told = self.spacing
        which = "everything that is measured" if self.spacing == 1 else f"one in {self.spacing} measurements"
        return (
            f"so that the file grows by at most {self.most / 1e6:g} MB an hour, {which} is recorded from step {step} on"
        )
