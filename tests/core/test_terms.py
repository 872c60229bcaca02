"""Terms and formulas, against a history that is made up."""

import math

import numpy as np
import pytest

from gradiometer.outline import LayerOutline, Outline
from gradiometer.terms import UNKNOWN, Term, TermError, fill, terms_of

LAYERS = ("recurrent 1", "recurrent 2", "output")
TIMES = 4


class MadeUp:
    """Rows by quantity and step; of a network with two recurrent layers of four time steps."""

    def __init__(self, rows: dict[str, dict[int, list[float]]], time_quantities=("hidden_gradient",)):
        layers = tuple(LayerOutline(name, 1, 1, "float64") for name in LAYERS)
        self.outline = Outline("made up", "1-1-1", "float64", layers, TIMES, time_quantities)
        self._rows = rows

    def at(self, name, step):
        rows = self._rows.get(name, {})
        steps = [each for each in rows if step is None or each <= step]
        return (max(steps), np.array(rows[max(steps)])) if steps else None


HISTORY = MadeUp(
    {
        "loss": {0: [2.5], 10: [1.25]},
        "delta_norm": {0: [0.1, 0.4, 0.0], 10: [0.2, 0.5, 2.0]},
        "hidden_gradient": {0: [1e-9, 1e-6, 1e-3, 1.0, 2.0, 3.0, 4.0, 5.0, *[math.nan] * 4]},
    }
)


@pytest.mark.parametrize(
    ("text", "step", "value"),
    [
        ("loss", None, 1.25),
        ("loss", 9, 2.5),
        ("loss", 10, 1.25),
        ("delta_norm:recurrent 2", 0, 0.4),
        ("delta_norm:output", None, 2.0),
        ("delta_norm:recurrent 2 / delta_norm:recurrent 1", 0, 4.0),
        ("delta_norm:recurrent 2/loss", None, 0.4),
        ("hidden_gradient:recurrent 1@first", None, 1e-9),
        ("hidden_gradient:recurrent 1@last", None, 1.0),
        ("hidden_gradient:recurrent 1@2", None, 1e-6),
        ("hidden_gradient:recurrent 2@3", None, 4.0),
        ("hidden_gradient:recurrent 1@first / hidden_gradient:recurrent 1@last", 5, 1e-9),
    ],
)
def test_a_term_is_read_from_the_newest_row_up_to_a_step(text, step, value):
    assert Term.parse(text).evaluate(HISTORY, step) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("accuracy", None),  # never measured
        ("loss", -1),  # nothing so early
        ("delta_norm:hidden 1", None),  # a network without that layer
        ("delta_norm:recurrent 1 / delta_norm:output", 0),  # the divisor is 0
        ("hidden_gradient:recurrent 1@5", None),  # the sequence is shorter
        ("hidden_gradient:output@first", None),  # no time there
        ("cell_gradient:recurrent 1@first", None),  # no LSTM
    ],
)
def test_what_is_not_known_is_nan(text, step):
    assert math.isnan(Term.parse(text).evaluate(HISTORY, step))


def test_exactly_means_that_very_step():
    term = Term.parse("delta_norm:recurrent 2 / loss")
    assert term.evaluate(HISTORY, 10, exactly=True) == pytest.approx(0.4)
    assert math.isnan(term.evaluate(HISTORY, 9, exactly=True))


def test_of_many_time_steps_some_are_kept():
    history = MadeUp({"hidden_gradient": {0: list(range(3 * 128))}})
    object.__setattr__(history.outline, "num_steps", 784)
    second = history.outline.times[1]
    assert second > 2
    assert Term.parse(f"hidden_gradient:recurrent 1@{second}").evaluate(history) == 1.0
    assert math.isnan(Term.parse("hidden_gradient:recurrent 1@2").evaluate(history))
    assert Term.parse("hidden_gradient:recurrent 2@last").evaluate(history) == 255.0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is no term"),
        ("speed", "no single number is called speed"),
        ("unit_gradient:hidden 1", "no single number is called unit_gradient"),
        ("surface", "no single number is called surface"),
        ("delta_norm", "does not say of which layer"),
        ("loss:hidden 1", "loss is of the whole network"),
        ("hidden_gradient:recurrent 1", "does not say at which time step"),
        ("hidden_gradient:recurrent 1@middle", "is no term"),
        ("hidden_gradient:recurrent 1@0", "is no term"),
        ("delta_norm:hidden 1@first", "delta_norm has none"),
        ("loss / loss / loss", "divides more than once"),
        ("loss /", "is no term"),
    ],
)
def test_a_term_that_cannot_be_is_refused(text, reason):
    with pytest.raises(TermError, match=reason):
        Term.parse(text)


def test_a_formula_is_filled_in():
    formula = "Loss {loss|.4f}, {delta_norm:recurrent 1} of {delta_norm:recurrent 2 | .1e}; accuracy {accuracy}"
    assert fill(formula, HISTORY, 0) == f"Loss 2.5000, 0.1 of 4.0e-01; accuracy {UNKNOWN}"
    assert fill(formula, HISTORY) == f"Loss 1.2500, 0.2 of 5.0e-01; accuracy {UNKNOWN}"
    assert fill("no numbers", HISTORY) == "no numbers"
    assert [term.text for term in terms_of(formula)] == [
        "loss",
        "delta_norm:recurrent 1",
        "delta_norm:recurrent 2",
        "accuracy",
    ]


def test_a_formula_knows_its_layers_and_quantities():
    (term,) = terms_of("{delta_norm:hidden 1 / loss}")
    assert term.layers == ("hidden 1",)
    assert term.quantities == ("delta_norm", "loss")
    assert not term.is_of_time
    assert Term.parse("hidden_gradient:recurrent 1@first").is_of_time


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("{loss", "a brace without its partner"),
        ("loss}", "a brace without its partner"),
        ("{loss|nonsense}", "no number format"),
        ("{speed}", "no single number"),
        ("{}", "is no term"),
    ],
)
def test_a_formula_that_cannot_be_filled_is_refused(formula, reason):
    with pytest.raises(TermError, match=reason):
        terms_of(formula)
