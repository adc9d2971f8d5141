"""The comparisons of stated values with other sources, verdict by verdict, those that part first."""

from __future__ import annotations

from dataclasses import dataclass

from packpress.site.model.anchors import file_stems
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row
from packpress.site.pages.proof.citations import evidence_field, evidence_table, records_of, stances_against
from packpress.site.records.places import capitalized, code_words

# mark of a verdict → its place in the list: first where both sources part, then what could not be compared, then agreement
_PARTING = ("up", "down", "square", "circles", "dashed", "void", "bar", "ring", "waves", "equal")
VERDICT_FOLDER = "verdicts"


@dataclass(frozen=True)
class Compared:
    """A comparison, and the record whose value it compares; None if it names none."""

    row: Row
    record: Row | None


@dataclass(frozen=True)
class VerdictList:
    """A verdict with its comparisons; ``word`` is its short name, ``path`` is the page that lists them."""

    code: str
    label: str
    word: str
    mark: str
    path: str
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class Doubt:
    """Evidence that limits or contradicts a record."""

    evidence: Row
    record: Row
    stance: str


def verdict_field(site: Site) -> Field | None:
    """Returns the field of the verdicts; None if the package has no comparisons."""
    setting = site.setting.comparisons
    table = site.tables.get(setting.resource) if setting else None
    return table.fields.get(setting.verdict) if table is not None and setting else None


def verdict_lists(site: Site) -> tuple[VerdictList, ...]:
    """Returns each verdict that a comparison has, those that part from the stated value first.

    Comparisons are in the order of the kinds of their records, then as in their table.
    """
    setting, field = site.setting.comparisons, verdict_field(site)
    if setting is None or field is None:
        return ()
    of_code: dict[str, list[Compared]] = {code: [] for code in field.labels}
    for row in site.tables[setting.resource]:
        record = next((found for name in setting.records if (found := site.follow(row, name))), None)
        of_code.setdefault(row[setting.verdict], []).append(Compared(row, record))
    order = {kind.resource: place for place, kind in enumerate(site.setting.records)}
    for listed in of_code.values():
        listed.sort(key=lambda item: order.get(item.record.table.name, len(order)) if item.record else len(order) + 1)
    stems = file_stems(of_code)
    lists = [
        VerdictList(
            code,
            field.labels.get(code) or code,
            setting.words.get(code) or capitalized(code_words(code)),
            setting.marks.get(code, ""),
            f"{VERDICT_FOLDER}/{stems[code]}.html",
            tuple(found),
        )
        for code, found in of_code.items()
        if found
    ]
    return tuple(sorted(lists, key=lambda item: _PARTING.index(item.mark) if item.mark in _PARTING else len(_PARTING)))


def doubts(site: Site) -> tuple[Doubt, ...]:
    """Returns the evidence that does not support its record, the strongest first, each in the order of the table."""
    table, field = evidence_table(site), evidence_field(site, "stance")
    if table is None or field not in table.fields:
        return ()
    return tuple(
        Doubt(row, record, code)
        for code in stances_against(site)
        for row in table.find_all(field, code)
        for record in records_of(site, row)
    )
