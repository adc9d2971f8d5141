"""The map of the tables is a diagram that Mermaid reads; the parser of Mermaid 11 read each of these."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from packpress.package.model import INLINE, Dialect, ForeignKey, Package, Resource, Schema, Table
from packpress.publish.entity_map import MOST, draw_map
from packpress.types.field import Field

LEGEND = [
    "Each line of this map leads from a table to one that refers to it, and names the columns that do. "
    "It is dashed where the reference may be empty.",
    "",
]


def column(name: str, kind: str = "string", **constraints: bool) -> Field:
    return Field(name, kind, "default", "", "", constraints, ("",), {})


def table(
    name: str, fields: Sequence[Field | str], keys: Sequence[ForeignKey] = (), primary: Sequence[str] = ("id",), **more: Any
) -> Table:
    columns = tuple(column(field) if isinstance(field, str) else field for field in fields)
    schema = Schema("", columns, tuple(primary), foreign_keys=tuple(keys), **more)
    return Table.of(Resource(name, (f"{name}.csv",), "csv", "", "", Dialect(), None, "", {}), schema)


def to(resource: str, *fields: str, reference: tuple[str, ...] = ("id",)) -> ForeignKey:
    return ForeignKey(fields, resource, reference)


PORTS = table("ports", ["id", "name"])
# tables → the lines between the fences
MAPS: dict[str, tuple[list[Table], list[str]]] = {
    "a reference that may be empty": (
        [PORTS, table("visits", ["id", "note", "port"], [to("ports", "port")])],
        [
            "erDiagram",
            '    "ports" {',
            "        string id PK",
            "    }",
            '    "visits" {',
            "        string id PK",
            "        string port FK",
            "    }",
            '    "ports" |o..o{ "visits" : "port"',
        ],
    ),
    "a required reference, and one that is a key": (
        [
            PORTS,
            table("visits", ["id", column("port", required=True)], [to("ports", "port")]),
            table("harbours", [column("id", "integer"), "depth"], [to("ports", "id")]),
            table("maps", ["id", column("port", unique=True)], [to("ports", "port")]),
        ],
        [
            "erDiagram",
            '    "ports" {',
            "        string id PK",
            "    }",
            '    "visits" {',
            "        string id PK",
            "        string port FK",
            "    }",
            '    "harbours" {',
            "        integer id PK, FK",
            "    }",
            '    "maps" {',
            "        string id PK",
            "        string port FK, UK",
            "    }",
            '    "ports" ||--o{ "visits" : "port"',
            '    "ports" ||--o| "harbours" : "id"',
            '    "ports" |o..o| "maps" : "port"',
        ],
    ),
    "a table that refers to itself": (
        [table("regions", ["id", "part_of"], [to("", "part_of")])],
        [
            "erDiagram",
            '    "regions" {',
            "        string id PK",
            "        string part_of FK",
            "    }",
            '    "regions" |o..o{ "regions" : "part_of"',
        ],
    ),
    "keys of several columns, one of them in no key of its own": (
        [
            table("pages", ["book", "number", "text"], primary=("book", "number")),
            table(
                "notes", ["id", column("book", required=True), column("page", required=True)],
                [to("pages", "book", "page", reference=("book", "number")), to("pages", "book", reference=("book",))],
            ),
        ],
        [
            "erDiagram",
            '    "pages" {',
            "        string book PK",
            "        string number PK",
            "    }",
            '    "notes" {',
            "        string id PK",
            "        string book FK",
            "        string page FK",
            "    }",
            '    "pages" ||--o{ "notes" : "book, page"',
            '    "pages" }|--o{ "notes" : "book"',
        ],
    ),
    "a column without key to which another refers": (
        [
            table("words", ["id", "name", "code"], unique_keys=(("code",),)),
            table("uses", ["id", "code"], [to("words", "code", reference=("code",))]),
        ],
        [
            "erDiagram",
            '    "words" {',
            "        string id PK",
            "        string code UK",
            "    }",
            '    "uses" {',
            "        string id PK",
            "        string code FK",
            "    }",
            '    "words" |o..o{ "uses" : "code"',
        ],
    ),
    "names with dashes, spaces, marks and other letters": (
        [
            table('the "old" 100% list', ["pk", "1st-part", "größe"], primary=("pk", "größe")),
            table("öfen-2", ["uk-id", "to it"], [to('the "old" 100% list', "to it", reference=("pk",))], ("uk-id",)),
        ],
        [
            "erDiagram",
            '    "the #34;old#34; 100#37; list" {',
            '        string _pk PK "pk"',
            '        string gr__e PK "größe"',
            "    }",
            '    "öfen-2" {',
            '        string _uk-id PK "uk-id"',
            '        string to_it FK "to it"',
            "    }",
            '    "the #34;old#34; 100#37; list" }o..o{ "öfen-2" : "to it"',
        ],
    ),
    "a table without references, and one without a key": (
        [table("alone", ["text"], primary=()), PORTS, table("visits", ["port"], [to("ports", "port")], ())],
        [
            "erDiagram",
            '    "alone"',
            '    "ports" {',
            "        string id PK",
            "    }",
            '    "visits" {',
            "        string port FK",
            "    }",
            '    "ports" |o..o{ "visits" : "port"',
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("tables", "expected"), MAPS.values(), ids=MAPS)
def test_the_map_shows_each_reference_with_its_cardinality(tables: list[Table], expected: list[str]) -> None:
    assert draw_map(Package(Path(), tuple(tables), {})) == [*LEGEND, "```mermaid", *expected, "```"]


def test_inline_data_are_on_the_map_and_a_table_that_is_not_built_from_is_only_named() -> None:
    visits = table("visits", ["id", column("port", required=True)], [to("ports", "port")])
    inline = Table.of(visits._replace(format=INLINE), visits.schema)
    parquet = Table.of(PORTS._replace(format="parquet"), PORTS.schema)
    drawn = draw_map(Package(Path(), (parquet, inline), {}))
    assert drawn[3:-1] == [
        "erDiagram",
        '    "visits" {',
        "        string id PK",
        "        string port FK",
        "    }",
        '    "ports" ||--o{ "visits" : "port"',
    ]


def test_a_package_without_references_has_no_map() -> None:
    assert draw_map(Package(Path(), (PORTS, table("visits", ["id"])), {})) == []


def many(count: int, length: int) -> Package:
    """A package of that many tables, each of which refers to itself by a column with a name of that length."""
    name = "c" * length
    return Package(Path(), tuple(table(f"t{n}", ["id", name], [to("", name)]) for n in range(count)), {})


def test_a_map_that_is_too_large_for_mermaid_is_drawn_without_columns_or_not_at_all() -> None:
    shown = draw_map(many(2, 100))
    assert ("        string id PK" in shown, len(shown)) == (True, 15)
    shown = draw_map(many(2, MOST // 4))
    long = "c" * (MOST // 4)
    lines = ['    "t0"', '    "t1"', f'    "t0" |o..o{{ "t0" : "{long}"', f'    "t1" |o..o{{ "t1" : "{long}"']
    assert shown == [*LEGEND, "```mermaid", "erDiagram", *lines, "```"]
    assert draw_map(many(2, MOST // 2)) == []
