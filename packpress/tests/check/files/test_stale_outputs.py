"""Outputs of other states of the package: each is named, whatever changed, and no other is."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from packpress.arrow.parallel_map import WORKERS
from packpress.check.files import stale_outputs as stale
from packpress.check.validate import validate
from packpress.issue import Issue
from packpress.package.outputs import source_hash
from packpress.publish import build as build_module
from packpress.publish.build import build

A, B, A_SCHEMA, B_SCHEMA, CODEBOOK = "out/a.parquet", "out/b.parquet", "out/a.json", "out/b.json", "docs/codebook.md"
EVERY = (CODEBOOK, A_SCHEMA, A, B_SCHEMA, B)
OF_OLD = "built by a version that did not record its sources; run the build"
ID = {"name": "id", "type": "integer", "constraints": {"required": True}}
KEY = {"fields": ["id"], "reference": {"resource": "a", "fields": ["id"]}}
SCHEMAS: dict[str, dict[str, Any]] = {
    "a": {"fields": [ID, {"name": "word", "type": "string"}], "primaryKey": ["id"]},
    "b": {"fields": [ID, {"name": "word", "type": "string"}], "primaryKey": ["id"], "foreignKeys": [KEY]},
}


def _source(name: str) -> dict[str, Any]:
    return {"name": name, "type": "table", "path": f"{name}.csv", "schema": f"{name}.json"}


def _made(name: str) -> dict[str, Any]:
    files = {"path": f"out/{name}.parquet", "schema": f"out/{name}.json", "format": "parquet"}
    return {"name": f"{name}-parquet", "type": "table", **files, "packpress:madeFrom": name}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of two tables of the same columns, as the full build leaves it; not to be changed."""
    root = tmp_path_factory.mktemp("built")
    for name, schema in SCHEMAS.items():
        (root / f"{name}.csv").write_text("id,word\n1,\n2,x\n", encoding="utf-8")
        (root / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "package",
        "title": "Package",
        "version": "1.0.0",
        "licenses": [{"name": "CC0-1.0"}],
        "resources": [_source("a"), _source("b"), _made("a"), _made("b")],
    }
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    made = build(root)
    assert (made.report.issues, sorted(made.stale)) == ((), sorted(EVERY))
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A copy of the package, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "package"))


Change = Callable[[Path], object]


def _edit(path: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _describe(**properties: Any) -> Change:
    """Changes properties of the descriptor itself."""

    def change(root: Path) -> None:
        raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
        (root / "datapackage.json").write_text(json.dumps(raw | properties), encoding="utf-8")

    return change


def _resource(resource: str, **properties: Any) -> Change:
    """Changes properties of one resource."""

    def change(root: Path) -> None:
        raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
        next(item for item in raw["resources"] if item["name"] == resource).update(properties)
        (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")

    return change


def _respell(*names: str, reverse: bool = False) -> Change:
    """Writes JSON files with other spaces, and with their keys in another order too."""

    def change(root: Path) -> None:
        for name in names:
            items = json.loads((root / name).read_text(encoding="utf-8")).items()
            (root / name).write_text(json.dumps(dict(reversed(items) if reverse else items), indent=3), encoding="utf-8")

    return change


def _move(root: Path) -> None:
    (root / "a.csv").rename(root / "c.csv")
    _resource("a", path="c.csv")(root)


def _swap(root: Path) -> None:
    (root / A).rename(root / "other")
    (root / B).rename(root / A)
    (root / "other").rename(root / B)


def _name_outputs_by_hash(root: Path) -> None:
    for name in ("a", "b"):
        data = (root / "out" / f"{name}.parquet").read_bytes()
        _resource(f"{name}-parquet", bytes=len(data), hash=f"sha256:{hashlib.sha256(data).hexdigest()}")(root)


def _build_half(*kept: str) -> Change:
    """Changes both tables and builds, and puts the old state of some outputs back, as a build leaves them that is killed."""

    def change(root: Path) -> None:
        old = {path: (root / path).read_bytes() for path in kept}
        for name in ("a", "b"):
            _edit(f"{name}.csv", "2,x", "2,y")(root)
        assert sorted(build(root).stale) == sorted((A, B, CODEBOOK))
        for path, data in old.items():
            (root / path).write_bytes(data)

    return change


# what happens → the outputs that are named
CHANGES: dict[str, tuple[Change, tuple[str, ...]]] = {
    "nothing": (lambda root: None, ()),
    "a cell": (_edit("a.csv", "2,x", "2,y"), (CODEBOOK, A)),
    "a byte that changes no value": (_edit("a.csv", "\n2,x\n", '\n2,"x"\n'), (CODEBOOK, A)),
    "a schema": (_edit("a.json", '"integer"', '"integer", "title": "Key"'), (CODEBOOK, A_SCHEMA, A)),
    "the spaces in JSON": (_respell("a.json", "datapackage.json"), ()),
    "the order of the keys of the descriptor": (_respell("datapackage.json", reverse=True), ()),
    "the title of the package": (_describe(title="Another"), (CODEBOOK, A, B)),
    "its version": (_describe(version="1.0.1"), (CODEBOOK, A, B)),
    "its licence": (_describe(licenses=[{"name": "CC-BY-4.0"}]), (A, B)),
    "its sources": (_describe(sources=[{"title": "Paper"}]), (A, B)),
    "its keywords, which no output shows": (_describe(keywords=["x"]), ()),
    "the description of a table": (_resource("a", description="Rows."), (CODEBOOK, A)),
    "the path of a table": (_move, (CODEBOOK,)),
    "a dialect that says the default": (_resource("a", dialect={"delimiter": ","}), ()),
    "another dialect": (_resource("a", dialect={"commentChar": "#"}), (CODEBOOK, A)),
    "the name of the Parquet that another refers to": (_resource("a-parquet", name="a2"), (B_SCHEMA,)),
    "hash and bytes of the outputs": (_name_outputs_by_hash, ()),
    "two outputs are swapped": (_swap, (A, B)),
    "a build that was killed after one table": (_build_half(B, CODEBOOK), (CODEBOOK, B)),
    "a build that was killed at its end": (_build_half(CODEBOOK), (CODEBOOK,)),
    "a build that came to its end": (_build_half(), ()),
}


def _named(root: Path) -> list[tuple[str, str, str]]:
    return [(issue.path, issue.rule, issue.severity) for issue in validate(root).issues]


@pytest.mark.parametrize(("change", "named"), CHANGES.values(), ids=CHANGES)
def test_exactly_the_stale_outputs_are_named_as_build_check_names_them(
    change: Change, named: tuple[str, ...], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_module, "ask_frictionless", lambda *_: None)  # it takes most of the time of a build
    change(root)
    assert _named(root) == [(path, "output-stale", "warning") for path in sorted(named, key=EVERY.index)]
    built = build(root, check_only=True)
    assert (built.report.errors, sorted(built.stale)) == (0, sorted(named))


def test_the_order_of_the_keys_of_a_schema_makes_nothing_stale(root: Path) -> None:
    _respell("a.json", reverse=True)(root)
    assert _named(root) == []  # the build would write the schema beside the Parquet in that order, which says the same


def _rewrite(path: str) -> Change:
    """Writes a Parquet file again without what the build says in it."""

    def change(root: Path) -> None:
        pq.write_table(pq.read_table(root / path).replace_schema_metadata({}), root / path)

    return change


# what happens → path, rule and severity of each issue
FILES: dict[str, tuple[Change, list[tuple[str, str, str]]]] = {
    "a Parquet file is gone": (lambda root: (root / A).unlink(), [(A, "file-missing", "error")]),
    "its schema is gone": (lambda root: (root / A_SCHEMA).unlink(), [(A_SCHEMA, "file-missing", "error")]),
    "the codebook, which nobody names, is gone": (lambda root: (root / CODEBOOK).unlink(), []),
    "the codebook is written by hand": (lambda root: (root / CODEBOOK).write_text("# By hand\n"), []),
    "the codebook is of an older version": (
        lambda root: (root / CODEBOOK).write_text("<!-- Made by `packpress build` from x. -->\n"),
        [(CODEBOOK, "output-stale", "warning")],
    ),
    "a Parquet file is of an older version": (_rewrite(A), [(A, "output-stale", "warning")]),
    "a schema is of an older version": (
        _edit(A_SCHEMA, '"packpress:sourceHash": ', '"example:other": '),
        [(A_SCHEMA, "output-stale", "warning")],
    ),
}


@pytest.mark.parametrize(("change", "issues"), FILES.values(), ids=FILES)
def test_what_is_gone_or_of_an_older_version_is_named(change: Change, issues: list[tuple[str, str, str]], root: Path) -> None:
    change(root)
    assert _named(root) == issues


def test_the_message_says_what_the_output_was_made_from(root: Path) -> None:
    _edit("a.csv", "2,x", "2,y")(root)
    _rewrite(B)(root)
    others = "or by another version of packpress; run the build"
    expected = {
        A: f"was built from another state of a.csv, a.json or datapackage.json, {others}",
        B: OF_OLD,
        CODEBOOK: f"was built from another state of the tables, their schemas or datapackage.json, {others}",
    }
    issues = [Issue(path, 0, "", "", "output-stale", "error", message) for path, message in expected.items()]
    assert validate(root, full=True).issues == tuple(sorted(issues))


def test_a_stale_package_is_not_valid_and_everything_else_is_checked(root: Path) -> None:
    _edit("a.csv", "2,x", "2,y")(root)
    report = validate(root, full=True)
    assert (report.valid, report.valid_but_for_outputs, report.errors) == (False, True, 2)
    assert report.layers == ("files", "cells", "rules", "second opinion")


def test_another_version_of_this_program_makes_every_output_stale(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_hash, "VERSION", "999")
    assert _named(root) == [(path, "output-stale", "warning") for path in EVERY]


@pytest.mark.parametrize("full", [False, True])
def test_outputs_are_not_compared_while_the_build_would_refuse_the_package(full: bool, root: Path) -> None:
    _edit("a.csv", "2,x", "x,x")(root)
    report = validate(root, full=full)
    assert [(issue.path, issue.rule) for issue in report.issues] == [("a.csv", "type-integer")]


def test_outputs_with_faults_of_their_own_do_not_hide_stale_ones(root: Path) -> None:
    _edit("b.csv", "2,x", "2,y")(root)
    (root / A).write_bytes(b"PAR1")
    assert _named(root) == [
        (CODEBOOK, "output-stale", "warning"),
        (A, "parquet-unreadable", "error"),
        (B, "output-stale", "warning"),
    ]


def test_a_check_without_full_says_what_it_did_not_compare(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stale, "cpu_count", lambda: WORKERS)
    monkeypatch.setattr(stale, "FEW_BYTES", (root / "a.csv").stat().st_size)
    for name in ("a", "b"):
        _edit(f"{name}.csv", "2,x", "2,y")(root)
    reason = "which are larger than what is hashed without --full, nor was 1 other"
    message = f"was not compared with its sources, {reason}; run packpress validate --full"
    found = validate(root).issues
    assert [(issue.path, issue.rule) for issue in found] == [(A, "output-stale"), (B, "output-not-compared")]
    assert (found[1].message, found[1].severity) == (message, "warning")


def test_a_free_core_compares_tables_of_any_size(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stale, "cpu_count", lambda: WORKERS + 1)
    monkeypatch.setattr(stale, "FEW_BYTES", 0)
    assert _named(root) == []
    _edit("b.csv", "2,x", "2,y")(root)
    assert _named(root) == [(path, "output-stale", "warning") for path in (CODEBOOK, B)]


def test_a_package_without_outputs_hashes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _describe(resources=[_source("a"), _source("b")])(root)
    shutil.rmtree(root / "docs")
    monkeypatch.delattr(source_hash.SourceHashes, "__init__")
    assert _named(root) == []
