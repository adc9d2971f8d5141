"""What the tests of pages share: a site of small tables, without a release."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from packpress.package.model import Package
from packpress.package.site.read_setting import read_setting
from packpress.publish.metadata.facts.facts import Facts
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row, Table
from packpress.site.words.words import Words

SiteMaker = Callable[..., Site]


@pytest.fixture
def make_site() -> SiteMaker:
    """Makes a site of tables, each the lines of a CSV with its key first; names of EDTF columns end with ``~``."""

    def make(tables: Mapping[str, Sequence[str]], setting: Mapping[str, Any]) -> Site:
        package = Package(Path(), (), {"packpress:site": setting})
        facts = cast(Facts, SimpleNamespace(title="Clubs", version="1.0.0", day="2026-01-02", licences=()))
        made = {name: _table(name, lines) for name, lines in tables.items()}
        return Site(facts, "", (), made, read_setting(package), {}, package.raw, Words())

    return make


def _table(name: str, lines: Sequence[str]) -> Table:
    heads = lines[0].split(",")
    fields = [Field(name, head.rstrip("~"), head, "", "string", edtf=head.endswith("~")) for head in heads]
    table = Table(name, name.capitalize(), "", {field.name: field for field in fields}, (fields[0].name,))
    table.rows += [Row(table, number, line.split(",")) for number, line in enumerate(lines[1:], 1)]
    return table
