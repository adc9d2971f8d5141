"""What a keyword gets to compile itself: the reader of the schema around it, and checks of its own value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from packpress.check.json_schema.values import Json

Validator = Callable[[Json], bool]
Matcher = Callable[[str], bool]
Build = Callable[["SchemaReader", Json, dict[str, Json]], Iterator[Validator]]
"""Compiles a keyword, given its value and the schema around it: yields functions that check a value. For the keyword and
schema ``{"minimum": 2}`` it yields a function that returns false for 1."""


class SchemaReader(Protocol):
    """The interface of the compiler of the surrounding schema, as keywords need it."""

    def step(self, count: float = 1) -> None:
        """Counts the cost of something; may raise TooSlowError."""

    def compile(self, schema: Json) -> Validator:
        """Returns a function that checks a value by a schema inside this one: ``compile({"type": "null"})(1)`` is false."""

    def matcher(self, form: Json) -> Matcher:
        """Returns a function that tests whether a pattern is found in a text: ``matcher("a")("cat")`` is true."""

    def refer(self, reference: Json) -> Json:
        """Returns the part of the schema that a reference names."""

    def frozen(self, value: Json) -> Any:
        """Returns the value as one that can be compared and hashed."""

    def evaluated(self, schema: Json, value: Json) -> set[str] | set[int]:
        """Returns the members of the value that were evaluated by a schema to which it conforms."""


def require(is_right: bool, name: str, what: str) -> None:
    """Raises ValueError if the value of a keyword is not what the draft requires."""
    if not is_right:
        raise ValueError(f"{name} must be {what}")


def schema_list(value: Json, name: str) -> list[Json]:
    """Returns the value as the list of schemas that it must be."""
    require(isinstance(value, list) and len(value) > 0, name, "an array of schemas")
    return list(value)


def schemas_by_name(value: Json, name: str) -> dict[str, Json]:
    """Returns the value as the schemas by name that it must be."""
    require(isinstance(value, dict), name, "an object of schemas")
    return dict(value)


def unique_names(value: Json, name: str) -> tuple[str, ...]:
    """Returns the value as the unique names that it must list."""
    is_right = isinstance(value, list) and all(isinstance(item, str) for item in value) and len({*value}) == len(value)
    require(is_right, name, "an array of different strings")
    return tuple(value)


def whole_number(value: Json, name: str) -> int:
    """Returns the value as the integer from 0 on that it must be."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    require(is_number and value >= 0 and value == int(value), name, "a whole number, 0 or more")
    return int(value)
