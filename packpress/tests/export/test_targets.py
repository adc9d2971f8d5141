"""What is written for a table of every type, whole, and what its code gives on the table's own file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandera.errors import SchemaErrors

from packpress import pandera_schema
from packpress.cli import main
from packpress.package.descriptor import read_package
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.publish.streamed import build_streamed

if TYPE_CHECKING:
    from tests.conftest import PackageFolder, PackageMaker

Capture = pytest.CaptureFixture[str]
TESTS = Path(__file__).resolve().parents[1]
EVERY_TYPE = TESTS / "packages" / "every-type"
# golden file → the target
GOLDEN = {
    "pandera.py.txt": ["pandera"],
    "json-schema.json": ["json-schema"],
    "duckdb.sql": ["sql"],
    "sqlite.sql": ["sql", "--dialect", "sqlite"],
    "arrow.py.txt": ["arrow"],
    "polars.py.txt": ["polars"],
}


def module(root: Path, table: str, target: str, capsys: Capture) -> dict[str, Any]:
    assert main(["schema", table, str(root), "--as", target]) == 0
    names: dict[str, Any] = {}
    exec(compile(capsys.readouterr().out, target, "exec"), names)
    return names


@pytest.mark.parametrize("file", GOLDEN)
def test_a_table_of_every_type_is_written_like_this(file: str, capsys: Capture) -> None:
    assert main(["schema", "things", str(EVERY_TYPE), "--as", *GOLDEN[file]]) == 0
    assert capsys.readouterr() == ((TESTS / "golden" / "schemas" / file).read_text(encoding="utf-8"), "")


def test_the_first_line_says_what_wrote_it() -> None:
    for file, target in GOLDEN.items():
        text = (TESTS / "golden" / "schemas" / file).read_text(encoding="utf-8")
        first = json.loads(text)["$comment"] if file.endswith(".json") else text
        options = " ".join([*target, *([] if "sqlite" in target or target != ["sql"] else ["--dialect", "duckdb"])])
        assert f"Made by `packpress schema things --as {options}`" in first.split("\n")[0]


def test_the_frame_of_the_pandera_module_has_the_values_of_the_cells(capsys: Capture) -> None:
    names = module(EVERY_TYPE, "things", "pandera", capsys)
    frame = names["SCHEMA"].validate(names["read_things"](EVERY_TYPE / "data" / "things.csv"), lazy=True)
    row = frame.iloc[0]
    assert (row["id"], row["euro"], row["grouped"], row["yes"]) == (1, 1234.5, 1000, True)
    assert (str(row["date"].date()), row["day"], row["any"]) == ("2024-02-29", "29/02/2024", "anything")
    assert frame.iloc[1].isna()["text":].to_dict() == {name: name != "uuid" for name in list(frame.columns)[2:]}


def test_the_frame_of_the_pandera_module_is_right_to_the_public_schema(capsys: Capture) -> None:
    for root, table in ((EVERY_TYPE, "things"), *((TESTS / "packages" / "letters", name) for name in ("letters", "visits"))):
        names = module(root, table, "pandera", capsys)
        frame = names[f"read_{table}"](root / "data" / f"{table}.csv")
        assert pandera_schema(root, table).validate(frame, lazy=True).equals(names["SCHEMA"].validate(frame, lazy=True))


def test_the_polars_module_reads_the_values_of_the_cells(capsys: Capture) -> None:
    names = module(EVERY_TYPE, "things", "polars", capsys)
    frame: polars.DataFrame = names["read_things"](EVERY_TYPE / "data" / "things.csv")
    row = frame.row(0, named=True)
    assert frame.schema == names["SCHEMA"]
    assert (row["id"], row["euro"], row["grouped"], row["yes"]) == (1, 1234.5, 1000, True)
    assert (str(row["date"]), row["day"], row["any"]) == ("2024-02-29", "29/02/2024", "anything")
    assert [name for name, value in frame.row(1, named=True).items() if value is not None] == ["id", "kind", "uuid"]


def test_the_arrow_schema_is_that_of_the_built_parquet(letters: PackageFolder, capsys: Capture) -> None:
    descriptor = json.loads((letters.root / "datapackage.json").read_text(encoding="utf-8"))
    made = {r["packpress:madeFrom"]: r["path"] for r in descriptor["resources"] if "packpress:madeFrom" in r}
    assert main(["build", "--full", "--no-rules", str(letters.root)]) == 0
    capsys.readouterr()
    for table, path in made.items():
        built = pq.read_schema(letters.root / path)
        metadata = {name: text for name, text in (built.metadata or {}).items() if name != SOURCE_HASH.encode()}
        schema = module(letters.root, table, "arrow", capsys)["SCHEMA"]
        assert schema.equals(built.with_metadata(metadata), check_metadata=True)
    assert len(made) > 2


# column of every-type whose values decide its type → that type
BY_VALUES = {"datetime": "timestamp[us, tz=UTC]", "day": "date32[day]", "year": "int32"}


def test_the_arrow_schema_is_that_of_a_streamed_table_of_every_type(tmp_path: Path, capsys: Capture) -> None:
    root = Path(shutil.copytree(EVERY_TYPE, tmp_path / "p"))
    described = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"].append({"name": "made", "path": "t.parquet", "format": "parquet", "packpress:madeFrom": "things"})
    (root / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    build_streamed(root)
    built = pq.read_schema(root / "t.parquet")
    schema = module(root, "things", "arrow", capsys)["SCHEMA"]
    others = {field.name: str(field.type) for field in built if field.type != schema.field(field.name).type}
    assert schema.names == built.names
    assert {schema.field(name).type for name in others} == {pa.string()}
    assert others == BY_VALUES


# dialect → the bytes of one file in it
DIALECTS: dict[str, tuple[dict[str, Any], bytes]] = {
    "semicolons": ({"delimiter": ";"}, b"id;n;d\na;1;2024-01-01\nb;;\n"),
    "no header": ({"header": False}, b"a,1,2024-01-01\nb,,\n"),
    "other quotes": ({"quoteChar": "'"}, b"id,n,d\n'a',1,2024-01-01\nb,,\n"),
    "comments": ({"commentChar": "#"}, b"# a,b\nid,n,d\na,1,2024-01-01\nb,,\n"),
}


@pytest.mark.parametrize("target", ["pandera", "polars"])
@pytest.mark.parametrize("name", DIALECTS)
def test_a_module_reads_the_dialect_of_the_table(name: str, target: str, make_package: PackageMaker, capsys: Capture) -> None:
    dialect, data = DIALECTS[name]
    fields = [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}, {"name": "d", "type": "date"}]
    root = make_package({"fields": fields, "primaryKey": ["id"]}, data, resource={"dialect": dialect})
    frame = module(root, "table", target, capsys)["read_table"](root / "data.csv")
    assert list(frame["id"]) == ["a", "b"]
    assert [str(value) for value in frame["n"]] in (["1", "<NA>"], ["1", "None"])
    assert read_package(root)[1] == ()


# how the columns may differ → the file, whether the module takes it
MATCHES = {
    "exact": ("a,b\n1,2\n", True),
    "exact, another order": ("b,a\n2,1\n", False),
    "exact, one more": ("a,b,c\n1,2,3\n", False),
    "equal": ("b,a\n2,1\n", True),
    "subset": ("b,c,a\n2,3,1\n", True),
    "superset": ("a\n1\n", True),
    "partial": ("c,a\n3,1\n", True),
}


@pytest.mark.parametrize("name", MATCHES)
def test_the_pandera_module_takes_the_columns_that_the_schema_allows(
    name: str, make_package: PackageMaker, capsys: Capture
) -> None:
    text, is_right = MATCHES[name]
    fields = [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}]
    root = make_package({"fields": fields, "fieldsMatch": name.partition(",")[0]}, text)
    names = module(root, "table", "pandera", capsys)
    frame = names["read_table"](root / "data.csv")
    try:
        names["SCHEMA"].validate(frame, lazy=True)
    except SchemaErrors:
        assert not is_right
    else:
        assert is_right
        assert list(frame.iloc[0].fillna("")) == ["1", "2" if "b" in text else ""]
