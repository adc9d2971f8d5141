"""The codebook: the page of a small package is tests/golden/codebook.md."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from packpress.package.descriptor import read_package
from packpress.package.outputs.source_hash import SourceHashes
from packpress.publish.build import build

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "codebook.md"

SCHEMA = {
    "fields": [
        {
            "name": "id",
            "title": "Identifier",
            "description": "Permanent identifier.",
            "type": "string",
            "constraints": {"required": True},
            "example": "a",
        },
        {
            "name": "kind",
            "description": "What it is: one | the other.",
            "type": "string",
            "constraints": {"required": False, "enum": ["x", "y"]},
            "categories": [{"value": "x", "label": "First | best"}, {"value": "y", "label": "Second"}],
            "example": "x",
        },
        {"name": "amount", "description": "How much.", "type": "number", "example": "2.5", "packpress:unit": "kg"},
        {"name": "date", "description": "When.", "type": "string", "example": "2023", "packpress:edtf": True},
        {"name": "open", "description": "Whether more\nis meant.", "type": "boolean", "example": False},
        {"name": "above", "description": "The row above.", "type": "string"},
    ],
    "primaryKey": ["id"],
    "uniqueKeys": [["kind", "date"]],
    "foreignKeys": [{"fields": ["above"], "reference": {"fields": ["id"]}}],
}
ROWS = "id,kind,amount,date,open,above\na,x,1,2023,true,\nb,x,,2024,,a\nc,,2.5,,false,a\n"


def test_the_page_of_a_small_package_is_as_agreed(with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(SCHEMA, ROWS, title="Example", version="1.2.3")
    assert build(root).report.issues == ()
    source_hash = SourceHashes(read_package(root)[0]).codebook()
    expected = GOLDEN.read_text(encoding="utf-8").replace("sha256:HASH", source_hash)
    assert (root / "docs" / "codebook.md").read_text(encoding="utf-8") == expected


def test_a_table_without_rows_title_or_parquet_is_described_too(make_package: Callable[..., Path]) -> None:
    root = make_package({"fields": [{"name": "id", "description": "Key."}]}, "id\n")
    assert build(root, with_codebook=True).report.issues == ()
    page = (root / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert page.endswith(
        "## table\n\n0 rows in `data.csv`.\n\nPrimary key: none.\n\n"
        "| column | type | filled | meaning | example |\n|---|---|---:|---|---|\n| `id` | any | - | Key. |  |\n"
    )
