"""Croissant 1.1: the Parquet files as files, and the tables as record sets.

What a column refers to is in its description only. mlcroissant 1.1.1 joins the record sets that ``references`` connect: those
in a cycle never load, and with a single one, a record set that is read a second time from the same ``Dataset`` has no records.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pyarrow as pa

from packpress.publish.metadata.facts.columns import (
    PublishedColumn,
    PublishedKey,
    primary_key,
    published_columns,
    published_keys,
)
from packpress.publish.metadata.facts.described import Described, DescribedFile
from packpress.publish.metadata.notation.json_text import json_for_html, without_empty
from packpress.publish.metadata.schema_org import agents, licence_links
from packpress.publish.release.model import PublishedTable

_CONFORMS = "http://mlcommons.org/croissant/1.1"
_PARQUET = "application/x-parquet"
"""The media type by which mlcroissant knows Parquet; the registered one is newer."""
# the terms of Croissant 1.1, as its specification maps them ("Croissant context")
_TERMS = (
    "arrayShape citeAs column containedIn equivalentProperty extract field fileProperty fileObject fileSet format includes "
    "isArray isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate "
    "separator source subField transform"
).split()
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "description": {"@container": "@language"},
    "name": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _TERMS},
}


def croissant_text(described: Described) -> str:
    """Returns the description as JSON-LD."""
    facts = described.facts
    tables = [(table, file) for table in described.tables if (file := described.parquet(table))]
    keys = published_keys(described.release)
    return json_for_html(
        without_empty(
            {
                "@context": dict(sorted(_CONTEXT.items())),
                "@type": "sc:Dataset",
                "conformsTo": _CONFORMS,
                "name": facts.title,
                "description": facts.description,
                "version": facts.version,
                "datePublished": facts.day,
                "dateCreated": facts.created,
                "license": licence_links(facts.licences),
                "keywords": list(facts.keywords),
                "creator": agents(facts.creators),
                "publisher": agents(facts.publishers),
                "url": facts.homepage,
                "citeAs": facts.citation,
                "isLiveDataset": False,
                "distribution": [_file(file) for _, file in tables],
                "recordSet": [_record_set(table, file, keys) for table, file in tables],
            }
        )
    )


def _file(file: DescribedFile) -> dict[str, Any]:
    """Returns the file; its address is relative to the description, which is beside it wherever the release is."""
    return {
        "@type": "cr:FileObject",
        "@id": quote(file.path),
        "name": file.path,
        "description": file.title,
        "contentUrl": quote(file.path),
        "contentSize": f"{file.size} B",
        "encodingFormat": [_PARQUET, file.media_type],
        "sha256": file.sha256,
    }


def _record_set(table: PublishedTable, file: DescribedFile, keys: tuple[PublishedKey, ...]) -> dict[str, Any]:
    targets = {name: key for key in keys if key.table == table.name for name in key.fields}
    columns = published_columns(table)
    return without_empty(
        {
            "@type": "cr:RecordSet",
            "@id": quote(table.name),
            "name": table.name,
            "description": table.description or table.title,
            "key": [{"@id": _id(table.name, name)} for name in primary_key(table)],
            "field": [_field(table, file, column, targets.get(column.name)) for column in columns],
        }
    )


def _field(table: PublishedTable, file: DescribedFile, column: PublishedColumn, key: PublishedKey | None) -> dict[str, Any]:
    return without_empty(
        {
            "@type": "cr:Field",
            "@id": _id(table.name, column.name),
            "name": column.name,
            "description": " ".join(filter(None, (column.description or column.title, _reference(column, key)))),
            "dataType": data_type(column.arrow),
            "source": {"fileObject": {"@id": quote(file.path)}, "extract": {"column": column.name}},
        }
    )


def _reference(column: PublishedColumn, key: PublishedKey | None) -> str:
    """Returns which column of which table the column refers to, as a sentence; "" if it refers to none."""
    return f"Refers to {key.target}.{dict(zip(key.fields, key.target_fields, strict=True))[column.name]}." if key else ""


def _id(table: str, column: str) -> str:
    return f"{quote(table)}/{quote(column, safe='')}"


def data_type(arrow: pa.DataType) -> str:
    """Returns the type of schema.org for values of the Arrow type; text for what has no type there."""
    for is_type, name in _TYPES:
        if is_type(arrow):
            return name
    return "sc:Text"


# whether an Arrow type is one of these → the data type
_TYPES = (
    (pa.types.is_boolean, "sc:Boolean"),
    (pa.types.is_integer, "sc:Integer"),
    (pa.types.is_floating, "sc:Float"),
    (pa.types.is_decimal, "sc:Float"),
    (pa.types.is_date, "sc:Date"),
    (pa.types.is_timestamp, "sc:DateTime"),
    (pa.types.is_time, "sc:Time"),
)
