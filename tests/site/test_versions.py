"""Changes and withdrawn identifiers, against the changelog and the table."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.site.conftest import PATHS, ROOT, Node, rows
from tests.site.read_site import links

Page = Callable[[str], Node]


def test_each_withdrawn_identifier_has_a_page_with_its_reason_and_its_successor(page: Page) -> None:
    for row in rows("retired"):
        path = f"{PATHS.get(row['table'], 'withdrawn')}/{row['id']}.html"
        main = page(path)
        assert main.one("h1").text == f"Withdrawn: {row['id']}"
        note = main.one("div", "note")
        assert f"Withdrawn in version {row['retired_in']}." in note.text
        assert row["reason"] in note.text
        successors = [address.partition("#")[2] for _, address in links(note, path)]
        assert successors == ([row["successor_id"]] if row["successor_id"] else [])
    assert len(rows("retired")) > 5


def test_the_page_on_changes_has_every_entry_of_this_version(page: Page) -> None:
    version = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    section = changelog.partition(f"\n## {version}")[2].partition("\n## ")[0]
    entries = [" ".join(entry.replace("`", "").partition("\n\n")[0].split()) for entry in section.split("\n- ")[1:]]
    shown = ["".join(item.text.split()) for item in page("changes/index.html").one("div", "notes").all("li")]
    assert len(shown) == len(entries) > 10
    for entry, item in zip(entries, shown, strict=True):
        assert item.startswith("".join(entry.partition("[")[0].split()))
