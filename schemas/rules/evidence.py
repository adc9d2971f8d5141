"""Rules for evidence: what each record needs, and where its words are."""

from __future__ import annotations

from collections.abc import Iterable

from packpress import Fault, Tables, rule

from .records import DATES, RECORDS, record_key, records_by_key, rows


@rule("record-evidence", *RECORDS.values())
def record_evidence(table: str, tables: Tables) -> Iterable[Fault]:
    """Every record has evidence whose stance is states."""
    column = {name: column for column, name in RECORDS.items()}[table]
    evidence = tables["evidence"]
    stated = set(evidence.loc[evidence["stance"] == "states", column].dropna())
    for row in rows(tables[table]):
        if row.id not in stated:
            yield Fault(row.Index, "id", f"no evidence states it; add a row to evidence with {column} = {row.id}")


@rule("column-evidence", *RECORDS.values())
def column_evidence(table: str, tables: Tables) -> Iterable[Fault]:
    """Every number, date, qualifier, cited source and open list of a white-paper record has evidence for that very column."""
    column = {name: column for column, name in RECORDS.items()}[table]
    evidence = tables["evidence"].dropna(subset=[column])
    supported = set(zip(evidence[column], evidence["supports"], strict=True))
    for row in rows(tables[table]):
        if row.origin != "white-paper":
            continue
        needed = [name for name in DATES[table] if getattr(row, name) is not None]
        if table == "statistics":
            needed += ["value"] + (["qualifier"] if row.qualifier != "exact" else [])
            needed += ["cited_source_id"] if row.cited_source_id is not None else []
        elif row.parties_open:
            needed.append("parties_open")
        for name in needed:
            if (row.id, name) not in supported:
                yield Fault(row.Index, name, f"no evidence supports it; add a row to evidence with supports = {name}")


@rule("evidence-column", "evidence")
def evidence_column(table: str, tables: Tables) -> Iterable[Fault]:
    """Evidence supports the record as a whole or a column of it, which is filled where the words state or confirm it."""
    records = records_by_key(tables)
    for row in rows(tables[table]):
        record = records.get(record_key(row) or ("", ""))
        if record is None or row.supports == "record":
            continue
        if row.supports not in record._fields or row.supports in ("Index", "id"):
            yield Fault(row.Index, "supports", "is not a column of the record's table; name one, or write record")
        elif getattr(record, row.supports) is None and row.supports != "value" and row.stance in ("states", "confirms"):
            yield Fault(row.Index, "supports", f"{record.id} leaves that column empty; fill it or drop the evidence")


@rule("evidence-place", "evidence")
def evidence_place(table: str, tables: Tables) -> Iterable[Fault]:
    """Evidence has the words of a passage, or a locator, how the text was seen, and the words or why there are none."""
    home = {row.id: row.source_id for row in rows(tables["passages"])}
    coded = set(home.values())
    for row in rows(tables[table]):
        if row.passage_id is None:
            if row.source_id in coded:
                yield Fault(row.Index, "passage_id", f"{row.source_id} is coded by passages; name the passage")
            elif row.access is None:
                yield Fault(row.Index, "access", "how the text was seen is missing; write opened, or what else is true")
            elif row.fragment is None and row.note is None:
                yield Fault(row.Index, "fragment", "the words are missing; give at most eight, or say in note why")
            elif row.fragment is not None and row.access == "not-opened":
                yield Fault(row.Index, "fragment", "the text was not opened, so its words were not read; empty the cell")
            elif row.fragment is not None and row.locator is None:
                yield Fault(row.Index, "locator", "where the words are in the source is missing; name the heading or paragraph")
            continue
        for column in ("locator", "access"):
            if getattr(row, column) is not None:
                yield Fault(row.Index, column, f"the passage says it; leave the {column} empty")
        if row.fragment is None:
            yield Fault(row.Index, "fragment", "the words are missing; give at most eight that stand in the passage")
        if home.get(row.passage_id, row.source_id) != row.source_id:
            yield Fault(row.Index, "source_id", f"{row.passage_id} stands in {home[row.passage_id]}; name that source")


@rule("origin-evidence", *RECORDS.values())
def origin_evidence(table: str, tables: Tables) -> Iterable[Fault]:
    """A white-paper record is stated by a coded passage, a context record by another source."""
    column = {name: column for column, name in RECORDS.items()}[table]
    evidence = tables["evidence"]
    states = evidence[(evidence["stance"] == "states") & evidence[column].notna()]
    in_passage = set(states.loc[states["passage_id"].notna(), column])
    elsewhere = set(states.loc[states["passage_id"].isna(), column])
    for row in rows(tables[table]):
        if row.origin == "white-paper" and row.id in elsewhere and row.id not in in_passage:
            yield Fault(row.Index, "origin", "no coded passage states it; write context, or name the passage in evidence")
        elif row.origin == "context" and row.id in in_passage and row.id not in elsewhere:
            yield Fault(row.Index, "origin", "a coded passage states it; write white-paper")
