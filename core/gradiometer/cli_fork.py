"""The verbs `fork`, which proves what a change does against an untouched twin, and `grow`, which makes a deeper or
wider network of a trained one.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gradiometer.branch_messages import Forked, Over, Replaying, Request, SeedDone, Tried
from gradiometer.branches import Branches
from gradiometer.changes import parse_change
from gradiometer.cli_text import examples, listing, plain
from gradiometer.cli_train import check_is_new, default_path, train
from gradiometer.continuing import find_step
from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.fields import FieldError, Integer
from gradiometer.interrupts import interrupts_noted
from gradiometer.remedies import REMEDIES
from gradiometer.remedy import in_force_before
from gradiometer.session_editor import set_trial
from gradiometer.session_file import load_session
from gradiometer.settings import Settings
from gradiometer.treatments import BRANCH, MOST_BRANCHES, Treatment, branch_bytes, line_up, new_group
from gradiometer.trial import MOST_SEEDS, MOST_STEPS, OWN_ORDER, Trial
from gradiometer.trial_files import branch_paths
from gradiometer.trial_words import decades, difference, finding_in_words, null_sentence, sentence

_LOOK_EVERY_S = 0.1
STEPS_FIELD = Integer(title="Steps", help="To train since the fork.", low=1, high=MOST_STEPS)
SEEDS_FIELD = Integer(
    title="Orders of the data", help="The session's own, and others for an interval.", low=1, high=MOST_SEEDS
)


def fill_fork(verb: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    verb.set_defaults(run=_fork)
    verb.add_argument("file", type=Path, metavar="FILE", help="a session file with snapshots")
    verb.add_argument(
        "--branch",
        nargs="+",
        action="append",
        default=[],
        metavar=("LABEL", "name=value"),
        help=f"what to try, up to {MOST_BRANCHES} times: a label, then changes as those of `train --at`",
    )
    verb.add_argument(
        "--remedy", action="append", default=[], metavar="NAME", help="a remedy by its name in place of a --branch"
    )
    verb.add_argument("--at", metavar="STEP", help="before which step to fork (default: the newest snapshot)")
    verb.add_argument("--steps", metavar="N", default="200", help="to train since the fork (default: 200)")
    verb.add_argument(
        "--seeds", metavar="K", default="1", help="over how many orders of the data, for an interval (default: 1)"
    )
    verb.add_argument("--no-null", action="store_true", help="do without the fork that nothing is done to")
    verb.add_argument("--json", action="store_true", help="print the trial as JSON")
    verb.epilog = "\n\n".join(
        (
            "The session is copied at a step, with its optimizer, random states and the order of its examples: once\n"
            "as the untouched control, once for each branch, and once with no change at all, which must come out as\n"
            "the control does to the last bit. All train in lock-step on the same examples. Each is a session file\n"
            "of its own in the folder NAME.trials; what came out is stored in FILE and goes into its report.",
            listing("remedies", {name: remedy.title for name, remedy in REMEDIES.items()}),
            examples(
                f'{verb.prog} a.gradiometer --at 200 --branch "ReLU + He" activation=relu initialization=he --seeds 5',
                f"{verb.prog} a.gradiometer --branch ramp activation=relu over=100 --remedy skip",
            ),
        )
    )


def fill_grow(verb: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    verb.set_defaults(run=_grow)
    verb.add_argument("file", type=Path, metavar="FILE", help="a session file with snapshots")
    which = verb.add_mutually_exclusive_group(required=True)
    which.add_argument("--deeper", metavar="LAYER", help="one more layer behind this hidden one, counted from 1")
    which.add_argument("--wider", metavar="FACTOR", help="all hidden layers so many times as wide, 2 to 8")
    verb.add_argument("--at", metavar="STEP", help="as it was before this step (default: the newest snapshot)")
    verb.add_argument("--steps", metavar="N", default="1000", help="to train (default: 1000)")
    verb.add_argument("--out", type=Path, metavar="FILE", help="a new file (default: NAME-DATE-TIME.gradiometer here)")
    verb.epilog = "\n\n".join(
        (
            "Net2Net (Chen, Goodfellow & Shlens 2016): the new network computes the same as the old one to begin\n"
            "with, so what it has learned is kept. An exact copy cures nothing by itself.",
            examples(
                f"{verb.prog} a.gradiometer --wider 2 --out b.gradiometer", f"{verb.prog} a.gradiometer --deeper 2"
            ),
        )
    )


def _fork(arguments: argparse.Namespace) -> int:
    source: Path = arguments.file
    steps = STEPS_FIELD.parse("--steps", arguments.steps)
    num_seeds = SEEDS_FIELD.parse("--seeds", arguments.seeds)
    wanted = None if arguments.at is None else EXPERIMENT_FIELDS["steps"].parse("--at", arguments.at)
    with load_session(source) as session:
        step = find_step(session, wanted)
        experiment = session.experiment
        assert experiment is not None
        law, settings = in_force_before(step, experiment, session.interventions)
        number = max([0, *(trial.number for trial in session.trials)]) + 1
    branches = [_branch(experiment, settings, words, step) for words in arguments.branch]
    branches += [_remedy(law, settings, name) for name in arguments.remedy]
    treatments = line_up(branches, null=not arguments.no_null)
    request = Request(
        source=source,
        step=step,
        treatments=treatments,
        paths=tuple(branch_paths(source, [each.label for each in treatments])),
        group=new_group(),
        steps=steps,
        seeds=(OWN_ORDER, *range(1, num_seeds)),
        number=number,
    )
    memory = len(treatments) * branch_bytes(experiment, settings) / 1e6
    print(f"{len(treatments)} forks at step {step:,}, about {memory:,.0f} MB of memory", file=sys.stderr)
    trial, over = _run(request)
    if trial is not None:
        set_trial(source, trial)
        print(json.dumps(_plain(dataclasses.asdict(trial)), indent=2) if arguments.json else _describe(trial, request))
    if over.error:
        print(f"gradiometer: error: {over.error}", file=sys.stderr)
        return 1
    return 0 if trial is not None else 130


def _branch(experiment: Experiment, settings: Settings, words: Sequence[str], step: int) -> Treatment:
    label, *assignments = words
    if not assignments or "=" in label:
        raise FieldError(f"--branch {' '.join(words)} is not allowed: give a label first, then name=value")
    return Treatment(BRANCH, label, tuple(parse_change(experiment, assignments, settings, step)))


def _remedy(law: Experiment, settings: Settings, name: str) -> Treatment:
    if name not in REMEDIES:
        raise FieldError(f"--remedy {name} is not known: choose one of {', '.join(REMEDIES)}")
    remedy = REMEDIES[name]
    made = remedy.make(law, settings)
    if made is None:
        raise FieldError(f"--remedy {name} is not possible: {remedy.why_not(law, settings)}")
    if isinstance(made, Experiment):
        raise FieldError(f"--remedy {name} is not possible: it needs a new session, which has other examples or layers")
    return Treatment(BRANCH, remedy.title, made, name)


def _run(request: Request) -> tuple[Trial | None, Over]:
    from tqdm import tqdm

    tqdm.monitor_interval = 0
    branches, trial = Branches(request), None
    total = request.steps * len(request.seeds)
    with interrupts_noted() as interrupts, tqdm(total=total, unit="step", file=sys.stderr, dynamic_ncols=True) as bar:
        bar.set_description_str("replaying")
        branches.start()
        seeds = 0
        while True:
            branches.join(_LOOK_EVERY_S)
            while branches.messages:
                message = branches.messages.popleft()
                if isinstance(message, Replaying):
                    bar.set_postfix_str(f"step {message.done} of {message.total}")
                elif isinstance(message, Forked):
                    bar.set_description_str("trial")
                    bar.set_postfix_str("")
                elif isinstance(message, SeedDone):
                    seeds = message.done
                elif isinstance(message, Tried):
                    trial = message.trial
                    branches.stop()
                elif isinstance(message, Over):
                    return trial, message
            if interrupts:
                branches.stop()
            done = max(seeds * request.steps, branches.step - request.step)
            bar.update(done - bar.n)


def _describe(trial: Trial, request: Request) -> str:
    lines = [null_sentence(trial)] if trial.null is not None else []
    for arm in trial.arms:
        lines += [
            "",
            sentence(trial, arm),
            f"  {arm.changes} ({', '.join(arm.kinds)}); a step takes {arm.cost:.2f} times",
        ]
        lines.append(f"  first layer {decades(arm.ratio)} decades, loss {difference(arm.loss)}")
        if told := finding_in_words(trial, arm):
            lines.append(f"  the finding is {told}")
    lines += ["", *map(str, request.paths)]
    return "\n".join(lines)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return plain(value)


def _grow(arguments: argparse.Namespace) -> int:
    from gradiometer.grafting import plan_graft

    source: Path = arguments.file
    wanted = None if arguments.at is None else EXPERIMENT_FIELDS["steps"].parse("--at", arguments.at)
    steps = STEPS_FIELD.parse("--steps", arguments.steps)
    with load_session(source) as session:
        step = find_step(session, wanted)
        assert session.experiment is not None
        if arguments.deeper is None:
            factor = Integer(title="Factor", help="", low=2, high=8).parse("--wider", arguments.wider)
            graft, experiment = plan_graft(session, source, step, factor=factor)
        else:
            layers = Integer(title="Layer", help="", low=1, high=max(len(session.experiment.hidden), 1))
            behind = layers.parse("--deeper", arguments.deeper) - 1
            try:
                graft, experiment = plan_graft(session, source, step, behind=behind)
            except FieldError as error:
                # It counts from 0, and a person from 1.
                reason = str(error).partition(" is not allowed: ")[2]
                raise FieldError(f"--deeper {behind + 1} is not allowed: {reason}") from error
    path = check_is_new(default_path(experiment.name) if arguments.out is None else arguments.out)
    experiment = dataclasses.replace(experiment, steps=graft.step + steps)
    return train(experiment, {}, path, resume=graft)
