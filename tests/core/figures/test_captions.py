"""Captions, checked against numbers that are worked out here from Session.quantity and Session.histogram."""

import dataclasses
import math
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.figures import EVERY_FIGURE, FIGURES, figures_of
from gradiometer.figures.captions import CAPTIONS, caption, picture
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import Intervention, LookReport, StepReport
from gradiometer.session_file import Session, load_session
from gradiometer.settings import Settings
from recorded import OF_THE_PLANE, THROUGH_TIME, new_writer
from synthetic import write_session, write_watched

EXPERIMENT = Experiment(name="small", hidden=(8, 8), histogram_every=3, evaluate_every=4)
NUM_STEPS = 30


def made(folder: Path, num_steps: int = NUM_STEPS, *, experiment: Experiment = EXPERIMENT, **others) -> Session:
    return load_session(write_session(folder / "made.gradiometer", experiment, num_steps, **others))


def last_of(session: Session, name: str) -> np.ndarray:
    return session.quantity(name)[-1]


def short(value: float) -> str:
    return f"{value:.3g}"


def test_every_figure_has_a_caption():
    assert list(CAPTIONS) == list(EVERY_FIGURE)
    for name in EVERY_FIGURE:
        assert len(picture(name)) > 20
        assert not picture(name).endswith(".")


@pytest.mark.parametrize("experiment", [EXPERIMENT, THROUGH_TIME, OF_THE_PLANE], ids=["plain", "through time", "plane"])
@pytest.mark.parametrize("num_steps", [0, 1, NUM_STEPS])
def test_every_caption_is_a_few_sentences(tmp_path, experiment, num_steps):
    with made(tmp_path, num_steps, experiment=experiment) as session:
        for name in EVERY_FIGURE:
            text = caption(session, name)
            assert text == text.strip()
            assert text.endswith(".")
            assert ".." not in text
            assert "  " not in text
            assert text[0].isupper()
            if name not in figures_of(session):
                continue
            if num_steps == 0:
                assert "no steps are recorded" in text
            else:
                assert re.search(r"\d", text), text
                assert "step 0" in text or num_steps > 1, text
                assert len(text) < 600


def test_a_watched_session(tmp_path):
    with load_session(write_watched(tmp_path / "watched.gradiometer")) as session:
        texts = {name: caption(session, name) for name in FIGURES}
        assert "accuracy" not in texts["loss"]
        assert "held-out" not in texts["loss"]
        assert "time steps are measured" in texts["through_time"]
        assert short(last_of(session, "weight_gradient_norm")[0]) in texts["profile"]
        assert "in 0.conv, " in texts["profile"]


def test_a_zero_is_told_by_its_own_precision(tmp_path):
    def change(layout, row):
        row[layout.slice("weight_gradient_norm")] = [0.0, 0.1, 0.0]

    with load_session(write_watched(tmp_path / "watched.gradiometer", change_row=change)) as session:
        # bfloat16 and float64.
        assert "0 (below 9e-41) in 0.conv, 0 (below 1e-323) in head" in caption(session, "profile")


def test_profile(tmp_path):
    with made(tmp_path) as session:
        norms, deltas = last_of(session, "weight_gradient_norm"), last_of(session, "delta_norm")
        text = caption(session, "profile")
        ratio = norms[0] / norms[-1]
        assert text.startswith(
            f"Weight gradient norm by layer at step 29: {short(norms[0])} in hidden 1, {short(norms[-1])} in output; "
            f"first/last {ratio:.2g} ({abs(math.log10(ratio)):.1f} decades)"
        )
        assert f"the norm of delta is {short(deltas[0])} in hidden 1 and {short(deltas[-1])} in output" in text
        assert "clipping" not in text

        early = session.quantity("weight_gradient_norm")[session.steps == 7][0]
        assert f"at step 7: {short(early[0])} in hidden 1, {short(early[-1])} in output" in caption(
            session, "profile", step=7
        )
        saturation = last_of(session, "saturation")
        text = caption(session, "profile", quantity="saturation")
        assert f"at step 27: {short(saturation[0])} in hidden 1" in text
        assert "first/last" not in text


def test_profile_names_what_is_remarkable_in_between(tmp_path):
    def change(layout, row):
        row[layout.slice("weight_gradient_norm")] = [1e-3, 1e-9, 0.0, np.nan, 5.0, 0.5]

    experiment = dataclasses.replace(EXPERIMENT, hidden=(8,) * 5)
    with made(tmp_path, experiment=experiment, change_row=change) as session:
        text = caption(session, "profile")
        assert "0.001 in hidden 1, 0.5 in output; first/last 0.002 (2.7 decades)" in text
        assert "largest 5 in hidden 5" in text
        assert "exactly 0 in hidden 3 too" in text
        assert "NaN or Inf in hidden 4" in text


def test_profile_of_zeros_nan_and_clipping(tmp_path):
    def change(layout, row):
        row[layout.slice("weight_gradient_norm")] = [0.0, np.nan, 4.0]
        row[layout.slice("weight_gradient_norm_after_clip")] = [0.0, np.nan, 1.0]

    with made(tmp_path, change_row=change) as session:
        text = caption(session, "profile")
        assert "0 (below 1e-45) in hidden 1, 4 in output; first/last below" in text
        assert "NaN or Inf in hidden 2" in text
        assert "clipping leaves 0 (below 1e-45) in hidden 1 and 1 in output" in text


def test_profile_of_nothing_but_nan(tmp_path):
    def change(layout, row):
        row[1:] = np.nan

    with made(tmp_path, change_row=change) as session:
        assert "NaN in hidden 1, NaN in output; first/last unknown" in caption(session, "profile")
        assert "NaN or Inf at 30 of 30 measured steps, first at step 0." in caption(session, "loss")
        assert "nothing but NaN" in caption(session, "norms")


def test_norms(tmp_path):
    change = Intervention(12, Settings(activation="relu"), Settings(), Settings(activation="relu"), "")
    with made(tmp_path, others=[change]) as session:
        norms = session.quantity("weight_gradient_norm")
        text = caption(session, "norms")
        assert text.startswith("Weight gradient norm of each of 3 layers over steps 0 to 29: ")
        for column, name in enumerate(session.layer_names):
            first, last, low, high = (
                short(each)
                for each in (norms[0, column], norms[-1, column], norms[:, column].min(), norms[:, column].max())
            )
            assert f"{name} from {first} to {last}" in text
            if {low, high} - {first, last}:
                assert f"{name} from {first} to {last}, between {low} and {high}" in text
        assert text.endswith("1 change of the network at step 12 is marked.")

        part = norms[(session.steps >= 5) & (session.steps <= 9)]
        text = caption(session, "norms", first_step=5, last_step=9)
        assert "over steps 5 to 9" in text
        assert f"hidden 1 from {short(part[0, 0])} to {short(part[-1, 0])}" in text
        assert "is marked" not in text
        assert caption(session, "norms", first_step=100).endswith("no steps are recorded.")
        assert short(last_of(session, "gradient_norm")[0]) in caption(session, "norms", quantity="gradient_norm")


def test_gaps_are_counted(tmp_path):
    def change(layout, row):
        if 10 <= row[0] < 15:
            row[layout.slice("weight_gradient_norm")] = [0.1, np.nan, np.inf if row[0] < 12 else 0.1]

    with made(tmp_path, change_row=change) as session:
        text = caption(session, "norms")
        assert "NaN or Inf at up to 5 of 30 measured steps in hidden 2 and output, first at step 10." in text


def test_a_long_session_is_read_piece_by_piece(tmp_path):
    def change(layout, row):
        row[layout.slice("loss")] = np.nan if row[0] == 4100 else 1 + math.sin(row[0])

    with made(tmp_path, 4300, change_row=change, with_look_histograms=False) as session:
        loss, steps = session.loss, session.steps
        text = caption(session, "loss")
        least = int(np.nanargmin(loss))
        assert (
            f"from {short(loss[0])} to {short(loss[-1])}, least {short(loss[least])} at step {steps[least]:,}" in text
        )
        assert "NaN or Inf at 1 of 4,300 measured steps, first at step 4,100." in text


def test_loss(tmp_path):
    with made(tmp_path) as session:
        text = caption(session, "loss")
        loss, accuracy = session.loss, session.quantity("accuracy")[:, 0]
        held_out = session.quantity("held_out_loss")[:, 0]
        assert f"Loss of the training batches over steps 0 to 29: from {short(loss[0])} to {short(loss[-1])}" in text
        assert f"most {short(accuracy.max())} at step {session.steps[accuracy.argmax()]}" in text
        assert f"loss from {short(held_out[0])} to {short(held_out[-1])}" in text
        assert "held-out examples over steps 0 to 28 (8 measured)" in text


@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_histogram(tmp_path, kind):
    with made(tmp_path) as session:
        counts, edges = session.histogram(1, kind)
        zero, subnormal, infinite, nan = session.specials(1, kind)[-1].tolist()
        newest = counts[-1]
        num_values = int(newest.sum()) + infinite + nan
        text = caption(session, "histogram", layer=1, histogram=kind)
        assert f"of hidden 2 at step {session.histogram_steps(kind)[-1]}: {num_values:,} " in text
        assert f"{zero} of them exactly 0 ({100 * zero / num_values:.3g} %)" in text
        assert f"{subnormal} subnormal" in text
        positive = newest[edges[:-1] > 0]
        normal = positive + newest[edges[1:] < 0][::-1]
        assert f"{100 * positive.sum() / normal.sum():.0f} % are positive" in text
        used = np.flatnonzero(normal)
        above = edges[edges > 0]
        assert f"between {short(above[used[0]])} and {short(above[used[-1] + 1])}" in text
        # At least half of them lie below what is told, and less than half a power of two lower.
        told = float(re.search(r"half of them below ([\d.e+-]+)", text).group(1))
        at = int(np.abs(above - told).argmin())
        assert normal[:at].sum() >= normal.sum() / 2 > normal[: at - 1].sum()


def test_histogram_of_strange_values(tmp_path):
    def change(histogram):
        histogram[:] = 0
        histogram[:, -2:] = (3, 4)

    with made(tmp_path, change_histogram=change) as session:
        assert caption(session, "histogram").endswith("7 weights; 3 Inf, 4 NaN.")
        assert "3 Inf, 4 NaN" in caption(session, "heatmap")


def test_heatmap(tmp_path):
    with made(tmp_path) as session:
        text = caption(session, "heatmap")
        assert text.startswith("Weight gradient of hidden 1 in 10 histograms: at step 0 ")
        assert "; at step 27 " in text
        text = caption(session, "heatmap", first_step=6, last_step=20)
        assert text.startswith("Weight gradient of hidden 1 in 5 histograms: at step 6 ")
        assert "; at step 18 " in text
        assert caption(session, "heatmap", first_step=28).endswith("no steps are recorded.")


def test_factors(tmp_path):
    with made(tmp_path) as session:
        gain, gate, weights = (last_of(session, name) for name in ("gain", "gate", "weight_factor"))
        text = caption(session, "factors")
        assert text.startswith("At the closer look at step 27 the gain lies between ")
        for values in (gain, gate, weights):
            assert f"between {short(values.min())} ({session.layer_names[values.argmin()]})" in text
            assert f"and {short(values.max())} ({session.layer_names[values.argmax()]})" in text
        off = 100 * np.abs(gate * weights / gain - 1).max()
        assert f"to within {off:.0f} % in 3 layers" in text
        assert f"multiply to {np.prod(gain):.2g}." in text


def test_neurons(tmp_path):
    with made(tmp_path) as session:
        bars = np.abs(session.quantity("unit_gradient")[-1][:, :6]).max(axis=1)
        text = caption(session, "neurons")
        assert f"{short(bars[0])} in hidden 1, {short(bars[1])} in hidden 2 and {short(bars[2])} in output" in text
        factor = max(bars[1] / bars[0], bars[0] / bars[1])
        assert f"{factor:.3g} times {'shorter' if bars[0] <= bars[1] else 'longer'} than in hidden 2" in text


def test_through_time(tmp_path):
    with made(tmp_path, experiment=THROUGH_TIME) as session:
        values = last_of(session, "hidden_gradient").reshape(3, 6)
        text = caption(session, "through_time")
        first, last = values[0, 0], values[0, -1]
        assert (
            f"recurrent 1 has {short(first)} at time step 1 and {short(last)} at 6, first/last {first / last:.2g}"
            in text
        )
        course = session.quantity("cell_gradient").reshape(-1, 3, 6)[:, 1]
        text = caption(session, "time_heatmap", layer=1, quantity="cell_gradient")
        assert "of recurrent 2 over steps 0 to 27 (10 measured)" in text
        assert f"values between {short(course.min())} and {short(course.max())}" in text
        ratios = course[:, 0] / course[:, -1]
        assert f"first/last {ratios[0]:.2g} at first and {ratios[-1]:.2g} at last" in text


def test_surface(tmp_path):
    with made(tmp_path, experiment=OF_THE_PLANE) as session:
        classes = np.floor(last_of(session, "surface")).astype(int)
        share = 100 * (classes == 0).mean()
        assert f"{share:.0f} %" in caption(session, "surface")
        assert "Decision surface at step 27, shares of the plane: " in caption(session, "surface")


def at_one_look(path: Path, experiment: Experiment, **streams: dict) -> Session:
    """A session of one step with a closer look, whose values are 0.5 but for those given: quantities by stream."""
    layouts = experiment.outline.layouts
    writer = new_writer(path / "look.gradiometer", experiment)
    for stream in ("unit", "time", "look", "step"):
        if layouts[stream].width > 1:
            row = np.full(layouts[stream].width, 0.5)
            row[0] = 0
            for name, values in streams.get(stream, {}).items():
                row[layouts[stream].slice(name)] = values
            writer.add(StepReport(0, row) if stream == "step" else LookReport(0, row, stream))
    assert writer.close() == ""
    return load_session(writer.path)


def test_factors_that_are_zero_or_not_there(tmp_path):
    nothing = dict.fromkeys(("gain", "gate", "weight_factor"), np.nan)
    with at_one_look(tmp_path, EXPERIMENT, look=nothing) as session:
        text = caption(session, "factors")
        assert text == "At the closer look at step 0 no layer has a gain, a gate or a weight factor."
        assert caption(session, "profile", quantity="gain").endswith("at step 0: no layer has it.")
        assert "nothing but NaN" in caption(session, "norms", quantity="gain")


def test_a_gain_of_zero(tmp_path):
    values = {"gain": [0.0, 0.25, np.nan], "gate": [np.nan, 0.5, np.nan], "weight_factor": np.nan}
    with at_one_look(tmp_path, EXPERIMENT, look=values) as session:
        assert caption(session, "factors") == (
            "At the closer look at step 0 the gain lies between 0 (below 1e-45) (hidden 1) and 0.25 (hidden 2) and the "
            "gate at 0.5 (hidden 2). The gain is exactly 0 in 1 layer."
        )
        assert caption(session, "profile", quantity="gate").endswith("at step 0: 0.5 in hidden 2.")


def test_neurons_and_time_steps_that_are_not_there(tmp_path):
    streams = {"unit": {"unit_gradient": np.nan}, "time": {"hidden_gradient": np.nan, "cell_gradient": np.nan}}
    with at_one_look(tmp_path, THROUGH_TIME, **streams) as session:
        assert caption(session, "neurons").endswith("at step 0: of none it is known.")
        assert caption(session, "through_time").endswith("at step 0: of no layer it is known.")
        assert caption(session, "time_heatmap").endswith("at step 0: of no layer it is known.")


def test_the_only_layer_and_the_only_time_step(tmp_path):
    experiment = dataclasses.replace(THROUGH_TIME, length=2, hidden=(3,))
    with at_one_look(tmp_path, experiment, time={"hidden_gradient": [0.0, 0.5, np.nan, np.nan]}) as session:
        assert "recurrent 1 has 0 (below 1e-45) at time step 1 and 0.5 at 2, first/last below" in caption(
            session, "through_time"
        )
    experiment = dataclasses.replace(EXPERIMENT, hidden=())
    (tmp_path / "one").mkdir()
    with at_one_look(tmp_path / "one", experiment) as session:
        assert caption(session, "profile").startswith("Weight gradient norm by layer at step 0: 0.5 in output.")
        assert caption(session, "norms").startswith("Weight gradient norm of the only layer at step 0: output 0.5.")
        assert caption(session, "neurons").endswith("the largest magnitude is 0.5 in output.")


def test_a_session_without_looks(tmp_path):
    with load_session(write_watched(tmp_path / "watched.gradiometer", looks=())) as session:
        for name in ("factors", "neurons", "histogram", "heatmap"):
            assert caption(session, name, histogram="activation").endswith("no closer look is recorded.")
        assert "no closer look is recorded" in caption(session, "profile", quantity="gain")


def test_of_two_hundred_layers_the_ends_are_told(tmp_path):
    experiment = dataclasses.replace(EXPERIMENT, hidden=(8,) * 200)
    with made(tmp_path, 3, experiment=experiment) as session:
        for name in figures_of(session):
            assert len(caption(session, name)) < 700
        assert "in hidden 1, " in caption(session, "profile")
        assert "of each of 201 layers" in caption(session, "norms")


def test_what_is_not_there_is_refused(tmp_path):
    with made(tmp_path) as session:
        for name, choices, said in (
            ("nothing", {}, "nothing is not a figure: choose one of profile"),
            ("histogram", {"layer": 7}, "layer 8 does not exist"),
            ("profile", {"quantity": "bogus"}, "bogus is not a quantity"),
            ("profile", {"quantity": "loss"}, "so it has no profile"),
            ("heatmap", {"histogram": "bogus"}, "bogus is not a kind of histogram"),
        ):
            with pytest.raises(ExportError, match=re.escape(said)):
                caption(session, name, **choices)
        with pytest.raises(ExportError, match="nothing is not a figure"):
            picture("nothing")


def test_captions_need_no_matplotlib():
    code = "import sys, gradiometer.figures.captions; print({'matplotlib', 'torch'} & sys.modules.keys())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"
