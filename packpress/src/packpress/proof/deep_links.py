"""The column of deep links: for each passage, the URL that opens its source's page at the sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from packpress.package.model import Package, Resource
from packpress.package.provenance import link_name, provenance
from packpress.proof.text_fragments import text_fragment

_DESCRIPTION = "Address that opens the source's page at the passage (text fragment); null where the source has no address."


def link_field(package: Package, resource: Resource) -> dict[str, Any] | None:
    """Returns the Table Schema field of the links, if the resource has the passages and the descriptor names a link column."""
    if (name := link_name(package, resource.name)) is None:
        return None
    return {
        "name": name,
        "title": "Link",
        "description": _DESCRIPTION,
        "type": "string",
        "format": "uri",
        "constraints": {"required": False},
    }


def link_column(package: Package, tables: Mapping[str, pa.Table]) -> pa.Array:
    """Returns the links of all passages, in table order."""
    named = provenance(package)
    names, sources = named["passages"], named["sources"]
    schema = package.table(sources["resource"]).schema
    source_table = tables[sources["resource"]]
    keys, urls = source_table[schema.primary_key[0]].to_pylist(), source_table[sources["url"]].to_pylist()
    url_of = dict(zip(keys, urls, strict=True))
    rows = tables[names["resource"]].select([names["source"], names["firstWords"], names["lastWords"]]).to_pylist()
    links = []
    for row in rows:
        url = url_of.get(row[names["source"]])
        links.append(text_fragment(url, row[names["firstWords"]], row[names["lastWords"]]) if url else None)
    return pa.array(links, type=pa.string())
