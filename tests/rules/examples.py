"""Examples of the rules: edits of the dataset, and what the rules find after them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd
from packpress.check.rules.frames import to_frame
from packpress.check.rules.rule import Rule, Tables, load_rules
from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.issue import Findings
from tests.conftest import ROOT, RULES, PackageFolder

FOUND = load_rules(RULES)

Edit = Callable[[PackageFolder], object]
Place = tuple[str, str, str]
"""(table, key of the row, column)"""


@dataclass(frozen=True)
class Bad:
    """Edits of the dataset that break one rule and no other, and where the rule finds it."""

    id: str
    rule: str
    places: tuple[Place, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Good:
    """Edits of the dataset in what the rule looks at, after which every rule still holds."""

    id: str
    rule: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Seen:
    """Edits of the dataset and all issues of the rule: (table, key, column, message, value)."""

    id: str
    rule: str
    reported: tuple[tuple[str, str, str, str, str], ...]
    edits: tuple[Edit, ...]


Example = Bad | Good | Seen


def bad(rule: str, id: str, places: Place | list[Place], *edits: Edit) -> Bad:
    return Bad(id, rule, (places,) if isinstance(places, tuple) else tuple(places), edits)


def slip(rule: str, id: str, table: str, key: str, **cells: str) -> Bad:
    """A bad example of one edited row, whose fault is in the first of the edited cells."""
    return Bad(id, rule, ((table, key, next(iter(cells))),), (put(table, key, **cells),))


def good(rule: str, id: str, *edits: Edit) -> Good:
    return Good(id, rule, edits)


def seen(rule: str, id: str, reported: list[tuple[str, str, str, str, str]], *edits: Edit) -> Seen:
    return Seen(id, rule, tuple(reported), edits)


def put(table: str, key: str, **cells: str) -> Edit:
    return lambda dataset: dataset.set(table, key, **cells)


def add(table: str, **cells: str) -> Edit:
    return lambda dataset: dataset.add(table, **cells)


def remove(table: str, key: str) -> Edit:
    return lambda dataset: dataset.remove(table, key)


def retire(key: str, table: str = "areas", successor: str = "") -> Edit:
    row = {"id": key, "table": table, "retired_in": "0.1.0", "successor_id": successor, "reason": "Made for a test."}
    return lambda dataset: dataset.write("retired", [*dataset.rows("retired"), row])


def cite(record: str, number: int, column: str = "event_id", **cells: str) -> Edit:
    """Evidence for a record, in passage wp-6-020."""
    place = {"source_id": "white-paper-section-6", "passage_id": "wp-6-020", "fragment": "In 2019"}
    row = {"id": f"x-{record}-{number}", column: record, "supports": "record", "stance": "states"} | place | cells
    return add("evidence", **row)


def support(record: str, number: int, column: str = "event_id", **cells: str) -> Edit:
    """Evidence for a record, in a source without passages."""
    place = {"source_id": "dea-history", "access": "opened", "locator": "paragraph 1", "fragment": "some words of the page"}
    row = {"id": f"x-{record}-{number}", column: record, "supports": "record", "stance": "states"} | place | cells
    return add("evidence", **row)


def made_event(**cells: str) -> Edit:
    """A context event ``e-made-up`` with its evidence."""
    return together(add("events", id="e-made-up", **EVENT | {"origin": "context"} | cells), support("e-made-up", 1))


def dated(date: str, fragment: str, stance: str = "states") -> Edit:
    """A context event with a date and the words for it, which are the evidence ``x-e-made-up-2``."""
    return together(made_event(date=date), support("e-made-up", 2, supports="date", fragment=fragment, stance=stance))


def counted(value: str, fragment: str, qualifier: str = "exact", supports: str = "value", **cells: str) -> Edit:
    """A context statistic with a value and the words for it, which are the evidence ``x-s-made-up-2``."""
    statistic = STATISTIC | {"value": value, "qualifier": qualifier} | cells
    return together(
        add("statistics", id="s-made-up", **statistic),
        support("s-made-up", 1, "statistic_id"),
        support("s-made-up", 2, "statistic_id", supports=supports, fragment=fragment),
    )


def made_agreement(**cells: str) -> Edit:
    """A context agreement ``a-made-up`` with its evidence."""
    return together(
        add("agreements", id="a-made-up", **AGREEMENT | {"origin": "context"} | cells), support("a-made-up", 1, "agreement_id")
    )


def made_measure(**cells: str) -> Edit:
    """A context measure ``m-made-up`` with its evidence."""
    return together(
        add("measures", id="m-made-up", **MEASURE | {"origin": "context"} | cells), support("m-made-up", 1, "measure_id")
    )


def together(*edits: Edit) -> Edit:
    def edit(dataset: PackageFolder) -> None:
        for one in edits:
            one(dataset)

    return edit


def forget_codings(passage: str) -> Edit:
    """Remove the second coding of a passage."""
    return lambda dataset: dataset.write(
        "second_coding", [row for row in dataset.rows("second_coding") if row["passage_id"] != passage]
    )


def allow(unit: str) -> Edit:
    """Make the schema take one more unit, so that the cells can be right and the rule wrong."""

    def edit(dataset: PackageFolder) -> None:
        path = dataset.root / "schemas" / "statistics.json"
        schema = json.loads(path.read_text(encoding="utf-8"))
        field = next(field for field in schema["fields"] if field["name"] == "unit")
        field["constraints"]["enum"].append(unit)
        field["categories"].append({"value": unit, "label": "a unit made for a test"})
        path.write_text(json.dumps(schema), encoding="utf-8")

    return edit


NOTICE = "e-nncc-office-notice-2019"
NOTICE_ISSUER = "p-e-nncc-office-notice-2019-1"
NOTICE_DATE = "x-e-nncc-office-notice-2019-2"
NOTICE_TITLE = "x-e-nncc-office-notice-2019-3"
NOTICE_CONFIRMED = "x-e-nncc-office-notice-2019-5"
NOTICE_CHECKED = "v-nncc-office-notice-2019-date"
VISIT = "e-cn-delegation-visit-us-2024"
VISIT_DATE = "x-e-cn-delegation-visit-us-2024-2"
WORLD_REPORTS = "e-unodc-world-drug-reports-2021-2024"
TABLETS = "s-eu-fentanyl-tablet-seizures-2022"
TABLETS_VALUE = "x-s-eu-fentanyl-tablet-seizures-2022-1"
EXCHANGES = "s-cn-us-information-exchanges-since-2024"
EXCHANGES_VALUE = "x-s-cn-us-information-exchanges-since-2024-1"
EXCHANGES_QUALIFIER = "x-s-cn-us-information-exchanges-since-2024-2"
EXCHANGES_PERIOD = "x-s-cn-us-information-exchanges-since-2024-4"
SHARE = "s-fentanyl-analogue-share-of-synthetic-opioids"
SHARE_VALUE = "x-s-fentanyl-analogue-share-of-synthetic-opioids-1"
STUDENTS = "s-national-anti-drug-competition-2023-students"
RANK = "s-us-fentanyl-overdose-cause-rank-adults-18-45"
RANK_VALUE = "x-s-us-fentanyl-overdose-cause-rank-adults-18-45-1"
TREND = "s-fentanyl-abuse-trend-world"
TREND_VALUE = "x-s-fentanyl-abuse-trend-world-1"
FINAL_COUNT = "s-us-drug-overdose-deaths-2023-final"
STATED_DEATHS = "s-us-synthetic-opioid-deaths-2023-stated"
COMPARED_FINAL = "v-us-synthetic-opioid-deaths-2023-final"
COMPARED_PROVISIONAL = "v-us-synthetic-opioid-deaths-2023-provisional"
NOT_FOUND = "v-competition-2023-schools"
EXCHANGE_OF_SCIENTISTS = "a-cn-us-scientist-exchange"
SECTION_7 = "white-paper-section-7"
LAST_PASSAGE = "wp-7-047"
EVENT = {
    "title": "A meeting",
    "description": "A meeting made for a test.",
    "kind": "meeting",
    "is_series": "false",
    "parties_open": "false",
    "origin": "white-paper",
}
MEASURE = {
    "title": "A measure",
    "description": "A measure made for a test.",
    "kind": "duty",
    "sector": "customs",
    "status": "required",
    "area_id": "CHN",
    "parties_open": "false",
    "origin": "white-paper",
}
AGREEMENT = {
    "title": "A treaty",
    "description": "A treaty made for a test.",
    "kind": "treaty",
    "scope": "multilateral",
    "parties_open": "false",
    "origin": "white-paper",
}
STATISTIC = {
    "title": "A count",
    "category": "deaths",
    "value": "3",
    "qualifier": "exact",
    "unit": "{death}",
    "status": "final",
    "origin": "context",
}


def edited(dataset: PackageFolder, edits: tuple[Edit, ...]) -> PackageFolder:
    for edit in edits:
        edit(dataset)
    return dataset


class Watched(Tables):
    """Tables that remember which of them were read."""

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.__dict__.setdefault("read", set()).add(name)
        return super().__getitem__(name)


@cache
def frames_as_they_are() -> Mapping[str, pd.DataFrame]:
    """The tables of the dataset without an edit; the examples share those that they do not edit."""
    session = Session.open(ROOT, Findings())
    return {name: to_frame(table.values) for name, table in read_tables(session).items()}


@cache
def read_by(rule: Rule, table: str) -> frozenset[str]:
    """The tables that the rule reads of the dataset without an edit, in which it finds nothing."""
    tables = Watched(Session.open(ROOT, Findings()).package, frames_as_they_are())
    assert list(rule.find(table, tables)) == []
    return frozenset(vars(tables)["read"])


def faults(dataset: PackageFolder) -> list[tuple[str, Place]]:
    """What the rules find in the tables, which must be right in themselves.

    A rule that reads none of the edited tables finds what it finds without the edits: nothing.
    """
    session = Session.open(dataset.root, Findings())
    read = read_tables(session)
    assert session.report().issues == ()
    edited = {name for name in read if is_edited(dataset, f"data/{name}.csv")}
    has_old_schemas = not any(is_edited(dataset, f"schemas/{name}.json") for name in read)
    frames = {name: to_frame(read[name].values) if name in edited else frames_as_they_are()[name] for name in read}
    tables = Tables(session.package, frames)
    return sorted(
        (rule.name, (table, str(tables[table]["id"][fault.row]), fault.column))
        for rule in FOUND
        for table in rule.tables
        if not has_old_schemas or edited & read_by(rule, table)
        for fault in rule.find(table, tables)
    )


def is_edited(dataset: PackageFolder, path: str) -> bool:
    """Whether the file is not as it is in the repository."""
    return (dataset.root / path).read_bytes() != (ROOT / path).read_bytes()
