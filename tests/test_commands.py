"""The commands of packpress on the dataset: records are added, withdrawn and put back in order, and the report is legal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from packpress.changes.bump import bump
from packpress.changes.compare.diff import diff
from packpress.check.validate import validate
from packpress.cli import main
from packpress.edit.new_record import add_record
from packpress.package.descriptor import read_package
from packpress.package.model import Package
from packpress.report import format_json

if TYPE_CHECKING:
    from tests.conftest import PackageFolder

ROOT = Path(__file__).resolve().parents[1]
SCHEMA: Any = json.loads((ROOT / "packpress" / "docs" / "report.schema.json").read_text(encoding="utf-8"))
CHECKER = jsonschema.Draft202012Validator(SCHEMA)
Capture = pytest.CaptureFixture[str]


def test_a_row_of_the_dataset_out_of_order_is_put_back(dataset: PackageFolder, capsys: Capture) -> None:
    before = dataset.path("areas").read_text(encoding="utf-8")
    header, first, *rest = before.splitlines(keepends=True)
    dataset.path("areas").write_text("".join([header, *rest, first]), encoding="utf-8")
    assert main(["validate", str(dataset.root)]) == 1
    assert main(["format", str(dataset.root)]) == 0
    assert dataset.path("areas").read_text(encoding="utf-8") == before
    assert capsys.readouterr().out.endswith("data/areas.csv: formatted\n")


def new(root: Path, capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = main(["new", *arguments, str(root)])
    return code, *capsys.readouterr()


def test_the_checker_names_what_is_still_missing(dataset: PackageFolder, capsys: Capture) -> None:
    code, out, _ = new(dataset.root, capsys, "measures", "--id", "m-new-example")
    line = dataset.line("measures", "m-new-example")
    assert (code, out.split("\n")[0]) == (0, f"data/measures.csv:{line}: a new record, m-new-example")
    named = [issue.column for issue in validate(dataset.root).issues]
    required = [text.split(" ")[0] for text in out.split("\n") if text.endswith(" (required)")]
    assert sorted(required) == named == sorted(set(named))


def test_every_table_of_the_dataset_takes_a_record_and_stays_laid_out(dataset: PackageFolder) -> None:
    wanted = {"passages": "wp-7-", "evidence": "x-m-cn-us-arrests-", "participants": "p-m-cn-us-arrests-"}
    wanted |= {"sources": "new-source", "areas": "new-area", "retired": "m-old-example", "second_coding": "c-wp-6-001-9-claim"}
    wanted |= {"terms": "t-new-wording", "context_coding": "k-m-cn-us-arrests-date"}
    package: Package = read_package(dataset.root)[0]
    assert json.loads((dataset.root / "datapackage.json").read_text())["packpress:withdrawn"]
    for resource in package.sources:
        before = {path: (dataset.root / path).read_bytes() for path in resource.paths}
        added = add_record(package, resource, wanted.get(resource.name))
        after = (dataset.root / added.path).read_bytes().splitlines(keepends=True)
        assert b"".join(after[: added.line - 1] + after[added.line :]) == before[added.path]
        assert after[added.line - 1].startswith(added.id.text.encode() + b",")
    assert {issue.rule for issue in validate(dataset.root).issues} == {"required"}


def test_a_withdrawn_record_of_the_dataset_is_told_from_one_that_vanished(dataset: PackageFolder, tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    for path in [*dataset.root.glob("*.json"), *dataset.root.glob("data/*.csv"), *dataset.root.glob("[sv]*/*.*")]:
        target = before / path.relative_to(dataset.root)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    record = dataset.rows("measures")[0]["id"]
    dataset.remove("measures", record)
    table = next(table for table in diff(before, dataset.root).tables if table.name == "measures")
    assert (table.vanished, table.is_referenced, bump(diff(before, dataset.root)).least) == (1, True, "0.2.0")
    line = {"id": record, "table": "measures", "retired_in": "0.2.0", "successor_id": "", "reason": "Made for a test."}
    dataset.write("retired", [line])
    assert next(table for table in diff(before, dataset.root).tables if table.name == "measures").vanished == 0


def test_the_report_on_the_dataset_is_as_the_schema_says() -> None:
    CHECKER.validate(json.loads(format_json(validate(ROOT))))
