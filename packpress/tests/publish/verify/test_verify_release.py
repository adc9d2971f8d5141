"""Whatever is changed in a release is named with its file, and a cell that differs between formats with its place."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from struct import pack
from typing import NoReturn
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zlib import crc32

import pytest
from tests.publish.verify.tiny_release import (
    CSV,
    DATABASE,
    FORMATS,
    JSONL,
    PARQUET,
    SQLITE,
    THINGS,
    XLSX,
    describe,
    seal,
    write_release,
    write_sums,
)

from packpress.errors import PackageError
from packpress.issue import Issue
from packpress.publish.release.read_back.sqlite_rows import sqlite_rows
from packpress.publish.verify import archives
from packpress.publish.verify.tables import table_files, unpacked_database
from packpress.publish.verify.verify_release import verify_release


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_release(tmp_path / "1.0.0")


def zipped(folder: Path) -> Path:
    """The release as one archive, with its folder."""
    return Path(shutil.make_archive(str(folder.parent / "release"), "zip", folder.parent, folder.name))


def issues(path: Path) -> set[tuple[str, str]]:
    """The file and the rule of each issue."""
    return {(issue.path, issue.rule) for issue in verify_release(path).issues}


@pytest.mark.parametrize("as_zip", [False, True], ids=["folder", "zip"])
def test_a_release_as_it_was_written_has_no_issue(as_zip: bool, folder: Path) -> None:
    report = verify_release(zipped(folder) if as_zip else folder)
    assert (report.issues, report.layers) == ((), ("release", "tables", "descriptions"))


def test_an_archive_without_a_folder_around_it_is_the_same(folder: Path) -> None:
    assert verify_release(Path(shutil.make_archive(str(folder), "zip", folder))).issues == ()


# ---- mutations: whatever is done to a release is named with the file


def flip(path: str) -> Callable[[Path], None]:
    """Change one byte in the middle of the file."""

    def change(folder: Path) -> None:
        data = bytearray((folder / path).read_bytes())
        data[len(data) // 2] ^= 1
        (folder / path).write_bytes(data)

    return change


def truncate(folder: Path) -> None:
    os.truncate(folder / CSV, (folder / CSV).stat().st_size - 30)


def swap(folder: Path) -> None:
    (folder / CSV).rename(folder / "kept")
    (folder / JSONL).rename(folder / CSV)
    (folder / "kept").rename(folder / JSONL)


def edit_sums(folder: Path) -> None:
    text = (folder / "SHA256SUMS").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.endswith("  README.md"))
    (folder / "SHA256SUMS").write_text(text.replace(line, f"{'0' * 64}  README.md"), encoding="utf-8")


def link(folder: Path) -> None:
    (folder / CSV).rename(folder.parent / "elsewhere")
    (folder / CSV).symlink_to(folder.parent / "elsewhere")


def lead_out(folder: Path) -> None:
    with (folder / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{'0' * 64}  ../evil\n")


KINDS = (CSV, PARQUET, SQLITE, XLSX, JSONL, "datapackage.json", "croissant.json", "README.md")
MUTATIONS: Mapping[str, tuple[Callable[[Path], object], set[tuple[str, str]]]] = {
    **{f"byte-of-{kind}": (flip(kind), {(kind, "release-changed")}) for kind in KINDS},
    "dropped": (lambda folder: (folder / SQLITE).unlink(), {(SQLITE, "release-missing")}),
    "added": (lambda folder: (folder / "more.csv").write_text("x\n"), {("more.csv", "release-extra")}),
    "renamed": (
        lambda folder: (folder / XLSX).rename(folder / "Tiny2.xlsx"),
        {(XLSX, "release-missing"), ("Tiny2.xlsx", "release-extra")},
    ),
    "truncated": (truncate, {(CSV, "release-changed")}),
    "swapped": (swap, {(CSV, "release-changed"), (JSONL, "release-changed")}),
    "edited-sums": (edit_sums, {("README.md", "release-sums"), ("README.md", "release-changed")}),
    "link": (link, {(CSV, "release-name"), (CSV, "release-missing")}),
    "dot-dot": (lead_out, {("../evil", "release-name")}),
}


@pytest.mark.parametrize(("mutate", "wanted"), MUTATIONS.values(), ids=MUTATIONS)
def test_a_mutation_is_named_with_its_file(
    mutate: Callable[[Path], object], wanted: set[tuple[str, str]], folder: Path
) -> None:
    mutate(folder)
    found = issues(folder)
    assert wanted <= found
    assert {path for path, _ in found} == {path for path, _ in wanted}


@pytest.mark.parametrize(
    ("mutate", "path", "words"),
    [
        (swap, CSV, f'the file has the content of "{JSONL}"; download both again'),
        (truncate, CSV, "bytes instead of"),
        (
            lambda folder: (folder / XLSX).rename(folder / "x"),
            XLSX,
            'the file is missing; "x" has its content, so rename that file',
        ),
        (flip("README.md"), "README.md", "the file differs from its hash; download it again"),
    ],
    ids=["swapped", "truncated", "renamed", "byte"],
)
def test_the_message_says_what_happened_to_the_file(
    mutate: Callable[[Path], object], path: str, words: str, folder: Path
) -> None:
    mutate(folder)
    (issue,) = (issue for issue in verify_release(folder).issues if issue.path == path)
    assert words in issue.message


@pytest.mark.parametrize("as_zip", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("name", ["SHA256SUMS", "release.json"])
def test_without_one_of_the_two_lists_the_other_is_used(name: str, as_zip: bool, folder: Path) -> None:
    (folder / name).unlink()
    flip("README.md")(folder)
    found = issues(zipped(folder) if as_zip else folder)
    assert {(name, "release-missing"), ("README.md", "release-changed")} <= found


def test_a_folder_that_is_not_a_release_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("x\n", encoding="utf-8")
    with pytest.raises(PackageError, match="is not a release: it has neither SHA256SUMS"):
        verify_release(tmp_path)
    with pytest.raises(PackageError, match="does not exist"):
        verify_release(tmp_path / "absent")
    with pytest.raises(PackageError, match="is not a ZIP archive"):
        verify_release(tmp_path / "data.csv")


SUMS = {
    "no-hash": ("x  README.md", "SHA256SUMS"),
    "escaped": (f"\\{'0' * 64}  a\\nb", "SHA256SUMS"),
    "again": (f"{'0' * 64}  README.md", "SHA256SUMS"),
    "not-stated": (f"{'0' * 64}  LICENSE", "LICENSE"),
}


@pytest.mark.parametrize(("line", "path"), SUMS.values(), ids=SUMS)
def test_a_line_of_the_sums_that_is_wrong_is_reported(line: str, path: str, folder: Path) -> None:
    with (folder / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{line}\n")
    assert (path, "release-sums") in issues(folder)


STATED = {
    "no-json": "{",
    "no-object": "[]",
    "no-tables": '{"files": []}',
    "size": '{"files": [{"path": "a", "bytes": -1, "sha256": "x"}], "tables": []}',
    "table": '{"files": [], "tables": [{"name": "t", "rows": true}]}',
}


@pytest.mark.parametrize("text", STATED.values(), ids=STATED)
def test_a_release_json_that_is_not_valid_is_reported(text: str, folder: Path) -> None:
    (folder / "release.json").write_text(text, encoding="utf-8")
    write_sums(folder)
    assert issues(folder) == {("release.json", "release-sums")}


def test_signatures_are_no_extra_files(folder: Path) -> None:
    for name in ("SHA256SUMS.sig", "SHA256SUMS.minisig"):
        (folder / name).write_text("x", encoding="utf-8")
    assert issues(folder) == set()


# ---- cells


def with_cell(row: int, place: int, value: object) -> list[tuple[object, ...]]:
    rows = [tuple(row) for row in THINGS]
    rows[row] = (*rows[row][:place], value, *rows[row][place + 1 :])
    return rows


@pytest.mark.parametrize("path", FORMATS)
def test_a_cell_of_one_format_is_named_with_both_values(path: str, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "1.0.0", {path: with_cell(2, 1, -4)})
    base = "csv.zip" if path != CSV else PARQUET
    message = f'differs from {base}, which has "-3" in the table "things"; download the release again'
    assert verify_release(folder).issues == (Issue(path, 3, "n", "c", "release-cell", "error", message, "-4"),)


CELLS = {
    "null-for-text": (0, 5, None, "null differs from", ""),
    "text-for-null": (1, 5, "x", "which has null", "x"),
    "empty-text-for-null": (1, 5, "", "an empty text differs from csv.zip, which has null", ""),
    "day": (2, 4, date(1999, 12, 30), 'which has "1999-12-31"', "1999-12-30"),
    "boolean": (0, 3, False, 'which has "true"', "false"),
    "number": (0, 2, 0.1 + 2**-55, 'which has "0.1"', "0.10000000000000003"),
}


@pytest.mark.parametrize(("row", "place", "value", "words", "shown"), CELLS.values(), ids=CELLS)
def test_a_cell_may_differ_in_any_way(row: int, place: int, value: object, words: str, shown: str, tmp_path: Path) -> None:
    (issue,) = verify_release(write_release(tmp_path / "1.0.0", {PARQUET: with_cell(row, place, value)})).issues
    assert (issue.path, issue.line, issue.value) == (PARQUET, row + 1, shown)
    assert words in issue.message


ROWS = {
    "missing": (THINGS[:2], "c", 'has no row 3 in the table "things", but csv.zip has the key "c" there'),
    "extra": (
        (*THINGS, ("d", *THINGS[0][1:])),
        "d",
        'has the key "d" in row 4 of the table "things", where csv.zip has no row',
    ),
    "order": (
        (THINGS[1], THINGS[0], THINGS[2]),
        "b",
        'has the key "b" in row 1 of the table "things", but csv.zip has the key "a"',
    ),
}


@pytest.mark.parametrize(("rows", "key", "words"), ROWS.values(), ids=ROWS)
def test_a_row_of_one_format_is_named(rows: list[tuple[object, ...]], key: str, words: str, tmp_path: Path) -> None:
    (issue,) = verify_release(write_release(tmp_path / "1.0.0", {JSONL: rows})).issues
    assert (issue.path, issue.key, issue.rule) == (JSONL, key, "release-cell")
    assert issue.message == f"{words}; download the release again"


def test_a_content_hash_that_no_format_has_is_the_fault_of_release_json(tmp_path: Path) -> None:
    rows = tuple(with_cell(0, 1, 2))
    folder = write_release(tmp_path / "1.0.0", dict.fromkeys(FORMATS, rows))
    names = ", ".join([CSV, PARQUET, JSONL, SQLITE, XLSX])
    message = f'"content_sha256" of the table "things" is not that of {names}; download the release again'
    assert verify_release(folder).issues == (Issue("release.json", 0, "", "", "release-content", "error", message),)


def test_a_row_count_that_no_format_has_is_the_fault_of_release_json(folder: Path) -> None:
    text = (folder / "release.json").read_text(encoding="utf-8")
    document = json.loads(text)
    document["tables"][0]["rows"] = 4
    (folder / "release.json").write_text(json.dumps(document), encoding="utf-8")
    write_sums(folder)
    assert issues(folder) == {("release.json", "release-content"), ("huggingface/README.md", "release-description")}


def rewrite(path: str, name: str, data: bytes | None) -> Callable[[Path], None]:
    """Replace an entry of an archive, or leave it out."""

    def change(folder: Path) -> None:
        with ZipFile(folder / path) as archive:
            entries = {entry: archive.read(entry) for entry in archive.namelist()}
        if data is None:
            del entries[name]
        else:
            entries[name] = data
        with ZipFile(folder / path, "w") as archive:
            for entry, content in entries.items():
                archive.writestr(entry, content)

    return change


def rename(name: str) -> Callable[[Path], None]:
    """Give the database another name in its archive."""

    def change(folder: Path) -> None:
        with ZipFile(folder / SQLITE) as archive:
            data = archive.read(DATABASE)
        with ZipFile(folder / SQLITE, "w") as archive:
            archive.writestr(name, data)

    return change


def state_size(by: int) -> Callable[[Path], None]:
    """Change the size of the database that its archive states, at both places."""

    def change(folder: Path) -> None:
        data = (folder / SQLITE).read_bytes()
        with ZipFile(folder / SQLITE) as archive:
            size = archive.getinfo(DATABASE).file_size
        stated = size.to_bytes(4, "little")
        assert data.count(stated) == 2
        (folder / SQLITE).write_bytes(data.replace(stated, (size + by).to_bytes(4, "little")))

    return change


def run_sql(*statements: str) -> Callable[[Path], None]:
    """Run the statements in the database of the release."""

    def change(folder: Path) -> None:
        with ZipFile(folder / SQLITE) as archive:
            data = archive.read(DATABASE)
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            for statement in statements:
                connection.execute(statement)
            connection.commit()
            data = connection.serialize()
        with ZipFile(folder / SQLITE, "w") as archive:
            archive.writestr(DATABASE, data)

    return change


UNREADABLE = {
    "csv-without-a-table": (CSV, rewrite(CSV, "data/things.csv", None), "has no data/things.csv"),
    "csv-of-other-columns": (CSV, rewrite(CSV, "data/things.csv", b"id\na\n"), "the columns of data/things.csv are not those"),
    "csv-of-a-short-row": (
        CSV,
        rewrite(CSV, "data/things.csv", b"id,n,x,ok,day,note\na,1\n"),
        "record 2 of data/things.csv has 2 cells",
    ),
    "csv-with-an-open-quote": (CSV, rewrite(CSV, "data/things.csv", b'id,n,x,ok,day,note\na,1,,,,"\n'), "never closed"),
    "csv-with-a-stray-quote": (
        CSV,
        rewrite(CSV, "data/things.csv", b'id,n,x,ok,day,note\na,1"",,,,\n'),
        "record 2 is not valid CSV",
    ),
    "csv-in-another-encoding": (CSV, rewrite(CSV, "data/things.csv", b"id,n,x,ok,day,note\n\xe9,1,,,,\n"), "cannot be read"),
    "jsonl-of-other-columns": (JSONL, rewrite(JSONL, "things.jsonl", b'{"id": "a"}\n'), "line 1 of things.jsonl"),
    "jsonl-that-is-not-json": (JSONL, rewrite(JSONL, "things.jsonl", b"{\n"), 'the table "things" cannot be read'),
    "no-zip": (JSONL, lambda folder: (folder / JSONL).write_text("x"), "is not a ZIP archive"),
    "no-parquet": (PARQUET, lambda folder: (folder / PARQUET).write_bytes(b"PAR1"), "the file"),
    "no-database": (SQLITE, rewrite(SQLITE, DATABASE, b"x" * 200), "SQLite cannot read"),
    "no-archive-of-a-database": (SQLITE, lambda folder: (folder / SQLITE).write_bytes(b"x" * 200), "is not a ZIP archive"),
    "more-than-a-database": (SQLITE, rewrite(SQLITE, "more", b""), "has 2 entries instead of one database"),
    "nothing-but-an-end": (SQLITE, rewrite(SQLITE, DATABASE, None), "has 0 entries instead of one database"),
    "database-by-another-name": (SQLITE, rename("tiny.db"), 'has no file whose name ends with ".sqlite"'),
    "database-of-more-bytes": (SQLITE, state_size(1), f'"{DATABASE}" in the archive is damaged'),
    "database-of-fewer-bytes": (SQLITE, state_size(-1), f'"{DATABASE}" in the archive is damaged'),
    "database-with-one-table-more": (SQLITE, run_sql("CREATE TABLE more (a)"), 'the table "more", which is not part'),
    "database-with-a-view-more": (SQLITE, run_sql("CREATE VIEW more AS SELECT 1 AS a"), 'the view "more", which is not part'),
    "database-with-a-trigger": (
        SQLITE,
        run_sql("CREATE TRIGGER late AFTER INSERT ON things BEGIN DELETE FROM things; END"),
        'the trigger "late", which is not part',
    ),
    "database-with-a-trigger-by-a-name-of-sqlite": (
        SQLITE,
        run_sql(
            "PRAGMA writable_schema = ON",
            "INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_late', 'things', 0,"
            " 'CREATE TRIGGER sqlite_late AFTER INSERT ON things BEGIN DELETE FROM things; END')",
        ),
        'the trigger "sqlite_late", which is not part',
    ),
    "no-workbook": (XLSX, rewrite(XLSX, "xl/worksheets/sheet3.xml", b"<x"), 'the sheet of "things" cannot be read'),
}


@pytest.mark.parametrize(("path", "change", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_with_the_right_hash_that_cannot_be_read_is_reported(
    path: str, change: Callable[[Path], object], words: str, folder: Path
) -> None:
    change(folder)
    describe(folder)
    seal(folder)
    found = verify_release(folder).issues
    assert {(issue.path, issue.rule) for issue in found} == {(path, "release-unreadable")}
    assert any(words in issue.message for issue in found)


def test_another_database_is_reported_once(folder: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE other (a)")
        connection.commit()
        data = connection.serialize()
    rewrite(SQLITE, DATABASE, data)(folder)
    describe(folder)
    seal(folder)
    message = "the database has none of the tables of the release, so it is another one; download the release again"
    assert verify_release(folder).issues == (Issue(SQLITE, 0, "", "", "release-unreadable", "error", message),)


def test_a_full_disk_is_named_by_the_temporary_folder(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(unpacked_database, "_unpack", refuse)
    with pytest.raises(OSError, match="No space left on device") as caught:
        verify_release(folder)
    assert caught.value.filename == str(tmp_path / "temporary")


def test_a_format_that_a_release_lacks_is_not_missed(folder: Path) -> None:
    (folder / XLSX).unlink()
    describe(folder)
    seal(folder)
    assert verify_release(folder).issues == ()


# ---- names and archives


@pytest.mark.parametrize("name", ["CON", "aux.csv", "a b.", "a:b", "a\\b", "line\nbreak", "Csv.zip"])
def test_a_name_that_some_system_cannot_have_is_reported(name: str, folder: Path) -> None:
    (folder / name).write_text("x", encoding="utf-8")
    seal(folder)
    assert (name if name != "Csv.zip" else "csv.zip", "release-name") in issues(folder)


def test_a_pipe_is_reported_and_not_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert issues(folder) == {("pipe", "release-name")}


def entry(name: str, mode: int = 0o100644) -> ZipInfo:
    made = ZipInfo(name)
    made.create_system, made.external_attr = 3, mode << 16
    return made


ENTRIES = {
    "dot-dot": (entry("../evil"), "../evil"),
    "absolute": (entry("/evil"), "/evil"),
    "link": (entry("1.0.0/link", 0o120777), "link"),
    "device": (entry("1.0.0/device", 0o060644), "device"),
    "again": (entry("1.0.0/README.md"), "README.md"),
}


@pytest.mark.parametrize(("added", "path"), ENTRIES.values(), ids=ENTRIES)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_unsafe_entry_of_an_archive_is_reported_and_not_extracted(added: ZipInfo, path: str, folder: Path) -> None:
    file = zipped(folder)
    with ZipFile(file, "a") as archive:
        archive.writestr(added, "x")
    assert issues(file) == {(path, "release-name")}
    assert not (folder.parent / "evil").exists()


def test_an_unsafe_entry_of_an_archive_in_a_release_is_reported(folder: Path) -> None:
    with ZipFile(folder / CSV, "a") as archive:
        archive.writestr(entry("../evil"), "x")
        archive.writestr(entry("DATA/things.csv"), "x")
    describe(folder)
    seal(folder)
    assert issues(folder) == {
        (f"{CSV}/../evil", "release-name"),
        (f"{CSV}/data/things.csv", "release-name"),
        (f"{CSV}/data", "release-name"),
    }


@pytest.mark.parametrize("place", ["directory", "entry"])
def test_an_entry_with_two_names_is_reported(place: str, folder: Path) -> None:
    with ZipFile(folder / SQLITE) as archive:
        data = archive.read(DATABASE)
    with ZipFile(folder / SQLITE, "w") as archive:
        made = entry(DATABASE)
        name = b"README.md"
        made.extra = pack("<HHBI", 0x7075, 5 + len(name), 1, crc32(DATABASE.encode())) + name
        archive.writestr(made, data)
        if place == "entry":
            made.extra = b""  # which writes the directory at the end
    describe(folder)
    seal(folder)
    (issue,) = verify_release(folder).issues
    assert (issue.path, issue.rule) == (f"{SQLITE}/{DATABASE}", "release-name")
    assert "has two names, of which programs take either" in issue.message


def test_the_database_of_an_earlier_release_without_an_archive_is_compared(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "1.0.0", {SQLITE: with_cell(2, 1, -4)})
    with ZipFile(folder / SQLITE) as archive:
        archive.extract(DATABASE, folder)
    (folder / SQLITE).unlink()
    describe(folder)
    seal(folder)
    (issue,) = verify_release(folder).issues
    assert (issue.path, issue.rule, issue.value) == (DATABASE, "release-cell", "-4")


def test_an_entry_of_an_archive_in_a_release_that_differs_from_its_checksum_is_reported(folder: Path) -> None:
    data = (folder / CSV).read_bytes()
    assert data.count(b'"primaryKey"') == 1
    (folder / CSV).write_bytes(data.replace(b'"primaryKey"', b'"primaryKay"'))
    describe(folder)
    seal(folder)
    (issue,) = verify_release(folder).issues
    assert (issue.path, issue.rule) == (CSV, "release-unreadable")
    assert issue.message == '"schemas/things.json" in the archive is damaged; download it again'


def test_an_archive_that_expands_to_too_much_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE_EXPANSION", 1_000_000)
    with ZipFile(folder / JSONL, "a", ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(2_000_000))
    describe(folder)
    seal(folder)
    found = verify_release(folder).issues
    assert {(issue.path, issue.rule) for issue in found} == {(JSONL, "release-unreadable")}
    assert "expands to 2,00" in found[0].message
    with ZipFile(folder.parent / "bomb.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("SHA256SUMS", bytes(2_000_000))
    with pytest.raises(PackageError, match="too much for its size; do not open it"):
        verify_release(folder.parent / "bomb.zip")


@pytest.mark.parametrize("name", ["../tiny.sqlite", "/tiny.sqlite"])
def test_a_database_with_an_unsafe_name_is_reported_and_unpacked_nowhere_else(name: str, folder: Path) -> None:
    rename(name)(folder)
    describe(folder)
    seal(folder)
    assert issues(folder) == {(f"{SQLITE}/{name}", "release-name")}
    assert not (folder.parent / "tiny.sqlite").exists()


def test_a_database_that_expands_to_too_much_is_refused_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE_EXPANSION", 1_000_000)
    with ZipFile(folder / SQLITE, "w", ZIP_DEFLATED) as archive:
        archive.writestr(DATABASE, bytes(2_000_000))
    describe(folder)
    seal(folder)
    (issue,) = verify_release(folder).issues
    assert (issue.path, issue.rule) == (SQLITE, "release-unreadable")
    assert "expands to 2,000,000, too much for its size; do not open it" in issue.message


def test_the_database_is_unpacked_in_a_temporary_folder_that_is_removed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    seen: list[Path] = []

    def rows(path: Path, table: str, fields: table_files.Fields) -> Iterator[list[str | None]]:
        seen.append(path)
        return sqlite_rows(path, table, fields)

    monkeypatch.setattr(table_files, "sqlite_rows", rows)
    assert issues(folder) == set()
    assert {path.parent.parent for path in seen} == {temporary}
    assert list(temporary.iterdir()) == []


def test_a_full_disk_is_no_fault_of_the_release(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(unpacked_database, "create_file", fail)
    with pytest.raises(OSError, match="No space left on device"):
        verify_release(folder)


def test_an_archive_or_folder_of_too_many_entries_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = zipped(folder)
    monkeypatch.setattr(archives, "MOST_ENTRIES", 3)
    with pytest.raises(PackageError, match="more than 3; do not open it"):
        verify_release(file)


def test_an_entry_that_is_damaged_is_reported(folder: Path) -> None:
    file = zipped(folder)
    data = file.read_bytes()
    with ZipFile(file) as archive:
        place = archive.getinfo("1.0.0/README.md").header_offset + 47
    file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    found = issues(file)
    assert ("1.0.0/README.md", "release-unreadable") in found


def test_a_release_is_not_changed(folder: Path) -> None:
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file()}
    verify_release(folder)
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file()} == before


# ---- descriptions


def replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")

    return change


def other_hash(path: str) -> Callable[[Path], None]:
    """Exchange the hash of csv.zip in a description."""

    def change(folder: Path) -> None:
        document = json.loads((folder / "release.json").read_bytes())
        (digest,) = (file["sha256"] for file in document["files"] if file["path"] == CSV)
        replace(path, digest, "0" * 64)(folder)

    return change


def not_utf8(folder: Path) -> None:
    (folder / "huggingface" / "README.md").write_bytes(b"\xff")


DESCRIBED: Mapping[str, tuple[str, Callable[[Path], None], str]] = {
    **{
        f"hash-in-{path}": (path, other_hash(path), f"has another hash of {CSV} than the file")
        for path in ("datapackage.json", "croissant.json", "schema-org.jsonld", "dcat.ttl")
    },
    "file-in-json": (
        "croissant.json",
        replace("croissant.json", CSV, "other.zip"),
        'names "other.zip", which the release does not have',
    ),
    "file-in-turtle": ("dcat.ttl", replace("dcat.ttl", f"<{PARQUET}>", "<x>"), f"does not have the hash of {PARQUET}"),
    "size-in-json": (
        "croissant.json",
        replace("croissant.json", '"contentSize": "7 B"', '"contentSize": "8 B"'),
        "says that README.md has 8 bytes, but it has 7",
    ),
    "size-in-turtle": (
        "dcat.ttl",
        replace("dcat.ttl", 'byteSize "7"', 'byteSize "8"'),
        "says that README.md has 8 bytes, but it has 7",
    ),
    "no-json": (
        "datapackage.json",
        replace(
            "datapackage.json",
            "{",
            "",
        ),
        "is not JSON",
    ),
    "rows-in-the-card": (
        "huggingface/README.md",
        replace("huggingface/README.md", "| 3 |", "| 4 |"),
        'says that the table "things" has 4 rows, but it has 3',
    ),
    "no-rows-in-the-card": (
        "huggingface/README.md",
        replace("huggingface/README.md", "`empty`", "empty"),
        'does not have the rows of the table "empty"',
    ),
    "file-in-the-card": (
        "huggingface/README.md",
        replace("huggingface/README.md", "path: parquet/things.parquet", "path: x"),
        'names "x", which the release does not have',
    ),
    "no-text": (
        "huggingface/README.md",
        not_utf8,
        "UTF-8",
    ),
    "no-yaml": ("huggingface/README.md", replace("huggingface/README.md", "configs:", "configs: ["), "YAML"),
}


@pytest.mark.parametrize(("path", "change", "words"), DESCRIBED.values(), ids=DESCRIBED)
def test_a_description_that_says_something_else_is_reported(
    path: str, change: Callable[[Path], None], words: str, folder: Path
) -> None:
    change(folder)
    seal(folder)
    found = verify_release(folder).issues
    assert {(issue.path, issue.rule) for issue in found} == {(path, "release-description")}
    assert any(words in issue.message for issue in found), found


def test_a_table_without_a_schema_is_reported(folder: Path) -> None:
    replace("datapackage.json", '"schema"', '"scheme"')(folder)
    rewrite(CSV, "schemas/things.json", b"{}")(folder)
    found = {issue.message for issue in verify_release(folder).issues if issue.rule == "release-description"}
    assert 'has no schema of the table "things", so that its cells cannot be compared; download it again' in found
