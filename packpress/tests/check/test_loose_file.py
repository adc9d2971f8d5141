"""A CSV file that no descriptor lists is checked as text, and the report says so."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from packpress import PackageError, validate
from packpress.cli import main
from packpress.issue import Issue
from packpress.read.dialect.sniff import sniff_delimiter

Capture = pytest.CaptureFixture[str]


def note(path: str, delimiter: str = '","') -> Issue:
    message = (
        "no datapackage.json lists this file, so only its text and its header were checked, without a schema and with "
        f'{delimiter} as the delimiter; describe it with "packpress init" to check its values'
    )
    return Issue(path, 0, "", "", "table-not-described", "warning", message)


# name, bytes → the delimiter in the note, the other issues as (line, column, rule, severity)
FILES: dict[str, tuple[str, bytes, str, list[tuple[int, str, str, str]]]] = {
    "a sound table": ("t.csv", b"id,name\n1,a\n", '","', []),
    "one column": ("t.csv", b"id\n1\n", '","', []),
    "semicolons": ("t.csv", b"id;name\n1;a,b\n", '";"', []),
    "tabs": ("t.tsv", b"id\tname\n1\ta\n", "a tab", []),
    "tabs in a file of commas": ("t.csv", b"id\tname\n1\ta\n", "a tab", []),
    "commas in a file of tabs": ("t.tsv", b"id,name\n1,a\n", '","', []),
    "vertical bars": ("t.csv", b"id|name, other\n1|b\n2|c,d\n", '"|"', []),
    "gzip": ("t.csv.gz", gzip.compress(b"a;b\n1;2\n"), '";"', []),
    "no gzip": ("t.csv.gz", b"a;b\n1;2\n", '","', [(0, "", "file-compression", "error")]),
    "nothing": ("t.csv", b"", '","', [(0, "", "text-empty", "error")]),
    "a ragged row": ("t.csv", b"id;name\n1;a\n2;b;c\n", '";"', [(3, "", "text-ragged-row", "error")]),
    "a hidden character": ("t.csv", "id,name\n1,a\u200b\n".encode(), '","', [(2, "name", "text-hidden-character", "error")]),
    "a name twice": ("t.csv", b"id,Id\n1,2\n", '","', [(1, "Id", "header-duplicate", "error")]),
    "a column without a name": ("t.csv", b"id,, \n1,2,3\n", '","', [(1, "", "header-blank", "warning")]),
    "an open quote": ("t.csv", b'id,name\n1,"a\n', '","', [(2, "name", "text-unclosed-quote", "error")]),
    "another encoding": ("t.csv", b"id,name\n1,Zo\xeb\n", '","', [(2, "", "text-encoding", "error")]),
    "UTF-16": ("t.csv", "id,name\n".encode("utf-16"), '","', [(0, "", "text-not-a-table", "error")]),
    "a byte order mark": ("t.csv", b"\xef\xbb\xbfid;name\n", '";"', [(1, "", "text-byte-order-mark", "warning")]),
}


@pytest.mark.parametrize(("name", "data", "delimiter", "wanted"), FILES.values(), ids=FILES)
def test_a_file_that_no_package_lists_is_checked_as_text(
    name: str,
    data: bytes,
    delimiter: str,
    wanted: list[tuple[int, str, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / name).write_bytes(data)
    path = (tmp_path / name).as_posix()
    report = validate(path)
    assert [issue for issue in report.issues if issue.rule == "table-not-described"] == [note(path, delimiter)]
    others = [issue for issue in report.issues if issue.rule != "table-not-described"]
    assert [(issue.line, issue.column, issue.rule, issue.severity) for issue in others] == wanted
    assert {issue.path for issue in report.issues} == {path}
    monkeypatch.chdir(tmp_path)
    alone = validate(name)
    assert (alone.file, alone.layers, alone.issues) == (name, ("files",), tuple(i._replace(path=name) for i in report.issues))


def test_the_command_says_how_far_it_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "t.csv").write_bytes(b"id,name\n1,a\n2\n")
    (tmp_path / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["validate", "sub/t.csv", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["layers"], report["file"], report["errors"], report["warnings"]) == (["files"], "sub/t.csv", 1, 1)
    assert main(["validate", "sub/t.csv"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "not valid: 1 error, 1 warning (checked: files, of sub/t.csv alone)"


def test_a_report_is_not_saved_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    (tmp_path / "t.csv").write_bytes(b"id,name\n1,a\n")
    monkeypatch.chdir(tmp_path)
    assert main(["validate", "t.csv", "--save", "json", "./t.csv"]) == 2
    assert capsys.readouterr().err.startswith("packpress: --save t.csv: is the package; name another file")
    assert (tmp_path / "t.csv").read_bytes() == b"id,name\n1,a\n"


@pytest.mark.parametrize("name", ["t.parquet", "t.json", "t.txt", "t"])
def test_a_file_that_is_not_named_like_a_table_is_not_checked(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"1")
    with pytest.raises(PackageError, match=r"no datapackage\.json in its folder or above lists it"):
        validate(tmp_path / name)


# beginning of a file, usual delimiter → the delimiter
HEADS = {
    "both in the header, one fits": (b"a;b,c\n1;2\n3;4,5\n", ",", ";"),
    "both fit": (b"a;b,c\n1;2,3\n", ",", ","),
    "neither fits": (b"a;b,c\n1;2;3\n1,2,3\n", ",", ","),
    "in quotes only": (b'"a;b"\n"c;d"\n', ",", ","),
    "a row that is cut": (b"a;b,c\n1;2\n3;4\n5", ",", ";"),
    "no line end": (b"a;b", ",", ";"),
    "nothing": (b"", "\t", "\t"),
    "no delimiter": (b"a\nb\n", "\t", "\t"),
}


@pytest.mark.parametrize(("head", "usual", "wanted"), HEADS.values(), ids=HEADS)
def test_a_delimiter_is_taken_only_if_it_is_obvious(head: bytes, usual: str, wanted: str) -> None:
    assert sniff_delimiter(head, usual) == wanted
