"""The command line: train, look into and export sessions with no window. Imports neither torch nor matplotlib itself.

Exit codes: 0 done, 1 the training failed, 2 bad input, 130 interrupted. An error is one sentence on stderr.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from gradiometer import __version__
from gradiometer.changes import SURGERY_FIELD, parse_changes
from gradiometer.cli_animate import fill_animate
from gradiometer.cli_compare import fill_compare
from gradiometer.cli_data import fill_data
from gradiometer.cli_desktop_entry import fill_desktop_entry
from gradiometer.cli_doctor import fill_doctor
from gradiometer.cli_export import fill_export
from gradiometer.cli_figure import fill_open_figure
from gradiometer.cli_fork import fill_fork, fill_grow
from gradiometer.cli_info import collect, describe
from gradiometer.cli_lesson import fill_lesson
from gradiometer.cli_map import fill_map
from gradiometer.cli_report import fill_report
from gradiometer.cli_resume import fill_compact, fill_resume, fill_undo
from gradiometer.cli_script import fill_script
from gradiometer.cli_text import examples, listing
from gradiometer.cli_train import add_at, add_trace, check_is_new, default_path, parse_at, train
from gradiometer.cli_tree import fill_tree
from gradiometer.cli_verify import fill_verify
from gradiometer.datasets import DATASETS
from gradiometer.diagnostics import describe as describe_facts
from gradiometer.diagnostics import machine_facts, versions
from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.exports import ExportError
from gradiometer.fields import Field, FieldError
from gradiometer.presets import load_experiment, preset_names
from gradiometer.script import Script, read_script
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.session_storage import StorageError
from gradiometer.settings import INITIALIZATION_FIELD, RAMP_STEPS_FIELD, SETTING_FIELDS, Asked, Change

_DEFAULT_STEPS = 1000


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (None: those of the process). Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show an arrow shows a question mark; a frozen windowed program has no streams at all.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        arguments = _make_parser().parse_args(argv)
        code: int = arguments.run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except SystemExit as stop:
        # argparse ends the process after --help and on a misuse; a caller wants a number.
        return stop.code if isinstance(stop.code, int) else 0
    except (FieldError, SessionFileError, ExportError, StorageError) as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # `gradiometer info FILE | head`: the reader has had enough. Python flushes stdout once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _fail(sentence: str) -> int:
    print(f"gradiometer: error: {sentence}", file=sys.stderr)
    return 2


def _train(arguments: argparse.Namespace) -> int:
    script = read_script(arguments.experiment, [word for words in arguments.set for word in words])
    experiment = script.experiment
    steps = experiment.steps or _DEFAULT_STEPS
    if arguments.steps is not None:
        steps = EXPERIMENT_FIELDS["steps"].parse("--steps", arguments.steps)
    experiment = dataclasses.replace(experiment, steps=steps)
    changes = _changes_of(script, experiment, [parse_at(words) for words in arguments.at])
    late = [step for step in changes if steps and step >= steps]
    if late:
        raise FieldError(f"--at {min(late)} is not allowed: training ends after step {steps - 1} (see --steps)")
    path = check_is_new(default_path(experiment.name) if arguments.out is None else arguments.out)
    # Changed, it is another run, which measures as the budget allows.
    plan = None if arguments.set or arguments.at else script.plan
    return train(
        experiment,
        changes,
        path,
        with_trace=arguments.trace,
        plan=plan,
        num_threads=script.num_threads,
    )


def _changes_of(
    script: Script, experiment: Experiment, at: list[tuple[int, list[str]]]
) -> Mapping[int, Sequence[Change | Asked]]:
    """Those of a script, or those of the command line in place of them."""
    if at and script.changes:
        raise FieldError("--at is not allowed: the script says what changes at which step")
    return script.changes or parse_changes(experiment, at)


def _info(arguments: argparse.Namespace) -> int:
    with load_session(arguments.file) as session:
        info = collect(session)
    print(json.dumps(info, indent=2, ensure_ascii=False, allow_nan=False) if arguments.json else describe(info))
    return 0


def _presets(arguments: argparse.Namespace) -> int:
    width = max(map(len, preset_names()))
    for name in preset_names():
        print(f"{name:{width}}  {_outline(load_experiment(name))}")
    return 0


def _outline(experiment: Experiment) -> str:
    """One line about what an experiment does."""
    settings = experiment.settings
    activation = "" if "activation" in experiment.blocked else f"{settings.activation}, "
    return (
        f"{DATASETS[experiment.data].title}, {experiment.structure}, {activation}{experiment.loss}, "
        f"{settings.optimizer} {settings.learning_rate:g}, batches of {experiment.batch_size} out of "
        f"{experiment.num_train}, {experiment.steps or _DEFAULT_STEPS} steps"
    )


class _Help(argparse.RawDescriptionHelpFormatter):
    """Leaves room for the longest verb beside what it does."""

    def __init__(self, prog: str):
        super().__init__(prog)
        # argparse leaves out that verbs are indented once more than options are.
        self._action_max_length = 17


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, like every other error of the command."""

    def error(self, message: str) -> NoReturn:
        sys.exit(_fail(f"{message} (see {self.prog} --help)"))


class _Version(argparse.Action):
    """Only where it is asked for: a graphics card is found by loading PyTorch, which takes a second or two."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None):
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: object, option: str | None = None
    ) -> None:
        print(f"gradiometer {__version__}")
        print(describe_facts(versions() | machine_facts(loads_torch=True)))
        parser.exit()


def _make_parser() -> argparse.ArgumentParser:
    prog = _name_of_program()
    parser = _Parser(
        prog=prog,
        description="See the gradient of every layer of a network while it trains, and change the network as it runs.\n"
        "With no verb, or with a session file, the window opens (it needs gradiometer[desktop]); with two to eight\n"
        "files the one that compares them. `FILE --follow` shows a session that another program is still writing.",
        epilog=examples(
            f"{prog} train digits --steps 500 --at 200 activation=relu --out a.gradiometer",
            f"{prog} info a.gradiometer",
            f"{prog} resume a.gradiometer --steps 1000",
            f"{prog} export a.gradiometer --figure all --to figures",
            f"{prog} export a.gradiometer --data weight_gradient_norm --to norms.csv",
        )
        + f"\n\n`{prog} VERB --help` lists every name and value that the verb takes.",
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, help="name this program, what it is made of, and the machine")
    verbs = parser.add_subparsers(metavar="VERB", required=True, title="verbs")
    for name, summary, fill in (
        ("train", "train a preset or a spec and record the session", _fill_train),
        ("resume", "go on with a session from any of its steps, as if it had never stopped", fill_resume),
        ("undo", "go on with a session from before one of its changes", fill_undo),
        ("fork", "prove what a change does: train it beside an untouched twin on the same examples", fill_fork),
        ("grow", "make a deeper or wider network of a trained one, which computes the same", fill_grow),
        ("script", "write a session down as a spec that trains it again, bit for bit", fill_script),
        ("info", "say what a session file holds", _fill_info),
        ("export", "save figures, data or TensorBoard event files of session files", fill_export),
        ("animate", "save a figure that runs through the steps, as MP4, GIF or pictures", fill_animate),
        ("report", "write a report of session files, as HTML or PDF", fill_report),
        ("open-figure", "open the session that a figure shows, at the same view", fill_open_figure),
        ("compare", "say in what session files differ, or save figures or data of them together", fill_compare),
        ("tree", "say which session came from which, at which step, through which change", fill_tree),
        ("verify", "check that session files are whole and sound", fill_verify),
        ("compact", "write a session file anew as small as it goes", fill_compact),
        ("presets", "list the presets", _fill_presets),
        ("data", "list the data sets, or say what a file of one's own holds", fill_data),
        ("lesson", "list the lessons, or see whether what they say can be measured here", fill_lesson),
        ("map", "compare first and last gradients of many networks before training, expected and measured", fill_map),
        ("doctor", "say what is wrong with a session, or will be with one that has not begun", fill_doctor),
        (
            "desktop-entry",
            "on Linux: put the program into the menu, and open its files with a double click",
            fill_desktop_entry,
        ),
    ):
        verb = verbs.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        fill(verb)
    return parser


def _name_of_program() -> str:
    """`gradiometer`, or how a module was started: `python -m gradiometer`."""
    started = Path(sys.argv[0])
    if started.name == "__main__.py" and started.parent.name.startswith("gradiometer"):
        return f"python -m {started.parent.name}"
    return "gradiometer"


def _fill_train(verb: argparse.ArgumentParser) -> None:
    verb.set_defaults(run=_train)
    verb.add_argument("experiment", metavar="PRESET|SPEC.toml", help="a preset by its name, or a file like one")
    verb.add_argument(
        "--set", nargs="+", action="append", default=[], metavar="name=value", help="change what the spec says"
    )
    add_at(verb)
    verb.add_argument(
        "--steps",
        metavar="N",
        help=f"how many; 0: until Ctrl+C (default: what the spec says, or {_DEFAULT_STEPS})",
    )
    verb.add_argument("--out", type=Path, metavar="FILE", help="a new file (default: NAME-DATE-TIME.gradiometer here)")
    add_trace(verb)
    verb.epilog = "\n\n".join(
        (
            listing("presets", {name: _outline(load_experiment(name)) for name in preset_names()}),
            listing("names for --set and --at", _allowed(SETTING_FIELDS)),
            listing(
                "names for --at only: all layers drawn anew with the spec's seed; an exact surgery; and over how many "
                "steps the settings beside it are to change by degrees",
                _allowed({"initialization": INITIALIZATION_FIELD, "rewrite": SURGERY_FIELD, "over": RAMP_STEPS_FIELD}),
            ),
            listing("names for --set only", _allowed(EXPERIMENT_FIELDS)),
            "A spec is a TOML file with these names; settings stand in a table [settings].\n"
            "Ctrl+C ends the run after the current step and keeps the session.",
            examples(
                f"{verb.prog} nielsen-3 --steps 50 --out a.gradiometer",
                f"{verb.prog} digits --set hidden=50,50 seed=3 --at 200 activation=relu --at 400 initialization=he",
            ),
        )
    )


def _fill_info(verb: argparse.ArgumentParser) -> None:
    verb.set_defaults(run=_info)
    verb.add_argument("file", type=Path, metavar="FILE", help="a session file")
    verb.add_argument("--json", action="store_true", help="as JSON; NaN and infinities are the texts nan, inf, -inf")
    verb.epilog = examples(f"{verb.prog} a.gradiometer", f"{verb.prog} a.gradiometer --json")


def _fill_presets(verb: argparse.ArgumentParser) -> None:
    verb.set_defaults(run=_presets)


def _allowed(fields: dict[str, Field]) -> dict[str, str]:
    return {name: field.allowed.removeprefix("choose ") for name, field in fields.items()}
