"""The first two sheets of the workbook: what it is and how to cite it, and what each column means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from packpress.publish.release.columns.release_column import ReleaseColumn
from packpress.publish.release.columns.words import codes_of, licences_of, type_of, unit_of
from packpress.publish.release.model import PublishedTable, Release

COVER_SHEET, CODEBOOK_SHEET = "About", "Codebook"
COVER_HEADER = ("item", "text")
CODEBOOK_HEADER = ("table", "column", "title", "type", "unit", "description", "codes")


def cover_rows(release: Release, sheets: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yields an item and its text: the package, how to cite it, and each sheet, of which the first is the cover."""
    raw = release.package.raw
    stated = {
        "Title": raw.get("title") or raw.get("name"),
        "Description": raw.get("description"),
        "Version": release.version,
        "Day of the release": release.day,
        "Licence": licences_of(release.package),
        "Homepage": raw.get("homepage"),
        "How to cite": _citation(release),
    }
    yield from ((item, str(text)) for item, text in stated.items() if text)
    yield (
        "Cells",
        "An empty cell means that no value is stated. Text is never a formula. Numbers that Excel would round are text.",
    )
    yield f'Sheet "{sheets[1]}"', "What each column of each table means, with its type, unit and codes."
    for name, table in zip(sheets[2:], release.tables, strict=True):
        kind = "View" if table.is_view else "Table"
        rows = f"{table.rows:,} row{'' if table.rows == 1 else 's'}."
        words = (f"{kind} {table.name}: {rows}", f"{table.title}." if table.title else "", table.description)
        yield f'Sheet "{name}"', " ".join(" ".join(filter(None, words)).split())


def _citation(release: Release) -> str:
    """Returns the authors, year, title and version, and the homepage if there is one, in one sentence each."""
    raw = release.package.raw
    people = [item.get("title", "") for item in raw.get("contributors") or () if isinstance(item, dict)]
    authors = "; ".join(filter(None, people))
    title = raw.get("title") or raw.get("name") or ""
    words = f"{authors} ({release.day[:4]}). " if authors else ""
    return f"{words}{title}, version {release.version} ({release.day}). {raw.get('homepage') or ''}".strip()


def codebook_rows(
    tables: Sequence[PublishedTable], columns: Sequence[Sequence[ReleaseColumn]], longest: int
) -> Iterator[tuple[str, ...]]:
    """Yields a row for each column of each table, in their order; a list of codes beyond ``longest`` is only counted."""
    for table, own in zip(tables, columns, strict=True):
        for column in own:
            field = column.field
            codes = codes_of(field)
            if len(codes) > longest:
                count = len(field.categories or field.constraints["enum"])
                codes = f"{count:,} codes, listed in datapackage.json"
            yield table.name, field.name, field.title, type_of(field), unit_of(field), field.description, codes
