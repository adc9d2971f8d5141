"""Reads the schemas and dialects of resources, from the descriptor itself or from the files that it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from packpress.errors import PackageError
from packpress.filesystem.stores.store_path import real_path
from packpress.package.dialect import dialect_faults, read_dialect
from packpress.package.forms.local_copies import copy_of, is_away, read_described
from packpress.package.model import Dialect, Schema
from packpress.package.notes import Notes
from packpress.package.paths import path_fault
from packpress.package.schema import read_schema, schema_faults

if TYPE_CHECKING:
    from packpress.filesystem.near_files import NearFiles

Read = TypeVar("Read", Dialect, Schema)


class DescribedFiles:
    """Reads each file once, however many resources name it; ``strict`` is the same as in ``shape_faults``."""

    def __init__(self, root: Path, notes: Notes, strict: bool) -> None:
        self.root, self.notes, self.strict = root, notes, strict
        self._schemas: dict[str, Schema | None] = {}
        self._dialects: dict[str, Dialect | None] = {}
        self._near: NearFiles | None = None

    def is_safe(self, path: str, where: str) -> bool:
        """Returns whether the path may be used; if not, adds an issue."""
        fault = path_fault(self.root, path)
        return self.notes.keep([("path-unsafe", True, f'{where} path "{path}" {fault}')] if fault else [])

    def is_fetched(self, value: Any, where: str, lost: str) -> bool:
        """Returns whether a schema or dialect can be read without a network; if not, adds a warning of what is ``lost``."""
        if is_away(value):
            message = f'{where} is at the address "{value}", and nothing is fetched, so {lost}'
            self.notes.keep([("address-not-fetched", False, f"{message}; save it and add --map {value}=FILE")])
        return not is_away(value)

    def read_dialect(self, value: Any, where: str) -> Dialect | None:
        """Returns the dialect that the value is, or names by its path; None, after adding an issue, if it cannot be read.

        Its delimiter is "" if it declares none.
        """

        def read(raw: Any, path: str) -> Dialect | None:
            shown = "the dialect" if path else f"{where}: dialect"
            return read_dialect(raw, "") if self.notes.keep(dialect_faults(raw, shown, self.strict), path) else None

        return self._read(value, f"{where}: the dialect", self._dialects, read)

    def read_schema(self, value: Any, where: str) -> Schema | None:
        """Returns the schema that the value is, or names by its path; None, after adding an issue, if it cannot be read."""

        def read(raw: Any, path: str) -> Schema | None:
            shown, faults = "" if path else f"{where}: ", schema_faults(raw, self.strict)
            sound = self.notes.keep(((rule, fails, shown + text) for rule, fails, text in faults), path)
            return read_schema(raw, path) if sound else None

        return self._read(value, f"{where}: the schema", self._schemas, read)

    def _read(
        self, value: Any, where: str, known: dict[str, Read | None], read: Callable[[Any, str], Read | None]
    ) -> Read | None:
        """Returns ``read(raw, path)`` for the JSON of the value and the path of its file, "" for the descriptor.

        For the value ``{"fields": []}`` it calls ``read({"fields": []}, "")``, for a path it calls ``read`` with the JSON of
        the file.
        """
        if isinstance(value, dict):
            return read(value, "")
        copy = copy_of(value)
        if copy is None and not self.is_safe(value, where):
            return None
        place = copy or self.root / value
        file = real_path(place)
        if file not in known:
            known[file] = None
            if not place.exists():
                self.notes.keep([("descriptor-json", True, f"the file is missing{self._hint(value)}")], value)
                return None
            try:
                raw = read_described(self.root, value)
                known[file] = read(raw, "" if copy is not None or value == self.notes.descriptor else value)
            except PackageError as error:
                line, message = _place(str(error).removeprefix(value))
                self.notes.keep([("descriptor-json", True, message)], value if copy is None else str(copy), line)
        return known[file]

    def _hint(self, path: str) -> str:
        """Returns which file was probably meant instead of a missing one, or what to do."""
        from packpress.filesystem.near_files import NearFiles

        self._near = self._near or NearFiles(self.root)
        return self._near.hint(path) or "; add it or correct the path in the descriptor"


def _place(message: str) -> tuple[int, str]:
    """Returns the line at the beginning of a message about JSON, or 0 if it has none, and the rest."""
    place, _, reason = message.partition(": ")
    _, _, numbers = place.partition(":")
    line, _, column = numbers.partition(":")
    return (int(line), f"column {column}: {reason}") if line else (0, reason)
