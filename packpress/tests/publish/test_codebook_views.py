"""The codebook has a section for each view, with its SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packpress.check.validate import validate
from packpress.publish.build import build

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import ViewAsker

SECTION = """
## starts

Starts. When did each service begin? A view: 3 rows, the result of `views/starts.sql`.

| column | type | filled | meaning |
|---|---|---:|---|
| `ferry_id` | string | 100 % | Code of the ferry. |
| `began` | EDTF date | 100 % | When the service began. |
| `first_day` | date | 100 % | First day that it may mean. |
| `last_day` | date | 100 % | Last day that it may mean. |
| `first_year` | year | 100 % | Its year. |

```sql
{}```
"""


def test_a_view_has_its_section(ferries: Path) -> None:
    assert build(ferries, with_codebook=True).report.issues == ()
    page = (ferries / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert page.endswith(SECTION.format((ferries / "views" / "starts.sql").read_text(encoding="utf-8")))
    assert "| `depth` | number | 67 % | Depth of the water. Unit: `m`. |" in page


def test_the_codebook_is_stale_when_the_sql_changes(ferries: Path) -> None:
    build(ferries, with_codebook=True)
    with (ferries / "views" / "starts.sql").open("a", encoding="utf-8") as file:
        file.write("-- the end\n")
    found = [(issue.path, issue.rule) for issue in validate(ferries).issues]
    assert found == [("docs/codebook.md", "output-stale")]


def test_sql_with_backticks_stays_in_its_block(ask: ViewAsker) -> None:
    root = ask("SELECT `id` FROM ferries -- ```\nORDER BY 1\n")
    assert build(root, with_codebook=True).report.issues == ()
    page = (root / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert page.endswith("````sql\nSELECT `id` FROM ferries -- ```\nORDER BY 1\n````\n")
