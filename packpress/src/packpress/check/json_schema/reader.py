"""What a keyword is given: the reader of the schema around it, and words for values that are none of the keyword's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from packpress.check.json_schema.values import Json

Judge = Callable[[Json], bool]
Matcher = Callable[[str], bool]
Build = Callable[["SchemaReader", Json, dict[str, Json]], Iterator[Judge]]
"""Gives, for a keyword's value and the schema that it stands in, what judges a value by it."""


class SchemaReader(Protocol):
    """What the keywords need of whoever compiles the schema around them."""

    def step(self, count: float = 1) -> None:
        """Count what something cost; may raise TooSlowError."""

    def compile(self, schema: Json) -> Judge:
        """What judges a value by a schema inside this one."""

    def matcher(self, form: Json) -> Matcher:
        """What says whether a pattern is found in a text."""

    def refer(self, reference: Json) -> Json:
        """The part of the schema that a reference names."""

    def frozen(self, value: Json) -> Any:
        """The value as one that can be compared and hashed."""

    def evaluated(self, schema: Json, value: Json) -> set[str] | set[int]:
        """The members of the value that a schema to which it conforms has looked at."""


def asked(is_right: bool, name: str, what: str) -> None:
    """Raise ValueError where the value of a keyword is not what the draft asks for."""
    if not is_right:
        raise ValueError(f"{name} must be {what}")


def schemas(value: Json, name: str) -> list[Json]:
    """The value as the schemas that it must list."""
    asked(isinstance(value, list) and len(value) > 0, name, "an array of schemas")
    return list(value)


def named(value: Json, name: str) -> dict[str, Json]:
    """The value as the schemas that it must name."""
    asked(isinstance(value, dict), name, "an object of schemas")
    return dict(value)


def names_of(value: Json, name: str) -> tuple[str, ...]:
    """The value as the names that it must list, each once."""
    is_right = isinstance(value, list) and all(isinstance(item, str) for item in value) and len({*value}) == len(value)
    asked(is_right, name, "an array of different strings")
    return tuple(value)


def count(value: Json, name: str) -> int:
    """The value as the whole number from 0 on that it must be."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    asked(is_number and value >= 0 and value == int(value), name, "a whole number, 0 or more")
    return int(value)
