"""What the Table Schemas cannot say: one named rule a function, with the tables that it binds.

A rule gets the name of the table that it judges and all typed tables, and gives the faults. The first line of its
docstring is its meaning; every rule has a good and a bad example in tests/test_rules.py.
"""

from __future__ import annotations

import math
import re
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pandas as pd
import pycountry
from lark.exceptions import LarkError
from packpress import Fault, Span, Tables, read_edtf, rule
from ucumvert import get_ucum_parser

Row = Any  # a named tuple of pandas, whose fields are the columns of its table

# column that points at a record → the table of the record
RECORDS: Mapping[str, str] = {
    "measure_id": "measures",
    "agreement_id": "agreements",
    "event_id": "events",
    "statistic_id": "statistics",
}
# column with an EDTF date, by record table
DATES: Mapping[str, tuple[str, ...]] = {
    "measures": ("date",),
    "agreements": ("started", "ended"),
    "events": ("date",),
    "statistics": ("period", "as_of"),
}
# words before a number → the qualifier that they mean; the longer ones first, for "no more than" holds "more than"
QUALIFIERS: Mapping[str, str] = {
    "no more than": "up-to",
    "not more than": "up-to",
    "no less than": "at-least",
    "not less than": "at-least",
    "more than": "more-than",
    "over": "more-than",
    "at least": "at-least",
    "no fewer than": "at-least",
    "almost": "almost",
    "nearly": "almost",
    "about": "about",
    "around": "about",
    "some": "about",
    "up to": "up-to",
    "at most": "up-to",
    "less than": "less-than",
    "fewer than": "less-than",
    "under": "less-than",
}
SCALES: Mapping[str, int] = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
MONTHS = "January February March April May June July August September October November December".split()
# unit of a claim without a figure → words → the value that they mean; the first word found counts
WORDED: Mapping[str, Mapping[str, int]] = {
    "{rank}": {"second": 2, "third": 3, "first": 1, "leading": 1, "largest": 1},
    "{trend}": {
        "increas": 1, "escalat": 1, "rise": 1, "rising": 1, "grow": 1,
        "decreas": -1, "declin": -1, "fall": -1, "unchanged": 0, "stable": 0,
    },
}  # fmt: skip
_NUMBER = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?)(?![0-9])(?: (thousand|million|billion)\b)?")
_QUALIFIED = re.compile(rf"\b({'|'.join(QUALIFIERS)}) (?=[0-9])", re.IGNORECASE)
_DAY = re.compile(rf"\b({'|'.join(MONTHS)}) ([0-9]{{1,2}}), ([0-9]{{4}})\b")
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})(?: [0-9]{{1,2}},)? ([0-9]{{4}})\b")
_YEAR = re.compile(r"\b(?:1[89]|20)[0-9]{2}\b(?!,?[0-9])")


def _rows(frame: pd.DataFrame) -> Iterator[Row]:
    """The rows as named tuples with None for a missing value; ``Index`` is the row's label."""
    row = namedtuple("row", ["Index", *frame.columns])  # type: ignore[misc]  # the columns are known when it runs
    columns = [column.astype(object).where(column.notna(), None).tolist() for _, column in frame.items()]
    yield from map(row, frame.index.tolist(), *columns)


def _record(row: Row) -> tuple[str, str] | None:
    """The table and id of the one record that an evidence, participant or verification row points at."""
    found = [(RECORDS[column], row_id) for column in RECORDS if (row_id := getattr(row, column, None)) is not None]
    return found[0] if len(found) == 1 else None


def _records(tables: Tables) -> dict[tuple[str, str], Row]:
    """Every record by its table and id."""
    return {(table, row.id): row for table in RECORDS.values() for row in _rows(tables[table])}


def _span(text: str | None) -> Span | None:
    """The span of an EDTF date; None when it is missing or not real, which another rule reports."""
    if text is None:
        return None
    try:
        return read_edtf(text)
    except ValueError:
        return None


def _figure(statistic: Row) -> Decimal | None:
    """The value of a statistic as it is written; None for NaN and INF, which another rule reports."""
    return Decimal(repr(statistic.value)) if statistic.value is not None and math.isfinite(statistic.value) else None


def numbers_in(text: str) -> list[Decimal]:
    """The figures in the words: 8,435 · 2.7 · 100 million."""
    return [Decimal(m[1].replace(",", "")) * SCALES.get(m[2] or "", 1) for m in _NUMBER.finditer(text)]


def qualifier_in(text: str) -> str | None:
    """The qualifier that stands before a figure in the words, None when none does."""
    match = _QUALIFIED.search(text)
    return QUALIFIERS[match[1].lower()] if match else None


def day_in(text: str) -> date | None:
    """The day that the words name, as in "January 30, 2024"; ValueError when there is no such day."""
    match = _DAY.search(text)
    return datetime.strptime(match[0], "%B %d, %Y").date() if match else None


def months_in(text: str) -> set[tuple[int, int]]:
    """The years and months that the words name, as in "August 2024" or "January 30, 2024"."""
    return {(int(m[2]), MONTHS.index(m[1]) + 1) for m in _MONTH.finditer(text)}


def years_in(text: str) -> set[int]:
    """The years that the words name."""
    return {int(year) for year in _YEAR.findall(text)}


@rule("one-record", "evidence", "participants", "verifications")
def one_record(table: str, tables: Tables) -> Iterable[Fault]:
    """A row of evidence, participants or verifications points at exactly one record."""
    columns = [column for column in RECORDS if column in tables[table]]
    for row in _rows(tables[table]):
        filled = [column for column in columns if getattr(row, column) is not None]
        if len(filled) != 1:
            what = f"fills {' and '.join(filled)}" if filled else "fills no record column"
            yield Fault(row.Index, (filled or columns)[0], f"{what}; fill exactly one of {', '.join(columns)}")


@rule("one-party", "participants")
def one_party(table: str, tables: Tables) -> Iterable[Fault]:
    """A participant is exactly one organization or one area."""
    for row in _rows(tables[table]):
        if (row.organization_id is None) == (row.area_id is None):
            yield Fault(row.Index, "organization_id", "fill exactly one of organization_id and area_id")


@rule("row-id", "evidence", "participants")
def row_id(table: str, tables: Tables) -> Iterable[Fault]:
    """The id of an evidence or participant row is made of its record's id and counts from 1 without a gap."""
    counted: dict[str, list[tuple[str, int]]] = {}
    astray = {row.id.rpartition("-")[0] for row in _rows(tables[table]) if _record(row) is None}
    prefix = {"evidence": "x", "participants": "p"}[table]
    for row in _rows(tables[table]):
        record = _record(row)
        if record is None:
            continue
        stem, _, number = row.id.rpartition("-")
        if stem != f"{prefix}-{record[1]}":
            yield Fault(row.Index, "id", f'belongs to {record[1]}; write "{prefix}-{record[1]}-" and a number')
        else:
            counted.setdefault(record[1], []).append((number, row.Index))
    for record_id, numbers in counted.items():
        if f"{prefix}-{record_id}" in astray:
            continue  # a row of this record points elsewhere, which another rule reports
        for wanted, (number, index) in enumerate(sorted(numbers, key=lambda item: int(item[0])), 1):
            if number != str(wanted):
                yield Fault(index, "id", f"the rows of {record_id} count from 1 without a gap; number this one {wanted}")
                break


@rule("record-evidence", *RECORDS.values())
def record_evidence(table: str, tables: Tables) -> Iterable[Fault]:
    """Every record has evidence whose stance is states."""
    column = {name: column for column, name in RECORDS.items()}[table]
    evidence = tables["evidence"]
    stated = set(evidence.loc[evidence["stance"] == "states", column].dropna())
    for row in _rows(tables[table]):
        if row.id not in stated:
            yield Fault(row.Index, "id", f"no evidence states it; add a row to evidence with {column} = {row.id}")


@rule("column-evidence", *RECORDS.values())
def column_evidence(table: str, tables: Tables) -> Iterable[Fault]:
    """Every number, date, qualifier and open list of a white-paper record has evidence that supports that very column."""
    column = {name: column for column, name in RECORDS.items()}[table]
    evidence = tables["evidence"].dropna(subset=[column])
    supported = set(zip(evidence[column], evidence["supports"], strict=True))
    for row in _rows(tables[table]):
        if row.origin != "white-paper":
            continue
        needed = [name for name in DATES[table] if getattr(row, name) is not None]
        if table == "statistics":
            needed += ["value"] + (["qualifier"] if row.qualifier != "exact" else [])
        elif row.parties_open:
            needed.append("parties_open")
        for name in needed:
            if (row.id, name) not in supported:
                yield Fault(row.Index, name, f"no evidence supports it; add a row to evidence with supports = {name}")


@rule("evidence-column", "evidence")
def evidence_column(table: str, tables: Tables) -> Iterable[Fault]:
    """Evidence supports the record as a whole or a column of it, which is filled where the words state or confirm it."""
    records = _records(tables)
    for row in _rows(tables[table]):
        record = records.get(_record(row) or ("", ""))
        if record is None or row.supports == "record":
            continue
        if row.supports not in record._fields or row.supports in ("Index", "id"):
            yield Fault(row.Index, "supports", "is not a column of the record's table; name one, or write record")
        elif getattr(record, row.supports) is None and row.supports != "value" and row.stance in ("states", "confirms"):
            yield Fault(row.Index, "supports", f"{record.id} leaves that column empty; fill it or drop the evidence")


@rule("evidence-place", "evidence")
def evidence_place(table: str, tables: Tables) -> Iterable[Fault]:
    """Evidence stands in a coded passage of its source, with the words, or at a locator in a source without passages."""
    home = {row.id: row.source_id for row in _rows(tables["passages"])}
    coded = set(home.values())
    for row in _rows(tables[table]):
        if row.passage_id is None:
            if row.source_id in coded:
                yield Fault(row.Index, "passage_id", f"{row.source_id} is coded by passages; name the passage")
            elif row.locator is None:
                yield Fault(row.Index, "locator", "neither passage nor locator is given; say where in the source it stands")
            elif row.fragment is not None:
                yield Fault(row.Index, "fragment", "words can be checked in a coded passage only; leave the cell empty")
            continue
        if row.locator is not None:
            yield Fault(row.Index, "locator", "the passage says where it stands; leave the locator empty")
        if row.fragment is None:
            yield Fault(row.Index, "fragment", "the words are missing; give at most eight that stand in the passage")
        if home.get(row.passage_id, row.source_id) != row.source_id:
            yield Fault(row.Index, "source_id", f"{row.passage_id} stands in {home[row.passage_id]}; name that source")


@rule("fragment-value", "evidence")
def fragment_value(table: str, tables: Tables) -> Iterable[Fault]:
    """The figure in the words equals the value that they support."""
    records = _records(tables)
    for row in _rows(tables[table]):
        record = records.get(_record(row) or ("", ""))
        if record is None or row.supports != "value" or row.fragment is None or row.stance != "states":
            continue
        value = _figure(record)
        if value is None:
            continue
        if record.unit in WORDED:
            said = WORDED[record.unit].items()
            found = [Decimal(n) for word, n in said if re.search(rf"\b{word}", row.fragment, re.IGNORECASE)][:1]
        else:
            found = numbers_in(row.fragment)
        if value not in found:
            shown = ", ".join(f"{n:f}" for n in found) or "no figure"
            yield Fault(row.Index, "fragment", f"says {shown}, the value of {record.id} is {value.normalize():f}; correct one")


@rule("fragment-qualifier", "evidence")
def fragment_qualifier(table: str, tables: Tables) -> Iterable[Fault]:
    """The word that bounds a figure ("more than", "almost") agrees with the qualifier."""
    records = _records(tables)
    for row in _rows(tables[table]):
        record = records.get(_record(row) or ("", ""))
        if record is None or row.supports not in ("value", "qualifier") or row.fragment is None or row.stance != "states":
            continue
        found = qualifier_in(row.fragment)
        if found is None and row.supports == "qualifier" and record.qualifier != "exact":
            yield Fault(row.Index, "fragment", f"has no word that bounds a figure, yet {record.id} is {record.qualifier}")
        elif found is not None and found != record.qualifier:
            yield Fault(
                row.Index, "fragment", f"means {found}, the qualifier of {record.id} is {record.qualifier}; correct one"
            )


@rule("fragment-date", "evidence")
def fragment_date(table: str, tables: Tables) -> Iterable[Fault]:
    """The day or year in the words equals the date that they support."""
    records = _records(tables)
    for row in _rows(tables[table]):
        key = _record(row)
        record = records.get(key or ("", ""))
        if key is None or record is None or row.fragment is None or row.supports not in DATES[key[0]]:
            continue
        text = getattr(record, row.supports)
        span = _span(text)
        if span is None or row.stance != "states":
            continue
        fault = _date_fault(row.fragment, text, span)
        if fault is not None:
            yield Fault(row.Index, "fragment", f"{fault}, the {row.supports} of {record.id} is {text}; correct one")


def _date_fault(words: str, text: str, span: Span) -> str | None:
    """How the date that the words name differs from the date ``text``; None when it does not, or no date is named."""
    ends = [day for day in (span.first, span.last) if day is not None]
    finest = max(len(point) for point in re.findall(r"[0-9]{4}(?:-[0-9]{2}){0,2}", text))  # 4, 7, 10: year, month, day
    try:
        day = day_in(words)
    except ValueError:
        return "names a day that there is not"
    months, years = months_in(words), years_in(words)
    if day is not None:
        return None if day in ends and finest == 10 else f"names {day}"
    if months:
        right = months <= {(end.year, end.month) for end in ends} and finest == 7
        return None if right else f"names {', '.join(f'{year}-{month:02d}' for year, month in sorted(months))}"
    if years and (not years <= {end.year for end in ends} or finest != 4):
        return f"names {', '.join(map(str, sorted(years)))} and nothing finer"
    return None


@rule("number-range", "statistics")
def number_range(table: str, tables: Tables) -> Iterable[Fault]:
    """A percentage is between 0 and 100, counts and ranks are whole and not negative, a trend is 1, 0 or -1."""
    for row in _rows(tables[table]):
        if _figure(row) is None:
            yield Fault(row.Index, "value", "is no figure; write a plain number")
        elif row.unit == "%" and not 0 <= row.value <= 100:
            yield Fault(row.Index, "value", "is no percentage; it must lie between 0 and 100")
        elif row.unit == "{trend}" and row.value not in (-1, 0, 1):
            yield Fault(row.Index, "value", "is no direction; write 1 (rises), 0 or -1 (falls)")
        elif row.unit != "{trend}" and row.value < 0:
            yield Fault(row.Index, "value", "is negative; a quantity is not")
        elif row.unit.startswith("{") and row.value != int(row.value):
            yield Fault(row.Index, "value", f"is not whole; {row.unit} is counted")


@rule("passage-covered", "passages")
def passage_covered(table: str, tables: Tables) -> Iterable[Fault]:
    """Every passage is cited by evidence or has a reason why it holds no claim, and never both."""
    cited = set(tables["evidence"]["passage_id"].dropna())
    for row in _rows(tables[table]):
        if row.id in cited and row.no_claim_reason is not None:
            yield Fault(row.Index, "no_claim_reason", "evidence cites the passage, so it holds a claim; empty the cell")
        elif row.id not in cited and row.no_claim_reason is None:
            yield Fault(row.Index, "no_claim_reason", "no evidence cites the passage; code its claim or give the reason")


@rule("passage-order", "passages")
def passage_order(table: str, tables: Tables) -> Iterable[Fault]:
    """Passages of a source number from 1 without a gap, and sentences and paragraphs follow that order."""
    for _, group in tables[table].groupby("source_id"):
        last = (0, 0)
        for wanted, row in enumerate(_rows(group.sort_values("position")), 1):
            here = (row.paragraph, row.sentence)
            if row.position != wanted:
                yield Fault(row.Index, "position", f"leaves a gap: {wanted} is missing in {row.source_id}")
                break
            if not row.id.endswith(f"-{wanted:03d}"):
                yield Fault(row.Index, "id", f"must end with the position, -{wanted:03d}")
            if here not in ((last[0], last[1] + 1), (last[0] + 1, 1)):
                yield Fault(row.Index, "sentence", f"follows paragraph {last[0]}, sentence {last[1]}; number without a gap")
            last = here


def rounds_to(stated: Decimal, other: Decimal) -> bool:
    """Whether ``other``, rounded half up to the last significant digit of ``stated``, gives it (docs/coding.md)."""
    exponent = stated.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # a value is finite
    return other != stated and other.quantize(Decimal((0, (1,), exponent)), ROUND_HALF_UP) == stated


@rule("verification-figures", "verifications")
def verification_figures(table: str, tables: Tables) -> Iterable[Fault]:
    """A verification's difference is what its two statistics give, and the verdict agrees with it."""
    statistics = {row.id: row for row in _rows(tables["statistics"])}
    for row in _rows(tables[table]):
        stated, other = statistics.get(row.statistic_id), statistics.get(row.other_statistic_id)
        if stated is None or other is None:
            if row.difference is not None:
                yield Fault(row.Index, "difference", "no two figures are compared; empty the cell")
            continue
        a, b = _figure(stated), _figure(other)
        if a is None or b is None:
            continue
        if row.difference is None or Decimal(repr(row.difference)) != a - b:
            yield Fault(
                row.Index,
                "difference",
                f"{a.normalize():f} less {b.normalize():f} is {(a - b).normalize():f}; write that",
            )
        if stated.unit != other.unit and row.verdict != "different-scope":
            yield Fault(row.Index, "verdict", f"{stated.unit} and {other.unit} cannot be compared; write different-scope")
        agrees = {"matches": a == b, "higher": a > b, "lower": a < b, "rounds-to": rounds_to(a, b)}
        if not agrees.get(row.verdict, True):
            right = ", ".join(verdict for verdict, holds in agrees.items() if holds)
            yield Fault(row.Index, "verdict", f"the figures do not say so; they allow {right}")


@rule("verification-source", "verifications")
def verification_source(table: str, tables: Tables) -> Iterable[Fault]:
    """A verification names its source and what was found there, unless nothing was found."""
    records = _records(tables)
    for row in _rows(tables[table]):
        found = row.other_statistic_id is not None or row.found is not None
        if row.verdict == "not-found" and found:
            yield Fault(row.Index, "verdict", "something was found; empty other_statistic_id and found, or give a verdict")
        elif row.verdict != "not-found" and not found:
            yield Fault(row.Index, "found", "what was found is missing; fill found or other_statistic_id")
        if row.verdict != "not-found" and row.source_id is None:
            yield Fault(row.Index, "source_id", "the source is missing; name it, or write not-found")
        record = records.get(_record(row) or ("", ""))
        if record is not None and (row.compared not in record._fields or row.compared in ("Index", "id")):
            yield Fault(row.Index, "compared", "is not a column of the record's table; name one")


@rule("bilateral-parties", "agreements")
def bilateral_parties(table: str, tables: Tables) -> Iterable[Fault]:
    """A bilateral agreement has two parties that are countries or unions."""
    kinds = {row.id: row.kind for row in _rows(tables["areas"])}
    parties: dict[str, set[str]] = {}
    for row in _rows(tables["participants"]):
        if row.agreement_id is not None and row.role == "party" and kinds.get(row.area_id) in ("country", "union"):
            parties.setdefault(row.agreement_id, set()).add(row.area_id)
    for row in _rows(tables[table]):
        count = len(parties.get(row.id, ()))
        if row.scope == "bilateral" and count != 2:
            yield Fault(
                row.Index, "scope", f"bilateral, yet {count} countries or unions are parties in participants; name both"
            )


@rule("participant-once", "participants")
def participant_once(table: str, tables: Tables) -> Iterable[Fault]:
    """A body or area has one role in a record only once."""
    seen: dict[tuple[Any, ...], str] = {}
    for row in _rows(tables[table]):
        party = (_record(row), row.role, row.organization_id, row.area_id)
        if party in seen:
            yield Fault(row.Index, "role", f"{seen[party]} says the same; remove one")
        seen.setdefault(party, row.id)


@rule("successor-later", "organizations")
def successor_later(table: str, tables: Tables) -> Iterable[Fault]:
    """A successor was founded later than the body that it replaces."""
    founded = {row.id: _span(row.founded) for row in _rows(tables[table])}
    for row in _rows(tables[table]):
        mine, its = founded.get(row.id), founded.get(row.replaced_by_id)
        if row.replaced_by_id == row.id:
            yield Fault(row.Index, "replaced_by_id", "a body does not replace itself")
        elif mine and its and mine.first and its.last and its.last <= mine.first:
            yield Fault(
                row.Index,
                "replaced_by_id",
                f"{row.replaced_by_id} was founded before it; correct a date or the successor",
            )


@rule("end-after-start", "agreements")
def end_after_start(table: str, tables: Tables) -> Iterable[Fault]:
    """An agreement does not end before it started."""
    for row in _rows(tables[table]):
        started, ended = _span(row.started), _span(row.ended)
        if started and ended and started.first and ended.last and ended.last < started.first:
            yield Fault(row.Index, "ended", f"is before the start, {row.started}; correct one")


@rule("primary-figure", "statistics")
def primary_figure(table: str, tables: Tables) -> Iterable[Fault]:
    """A figure that corresponds to a stated one is a context record, and the stated one comes from the paper."""
    origin = {row.id: row.origin for row in _rows(tables[table])}
    for row in _rows(tables[table]):
        if row.corresponds_to_id is not None and (
            row.origin != "context" or origin.get(row.corresponds_to_id) != "white-paper"
        ):
            yield Fault(row.Index, "corresponds_to_id", "must lead from a context figure to a figure of the white paper")


@rule("origin-evidence", *RECORDS.values())
def origin_evidence(table: str, tables: Tables) -> Iterable[Fault]:
    """A white-paper record is stated by a coded passage, a context record by another source."""
    column = {name: column for column, name in RECORDS.items()}[table]
    evidence = tables["evidence"]
    states = evidence[(evidence["stance"] == "states") & evidence[column].notna()]
    in_passage = set(states.loc[states["passage_id"].notna(), column])
    elsewhere = set(states.loc[states["passage_id"].isna(), column])
    for row in _rows(tables[table]):
        if row.origin == "white-paper" and row.id in elsewhere and row.id not in in_passage:
            yield Fault(row.Index, "origin", "no coded passage states it; write context, or name the passage in evidence")
        elif row.origin == "context" and row.id in in_passage and row.id not in elsewhere:
            yield Fault(row.Index, "origin", "a coded passage states it; write white-paper")


def _ids(tables: Tables) -> dict[str, list[tuple[str, int]]]:
    """Where each id is in use: the tables and row labels."""
    used: dict[str, list[tuple[str, int]]] = {}
    for resource in tables.package.sources:
        if resource.name != "retired":
            for index, found in enumerate(tables[resource.name]["id"]):
                used.setdefault(found, []).append((resource.name, index))
    return used


@rule("id-once", "measures", "agreements", "events", "statistics", "verifications", "evidence", "participants", "passages",
      "sources", "organizations", "areas", "substances")  # fmt: skip
def id_once(table: str, tables: Tables) -> Iterable[Fault]:
    """No id is used in two tables, and no retired id is alive."""
    retired = set(tables["retired"]["id"])
    for used, places in _ids(tables).items():
        for name, index in places:
            others = sorted({other for other, _ in places} - {table})
            if name == table and others:
                yield Fault(index, "id", f"stands in {', '.join(others)} too; an id is used in one table only")
            if name == table and used in retired:
                yield Fault(index, "id", "is retired; a retired id is never used again")


@rule("retired-successor", "retired")
def retired_successor(table: str, tables: Tables) -> Iterable[Fault]:
    """A retired id names a table of the package and a successor that lives there or is retired itself."""
    used, names = _ids(tables), {resource.name for resource in tables.package.sources}
    known = {row.id for row in _rows(tables[table])}
    for row in _rows(tables[table]):
        if row.table not in names:
            yield Fault(row.Index, "table", f"is not a table of the package; write one of {', '.join(sorted(names))}")
        if row.successor_id is not None and row.successor_id not in used and row.successor_id not in known:
            yield Fault(row.Index, "successor_id", "no row has this id; correct it or leave it empty")
        elif row.successor_id == row.id:
            yield Fault(row.Index, "successor_id", "an id does not succeed itself")


_ucum_parser = cache(get_ucum_parser)


@cache
def _is_ucum(unit: str) -> bool:
    try:
        _ucum_parser().parse(unit)
    except LarkError:
        return False
    return True


@rule("unit-real", "statistics")
def unit_real(table: str, tables: Tables) -> Iterable[Fault]:
    """A unit is a code of UCUM."""
    for row in _rows(tables[table]):
        if not _is_ucum(row.unit):
            yield Fault(row.Index, "unit", "is no UCUM code; see ucum.org, and put what is counted in braces")


@rule("area-real", "areas")
def area_real(table: str, tables: Tables) -> Iterable[Fault]:
    """A country has its ISO 3166-1 codes, and nothing else has."""
    for row in _rows(tables[table]):
        country = pycountry.countries.get(alpha_3=row.id) if row.id.isupper() else None
        if row.kind == "country" and country is None:
            yield Fault(row.Index, "id", "is no ISO 3166-1 alpha-3 code of a country; correct it, or the kind")
        elif country is not None and row.kind == "country" and row.iso_alpha_2 != country.alpha_2:
            yield Fault(row.Index, "iso_alpha_2", f"the alpha-2 code of {row.id} is {country.alpha_2}")
        elif row.kind != "country" and row.id.isupper():
            yield Fault(row.Index, "id", "only a country has an ISO code for an id; use a lower-case slug")
        elif row.kind != "country" and row.iso_alpha_2 is not None:
            yield Fault(row.Index, "iso_alpha_2", "only a country has an alpha-2 code; empty the cell")


@rule("language-real", "sources")
def language_real(table: str, tables: Tables) -> Iterable[Fault]:
    """A language is a BCP 47 tag of registered parts."""
    for row in _rows(tables[table]):
        language, *rest = row.language.split("-")
        known = pycountry.languages.get(**{"alpha_2" if len(language) == 2 else "alpha_3": language})
        if known is None or (len(language) == 3 and getattr(known, "alpha_2", None)):
            yield Fault(row.Index, "language", "is no BCP 47 tag; use the shortest code of the language, e.g. en or zh-Hans")
        for part in rest:
            kind = pycountry.scripts.get(alpha_4=part) if len(part) == 4 else pycountry.countries.get(alpha_2=part)
            if kind is None:
                yield Fault(row.Index, "language", f'"{part}" is no registered script or region')


@rule("url-once", "sources")
def url_once(table: str, tables: Tables) -> Iterable[Fault]:
    """No two sources share an address, whatever its scheme, www, fragment or last slash."""
    seen: dict[str, str] = {}
    for row in _rows(tables[table]):
        if row.url is not None:
            bare = re.sub(r"^https?://(www\.)?", "", row.url.partition("#")[0]).rstrip("/").lower()
            if bare in seen:
                yield Fault(row.Index, "url", f"{seen[bare]} has the same address; use that source")
            seen.setdefault(bare, row.id)


@rule("part-of", "sources", "organizations", "substances")
def part_of(table: str, tables: Tables) -> Iterable[Fault]:
    """Nothing is a part of itself, and no class broader than itself, at any remove."""
    column = "broader_id" if table == "substances" else "part_of_id"
    parent = {row.id: getattr(row, column) for row in _rows(tables[table])}
    for row in _rows(tables[table]):
        above, seen = parent.get(row.id), {row.id}
        while above is not None and above not in seen:
            seen.add(above)
            above = parent.get(above)
        if above == row.id:
            yield Fault(row.Index, column, "leads back to the row itself; cut the circle")
