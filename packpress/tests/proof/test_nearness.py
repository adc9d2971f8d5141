"""Each record counts once, at the nearest of its evidence, and is split by how the source of that evidence was seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from packpress.package.model import Dialect, ForeignKey, Package, Resource, Schema, Table
from packpress.proof.nearness import Nearness, nearness
from packpress.types.field import Field

COLUMNS = ("visit", "loan", "passage", "words", "place", "source", "seen")
NAMED: dict[str, Any] = {
    "evidence": {
        "resource": "quotes", "records": ["visit", "loan"], "passage": "passage", "fragment": "words",
        "locator": "place", "source": "source", "access": "seen",
    },
    "sources": {"resource": "texts", "url": "url"},
}  # fmt: skip
ADDRESSES = {"online": "https://example.org", "archive": None}
CODES = ("opened", "copy")


def package(named: dict[str, Any], *, has_keys: bool = True, codes: Sequence[str] = CODES) -> Package:
    """Quotes that refer to visits, to loans if there are keys, and to texts."""

    def table(name: str, columns: Sequence[str], keys: Sequence[ForeignKey] = ()) -> Table:
        raw = {"categories": [{"value": code} for code in codes]}
        fields = tuple(Field(c, "string", "default", "", "", {}, ("",), raw if c == "seen" else {}) for c in columns)
        schema = Schema("", fields, (columns[0],), foreign_keys=tuple(keys))
        return Table.of(Resource(name, (f"{name}.csv",), "csv", "", "", Dialect(), None, "", {}), schema)

    keys = [ForeignKey(("visit",), "visits", ("id",)), ForeignKey(("loan",), "loans", ("id",))] if has_keys else []
    tables = (table("visits", ["id"]), table("loans", ["id"]), table("quotes", COLUMNS, keys), table("texts", ["id", "url"]))
    return Package(Path(), tables, {"packpress:provenance": named})


def values(rows: Sequence[Sequence[str]], visits: Sequence[str], loans: Sequence[str] = ()) -> dict[str, pa.Table]:
    def table(**columns: Sequence[str | None]) -> pa.Table:
        return pa.table({name: pa.array(list(cells), pa.string()) for name, cells in columns.items()})

    cells = [[row[n] or None for row in rows] for n in range(len(COLUMNS))]
    return {
        "visits": table(id=visits),
        "loans": table(id=loans),
        "quotes": table(**dict(zip(COLUMNS, cells, strict=True))),
        "texts": table(id=list(ADDRESSES), url=list(ADDRESSES.values())),
    }


def row(record: str = "v", passage: str = "", words: str = "", place: str = "", source: str = "online") -> tuple[str, ...]:
    return (record, "", passage, words, place, source, "")


# evidence of one visit → the number of visits at a sentence, at words, at a page, without address, without evidence
PLACED: dict[str, tuple[list[tuple[str, ...]], tuple[int, ...]]] = {
    "a passage": ([row(passage="p")], (1, 0, 0, 0, 0)),
    "a passage of a text without address": ([row(passage="p", source="archive")], (1, 0, 0, 0, 0)),
    "words and their place": ([row(words="w", place="page 2")], (0, 1, 0, 0, 0)),
    "words and their place, without address": ([row(words="w", place="page 2", source="archive")], (0, 1, 0, 0, 0)),
    "words without their place": ([row(words="w")], (0, 0, 1, 0, 0)),
    "a place without words": ([row(place="page 2")], (0, 0, 1, 0, 0)),
    "a place without words or address": ([row(place="page 2", source="archive")], (0, 0, 0, 1, 0)),
    "no source": ([row(source="")], (0, 0, 0, 1, 0)),
    "nothing": ([], (0, 0, 0, 0, 1)),
    "several, of which the nearest counts": ([row(), row(passage="p"), row(source="archive")], (1, 0, 0, 0, 0)),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), PLACED.values(), ids=PLACED)
def test_a_record_counts_at_its_nearest_evidence(rows: list[tuple[str, ...]], expected: tuple[int, ...]) -> None:
    found = nearness(package(NAMED), values(rows, ["v"]))
    assert found is not None
    assert found.tables == {"visits": expected, "loans": (0, 0, 0, 0, 0)}
    assert found.total == expected


ROWS = [
    ("v-1", "", "p", "", "", "online", ""),
    ("v-1", "", "p", "", "", "online", "copy"),
    ("v-1", "", "", "", "", "online", "opened"),
    ("v-2", "", "", "w", "page 2", "archive", "copy"),
    ("v-2", "", "", "w", "page 3", "archive", "opened"),
    ("", "l-1", "", "", "", "online", "copy"),
    ("", "l-2", "", "", "", "archive", ""),
]


def test_the_records_of_each_table_are_split_by_how_the_source_was_seen() -> None:
    assert nearness(package(NAMED), values(ROWS, ["v-1", "v-2", "v-3"], ["l-1", "l-2"])) == Nearness(
        tables={"visits": (1, 1, 0, 0, 1), "loans": (0, 0, 1, 1, 0)},
        access={"opened": (0, 1, 0, 0, 0), "copy": (1, 0, 1, 0, 0), "not stated": (0, 0, 0, 1, 0)},
    )


def test_codes_that_the_schema_does_not_list_follow_in_the_order_of_the_rows() -> None:
    found = nearness(package(NAMED, codes=()), values(ROWS, []))
    assert found is not None
    assert list(found.access.items()) == [("copy", (1, 1, 1, 0, 0)), ("not stated", (0, 0, 0, 1, 0))]


def test_records_to_whose_table_no_key_leads_are_those_that_have_evidence() -> None:
    found = nearness(package(NAMED, has_keys=False), values(ROWS, ["v-1", "v-2", "v-3"]))
    assert found is not None
    assert found.tables == {"visit": (1, 1, 0, 0, 0), "loan": (0, 0, 1, 1, 0)}


def without(part: str, *roles: str) -> dict[str, Any]:
    return {**NAMED, part: {role: name for role, name in NAMED[part].items() if role not in roles}}


# what the provenance names → the places of the visits, the codes
ROLES: dict[str, tuple[dict[str, Any], tuple[int, ...], bool]] = {
    "no codes": (without("evidence", "access"), (1, 1, 0, 0, 0), False),
    "no passages": (without("evidence", "passage"), (0, 1, 1, 0, 0), True),
    "no words": (without("evidence", "fragment"), (1, 0, 0, 1, 0), True),
    "no addresses": (without("sources", "url"), (1, 1, 0, 0, 0), True),
    "no sources": ({"evidence": NAMED["evidence"]}, (1, 1, 0, 0, 0), True),
}


@pytest.mark.parametrize(("named", "expected", "has_codes"), ROLES.values(), ids=ROLES)
def test_a_column_that_is_not_named_counts_as_empty(named: dict[str, Any], expected: tuple[int, ...], has_codes: bool) -> None:
    found = nearness(package(named), values(ROWS, ["v-1", "v-2"]))
    assert found is not None
    assert (found.tables["visits"], bool(found.access)) == (expected, has_codes)


# provenance that does not say what is evidence of what
NOTHING: dict[str, dict[str, Any]] = {
    "none": {},
    "no evidence": {"sources": NAMED["sources"]},
    "evidence of no table": {"evidence": {**NAMED["evidence"], "resource": "x"}},
    "no records": without("evidence", "records"),
    "records that are no list": {"evidence": {**NAMED["evidence"], "records": "visit"}},
    "records in no column": {"evidence": {**NAMED["evidence"], "records": ["x"]}},
}


@pytest.mark.parametrize("named", NOTHING.values(), ids=NOTHING)
def test_a_package_that_does_not_say_what_is_evidence_of_what_has_no_counts(named: dict[str, Any]) -> None:
    assert nearness(package(named), values(ROWS, ["v-1"])) is None
