"""The site of one release: what all pages are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from functools import cached_property
from typing import Any

from packpress.package.site.setting import SiteSetting
from packpress.publish.metadata.facts.facts import Facts
from packpress.publish.metadata.recipes.open_tables import Recipe
from packpress.site.model.addresses import Addresses
from packpress.site.model.page import Link
from packpress.site.model.table import Field, Row, Table
from packpress.site.model.twin_names import texts_of, twin_marks
from packpress.site.words.words import Words

LABEL_FIELDS = ("title", "name", "label")
"""Fields that name a row, where the package does not say which does."""


@dataclass(frozen=True)
class DownloadFile:
    """One file of the release."""

    path: str
    title: str
    media_type: str
    bytes: int
    sha256: str
    rows: int | None


@dataclass(frozen=True)
class ShownImage:
    """The image for links to the site, a PNG, with its size in pixels and what can be seen on it."""

    data: bytes
    width: int
    height: int
    alt: str


@dataclass(eq=False)
class Site:
    """A release as pages show it.

    ``provenance`` and ``raw`` are the property ``packpress:provenance`` and the whole descriptor of the release. ``links``
    are those of the footer; they are set once all kinds of pages are known. ``files_at`` is the address of the folder of the
    release, with a slash at its end: on the web, or relative to the first page; "" if it is not known.
    """

    facts: Facts
    commit: str
    files: tuple[DownloadFile, ...]
    tables: Mapping[str, Table]
    setting: SiteSetting
    provenance: Mapping[str, Mapping[str, Any]]
    raw: Mapping[str, Any]
    words: Words
    texts: Mapping[str, str] = made(default_factory=dict)
    json_ld: str = ""
    recipes: tuple[Recipe, ...] = ()
    links: tuple[Link, ...] = ()
    files_at: str = ""
    image: ShownImage | None = None

    @property
    def home(self) -> str:
        """The address of this site, with a slash at its end; "" without a homepage.

        Sites are expected where they are written by default: in ``site/VERSION`` beside the releases.
        """
        return f"{self.facts.homepage.rstrip('/')}/site/{self.facts.version}/" if self.facts.homepage else ""

    @property
    def day(self) -> str:
        """The day up to which the tables go: that of the setting, else that of the release."""
        return self.setting.home.as_of or self.facts.day

    @cached_property
    def addresses(self) -> Addresses:
        """The paths of the pages of rows."""
        return Addresses(self.tables, self.setting, self.raw)

    def address(self, row: Row) -> str | None:
        """Returns the path of the row's page from the root of the site, with an anchor if it shares one; None without."""
        return self.addresses.address(row)

    def label(self, row: Row) -> str:
        """Returns what a reader calls the row: its title or name, else its identifier; a name that others have is marked."""
        return self._marked_names(row.table).get(row.id) or self._plain_label(row)

    def _plain_label(self, row: Row) -> str:
        return row.get(self._label_field(row.table)) or row.id

    def _marked_names(self, table: Table) -> Mapping[str, str]:
        """Returns the names of the table that several of its rows have, each with what tells it apart, by identifier."""
        found = self._twins.get(table.name)
        if found is None:
            found = self._twins[table.name] = {}
            kind = self.setting.name_kind(table.name)
            if kind is not None:
                wider = {row.id: self._plain_label(to) for row in table if (to := self.follow(row, kind.within)) is not None}
                original = texts_of(table, kind.original.field if kind.original else "")
                marks = twin_marks({row.id: self._plain_label(row) for row in table}, (wider, original))
                for row in table:
                    if mark := marks.get(row.id):
                        found[row.id] = self.words.t("names.twin", name=self._plain_label(row), mark=mark)
        return found

    @cached_property
    def _twins(self) -> dict[str, dict[str, str]]:
        return {}

    def _label_field(self, table: Table) -> str:
        found = self._label_fields.get(table.name)
        if found is None:
            found = self._label_fields[table.name] = self._find_label_field(table)
        return found

    @cached_property
    def _label_fields(self) -> dict[str, str]:
        return {}

    def _find_label_field(self, table: Table) -> str:
        record, name = self.setting.record_kind(table.name), self.setting.name_kind(table.name)
        named = (record.label if record else "") or (name.name if name else "")
        if not named and table.name == self.provenance.get("sources", {}).get("resource"):
            named = str(self.provenance["sources"].get("title", ""))
        if named in table.fields:
            return named
        lower = {key.lower(): key for key in table.fields}
        return next((lower[word] for word in LABEL_FIELDS if word in lower), "")

    def referred(self, row: Row, field: Field) -> Row | None:
        """Returns the row that the cell refers to; None if it refers to nothing."""
        value = row[field.name]
        if not value or field.references is None:
            return None
        table, name = field.references
        return self.tables[table].find(name, value) if table in self.tables else None

    def follow(self, row: Row, name: str) -> Row | None:
        """Returns the row that the named field of this row refers to; None if it refers to nothing, or "" is named."""
        field = row.table.fields.get(name)
        return None if field is None else self.referred(row, field)

    def references_to(self, row: Row) -> list[tuple[Field, Row]]:
        """Returns the rows that refer to this one, each with the field in which it does, in the order of tables."""
        return self._references.get((row.table.name, row.id), [])

    @cached_property
    def _references(self) -> Mapping[tuple[str, str], list[tuple[Field, Row]]]:
        found: dict[tuple[str, str], list[tuple[Field, Row]]] = {}
        for table in self.tables.values():
            if table.is_view:
                continue
            for field in table.fields.values():
                if field.references is not None:
                    for row in table.rows:
                        if (target := self.referred(row, field)) is not None:
                            found.setdefault((target.table.name, target.id), []).append((field, row))
        return found

    def is_own(self, row: Row) -> bool:
        """Returns whether the coded text itself states the record, and not another source."""
        kind = self.setting.record_kind(row.table.name)
        return kind is not None and (kind.own is None or row.get(kind.own.field) in kind.own.values)

    def code_label(self, row: Row, name: str) -> str:
        """Returns the label of the code in that field; the code itself if it has no label, "" if the cell is empty."""
        value = row.get(name)
        return row.table.fields[name].labels.get(value) or value if value else ""
