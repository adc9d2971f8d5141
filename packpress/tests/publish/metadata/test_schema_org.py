"""schema.org: the Dataset has what search engines read, and no address without a homepage."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from packpress.publish.metadata.facts.described import Described
from packpress.publish.metadata.schema_org import schema_org_text


def written(described: Described) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(schema_org_text(described))
    return loaded


def test_the_dataset_has_what_search_engines_read(describe: Callable[..., Described]) -> None:
    found = written(describe(homepage="https://example.org/ships"))
    assert found["@type"] == "Dataset"
    assert found["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert found["isAccessibleForFree"] is True
    assert [(item["@type"], item["name"]) for item in found["creator"]] == [("Person", "Dr. Zoë Ångström")]
    assert [item["contentUrl"] for item in found["distribution"]][:2] == [
        "https://example.org/ships/1.2.0/parquet/ports.parquet",
        "https://example.org/ships/1.2.0/parquet/ships.parquet",
    ]
    assert {"name", "description", "version", "datePublished", "isBasedOn", "variableMeasured", "url", "@id"} <= found.keys()


def test_without_a_homepage_files_have_no_address(describe: Callable[..., Described]) -> None:
    found = written(describe())
    assert not {"url", "@id"} & found.keys()
    assert not [item for item in found["distribution"] if "contentUrl" in item]


def test_what_is_not_stated_is_left_out(describe: Callable[..., Described]) -> None:
    found = written(describe(licenses=[{"name": "own"}], keywords=None, sources=None, contributors=None, description=None))
    assert found["license"] == [{"@type": "CreativeWork", "name": "own", "identifier": "own"}]
    assert not {"isAccessibleForFree", "keywords", "isBasedOn", "creator", "publisher", "description"} & found.keys()


def test_a_long_description_is_cut_where_search_engines_stop_reading(describe: Callable[..., Described]) -> None:
    assert written(describe(description="a" * 5_001))["description"] == "a" * 4_999 + "…"
