"""Makes the drawings that ``packpress:site`` names: a timeline, or a stated figure beside those of other sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from packpress.issue import Findings, Issue
from packpress.package.model import Package
from packpress.package.site.presentation import DrawnFile
from packpress.package.site.read_setting import read_setting
from packpress.package.site.setting import FigureFields, Own, SiteSetting, TimelineFields
from packpress.package.site.shapes import SITE_SETTING
from packpress.publish.drawings.dated import Dated, read_between
from packpress.publish.drawings.pictures.figure_picture import DrawnFigure, draw_figures
from packpress.publish.drawings.pictures.timeline_picture import draw_years
from packpress.publish.drawings.verdict_marks import OTHER_MARK
from packpress.publish.targets import Target, Targets

_RULE = "site-property"
# mark of a verdict → its place among the figures of others; the rest follow
_ORDER = {mark: place for place, mark in enumerate(("waves", "equal", "up", "down"))}
_NAMES = "named by {}", "from other sources"
_Tables = Mapping[str, pa.Table]


def drawing_outputs(package: Package, targets: Targets, tables: _Tables, findings: Findings) -> dict[Target, bytes]:
    """Returns the content of every drawing. Adds an issue for each that cannot be made of what the package has."""
    outputs = {}
    for drawing in read_setting(package).drawings if targets.drawings else ():
        try:
            outputs[targets.drawings[drawing.path]] = _DRAWN[drawing.draw](package, drawing, tables)
        except ValueError as error:
            message = f'"{SITE_SETTING}": the drawing "{drawing.path}" cannot be made: {error}'
            findings.add(Issue(package.descriptor, 0, "", "", _RULE, "error", message))
    return outputs


def _draw_timeline(package: Package, drawing: DrawnFile, tables: _Tables) -> bytes:
    setting = read_setting(package)
    dates: tuple[list[Dated], list[Dated]] = ([], [])
    for fields in setting.timeline:
        for is_own, dated in _dates(setting, fields, tables[fields.resource]):
            dates[not is_own].append(dated)
    if not any(dated.year for lane in dates for dated in lane):
        raise ValueError("no row has a date in one year; name tables with dates in its timeline")
    own, other = (words.format(setting.text.name or "the coded text") for words in _NAMES)
    return draw_years(drawing.title, *dates, (_capital(own), _capital(other)))


def _dates(setting: SiteSetting, fields: TimelineFields, table: pa.Table) -> Iterator[tuple[bool, Dated]]:
    """Yields whether the row is of the coded text, and its date, for each row of a table of the timeline."""
    kind = setting.record_kind(fields.resource)
    own = fields.own or (kind.own if kind else None)
    starts, ends = (_texts(table, name) for name in ((fields.start, fields.end) if fields.start else (fields.date, fields.end)))
    for is_own, start, end in zip(_is_own(table, own, kind is not None), starts, ends, strict=True):
        try:
            yield is_own, read_between(start, end)
        except ValueError:
            yield is_own, Dated("none")


def _is_own(table: pa.Table, own: Own | None, without: bool) -> Sequence[bool]:
    if own is None:
        return [without] * table.num_rows
    return [value in own.values for value in _texts(table, own.field)]


def _texts(table: pa.Table, name: str) -> list[str]:
    """Returns the cells of a column as text, days as in ISO 8601; empty texts for a column that is not named."""
    if not name:
        return [""] * table.num_rows
    return ["" if v is None else v.isoformat()[:10] if isinstance(v, date) else str(v) for v in table[name].to_pylist()]


def _draw_figure(package: Package, drawing: DrawnFile, tables: _Tables) -> bytes:
    setting = read_setting(package)
    kind, compared = setting.record_kind(drawing.resource), setting.comparisons
    if kind is None or kind.figure is None or compared is None or not compared.other:
        raise ValueError("its resource has no figures, or nothing is compared with them; complete records and comparisons")
    fields, schema = kind.figure, package.table(drawing.resource).schema
    rows = {"/".join(str(row[name]) for name in schema.primary_key): row for row in tables[drawing.resource].to_pylist()}
    stated = rows.get(drawing.record)
    if stated is None or stated[fields.value] is None:
        raise ValueError(f'"{drawing.resource}" has no record "{drawing.record}" with a value; correct its record')
    labels = schema.field(drawing.label).categories if drawing.label else {}
    verdicts = package.table(compared.resource).schema.field(compared.verdict).categories
    found = []
    for row in tables[compared.resource].to_pylist():
        other, verdict = rows.get(str(row[compared.other])), str(row[compared.verdict])
        is_meant = drawing.record in {row[name] for name in compared.records} and verdict not in compared.without_bars
        if is_meant and other is not None and other[fields.value] is not None and _unit(fields, other) == _unit(fields, stated):
            code = str(other.get(drawing.label) or "")
            shown = _figure(fields, other, labels.get(code) or code or str(row[compared.other]))
            meaning = verdicts.get(verdict) or verdict
            word, mark = compared.words.get(verdict) or meaning, compared.marks.get(verdict, OTHER_MARK)
            found.append(shown._replace(mark=mark, verdict=word, meaning=meaning))
    found.sort(key=lambda shown: (_ORDER.get(shown.mark, len(_ORDER)), shown.label, shown.number))
    first = _figure(fields, stated, setting.text.title or "The coded text")
    if first.value is None:
        raise ValueError(f'the record "{drawing.record}" is not exact, so that no bar shows it; choose another record')
    return draw_figures(drawing.title, first, found)


def _figure(fields: FigureFields, row: Mapping[str, Any], label: str) -> DrawnFigure:
    """Returns the figure in the row; without a value for a bar if its qualifier says that it is not exact."""
    code = str(row.get(fields.qualifier) or "")
    words = fields.words.get(code, code)
    number = " ".join(filter(None, (words, _number(row[fields.value]))))
    return DrawnFigure(label, None if words else row[fields.value], number)


def _unit(fields: FigureFields, row: Mapping[str, Any]) -> Any:
    return row.get(fields.unit)


def _number(value: Any) -> str:
    """Returns a number with commas between thousands: "75,000", "3.1"."""
    return f"{Decimal(str(value)).normalize():,f}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# what a drawing is of → what draws it
_DRAWN: Mapping[str, Callable[[Package, DrawnFile, _Tables], bytes]] = {"timeline": _draw_timeline, "figure": _draw_figure}
