"""Every case of the corpora of others gives the same report in splits of a kibibyte, and in a store, as in whole files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.memory_store import MemoryStore

from packpress.check.session import Session
from packpress.check.splits.executor import LocalExecutor
from packpress.issue import FOR_PROGRAMS, Findings, Limits, Report
from packpress.read.csv.places import Split

pytestmark = pytest.mark.slow
SIZE = 1024
LEAST = 2 * SIZE + 1
"""How large the file of a case is at least: its rows are repeated until then."""


@dataclass
class CountingExecutor(LocalExecutor):
    """Counts the splits that it judges."""

    split_size: int = SIZE
    workers: int = 2
    splits: int = field(default=0, init=False)

    def map(self, work: Callable[..., Any], items: Any, *shared: Any) -> Any:
        self.splits += sum(isinstance(item, Split) for item in items)
        return super().map(work, items, *shared)


def _repeated(rows: Iterable[list[str]]) -> str:
    """The rows as CSV, over and over, each with its number."""
    given, text, number = list(rows), io.StringIO(), 0
    writer = csv.writer(text, lineterminator="\n")
    while text.tell() < LEAST:
        for row in given:
            writer.writerow([number, *row])
            number += 1
    return text.getvalue()


def _field(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "string", **more}


Case = tuple[list[dict[str, Any]], str]
"""The fields of a table, and the text of its file."""


def _cells(corpora: Path) -> Iterator[Case]:
    """The cells of each field of frictionless' own tests."""
    groups: dict[str, list[list[str]]] = {}
    for case in json.loads((corpora / "table-schema-cells" / "field-cases.json").read_text(encoding="utf-8")):
        groups.setdefault(json.dumps(case["field"]), []).append([case["source"]])
    for raw, rows in groups.items():
        described = json.loads(raw)
        yield [_field("n"), described], f"n,{described['name']}\n{_repeated(rows)}"


def _json_schemas(corpora: Path) -> Iterator[Case]:
    """The values of each JSON Schema of the official suite."""
    for file in sorted((corpora / "json-schema-test-suite").glob("*.json")):
        for group in json.loads(file.read_text(encoding="utf-8")):
            described = _field("value", type="any", constraints={"jsonSchema": group["schema"]})
            rows = [[json.dumps(test["data"])] for test in group["tests"]]
            kind = "array" if sum(text[0].startswith("[") for text in rows) > len(rows) / 2 else "object"
            yield [_field("n"), {**described, "type": kind}], f"n,value\n{_repeated(rows)}"


def _spectrum(corpora: Path) -> Iterator[Case]:
    """The files of csv-spectrum, with their rows over and over as they are written."""
    for file in sorted((corpora / "csv-spectrum" / "csvs").glob("*.csv")):
        data = file.read_bytes().decode("utf-8")
        header, _, rows = data.partition("\n")
        names = [name.strip('"') for name in header.rstrip("\r").split(",")]
        end = "" if rows.endswith("\n") or not rows else "\n"
        yield [_field(name) for name in names], f"{header}\n{(rows + end) * (LEAST // (len(rows) + 1) + 1) if rows else ''}"


def _texts(corpora: Path) -> Iterator[Case]:
    """Texts that break programs, each as a cell: strings of all kinds, and formulas of spreadsheets."""
    naughty = json.loads((corpora / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    for file in sorted((corpora / "csv-injection").glob("*.txt")):
        naughty += file.read_text(encoding="utf-8").splitlines()
    yield [_field("n"), _field("text")], f"n,text\n{_repeated([[text] for text in naughty])}"
    for begin in range(0, len(naughty), 10):  # so that most are in a file whose text is valid
        yield [_field("n"), _field("text")], f"n,text\n{_repeated([[text] for text in naughty[begin : begin + 10]])}"


# corpus → its tables, and how many splits they have at least
CORPORA: dict[str, tuple[Callable[[Path], Iterator[Case]], int]] = {
    "table-schema-cells": (_cells, 100),
    "json-schema-test-suite": (_json_schemas, 500),
    "csv-spectrum": (_spectrum, 20),
    "naughty-strings and csv-injection": (_texts, 100),
}


def _report(root: Path, limits: Limits, executor: LocalExecutor | None) -> Report:
    session = Session.open(root, Findings(limits))
    session.executor = executor
    for table in session.tables():
        table.read()
    return session.finish()


def _write_package(cases: Iterable[Case], root: Path) -> None:
    resources = []
    for number, (fields, text) in enumerate(cases):
        (root / f"t{number}.csv").write_bytes(text.encode("utf-8", "surrogatepass"))
        resources.append({"name": f"t{number}", "path": f"t{number}.csv", "schema": {"fields": fields}})
    (root / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")


@pytest.mark.parametrize("corpus", CORPORA)
def test_a_corpus_has_the_same_report_in_a_store(corpus: str, corpora: Path, tmp_path: Path, memory_store: MemoryStore) -> None:
    _write_package(CORPORA[corpus][0](corpora), tmp_path)
    root, report = memory_store.put_folder(tmp_path, "bucket/p"), _report(tmp_path, FOR_PROGRAMS, None)
    for executor in (None, CountingExecutor()):
        assert _report(root, FOR_PROGRAMS, executor) == report


@pytest.mark.parametrize("corpus", CORPORA)
def test_a_corpus_has_the_same_report_in_splits(corpus: str, corpora: Path, tmp_path: Path) -> None:
    cases, least = CORPORA[corpus]
    _write_package(cases(corpora), tmp_path)
    executor = CountingExecutor()
    for limits in (FOR_PROGRAMS, Limits(50)):
        assert _report(tmp_path, limits, executor) == _report(tmp_path, limits, None)
    assert executor.splits >= 2 * least
