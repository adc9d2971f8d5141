"""A comparison in words: what was compared, what the record states, what was found, where and when."""

from __future__ import annotations

from markupsafe import Markup, escape

from packpress.package.site.setting import ComparisonFields
from packpress.site.cells.cell import Cells
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row
from packpress.site.pages.proof.comparison_lists import Compared
from packpress.site.records.places import capitalized, code_words

_NOT_FOUND = "dashed"
"""The mark of the verdict that something was looked for and not found."""


def compared_field(site: Site, compared: Compared) -> Field | None:
    """Returns the column of the record that is compared; None if the comparison names no column of it."""
    name = compared.row.get(_names(site).compared)
    return compared.record.table.fields.get(name) if compared.record is not None else None


def compared_title(site: Site, compared: Compared) -> str:
    """Returns what is compared: the title of the column, else the words of the cell."""
    field = compared_field(site, compared)
    return field.title if field is not None else capitalized(code_words(compared.row.get(_names(site).compared)))


def stated_words(site: Site, compared: Compared, cells: Cells) -> Markup:
    """Returns what the record states in the column, with the words that bound a figure."""
    field = compared_field(site, compared)
    if field is None or compared.record is None:
        return cells.missing()
    return value_words(site, compared.record, field, cells)


def value_words(site: Site, record: Row, field: Field, cells: Cells) -> Markup:
    """Returns the cell of the record; before a figure, the words of its qualifier."""
    kind = site.setting.record_kind(record.table.name)
    shown = cells.cell(record, field.name)
    figure = kind.figure if kind else None
    if figure is None or field.name != figure.value:
        return shown
    code = record.get(figure.qualifier)
    words = figure.words.get(code, site.code_label(record, figure.qualifier) if code else "")
    return Markup("{} {}").format(words, shown) if words else shown


def found_words(site: Site, compared: Compared, cells: Cells) -> Markup:
    """Returns what was found: the figure of the other record with a link, or the words of the comparison; "" for nothing."""
    names = _names(site)
    other = site.follow(compared.row, names.other)
    kind = site.setting.record_kind(other.table.name) if other is not None else None
    if other is not None and kind is not None and kind.figure is not None:
        address = site.address(other)
        field = other.table.fields[kind.figure.value]
        shown = value_words(site, other, field, cells)
        return Markup('<a href="{}">{}</a>').format(cells.href(address), shown) if address else shown
    return escape(compared.row.get(names.found))


def source_words(site: Site, compared: Compared, cells: Cells) -> Markup:
    """Returns the source with a link, and the day; that something was looked for, if nothing was found."""
    names = _names(site)
    source = site.follow(compared.row, names.source)
    parts = [cells.name(source)] if source is not None else []
    if day := compared.row.get(names.checked):
        was_found = names.marks.get(compared.row.get(names.verdict)) != _NOT_FOUND
        parts.append(escape(site.words.t("verdicts.checked" if was_found else "verdicts.looked", day=site.words.date(day))))
    return Markup(" · ").join(parts)


def _names(site: Site) -> ComparisonFields:
    assert site.setting.comparisons is not None, "the site has comparisons"
    return site.setting.comparisons
