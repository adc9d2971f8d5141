from __future__ import annotations

from typing import Any

import pytest

from packpress.package.forms.edition import is_version_1, is_version_2

# descriptor → (whether it is version 1, whether it declares 2.0)
EDITIONS: dict[str, tuple[dict[str, Any], tuple[bool, bool]]] = {
    "nothing": ({}, (True, False)),
    "profile of version 1": ({"profile": "tabular-data-package"}, (True, False)),
    "$schema of version 1": ({"$schema": "https://datapackage.org/profiles/1.0/datapackage.json"}, (True, False)),
    "$schema of 2.0": ({"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}, (False, True)),
    "$schema of its own": ({"$schema": "https://example.org/profile.json"}, (False, False)),
    "$schema of a resource": ({"resources": [{"$schema": "https://example.org/r.json"}]}, (False, False)),
    "roles": ({"contributors": [{"title": "A", "roles": ["creator"]}]}, (False, False)),
    "role": ({"contributors": [{"title": "A", "role": "author"}]}, (True, False)),
    "fieldsMatch": ({"resources": [{"schema": {"fields": [], "fieldsMatch": "subset"}}]}, (False, False)),
    "header rows": ({"resources": [{"dialect": {"headerRows": [2]}}]}, (False, False)),
    "categories": ({"resources": [{"schema": {"fields": [{"name": "x", "categories": ["a"]}]}}]}, (False, False)),
    "type table, as written by programs for both": ({"resources": [{"type": "table"}]}, (True, False)),
    "objects of the wrong type": ({"resources": [1, {"schema": [], "dialect": 1}], "contributors": {}}, (True, False)),
}


@pytest.mark.parametrize(("raw", "wanted"), EDITIONS.values(), ids=EDITIONS)
def test_a_version_is_known_by_what_only_it_has(raw: dict[str, Any], wanted: tuple[bool, bool]) -> None:
    assert (is_version_1(raw), is_version_2(raw)) == wanted
