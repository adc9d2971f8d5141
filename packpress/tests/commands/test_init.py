"""``init``: the walk from a folder of tables to a published package, what is written, and what is refused."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from packpress.cli import main
from packpress.package.text.encodings import codec_of

Capture = pytest.CaptureFixture[str]
BOOKS = "".join(f"b{n:02};Title {n};{n},50\n" for n in range(1, 21))
MEMBERS = "".join(f"{n};Reader {n};{n:05}\n" for n in range(1, 11))
LOANS = "".join(f"{n};b{n % 20 + 1:02};{n % 10 + 1};{n % 28 + 1:02}.03.2024\n" for n in range(1, 41))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three tables that are separated by semicolons; a date on line 17 of the loans is wrong."""
    root = tmp_path / "library"
    root.mkdir()
    (root / "books.csv").write_text(f"id;title;price\n{BOOKS}", encoding="utf-8")
    (root / "members.csv").write_text(f"id;name;zip\n{MEMBERS}", encoding="utf-8")
    (root / "loans.csv").write_text(
        f"loan;book_id;member;due\n{LOANS}".replace("17.03.2024", "31.02.2024", 1), encoding="utf-8"
    )
    monkeypatch.chdir(root)
    return root


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


WALK = """\
Wrote datapackage.json and 3 schemas in schemas/:
  books: books.csv, 20 rows, 3 columns, separated by semicolons, key id
  loans: loans.csv, 40 rows, 4 columns, separated by semicolons, key loan
  members: members.csv, 10 rows, 3 columns, separated by semicolons, key id
References:
  loans.csv: book_id refers to books.id (20 different values found, and the names match)
  loans.csv: member refers to members.id (10 different values found, and the names match)
Look at:
  loans.csv: due: 1 of 40 cells is not a date DD.MM.YYYY (line 17: "31.02.2024"). Typed as date, so that validate names it
Next: correct types and keys in schemas/, fill in the empty descriptions, and run: packpress validate
"""


BUILT = """\
valid: 0 errors, 0 warnings (checked: files, cells)
wrote: parquet/books.parquet
wrote: parquet/loans.parquet
wrote: parquet/members.parquet
3 tables, 70 rows: books 20, loans 40, members 10
3 files written, 0 fresh
"""
DIFFERENT = """\
../before → working tree
changed loans 16
  due: "17.03.2024" → "18.03.2024"
rows: 0 removed, 0 renamed, 1 changed, 0 added; structural changes: 0
version: patch change (loans: 1 row corrected); the old package has no version to compare
"""


def test_the_walk_from_three_tables_to_a_build(library: Path, capsys: Capture) -> None:
    assert (main(["init"]), capsys.readouterr()) == (0, (WALK, ""))
    assert main(["validate"]) == 1
    assert capsys.readouterr().out == (
        'loans.csv:17:due: "31.02.2024" is not a date in the format %d.%m.%Y [type-date]\n'
        "not valid: 1 error, 0 warnings (checked: files, cells)\n"
    )
    file = library / "loans.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("31.02.2024", "17.03.2024"), encoding="utf-8")
    assert main(["validate"]) == 0
    assert capsys.readouterr().out == "valid: 0 errors, 0 warnings (checked: files, cells)\n"
    shutil.copytree(library, library.parent / "before")
    assert main(["build"]) == 0
    assert capsys.readouterr().out == BUILT
    built = parquet.read_table(library / "parquet" / "loans.parquet")
    assert (built.num_rows, built.column_names) == (40, ["loan", "book_id", "member", "due"])
    assert built["due"][15].as_py() == date(2024, 3, 17)
    file.write_text(file.read_text(encoding="utf-8").replace("17.03.2024", "18.03.2024"), encoding="utf-8")
    assert main(["diff", "../before"]) == 0
    assert capsys.readouterr().out == DIFFERENT


def test_a_field_has_the_layout_of_a_schema_that_people_edit(library: Path) -> None:
    main(["init"])
    assert read(library / "schemas" / "loans.json") == {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [
            {
                "name": "loan",
                "title": "Loan",
                "description": "",
                "type": "integer",
                "constraints": {"required": True},
                "example": "1",
            },
            {
                "name": "book_id",
                "title": "Book ID",
                "description": "",
                "type": "string",
                "constraints": {"required": True},
                "example": "b02",
            },
            {
                "name": "member",
                "title": "Member",
                "description": "",
                "type": "integer",
                "constraints": {"required": True},
                "example": "2",
            },
            {
                "name": "due",
                "title": "Due",
                "description": "",
                "type": "date",
                "format": "%d.%m.%Y",
                "constraints": {"required": True},
                "example": "02.03.2024",
            },
        ],
        "missingValues": [""],
        "primaryKey": ["loan"],
        "foreignKeys": [
            {"fields": ["book_id"], "reference": {"resource": "books", "fields": ["id"]}},
            {"fields": ["member"], "reference": {"resource": "members", "fields": ["id"]}},
        ],
    }


def test_the_descriptor_names_the_table_its_dialect_and_its_schema(library: Path) -> None:
    main(["init", "books.csv"])
    assert read(library / "datapackage.json") == {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "library",
        "title": "",
        "description": "",
        "resources": [
            {
                "name": "books",
                "type": "table",
                "path": "books.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "dialect": {"delimiter": ";"},
                "schema": "schemas/books.json",
            }
        ],
    }


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# the file that is there → what is said
THERE = {
    "datapackage.json": (
        "packpress: datapackage.json: already there, and nothing is written over it; use --add to add tables to it, "
        "or packpress validate to check it; to begin again, delete it and schemas/\n"
    ),
    "datapackage.yaml": ("packpress: datapackage.yaml: the folder is a package already; run packpress validate to check it\n"),
    "schemas/loans.json": (
        "packpress: schemas/loans.json: already there, so nothing was written; move away what is there, or choose other files\n"
    ),
}


@pytest.mark.parametrize(("name", "option"), [*((name, []) for name in THERE), ("schemas/loans.json", ["--to-utf8"])], ids=str)
def test_nothing_is_written_where_one_file_is_already_there(
    name: str, option: list[str], library: Path, capsys: Capture
) -> None:
    (library / name).parent.mkdir(exist_ok=True)
    (library / name).write_text('{"resources": []}', encoding="utf-8")
    (library / "old.csv").write_bytes("id;ort\n1;Köln\n".encode("cp1252"))
    before = files(library)
    assert (main(["init", *option]), capsys.readouterr().err) == (2, THERE[name])
    assert files(library) == before


# what "schemas" is → what is said
NO_FOLDER = {
    "a link out": "schemas: is a link that leads out of the package or to nothing; remove the link",
    "a link to nothing": "schemas: is a link that leads out of the package or to nothing; remove the link",
    "a file": "schemas: is a file, but the schemas are written to a folder of this name; move the file away",
}


@pytest.mark.parametrize("option", [[], ["--dry-run"]], ids=str)
@pytest.mark.parametrize("case", NO_FOLDER)
def test_nothing_is_written_where_schemas_is_no_folder_of_the_package(
    case: str, option: list[str], library: Path, capsys: Capture
) -> None:
    if case == "a link out":
        (library.parent / "o").mkdir()
    if case == "a file":
        (library / "schemas").touch()
    else:
        (library / "schemas").symlink_to("../o", target_is_directory=True)
    before = files(library.parent)
    assert (main(["init", *option]), capsys.readouterr().err) == (2, f"packpress: {NO_FOLDER[case]}\n")
    assert files(library.parent) == before


def test_add_says_that_it_cannot_add_to_yaml(library: Path, capsys: Capture) -> None:
    (library / "datapackage.yaml").write_text("resources: []\n", encoding="utf-8")
    assert main(["init", "--add"]) == 2
    assert capsys.readouterr().err == (
        "packpress: datapackage.yaml: is YAML, to which init --add cannot add; "
        "write the new tables into it, or write it as datapackage.json first\n"
    )


def test_files_that_cannot_be_described_are_left_out_and_the_others_described(library: Path, capsys: Capture) -> None:
    (library.parent / "far.csv").write_text("id\n1\n", encoding="utf-8")
    (library / "far.csv").symlink_to("../far.csv")
    (library / "m.csv").symlink_to(".git/annex/objects/m.csv")
    Path(os.fsdecode(os.fsencode(library) + b"/bad\xff.csv")).write_text("id\n1\n", encoding="utf-8")
    assert main(["init"]) == 0
    said = capsys.readouterr().out
    assert said[said.index("Left out:") : said.index("Next:")] == (
        "Left out:\n"
        "  bad\\udcff.csv: has a name that is not UTF-8; rename it\n"
        "  far.csv: leads out of the package through a link; put the file itself into the package\n"
        "  m.csv: leads to a file that is not there\n"
    )
    names = [resource["name"] for resource in read(library / "datapackage.json")["resources"]]
    assert names == ["books", "loans", "members"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Kunden-Nr.", "Kunden-Nr."),
        ("Datum des Kaufs", "Datum des Kaufs"),
        ("birthYear", "Birth year"),
        ("birth-year", "Birth year"),
        ("customer_id", "Customer ID"),
        ("FIRST_NAME", "FIRST NAME"),
    ],
    ids=str,
)
def test_a_title_keeps_the_capitals_of_the_name(name: str, title: str, library: Path) -> None:
    (library / "t.csv").write_text(f"{name};b\nx;1\n", encoding="utf-8")
    assert main(["init", "t.csv"]) == 0
    assert read(library / "schemas" / "t.json")["fields"][0]["title"] == title


def test_a_dry_run_writes_nothing_and_prints_the_files(library: Path, capsys: Capture) -> None:
    before = files(library)
    assert main(["init", "--dry-run", "books.csv"]) == 0
    shown = capsys.readouterr().out
    assert files(library) == before
    main(["init", "books.csv"])
    written = [f"{name}:\n{files(library)[name].decode()}\n" for name in ("schemas/books.json", "datapackage.json")]
    assert shown.startswith("".join(written) + "Would write datapackage.json and 1 schema in schemas/:\n")


def test_add_describes_only_the_new_tables_and_keeps_the_descriptor(library: Path, capsys: Capture) -> None:
    main(["init", "books.csv"])
    descriptor = library / "datapackage.json"
    before = {"x:own": 1, **read(descriptor)}
    descriptor.write_text(json.dumps(before), encoding="utf-8")
    schema = (library / "schemas" / "books.json").read_bytes()
    assert main(["init", "--add"]) == 0
    after = read(descriptor)
    assert [resource["name"] for resource in after["resources"]] == ["books", "loans", "members"]
    assert (list(after), after["resources"][0]) == (list(before), before["resources"][0])
    assert (library / "schemas" / "books.json").read_bytes() == schema
    capsys.readouterr()
    assert main(["init", "--add"]) == 2
    assert capsys.readouterr().err.endswith(
        "no new tables found; give the files of tables (CSV, TSV, Parquet), or a folder of them\n"
    )


def test_an_old_encoding_is_declared_and_named_with_its_bytes(library: Path, capsys: Capture) -> None:
    (library / "towns.csv").write_bytes("id;town\n1;Łódź\n2;Gdańsk\n".encode("cp1250"))
    assert main(["init", "towns.csv"]) == 0
    assert read(library / "datapackage.json")["resources"][0]["encoding"] == "windows-1250"
    said = 'Line 2 has the bytes 31 3B A3 F3 64 9F, which are "1;Łódź" in windows-1250; "1;£ódŸ" in windows-1252.'
    assert f"  towns.csv: is not UTF-8; windows-1250 is a guess. {said}" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16", "utf-16le"])
def test_a_table_in_an_old_encoding_is_valid_and_published_as_it_reads(encoding: str, library: Path, capsys: Capture) -> None:
    text = "id;town;note\n1;Köln;“rund” 5 €\n2;Zürich;–\n"
    (library / "towns.csv").write_bytes(text.encode(codec_of(encoding)))
    assert main(["init", "towns.csv", *(["--encoding", encoding] if encoding == "utf-16le" else [])]) == 0
    said = capsys.readouterr().out
    assert ("is not UTF-8; windows-1252 is a guess" in said) == (encoding == "windows-1252")
    assert read(library / "datapackage.json")["resources"][0]["encoding"] == encoding
    assert main(["validate"]) == 0
    assert main(["build"]) == 0
    built = parquet.read_table(library / "parquet" / "towns.parquet").to_pylist()
    assert built == [{"id": 1, "town": "Köln", "note": "“rund” 5 €"}, {"id": 2, "town": "Zürich", "note": "–"}]


@pytest.mark.parametrize(
    ("name", "encoding"), [("latin1", "iso-8859-1"), ("CP1250", "windows-1250"), ("UTF16-LE", "utf-16le")], ids=str
)
def test_an_encoding_may_have_any_of_its_names(name: str, encoding: str, library: Path) -> None:
    (library / "towns.csv").write_bytes("id;town\n1;Köln\n".encode(codec_of(encoding)))
    assert main(["init", "towns.csv", "--encoding", name]) == 0
    assert read(library / "datapackage.json")["resources"][0]["encoding"] == encoding


def test_an_unknown_encoding_is_refused_with_those_that_are_read(library: Path, capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["init", "--encoding", "ebcdic"])
    assert '--encoding: "ebcdic" is not one of iso-8859-1, iso-8859-15, utf-16' in capsys.readouterr().err


def test_utf_16_without_its_mark_is_refused_with_what_to_give(library: Path, capsys: Capture) -> None:
    (library / "towns.csv").write_bytes("id;town\n1;Bonn\n".encode("utf-16-le"))
    assert main(["init", "towns.csv"]) == 2
    assert capsys.readouterr().err == (
        "packpress: towns.csv: is UTF-16 text without a byte order mark; give --encoding utf-16le or utf-16be\n"
    )


@pytest.mark.parametrize("is_there", [False, True], ids=["at once", "later"])
def test_to_utf8_rewrites_the_text_and_declares_no_encoding(is_there: bool, library: Path) -> None:
    (library / "towns.csv").write_bytes("id;town\n1;Łódź\n2;Gdańsk\n".encode("cp1250"))
    if is_there:
        main(["init", "towns.csv"])
    assert main(["init", "--to-utf8", *([] if is_there else ["--encoding", "cp1250", "towns.csv"])]) == 0
    assert (library / "towns.csv").read_text(encoding="utf-8") == "id;town\n1;Łódź\n2;Gdańsk\n"
    assert "encoding" not in read(library / "datapackage.json")["resources"][0]
    assert main(["validate"]) == 0


def test_to_utf8_names_the_encoding_that_it_guessed(library: Path, capsys: Capture) -> None:
    old = "id;town\n1;Köln\n2;Zürich\n".encode("latin-1")
    (library / "towns.csv").write_bytes(old)
    assert main(["init", "--to-utf8", "--dry-run", "towns.csv"]) == 0
    shown = capsys.readouterr().out
    assert (library / "towns.csv").read_bytes() == old
    assert main(["init", "--to-utf8", "towns.csv"]) == 0
    said = capsys.readouterr().out
    assert (library / "towns.csv").read_text(encoding="utf-8") == "id;town\n1;Köln\n2;Zürich\n"
    assert said == (
        "towns.csv: rewritten as UTF-8 from iso-8859-1 (a guess)\n"
        "Wrote datapackage.json and 1 schema in schemas/:\n"
        "  towns: towns.csv, 2 rows, 2 columns, separated by semicolons, key id\n"
        "Next: correct types and keys in schemas/, fill in the empty descriptions, and run: packpress validate\n"
    )
    written = [f"{name}:\n{files(library)[name].decode()}\n" for name in ("schemas/towns.json", "datapackage.json")]
    planned = said.replace("rewritten", "would be rewritten").replace("Wrote", "Would write")
    assert shown == "".join(written) + planned


def test_to_utf8_rewrites_no_text_whose_encoding_is_in_doubt(library: Path, capsys: Capture) -> None:
    (library / "a.csv").write_bytes("id;town\n1;Köln\n".encode("latin-1"))
    (library / "b.csv").write_bytes("id;town\n1;Łódź\n2;Gdańsk\n".encode("cp1250"))
    before = files(library)
    assert main(["init", "--to-utf8"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("packpress: b.csv: is not UTF-8; windows-1250 is a guess. Line 2 has the bytes ")
    assert said.endswith(
        ". To rewrite it, give its encoding with --encoding, and name the files if they differ in it; nothing was rewritten\n"
    )
    assert files(library) == before


@pytest.mark.parametrize("names", [("bytes",), ("bytes", "hash")], ids=str)
def test_to_utf8_refuses_a_package_that_has_the_size_or_hash_of_its_file(
    names: tuple[str, ...], library: Path, capsys: Capture
) -> None:
    (library / "towns.csv").write_bytes("id;town\n1;Köln\n".encode("latin-1"))
    main(["init", "towns.csv"])
    descriptor = read(library / "datapackage.json")
    descriptor["resources"][0] |= {name: {"bytes": 16, "hash": "0" * 32}[name] for name in names}
    (library / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    before = files(library)
    capsys.readouterr()
    assert (main(["init", "--to-utf8"]), capsys.readouterr().err) == (
        2,
        f'packpress: datapackage.json: {" and ".join(names)} of resource "towns" would no longer fit its file; '
        "remove them first; nothing was rewritten\n",
    )
    assert files(library) == before


def test_an_output_of_the_build_is_not_added_as_a_table(library: Path, capsys: Capture) -> None:
    main(["init", "books.csv"])
    descriptor = library / "datapackage.json"
    descriptor.write_text(
        descriptor.read_text(encoding="utf-8").replace('"name": "books"', '"name": "works"'), encoding="utf-8"
    )
    assert main(["build"]) == 0
    assert main(["init", "--add"]) == 0
    assert [resource["name"] for resource in read(descriptor)["resources"]] == ["works", "loans", "members"]
    assert "  parquet/works.parquet: was made by packpress build; name the file to describe it\n" in capsys.readouterr().out


def test_strict_types_no_column_with_an_odd_cell(library: Path) -> None:
    main(["init", "--strict"])
    types = {field["name"]: field["type"] for field in read(library / "schemas" / "loans.json")["fields"]}
    assert types == {"loan": "integer", "book_id": "string", "member": "integer", "due": "string"}


def test_packed_and_nested_tables_get_names_of_their_own(library: Path, capsys: Capture) -> None:
    (library / "old").mkdir()
    (library / "old" / "books.csv.gz").write_bytes(gzip.compress(f"id;title;price\n{BOOKS}".encode()))
    (library / "Büch er.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (library / "b.tsv").write_text("a\tb\n1\t2\n", encoding="utf-8")
    for skipped in (".hidden", "node_modules", "output"):
        (library / skipped).mkdir()
        (library / skipped / "t.csv").write_text("a\n1\n", encoding="utf-8")
    (library / "readme.txt").write_text("Read this, please.\nIt says nothing.\n", encoding="utf-8")
    assert main(["init"]) == 0
    named = {resource["path"]: resource["name"] for resource in read(library / "datapackage.json")["resources"]}
    assert named == {
        "Büch er.csv": "buch-er",
        "b.tsv": "b",
        "books.csv": "books",
        "loans.csv": "loans",
        "members.csv": "members",
        "old/books.csv.gz": "old-books",
    }
    capsys.readouterr()
    assert main(["validate", "--format", "json"]) == 1
    assert [issue["rule"] for issue in json.loads(capsys.readouterr().out)["issues"]] == ["type-date"]


# arguments → what is said; {root} is the folder
REFUSED = {
    "absent.csv": "packpress: absent.csv: does not exist; give the files of tables, or one folder\n",
    "../outside.csv": "packpress: ../outside.csv: is outside of the folder {root}; run init in a folder that has it\n",
    "empty.csv": "packpress: empty.csv: is empty; a table has at least a header\n",
    "sheet.xlsx": "packpress: sheet.xlsx: is a spreadsheet, which is not read; save its sheets as CSV\n",
    "data.parquet": "packpress: data.parquet: cannot be read as Parquet: ",
    "packed.csv.gz": "packpress: packed.csv.gz: ",
}


@pytest.mark.parametrize("argument", REFUSED)
def test_a_named_file_that_is_no_table_is_refused(argument: str, library: Path, capsys: Capture) -> None:
    for name in ("../outside.csv", "sheet.xlsx", "data.parquet", "packed.csv.gz"):
        (library / name).write_bytes(b"\x01\x02 not what it seems")
    (library / "empty.csv").touch()
    before = files(library)
    assert main(["init", argument]) == 2
    assert capsys.readouterr().err.startswith(REFUSED[argument].replace("{root}", str(library)))
    assert files(library) == before


def test_a_folder_without_tables_says_what_to_give(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "sheet.xlsx").touch()
    assert main(["init", str(tmp_path)]) == 2
    assert capsys.readouterr() == (
        "sheet.xlsx: is a spreadsheet, which is not read; save its sheets as CSV\n",
        f"packpress: {tmp_path}: no tables found; give the files of tables (CSV, TSV, Parquet), or a folder of them\n",
    )


def test_a_header_longer_than_the_sample_is_read_whole(tmp_path: Path, capsys: Capture) -> None:
    names = [f"{number} {'x' * 3_000}" for number in range(100)]
    rows = [",".join(map(str, range(100))) for _ in range(2)]
    (tmp_path / "wide.csv").write_text("\n".join([",".join(names), *rows]) + "\n", encoding="utf-8")
    assert main(["init", str(tmp_path)]) == 0
    assert [field["name"] for field in read(tmp_path / "schemas" / "wide.json")["fields"]] == names


def test_parquet_keeps_its_types(tmp_path: Path, capsys: Capture) -> None:
    days = [date(2024, 1, number) for number in range(1, 6)]
    table = pa.table({"id": ["a", "b", "c", "d", "e"], "n": [1, 2, 3, None, 5], "x": [0.5] * 5, "day": days})
    parquet.write_table(table, tmp_path / "t.parquet")
    assert main(["init", str(tmp_path)]) == 0
    schema = read(tmp_path / "schemas" / "t.json")
    types = [(field["name"], field["type"], field["constraints"]["required"]) for field in schema["fields"]]
    assert types == [("id", "string", True), ("n", "integer", False), ("x", "number", True), ("day", "date", True)]
    assert schema["primaryKey"] == ["id"]
    assert main(["validate", str(tmp_path)]) == 0
