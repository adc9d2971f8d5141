"""The column of deep links: for each passage, the URL that opens its source's page at the sentence."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from packpress.arrow.arrays import nullable_texts
from packpress.derived.text_fragments import text_fragment
from packpress.package.model import Package
from packpress.package.provenance import provenance


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
    return nullable_texts(links)
