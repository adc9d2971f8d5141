"""Rules for the exact words of evidence: they agree with the figure, qualifier or date that they support."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from packpress import Fault, Span, Tables, rule

from .dates_in_words import days_in, months_in, years_in
from .numbers_in_words import numbers_in, qualifier_in
from .records import DATES, figure_of, record_key, records_by_key, rows, span_of

# unit of a claim without a figure → words → the value that they mean; the first word found counts
WORDED: Mapping[str, Mapping[str, int]] = {
    "{rank}": {"second": 2, "third": 3, "first": 1, "leading": 1, "largest": 1},
    "{trend}": {
        "increas": 1, "escalat": 1, "rise": 1, "rising": 1, "grow": 1,
        "decreas": -1, "declin": -1, "fall": -1, "unchanged": 0, "stable": 0, "stabili": 0,
    },
}  # fmt: skip
# column with a date that words may name, by record table
_DATED = DATES | {"agreements": (*DATES["agreements"], "status_as_of")}


@rule("fragment-value", "evidence")
def fragment_value(table: str, tables: Tables) -> Iterable[Fault]:
    """The figure in the words equals the value that they support."""
    records = records_by_key(tables)
    for row in rows(tables[table]):
        record = records.get(record_key(row) or ("", ""))
        if record is None or row.supports != "value" or row.fragment is None or row.stance != "states":
            continue
        value = figure_of(record)
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
    records = records_by_key(tables)
    for row in rows(tables[table]):
        record = records.get(record_key(row) or ("", ""))
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
    records = records_by_key(tables)
    for row in rows(tables[table]):
        key = record_key(row)
        record = records.get(key or ("", ""))
        if key is None or record is None or row.fragment is None or row.supports not in _DATED[key[0]]:
            continue
        text = getattr(record, row.supports)
        span = span_of(text)
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
        days, months, years = days_in(words), months_in(words), years_in(words)
    except ValueError:
        return "names a day that there is not"
    if days:
        return None if days <= {*ends} and finest == 10 else f"names {', '.join(map(str, sorted(days)))}"
    if months:
        right = months <= {(end.year, end.month) for end in ends} and finest == 7
        return None if right else f"names {', '.join(f'{year}-{month:02d}' for year, month in sorted(months))}"
    if years and (not years <= {end.year for end in ends} or finest != 4):
        return f"names {', '.join(map(str, sorted(years)))} and nothing finer"
    return None
