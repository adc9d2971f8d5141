"""``format`` and ``new`` on files that are links, are kept from others, or change while the command works."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.check.validate import validate
from packpress.cli import main
from packpress.commands import format as command
from packpress.edit import new_record as new
from packpress.encodings import ENCODINGS, UTF_8, codec_of
from packpress.layout.format import Formatted, format_table

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

SCHEMA = {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}], "primaryKey": ["id"]}
UNTIDY, TIDY = "id,n\nc,3\na,1\n", "id,n\na,1\nc,3\n"
WITH_B = "id,n\na,1\nb,\nc,3\n"
CANONICAL = {"packpress:layout": "canonical"}
Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("arguments", "before", "after"), [(["format"], UNTIDY, TIDY), (["new", "table", "--id", "b"], TIDY, WITH_B)]
)
def test_a_link_stays_and_the_file_keeps_its_mode(
    arguments: list[str], before: str, after: str, make_package: PackageMaker
) -> None:
    root = make_package(SCHEMA, "", descriptor=CANONICAL)
    (root / "data.csv").unlink()
    (root / "kept").mkdir()
    (root / "kept" / "table.csv").write_text(before, encoding="utf-8")
    (root / "kept" / "table.csv").chmod(0o640)
    (root / "data.csv").symlink_to("kept/table.csv")
    assert main([*arguments, str(root)]) == 0
    assert (root / "data.csv").readlink() == Path("kept/table.csv")
    assert oct((root / "kept" / "table.csv").stat().st_mode & 0o777) == "0o640"
    assert (root / "kept" / "table.csv").read_text(encoding="utf-8") == after


def test_a_table_that_is_saved_while_it_is_formatted_keeps_what_was_saved(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = make_package(SCHEMA, UNTIDY, descriptor=CANONICAL)

    def save_meanwhile(*arguments: object, canonical: bool) -> Formatted:
        (root / "data.csv").write_text("id,n\nmine,4\n", encoding="utf-8")
        return format_table(*arguments, canonical=canonical)  # type: ignore[arg-type]

    monkeypatch.setattr(command, "format_table", save_meanwhile)
    assert main(["format", str(root)]) == 2
    words = "changed since it was read, so nothing was written to it; save it in your editor, then run this again"
    assert capsys.readouterr() == ("", f"packpress: data.csv: {words}\n")
    assert (root / "data.csv").read_text(encoding="utf-8") == "id,n\nmine,4\n"
    assert sorted(path.name for path in root.iterdir()) == ["data.csv", "datapackage.json"]


def test_a_table_that_is_saved_while_a_record_is_added_keeps_what_was_saved(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = make_package(SCHEMA, TIDY)
    insert = new._insert

    def save_meanwhile(*arguments: object) -> tuple[bytes, int]:
        (root / "data.csv").write_text("id,n\nmine,4\n", encoding="utf-8")
        return insert(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(new, "_insert", save_meanwhile)
    assert main(["new", "table", "--id", "b", str(root)]) == 2
    assert "data.csv: changed since it was read" in capsys.readouterr().err
    assert (root / "data.csv").read_text(encoding="utf-8") == "id,n\nmine,4\n"


def test_a_table_that_is_saved_between_two_reads_takes_no_record_at_a_wrong_place(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = make_package(SCHEMA, TIDY)
    read_bytes = Path.read_bytes

    def read_later(self: Path) -> bytes:
        return b"id,n\nlonger,10\n" + b"x,1\n" if self.name == "data.csv" else read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", read_later)
    assert main(["new", "table", "--id", "b", str(root)]) == 2
    monkeypatch.undo()
    assert "data.csv: " in capsys.readouterr().err
    assert (root / "data.csv").read_text(encoding="utf-8") == TIDY


# ---- a package that does not require the layout

HOW = 'write "packpress:layout": "canonical" in datapackage.json to have it changed'
KEPT = (
    "data.csv: kept as it is: columns in another order than the schema, rows not sorted by id, spaces at the ends of cells, "
    f"text that is not in normal form C, line breaks in cells; {HOW}\n"
)


def test_values_and_order_stay_where_no_layout_is_required(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package(SCHEMA, '\ufeff"n",id\r\n1,b \r\n2,"e\u0301\nx"\r\n3,a')
    assert main(["format", "--check", str(root)]) == 1
    assert capsys.readouterr().out.startswith(f"{KEPT}--- data.csv\n+++ data.csv (formatted)\n")
    assert main(["format", str(root)]) == 0
    assert capsys.readouterr().out == f"{KEPT}data.csv: formatted\n"
    assert (root / "data.csv").read_bytes() == 'n,id\n1,b \n2,"e\u0301\nx"\n3,a\n'.encode()
    assert main(["format", str(root)]) == 0
    assert capsys.readouterr().out == KEPT


def test_a_size_and_a_hash_that_no_longer_match_are_named(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package(SCHEMA, 'id,n\n"a",1\n', resource={"bytes": 11, "hash": "0" * 32})
    assert main(["format", str(root)]) == 0
    words = 'data.csv: "bytes" and "hash" in datapackage.json no longer match; validate, and write what it says\n'
    assert capsys.readouterr().out == f"data.csv: formatted\n{words}"
    assert main(["format", str(root)]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("descriptor", [{}, CANONICAL], ids=["as it is", "canonical"])
@pytest.mark.parametrize("encoding", [encoding for encoding in ENCODINGS if encoding != UTF_8])
def test_a_file_keeps_its_encoding(
    encoding: str, descriptor: dict[str, str], make_package: PackageMaker, capsys: Capture
) -> None:
    word = "é" if encoding != "us-ascii" else "e"
    root = make_package(
        {"fields": [{"name": "id", "type": "string"}], "primaryKey": "id"},
        f'id\r\nb\r\n"{word}"\r\na\r\n'.encode(codec_of(encoding)),
        resource={"encoding": encoding},
        descriptor=descriptor,
    )
    assert main(["format", "--check", str(root)]) == 1
    assert f"+{word}" in capsys.readouterr().out.splitlines()
    assert main(["format", str(root)]) == 0
    rows = sorted(["b", word, "a"]) if descriptor else ["b", word, "a"]
    assert (root / "data.csv").read_bytes() == "".join(f"{row}\n" for row in ["id", *rows]).encode(codec_of(encoding))
    assert main(["format", "--check", str(root)]) == 0
    assert validate(root).issues == ()


def test_the_canonical_layout_of_an_encoded_file_is_checked(make_package: PackageMaker) -> None:
    data = "id,n\né,1\na,1\n".encode("utf-16")
    root = make_package(SCHEMA, data, resource={"encoding": "utf-16"}, descriptor=CANONICAL)
    found = [(issue.line, issue.rule, issue.value) for issue in validate(root).issues]
    assert found == [(2, "layout", "é,1")]


def test_big_endian_utf_16_stays_big_endian(make_package: PackageMaker) -> None:
    data = '\ufeffid,n\n"é",1\n'.encode("utf-16-be")
    root = make_package(SCHEMA, data, resource={"encoding": "utf-16"})
    assert main(["format", str(root)]) == 0
    assert (root / "data.csv").read_bytes() == "\ufeffid,n\né,1\n".encode("utf-16-be")


def test_text_that_is_not_in_its_encoding_is_left_alone(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package(SCHEMA, b"id,n\na,1\n\x81,2\n", resource={"encoding": "cp1252"})
    assert main(["format", str(root)]) == 1
    message = "is not windows-1252 at byte 9 (0x81 is not defined in it)"
    how = 'correct "encoding" in the descriptor, or save the file as UTF-8'
    assert capsys.readouterr().out == f"data.csv:3: {message}; {how}\n"
    assert (root / "data.csv").read_bytes() == b"id,n\na,1\n\x81,2\n"


def test_the_hook_names_the_errors_of_a_descriptor(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = make_package(SCHEMA, "id,n\n", resource={"encoding": "koi8-r"})
    monkeypatch.chdir(root.parent)
    assert main(["hook", "format", "--", f"{root.name}/data.csv"]) == 1
    assert capsys.readouterr().out.startswith(f'{root.name}/datapackage.json: resource "table": the encoding "koi8-r" is not')
    descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    del descriptor["resources"][0]["encoding"]
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert main(["hook", "format", "--", f"{root.name}/data.csv"]) == 0
    assert capsys.readouterr().out == ""
