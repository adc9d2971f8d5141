from __future__ import annotations

from pathlib import Path
from typing import Any

from packpress.package.model import Package
from packpress.package.site.presentation import HomeWords, UnitWords
from packpress.package.site.read_setting import read_setting
from packpress.package.site.setting import FigureFields, Own, RecordKind, SiteSetting, WordingFields, WordsFields


def _read(setting: Any) -> SiteSetting:
    return read_setting(Package(Path(), (), {"packpress:site": setting}))


def test_a_package_without_the_property_has_an_empty_setting() -> None:
    assert read_setting(Package(Path(), (), {})) == SiteSetting()
    assert SiteSetting().record_kind("loans") is None


def test_every_part_becomes_a_value_with_its_own_names() -> None:
    record = {
        "resource": "loans",
        "path": "loans",
        "title": "Loans",
        "measuredBy": "who",
        "own": {"field": "origin", "values": ["register"]},
        "figure": {"value": "copies", "words": {"about": "about"}},
        "facts": ["lent"],
        "example:more": 1,
    }
    setting = _read(
        {
            "records": [record],
            "units": {"kg": {"one": "kilo", "many": "kilos"}},
            "wordings": {
                "resource": "terms",
                "records": ["loan"],
                "words": {"text": "a"},
                "other": {"text": "b", "source": "c"},
            },
            "home": {"asOf": "2024-02-29", "limits": ["a", "b"]},
        }
    )
    assert setting == SiteSetting(
        records=(
            RecordKind(
                "loans",
                "loans",
                "Loans",
                measured_by="who",
                own=Own("origin", ("register",)),
                figure=FigureFields("copies", words={"about": "about"}),
                facts=("lent",),
            ),
        ),
        units={"kg": UnitWords("kilo", "kilos")},
        wordings=WordingFields("terms", ("loan",), WordsFields("a"), WordsFields("b", "c")),
        home=HomeWords(as_of="2024-02-29", limits=("a", "b")),
    )
    assert setting.record_kind("loans") == setting.records[0]
