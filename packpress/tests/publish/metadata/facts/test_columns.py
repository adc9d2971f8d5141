"""The columns are those of the Parquet file; keys lead only to published tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa

from packpress.package.model import Dialect, Resource
from packpress.publish.metadata.facts.columns import PublishedKey, primary_key, published_columns, published_keys
from packpress.publish.release.model import Release


def test_a_column_has_its_field_and_its_type(make_release: Callable[..., Release]) -> None:
    ships = make_release().tables[1]
    columns = {column.name: column for column in published_columns(ships)}
    length = columns["length"]
    assert [*columns] == ["id", "port_id", "length", "crew", "built", "sails", "the name"]
    assert (length.arrow, length.unit, length.description, length.title) == (pa.float64(), "m", "Length over all.", "")
    assert (dict(length.constraints), dict(columns["crew"].constraints)) == ({"minimum": 0}, {})
    assert primary_key(ships) == ("id",)


def test_a_column_without_a_field_is_a_column(make_release: Callable[..., Release]) -> None:
    ports = replace(make_release().tables[0], schema={})
    assert [(column.name, column.description) for column in published_columns(ports)] == [("id", ""), ("main_id", "")]
    assert primary_key(ports) == ()


def test_keys_lead_to_published_tables_by_the_names_of_these(make_release: Callable[..., Release]) -> None:
    release = make_release()
    to_parquet = {"fields": ["port_id"], "reference": {"resource": "ports-parquet", "fields": ["id"]}}
    made = Resource("ports-parquet", ("p",), "parquet", "", "", Dialect(), None, "ports", {})
    ports, ships, lost = release.tables
    changed = replace(ships, schema={**ships.schema, "foreignKeys": [to_parquet]})
    package = release.package._replace(resources=(made,))
    own, other = PublishedKey("ports", ("main_id",), "ports", ("id",)), PublishedKey("ships", ("port_id",), "ports", ("id",))
    assert published_keys(release) == (own, other)
    assert published_keys(replace(release, package=package, tables=(ports, changed, lost))) == (own, other)
    assert published_keys(replace(release, tables=(ships, lost))) == ()
