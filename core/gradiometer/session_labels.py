"""A short label for each of several sessions, unlike the others': its name, else what tells it apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.fields import Choice
from gradiometer.session_file import Branch, Session
from gradiometer.settings import SETTING_FIELDS, describe_briefly

_MOST_LETTERS = 40
# Of branches that nobody has given a name.
_ROLES = {"control": "control", "branch": "branch", "null": "null fork"}
# What tells two runs apart only where nothing else does comes last; how they were watched does not tell at all.
_LATE = ("weight_scale", "loss", "data", "num_train", "num_held_out", "batch_size", "seed", "device")


def label_sessions(sessions: Sequence[Session]) -> tuple[str, ...]:
    """A label each, all different, at most some 45 letters long.

    The title, where it is the only one of its kind; else what differs among those with the same title, as `ReLU, He`;
    where nothing does, the name of the file. Branches of one trial are called as the trial calls them. Raises
    SessionFileError where a session does not say which branch it is.
    """
    branches = trial_of(sessions)
    if branches:
        return _numbered([_shorten(branch.label) or _ROLES[branch.role] for branch in branches])
    titles = [session.title for session in sessions]
    labels = list(titles)
    for title in {title for title in titles if titles.count(title) > 1}:
        alike = [index for index, other in enumerate(titles) if other == title]
        # A title that all have tells nothing; where it stands on top it need not be in every label too.
        front = "" if len(alike) == len(sessions) else f"{title}: "
        for index, words in zip(alike, _tell_apart([sessions[index] for index in alike]), strict=True):
            labels[index] = front + words
    return _numbered([_shorten(label) for label in labels])


def trial_of(sessions: Sequence[Session]) -> list[Branch]:
    """Which branch each session is, where all are of one trial; else empty. Raises SessionFileError."""
    branches = [branch for session in sessions if (branch := session.branch) is not None]
    is_trial = len(branches) == len(sessions) and len({branch.group for branch in branches}) == 1
    return branches if is_trial else []


def _tell_apart(sessions: Sequence[Session]) -> list[str]:
    """In as few words as tell all of them apart, the weightiest first."""
    traits = [_traits(session) for session in sessions]
    chosen: list[str] = []
    kinds = 1
    for name in dict.fromkeys(name for trait in traits for name in trait):
        told = {tuple(trait.get(each, "") for each in (*chosen, name)) for trait in traits}
        # That a network has no such thing says nothing of it.
        if len(told) > kinds and len({trait[name] for trait in traits if name in trait}) > 1:
            chosen.append(name)
            kinds = len(told)
        if kinds == len(sessions):
            break
    return [", ".join(_needed(index, traits, chosen)) or trait["structure"] for index, trait in enumerate(traits)]


def _needed(index: int, traits: Sequence[Mapping[str, str]], chosen: Sequence[str]) -> list[str]:
    """The words without which a session could be another one. The weightiest stays, because people look for it."""
    needed, others = list(chosen), [*traits[:index], *traits[index + 1 :]]
    for name in reversed(chosen[1:]):
        fewer = [each for each in needed if each != name]
        if not any(all(other.get(each) == traits[index].get(each) for each in fewer) for other in others):
            needed = fewer
    return [traits[index][name] for name in needed if traits[index].get(name)]


def _traits(session: Session) -> Mapping[str, str]:
    """What a session is like, in words that can stand alone, the weightiest first."""
    traits = {name: session.meta[name] for name in ("model", "optimizer") if session.meta.get(name)}
    experiment = session.experiment
    if experiment is not None:
        meant = [name for name in SETTING_FIELDS if name not in experiment.blocked]
        traits |= {name: describe_briefly(name, getattr(experiment.settings, name)) for name in meant}
        traits["initialization"] = describe_field("initialization", experiment.initialization)
    # Shorter than the structure, where it will do.
    traits["depth"] = f"{len(session.layer_names)} layers"
    traits["structure"] = session.outline.structure
    traits["dtype"] = session.outline.dtype
    changes = [f"{change.short_label or 'changed'} at {change.step:,}" for change in session.interventions]
    traits["changes"] = ", ".join(changes) or "unchanged"
    if experiment is not None:
        for name in _LATE:
            text = describe_field(name, getattr(experiment, name))
            can_stand_alone = isinstance(EXPERIMENT_FIELDS[name], Choice)
            traits[name] = text if can_stand_alone else f"{EXPERIMENT_FIELDS[name].title.lower()} {text}"
    return traits | {"file": session.path.stem, "folder": f"in {session.path.absolute().parent.name}"}


def describe_field(name: str, value: object) -> str:
    """A value of an experiment as a person reads it: `He`, `50,000`."""
    field = EXPERIMENT_FIELDS[name]
    if isinstance(field, Choice):
        return field.options[str(value)]
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)


def _shorten(label: str) -> str:
    label = " ".join(label.split())
    return label if len(label) <= _MOST_LETTERS else f"{label[: _MOST_LETTERS - 1]}…"


def _numbered(labels: Sequence[str]) -> tuple[str, ...]:
    """With a number behind those that came out alike."""
    seen: dict[str, int] = {}
    numbered = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        numbered.append(label if labels.count(label) == 1 else f"{label} ({seen[label]})")
    return tuple(numbered)
