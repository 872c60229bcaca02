"""Predicts a session that is being set up, and measures its first batch, in threads of their own."""

from __future__ import annotations

import sys
import threading
from functools import cache
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

from gradiometer.datasets import DATASETS, DataError, Examples
from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.preflight import Forecast, Preflight, foresee, is_quick, measure
from gradiometer.reports import Finding
from gradiometer.rules import OURS, load_rules
from gradiometer_desktop.background import Background
from gradiometer_desktop.language import tr

_STILL_MS = 250
"""So long nothing must have changed before a batch is computed, which may take a second, and bring torch with it."""
TOO_LARGE = tr("The first batch of so large a network is not computed here, because it takes more than a moment.")
_TRAINER = "gradiometer.trainer"


class Preflights(QObject):
    """Of the experiment that was asked for last, never of those before: what is known by now.

    forecast: of theory, the first to be there; found: of the first batch; findings: by it, of our own rules; advice:
    what would help where there are none and the verdict is a bad one; problem: why there is no more to come, in a
    sentence.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.forecast: Forecast | None = None
        self.found: Preflight | None = None
        self.findings: tuple[Finding, ...] = ()
        self.advice: tuple[str, ...] = ()
        self.problem = ""
        self._wanted: Experiment | None = None
        self._told: Experiment | None = None
        # What each thread works at, and what it has made: read when it is done. Data are loaded once.
        self._foreseeing: Experiment | None = None
        self._made: Forecast | None = None
        self._examples: tuple[object, Examples] | None = None
        self._measuring: Forecast | None = None
        self._taken: tuple[Preflight, tuple[Finding, ...], tuple[str, ...]] | None = None
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(_STILL_MS)
        self._still.timeout.connect(self._measure)
        self._forecaster = Background(self, name="preflight", subject=tr("The prediction"))
        self._forecaster.done.connect(self._foreseen)
        self._measurer = Background(self, name="preflight", subject=tr("The first batch"))
        self._measurer.done.connect(self._measured)

    @property
    def is_waiting(self) -> bool:
        """Whether more is to come."""
        has_news = self._told == self._wanted and (self.found is not None or self.problem != "")
        return self._wanted is not None and not has_news

    def ask(self, experiment: Experiment | None) -> None:
        """Of this one from now on; None: there is none. What is known of the one before stays until there is news."""
        if experiment == self._wanted:
            return
        self._wanted = experiment
        self._still.stop()
        if experiment is None:
            self._tell()
        else:
            self._foresee()

    def close_down(self) -> None:
        """Nothing more is wanted; wait for what is being computed."""
        self._wanted = None
        self._still.stop()
        self._forecaster.wait()
        self._measurer.wait()

    def _tell(self, forecast: Forecast | None = None, problem: str = "") -> None:
        """News, which what was known before has no part in."""
        self._told = self._wanted
        self.forecast, self.problem = forecast, problem
        self.found, self.findings, self.advice = None, (), ()
        self.changed.emit()

    def _foresee(self) -> None:
        experiment = self._wanted
        if experiment is None or self._forecaster.is_busy:
            return
        self._foreseeing, self._made = experiment, None
        self._forecaster.start(lambda: self._make_forecast(experiment))

    def _make_forecast(self, experiment: Experiment) -> None:
        spec, uses = experiment.data_spec, DATASETS[experiment.data].uses
        key = experiment.data, experiment.known_facts, [getattr(spec, name) for name in sorted(uses)]
        try:
            if self._examples is None or self._examples[0] != key:
                self._examples = None
                self._examples = key, experiment.load_examples()
            self._made = foresee(experiment, self._examples[1])
        except DataError as error:
            raise FieldError(str(error)) from error

    def _foreseen(self, problem: str) -> None:
        if self._foreseeing != self._wanted:
            self._foresee()
            return
        made = self._made
        if made is not None and not is_quick(made.experiment):
            problem = TOO_LARGE
        self._tell(made, problem)
        if self.is_waiting:
            self._still.start()

    def _measure(self) -> None:
        forecast = self.forecast
        # While something else is being foreseen, the data may be other ones already.
        is_settled = forecast is not None and forecast.experiment == self._wanted and not self._forecaster.is_busy
        if forecast is None or not is_settled or self._measurer.is_busy or self._examples is None:
            return
        if not _is_torch_there():
            self._still.start()
            return
        examples = self._examples[1]
        self._measuring, self._taken = forecast, None
        self._measurer.start(lambda: self._take_batch(forecast, examples))

    def _take_batch(self, forecast: Forecast, examples: Examples) -> None:
        found, rules = measure(forecast, examples), load_rules(OURS)
        findings = found.judge(rules)
        self._taken = found, findings, () if findings else found.advice(rules)

    def _measured(self, problem: str) -> None:
        if self.forecast is None or self.forecast.experiment != self._wanted:
            # The forecast that is on its way will ask for another batch.
            return
        if self._measuring is not self.forecast:
            self._measure()
            return
        self.found, self.findings, self.advice = self._taken or (None, (), ())
        self.problem = problem
        self.changed.emit()


def _is_torch_there() -> bool:
    """Whether a batch can be computed at once. Else what that takes is imported meanwhile."""
    if _TRAINER in sys.modules and not _importer.cache_info().currsize:
        # A session has brought it.
        return True
    return not _importer().is_alive()


@cache
def _importer() -> threading.Thread:
    """Nobody waits for this thread, which takes seconds, when the dialog is closed."""
    thread = threading.Thread(target=_bring_torch, name="torch", daemon=True)
    thread.start()
    return thread


def _bring_torch() -> None:
    import torch

    import_module(_TRAINER)
    # The first optimizer that is built imports hundreds of modules more.
    OPTIMIZERS["sgd"].build([torch.zeros(1, requires_grad=True)], 0.1, 0.0)
