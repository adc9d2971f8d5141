"""Counts the keys of all tables of a package, so that no descriptor can require more lookups than there is time for."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.package.model import Schema
from packpress.package.problems.property_types import DescriptorFault
from packpress.package.schema import MAX_COMPOSITE_FIELDS

MAX_KEYS = 20_000


class KeyCount:
    """Counts the keys of one schema after another."""

    def __init__(self) -> None:
        self.keys = 0
        self.referred: dict[str, set[frozenset[str]]] = {}

    def faults(self, name: str, schema: Schema, where: str) -> Iterator[DescriptorFault]:
        """Counts the keys of the table of that name; yields a fault if there are too many, including those counted before."""
        self.keys += len(schema.unique_keys) + len(schema.foreign_keys)
        if self.keys > MAX_KEYS:
            yield "schema-keys", True, f"{where}: the tables of the package have more than {MAX_KEYS:,} keys in total; split it"
        for key in schema.foreign_keys:
            if len(key.fields) > 1:
                sets = self.referred.setdefault(key.resource or name, set())
                sets.add(frozenset(key.reference_fields))
                if sum(map(len, sets)) > MAX_COMPOSITE_FIELDS:
                    message = (
                        f"{where}: foreign keys of several fields refer to more than {MAX_COMPOSITE_FIELDS} fields of one table"
                    )
                    yield "schema-keys", True, f"{message}; remove some"
                    return
