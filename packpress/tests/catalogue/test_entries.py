"""The catalogue is whole and true: each rule of the code is in it, and each of its rules and examples is what is reported."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.publish.verify.tiny_release import FORMATS, SQLITE, THINGS, describe, seal, write_release, write_sums

from packpress.arrow import work_limits as effort
from packpress.catalogue.entries import Entry, Example, catalogue, entries
from packpress.changes.check_base import compare_with_base
from packpress.changes.sides.revision import Revision
from packpress.check.cells import field_checker as cells
from packpress.check.files import stale_outputs as stale
from packpress.check.opinion import adapt, samples
from packpress.check.rules.check_rules import check_rules
from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.check.validate import validate
from packpress.check.views import database
from packpress.commands.validate import unreadable
from packpress.edtf import EDTF_RULE
from packpress.errors import PackageError
from packpress.issue import Findings, Report
from packpress.package.schema import CONSTRAINTS
from packpress.proof.sentences import split_text
from packpress.proof.trace import end_words, trace
from packpress.publish.streamed import build_streamed
from packpress.publish.verify.opened_release import open_release
from packpress.publish.verify.rebuild import compare_releases
from packpress.publish.verify.verify_release import verify_release
from packpress.read.csv import scanner as text
from packpress.settings.config import Config
from packpress.settings.from_base import report_changed_settings
from packpress.types import TYPES

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
WITH_EXAMPLE = [pytest.param(entry, id=rule) for rule, entry in entries().items() if entry.example]
RULE = re.compile(r"[a-z]+(-[a-z]+)*")


# ---- every rule of the code


@cache
def parameters() -> dict[str, list[tuple[str, ...]]]:
    """The parameters of every function and class of the code, by its name; those of a class are its fields."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                names = tuple(argument.arg for argument in node.args.args if argument.arg != "self")
                found.setdefault(node.name, []).append(names)
            elif isinstance(node, ast.ClassDef):
                fields = (item.target for item in node.body if isinstance(item, ast.AnnAssign))
                found.setdefault(node.name, []).append(tuple(f.id for f in fields if isinstance(f, ast.Name)))
    return found


def given_as_rule(tree: ast.Module) -> Iterator[ast.expr]:
    """Every expression that a call passes as ``rule``, and the first of each tuple that gives a fault: (rule, is error, …)."""
    known = parameters()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for names in known.get(name, ()):
                if "rule" in names and len(node.args) > names.index("rule"):
                    yield node.args[names.index("rule")]
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "rule")
        elif isinstance(node, ast.Tuple) and len(node.elts) == 3 and is_severity(node.elts[1]):
            yield node.elts[0]
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2:
            yield node.value.elts[0]  # the keys of a schema: (rule, fields)


def is_severity(node: ast.expr) -> bool:
    return (isinstance(node, ast.Constant) and isinstance(node.value, bool)) or (
        isinstance(node, ast.Name) and node.id == "strict"
    )


def rules_of_the_code() -> tuple[set[str], set[str]]:
    """The rules that stand in the code, and the beginnings of those that are put together there."""
    whole, beginnings = set(), set()
    for file in SOURCES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in given_as_rule(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and RULE.fullmatch(node.value):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
    return whole, {text for text in beginnings if re.fullmatch(r"[a-z-]+-", text)}


def kebab(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "-", name).lower()


def test_every_rule_of_the_code_is_in_the_catalogue() -> None:
    whole, beginnings = rules_of_the_code()
    assert {"text-quote", "schema-keys", "primary-key", "trace-text", "second-opinion", "required"} <= whole
    assert sorted(whole - entries().keys()) == []
    assert beginnings == {"type-", "constraint-"}


def test_every_type_and_every_constraint_has_its_rule_in_the_catalogue() -> None:
    types = {f"type-{kind}" for kind in TYPES.keys() - {"any"}}  # every text is a value of any
    constraints = {f"constraint-{kebab(name)}" for name in CONSTRAINTS - {"required", "unique"}}
    assert sorted((types | constraints | {EDTF_RULE}) - entries().keys()) == []


def test_a_rule_stands_once_in_the_catalogue() -> None:
    listed = [entry.rule for group in catalogue() for entry in group.entries]
    assert sorted(listed) == sorted(set(listed))


@pytest.mark.parametrize("entry", entries().values(), ids=entries())
def test_an_entry_says_what_it_means_whence_it_comes_and_what_to_do(entry: Entry) -> None:
    assert RULE.fullmatch(entry.rule)
    assert entry.severity in ("error", "warning", "error or warning")
    for sentence in (entry.means, entry.fix):
        assert sentence == " ".join(sentence.split())
        assert sentence[0].isupper() or sentence.startswith("`")
        assert sentence.endswith(".")
        assert sentence.count("`") % 2 == 0
    assert not entry.clause.endswith(".")


# ---- every example


def make_file(make: PackageMaker, example: Example, data: str) -> Path:
    """A table of this file; the header of the right one names its fields, unless the example has a schema."""
    if example.given:
        return make(json.loads(example.given), data)
    return make({"fields": [{"name": name} for name in example.good.splitlines()[0].split(",")]}, data)


def make_cell(make: PackageMaker, example: Example, cell: str) -> Path:
    quoted = cell.replace('"', '""')
    schema = {"fields": [{"name": "n"}, {"name": "x", **json.loads(example.given)}]}
    return make(schema, f'n,x\n1,"{quoted}"\n')


def make_field(make: PackageMaker, _: Example, properties: str) -> Path:
    return make({"fields": [{"name": "x", **json.loads(properties)}]}, "x\n")


def make_schema(make: PackageMaker, _: Example, properties: str) -> Path:
    return make({"fields": [{"name": "x"}], **json.loads(properties)}, "x\n")


def make_resource(make: PackageMaker, _: Example, properties: str) -> Path:
    return make({"fields": [{"name": "x"}]}, "x\n", resource=json.loads(properties))


def make_package_of(make: PackageMaker, _: Example, properties: str) -> Path:
    return make({"fields": [{"name": "x"}]}, "x\n", descriptor=json.loads(properties))


def make_evidence(make: PackageMaker, _: Example, rows: str) -> Path:
    root = make_coded(make)
    used = (root / "proof.csv").read_text(encoding="utf-8").partition("\n")[2]
    (root / "proof.csv").write_text(rows + used, encoding="utf-8")
    return root


def make_dialect(make: PackageMaker, _: Example, properties: str) -> Path:
    return make({"fields": [{"name": "x"}]}, "x\n", resource={"dialect": json.loads(properties)})


def make_view(make: PackageMaker, _: Example, sql: str) -> Path:
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "kind"}], "primaryKey": "id"}
    view = {"name": "view", "path": "view.sql", "schema": {"fields": [{"name": "id", "type": "integer"}]}}
    root = make(schema, "id,kind\n1,a\n2,a\n", resource={"name": "things"}, descriptor={"packpress:views": [view]})
    (root / "view.sql").write_text(sql, encoding="utf-8")
    return root


# what an example is → how a package is made of it
MAKERS: dict[str, Callable[[PackageMaker, Example, str], Path]] = {
    "file": make_file,
    "cell": make_cell,
    "field": make_field,
    "schema": make_schema,
    "resource": make_resource,
    "package": make_package_of,
    "dialect": make_dialect,
    "view": make_view,
    "evidence": make_evidence,
}


def report_of(make: PackageMaker, entry: Entry, shown: str) -> Report:
    assert entry.example is not None
    root = MAKERS[entry.example.what](make, entry.example, shown)
    if entry.rule == "layout":  # asked for by the package
        descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
        (root / "datapackage.json").write_text(json.dumps(descriptor | {"packpress:layout": "canonical"}), encoding="utf-8")
    if entry.example.what == "evidence":
        return trace(root, root / "texts")
    return validate(root) if entry.example.what == "view" else _without_second_opinion(root)


@pytest.mark.parametrize("entry", WITH_EXAMPLE)
def test_the_refused_example_gives_exactly_its_rule(entry: Entry, make_package: PackageMaker) -> None:
    assert entry.example is not None
    report = report_of(make_package, entry, entry.example.bad)
    assert {(issue.rule, issue.severity) for issue in report.issues} == {(entry.rule, entry.severity.split(" or ")[0])}


@pytest.mark.parametrize("entry", WITH_EXAMPLE)
def test_the_right_example_gives_nothing(entry: Entry, make_package: PackageMaker) -> None:
    assert entry.example is not None
    if entry.example.good:
        assert report_of(make_package, entry, entry.example.good).issues == ()


def test_an_unknown_property_is_a_warning_where_a_package_declares_its_own_profile(make_package: PackageMaker) -> None:
    declared = {"$schema": "https://example.org/profile.json"}
    root = make_package({"fields": [{"name": "x"}]}, "x\n", resource={"tittle": "X"}, descriptor=declared)
    assert [(issue.rule, issue.severity) for issue in validate(root).issues] == [("descriptor-unknown", "warning")]


# ---- the rules that need more than an example


def a_second_descriptor(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root = make({"fields": [{"name": "x"}]}, "x\n")
    (root / "datapackage.yaml").write_text("name: a\n", encoding="utf-8")
    return validate(root)


def a_schema_that_is_no_json(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root = make({"fields": [{"name": "x"}]}, "x\n", resource={"schema": "schema.json"})
    (root / "schema.json").write_text('{"fields": [{"name": "x"},]}', encoding="utf-8")
    return validate(root)


def a_file_that_is_not_there(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root = make({"fields": [{"name": "x"}]}, "x\n")
    (root / "data.csv").unlink()
    return validate(root)


def a_file_of_another_encoding(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    return validate(make({"fields": [{"name": "x"}]}, b"x\n\xe9\n"))


def a_file_of_a_doubtful_encoding(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    return validate(make({"fields": [{"name": "x"}]}, "x\né\n", resource={"encoding": "windows-1252"}))


def a_column_without_a_name(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root = make({"fields": [{"name": "x"}]}, "x,\n1,2\n")
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    del descriptor["resources"][0]["schema"]
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return validate(root)


def a_file_that_no_package_lists(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root = make({"fields": [{"name": "x"}]}, "x\n")
    (root / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return validate(root / "other.csv")


def a_file_full_of_faults(make: PackageMaker, patch: pytest.MonkeyPatch) -> Report:
    patch.setattr(text, "MAX_EXACT", 0)
    return validate(make({"fields": [{"name": "x"}, {"name": "y"}]}, "x,y\n1,2\n1,2\n1,2\n1,\u200b\n"))


def counted(pattern: str) -> dict[str, Any]:
    return {"fields": [{"name": "x", "type": "string", "constraints": {"pattern": pattern}}]}


def a_cell_that_is_too_long(make: PackageMaker, patch: pytest.MonkeyPatch) -> Report:
    patch.setattr(effort, "CALL_SECONDS", 1e-4)
    return validate(make(counted("(a|b)*a(a|b){20}"), f"x\n{'a' * 100}\n"))


def a_pattern_that_takes_too_long(make: PackageMaker, patch: pytest.MonkeyPatch) -> Report:
    patch.setattr(effort, "SECONDS", -1.0)
    return validate(make(counted("(a|b)*a(a|b){20}"), f"x\n{'a' * 100}\n"))


def an_escape_before_a_letter(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root = make({"fields": [{"name": "x"}]}, "x\na\\nb\n", resource={"dialect": {"escapeChar": "\\"}})
    return validate(root)


def a_view_without_end(make: PackageMaker, patch: pytest.MonkeyPatch) -> Report:
    patch.setattr(database, "MAX_STEPS", 100_000)
    endless = "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id FROM n ORDER BY id"
    return validate(make_view(make, Example("view", "", "", ""), endless))


def _without_second_opinion(root: Path) -> Report:
    session = Session.open(root, Findings())
    session.check_outputs()
    return check_rules(session, read_tables(session), None)


def a_cell_that_pandera_alone_refuses(make: PackageMaker, patch: pytest.MonkeyPatch) -> Report:
    """The checker is made to overlook a bound, so that the second engine has something to find."""
    patch.setattr(cells, "_breach", lambda *_: [])
    root = make({"fields": [{"name": "x", "type": "integer", "constraints": {"minimum": 5}}]}, "x\n1\n")
    return _without_second_opinion(root)


def a_package_that_frictionless_alone_refuses(make: PackageMaker, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.setattr(adapt, "PASSED_AS_ANY", {})  # or years are passed as any
    return validate(make({"fields": [{"name": "x", "type": "year"}]}, "x\n12345\n"), full=True)


def a_package_on_which_frictionless_gives_up(make: PackageMaker, monkeypatch: pytest.MonkeyPatch) -> Report:
    def give_up(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(frictionless.Resource, "validate", give_up)
    return validate(make({"fields": [{"name": "x"}]}, "x\n1\n"), full=True)


def a_table_that_is_too_long_for_frictionless(make: PackageMaker, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.setattr(samples, "WHOLE", 1)
    return validate(make({"fields": [{"name": "x"}]}, "x\n1\n2\n"), full=True)


def a_package_that_cannot_be_read(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root = make({"fields": [{"name": "x"}]}, "x\n")
    (root / "datapackage.json").write_text("{,}", encoding="utf-8")
    with pytest.raises(PackageError) as caught:
        validate(root)
    return unreadable(caught.value)


def a_number_that_only_a_decimal_holds_beside_nan(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    schema = {"fields": [{"name": "x", "type": "number"}]}
    resources = [
        {"name": "x", "type": "table", "path": "data.csv", "schema": schema},
        {"name": "y", "path": "y.parquet", "format": "parquet", "packpress:madeFrom": "x"},
    ]
    return build_streamed(make({}, "x\n12345678901234567890.5\nNaN\n", descriptor={"resources": resources})).report


def parquet(make: PackageMaker, kind: str) -> Path:
    """A Parquet resource of one integer field; the file has no bytes yet."""
    resource = {"name": "x", "path": "data.parquet", "format": "parquet"}
    schema = {"fields": [{"name": "x", "type": kind}]}
    return make({}, "", descriptor={"resources": [{**resource, "schema": schema}]})


def a_parquet_file_that_is_none(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root = parquet(make, "integer")
    (root / "data.parquet").write_bytes(b"PAR1")
    return validate(root)


def a_parquet_column_of_another_type(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root = parquet(make, "boolean")
    pq.write_table(pa.table({"x": pa.array([1], pa.int64())}), root / "data.parquet")
    return validate(root)


def since(before: str, after: str, log: str, version: str = "0.2.0") -> Callable[[PackageMaker, pytest.MonkeyPatch], Report]:
    """The report on a package whose rows and version changed, held against what it was."""

    def report(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
        schema = {"fields": [{"name": "id"}, {"name": "x"}], "primaryKey": "id"}
        resources = [
            {"name": "things", "path": "data.csv", "schema": schema},
            {"name": "gone", "path": "gone.csv", "schema": {"fields": [{"name": "id"}], "primaryKey": "id"}},
        ]
        folders = []
        for name, rows, number, told in (("old", before, "0.1.0", "# Changes\n"), ("new", after, version, log)):
            named = {"resources": resources, "version": number, "packpress:withdrawn": {"resource": "gone", "id": "id"}}
            folders.append(make({}, rows, descriptor=named, name=name))
            (folders[-1] / "gone.csv").write_text("id\n", encoding="utf-8")
            (folders[-1] / "CHANGELOG.md").write_text(told, encoding="utf-8")
        return compare_with_base(validate(folders[1]), folders[1], folders[0])[0]

    return report


def built(make: PackageMaker) -> Path:
    """A package of one table with the Parquet file that the streamed build makes of it."""
    csv = {"name": "t", "path": "data.csv", "schema": {"fields": [{"name": "x", "type": "integer"}]}}
    made = {"name": "t-parquet", "path": "t.parquet", "format": "parquet", "packpress:madeFrom": "t"}
    root = make({}, "x\n1\n", descriptor={"resources": [csv, made]})
    assert build_streamed(root).stale == ("t.parquet",)
    assert validate(root, full=True).issues == ()
    return root


def an_output_of_another_table(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root = built(make)
    (root / "data.csv").write_text("x\n2\n", encoding="utf-8")
    return validate(root, full=True)


def an_output_of_a_large_table(make: PackageMaker, patch: pytest.MonkeyPatch) -> Report:
    patch.setattr(stale, "cpu_count", lambda: 1)
    patch.setattr(stale, "FEW_BYTES", 3)
    return validate(built(make))


def a_table_that_refers_to_a_faulty_one(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    key = {"fields": ["part_of"], "reference": {"resource": "wholes", "fields": ["id"]}}
    parts = {"name": "parts", "path": "data.csv", "schema": {"fields": [{"name": "part_of"}], "foreignKeys": [key]}}
    wholes = {"name": "wholes", "path": "w.csv", "schema": {"fields": [{"name": "id", "type": "integer"}]}}
    parts["schema"]["fields"][0]["type"] = "integer"  # type: ignore[index]  # the table is written out above
    root = make({}, "part_of\n1\n", descriptor={"resources": [parts, wholes]})
    (root / "w.csv").write_text("id\none\n", encoding="utf-8")
    return validate(root / "data.csv")


ENTRY = "# Changes\n\n## 0.2.0\n\n### Data\n\n- One row more.\n"


def traced(change: Callable[[Path], object]) -> Callable[[PackageMaker, pytest.MonkeyPatch], Report]:
    """The report on a package of two coded sentences after the change of its folder."""

    def report(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
        root = make_coded(make)
        change(root)
        return trace(root, root / "texts")

    return report


def settings_that_cannot_be_read_any_more(make: PackageMaker, monkeypatch: pytest.MonkeyPatch) -> Report:
    root = make({"fields": [{"name": "id"}]}, "id\na\n")
    (root / "pyproject.toml").write_text("[tool.packpress\n", encoding="utf-8")
    findings = Findings()
    report_changed_settings(cast(Revision, SimpleNamespace(root=root, revision="HEAD")), Config(), findings)
    return findings.report()


TEXT = "A body met. It has 7 parts.\n"
COLUMNS = "id source position paragraph sentence first last length hash reason".split()


def make_coded(make: PackageMaker) -> Path:
    numbers = {"position", "paragraph", "sentence", "length"}
    fields = [{"name": name, "type": "integer" if name in numbers else "string"} for name in COLUMNS]
    rows = [",".join(COLUMNS)]
    for n, sentence in enumerate(split_text(TEXT), 1):
        cells = [f"p-{n}", "s", n, sentence.paragraph, sentence.number, *end_words(sentence.text)]
        rows.append(",".join(map(str, [*cells, len(sentence.text), sentence.sha256, ""])))
    proof = {"fields": [{"name": name} for name in ("id", "passage", "locator", "fragment")], "primaryKey": "id"}
    named = {"resource": "passages", "source": "source", "position": "position", "paragraph": "paragraph",
             "sentence": "sentence", "firstWords": "first", "lastWords": "last", "length": "length", "hash": "hash",
             "noClaim": "reason"}  # fmt: skip
    root = make(
        {},
        "\n".join(rows) + "\n",
        descriptor={
            "resources": [
                {"name": "passages", "path": "data.csv", "schema": {"fields": fields, "primaryKey": "id"}},
                {"name": "proof", "path": "proof.csv", "schema": proof},
            ],
            "packpress:provenance": {
                "passages": named,
                "evidence": {"resource": "proof", "passage": "passage", "locator": "locator", "fragment": "fragment"},
            },
        },
    )
    (root / "proof.csv").write_text("id,passage,locator,fragment\nx-9,p-2,,has 7 parts\n", encoding="utf-8")
    (root / "texts").mkdir()
    (root / "texts" / "s.txt").write_text(TEXT, encoding="utf-8")
    return root


def put(path: str, old: str, new: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        before = (root / path).read_text(encoding="utf-8")
        assert before.count(old) == 1
        (root / path).write_text(before.replace(old, new), encoding="utf-8")

    return change


def released(
    *changes: Callable[[Path], object], other: Mapping[str, Any] | None = None
) -> Callable[[PackageMaker, pytest.MonkeyPatch], Report]:
    """The report on a release after the changes of its folder; formats of ``other`` have these rows instead."""

    def report(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
        root = write_release(make({}, "").parent / "1.0.0", other)
        for change in changes:
            change(root)
        return verify_release(root)

    return report


def a_release_of_another_commit(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root, findings = make({}, "").parent, Findings()
    theirs, ours = (write_release(root / name) for name in ("theirs", "ours"))
    (ours / "README.md").write_text("# Other\n", encoding="utf-8")
    with open_release(theirs, findings) as opened, open_release(ours, findings) as made:
        compare_releases(opened, made, "HEAD", findings)
    return findings.report()


def a_release_with_a_key(make: PackageMaker, _: pytest.MonkeyPatch) -> Report:
    root = make({}, "").parent
    (root / "key").write_text(f"ssh-ed25519 {'A' * 68} someone\n", encoding="utf-8")
    return verify_release(write_release(root / "1.0.0"), key=root / "key")


# rule → a report that has it and nothing else
CASES: dict[str, Callable[[PackageMaker, pytest.MonkeyPatch], Report]] = {
    "descriptor-ignored": a_second_descriptor,
    "descriptor-json": a_schema_that_is_no_json,
    "file-missing": a_file_that_is_not_there,
    "text-encoding": a_file_of_another_encoding,
    "text-encoding-doubtful": a_file_of_a_doubtful_encoding,
    "header-blank": a_column_without_a_name,
    "table-not-described": a_file_that_no_package_lists,
    "text-given-up": a_file_full_of_faults,
    "pandera": a_cell_that_pandera_alone_refuses,
    "second-opinion": a_package_that_frictionless_alone_refuses,
    "second-opinion-sampled": a_table_that_is_too_long_for_frictionless,
    "second-opinion-skipped": a_package_on_which_frictionless_gives_up,
    "text-escape": an_escape_before_a_letter,
    "cell-too-long": a_cell_that_is_too_long,
    "constraint-given-up": a_pattern_that_takes_too_long,
    "number-unpublished": a_number_that_only_a_decimal_holds_beside_nan,
    "parquet-unreadable": a_parquet_file_that_is_none,
    "parquet-type": a_parquet_column_of_another_type,
    "package-unreadable": a_package_that_cannot_be_read,
    "view-limit": a_view_without_end,
    "output-stale": an_output_of_another_table,
    "reference-not-judged": a_table_that_refers_to_a_faulty_one,
    "output-not-compared": an_output_of_a_large_table,
    "version-bump": since("id,x\na,1\n", "id,x\na,1\nb,2\n", ENTRY, version="0.1.1"),
    "settings-changed": settings_that_cannot_be_read_any_more,
    "id-vanished": since("id,x\na,1\nb,2\n", "id,x\na,1\n", ENTRY),
    "changelog-entry": since("id,x\na,1\n", "id,x\na,1\nb,2\n", "# Changes\n"),
    "trace-text": traced(lambda root: (root / "texts" / "s.txt").unlink()),
    "trace-sentence": traced(put("texts/s.txt", "7 parts.", "7 parts. More came.")),
    "trace-passage": traced(put("data.csv", "p-1,s,1,1,1", "p-1,s,1,2,1")),
    "trace-fragment": traced(put("proof.csv", "has 7 parts", "has no 7 parts")),
    "trace-figure": traced(put("proof.csv", "has 7 parts", "has")),
    "release-name": released(lambda root: (root / "link").symlink_to("README.md")),
    "release-sums": released(lambda root: (root / "release.json").write_text("{}"), write_sums),
    "release-missing": released(lambda root: (root / "README.md").unlink()),
    "release-changed": released(lambda root: (root / "README.md").write_text("x")),
    "release-extra": released(lambda root: (root / "more").write_text("x")),
    "release-unreadable": released(lambda root: (root / SQLITE).write_text("x"), describe, seal),
    "release-cell": released(other={SQLITE: THINGS[:1]}),
    "release-content": released(other=dict.fromkeys(FORMATS, tuple(("z", *row[1:]) for row in THINGS))),
    "release-description": released(put("dcat.ttl", "<parquet/empty.parquet>", "<x>"), seal),
    "release-signature": a_release_with_a_key,
    "release-commit": a_release_of_another_commit,
}


# rule → what else its case must give: a file is given up only after a fault
BESIDE = {"text-given-up": {("text-hidden-character", "warning")}}


def test_every_rule_has_an_example_or_a_case() -> None:
    assert sorted(rule for rule, entry in entries().items() if (entry.example is None) != (rule in CASES)) == []


@pytest.mark.parametrize("rule", CASES)
def test_a_case_gives_exactly_its_rule(rule: str, make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    report = CASES[rule](make_package, monkeypatch)
    expected = {(rule, entries()[rule].severity.split(" or ")[0])} | BESIDE.get(rule, set())
    assert {(issue.rule, issue.severity) for issue in report.issues} == expected


def test_a_package_of_two_coded_sentences_is_right_before_it_is_changed(make_package: PackageMaker) -> None:
    root = make_coded(make_package)
    assert trace(root, root / "texts").issues == ()
