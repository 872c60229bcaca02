"""What a named value may be: a choice, a number, a whole number or a switch.

A field knows its title, what it means, and how to check a value or parse a word of the command line. The settings,
the experiment, the command line and the panels of the window all read the same fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class FieldError(ValueError):
    """A value that is not allowed. The message is one sentence: dotted name, value, what is allowed."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """Base of all fields.

    title: what a person reads; help: one or two sentences about what it does; dot-free `name`s are given by the owner.
    """

    title: str
    help: str

    @property
    def allowed(self) -> str:
        """What is allowed, to stand in an error message."""
        raise AssertionError(f"{type(self).__name__} does not say what it allows")

    def check(self, name: str, value: object) -> Any:
        """Return the value in its canonical type. Raises FieldError."""
        raise AssertionError(f"{type(self).__name__} does not check {name}")

    def parse(self, name: str, text: str) -> Any:
        """Read a word of the command line. Raises FieldError."""
        return self.check(name, text)

    def refuse(self, name: str, value: object) -> FieldError:
        """The error for a value that is not allowed."""
        return FieldError(f"{name} = {value!r} is not allowed: {self.allowed}")


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a few names. options: name -> title."""

    options: Mapping[str, str]

    @property
    def allowed(self) -> str:
        return "choose one of " + ", ".join(self.options)

    def check(self, name: str, value: object) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise self.refuse(name, value)
        return value


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A finite real number in [low, high], or in (low, high] where `above` is set.

    slider: the part of it worth a slider in the window, or None.
    """

    low: float
    high: float
    above: bool = False
    slider: tuple[float, float] | None = None

    @property
    def allowed(self) -> str:
        if self.above:
            return f"a number above {self.low:g}, at most {self.high:g}"
        return f"a number from {self.low:g}, at most {self.high:g}"

    def check(self, name: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.low <= value <= self.high:
            raise self.refuse(name, value)
        if self.above and value == self.low:
            raise self.refuse(name, value)
        return float(value)

    def parse(self, name: str, text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise self.refuse(name, text) from None
        return self.check(name, value)


@dataclass(frozen=True, kw_only=True)
class Integer(Field):
    """A whole number in [low, high]."""

    low: int
    high: int

    @property
    def allowed(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def check(self, name: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            raise self.refuse(name, value)
        return value

    def parse(self, name: str, text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise self.refuse(name, text) from None
        return self.check(name, value)


@dataclass(frozen=True, kw_only=True)
class Integers(Field):
    """A list of at most `most` whole numbers, each in [low, high]; `30,30,30` on the command line."""

    low: int
    high: int
    most: int

    @property
    def allowed(self) -> str:
        return f"at most {self.most} whole numbers from {self.low} to {self.high}"

    def check(self, name: str, value: object) -> tuple[int, ...]:
        if not isinstance(value, list | tuple) or len(value) > self.most:
            raise self.refuse(name, value)
        each = Integer(title=self.title, help=self.help, low=self.low, high=self.high)
        return tuple(each.check(f"{name}[{index}]", item) for index, item in enumerate(value))

    def parse(self, name: str, text: str) -> tuple[int, ...]:
        words = text.replace("[", " ").replace("]", " ").replace(",", " ").split()
        each = Integer(title=self.title, help=self.help, low=self.low, high=self.high)
        return self.check(name, [each.parse(f"{name}[{index}]", word) for index, word in enumerate(words)])


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """True or false; on the command line also on/off, yes/no, 1/0."""

    @property
    def allowed(self) -> str:
        return "true or false"

    def check(self, name: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise self.refuse(name, value)
        return value

    def parse(self, name: str, text: str) -> bool:
        word = text.lower()
        if word in ("true", "on", "yes", "1"):
            return True
        if word in ("false", "off", "no", "0"):
            return False
        raise self.refuse(name, text)


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A short line of text. least: characters that it has at least."""

    least: int = 1
    most: int = 200

    @property
    def allowed(self) -> str:
        return f"one line of {self.least} to {self.most} characters"

    def check(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not self.least <= len(value) <= self.most or not value.isprintable():
            raise self.refuse(name, value)
        return value


def split_assignment(word: str) -> tuple[str, str]:
    """`name=value`, a word of the command line: (name, value). Raises FieldError."""
    name, equals, text = word.partition("=")
    if not equals or not name:
        raise FieldError(f"{word!r} is not allowed: write name=value")
    return name.strip(), text.strip()
