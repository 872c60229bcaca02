"""What the tests of the core share: real digits read by the reference, and a trainer that is watched from outside."""

import dataclasses
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import numpy as np
import pytest
import torch

import reference as ref
from gradiometer import cli
from gradiometer.datasets import DATASETS, DataSpec, Examples
from gradiometer.experiment import Experiment
from gradiometer.layout import Layout
from gradiometer.reports import HistogramReport, Intervention, LookReport, Report, StepReport
from gradiometer.session_format import TABLES
from gradiometer.settings import Change, Settings
from gradiometer.trainer import Trainer
from recorded import SMALL, alter, make_reports, with_notes_and_snapshots, write

# A busy machine must not fail a property test, and a red build must be red again on the next machine.
hypothesis.settings.register_profile("core", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("core")

NUM_EXAMPLES = 3000


@pytest.fixture(autouse=True, scope="session")
def _one_torch_thread() -> Iterator[None]:
    """Small tensors gain nothing from threads, and threads that spin beside other processes lose a lot."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def examples() -> Examples:
    """The first 3,000 digits, read and scaled by the reference; the last ones are held out, as of all sets."""
    images, labels = ref.mnist(NUM_EXAMPLES)
    return Examples(np.rint(images * 255.0).astype(np.uint8).reshape(-1, 1, 28, 28), labels)


@pytest.fixture
def few_digits(examples: Examples, monkeypatch: pytest.MonkeyPatch) -> None:
    """Train on these alone: reading all of MNIST would take most of a test's time."""
    for name in ("mnist", "mnist_rows", "mnist_pixels"):
        shape = DATASETS[name].facts(DataSpec()).shape
        seen = Examples(examples.inputs.reshape(-1, *shape), examples.targets)
        monkeypatch.setitem(DATASETS, name, dataclasses.replace(DATASETS[name], load=lambda spec, seen=seen: seen))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run `gradiometer`: (exit code, standard output, standard error)."""

    def run(*words: object) -> tuple[int, str, str]:
        code = cli.main([str(word) for word in words])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def double(tensor: torch.Tensor) -> ref.Array:
    """A float64 copy that later steps do not change."""
    return tensor.detach().to(torch.float64).numpy().copy()


def options_of(settings: Settings) -> dict:
    """What the reference's forward pass needs to know of some settings."""
    names = ("activation", "normalization", "skip", "skip_weight", "branch_scale")
    return {name: getattr(settings, name) for name in names}


def optimizer_of(settings: Settings) -> ref.Optimizer:
    return ref.Optimizer(settings.optimizer, settings.learning_rate, settings.momentum, settings.weight_decay)


def cosine(one: ref.Layers, two: ref.Layers) -> float:
    """Of the angle between two gradients, over all their parameters."""
    first, second = (np.concatenate([array.ravel() for group in layers for array in group]) for layers in (one, two))
    return float(first @ second / np.sqrt((first @ first) * (second @ second)))


@dataclasses.dataclass(frozen=True)
class Turn:
    """One turn of the training loop: all its reports, and the state that its forward pass saw.

    layers: the parameters before the update, all four of a hidden layer; new_layers: after it;
    inputs, labels: the batch; looks: of a closer look, where there was one, by stream; histograms: by kind. None of
    these stands among the other reports, because they come as time allows.
    """

    reports: list[Report]
    layout: Layout
    settings: Settings
    loss: str
    layers: ref.Layers
    new_layers: ref.Layers
    inputs: ref.Array
    labels: np.ndarray
    looks: dict[str, LookReport]
    histograms: dict[str, HistogramReport]

    @property
    def look(self) -> LookReport | None:
        return self.looks.get("look")

    @property
    def units(self) -> LookReport | None:
        return self.looks.get("unit")

    @property
    def histogram(self) -> np.ndarray | None:
        """Counts of the weight gradients, uint32 [num_layers, num_bins + 4], where they were due."""
        found = self.histograms.get("weight_gradient")
        return None if found is None else found.counts

    @property
    def step(self) -> int:
        return self.step_report.step

    @property
    def step_report(self) -> StepReport:
        return self.reports[-1]

    def of_kind(self, kind: type) -> list:
        return [report for report in self.reports if isinstance(report, kind)]

    def value(self, quantity: str) -> np.ndarray:
        return self.step_report.values[self.layout.slice(quantity)]

    def parameters(self, settings: Settings) -> ref.Parameters:
        width = 2 if settings.normalization == "none" else 4
        return ref.Parameters.from_layers([group[:width] for group in self.layers])

    def forward(self) -> tuple[list[ref.Block], ref.Array]:
        """The reference's hidden blocks and the logits."""
        return ref.forward(self.parameters(self.settings), self.inputs, **options_of(self.settings))

    def gradients(self, settings: Settings | None = None) -> ref.Gradients:
        """The reference's gradients for this turn's weights and batch, under other settings where given."""
        settings = settings or self.settings
        parameters = self.parameters(settings)
        return ref.backpropagate(parameters, self.inputs, self.labels, **options_of(settings), loss=self.loss)

    def expected(self, settings: Settings | None = None) -> dict[str, ref.Array]:
        """What the reference says the report should hold."""
        settings = settings or self.settings
        gradients = self.gradients(settings)
        clipped = ref.clip(gradients.layers(), settings.clipping, settings.clip_threshold)
        return {
            "loss": np.array([gradients.loss]),
            "accuracy": np.array([gradients.accuracy]),
            "gradient_norm": np.array([ref.norm([array for group in gradients.layers() for array in group])]),
            "weight_gradient_norm": np.array([ref.norm([w]) for w in gradients.weights]),
            "bias_gradient_norm": np.array([ref.norm([b]) for b in gradients.biases]),
            "delta_norm": np.array([ref.norm([d]) for d in gradients.delta]),
            "weight_gradient_norm_after_clip": np.array([ref.norm([group[0]]) for group in clipped]),
            "bias_gradient_norm_after_clip": np.array([ref.norm([group[1]]) for group in clipped]),
            "gradient_norm_after_clip": np.array([ref.norm([array for group in clipped for array in group])]),
            "clip_cosine": np.array([cosine(gradients.layers(), clipped)]),
            "weight_gradient_rms": np.array([np.sqrt((w**2).mean()) for w in gradients.weights]),
        }

    def updated(
        self, settings: Settings | None = None, state: ref.OptimizerState | None = None
    ) -> tuple[ref.Layers, ref.OptimizerState]:
        """The reference's parameters after this turn's clipping and update, and the optimizer's new state."""
        settings = settings or self.settings
        clipped = ref.clip(self.gradients(settings).layers(), settings.clipping, settings.clip_threshold)
        return optimizer_of(settings).step(self.parameters(settings).layers(), clipped, state)


class Watched:
    """A trainer whose weights and batches are noted from outside, without asking it what it did."""

    def __init__(self, experiment: Experiment, examples: Examples):
        self.trainer = Trainer(experiment, examples)
        self.reports = self.trainer.reports()
        self._batch: tuple[torch.Tensor, torch.Tensor] | None = None
        draw = self.trainer._batches.next

        def next_batch() -> tuple[torch.Tensor, torch.Tensor]:
            self._batch = draw()
            return self._batch

        self.trainer._batches.next = next_batch

    def layers(self) -> ref.Layers:
        return [[double(p) for p in layer.parameters] for layer in self.trainer.network.layers]

    def post(self, *changes: Change | dict) -> None:
        """Put changes into the letterbox; a dict changes the settings that hold by then."""
        settings = self.trainer.settings
        for change in changes:
            if isinstance(change, dict):
                change = settings = dataclasses.replace(settings, **change)
            elif isinstance(change, Settings):
                settings = change
            self.trainer.letterbox.append(change)

    def turn(self) -> Turn:
        """Train one step."""
        layers, reports = self.layers(), []
        looks: dict[str, LookReport] = {}
        histograms: dict[str, HistogramReport] = {}
        for report in self.reports:
            if isinstance(report, LookReport):
                assert report.stream not in looks
                looks[report.stream] = report
                continue
            if isinstance(report, HistogramReport):
                assert report.kind not in histograms
                histograms[report.kind] = report
                continue
            reports.append(report)
            if isinstance(report, StepReport):
                break
            if isinstance(report, Intervention):
                layers = self.layers()
        inputs, labels = self._batch
        return Turn(
            reports,
            self.trainer.layout,
            self.trainer.settings,
            self.trainer.experiment.loss,
            layers,
            self.layers(),
            double(inputs).reshape(len(inputs), -1),
            labels.numpy().copy(),
            looks,
            histograms,
        )

    def turns(self, count: int) -> list[Turn]:
        return [self.turn() for _ in range(count)]


@pytest.fixture
def watch(examples) -> Callable[..., Watched]:
    """Make a watched trainer: watch(experiment's values..., settings={...}). Small by default."""

    def make(settings: dict | None = None, **values: object) -> Watched:
        small = {"num_train": 256, "num_held_out": 64, "hidden": (12, 12, 12), "batch_size": 32, "norms_every": 1}
        return Watched(Experiment(**{**small, **values}, settings=Settings(**(settings or {}))), examples)

    return make


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes, where the tests may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.name != "posix" or shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("needs the right to mount a file system")
    yield folder
    # A test may have taken it away itself.
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound session of 400 steps in many commits. Copy it before changing it."""
    path = tmp_path_factory.mktemp("whole") / "whole.gradiometer"
    reports = make_reports(SMALL, 400)
    write(path, SMALL, reports, commit_after=tuple(range(0, len(reports), 30)))
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """Without checksums, as an older program leaves them: so what else is wrong is found too."""
    path = Path(shutil.copy(whole, tmp_path / "session.gradiometer"))
    alter(path, *(f"UPDATE {table} SET checksum = NULL" for table in TABLES))
    return path


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound session with everything that a file can hold, its checksums too. Copy it before changing it."""
    path = tmp_path_factory.mktemp("full") / "full.gradiometer"
    reports = with_notes_and_snapshots(make_reports(SMALL, 300))
    write(path, SMALL, reports, commit_after=tuple(range(0, len(reports), 100)))
    return path
