"""The verbs `resume`, which goes on with a session from a snapshot, and `compact`, which writes one anew."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from gradiometer.changes import parse_changes
from gradiometer.cli_text import examples
from gradiometer.cli_train import add_at, add_trace, check_is_new, default_path, parse_at, train
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.fields import FieldError
from gradiometer.recorder import Resume, find_snapshot, last_step, settings_before
from gradiometer.session_copy import compact_session
from gradiometer.session_file import load_session

_MORE_STEPS = 1000


def fill_resume(verb: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    verb.set_defaults(run=_resume)
    verb.add_argument("file", type=Path, metavar="FILE", help="a session file with snapshots (see `info`)")
    verb.add_argument(
        "--from", dest="step", metavar="STEP", help="the step of a snapshot (default: the newest snapshot)"
    )
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
        help="a new file, which begins with all that came before the snapshot (default: FILE itself, where it ends at "
        "the snapshot; else NAME-DATE-TIME.gradiometer here)",
    )
    add_trace(verb)
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


def _resume(arguments: argparse.Namespace) -> int:
    path: Path = arguments.file
    step_field = EXPERIMENT_FIELDS["steps"]
    with load_session(path) as session:
        wanted = None if arguments.step is None else step_field.parse("--from", arguments.step)
        step = find_snapshot(session, wanted)
        experiment, settings = session.experiment, settings_before(session, step)
        ends_there = last_step(session) < step
    assert experiment is not None, "a session with snapshots has an experiment"
    if arguments.steps is not None:
        steps = step_field.parse("--steps", arguments.steps)
        if 0 < steps <= step:
            raise FieldError(f"--steps {steps} is not allowed: the snapshot is at step {step} already")
    else:
        steps = experiment.steps if experiment.steps > step else step + _MORE_STEPS
    changes = parse_changes(experiment, [parse_at(words) for words in arguments.at], settings)
    wrong = [at for at in changes if at < step or 0 < steps <= at]
    if wrong:
        raise FieldError(f"--at {min(wrong)} is not allowed: the run goes from step {step} to {steps or 'Ctrl+C'}")
    target = arguments.out or (path if ends_there else default_path(experiment.name))
    if not (ends_there and target.exists() and target.samefile(path)):
        check_is_new(target)
    experiment = dataclasses.replace(experiment, steps=steps)
    return train(experiment, changes, target, with_trace=arguments.trace, resume=Resume(path, step))


def _compact(arguments: argparse.Namespace) -> int:
    source: Path = arguments.file
    target: Path = arguments.out or source
    if target != source:
        check_is_new(target)
    before = source.stat().st_size if source.is_file() else 0
    compact_session(source, target, with_snapshots=not arguments.no_snapshots)
    print(f"{target}: {target.stat().st_size:,} bytes, before {before:,}")
    return 0
