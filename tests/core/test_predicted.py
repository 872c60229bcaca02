"""Which prediction holds for a session at a step, and the line that is drawn of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import numpy as np
import pytest

from gradiometer import predicted
from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.predicted import Drawn, drawn_at, prediction_of, theory_line
from gradiometer.reports import Intervention
from gradiometer.settings import Change, Reinitialize, Settings
from shared import SMALL

INPUTS = InputMoments(0.1, 0.4, 0.2, -1.0, 1.0)
SIGMOID = Settings()
RELU = dataclasses.replace(SIGMOID, activation="relu")


@dataclass
class Run:
    """What is asked of a session."""

    experiment: Experiment | None = SMALL
    inputs: InputMoments | None = INPUTS
    interventions: list[Intervention] = field(default_factory=list)


def change(step: int, command: Change, settings: Settings = SIGMOID) -> Intervention:
    after = command if isinstance(command, Settings) else settings
    return Intervention(step, command, settings, after, "")


def drawn(run: Run, step: float | None = None) -> Drawn:
    found = drawn_at(run, step)
    assert isinstance(found, Drawn)
    return found


def test_at_first_the_experiments_own_law_and_settings_hold() -> None:
    experiment = dataclasses.replace(SMALL, initialization="xavier", weight_scale=1.5, settings=RELU)
    found = drawn(Run(experiment), 0)
    assert (found.initialization, found.weight_scale, found.inputs) == ("xavier", 1.5, INPUTS)
    assert found.settings.activation == "relu"


def test_settings_are_those_of_the_step() -> None:
    run = Run(interventions=[change(10, RELU)])
    assert [drawn(run, step).settings.activation for step in (0, 9, 10, 99)] == ["sigmoid", "sigmoid", "relu", "relu"]
    assert drawn(run, None) == drawn(run, 10)


@pytest.mark.parametrize(
    "later",
    [
        {"learning_rate": 3.0},
        {"optimizer": "adam"},
        {"clipping": "total", "clip_threshold": 0.5},
        {"weight_decay": 0.1},
        {"momentum": 0.5},
    ],
)
def test_what_happens_to_a_gradient_afterwards_makes_no_other_prediction(later: dict[str, object]) -> None:
    changed = dataclasses.replace(SIGMOID, **later)
    run = Run(interventions=[change(5, changed)])
    assert drawn(run, 5) == drawn(run, 0)
    assert hash(drawn(run, 5)) == hash(drawn(run, 0))


@pytest.mark.parametrize(
    "settings",
    [{"activation": "tanh"}, {"normalization": "batch"}, {"skip": True}, {"skip_weight": 0.5}, {"branch_scale": 0.5}],
)
def test_what_the_signal_passes_makes_another_one(settings: dict[str, object]) -> None:
    run = Run(interventions=[change(5, dataclasses.replace(SIGMOID, **settings))])
    assert drawn(run, 5) != drawn(run, 0)


def test_weights_drawn_anew_follow_the_new_law() -> None:
    experiment = dataclasses.replace(SMALL, initialization="xavier", weight_scale=2.0)
    run = Run(experiment, interventions=[change(8, Reinitialize(scheme="he"))])
    assert (drawn(run, 7).initialization, drawn(run, 7).weight_scale) == ("xavier", 2.0)
    assert (drawn(run, 8).initialization, drawn(run, 8).weight_scale) == ("he", 1.0)


def test_some_layers_drawn_by_another_law_leave_no_theory_until_all_are_drawn() -> None:
    partial, whole = Reinitialize(scheme="he", layers=(1,)), Reinitialize(scheme="orthogonal")
    run = Run(interventions=[change(8, partial), change(20, whole)])
    assert drawn(run, 7).initialization == SMALL.initialization
    assert drawn_at(run, 8) == "No theory: some layers were drawn anew by another law than the others."
    assert drawn_at(run, 19) == drawn_at(run, 8)
    assert drawn(run, 20).initialization == "orthogonal"


def test_some_layers_drawn_by_the_same_law_change_nothing() -> None:
    run = Run(interventions=[change(8, Reinitialize(scheme=SMALL.initialization, layers=(0, 2), seed=3))])
    assert drawn(run, 8) == drawn(run, 0)
    scaled = Run(dataclasses.replace(SMALL, weight_scale=2.0), interventions=run.interventions)
    assert isinstance(drawn_at(scaled, 8), str)


def test_where_nothing_can_be_predicted_a_sentence_says_why() -> None:
    for run in (Run(experiment=None), Run(inputs=None)):
        why = drawn_at(run, 0)
        assert isinstance(why, str)
        assert why.startswith("No theory")
        assert why.endswith(".")


# ------------------------------------------------------------------------------------------------- the line


@dataclass(frozen=True)
class Stub:
    """A prediction of known numbers: 1e-3, 1e-2, ... times what comes in."""

    why_not: str = ""
    error_decades: float = 0.15

    def profile(self, quantity: str, output_rms: float, output_norm: float) -> np.ndarray:
        if quantity == "saturation":
            return np.full(3, np.nan)
        return np.array([1e-3, 1e-2, 1.0]) * (output_rms if quantity == "delta_per_sample_rms" else output_norm)

    def band(self, quantity: str) -> tuple[np.ndarray, np.ndarray]:
        return np.array([-0.5, -0.2, 0.0]), np.array([0.3, 0.1, 0.0])


def test_the_line_goes_through_the_measured_output_with_its_band_around_it() -> None:
    line = theory_line(Stub(), "delta_norm", 0.5, 0.2)
    assert line is not None
    np.testing.assert_allclose(line.values, [2e-4, 2e-3, 0.2])
    np.testing.assert_allclose(np.log10(line.values / line.low), [0.5, 0.2, 0.0])
    np.testing.assert_allclose(np.log10(line.high / line.values), [0.3, 0.1, 0.0])
    assert line.error_decades == 0.15


def test_a_mean_over_the_batch_is_never_larger_than_its_examples() -> None:
    line = theory_line(Stub(), "delta_per_sample_rms", 0.1, 0.4)
    assert line is not None
    assert line.values[-1] == 0.4


def measured(rows: dict[str, dict[int, float]]) -> predicted.At:
    """name -> step -> value of the output layer; a read falls back to the last step before."""

    def at(name: str, step: int) -> tuple[int, np.ndarray] | None:
        known = [each for each in rows[name] if each <= step]
        return (max(known), np.array([0.0, rows[name][max(known)]])) if known else None

    return at


def test_at_a_look_the_output_is_what_was_measured() -> None:
    at = measured({"delta_per_sample_rms": {10: 0.5}, "delta_norm": {0: 0.3, 10: 0.2, 11: 0.4}})
    assert predicted.output_at(at, 10) == (0.5, 0.2)


def test_between_looks_examples_go_up_and_down_with_their_mean() -> None:
    at = measured({"delta_per_sample_rms": {10: 0.5}, "delta_norm": {10: 0.2, 12: 0.02, 14: 0.0}})
    assert predicted.output_at(at, 13) == pytest.approx((0.05, 0.02))
    assert predicted.output_at(at, 14) == (0.0, 0.0)
    nothing = measured({"delta_per_sample_rms": {10: 0.5}, "delta_norm": {10: 0.0, 12: 0.02}})
    assert predicted.output_at(nothing, 12) == (0.5, 0.02)


def test_before_the_first_look_and_of_what_is_lost_there_is_no_output() -> None:
    at = measured({"delta_per_sample_rms": {10: 0.5, 20: np.nan}, "delta_norm": {0: 0.3, 10: 0.2, 30: np.inf}})
    assert predicted.output_at(at, 9) is None
    assert predicted.output_at(at, 20) is None
    assert predicted.output_at(at, 30) is None


def test_no_line_where_nothing_is_predicted() -> None:
    assert theory_line(Stub(), "saturation", 0.5, 0.2) is None
    assert theory_line(Stub(why_not="No theory for these."), "delta_norm", 0.5, 0.2) is None


def test_a_prediction_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def predict(*given: object, **named: object) -> Stub:
        made.append((given, named))
        return Stub()

    monkeypatch.setattr(predicted, "predict", predict)
    experiment = dataclasses.replace(SMALL, seed=987_654)
    run = Run(experiment, interventions=[change(8, Reinitialize(scheme="he"))])
    first = [prediction_of(drawn(run, step)) for step in (0, 3, 7)]
    assert len(made) == 1
    assert first[0] is first[2]
    prediction_of(drawn(run, 8))
    assert made[1] == ((experiment, SIGMOID, INPUTS), {"initialization": "he", "weight_scale": 1.0})
