"""How far a change of a running network went at once, in one line."""

from __future__ import annotations

import math

from gradiometer.effects import EXACT
from gradiometer.reports import Intervention, Jump
from gradiometer.wording_of_numbers import number

_DIGITS = 2
# A share above which a multiple is easier to read than per cent.
_MANY = 10.0
# Less is 0.0 when it is rounded.
_LEAST_DECADES = 0.05


def jump_in_words(intervention: Intervention) -> str:
    """`exact: output 0, loss 0, gradient 1.2e-7`, or `immediate: output moved by 54 %, gradient moved by 120 %, loss
    2.3 → 0.41, first layer's norm 1.2e-5 → 0.0034 (+2.5 decades)`; the kind alone where nothing was measured, and empty
    where an older program said neither.
    """
    kind, jump = " ".join(intervention.kind.split()), intervention.jump
    if jump is None:
        return kind
    told = _deviations(jump) if kind == EXACT else _moves(jump)
    return f"{kind}: {told}" if kind else told


def jump_in_brief(intervention: Intervention) -> str:
    """The same in the width of a list: `immediate · output moved by 54 %, loss 2.3 → 0.41`."""
    kind, jump = " ".join(intervention.kind.split()), intervention.jump
    told = ""
    if jump is not None and kind == EXACT:
        told = f"output {_figure(jump.output)}, loss {_figure(abs(jump.loss_after - jump.loss_before))}"
    elif jump is not None:
        told = f"output {_moved(jump.output)}, loss {_from_to(jump.loss_before, jump.loss_after)}"
    return " · ".join(filter(None, (kind, told)))


def _deviations(jump: Jump) -> str:
    """Of what was to stay as it was; output and gradient relative to what they were."""
    loss = abs(jump.loss_after - jump.loss_before)
    return f"output {_figure(jump.output)}, loss {_figure(loss)}, gradient {_figure(jump.gradient)}"


def _moves(jump: Jump) -> str:
    loss, first = _from_to(jump.loss_before, jump.loss_after), _from_to(jump.first_before, jump.first_after)
    decades = _decades(jump.first_before, jump.first_after)
    moved = f"output {_moved(jump.output)}, gradient {_moved(jump.gradient)}, loss {loss}"
    if not decades:
        return f"{moved}, first layer's norm {first}"
    return f"{moved}, first layer's norm {first} ({decades} decades)"


def _moved(share: float) -> str:
    """`moved by 54 %`."""
    if math.isnan(share):
        return "not comparable"
    if math.isinf(share):
        return "moved from 0"
    if share == 0.0:
        return "unmoved"
    return f"moved by {_figure(share)} times its size" if share >= _MANY else f"moved by {_figure(100.0 * share)} %"


def _from_to(before: float, after: float) -> str:
    return f"{_figure(before)} → {_figure(after)}"


def _decades(before: float, after: float) -> str:
    """`+2.5`; empty where there is no such number, or none to speak of."""
    if not (0 < before < math.inf and 0 < after < math.inf):
        return ""
    # Their quotient may overflow.
    decades = math.log10(after) - math.log10(before)
    return f"{decades:+.1f}" if abs(decades) >= _LEAST_DECADES else ""


def _figure(value: float) -> str:
    """Two significant digits, without the zeros that Python puts into exponents: `1.2e-7`, `0.0034`, `350`."""
    if 100.0 <= abs(value) < 1e5:
        return f"{float(f'{value:.1e}'):,.0f}"
    digits, _e, exponent = number(value, _DIGITS).partition("e")
    return f"{digits}e{int(exponent)}" if exponent else digits
