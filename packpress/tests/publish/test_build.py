"""The build: all or nothing, the same bytes every time, and one at a time."""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.check.table import TableChecker
from packpress.cli import main
from packpress.errors import LockedError, PackageError
from packpress.issue import Issue
from packpress.proof.coverage import Coverage
from packpress.proof.nearness import Nearness
from packpress.publish import build as module
from packpress.publish.build import build
from packpress.publish.outputs import Built
from packpress.publish.streamed import build_streamed

if TYPE_CHECKING:
    from tests.conftest import PackageFolder, PackageMaker

SCHEMA = {
    "fields": [
        {"name": "id", "type": "string", "description": "Key.", "constraints": {"required": True}},
        {"name": "date", "type": "string", "packpress:edtf": True},
    ],
    "primaryKey": ["id"],
}
ROWS = "id,date\nb,2024\na,2023-05\n"
OUTPUTS = ("parquet/table.parquet", "parquet/table.json", "docs/codebook.md")
RULE = '''
"""A rule for the test."""
from packpress.check.rules.rule import Fault, rule
@rule("no-b", "table")
def no_b(table, tables):
    """No b."""
    for row in tables[table].itertuples():
        if row.id == "b":
            yield Fault(row.Index, "id", "is b")
'''


def files(root: Path) -> dict[str, str]:
    """Every file below the folder, hidden ones too, with the hash of its bytes."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_a_build_from_nothing_writes_every_output(with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(SCHEMA, ROWS)
    built = build(root)
    assert (built.report.issues, built.rows, built.coverage) == ((), {"table": 2}, None)
    assert (built.stale, built.fresh) == (OUTPUTS, ())
    assert set(files(root)) == {"data.csv", "datapackage.json", *OUTPUTS}


def test_a_second_build_writes_nothing(with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(SCHEMA, ROWS)
    build(root)
    before = {path: (root / path).stat().st_mtime_ns for path in OUTPUTS}
    built = build(root)
    assert (built.stale, built.fresh) == ((), OUTPUTS)
    assert {path: (root / path).stat().st_mtime_ns for path in OUTPUTS} == before


def test_two_builds_in_different_folders_give_the_same_bytes(with_parquet: Callable[..., Path]) -> None:
    one, other = with_parquet(SCHEMA, ROWS, name="one"), with_parquet(SCHEMA, ROWS, name="other")
    build(one)
    build(other)
    assert files(one) == files(other)


def test_the_order_of_the_rows_changes_nothing_in_the_parquet_but_the_hash_of_its_source(
    with_parquet: Callable[..., Path],
) -> None:
    header, first, second = ROWS.splitlines(keepends=True)
    one, other = with_parquet(SCHEMA, ROWS, name="one"), with_parquet(SCHEMA, header + second + first, name="other")
    build(one)
    build(other)
    written = [root / "parquet" / "table.parquet" for root in (one, other)]
    said = [dict(pq.read_metadata(file).metadata or {}) for file in written]
    assert said[0].pop(b"packpress:sourceHash") != said[1].pop(b"packpress:sourceHash")
    assert said[0] == said[1]
    assert pq.read_table(written[0]).equals(pq.read_table(written[1]), check_metadata=True)


def test_a_package_with_every_kind_of_column_builds_and_is_fresh_afterwards(published: tuple[Path, Built]) -> None:
    root, built = published
    assert built.fresh == ()
    assert build(root, rules=root / "rules.py", check_only=True).stale == ()


def test_a_sentence_is_cited_or_has_its_reason(published: tuple[Path, Built]) -> None:
    assert published[1].coverage == Coverage(passages=7, cited=3, without_claim=4)


def test_each_record_counts_at_its_nearest_evidence(published: tuple[Path, Built]) -> None:
    assert published[1].nearness == Nearness({"visits": (2, 0, 0, 1, 0)}, {})


def test_the_command_and_the_codebook_say_on_what_the_records_rest(
    letters: PackageFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    for part in ("descriptor", "table", "schema"):
        add_access(letters.root, part)
    assert main(["build", "--full", str(letters.root), "--rules", str(letters.root / "rules.py")]) == 0
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("records")]
    assert said == [
        "records: 2 at a sentence, 1 without address",
        "records, copy: 1 without address",
        "records, original: 1 at a sentence",
        "records, not stated: 1 at a sentence",
    ]
    page = (letters.root / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert page.partition("\n## ")[0].endswith(COUNTED)


COUNTED = """
Each record counts once, at its nearest evidence: a passage, words with a locator, or a source with or without an address.

| records | at a sentence | at words | at a page | without address | without evidence |
|---|---:|---:|---:|---:|---:|
| visits | 2 | 0 | 0 | 1 | 0 |
| all | 2 | 0 | 0 | 1 | 0 |

| source | at a sentence | at words | at a page | without address | without evidence |
|---|---:|---:|---:|---:|---:|
| copy | 0 | 0 | 0 | 1 | 0 |
| original | 1 | 0 | 0 | 0 | 0 |
| not stated | 1 | 0 | 0 | 0 | 0 |
"""


def add_access(root: Path, part: str) -> None:
    """Adds to the quotes a column of how their letter was seen: Bergen's not stated, Cadiz' original, the lost one's a copy."""
    if part == "table":
        lines = (root / "data" / "quotes.csv").read_text(encoding="utf-8").splitlines()
        seen = {"v-cadiz": "original", "v-unnamed": "copy"}
        rows = [f"{line},{seen.get(line.split(',')[1], '')}" for line in lines[1:]]
        (root / "data" / "quotes.csv").write_text("\n".join([f"{lines[0]},seen", *rows, ""]), encoding="utf-8")
        return
    file = root / ("datapackage.json" if part == "descriptor" else "schemas/quotes.json")
    raw = json.loads(file.read_text(encoding="utf-8"))
    if part == "descriptor":
        raw["packpress:provenance"]["evidence"]["access"] = "seen"
    else:
        codes = [{"value": "copy", "label": "A copy"}, {"value": "original", "label": "The letter"}]
        words = {"title": "Seen", "description": "How the letter was seen.", "example": "copy"}
        choice = {"type": "string", "constraints": {"required": False, "enum": ["copy", "original"]}, "categories": codes}
        raw["fields"].append({"name": "seen", **words, **choice})
    file.write_text(json.dumps(raw), encoding="utf-8")


def test_check_names_what_is_stale_and_writes_nothing(with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(SCHEMA, ROWS)
    build(root)
    (root / "parquet" / "table.parquet").write_bytes(b"PAR1")
    (root / "docs" / "codebook.md").unlink()
    before = files(root)
    built = build(root, check_only=True)
    assert (built.stale, built.fresh) == (("parquet/table.parquet", "docs/codebook.md"), ("parquet/table.json",))
    assert files(root) == before


def test_the_command_says_what_it_wrote_and_what_is_stale(
    with_parquet: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = with_parquet(SCHEMA, ROWS)
    assert main(["build", "--full", "--check", str(root)]) == 1
    checked = capsys.readouterr().out
    assert main(["build", "--full", str(root)]) == 0
    wrote = capsys.readouterr().out
    head = "valid: 0 errors, 0 warnings (checked: files, cells, rules, second opinion)\n"
    names = [f"{{}}: {path}\n" for path in OUTPUTS]
    tail = "1 table, 2 rows: table 2\n3 files {}, 0 fresh\n"
    assert checked == head + "".join(n.format("stale") for n in names) + tail.format("would be written")
    assert wrote == head + "".join(n.format("wrote") for n in names) + tail.format("written")
    assert main(["build", "--full", "--check", str(root)]) == 0


# what is wrong → the rows, and the layer that finds it
WRONG = {
    "the text": ("id,date\na\n", "text-ragged-row"),
    "a cell": ("id,date\n,2024\n", "required"),
    "a key": ("id,date\na,2024\na,2023\n", "primary-key"),
    "a date": ("id,date\na,2024-02-30\n", "edtf-date"),
    "a rule": ("id,date\nb,2024\n", "no-b"),
}


@pytest.mark.parametrize("was_built", [False, True], ids=["from nothing", "over an older build"])
@pytest.mark.parametrize(("rows", "rule"), WRONG.values(), ids=WRONG)
def test_a_build_of_what_is_wrong_writes_nothing(
    rows: str, rule: str, was_built: bool, with_parquet: Callable[..., Path], tmp_path: Path
) -> None:
    root = with_parquet(SCHEMA, "id,date\na,2023\n")
    if was_built:
        build(root)
    (root / "data.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "rules.py").write_text(RULE, encoding="utf-8")
    before = files(root)
    built = build(root, rules=tmp_path / "rules.py")
    assert [issue.rule for issue in built.report.issues] == [rule]
    assert (built.rows, built.fresh, built.stale) == ({}, (), ())
    assert files(root) == before


def test_a_build_that_the_second_opinion_rejects_writes_nothing(
    with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = with_parquet(SCHEMA, ROWS)
    issue = Issue("data.csv", 2, "id", "", "second-opinion", "error", "frictionless: is not right")
    monkeypatch.setattr(module, "ask_frictionless", lambda package, findings: findings.add(issue))
    before = files(root)
    built = build(root)
    assert (built.report.issues, built.stale) == ((issue,), ())
    assert files(root) == before


def test_a_build_that_cannot_write_leaves_no_temporary_file(
    with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = with_parquet(SCHEMA, ROWS)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        build(root)
    assert set(files(root)) == {"data.csv", "datapackage.json"}


@pytest.mark.parametrize("check_only", [False, True])
def test_a_package_that_is_being_built_is_left_alone(check_only: bool, with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(SCHEMA, ROWS)
    with (root / "datapackage.json").open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(LockedError, match=re.escape("another command is writing this package")):
            build(root, check_only=check_only)
    assert set(files(root)) == {"data.csv", "datapackage.json"}
    assert build(root).stale == OUTPUTS


def test_an_edit_of_one_value_makes_its_table_and_the_codebook_stale_at_most(letters: PackageFolder) -> None:
    rules = letters.root / "rules.py"
    build(letters.root, rules=rules)
    letters.set("ports", "bergen", remark="Added for a test.")
    stale = build(letters.root, rules=rules, check_only=True).stale
    assert set(stale) == {"data/parquet/ports.parquet", "docs/codebook.md"}


@pytest.mark.parametrize("way", [build, build_streamed])
def test_a_table_that_is_changed_while_it_is_built_is_refused(
    way: Callable[[Path], Built], with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = with_parquet(SCHEMA, ROWS)
    check = TableChecker.batches

    def edit_after(self: TableChecker, *arguments: Any) -> Iterator[Any]:
        yield from check(self, *arguments)
        (root / "data.csv").write_text("id,date\nc,2024\n", encoding="utf-8")

    monkeypatch.setattr(TableChecker, "batches", edit_after)
    with pytest.raises(PackageError, match=r"data\.csv: changed while it was being read; run the command again"):
        way(root)
    assert set(files(root)) == {"data.csv", "datapackage.json"}


NO_TABLE = "datapackage.json: has no CSV table or inline data with a schema, so there is nothing to build; add a schema"
NO_OTHER = "datapackage.json: has no table but Parquet, so there is nothing to build"
# a package in which nothing can be built: options of the command, its table, and what is said
NOTHING: dict[str, tuple[list[str], dict[str, Any], str]] = {
    "streamed, without a schema": ([], {"path": "data.csv"}, NO_TABLE),
    "full, without a schema": (["--full"], {"path": "data.csv"}, NO_TABLE),
    "full, only the codebook of nothing": (["--full", "--codebook"], {"path": "data.csv"}, NO_TABLE),
    "an attachment": ([], {"path": "data.csv", "format": "pdf"}, NO_TABLE),
    "only Parquet": ([], {"path": "data.parquet", "schema": {"fields": [{"name": "a", "type": "integer"}]}}, NO_OTHER),
}


@pytest.mark.parametrize(("options", "table", "said"), NOTHING.values(), ids=NOTHING)
def test_a_build_that_has_nothing_to_make_says_so(
    options: list[str], table: dict[str, Any], said: str, make_package: PackageMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_package(SCHEMA, ROWS, descriptor={"resources": [{"name": "table", **table}]})
    pq.write_table(pa.table({"a": [1]}), root / "data.parquet")
    before = files(root)
    assert main(["build", *options, str(root)]) == 2
    assert capsys.readouterr() == ("", f"packpress: {said}\n")
    assert files(root) == before
