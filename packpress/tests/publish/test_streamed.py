"""The streamed build: the same tables as the whole one, written while they are checked, or nothing at all."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.cli import main
from packpress.errors import LockedError
from packpress.filesystem.lock import locked
from packpress.publish.build import build
from packpress.publish.parquet import group_writer, stream
from packpress.publish.streamed import build_streamed
from packpress.read.csv import scanner as text

LETTERS = Path(__file__).resolve().parents[1] / "packages" / "letters"
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "integer", "title": "Key", "constraints": {"required": True, "minimum": 0, "maximum": 9999}},
        {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"]}},
        {"name": "share", "type": "number"},
        {"name": "date", "type": "string", "packpress:edtf": True},
    ],
    "primaryKey": ["id"],
}
ROWS = "id,kind,share,date\n" + "".join(f"{n},{'ab'[n % 2]},{n / 8},{1000 + n}\n" for n in range(700))
TABLE, DESCRIBED = "parquet/table.parquet", "parquet/table.json"


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*")}


def test_the_tables_and_their_schemas_are_those_of_the_full_build(
    with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "CHUNK", 4096)
    monkeypatch.setattr(stream, "GROUP_ROWS", 300)
    streamed, whole = with_parquet(SCHEMA, ROWS, name="streamed"), with_parquet(SCHEMA, ROWS, name="whole")
    built = build_streamed(streamed)
    build(whole)
    assert (built.rows, built.stale, built.fresh) == ({"table": 700}, (TABLE, DESCRIBED), ())
    assert pq.read_table(streamed / TABLE).equals(pq.read_table(whole / TABLE), check_metadata=True)
    assert (streamed / DESCRIBED).read_bytes() == (whole / DESCRIBED).read_bytes()
    assert pq.ParquetFile(streamed / TABLE).num_row_groups > 1


def test_columns_with_few_values_have_a_dictionary(with_parquet: Callable[..., Path]) -> None:
    kinds = {"id": "integer", "count": "integer", "share": "number", "day": "date", "is_open": "boolean", "text": "string"}
    schema = {"fields": [{"name": name, "type": kind} for name, kind in kinds.items()]}
    lines = [f"{n},{n % 9},{n % 7 / 4},2024-02-{n % 29 + 1:02},{'true' if n % 2 else 'false'},t{n}" for n in range(100)]
    root = with_parquet(schema, "\n".join([",".join(kinds), *lines, ""]))
    build_streamed(root)
    group = pq.ParquetFile(root / TABLE).metadata.row_group(0)
    columns = [group.column(number) for number in range(group.num_columns)]
    assert [column.path_in_schema for column in columns if column.has_dictionary_page] == ["count", "share", "day"]


def test_a_second_build_finds_everything_fresh(with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(SCHEMA, ROWS)
    build_streamed(root)
    before = (root / TABLE).read_bytes()
    built = build_streamed(root)
    assert (built.stale, built.fresh, (root / TABLE).read_bytes()) == ((), (TABLE, DESCRIBED), before)


def test_the_rows_stay_in_the_order_of_the_file(with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(SCHEMA, "id,kind,share,date\n2,a,,\n1,b,,\n")
    build_streamed(root)
    assert pq.read_table(root / TABLE)["id"].to_pylist() == [2, 1]


def test_a_table_without_rows_gives_a_file_without_rows(with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(SCHEMA, "id,kind,share,date\n")
    built = build_streamed(root)
    assert (built.rows, pq.read_table(root / TABLE).num_rows) == ({"table": 0}, 0)
    assert pq.read_schema(root / TABLE).field("id").type == pa.int16()


# what is wrong → rows
WRONG = {
    "a cell at the end": ROWS + "x,a,1,\n",
    "a cell at the beginning": "id,kind,share,date\nx,a,1,\n" + ROWS.partition("\n")[2],
    "a ragged row": ROWS + "800,a,1\n",
    "a key twice": ROWS + "1,a,1,\n",
    "another header": "id,kind,share\n1,a,1\n",
}


@pytest.mark.parametrize("rows", WRONG.values(), ids=WRONG)
def test_nothing_is_written_when_anything_is_wrong(
    rows: str, with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "CHUNK", 4096)
    monkeypatch.setattr(stream, "GROUP_ROWS", 100)
    root = with_parquet(SCHEMA, rows)
    before = files(root)
    assert (build_streamed(root).report.valid, files(root)) == (False, before)


def test_a_last_row_group_that_is_full_is_followed_by_no_empty_one(
    with_parquet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "GROUP_ROWS", 700)
    encode = group_writer._encode

    def encode_late(*arguments: Any) -> pa.Buffer:
        time.sleep(0.1)
        return encode(*arguments)

    monkeypatch.setattr(group_writer, "_encode", encode_late)
    root = with_parquet(SCHEMA, ROWS)
    build_streamed(root)
    assert pq.ParquetFile(root / TABLE).num_row_groups == 1


def test_a_check_writes_nothing_and_names_what_is_stale(with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(SCHEMA, ROWS)
    before = files(root)
    assert (build_streamed(root, check_only=True).stale, files(root)) == ((TABLE, DESCRIBED), before)


# numbers of a column that float64 would change → the type that holds them as written
DECIMALS = {
    "more digits than a float has": (["0.1", "12345678901234567.89", "1e3"], pa.decimal128(38, 2)),
    "more digits than decimal128 has": (["1" * 39 + ".5", ""], pa.decimal256(76, 1)),
}


@pytest.mark.parametrize("way", [build, build_streamed])
@pytest.mark.parametrize(("numbers", "kind"), DECIMALS.values(), ids=DECIMALS)
def test_numbers_that_float64_would_change_are_decimals(
    way: Callable[[Path], Any], numbers: list[str], kind: pa.DataType, with_parquet: Callable[..., Path]
) -> None:
    rows = "".join(f"{row},a,{number},\n" for row, number in enumerate(numbers))
    root = with_parquet(SCHEMA, "id,kind,share,date\n" + rows)
    way(root)
    column = pq.read_table(root / TABLE)["share"]
    assert column.type == kind
    assert column.to_pylist() == [Decimal(number) if number else None for number in numbers]


@pytest.mark.parametrize("way", [build, build_streamed])
def test_a_number_that_no_type_holds_is_refused(way: Callable[[Path], Any], with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(SCHEMA, f"id,kind,share,date\n1,a,1.5,\n2,a,{'1' * 80},\n")
    issues = way(root).report.issues
    assert [(i.path, i.line, i.column, i.rule, i.value) for i in issues] == [
        ("data.csv", 3, "share", "number-unpublished", "1" * 80)
    ]
    assert "would need 80 digits before the point and 1 after it, and no number type has more than 76" in issues[0].message
    assert files(root) == {"data.csv", "datapackage.json"}


def test_one_build_at_a_time(with_parquet: Callable[..., Path]) -> None:
    root = with_parquet(SCHEMA, ROWS)
    with locked(root / "datapackage.json"), pytest.raises(LockedError):
        build_streamed(root)


def test_a_table_with_links_needs_the_full_build(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--check", str(LETTERS)]) == 2
    assert "which only a full build makes; add --full" in capsys.readouterr().err


def test_it_imports_none_of_the_extras(with_parquet: Callable[..., Path]) -> None:
    root = with_parquet({**SCHEMA, "fields": SCHEMA["fields"][:3]}, "id,kind,share\n1,a,1.5\n2,b,0.1234567890123456789\n")
    program = (
        "import sys; from packpress.cli import main\n"
        f"status = main(['build', {str(root)!r}])\n"
        "heavy = {'pandas', 'pandera', 'frictionless', 'edtf', 'krippendorff'} & sys.modules.keys()\n"
        "sys.exit(f'{status} {heavy}' if status or heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
