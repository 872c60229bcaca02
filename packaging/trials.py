"""The benchmark of faulty and healthy runs, by which rule sets are judged.

`run` trains all trials and their repaired twins into a folder, some 25 minutes on one core, and goes on where it was
interrupted; `judge` lets rule sets listen to what was recorded; `show` prints the tables of the kept results.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import trials_draw
import trials_score
from trials_score import Record

from gradiometer.datasets import Examples
from gradiometer.experiment import Experiment
from gradiometer.rules import RuleSet, load_rules, rule_set_names
from gradiometer.session_format import SUFFIX
from gradiometer.trials import PARTS, TUNING, Outcome, Trial, best_of, judge

KEPT = Path(__file__).with_name("trials.json")
_STRIDE = 7
_KEPT_FIELDS = ("name", "part", "verdict", "words", "structure", "outcome", "repair", "twins", "heard")
_SESSIONS, _OUTCOMES = "sessions", "outcomes"


# --- train


def run_trials(folder: Path, trials: Sequence[Trial]) -> list[Record]:
    """Train what has not been trained yet; a record for each trial, in order."""
    import torch

    torch.set_num_threads(1)
    for name in ("", _SESSIONS, _OUTCOMES):
        (folder / name).mkdir(parents=True, exist_ok=True)
    trials_draw.make_data(folder)
    began, records = time.monotonic(), []
    # Some of each plan first, so that a look at a part tells of the whole.
    mixed = [trial for start in range(_STRIDE) for trial in trials[start::_STRIDE]]
    for number, trial in enumerate(mixed, 1):
        records.append(_run(trial, folder))
        if number % 10 == 0 or number == len(trials):
            counts = Counter(record["verdict"] for record in records)
            print(f"{number} of {len(trials)}, {time.monotonic() - began:.0f} s: {dict(counts)}", flush=True)
            _write_lists(folder, records)
    return records


def _run(trial: Trial, folder: Path) -> Record:
    """Train a trial, or read what came of it when it was trained before."""
    from gradiometer.trial_runs import record, train_repaired

    known = folder / _OUTCOMES / f"{trial.name}.json"
    words = list(trial.words)
    if known.exists() and (found := json.loads(known.read_text()))["words"] == words:
        return {**found, "part": trial.part}
    path = session_path(folder, trial.name)
    path.unlink(missing_ok=True)
    experiment = trial.experiment(folder)
    began = time.monotonic()
    examples = _examples(experiment)
    outcome = record(experiment, examples, path)
    recorded = time.monotonic()
    twins = train_repaired(experiment, examples, _standardized(experiment, examples))
    twin = best_of(list(twins.values()))
    made = {
        "name": trial.name,
        "part": trial.part,
        "words": words,
        "structure": experiment.structure,
        "verdict": judge(outcome, twin),
        "outcome": _figures(outcome),
        "repair": next(name for name, each in twins.items() if each is twin),
        "twins": {name: _figures(each) for name, each in twins.items()},
        "seconds": [round(recorded - began, 1), round(time.monotonic() - recorded, 1)],
    }
    known.write_text(json.dumps(made))
    return made


def session_path(folder: Path, name: str) -> Path:
    """Where a trial was recorded."""
    return folder / _SESSIONS / f"{name}{SUFFIX}"


_loaded: dict[str, Examples] = {}


def _examples(experiment: Experiment) -> Examples:
    """Read once: digits take a second."""
    key = repr((experiment.data, experiment.data_spec))
    if key not in _loaded:
        _loaded[key] = experiment.load_examples()
    return _loaded[key]


def _standardized(experiment: Experiment, examples: Examples) -> Examples:
    if experiment.data != "file":
        return examples
    return _examples(dataclasses.replace(experiment, standardize=True, facts=None))


def _figures(outcome: Outcome) -> list[float | bool]:
    """Whether finite, progress on training batches, on held-out examples."""
    return [outcome.is_finite, round(outcome.training, 4), round(outcome.held_out, 4)]


def _write_lists(folder: Path, records: Sequence[Record]) -> None:
    """What rules may be tuned on, and apart from it what is held back."""
    for name, wanted in (("index", True), ("index-held-back", False)):
        entries = [
            {"path": str(session_path(folder, record["name"])), **record}
            for record in records
            if (record["part"] == TUNING) is wanted
        ]
        aside = folder / f"{name}.json.part"
        aside.write_text(json.dumps(entries, indent=1))
        aside.replace(folder / f"{name}.json")


def counts_of(records: Sequence[Record]) -> Iterator[str]:
    """A line for each part."""
    for part in PARTS:
        counts = Counter(record["verdict"] for record in records if record["part"] == part)
        yield f"{part}: {', '.join(f'{count} {verdict}' for verdict, count in sorted(counts.items()))}"


# --- judge


def judge_trials(folder: Path, records: Sequence[Record], rule_sets: Sequence[RuleSet]) -> list[Record]:
    """The records, with what each rule set was heard to say."""
    judged = []
    for number, record in enumerate(records, 1):
        judged.append({**record, "heard": trials_score.hear(session_path(folder, record["name"]), rule_sets)})
        if number % 50 == 0:
            print(f"listened to {number} of {len(records)}", file=sys.stderr, flush=True)
    return judged


def trained(folder: Path, parts: Sequence[str]) -> list[Record]:
    """The records of what was trained, in the order of the plans. Raises SystemExit where something is missing."""
    records = []
    for trial in trials_draw.draw_trials():
        known = folder / _OUTCOMES / f"{trial.name}.json"
        found = json.loads(known.read_text("utf-8")) if known.exists() else {}
        if found.get("words") != list(trial.words):
            raise SystemExit(f"{trial.name} has not been trained in {folder}: run it first")
        if trial.part in parts:
            records.append({**found, "part": trial.part})
    return records


# --- keep


def keep(records: Sequence[Record], titles: dict[str, str], path: Path = KEPT) -> None:
    """A trial a line, so that versions of the file can be compared."""
    lines = [json.dumps({name: record[name] for name in _KEPT_FIELDS}) for record in records]
    text = ",\n".join(lines)
    head = f'"seeds": {[*trials_draw.SEEDS.values()]}, "rule_sets": {json.dumps(titles)}'
    path.write_text(f'{{{head}, "trials": [\n{text}\n]}}\n')


def kept(path: Path = KEPT) -> tuple[list[Record], dict[str, str]]:
    """The records, and the titles of the rule sets."""
    values = json.loads(path.read_text("utf-8"))
    return values["trials"], values["rule_sets"]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py trials", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    runs = verbs.add_parser("run", help="train all trials and their twins")
    judges = verbs.add_parser("judge", help="let rule sets listen to what was recorded")
    verbs.add_parser("show", help="print the tables of the kept results")
    for words in (runs, judges):
        words.add_argument("folder", type=Path, help="for the sessions, some hundred MB")
    judges.add_argument("--rules", nargs="+", help="rule sets by name or path (default: all that come along)")
    judges.add_argument("--part", choices=PARTS, action="append", help="only these trials; may be repeated")
    judges.add_argument("--errors", action="store_true", help="also name the runs on which each rule set errs")
    judges.add_argument("--keep", action="store_true", help=f"write all into {KEPT.name}")
    options = parser.parse_args(arguments)
    if options.verb == "show":
        print("\n".join(trials_score.tables(*kept())))
        return 0
    if options.verb == "run":
        print("\n".join(counts_of(run_trials(options.folder, trials_draw.draw_trials()))))
        return 0
    if options.keep and (options.part or options.rules):
        parser.error("--keep keeps all: leave --part and --rules out")
    rule_sets = [load_rules(name) for name in options.rules or rule_set_names()]
    titles = {rules.name: rules.title for rules in rule_sets}
    records = judge_trials(options.folder, trained(options.folder, options.part or PARTS), rule_sets)
    if options.keep:
        keep(records, titles)
    print("\n".join(trials_score.tables(records, titles)))
    if options.errors:
        for name, title in titles.items():
            print(title, *trials_score.errors(records, name), sep="\n", end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
