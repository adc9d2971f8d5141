"""The withdrawn identifiers of a package, each with the path of the page that stays at its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from packpress.package.model import NAMESPACE
from packpress.site.model.anchors import file_stems
from packpress.site.model.site import Site
from packpress.site.model.table import Row, Table

WITHDRAWN = "withdrawn"
"""The folder of the pages of identifiers whose table has no folder."""


@dataclass(frozen=True)
class WithdrawnId:
    """An identifier that was withdrawn from ``table``, None if the package has no such table any more; its successor."""

    row: Row
    id: str
    table: Table | None
    successor: Row | None
    path: str


@lru_cache(maxsize=1)
def withdrawn_ids(site: Site) -> tuple[WithdrawnId, ...]:
    """Returns the withdrawn identifiers in the order of their table, without those that a row has again."""
    named = site.raw.get(NAMESPACE + "withdrawn")
    if not isinstance(named, dict) or named.get("resource") not in site.tables:
        return ()
    listed = site.tables[named["resource"]]
    stems = _stems(site, listed, named)
    found = []
    for row in listed:
        name, table = row[named["id"]], site.tables.get(row.get(named.get("table", "")))
        if table is None or name not in table.by_id:
            folder = site.addresses.folders.get(table.name, WITHDRAWN) if table else WITHDRAWN
            stem = stems[table.name if table and folder != WITHDRAWN else ""][name]
            successor = table.by_id.get(row.get(named.get("successor", ""))) if table else None
            found.append(WithdrawnId(row, name, table, successor, f"{folder}/{stem}.html"))
    return tuple(found)


def _stems(site: Site, listed: Table, named: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    """Returns the names of files for the identifiers of each table that has a folder, and of all others as ""."""
    of_folder: dict[str, list[str]] = {name: [row.id for row in site.tables[name]] for name in site.addresses.folders}
    of_folder[""] = []
    for row in listed:
        table = row.get(named.get("table", ""))
        of_folder[table if table in of_folder else ""].append(row[named["id"]])
    return {folder: file_stems(ids) for folder, ids in of_folder.items()}


def withdrawn_page(site: Site, name: str) -> str | None:
    """Returns the path of the page of a withdrawn identifier; None if it is not one."""
    return next((item.path for item in withdrawn_ids(site) if item.id == name), None)
