"""Presets in resources, and TOML files of one's own: experiments that are read by name or by path."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError

FIRST_PRESET = "digits"
SCRIPT_TABLES = ("change", "replay")
"""What a spec may say besides its experiment: see script.py."""


def preset_names() -> tuple[str, ...]:
    """The names of the presets in resources, sorted, the one to begin with in front."""
    folder = files("gradiometer_resources").joinpath("presets")
    names = {entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")}
    return (FIRST_PRESET, *sorted(names - {FIRST_PRESET}))


def load_experiment(preset_or_path: str) -> Experiment:
    """Read a preset by its name, or a TOML file by its path.

    Raises FieldError, whose sentence names the file, for whatever is wrong with it.
    """
    values, origin = read_spec(preset_or_path)
    return experiment_of({name: value for name, value in values.items() if name not in SCRIPT_TABLES}, origin)


def read_spec(preset_or_path: str) -> tuple[dict[str, Any], str]:
    """The values of a preset or of a TOML file as they stand there, and where that is. Raises FieldError."""
    if preset_or_path in preset_names():
        text = files("gradiometer_resources").joinpath("presets", f"{preset_or_path}.toml").read_text("utf-8")
        return _parse(text, f"preset {preset_or_path}")
    path = Path(preset_or_path)
    if path.suffix != ".toml":
        raise FieldError(
            f"{preset_or_path} is neither a preset ({', '.join(preset_names())}) nor the path of a .toml file"
        )
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise FieldError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FieldError(f"{path} is not UTF-8 text") from error
    return _parse(text, str(path))


def _parse(text: str, origin: str) -> tuple[dict[str, Any], str]:
    try:
        return tomllib.loads(text), origin
    except (ValueError, RecursionError) as error:
        # Besides its own errors, tomllib lets through those of numbers too long and tables too deep.
        raise FieldError(f"{origin} is not valid TOML: {error}") from error


def experiment_of(values: dict[str, Any], origin: str) -> Experiment:
    """What these values make. Raises FieldError, whose sentence names where they stand."""
    try:
        return Experiment.from_dict(values)
    except FieldError as error:
        raise type(error)(f"{origin}: {error}") from error
