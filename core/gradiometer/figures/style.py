"""How figures look: size, letters, lines, colours, and what is drawn besides the data. Named styles are TOML files.

A style says nothing about the data; a figure of another session in the same style fits beside this one.
"""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import platformdirs

from gradiometer.exports import ExportError, written_aside
from gradiometer.fields import Choice, Field, FieldError, Flag, Number, Text

DESIGN_SIZE_PT = 8.0
"""The size of letters that all layouts are worked out for; of others the page counts as so much larger or smaller."""

_MOST_PIXELS = 20_000
# What the labels need at the least where letters have 8 points: a column of a journal is some 85 mm wide.
_LEAST_MM = (80.0, 60.0)

STYLE_FIELDS: Mapping[str, Field] = {
    "width_mm": Number(title="Width", help="Of the figure, in millimetres.", low=30, high=2000),
    "height_mm": Number(title="Height", help="Of the figure, in millimetres.", low=25, high=2000),
    "dpi": Number(title="Resolution", help="Dots per inch of a PNG.", low=30, high=1200),
    "theme": Choice(
        title="Colours",
        help="Dark on light, light on dark, or greys for a printer without colours.",
        options={"light": "Light", "dark": "Dark", "print": "Print, grey"},
    ),
    "font": Text(title="Font", help="A family that is installed, such as DejaVu Sans.", most=100),
    "font_size": Number(
        title="Letters", help="Of labels, in points; ticks and legend are a little smaller.", low=3, high=72
    ),
    "line_width": Number(title="Lines", help="Width of a curve, in points.", low=0.1, high=10),
    "title": Flag(title="Title", help="Which session and what is shown, above the axes."),
    "legend": Choice(
        title="Legend",
        help="Where it stands.",
        options={
            "auto": "Where it fits",
            "right": "At the right",
            "below": "Below",
            "inside": "Inside the axes",
            "none": "None",
        },
    ),
    "markers": Choice(
        title="Markers",
        help="Signs on the curves: a code besides colours and dashes.",
        options={"auto": "Where dashes repeat", "always": "Always", "never": "Never"},
    ),
    "earlier": Flag(
        title="Earlier steps", help="In a profile: step 0, dotted, and the step before the last change, dashed."
    ),
    "interventions": Flag(title="Interventions", help="A dashed line where the network was changed."),
    "findings": Flag(title="Findings", help="A dashed line where something severe began."),
    "notes": Flag(title="Notes", help="A dashed line at each note."),
}


@dataclass(frozen=True, kw_only=True)
class FigureStyle:
    """What STYLE_FIELDS says. Raises FieldError for what is not allowed, also for letters too large for the page."""

    width_mm: float = 178.0
    height_mm: float = 100.0
    dpi: float = 200.0
    theme: str = "light"
    font: str = "DejaVu Sans"
    font_size: float = DESIGN_SIZE_PT
    line_width: float = 1.0
    title: bool = True
    legend: str = "auto"
    markers: str = "auto"
    earlier: bool = True
    interventions: bool = True
    findings: bool = True
    notes: bool = True

    def __post_init__(self) -> None:
        for name, field in STYLE_FIELDS.items():
            object.__setattr__(self, name, field.check(name, getattr(self, name)))
        size = f"{self.width_mm:g} x {self.height_mm:g} mm"
        most = DESIGN_SIZE_PT * min(self.width_mm / _LEAST_MM[0], self.height_mm / _LEAST_MM[1])
        if self.font_size > most:
            raise FieldError(f"font_size = {self.font_size:g} is not allowed on {size}: at most {most:.3g}")
        most = _MOST_PIXELS * 25.4 / max(self.width_mm, self.height_mm)
        if self.dpi > most:
            raise FieldError(f"dpi = {self.dpi:g} is not allowed on {size}: at most {most:g}")

    @property
    def size_in(self) -> tuple[float, float]:
        """Width and height in inches."""
        return self.width_mm / 25.4, self.height_mm / 25.4

    @property
    def scale(self) -> float:
        """How much larger letters are than those that layouts are worked out for."""
        return self.font_size / DESIGN_SIZE_PT

    def replaced(self, values: Mapping[str, Any]) -> FigureStyle:
        """With other values. Raises FieldError, also for a name that it does not know."""
        for name in values:
            if name not in STYLE_FIELDS:
                raise FieldError(f"{name} is not known of a style: choose one of {', '.join(STYLE_FIELDS)}")
        return dataclasses.replace(self, **values)


DEFAULT = "double"
"""The style of figures where none is named."""


def user_folder() -> Path:
    """Where styles of a person's own are kept."""
    return platformdirs.user_config_path("gradiometer", appauthor=False) / "styles"


def style_names() -> dict[str, str]:
    """Of all named styles what they are for: those that come with the program first, then a person's own."""
    names = {}
    for place in _shipped():
        names[place] = str(_read_toml(place, _shipped()[place]).get("about", ""))
    if user_folder().is_dir():
        for path in sorted(user_folder().glob("*.toml")):
            names.setdefault(path.stem, "one of your own")
    return names


def load_style(name: str | Path) -> FigureStyle:
    """A style by its name, or of a TOML file. Raises FieldError, whose sentence names the file and the key."""
    text = str(name)
    if text in _shipped():
        return _parse(text, _read_toml(text, _shipped()[text]))
    own = user_folder() / f"{text}.toml"
    path = Path(text).expanduser() if text.endswith(".toml") else own
    if not path.is_file():
        if path != own:
            raise FieldError(f"{path} cannot be read: there is no such file")
        raise FieldError(f"style {text!r} is not known: choose one of {', '.join(style_names())}, or a TOML file")
    try:
        words = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FieldError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    return _parse(str(path), _read_toml(str(path), words))


def save_style(name: str, style: FigureStyle) -> Path:
    """Keep a style under a name; gives its file. Raises FieldError (the name) and ExportError (the folder)."""
    if name in _shipped():
        raise FieldError(f"style {name!r} comes with the program: choose another name")
    if not re.fullmatch(r"[\w][\w .-]{0,59}", name) or name.endswith((".toml", ".", " ")):
        raise FieldError(f"style {name!r} is not allowed: letters, digits, dashes and blanks, at most 60")
    path = user_folder() / f"{name}.toml"
    with written_aside(path) as aside:
        aside.write_text(style_text(style), encoding="utf-8")
    return path


def style_text(style: FigureStyle) -> str:
    """A style as the TOML that `load_style` reads."""
    # Of numbers, booleans and texts TOML is written as JSON is.
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in vars(style).items())


def _shipped() -> dict[str, str]:
    """The TOML texts of the styles that come with the program, by their names."""
    folder = files("gradiometer_resources") / "styles"
    texts = {
        each.name.removesuffix(".toml"): each.read_text(encoding="utf-8")
        for each in folder.iterdir()
        if each.name.endswith(".toml")
    }
    # The default one first.
    return dict(sorted(texts.items(), key=lambda item: (item[0] != DEFAULT, item[0])))


def _read_toml(where: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FieldError(f"{where} is not a TOML file: {error}") from None


def _parse(where: str, values: dict[str, Any]) -> FigureStyle:
    about = values.pop("about", "")
    if not isinstance(about, str):
        raise FieldError(f"{where}: about = {about!r} is not allowed: give a text")
    try:
        return FigureStyle().replaced(values)
    except FieldError as error:
        raise FieldError(f"{where}: {error}") from None


def check_font(name: str) -> str:
    """A family that is installed. Raises ExportError. Loads matplotlib."""
    from matplotlib import font_manager

    known = {*font_manager.get_font_names(), "sans-serif", "serif", "monospace"}
    if name not in known:
        near = sorted(each for each in known if each.lower().startswith(name[:1].lower()))[:8]
        some = ", ".join(near or ["DejaVu Sans", "DejaVu Serif", "STIXGeneral"])
        raise ExportError(f"font {name!r} is not installed: choose another one, such as {some}")
    return name
