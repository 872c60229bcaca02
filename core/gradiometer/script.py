"""Scripts: a session's experiment, its changes and when it was measured, as a spec that `train` replays bit for bit.

A script is a spec (see presets.py) with two things more: tables [[change]], which one may write by hand, and a table
[replay], which is a session's own. On the processor, with the same PyTorch, every number comes out the same again but
what a clock says.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import tomli_w

from gradiometer.changes import SURGERY_FIELD, rewriting
from gradiometer.continuing import end_of
from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError, Integer
from gradiometer.plans import Recorded
from gradiometer.presets import experiment_of, read_spec
from gradiometer.ramps import begin_ramps
from gradiometer.reports import Intervention
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session
from gradiometer.settings import (
    INITIALIZATION_FIELD,
    RAMP_STEPS_FIELD,
    SETTING_FIELDS,
    Asked,
    Ramp,
    Reinitialize,
    Rewrite,
    Settings,
    settings_after,
)
from gradiometer.step_runs import StepRuns
from gradiometer.toml_table import TomlTable

_STEP = Integer(title="Step", help="Before which a change is made.", low=0, high=2**53)
_SEED = Integer(title="Seed", help="Of the weights that are drawn.", low=0, high=2**63 - 1)
_THREADS = Integer(title="Threads", help="Of PyTorch.", low=1, high=1024)


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """changes: by step, in order; plan: when to measure, None: as the budget allows; num_threads: None: as usual."""

    experiment: Experiment
    changes: dict[int, list[Asked]]
    plan: Recorded | None = None
    num_threads: int | None = None


def script_of(session: Session) -> str:
    """TOML. Raises SessionFileError for a session whose first weights no seed gives."""
    experiment = session.experiment
    if experiment is None:
        raise SessionFileError(f"{session.path} has no script: it was trained in a program of its own")
    if not session.num_rows["step"]:
        raise SessionFileError(f"{session.path} has no script: it holds no step")
    begins = int(session.blocks("step", 0, 0, 1)[0, 0, 0])
    # One that was grown before step 0 begins there too; so does what goes on behind it.
    if begins > 0 or "grown" in session.meta:
        origin = "another session" if session.parent is None else session.parent.file
        raise SessionFileError(f"{session.path} has no script: it begins at step {begins} with the weights of {origin}")
    measured = {
        "looks": StepRuns.of(session.look_steps.tolist()),
        "histograms": StepRuns.of(session.histogram_steps().tolist()),
        "norms": StepRuns.of(session.steps.tolist()),
    }
    # Who stops a run does not ask whether its last steps were measured.
    spec = dataclasses.replace(experiment, steps=end_of(session)).as_dict()
    spec["replay"] = {
        "session": session.meta.get("id", ""),
        "num_threads": int(threads) if (threads := session.meta.get("num_threads", "")).isdecimal() else 1,
        "torch_version": session.meta.get("torch_version", ""),
        "cpu_capability": session.meta.get("cpu_capability", ""),
        **{name: str(runs) for name, runs in measured.items()},
    }
    changes = list(_tables(session.interventions))
    return _HEAD + tomli_w.dumps(spec | ({"change": changes} if changes else {}))


_HEAD = """\
# A Gradiometer session as a spec: `gradiometer train THIS.toml` trains it again. [[change]] tables say what was changed
# before which step; [replay] says when it was measured, so that every number comes out the same.

"""


def _tables(interventions: Iterable[Intervention]) -> Iterable[dict[str, Any]]:
    for each in interventions:
        command = each.command
        table: dict[str, Any] = {"step": each.step}
        if isinstance(command, Reinitialize):
            table |= {"initialization": command.scheme, "seed": command.seed}
            table |= {} if command.layers is None else {"layers": [index + 1 for index in command.layers]}
        else:
            if isinstance(command, Ramp):
                table["over"] = command.steps
            elif isinstance(command, Rewrite):
                table["rewrite"] = command.surgery
            table["set"] = {
                name: getattr(each.after, name)
                for name in SETTING_FIELDS
                if getattr(each.after, name) != getattr(each.before, name)
            }
        yield table | ({"because": each.because} if each.because else {})


def read_script(preset_or_path: str, assignments: Iterable[str] = ()) -> Script:
    """A preset, a spec or a script. assignments: `name=value` words that change its experiment.

    Raises FieldError, whose sentence names the file, for whatever is wrong with it.
    """
    values, origin = read_spec(preset_or_path)
    changes, replay = values.pop("change", []), values.pop("replay", None)
    experiment = experiment_of(values, origin).with_assignments(assignments)
    try:
        return Script(experiment, _changes(experiment, changes), *_replay(replay))
    except FieldError as error:
        raise FieldError(f"{origin}: {error}") from error


def _changes(experiment: Experiment, tables: object) -> dict[int, list[Asked]]:
    if not isinstance(tables, list):
        raise FieldError("change is not allowed: write each change as a table [[change]]")
    settings, newest = experiment.settings, 0
    changes: dict[int, list[Asked]] = {}
    for index, values in enumerate(tables):
        table = TomlTable(values, f"change[{index}].")
        step = table.take("step", _STEP)
        if step < newest:
            raise FieldError(f"change[{index}].step = {step} is not allowed: changes stand in the order of their steps")
        newest = step
        because = table.take_text("because", "")
        if table.has("initialization"):
            scheme, seed = (
                table.take("initialization", INITIALIZATION_FIELD),
                table.take("seed", _SEED, experiment.seed),
            )
            layers = _layers(experiment, table, index)
            changes.setdefault(step, []).append(Asked(Reinitialize(scheme=scheme, layers=layers, seed=seed), because))
            table.end()
            continue
        after = _settings(settings, table, index)
        over, surgery = table.take("over", RAMP_STEPS_FIELD, 0), table.take("rewrite", SURGERY_FIELD, "")
        table.end()
        if over and surgery:
            raise FieldError(f"change[{index}].over = {over} is not allowed: a surgery is made at once")
        change: Settings | Ramp | Rewrite = after
        try:
            experiment.check_settings(after)
            if over:
                change = Ramp(settings=after, steps=over)
                begin_ramps(settings, after, step, over)
            elif surgery:
                change = rewriting(experiment, settings, surgery)
        except FieldError as error:
            raise FieldError(f"change[{index}]: {error}") from error
        if settings_after(change, settings) != after:
            raise FieldError(f"change[{index}].set is not allowed: after {surgery} other settings are in force")
        changes.setdefault(step, []).append(Asked(change, because))
        settings = after
    return changes


def _layers(experiment: Experiment, table: TomlTable, index: int) -> tuple[int, ...] | None:
    are_all, numbers, most = not table.has("layers"), table.take_list("layers"), len(experiment.layers)
    if are_all:
        return None
    if not all(type(number) is int and 1 <= number <= most for number in numbers):
        raise FieldError(
            f"change[{index}].layers = {numbers!r} is not allowed: a list of whole numbers from 1 to {most}"
        )
    return tuple(number - 1 for number in numbers)


def _settings(before: Settings, table: TomlTable, index: int) -> Settings:
    values = table.take_values("set")
    try:
        return Settings.from_dict(before.as_dict() | values)
    except FieldError as error:
        raise FieldError(f"change[{index}].set: {error}") from error


def _replay(values: object) -> tuple[Recorded | None, int | None]:
    if values is None:
        return None, None
    table = TomlTable(values, "replay.")
    for known in ("session", "torch_version", "cpu_capability"):
        table.take_text(known, "")
    threads = table.take("num_threads", _THREADS, 1)
    runs = []
    for name in ("looks", "histograms", "norms"):
        text = table.take_text(name, "")
        try:
            runs.append(StepRuns.parse(text))
        except ValueError as error:
            raise FieldError(f"replay.{name} is not allowed: {error}") from error
    table.end()
    return Recorded(looks=runs[0], counts=runs[1], measures=runs[2]), threads
