"""Every rule of schemas/rules.py, and the rule for dates, with edits that break it and edits that it must let pass."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from packpress.check.rules.check_rules import check_rules
from packpress.check.rules.frames import to_frame
from packpress.check.rules.rule import Tables, load_rules
from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.issue import Findings, Issue
from tests.conftest import RULES, PackageFolder

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
    """Edits of the dataset and all that a curator is told: (table, key, column, message, value) a fault of the rule."""

    id: str
    rule: str
    told: tuple[tuple[str, str, str, str, str], ...]
    edits: tuple[Edit, ...]


def bad(rule: str, id: str, places: Place | list[Place], *edits: Edit) -> Bad:
    return Bad(id, rule, (places,) if isinstance(places, tuple) else tuple(places), edits)


def slip(rule: str, id: str, table: str, key: str, **cells: str) -> Bad:
    """A bad example of one edited row, whose fault is in the first of the edited cells."""
    return Bad(id, rule, ((table, key, next(iter(cells))),), (put(table, key, **cells),))


def good(rule: str, id: str, *edits: Edit) -> Good:
    return Good(id, rule, edits)


def seen(rule: str, id: str, told: list[tuple[str, str, str, str, str]], *edits: Edit) -> Seen:
    return Seen(id, rule, tuple(told), edits)


def put(table: str, key: str, **cells: str) -> Edit:
    return lambda dataset: dataset.set(table, key, **cells)


def add(table: str, **cells: str) -> Edit:
    return lambda dataset: dataset.add(table, **cells)


def remove(table: str, key: str) -> Edit:
    return lambda dataset: dataset.remove(table, key)


def retire(key: str, table: str = "areas", successor: str = "") -> Edit:
    row = {"id": key, "table": table, "retired_in": "0.1.0", "successor_id": successor, "reason": "Made for a test."}
    return lambda dataset: dataset.write("retired", [*dataset.rows("retired"), row])


def cite(record: str, number: int, **cells: str) -> Edit:
    """One more piece of evidence for an event, in passage wp-6-020."""
    place = {"source_id": "white-paper-section-6", "passage_id": "wp-6-020", "fragment": "In 2019"}
    row = {"id": f"x-{record}-{number}", "event_id": record, "supports": "record", "stance": "states"} | place | cells
    return add("evidence", **row)


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

BAD: tuple[Bad, ...] = (
    bad("one-record", "none", ("participants", NOTICE_ISSUER, "measure_id"), put("participants", NOTICE_ISSUER, event_id="")),
    slip("one-record", "two", "evidence", NOTICE_CONFIRMED, agreement_id="a-incb-pen-online"),
    bad(
        "one-record",
        "two-of-a-verification",
        ("verifications", NOTICE_CHECKED, "event_id"),
        put("verifications", NOTICE_CHECKED, statistic_id=TABLETS),
    ),
    bad(
        "one-party",
        "both",
        ("participants", NOTICE_ISSUER, "organization_id"),
        put("participants", NOTICE_ISSUER, area_id="CHN"),
    ),
    slip("one-party", "neither", "participants", NOTICE_ISSUER, organization_id=""),
    bad(
        "row-id",
        "of-another-record",
        ("participants", "p-e-nncc-office-notice-2018-1", "id"),
        put("participants", NOTICE_ISSUER, id="p-e-nncc-office-notice-2018-1"),
    ),
    bad(
        "row-id",
        "gap-of-participants",
        ("participants", "p-e-nncc-office-notice-2019-2", "id"),
        put("participants", NOTICE_ISSUER, id="p-e-nncc-office-notice-2019-2"),
    ),
    bad("row-id", "gap-of-evidence", ("evidence", f"x-{NOTICE}-7", "id"), cite(NOTICE, 7)),
    bad("record-evidence", "event", ("events", "e-made-up", "id"), add("events", id="e-made-up", **EVENT)),
    bad("record-evidence", "measure", ("measures", "m-made-up", "id"), add("measures", id="m-made-up", **MEASURE)),
    bad("record-evidence", "agreement", ("agreements", "a-made-up", "id"), add("agreements", id="a-made-up", **AGREEMENT)),
    bad("record-evidence", "statistic", ("statistics", "s-made-up", "id"), add("statistics", id="s-made-up", **STATISTIC)),
    bad(
        "record-evidence",
        "only-confirmed",
        ("events", "e-made-up", "id"),
        add("events", id="e-made-up", **EVENT),
        cite("e-made-up", 1, stance="confirms"),
    ),
    bad("column-evidence", "date", ("statistics", EXCHANGES, "period"), remove("evidence", EXCHANGES_PERIOD)),
    bad("column-evidence", "number", ("statistics", TABLETS, "value"), put("evidence", TABLETS_VALUE, supports="unit")),
    bad(
        "column-evidence",
        "qualifier",
        ("statistics", EXCHANGES, "qualifier"),
        put("evidence", EXCHANGES_QUALIFIER, supports="unit"),
    ),
    slip("column-evidence", "open-list", "events", NOTICE, parties_open="true"),
    slip("column-evidence", "ended", "agreements", EXCHANGE_OF_SCIENTISTS, ended="2024"),
    slip("column-evidence", "date-of-a-measure", "measures", "m-cn-us-arrests", date="2024"),
    slip("evidence-column", "no-column", "evidence", NOTICE_TITLE, supports="headline"),
    slip("evidence-column", "the-id", "evidence", NOTICE_TITLE, supports="id"),
    slip("evidence-column", "empty-column", "evidence", NOTICE_TITLE, supports="place"),
    slip("evidence-place", "no-passage", "evidence", NOTICE_TITLE, passage_id="", fragment=""),
    slip("evidence-place", "nowhere", "evidence", NOTICE_CONFIRMED, locator=""),
    slip("evidence-place", "words-outside-a-passage", "evidence", NOTICE_CONFIRMED, fragment="the notice"),
    slip("evidence-place", "two-places", "evidence", NOTICE_TITLE, locator="page 1"),
    slip("evidence-place", "no-words", "evidence", NOTICE_TITLE, fragment=""),
    slip("evidence-place", "other-source", "evidence", NOTICE_TITLE, source_id=SECTION_7),
    bad("fragment-value", "other-number", ("evidence", TABLETS_VALUE, "fragment"), put("statistics", TABLETS, value="14")),
    slip("fragment-value", "no-number", "evidence", TABLETS_VALUE, fragment="several tablets"),
    bad(
        "fragment-value",
        "thousands",
        ("evidence", "x-s-eu-fentanyl-tablet-seizures-2022-1", "fragment"),
        put("statistics", "s-eu-fentanyl-tablet-seizures-2022", value="435"),
    ),
    bad(
        "fragment-value",
        "decimals",
        ("evidence", "x-s-eu-fentanyl-seizures-2022-1", "fragment"),
        put("statistics", "s-eu-fentanyl-seizures-2022", value="2.71"),
    ),
    bad(
        "fragment-value",
        "millions",
        ("evidence", f"x-{STUDENTS}-1", "fragment"),
        put("statistics", STUDENTS, value="100"),
        remove("verifications", "v-competition-2023-students-2020"),
    ),
    bad("fragment-value", "rank", ("evidence", RANK_VALUE, "fragment"), put("statistics", RANK, value="2")),
    bad("fragment-value", "trend", ("evidence", TREND_VALUE, "fragment"), put("statistics", TREND, value="-1")),
    bad(
        "fragment-qualifier",
        "other-word",
        [("evidence", EXCHANGES_VALUE, "fragment"), ("evidence", EXCHANGES_QUALIFIER, "fragment")],
        put("statistics", EXCHANGES, qualifier="at-least"),
    ),
    slip("fragment-qualifier", "word-yet-exact", "evidence", TABLETS_VALUE, fragment="almost 8,435 fentanyl tablets"),
    slip("fragment-qualifier", "no-word", "evidence", EXCHANGES_QUALIFIER, fragment="100 instances"),
    bad("fragment-date", "other-day", ("evidence", VISIT_DATE, "fragment"), put("events", VISIT, date="2024-07-30")),
    bad("fragment-date", "day-yet-a-month", ("evidence", VISIT_DATE, "fragment"), put("events", VISIT, date="2024-07")),
    bad("fragment-date", "other-year", ("evidence", NOTICE_DATE, "fragment"), put("events", NOTICE, date="2018")),
    bad("fragment-date", "year-yet-a-day", ("evidence", NOTICE_DATE, "fragment"), put("events", NOTICE, date="2019-08-01")),
    bad(
        "number-range",
        "percent",
        ("statistics", SHARE, "value"),
        put("statistics", SHARE, value="101"),
        put("evidence", SHARE_VALUE, fragment="accounting for 101 percent"),
    ),
    slip("number-range", "negative", "statistics", FINAL_COUNT, value="-1"),
    slip("number-range", "half-a-death", "statistics", FINAL_COUNT, value="0.5"),
    bad(
        "number-range",
        "direction",
        ("statistics", TREND, "value"),
        put("statistics", TREND, value="2"),
        put("evidence", TREND_VALUE, stance="confirms"),
    ),
    slip("passage-covered", "cited-with-a-reason", "passages", "wp-6-020", no_claim_reason="summary"),
    slip("passage-covered", "neither-cited-nor-reason", "passages", LAST_PASSAGE, no_claim_reason=""),
    slip("passage-order", "gap", "passages", LAST_PASSAGE, position="48"),
    bad(
        "passage-order",
        "id-without-position",
        ("passages", "wp-7-048", "id"),
        put("passages", LAST_PASSAGE, id="wp-7-048"),
        remove("second_coding", f"c-{LAST_PASSAGE}-0-claim"),
    ),
    bad(
        "passage-order", "paragraph-gap", ("passages", LAST_PASSAGE, "sentence"), put("passages", LAST_PASSAGE, paragraph="20")
    ),
    slip("passage-order", "sentence-gap", "passages", LAST_PASSAGE, sentence="2"),
    slip("verification-figures", "wrong-difference", "verifications", COMPARED_FINAL, difference="2225"),
    slip("verification-figures", "no-difference", "verifications", COMPARED_FINAL, difference=""),
    slip("verification-figures", "difference-of-one", "verifications", NOT_FOUND, difference="5"),
    slip("verification-figures", "units", "verifications", "v-competition-2023-viewers", verdict="lower"),
    slip("verification-figures", "does-not-round", "verifications", COMPARED_FINAL, verdict="rounds-to"),
    slip("verification-figures", "not-lower", "verifications", COMPARED_FINAL, verdict="lower"),
    slip("verification-figures", "not-the-same", "verifications", COMPARED_PROVISIONAL, verdict="matches"),
    bad(
        "verification-source",
        "found-yet-not-found",
        ("verifications", NOT_FOUND, "verdict"),
        put("verifications", NOT_FOUND, found="230,000 schools"),
    ),
    slip("verification-source", "nothing-found", "verifications", NOTICE_CHECKED, found=""),
    slip("verification-source", "no-source", "verifications", NOTICE_CHECKED, source_id=""),
    slip("verification-source", "no-such-column", "verifications", NOTICE_CHECKED, compared="headline"),
    bad(
        "bilateral-parties",
        "one-party",
        ("agreements", EXCHANGE_OF_SCIENTISTS, "scope"),
        remove("participants", f"p-{EXCHANGE_OF_SCIENTISTS}-2"),
    ),
    bad(
        "bilateral-parties",
        "three-parties",
        ("agreements", EXCHANGE_OF_SCIENTISTS, "scope"),
        add(
            "participants",
            id=f"p-{EXCHANGE_OF_SCIENTISTS}-3",
            agreement_id=EXCHANGE_OF_SCIENTISTS,
            role="party",
            area_id="MEX",
            stated_as="Mexico",
        ),
    ),
    bad(
        "bilateral-parties",
        "region",
        ("agreements", EXCHANGE_OF_SCIENTISTS, "scope"),
        put("participants", f"p-{EXCHANGE_OF_SCIENTISTS}-2", area_id="europe"),
    ),
    bad(
        "participant-once",
        "twice",
        ("participants", "p-e-nncc-office-notice-2019-2", "role"),
        add(
            "participants",
            id="p-e-nncc-office-notice-2019-2",
            event_id=NOTICE,
            role="issuer",
            organization_id="org-cn-nncc-office",
            stated_as="the office",
        ),
    ),
    bad(
        "successor-later",
        "older-successor",
        ("organizations", "org-eu-emcdda", "replaced_by_id"),
        put("organizations", "org-eu-emcdda", founded="2025"),
    ),
    slip("successor-later", "itself", "organizations", "org-eu-euda", replaced_by_id="org-eu-euda"),
    slip(
        "primary-figure",
        "context-to-context",
        "statistics",
        FINAL_COUNT,
        corresponds_to_id="s-us-drug-overdose-deaths-2023-provisional",
    ),
    slip("primary-figure", "paper-to-paper", "statistics", TABLETS, corresponds_to_id=STATED_DEATHS),
    slip("origin-evidence", "context-as-paper", "events", "e-white-paper-release-2025", origin="white-paper"),
    slip("origin-evidence", "paper-as-context", "events", NOTICE, origin="context"),
    slip("origin-evidence", "agreement-as-context", "agreements", EXCHANGE_OF_SCIENTISTS, origin="context"),
    slip("origin-evidence", "measure-as-context", "measures", "m-cn-us-arrests", origin="context"),
    slip("origin-evidence", "statistic-as-context", "statistics", TABLETS, origin="context"),
    bad(
        "id-once",
        "two-tables",
        [("areas", "europe", "id"), ("sources", "europe", "id")],
        add("sources", id="europe", title="Europe", kind="press", tier="secondary", publisher_name="Made up", language="en"),
    ),
    bad("id-once", "retired-alive", ("areas", "sco", "id"), retire("sco")),
    bad("retired-successor", "no-table", ("retired", "gone", "table"), retire("gone", table="regions")),
    bad("retired-successor", "no-successor", ("retired", "gone", "successor_id"), retire("gone", successor="nowhere")),
    bad("retired-successor", "itself", ("retired", "gone", "successor_id"), retire("gone", successor="gone")),
    bad(
        "unit-real",
        "no-code",
        ("statistics", "s-national-anti-drug-competition-2023-schools", "unit"),
        allow("schools"),
        put("statistics", "s-national-anti-drug-competition-2023-schools", unit="schools"),
    ),
    bad("area-real", "no-country", ("areas", "XYZ", "id"), add("areas", id="XYZ", name="Nowhere", kind="country")),
    bad("area-real", "slug-as-country", ("areas", "asean", "id"), put("areas", "asean", kind="country")),
    slip("area-real", "other-country", "areas", "AUS", iso_alpha_2="AQ"),
    slip("area-real", "no-alpha-2", "areas", "AUS", iso_alpha_2=""),
    bad("area-real", "code-as-region", ("areas", "XYZ", "id"), add("areas", id="XYZ", name="Nowhere", kind="region")),
    bad("area-real", "union-with-code", ("areas", "eu", "iso_alpha_2"), put("areas", "eu", iso_alpha_2="EU")),
    slip("language-real", "language", "sources", SECTION_7, language="xx"),
    slip("language-real", "long-code", "sources", SECTION_7, language="eng"),
    slip("language-real", "script", "sources", SECTION_7, language="zh-Hanx"),
    slip("language-real", "region", "sources", SECTION_7, language="en-UK"),
    bad(
        "url-once",
        "scheme-www-slash-fragment",
        ("sources", "dea-history", "url"),
        put("sources", "cdc-vsrr-dashboard", url="https://www.example.org/Page/"),
        put("sources", "dea-history", url="http://example.org/page#top"),
    ),
    bad(
        "part-of",
        "circle-of-sources",
        [("sources", "white-paper", "part_of_id"), ("sources", SECTION_7, "part_of_id")],
        put("sources", "white-paper", part_of_id=SECTION_7),
    ),
    slip("part-of", "own-part", "organizations", "org-unodc", part_of_id="org-unodc"),
)

GOOD: tuple[Good, ...] = (
    good("one-record", "other-record", put("verifications", NOTICE_CHECKED, event_id="e-nncc-office-notice-2023")),
    good("one-party", "area-for-body", put("participants", NOTICE_ISSUER, organization_id="", area_id="CHN")),
    good("row-id", "next-number", cite(NOTICE, 6)),
    good("record-evidence", "with-evidence", add("events", id="e-made-up", **EVENT), cite("e-made-up", 1)),
    good("column-evidence", "date-of-a-context-record", put("statistics", FINAL_COUNT, as_of="2024-12-31")),
    good("column-evidence", "open-list", put("events", NOTICE, parties_open="true"), cite(NOTICE, 6, supports="parties_open")),
    good("evidence-column", "silent-on-an-empty-column", put("evidence", NOTICE_TITLE, supports="place", stance="qualifies")),
    good("evidence-place", "other-locator", put("evidence", NOTICE_CONFIRMED, locator="page 2")),
    good(
        "fragment-value",
        "number-and-words",
        put("statistics", TABLETS, value="14"),
        put("evidence", TABLETS_VALUE, fragment="14 fentanyl tablets"),
    ),
    good(
        "fragment-value",
        "number-in-thousands",
        put("statistics", TABLETS, value="14000"),
        put("evidence", TABLETS_VALUE, fragment="14 thousand tablets"),
    ),
    good(
        "fragment-value",
        "second-rank",
        put("statistics", RANK, value="2"),
        put("evidence", RANK_VALUE, fragment="the second cause of death"),
    ),
    good(
        "fragment-qualifier",
        "qualifier-and-words",
        put("statistics", EXCHANGES, qualifier="at-least"),
        put("evidence", EXCHANGES_VALUE, fragment="No fewer than 100 instances"),
        put("evidence", EXCHANGES_QUALIFIER, fragment="at least 100"),
    ),
    good(
        "fragment-date",
        "date-and-words",
        put("events", VISIT, date="2024-07-30"),
        put("evidence", VISIT_DATE, fragment="On July 30, 2024"),
    ),
    good("fragment-date", "last-day-of-an-interval", put("events", VISIT, date="2024-07-29/2024-07-31")),
    good(
        "fragment-date", "year-and-words", put("events", NOTICE, date="2018"), put("evidence", NOTICE_DATE, fragment="In 2018")
    ),
    good(
        "number-range",
        "whole-percent",
        put("statistics", SHARE, value="100"),
        put("evidence", SHARE_VALUE, fragment="accounting for 100 percent"),
    ),
    good("number-range", "none", put("statistics", FINAL_COUNT, value="0")),
    good(
        "number-range",
        "half-a-kilogram",
        add("statistics", id="s-made-up", **STATISTIC | {"value": "0.5", "unit": "kg"}),
        add(
            "evidence",
            id="x-s-made-up-1",
            statistic_id="s-made-up",
            supports="record",
            stance="states",
            source_id="dea-history",
            locator="page as a whole",
        ),
    ),
    good("passage-covered", "other-reason", put("passages", LAST_PASSAGE, no_claim_reason="reference")),
    good("passage-order", "next-sentence", put("passages", LAST_PASSAGE, paragraph="18", sentence="2")),
    good("verification-figures", "higher-rather-than-rounded", put("verifications", COMPARED_PROVISIONAL, verdict="higher")),
    good("verification-source", "looked-for-here", put("verifications", NOT_FOUND, source_id="dea-history")),
    good("bilateral-parties", "union", put("participants", f"p-{EXCHANGE_OF_SCIENTISTS}-2", area_id="eu")),
    good(
        "participant-once",
        "two-roles",
        add(
            "participants",
            id="p-e-nncc-office-notice-2019-2",
            event_id=NOTICE,
            role="lead",
            organization_id="org-cn-nncc-office",
            stated_as="the office",
        ),
    ),
    good("successor-later", "younger-successor", put("organizations", "org-eu-emcdda", founded="1993")),
    good("primary-figure", "context-to-paper", put("statistics", FINAL_COUNT, corresponds_to_id=STATED_DEATHS)),
    good(
        "origin-evidence",
        "context-in-the-paper-too",
        put("events", NOTICE, origin="context"),
        put("evidence", NOTICE_CONFIRMED, stance="states"),
    ),
    good("origin-evidence", "paper-confirmed-by-one-who-states-it", put("evidence", NOTICE_CONFIRMED, stance="states")),
    good(
        "id-once",
        "new-id",
        put("areas", "asean", id="south-east-asia"),
        retire("asean"),
        put("participants", "p-e-wastewater-monitoring-seminars-6", area_id="south-east-asia"),
    ),
    good("retired-successor", "living-successor", retire("gone", successor="sco")),
    good("retired-successor", "retired-successor", retire("gone", successor="also-gone"), retire("also-gone")),
    good("unit-real", "code", allow("mg"), put("statistics", "s-eu-fentanyl-seizures-2022", unit="mg")),
    good("area-real", "country", add("areas", id="FRA", name="France", kind="country", iso_alpha_2="FR")),
    good("language-real", "script-and-region", put("sources", SECTION_7, language="zh-Hans-CN")),
    good("language-real", "language-of-three-letters", put("sources", SECTION_7, language="yue")),
    good("url-once", "other-page", put("sources", "dea-history", url="https://www.cdc.gov/nchs/nvss/vsrr/other.htm")),
    good("part-of", "no-part", put("sources", SECTION_7, part_of_id="")),
)

# what the rules should say and do not say yet; a case that passes must move up to BAD or GOOD
BAD += (
    slip("number-range", "not-a-number", "statistics", FINAL_COUNT, value="NaN"),
    slip("number-range", "infinite", "statistics", FINAL_COUNT, value="INF"),
    slip("fragment-date", "day-that-is-none", "evidence", VISIT_DATE, fragment="On February 30, 2024"),
    bad(
        "fragment-date",
        "other-month",
        ("evidence", VISIT_DATE, "fragment"),
        put("evidence", VISIT_DATE, fragment="In August 2024"),
        put("events", VISIT, date="2024-07"),
    ),
    bad("fragment-date", "year-yet-a-month", ("evidence", NOTICE_DATE, "fragment"), put("events", NOTICE, date="2019-08")),
    bad(
        "fragment-date",
        "other-last-year",
        ("evidence", f"x-{WORLD_REPORTS}-2", "fragment"),
        put("events", WORLD_REPORTS, date="2021/2023"),
    ),
    slip("fragment-value", "second-leading", "evidence", RANK_VALUE, fragment="the second leading cause"),
    bad(
        "fragment-qualifier",
        "no-more-than",
        [("evidence", EXCHANGES_VALUE, "fragment"), ("evidence", EXCHANGES_QUALIFIER, "fragment")],
        put("evidence", EXCHANGES_VALUE, fragment="no more than 100 instances"),
        put("evidence", EXCHANGES_QUALIFIER, fragment="no more than 100"),
    ),
    bad(
        "area-real",
        "lower-case-country",
        ("areas", "fra", "id"),
        add("areas", id="fra", name="France", kind="country", iso_alpha_2="FR"),
    ),
    bad(
        "row-id",
        "leading-zero",
        ("participants", "p-e-nncc-office-notice-2019-01", "id"),
        put("participants", NOTICE_ISSUER, id="p-e-nncc-office-notice-2019-01"),
    ),
    bad("one-record", "no-echo-of-a-gap", ("evidence", NOTICE_TITLE, "measure_id"), put("evidence", NOTICE_TITLE, event_id="")),
    bad(
        "part-of",
        "circle-of-substances",
        [
            ("substances", "sub-fentanyl", "broader_id"),
            ("substances", "sub-fentanyl-related-substances", "broader_id"),
            ("substances", "sub-synthetic-drugs", "broader_id"),
            ("substances", "sub-synthetic-opioids", "broader_id"),
        ],
        put("substances", "sub-synthetic-drugs", broader_id="sub-fentanyl"),
    ),
    bad(
        "end-after-start",
        "ends-before",
        ("agreements", "a-cn-mx-precursor-working-group", "ended"),
        put("agreements", "a-cn-mx-precursor-working-group", ended="2022"),
        add(
            "evidence",
            id="x-a-cn-mx-precursor-working-group-13",
            agreement_id="a-cn-mx-precursor-working-group",
            supports="ended",
            stance="states",
            source_id="dea-history",
            locator="page",
        ),
    ),
)
GOOD += (
    good(
        "end-after-start",
        "ends-in-the-year",
        put("agreements", "a-cn-mx-precursor-working-group", ended="2023"),
        add(
            "evidence",
            id="x-a-cn-mx-precursor-working-group-13",
            agreement_id="a-cn-mx-precursor-working-group",
            supports="ended",
            stance="states",
            source_id="dea-history",
            locator="page",
        ),
    ),
    good("fragment-value", "capital", put("evidence", TREND_VALUE, fragment="Escalating globally")),
    good(
        "fragment-qualifier",
        "no-less-than",
        put("statistics", EXCHANGES, qualifier="at-least"),
        put("evidence", EXCHANGES_VALUE, fragment="no less than 100"),
        put("evidence", EXCHANGES_QUALIFIER, fragment="not less than 100"),
    ),
)

EDTF = "write it as EDTF, e.g. 2024-02-29, 2023, 2013/.. or 2023-10-16/2023-10-20"
SEEN = (
    seen(
        "edtf-date",
        "day-that-is-none",
        [("agreements", "a-cn-mx-precursor-working-group", "started", f"is not a real date; {EDTF}", "2023-02-30")],
        put("agreements", "a-cn-mx-precursor-working-group", started="2023-02-30"),
    ),
    seen(
        "edtf-date",
        "end-before-start",
        [("events", WORLD_REPORTS, "date", f"begins after it ends; {EDTF}", "2024/2021")],
        put("events", WORLD_REPORTS, date="2024/2021"),
    ),
    seen("edtf-date", "legal-interval", [], put("sources", "dea-history", published="2020-02-29/..")),
    seen(
        "fragment-value",
        "number-against-words",
        [
            (
                "evidence",
                TABLETS_VALUE,
                "fragment",
                f"says 8435, the value of {TABLETS} is 14; correct one",
                "8,435 fentanyl tablets",
            )
        ],
        put("statistics", TABLETS, value="14"),
    ),
    seen(
        "fragment-value",
        "number-with-words",
        [],
        put("statistics", TABLETS, value="14"),
        put("evidence", TABLETS_VALUE, fragment="14 fentanyl tablets"),
    ),
    seen(
        "fragment-qualifier",
        "qualifier-against-words",
        [
            (
                "evidence",
                EXCHANGES_VALUE,
                "fragment",
                f"means more-than, the qualifier of {EXCHANGES} is almost; correct one",
                "more than 100 instances of information exchange",
            ),
            (
                "evidence",
                EXCHANGES_QUALIFIER,
                "fragment",
                f"means more-than, the qualifier of {EXCHANGES} is almost; correct one",
                "more than 100",
            ),
        ],
        put("statistics", EXCHANGES, qualifier="almost"),
    ),
    seen(
        "fragment-date",
        "day-against-words",
        [
            (
                "evidence",
                VISIT_DATE,
                "fragment",
                f"names 2024-07-31, the date of {VISIT} is 2024-07-30; correct one",
                "On July 31, 2024",
            )
        ],
        put("events", VISIT, date="2024-07-30"),
    ),
    seen(
        "column-evidence",
        "missing-evidence",
        [
            (
                "statistics",
                EXCHANGES,
                "period",
                "no evidence supports it; add a row to evidence with supports = period",
                "2024/..",
            )
        ],
        remove("evidence", EXCHANGES_PERIOD),
    ),
    seen(
        "passage-covered",
        "cited-with-a-reason",
        [
            (
                "passages",
                "wp-6-020",
                "no_claim_reason",
                "evidence cites the passage, so it holds a claim; empty the cell",
                "summary",
            )
        ],
        put("passages", "wp-6-020", no_claim_reason="summary"),
    ),
    seen(
        "id-once",
        "two-tables",
        [
            ("areas", "europe", "id", "stands in sources too; an id is used in one table only", "europe"),
            ("sources", "europe", "id", "stands in areas too; an id is used in one table only", "europe"),
        ],
        add("sources", id="europe", title="Europe", kind="press", tier="secondary", publisher_name="Made up", language="en"),
    ),
)


def edited(dataset: PackageFolder, edits: tuple[Edit, ...]) -> PackageFolder:
    for edit in edits:
        edit(dataset)
    return dataset


def faults(dataset: PackageFolder, rule_name: str) -> list[tuple[str, Place]]:
    """What the rules find in the tables, which must be right in themselves.

    ``id-once`` takes longer than all others together, so it is asked only where it is meant.
    """
    session = Session.open(dataset.root, Findings())
    read = read_tables(session)
    assert session.report().issues == ()
    tables = Tables(session.package, {name: to_frame(table.values) for name, table in read.items()})
    return sorted(
        (rule.name, (table, str(tables[table]["id"][fault.row]), fault.column))
        for rule in FOUND
        if rule.name != "id-once" or rule_name == "id-once"
        for table in rule.tables
        for fault in rule.find(table, tables)
    )


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case.rule}-{case.id}")
def test_a_bad_example_breaks_its_rule_and_no_other(dataset: PackageFolder, case: Bad) -> None:
    found = faults(edited(dataset, case.edits), case.rule)
    assert found == [(case.rule, place) for place in case.places]


@pytest.mark.parametrize("case", GOOD, ids=lambda case: f"{case.rule}-{case.id}")
def test_a_good_example_breaks_no_rule(dataset: PackageFolder, case: Good) -> None:
    assert faults(edited(dataset, case.edits), case.rule) == []


@pytest.mark.parametrize("case", SEEN, ids=lambda case: f"{case.rule}-{case.id}")
def test_a_curator_is_told_where_the_fault_is_and_what_to_do(dataset: PackageFolder, case: Seen) -> None:
    edited(dataset, case.edits)
    session = Session.open(dataset.root, Findings())
    report = check_rules(session, read_tables(session), RULES)
    assert report.issues == tuple(
        Issue(f"data/{table}.csv", dataset.line(table, key), column, key, case.rule, "error", message, value)
        for table, key, column, message, value in case.told
    )
    assert report.layers == ("files", "cells", "rules", "own rules")


def test_every_rule_has_a_good_and_a_bad_example() -> None:
    rules = {rule.name for rule in FOUND} | {"edtf-date"}
    assert {case.rule for case in BAD} | {case.rule for case in SEEN if case.told} == rules
    assert {case.rule for case in GOOD} | {case.rule for case in SEEN if not case.told} == rules


def test_every_rule_says_its_meaning_and_binds_tables_of_the_dataset() -> None:
    known = {path.stem for path in (RULES.parent).glob("*.json")}
    assert [rule.name for rule in FOUND if not rule.meaning.endswith(".") or not set(rule.tables) <= known] == []


def test_the_dataset_as_it_is_breaks_no_rule(dataset: PackageFolder) -> None:
    assert faults(dataset, "id-once") == []
