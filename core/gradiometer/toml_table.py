"""A TOML table whose keys are taken one by one, so that what nobody has taken can be refused."""

from __future__ import annotations

from typing import Any, Self

from gradiometer.fields import Field, FieldError


class TomlTable:
    """values: the table; path: its place, which stands in front of a key in an error: `runs[0].`.

    Every method raises FieldError for what is not allowed.
    """

    def __init__(self, values: object, path: str = ""):
        self._values = check_table(path.rstrip("."), values)
        self._known: list[str] = []
        self.path = path

    def has(self, key: str) -> bool:
        """Whether the key is there and not taken."""
        return key in self._values

    def peek(self, key: str) -> object:
        """A value as it is, to choose how to take it."""
        return self._values.get(key)

    def take(self, key: str, field: Field, default: Any = None) -> Any:
        """A value, checked; without a default it has to be there."""
        self._known.append(key)
        if key in self._values:
            return field.check(self.path + key, self._values.pop(key))
        if default is None:
            raise FieldError(f"{self.path}{key} is missing: give {field.allowed.removeprefix('choose ')}")
        return default

    def take_text(self, key: str, default: str | None = None) -> str:
        """A text of any length; without a default it has to be there."""
        self._known.append(key)
        if key in self._values:
            return _check_text(self.path + key, self._values.pop(key))
        if default is None:
            raise FieldError(f"{self.path}{key} is missing: give a text")
        return default

    def take_list(self, key: str) -> list[Any]:
        """A list; empty where it is missing."""
        self._known.append(key)
        values = self._values.pop(key, [])
        if not isinstance(values, list):
            raise FieldError(f"{self.path}{key} = {values!r} is not allowed: give a list")
        return values

    def take_texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it is missing."""
        return tuple(
            _check_text(f"{self.path}{key}[{index}]", value) for index, value in enumerate(self.take_list(key))
        )

    def take_tables(self, key: str) -> list[Self]:
        """A list of tables; empty where it is missing."""
        return [type(self)(value, f"{self.path}{key}[{index}].") for index, value in enumerate(self.take_list(key))]

    def take_values(self, key: str) -> dict[str, Any]:
        """A table whose names are for somebody else to check; empty where it is missing."""
        self._known.append(key)
        return check_table(self.path + key, self._values.pop(key, {}))

    def end(self) -> None:
        """Refuse what nobody has taken."""
        for key in self._values:
            raise FieldError(f"{self.path}{key} is not known: choose one of {', '.join(self._known)}")


def check_table(name: str, values: object) -> dict[str, Any]:
    """A copy of a table. Raises FieldError."""
    if not isinstance(values, dict):
        raise FieldError(f"{name} = {values!r} is not allowed: give a table of names and values")
    return dict(values)


def _check_text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise FieldError(f"{name} = {value!r} is not allowed: give a text")
    return value.strip()
