"""The verbs `resume`, which goes on with a session from any of its steps, `undo`, from before a change, and `compact`,
which writes one anew.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from pathlib import Path

from gradiometer.changes import parse_changes
from gradiometer.cli_text import examples
from gradiometer.cli_train import add_at, add_trace, check_is_new, default_path, parse_at, train
from gradiometer.continuing import Resume, find_step, last_step, settings_before
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.fields import FieldError, Integer
from gradiometer.session_copy import compact_session
from gradiometer.session_file import load_session
from gradiometer.settings import Asked, Change, settings_after

_MORE_STEPS = 1000


def fill_resume(verb: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    verb.set_defaults(run=lambda arguments: _resume(arguments, arguments.step))
    verb.add_argument("file", type=Path, metavar="FILE", help="a session file with snapshots (see `info`)")
    verb.add_argument(
        "--from",
        dest="step",
        metavar="STEP",
        help="before this step, replayed from the nearest snapshot (default: the newest snapshot)",
    )
    _add_going_on(verb)
    verb.epilog = "\n\n".join(
        (
            "On the CPU the run goes on to the last bit as if it had never stopped, with as many threads as before;\n"
            "an event says where that cannot be, and why. What was recorded is never taken away.",
            examples(
                f"{verb.prog} a.gradiometer --steps 2000",
                f"{verb.prog} a.gradiometer --from 200 --at 200 activation=relu --out b.gradiometer",
            ),
        )
    )


def fill_undo(verb: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    verb.set_defaults(run=_undo)
    verb.add_argument("file", type=Path, metavar="FILE", help="a session file with snapshots")
    verb.add_argument(
        "--change", metavar="NUMBER", help="which, counted from 1 as `info` lists them (default: the last one)"
    )
    _add_going_on(verb)
    verb.epilog = "\n\n".join(
        (
            "The run goes on from before the change, as if it had never been made, nor what came after it. FILE stays\n"
            "as it is: the new file begins with all that was before.",
            examples(f"{verb.prog} a.gradiometer", f"{verb.prog} a.gradiometer --change 2 --steps 500"),
        )
    )


def _add_going_on(verb: argparse.ArgumentParser) -> None:
    """What all take who train on."""
    verb.add_argument(
        "--steps",
        metavar="N",
        help=f"train until there are so many in all; 0: until Ctrl+C (default: as planned, or {_MORE_STEPS} more)",
    )
    add_at(verb)
    verb.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="a new file, which begins with all that came before (default: FILE itself, where it ends there; else "
        "NAME-DATE-TIME.gradiometer here)",
    )
    add_trace(verb)


def fill_compact(verb: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    verb.set_defaults(run=_compact)
    verb.add_argument("file", type=Path, metavar="FILE", help="a session file")
    verb.add_argument("--out", type=Path, metavar="FILE", help="where to (default: FILE itself is replaced)")
    verb.add_argument("--no-snapshots", action="store_true", help="leave them out: it cannot be continued then")
    verb.epilog = "Every number stays the same to the last bit. A file of an older format becomes one of this.\n\n"
    verb.epilog += examples(
        f"{verb.prog} a.gradiometer", f"{verb.prog} a.gradiometer --no-snapshots --out small.gradiometer"
    )


def _undo(arguments: argparse.Namespace) -> int:
    with load_session(arguments.file) as session:
        changes = session.interventions
    if not changes:
        raise FieldError(f"{arguments.file} has no change that could be undone")
    numbers = Integer(title="Change", help="Counted from 1.", low=1, high=len(changes))
    number = len(changes) if arguments.change is None else numbers.parse("--change", arguments.change)
    undone = changes[number - 1]
    # What was changed before it at the same step stays.
    kept = [Asked(each.command, each.because) for each in changes[: number - 1] if each.step == undone.step]
    return _resume(arguments, str(undone.step), through=f"undone: {undone.label}", kept=kept)


def _resume(arguments: argparse.Namespace, asked: str | None, *, through: str = "", kept: Sequence[Asked] = ()) -> int:
    """kept: what is changed once more at the step from which the run goes on."""
    path: Path = arguments.file
    step_field = EXPERIMENT_FIELDS["steps"]
    with load_session(path) as session:
        wanted = None if asked is None else step_field.parse("--from", asked)
        step = find_step(session, wanted)
        experiment, settings = session.experiment, settings_before(session, step)
        ends_there = last_step(session) < step
    assert experiment is not None, "a session with snapshots has an experiment"
    if arguments.steps is not None:
        steps = step_field.parse("--steps", arguments.steps)
        if 0 < steps <= step:
            raise FieldError(f"--steps {steps} is not allowed: the snapshot is at step {step} already")
    else:
        steps = experiment.steps if experiment.steps > step else step + _MORE_STEPS
    for each in kept:
        settings = settings_after(each.change, settings)
    changes = parse_changes(experiment, [parse_at(words) for words in arguments.at], settings)
    wrong = [at for at in changes if at < step or 0 < steps <= at]
    if wrong:
        raise FieldError(f"--at {min(wrong)} is not allowed: the run goes from step {step} to {steps or 'Ctrl+C'}")
    target = arguments.out or (path if ends_there else default_path(experiment.name))
    if not (ends_there and target.exists() and target.samefile(path)):
        check_is_new(target)
    experiment = dataclasses.replace(experiment, steps=steps)
    schedule: dict[int, Sequence[Change | Asked]] = {**changes}
    if kept:
        schedule[step] = [*kept, *changes.get(step, ())]
    return train(experiment, schedule, target, with_trace=arguments.trace, resume=Resume(path, step, through))


def _compact(arguments: argparse.Namespace) -> int:
    source: Path = arguments.file
    target: Path = arguments.out or source
    if target != source:
        check_is_new(target)
    before = source.stat().st_size if source.is_file() else 0
    compact_session(source, target, with_snapshots=not arguments.no_snapshots)
    print(f"{target}: {target.stat().st_size:,} bytes, before {before:,}")
    return 0
