"""A file that is checked in splits gives the report that it gives as a whole: its issues, their order, counts and limits."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.conftest import PackageMaker
from tests.memory_store import MemoryStore

from packpress.check.session import Session
from packpress.check.splits.executor import SMALL_RESULTS, LocalExecutor
from packpress.check.splits.judge_file import FEW_ISSUES, judge_file
from packpress.check.splits.judge_split import keys_of
from packpress.check.validate import examine
from packpress.errors import PackpressError
from packpress.issue import FOR_PROGRAMS, Findings, Limits, Report
from packpress.package.descriptor import read_package

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "size", "type": "integer", "missingValues": ["", "-"], "constraints": {"required": True, "maximum": 900}},
    {"name": "day", "type": "date", "format": "%d.%m.%Y"},
    {"name": "note", "type": "string", "constraints": {"pattern": "[^x]*", "maxLength": 30}},
    {"name": "above", "type": "string"},
]
SCHEMA: dict[str, Any] = {
    "fields": FIELDS,
    "primaryKey": "id",
    "uniqueKeys": [["size", "day"]],
    "foreignKeys": [{"fields": ["above"], "reference": {"resource": "", "fields": ["id"]}}],
}
HEADER = "id,size,day,note,above"


def _check(root: Path, limits: Limits = FOR_PROGRAMS, executor: LocalExecutor | None = None) -> Report:
    session = Session.open(root, Findings(limits))
    session.executor = executor
    for table in session.tables():
        table.read()
    return session.finish()


def _splits(root: Path, size: int) -> int:
    """How many splits of about that size the file of the package is checked in; 0 if it is read as a whole."""
    package, _ = read_package(root, findings := Findings())
    (table,) = package.tables
    judged = judge_file(LocalExecutor(size), root, "data.csv", table, None, frozenset(), findings, keeps_values=False)
    assert findings.report() == Findings().report()
    return 0 if judged is None else sum(1 for _ in judged.splits)


def _quoted(cell: str, rng: random.Random) -> str:
    needs = any(character in cell for character in ',"\n\r')
    return '"' + cell.replace('"', '""') + '"' if needs or rng.random() < 0.1 else cell


def _row(number: int, rng: random.Random, faults: float) -> str:
    is_faulty = rng.random() < faults
    ids = [f"r{number}", f"r{rng.randrange(number + 1)}", f"R{number}", "", "r\u0430"]
    size = rng.choice(["-", "", "x", "901", "1.5", str(2**70)]) if is_faulty else str(rng.randrange(900))
    day = rng.choice(["31.02.2024", "1", "2024-01-01"]) if is_faulty else f"{rng.randrange(1, 28):02}.03.2024"
    notes = ["", "plain", 'with "quotes"', "two\nlines", ",", '"', "\n\n", "é ö", "=1+1", "x", "soft\u00adhyphen", "z" * 40]
    above = rng.choice(["", "r0", "r1", "r99999"]) if is_faulty else ""
    cells = [rng.choice(ids) if is_faulty else ids[0], size, day, rng.choice(notes), above]
    return ",".join(_quoted(cell, rng) for cell in cells)


def _table(seed: int, rows: int, faults: float, line_end: str = "\n") -> str:
    rng = random.Random(seed)
    lines = [HEADER, *(_row(number, rng, faults) for number in range(rows))]
    return line_end.join(lines) + (line_end if rng.random() < 0.7 else "")


def _hurt(text: str, rng: random.Random) -> str:
    """The text with something that is not valid CSV, or only doubtful, at a random place behind the header."""
    place = rng.randrange(len(HEADER) + 1, len(text))
    hurts = ['"', '""', ",", "\r", "\r\n", "\n", "\0", "\u200b", "e\u0301", '"\n', 'a"b\n']
    return text[:place] + rng.choice(hurts) + text[place:]


LIMITS = (Limits(), Limits(1), Limits(7), Limits(40), Limits(40, 3))
MAKE: dict[str, Callable[[int], str]] = {
    "valid": lambda seed: _table(seed, 120, 0),
    "few wrong cells": lambda seed: _table(seed, 120, 0.05),
    "many wrong cells": lambda seed: _table(seed, 120, 0.6),
    "CR LF": lambda seed: _table(seed, 120, 0.2, "\r\n"),
    "invalid text": lambda seed: _hurt(_table(seed, 120, 0.1), random.Random(seed)),
    "a byte order mark": lambda seed: "\ufeff" + _table(seed, 120, 0.1),
}


@pytest.mark.parametrize(("faulty", "at_once"), [(0, SMALL_RESULTS), (FEW_ISSUES, SMALL_RESULTS), (FEW_ISSUES + 1, 1)])
def test_splits_with_many_issues_are_brought_one_at_a_time(faulty: int, at_once: int, make_package: PackageMaker) -> None:
    brought: list[int] = []

    class Recording(LocalExecutor):
        def gather(self, held: Sequence[Any], at_once: int = 1) -> Iterator[Any]:
            brought.append(at_once)
            return super().gather(held, at_once)

    cells = ["x"] * faulty + ["1"] * 500
    root = make_package({"fields": [{"name": "size", "type": "integer"}]}, "\n".join(["size", *cells, ""]))
    report = examine(root, executor=Recording(256)).report
    assert (report.errors, brought[0]) == (faulty, at_once)


@pytest.mark.parametrize("canonical", [False, True], ids=["loose", "canonical"])
@pytest.mark.parametrize("kind", MAKE)
@pytest.mark.parametrize("seed", range(4))
def test_random_tables_have_the_same_report_in_splits_of_a_kibibyte(
    kind: str, seed: int, canonical: bool, make_package: PackageMaker
) -> None:
    root = make_package(SCHEMA, MAKE[kind](seed), descriptor={"packpress:layout": "canonical"} if canonical else None)
    for limits in LIMITS:
        assert _check(root, limits, LocalExecutor(1024)) == _check(root, limits)


@pytest.mark.parametrize("kind", ["valid", "few wrong cells", "many wrong cells", "CR LF", "a byte order mark"])
def test_valid_text_is_checked_in_splits(kind: str, make_package: PackageMaker) -> None:
    data = MAKE[kind](1)
    assert _splits(make_package(SCHEMA, data), 1024) > len(data) // 2048


def _columns(names: str = "a,b") -> dict[str, Any]:
    return {"fields": [{"name": name, "type": "string"} for name in names.split(",")]}


LONG = "1,2\n" * 8
# text → in how many splits of 16 bytes it is checked; 0 as a whole, because it may be invalid or is too short
TEXTS = {
    "rows of four bytes": (f"a,b\n{LONG}", 2),
    "a row as long as a range": ("a,b\n" + "1,3456789012345\n" * 3, 2),
    "a row of several ranges": (f"a,b\n1,{'x' * 60}\n{LONG}", 4),
    "a cell with rows in it": ('a,b\n1,"' + LONG + '"\n1,2\n', 2),
    "cells of quotes": ("a,b\n" + '"""",""""\n' * 4, 2),
    "no line end at the end": (f"a,b\n{LONG}1,2", 2),
    "a last range without a row's end": (f"a,b\n{LONG}1,{'x' * 40}", 2),
    "a file as small as a split": ("a,b\n1,2\n1,2\n1,2\n", 0),
    "a header longer than a split": ("a,b\n1,2\n", 0),
    "a quote that is never closed": (f'a,b\n{LONG}"1,2\n', 0),
    "quotes in cells that hide each other": (f'a,b\n{LONG}1",2\n{LONG}1",2\n', 0),
    "a quote in a cell that changes what is quoted": (f'a,b\n1",2\n{LONG}"1","\n"\n{LONG}', 0),
    "a ragged row": (f"a,b\n{LONG}1\n{LONG}", 0),
    "a blank row": (f"a,b\n{LONG}\n{LONG}", 0),
    "a carriage return": (f"a,b\n{LONG}1,\r2\n{LONG}", 0),
    "another line end": (f"a,b\n{LONG}1,2\r\n{LONG}", 0),
    "a byte that is not UTF-8": (f"a,b\n{LONG}".encode() + b"1,\xff\n", 0),
    "a cell with a hidden character": (f"a,b\n{LONG}1,\u200b2\n", 2),
    "a header that does not fit": (f"a,c\n{LONG}", 0),
}


@pytest.mark.parametrize("text", TEXTS)
def test_borders_are_found_where_text_is_valid(text: str, make_package: PackageMaker) -> None:
    data, splits = TEXTS[text]
    root = make_package(_columns(), data)
    assert _splits(root, 16) == splits
    assert _check(root, executor=LocalExecutor(16)) == _check(root)


# dialect → the text, and in how many splits of 16 bytes it is checked
DIALECTS: dict[str, tuple[dict[str, Any], str, int]] = {
    "tabs": ({"dialect": {"delimiter": "\t"}}, "a\tb\n" + "1\t2\n" * 8, 2),
    "no header": ({"dialect": {"header": False}}, LONG, 2),
    "no header, CR LF": ({"dialect": {"header": False}}, LONG.replace("\n", "\r\n"), 3),
    "CR LF declared": ({"dialect": {"lineTerminator": "\r\n"}}, "a,b\r\n" + LONG.replace("\n", "\r\n"), 3),
    "other quotes": ({"dialect": {"quoteChar": "'"}}, "a,b\n'\n',2\n" + LONG, 0),
    "escapes": ({"dialect": {"escapeChar": "\\"}}, "a,b\n1,\\\n\n" + LONG, 0),
    "comments": ({"dialect": {"commentChar": "#"}}, 'a,b\n#"\n' + LONG, 0),
    "comment rows": ({"dialect": {"commentRows": [3]}}, 'a,b\n1,2\n"\n' + LONG, 0),
    "a header of two rows": ({"dialect": {"headerRows": [1, 2]}}, "a,b\nc,d\n" + LONG, 0),
    "CR": ({"dialect": {"lineTerminator": "\r"}}, "a,b\r" + LONG.replace("\n", "\r"), 0),
    "Latin-1": ({"encoding": "iso-8859-1"}, "a,b\n" + LONG, 0),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_dialects_that_cannot_be_read_from_their_middle_are_read_as_a_whole(dialect: str, make_package: PackageMaker) -> None:
    resource, data, splits = DIALECTS[dialect]
    names = "a c,b d" if dialect == "a header of two rows" else "a,b"
    root = make_package(_columns(names), data, resource=resource)
    assert _splits(root, 16) == splits
    assert _check(root, executor=LocalExecutor(16)) == _check(root)


def test_a_table_of_several_files_has_the_same_report(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, _table(1, 60, 0.2), resource={"path": ["data.csv", "b.csv", "c.csv", "d.csv"]})
    (root / "b.csv").write_text(_table(2, 60, 0.2), encoding="utf-8")
    (root / "c.csv").write_text(_table(3, 2, 0.2), encoding="utf-8")
    (root / "d.csv").write_text(_hurt(_table(4, 60, 0.2), random.Random(1)), encoding="utf-8")
    for limits in LIMITS:
        assert _check(root, limits, LocalExecutor(1024)) == _check(root, limits)


def test_a_table_has_the_same_batches(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, _table(1, 200, 0.2))

    def cells(executor: LocalExecutor | None, *, keeps_values: bool = True) -> list[tuple[Any, ...]]:
        session = Session.open(root, Findings())
        session.executor, session.keeps_values = executor, keeps_values
        rows: Iterator[tuple[Any, ...]] = (
            (*(column[row].as_py() for column in batch.columns), int(batch.block.lines()[row]))
            for table in session.tables()
            for batch in table.batches()
            for row in range(batch.block.rows)
        )
        return list(rows)

    assert len(cells(None)) == 200
    assert cells(LocalExecutor(1024)) == cells(None)
    assert cells(LocalExecutor(1024), keeps_values=False) == []


def test_a_limit_on_work_that_a_split_reaches_has_the_file_read_as_a_whole(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = [{"name": "a", "type": "object", "constraints": {"jsonSchema": {"type": "object"}}}]
    root = make_package({"fields": fields}, "a\n" + '"{""a"": 1}"\n' * 20)
    assert _splits(root, 64) == 4
    monkeypatch.setattr("packpress.arrow.work_limits.JSON_STEPS", 0)
    monkeypatch.setattr("packpress.arrow.work_limits.JSON_STEPS_PER_BYTE", 0)
    assert _splits(root, 64) == 0
    assert _check(root, executor=LocalExecutor(64)) == _check(root)


@pytest.mark.parametrize("most", [20, 4])
def test_too_many_doubtful_rows_have_the_file_read_as_a_whole(
    most: int, make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_package(_columns(), "a,b\n" + "1,\u200b2\n" * 12)
    for module in ("packpress.read.csv.scanner", "packpress.check.splits.judge_file"):
        monkeypatch.setattr(f"{module}.MAX_EXACT", most)
    assert _splits(root, 32) == (3 if most == 20 else 0)
    assert _check(root, executor=LocalExecutor(32)) == _check(root)


def test_a_record_that_is_too_long_has_the_file_read_as_a_whole(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_package(_columns(), f"a,b\n{LONG}1,{'x' * 100}\n{LONG}")
    assert _splits(root, 32) == 3
    for module in ("packpress.read.csv.scanner", "packpress.check.splits.judge_split"):
        monkeypatch.setattr(f"{module}.MAX_RECORD", 90)
    assert _splits(root, 32) == 0


def test_a_file_that_changes_meanwhile_is_read_as_a_whole(make_package: PackageMaker) -> None:
    root = make_package(_columns(), f"a,b\n{LONG}")

    class Changing(LocalExecutor):
        def survey(self, look: Any, items: Any) -> Any:
            (root / "data.csv").write_text(f"a,b\n{LONG}1,2\n", encoding="utf-8")
            return super().survey(look, items)

    package, _ = read_package(root, Findings())
    (table,) = package.tables
    assert judge_file(Changing(16), root, "data.csv", table, None, frozenset(), Findings(), keeps_values=False) is None


def test_a_file_that_has_changed_when_a_split_is_checked_once_more_is_an_error(make_package: PackageMaker) -> None:
    root = make_package(_columns(), f"a,b\n{LONG}")

    class Losing(LocalExecutor):
        """Loses its results, and computes them once more after the file has changed."""

        judged: tuple[Any, Any]

        def map(self, work: Any, items: Any, *shared: Any) -> Any:
            if work is keys_of:
                (root / "data.csv").write_text(f"a,b\n{LONG}1,2\n", encoding="utf-8")
                items = super().map(*self.judged)
            self.judged = work, items
            return super().map(work, items, *shared)

    with pytest.raises(PackpressError, match=r"^a file changed while the package was checked; run the command again$"):
        _check(root, executor=Losing(16))


@pytest.mark.parametrize("data", [b"a,b\n3,4\n", None], ids=["written", "removed"])
def test_an_object_that_changes_while_splits_are_found_is_an_error(
    data: bytes | None, make_package: PackageMaker, memory_store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("packpress.filesystem.stores.store.MOST_OF_ONE", 512)
    root = memory_store.put_folder(make_package(_columns(), f"a,b\n{LONG * 32}"), "bucket/p")

    class Changing(LocalExecutor):
        def survey(self, look: Any, items: Any) -> Any:
            memory_store.objects.pop("bucket/p/data.csv", None)
            if data is not None:
                memory_store.objects["bucket/p/data.csv"] = 2, data
            return super().survey(look, items)

    with pytest.raises(
        PackpressError, match=r"^s3://bucket/p/data\.csv: changed while it was being read; run the command again$"
    ):
        _check(root, executor=Changing(256))


TEXT = st.text(st.sampled_from('a,"\n\r1'), max_size=80)


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT, size=st.integers(1, 20))
@example(text='1,"\n"\n1,1\n"a","\n"\n', size=5)
def test_any_text_has_the_same_report_in_splits_of_any_size(text: str, size: int, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_bytes(f"a,b\n{text}".encode())
    resource = {"name": "t", "path": "data.csv", "schema": {**_columns(), "primaryKey": "a"}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    assert _check(tmp_path, executor=LocalExecutor(size, workers=1)) == _check(tmp_path)
