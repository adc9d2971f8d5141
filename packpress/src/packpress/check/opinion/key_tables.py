"""Tables of keys for frictionless: what foreign keys refer to, read once and without the other columns.

frictionless reads a whole table again for each foreign key that refers to it, and a sample of a table refers to rows that are
not in the sample of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import FALSE, Mask, int64_array, numpy_values
from packpress.arrow.work_limits import Effort
from packpress.check.cells.field_checker import FieldChecker
from packpress.check.opinion.samples import Sample, cell_columns
from packpress.package.model import Package, Table
from packpress.read.reader import Column

_Names = tuple[str, ...]


class KeyReference(NamedTuple):
    """A foreign key: the fields of the table ``owner`` that refer to fields of the table of keys."""

    owner: str
    fields: _Names
    referenced: _Names


class KeyTable(NamedTuple):
    """The keys of the table ``of`` that others refer to, under a name of their own, and the references to them."""

    name: str
    of: str
    fields: _Names
    references: tuple[KeyReference, ...]


def name_key_tables(resources: list[dict[str, Any]]) -> list[KeyTable]:
    """Makes the foreign keys of the resources refer to tables of keys, which are added without rows; returns those tables."""
    schemas = {item["name"]: item["schema"] for item in resources if isinstance(item.get("schema"), dict)}
    found: dict[str, list[KeyReference]] = {}
    for owner, schema in schemas.items():
        for key in schema.get("foreignKeys", ()):
            target = key["reference"].get("resource") or owner
            referenced = key["reference"]["fields"]
            found.setdefault(target, []).append(KeyReference(owner, _names(key["fields"]), _names(referenced)))
            key["reference"] = {"resource": _name_of(target, schemas), "fields": referenced}
    tables = []
    for target, references in found.items():
        names = tuple(dict.fromkeys(name for reference in references for name in reference.referenced))
        table = KeyTable(_name_of(target, schemas), target, names, tuple(references))
        tables.append(table)
        fields = {field["name"]: _without_constraints(field) for field in schemas[target]["fields"]}
        schema = {**_missing_values(schemas[target]), "fields": [fields[name] for name in names]}
        resources.append(
            {"name": table.name, "type": "table", "schema": schema, "data": [list(names)], "dialect": {"header": True}}
        )
    return tables


def _name_of(target: str, schemas: Mapping[str, Any]) -> str:
    """Returns the name of the table of keys, which no other table has."""
    name = f"keys of {target}"
    while name in schemas:
        name += "'"
    return name


def _names(value: Any) -> _Names:
    return (value,) if isinstance(value, str) else tuple(value)


def _without_constraints(field: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in field.items() if name != "constraints"}


def _missing_values(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name == "missingValues"}


def key_rows(package: Package, table: KeyTable, samples: Mapping[str, Sample]) -> list[list[str | None]]:
    """Returns the header and the distinct rows of the table of keys; of a long table, those that others refer to."""
    owner = package.table(table.of)
    wanted = _wanted(package, table, samples) if table.of in samples else None
    rows: dict[tuple[str | None, ...], None] = {}
    for block in cell_columns(package, owner):
        columns = _named(owner, block, table.fields)
        cells = [column.cells for column in columns.values()]
        if wanted is not None:
            keep = int64_array(np.flatnonzero(_is_wanted(owner, columns, wanted)))
            cells = [column.take(keep) for column in cells]
        rows.update(dict.fromkeys(zip(*(column.to_pylist() for column in cells), strict=True)))
    return [list(table.fields), *map(list, rows)]


def _named(table: Table, block: list[Column], names: _Names) -> dict[str, Column]:
    places = {name: place for place, name in enumerate(table.schema.names)}
    return {name: block[places[name]] for name in names}


Wanted = list[tuple[KeyReference, list[pa.StringArray]]]


def _wanted(package: Package, table: KeyTable, samples: Mapping[str, Sample]) -> Wanted:
    """Returns for each reference the texts of its keys in the rows that frictionless gets, one array for each field."""
    found = []
    for reference in table.references:
        owner, sample, begin = package.table(reference.owner), samples.get(reference.owner), 0
        parts: list[list[pa.StringArray]] = []
        for block in cell_columns(package, owner):
            texts = _key_texts(owner, _named(owner, block, reference.fields))
            if sample is not None:
                low, high = np.searchsorted(sample.rows, (begin, begin + len(texts[0])))
                chosen = int64_array(sample.rows[low:high] - begin)
                begin += len(texts[0])
                texts = [column.take(chosen) for column in texts]
            parts.append([column.unique() for column in texts])
        found.append((reference, [pa.concat_arrays(column).unique() for column in zip(*parts, strict=True)]))
    return found


def _key_texts(table: Table, columns: Mapping[str, Column]) -> list[pa.StringArray]:
    """Returns the columns as texts that are equal if the values are."""
    return list(_each_key_text(table, columns))


def _each_key_text(table: Table, columns: Mapping[str, Column]) -> Iterator[pa.StringArray]:
    for name, column in columns.items():
        checker = FieldChecker(table.schema.field(name), False, Effort())
        values, _ = checker.check(column.cells, column.is_text)
        yield checker.type.key_texts(column.cells, values)


def _is_wanted(table: Table, columns: Mapping[str, Column], wanted: Wanted) -> Mask:
    """Returns a mask of the rows that some reference may mean: each field has a text that the other side has too."""
    texts = dict(zip(columns, _key_texts(table, columns), strict=True))
    found: Mask = np.zeros(len(next(iter(columns.values())).cells), np.bool_)
    for reference, sets in wanted:
        fits = np.ones(len(found), np.bool_)
        for name, values in zip(reference.referenced, sets, strict=True):
            fits &= numpy_values(pc.fill_null(pc.is_in(texts[name], value_set=values), FALSE))
        found |= fits
    return found
