"""A stated quantity as a reader sees it: what bounds it, its number and its unit."""

from __future__ import annotations

from dataclasses import dataclass

from packpress.package.site.setting import FigureFields
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.records.compare.plotted import Measured
from packpress.site.records.places import code_words
from packpress.site.words.units import Quantity


@dataclass(frozen=True)
class Figure:
    """A figure of a record: ``bound`` is what its words put before the number, such as "more than", else ""."""

    record: Row
    bound: str
    quantity: Quantity


def figure_of(site: Site, record: Row) -> Figure:
    """Returns the figure of a record that has one."""
    names = figure_fields(site, record)
    unit = record.get(names.unit) or record.table.fields[names.value].unit
    label = record.table.fields[names.unit].labels.get(unit, "") if names.unit in record.table.fields else ""
    return Figure(record, _bound(names, record), site.words.quantity(record[names.value], unit, label))


def measured(site: Site, record: Row, *, is_like: bool = True) -> Measured:
    """Returns what decides whether the figure of the record has a bar; a value that is a word, such as a rank, has none."""
    names = figure_fields(site, record)
    unit = record.get(names.unit) or record.table.fields[names.value].unit
    is_word = site.words.quantity(record[names.value], unit).is_word
    return Measured(record[names.value], unit, is_exact=not _bound(names, record) and not is_word, is_like=is_like)


def _bound(names: FigureFields, record: Row) -> str:
    """Returns the words of the qualifier; "" for a code whose words are empty, which says that the number is exact."""
    code = record.get(names.qualifier)
    return names.words.get(code, code_words(code))


def figure_fields(site: Site, record: Row) -> FigureFields:
    """Returns the columns of the figure of a record. Raises ValueError if the records of its table have none."""
    kind = site.setting.record_kind(record.table.name)
    if kind is None or kind.figure is None:
        raise ValueError(f"{record.table.name} has no figures")
    return kind.figure
