"""Reads YAML as strictly as JSON: no duplicate keys, no tags, dates as text, and size, depth and aliases within limits.

The value is built from the events of the parser, so that neither nesting nor aliases of aliases cost more than a limit. Words
and numbers mean what they mean in YAML 1.1, as in other programs for Data Packages, except that ``1:30`` is text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from packpress.errors import PackageError

MAX_YAML_BYTES = 4 * 1024 * 1024
MAX_YAML_LEVELS = 64
MAX_VALUES = 300_000
"""How many values there may be, where those behind an alias count each time it is used."""
_TAG = "tag:yaml.org,2002:"


def parse_yaml(text: str, shown: str) -> Any:
    """Returns the value of the YAML text; raises PackageError, with line and column, if it is invalid or beyond a limit."""
    import yaml  # takes 20 ms, which packages with a descriptor in JSON need not spend

    if len(text) > MAX_YAML_BYTES:
        raise PackageError(f"{shown}: is larger than {MAX_YAML_BYTES // 2**20} MiB, too large for YAML; write it as JSON")
    try:
        return _Builder(text, shown).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark is not None else ""
        raise PackageError(f"{shown}{place}: is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise PackageError(f"{shown}: is not YAML: {' '.join(str(error).split())}") from error


class _Builder:
    """Builds the value of one document from the events of the parser."""

    def __init__(self, text: str, shown: str) -> None:
        import yaml

        self.yaml, self.shown = yaml, shown
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        self.scalars: Any = yaml.SafeLoader("")
        self.anchors: dict[str, tuple[Any, int, int]] = {}
        self.values = 0

    def document(self) -> Any:
        """Returns the value of the only document; None if there is none."""
        found: list[Any] = []
        for event in self.events:
            if isinstance(event, self.yaml.DocumentStartEvent):
                if found:
                    raise self._fault(event, "begins a second document; keep one")
                found.append(self._value(next(self.events), 1)[0])
        return found[0] if found else None

    def _value(self, event: Any, level: int) -> tuple[Any, int]:
        """Returns the value that begins with the event, and how many levels it has."""
        if isinstance(event, self.yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise self._fault(event, f"the alias *{event.anchor} has no anchor before it")
            value, size, levels = self.anchors[event.anchor]
            self._count(event, size, level + levels - 1)
            return value, levels
        before = self.values
        self._count(event, 1, level)
        value, levels = self._new_value(event, level)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, self.values - before, levels)
        return value, levels

    def _new_value(self, event: Any, level: int) -> tuple[Any, int]:
        if isinstance(event, self.yaml.ScalarEvent):
            return self._scalar(event), 1
        if event.tag not in (None, "!"):
            raise self._fault(event, f"has the tag {event.tag}; remove it")
        below = 0
        if isinstance(event, self.yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(item := next(self.events), self.yaml.SequenceEndEvent):
                value, levels = self._value(item, level + 1)
                items.append(value)
                below = max(below, levels)
            return items, below + 1
        pairs: dict[str, Any] = {}
        while not isinstance(item := next(self.events), self.yaml.MappingEndEvent):
            key = self._value(item, level + 1)[0]
            if not isinstance(key, str) or key == "<<":
                raise self._fault(item, "has a key that is not text, or merges keys; quote the key, or write the keys out")
            if key in pairs:
                raise self._fault(item, f'the key "{key}" is duplicated in an object; keep one')
            pairs[key], levels = self._value(next(self.events), level + 1)
            below = max(below, levels)
        return pairs, below + 1

    def _scalar(self, event: Any) -> Any:
        """Returns a text, a number, true, false or null; a date stays text."""
        text: str = event.value
        if event.tag not in (None, "!", _TAG + "str"):
            raise self._fault(event, f"has the tag {event.tag}; remove it")
        tag = event.tag or self.scalars.resolve(self.yaml.ScalarNode, text, event.implicit)
        kind, node = tag.removeprefix(_TAG), self.yaml.ScalarNode(tag, text)
        if kind == "null":
            return None
        if kind == "bool":
            return self.scalars.construct_yaml_bool(node)
        if kind in ("int", "float") and ":" not in text:
            try:
                number = self.scalars.construct_yaml_int(node) if kind == "int" else self.scalars.construct_yaml_float(node)
            except ValueError as error:
                raise self._fault(event, f"{text[:40]} is not a number") from error
            if isinstance(number, float) and not math.isfinite(number):
                raise self._fault(event, f"{text[:40]} is not a number of JSON; quote it if it is text")
            return number
        return text

    def _count(self, event: Any, values: int, level: int) -> None:
        self.values += values
        if self.values > MAX_VALUES:
            raise self._fault(event, f"there are more than {MAX_VALUES:,} values, counting those behind each alias")
        if level > MAX_YAML_LEVELS:
            raise self._fault(event, "is nested too deeply")

    def _fault(self, event: Any, reason: str) -> PackageError:
        mark = event.start_mark
        return PackageError(f"{self.shown}:{mark.line + 1}:{mark.column + 1}: {reason}")
