"""What the tests of the site share: its pages of records, made from the tables, and a second reader of their HTML."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
from packpress.changes.changelog import version_section
from packpress.package.descriptor import read_package
from packpress.package.site.read_setting import read_setting
from packpress.publish.metadata.facts.facts import facts_of
from packpress.site.model.page import Page
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row, Table
from packpress.site.pages.names import listing, name_pages
from packpress.site.pages.proof import coding, sources, texts, verdicts
from packpress.site.pages.records import record_lists, record_pages
from packpress.site.pages.versions import changes, withdrawn_pages
from packpress.site.release.read_tables import read_tables_of
from packpress.site.rendering.environment import Renderer
from packpress.site.words.words import Words

ROOT = Path(__file__).resolve().parents[2]
PATHS = {"statistics": "figures", "measures": "measures", "agreements": "agreements", "events": "events"}
"""The tables of records, and the folders of their pages."""
COLUMNS = {"statistics": "statistic_id", "measures": "measure_id", "agreements": "agreement_id", "events": "event_id"}
KINDS: tuple[Any, ...] = (
    record_lists,
    record_pages,
    listing,
    name_pages,
    texts,
    sources,
    verdicts,
    coding,
    changes,
    withdrawn_pages,
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of the CSV file, as text."""
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def by_id(table: str) -> dict[str, dict[str, str]]:
    """The rows of the CSV file by their identifier."""
    return {row["id"]: row for row in rows(table)}


@cache
def shown_names() -> dict[str, str]:
    """The name of each body and area as pages show it: of two bodies with one name, each has its country."""
    names = [row["name"] for row in rows("organizations")]
    areas = {row["id"]: row["name"] for row in rows("areas")}
    bodies = {
        row["id"]: f"{row['name']} ({areas[row['area_id']]})" if names.count(row["name"]) > 1 else row["name"]
        for row in rows("organizations")
    }
    return areas | bodies


@cache
def links() -> dict[str, str]:
    """The published address of each passage."""
    table = pq.read_table(ROOT / "data" / "parquet" / "passages.parquet", columns=["id", "url"])
    return {row["id"]: row["url"] or "" for row in table.to_pylist()}


@dataclass
class Node:
    """An element of a page, with its texts and elements in order."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """The words of the element, in one line."""
        return " ".join(" ".join(self._texts()).split()).replace(" ,", ",").replace(" .", ".")

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            yield from [child] if isinstance(child, str) else child._texts()

    def all(self, tag: str = "", kind: str = "") -> list[Node]:
        """The elements below with that tag and class, in order."""
        found: list[Node] = []
        for child in self.children:
            if isinstance(child, Node):
                if (not tag or child.tag == tag) and (not kind or kind in child.classes):
                    found.append(child)
                found += child.all(tag, kind)
        return found

    def one(self, tag: str = "", kind: str = "") -> Node:
        """The only element below with that tag and class."""
        (found,) = self.all(tag, kind)
        return found

    def line(self, kind: str) -> str:
        """The words of the elements with that class."""
        return " ".join(node.text for node in self.all(kind=kind))

    def without(self, tag: str) -> Node:
        """The element without the elements of that tag."""
        kept = [child if isinstance(child, str) else child.without(tag) for child in self.children]
        return Node(self.tag, self.attributes, [child for child in kept if isinstance(child, str) or child.tag != tag])


class _Reader(HTMLParser):
    """Reads a page into nodes; an element that is closed in the wrong order is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_html(html: str) -> Node:
    """The main part of a page."""
    reader = _Reader()
    reader.feed(html)
    assert reader.open == [reader.root], "an element is not closed"
    return reader.root.one("main")


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The pages and other files of records, names, proof and versions, by their paths."""
    archive = tmp_path_factory.mktemp("site") / "csv.zip"
    with ZipFile(archive, "w") as stream:
        for file in sorted((ROOT / "data").glob("*.csv")):
            stream.write(file, f"data/{file.name}")
    package, _ = read_package(ROOT)
    edited = package._replace(resources=package.sources)
    tables = read_tables_of(edited, {"csv.zip": archive})
    tables["passages"] = _with_links(tables["passages"])
    setting = read_setting(package)
    raw: dict[str, Any] = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    facts = facts_of(package, raw["version"], "2026-11-27")
    notes = version_section((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), raw["version"])
    words = Words(units=setting.units)
    site = Site(facts, "", (), tables, setting, raw["packpress:provenance"], raw, words, texts={"CHANGES.md": notes})
    items = [item for kind in KINDS for item in kind.pages(site)]
    renderer = Renderer(site, {item.path: item.title for item in items if isinstance(item, Page)})
    return {item.path: renderer.render(item).encode() if isinstance(item, Page) else item.data for item in items}


@pytest.fixture(scope="session")
def page(files: Mapping[str, bytes]) -> Callable[[str], Node]:
    """Reads the main part of a page, each once."""
    return cache(lambda path: read_html(files[path].decode()))


def _with_links(table: Table) -> Table:
    """The table with the column that the build adds."""
    field = Field(table.name, "url", "Link", "", "string", is_derived=True)
    linked = replace(table, fields={**table.fields, "url": field}, rows=[])
    linked.rows.extend(Row(linked, row.number, [*row.cells, links()[row.id]]) for row in table.rows)
    return linked
