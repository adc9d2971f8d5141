"""Second codings as pages show them: the agreement for each decision, and each unit that both coded unlike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from packpress.package.model import NAMESPACE
from packpress.proof.agreement import Agreement, decision_agreements
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row, Table


@dataclass(frozen=True)
class ShownCoding:
    """A second coding: its table, its columns, the agreement for each decision, and the rows that differ, by decision."""

    title: str
    table: Table
    decision: str
    codings: tuple[str, str]
    agreements: tuple[Agreement, ...]
    differing: Mapping[str, tuple[Row, ...]]

    @property
    def units(self) -> int:
        """How many decisions were coded twice."""
        return sum(item.units for item in self.agreements)

    @property
    def same(self) -> int:
        """How many of them both coded equally."""
        return sum(item.same for item in self.agreements)


def shown_codings(site: Site) -> tuple[ShownCoding, ...]:
    """Returns the second codings that the descriptor names, in its order."""
    named = site.raw.get(NAMESPACE + "secondCoding", ())
    items = [named] if isinstance(named, dict) else named
    return tuple(_coding(site.tables[item["resource"]], item) for item in items if item["resource"] in site.tables)


def _coding(table: Table, named: Mapping[str, Any]) -> ShownCoding:
    decision, (first, second) = named["decisions"], named["codings"]
    listed = [*table.fields[decision].labels] or sorted({row[decision] for row in table})
    found = decision_agreements(((row[decision], row[first], row[second]) for row in table), listed)
    differing = {
        item.decision: tuple(row for row in table.find_all(decision, item.decision) if row[first] != row[second])
        for item in found
    }
    title = named.get("title", "") or table.title
    return ShownCoding(title, table, decision, (first, second), found, differing)


def coded_record(site: Site, row: Row, without: tuple[str, ...]) -> Row | None:
    """Returns the record that the row is about: one that it refers to, or whose identifier is in one of its cells.

    ``without`` names the columns that hold the coding itself.
    """
    listed = [site.tables[kind.resource] for kind in site.setting.records]
    for field in _columns(row, without):
        found = site.referred(row, field)
        found = found or next((table.by_id[row[field.name]] for table in listed if row[field.name] in table.by_id), None)
        if found is not None and found.table in listed:
            return found
    return None


def other_rows(site: Site, row: Row, without: tuple[str, ...]) -> tuple[Row, ...]:
    """Returns the rows that the row of a coding refers to, such as the passage that was coded."""
    return tuple(found for field in _columns(row, without) if (found := site.referred(row, field)) is not None)


def _columns(row: Row, without: tuple[str, ...]) -> list[Field]:
    return [field for field in row.table.own_fields if field.name not in without and field.name not in row.table.key]
