"""The two sides of a comparison: folders, releases and revisions, and strangers' packages that mean harm."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import stat
import struct
import subprocess
import sys
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.changes.conftest import SCHEMA, Repository, write_package

from packpress.changes.compare.diff import diff
from packpress.changes.sides.side import MAX_COPIED, open_side
from packpress.cli import main
from packpress.errors import PackageError

Capture = pytest.CaptureFixture[str]


def things(*rows: str) -> dict[str, Any]:
    return {"t": (SCHEMA, "\n".join(["id,name,n", *rows]) + "\n")}


def changed_cells(*arguments: Any, **options: Any) -> list[tuple[str, str, str]]:
    found = diff(*arguments, **options)
    return [(cell.column, cell.old, cell.new) for table in found.tables for row in table.rows for cell in row.cells]


@pytest.fixture
def history(repository: Repository) -> Repository:
    """A repository whose package in ``pack/age`` had another value in its first state, tagged v1, than it has now."""
    root = repository.root / "pack" / "age"
    write_package(root, things("a,first,1"), version="1.0.0")
    (repository.root / "huge.bin").write_bytes(b"\0" * 100)
    repository.commit()
    repository.git("tag", "v1")
    write_package(root, things("a,second,1"), version="1.0.1")
    repository.commit()
    write_package(root, things("a,third,1"), version="1.0.2")
    return repository


# revision → the cells that differ between it and the working tree
REVISIONS = {"HEAD": "second", "HEAD~1": "first", "v1": "first", "main": "second", "@": "second", "HEAD^{commit}": "second"}


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_revision_is_compared_with_the_working_tree(revision: str, history: Repository) -> None:
    root = history.root / "pack" / "age"
    assert changed_cells(revision, root=root) == [("name", REVISIONS[revision], "third")]


def test_the_sql_and_the_schemas_of_views_come_with_a_release(ferries: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "ferries.zip", "w") as archive:
        for file in ferries.rglob("*.*"):
            archive.write(file, file.relative_to(ferries).as_posix())
    with open_side(tmp_path / "ferries.zip", ferries) as side:
        assert [(view.path, view.table.schema.path) for view in side.package.views] == [
            ("views/fleet.sql", "views/fleet.json"),
            ("views/starts.sql", ""),
        ]


def test_two_revisions_are_compared_and_both_are_named(history: Repository) -> None:
    found = diff("v1", history.git("rev-parse", "--short", "HEAD"), root=history.root / "pack" / "age")
    assert (found.old.name, found.old.version, found.new.version) == ("v1", "1.0.0", "1.0.1")
    assert [cell.new for cell in found.tables[0].rows[0].cells] == ["second"]


def test_nothing_of_the_repository_but_what_the_descriptor_names_is_read(history: Repository) -> None:
    root = history.root / "pack" / "age"
    (root / "other.csv").write_bytes(b"id\n")
    (root / "CHANGELOG.md").write_text("# Changes\n", encoding="utf-8")
    history.commit()
    with open_side("HEAD", root) as side:
        files = sorted(path.name for path in side.package.root.rglob("*"))
        assert (files, side.changelog) == (["CHANGELOG.md", "datapackage.json", "t.csv"], "# Changes\n")
        there = side.package.root
    assert not there.exists()


@pytest.mark.parametrize("name", ['a file\nwith\ta "name".csv', "–rf $(id) `x`.csv", "-rf.csv", "日本.csv"], ids=ascii)
def test_files_of_any_name_are_read_from_a_revision(name: str, repository: Repository) -> None:
    root = repository.root
    for text in ("a,first,1", "a,second,1"):
        write_package(root, {})
        (root / name).write_text(f"id,name,n\n{text}\n", encoding="utf-8")

        table = {"name": "t", "path": name, "schema": SCHEMA, "type": "table"}
        (root / "datapackage.json").write_text(json.dumps({"name": "example", "resources": [table]}), encoding="utf-8")
        if text == "a,first,1":
            repository.commit()
    assert changed_cells("HEAD", root=root) == [("name", "first", "second")]


def test_a_repository_is_found_from_within_a_hook_of_another(history: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(history.root / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    assert changed_cells("HEAD", root=history.root / "pack" / "age") == [("name", "second", "third")]


def test_a_replaced_object_does_not_hide_what_was_committed(history: Repository) -> None:
    old, new = (history.git("rev-parse", f"{revision}:pack/age/t.csv") for revision in ("v1", "HEAD"))
    history.git("replace", old, new)
    assert changed_cells("v1", "HEAD", root=history.root / "pack" / "age") == [("name", "first", "second")]


def test_nothing_is_fetched_where_a_clone_lacks_the_file(history: Repository, tmp_path: Path) -> None:
    history.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    url = history.root.as_uri()
    history.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", url, str(clone))
    (clone / "pack" / "age").mkdir(parents=True)
    with pytest.raises(PackageError, match="is not in this clone"):
        diff("v1", root=clone / "pack" / "age")
    missing = Repository(clone).git("rev-list", "--objects", "--all", "--missing=print")
    assert missing.count("\n?") >= 2


def test_a_shallow_clone_says_what_to_fetch(history: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    history.git("clone", "--quiet", "--depth=1", history.root.as_uri(), str(clone))
    with pytest.raises(PackageError, match="this clone is shallow and may lack it: git fetch --unshallow, or fetch-depth: 0"):
        diff("HEAD~1", root=clone / "pack" / "age")


# what is asked for as the old side → what is said
NO_SIDES = {
    "-rf": "-rf: is not a folder, a release or the name of a revision",
    "--output=x": "--output=x: is not a folder, a release or the name of a revision",
    "": ": is not a folder, a release or the name of a revision",
    "a\nb": r"a\nb: is not a folder, a release or the name of a revision",
    "nowhere": "nowhere: is not a folder, a release (.zip) or a revision of this repository; see git log",
    "v1:pack/age/t.csv": "v1:pack/age/t.csv: is not a folder, a release (.zip) or a revision of this repository",
    "v1..main": "v1..main: is not a folder, a release (.zip) or a revision of this repository",
    "x" * 5000: "is not a folder, a release (.zip) or a revision of this repository",
}


@pytest.mark.parametrize("asked", NO_SIDES, ids=lambda text: ascii(text)[:20])
def test_what_is_no_side_exits_with_2_and_one_line(asked: str, history: Repository, capsys: Capture) -> None:
    before = sorted(path.name for path in history.root.rglob("*") if ".git" not in path.parts)
    assert main(["diff", str(history.root / "pack" / "age"), "--", asked]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert NO_SIDES[asked] in err
    assert sorted(path.name for path in history.root.rglob("*") if ".git" not in path.parts) == before


def test_outside_of_a_repository_there_is_no_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    root = write_package(tmp_path / "package", things("a,x,1"))
    with pytest.raises(PackageError, match=r"^HEAD: is neither a folder .*, and .* is not in a git repository$"):
        diff("HEAD", root=root)


def test_a_package_that_was_not_there_is_told(history: Repository) -> None:
    root = write_package(history.root / "later", things("a,x,1"))
    with pytest.raises(PackageError, match="HEAD: has no folder later; the package did not exist there"):
        diff("HEAD", root=root)


def _descriptor(**resource: Any) -> Callable[[Path], object]:

    def write(root: Path) -> None:
        table = {"name": "t", "path": "t.csv", "schema": SCHEMA, "type": "table"} | resource
        (root / "datapackage.json").write_text(json.dumps({"name": "example", "resources": [table]}), encoding="utf-8")

    return write


def _file(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda root: (root / name).write_bytes(data)


def _link(root: Path) -> None:
    (root / "t.csv").unlink()
    (root / "t.csv").symlink_to("/etc/passwd")


# how the old side is broken → what is said of it
BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "no JSON": (_file("datapackage.json", b"{"), "datapackage.json:1:2: is not JSON"),
    "no object": (_file("datapackage.json", b"[]"), "datapackage.json: must contain a JSON object"),
    "no descriptor": (lambda root: (root / "datapackage.json").unlink(), "datapackage.json"),
    "a path out of the package": (_descriptor(path="../t.csv"), "contains '..'"),
    "an absolute path": (_descriptor(path="/etc/passwd"), "is absolute"),
    "a schema out of the package": (_descriptor(schema="../../secret.json"), "contains '..'"),
    "a path that is the descriptor": (_descriptor(path="datapackage.json", format="csv"), "datapackage.json"),
    "a path below a file": (_descriptor(path="datapackage.json/t.csv"), "datapackage.json"),
    "a link": (_link, "link"),
    "a file that is not there": (lambda root: (root / "t.csv").unlink(), "t.csv: the file is missing"),
    "an empty file": (_file("t.csv", b""), "t.csv: the file is empty"),
    "another header": (_file("t.csv", b"id,name\na,b\n"), 't.csv:1:n: column 3 of the header is missing'),
    "a ragged row": (_file("t.csv", b"id,name,n\na,b\n"), "t.csv:2: the row has 2 cells"),
    "an open quote": (_file("t.csv", b'id,name,n\n"a,b,1\n'), "t.csv:2:id: the quote opened here is never closed"),
    "an escape sequence": (_file("t.csv", b"id,name,n\na,\x1b[2Jx,1\n"), "t.csv:2:name: the cell contains U+001B"),
    "another encoding": (_file("t.csv", b"id,name,n\na,\xff,1\n"), "is not UTF-8"),
    "a placeholder of a large file": (
        _file("t.csv", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"), "t.csv",
    ),
    "retired in no table": (
        lambda root: write_package(root, things("a,x,1"), **{"packpress:withdrawn": {"resource": "nowhere"}}),
        "packpress:withdrawn",
    ),
}  # fmt: skip
KINDS = ["folder", "revision", "zip"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("edit", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_side_exits_with_2_and_one_line(
    kind: str, edit: Callable[[Path], object], said: str, repository: Repository, tmp_path: Path, capsys: Capture
) -> None:
    old = write_package(repository.root / "package", things("a,x,1"))
    edit(old)
    new = write_package(tmp_path / "new", things("a,x,2"))
    asked = {"folder": str(old), "zip": str(tmp_path / "old.zip"), "revision": "HEAD"}[kind]
    if kind == "zip":
        with zipfile.ZipFile(asked, "w") as archive:
            for path in old.iterdir():
                archive.write(path, path.name)
    if kind == "revision":
        repository.commit()
        shutil.rmtree(old)
        new = write_package(old, things("a,x,2"))  # where the revision is looked up
    code = main(["diff", asked, str(new)])
    out, err = capsys.readouterr()
    if kind == "zip" and said == "link":  # a zip holds what the link points at, which is no table
        said = "t.csv"
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert err.isascii() or err.rstrip("\n").isprintable()


def zipped(file: Path, top: str, **tables: Any) -> Path:
    folder = write_package(file.with_suffix(""), tables["tables"])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, top + path.name)
    return file


@pytest.mark.parametrize("top", ["", "example-1.0.0/"], ids=["at its top", "in its one folder"])
def test_a_release_is_read_from_its_zip(top: str, tmp_path: Path) -> None:
    old = zipped(tmp_path / "old.zip", top, tables=things("a,first,1"))
    new = write_package(tmp_path / "new", things("a,second,1"))
    assert changed_cells(str(old), str(new)) == changed_cells(old, new) == [("name", "first", "second")]


def test_an_archive_that_swells_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packpress.changes.sides.side.MAX_COPIED", 2**20)
    old = zipped(tmp_path / "old.zip", "", tables=things("a,x,1"))
    with zipfile.ZipFile(old, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("CHANGELOG.md", b"0" * 2**24)
    with pytest.raises(PackageError, match="is larger than"):
        diff(old, write_package(tmp_path / "new", things("a,x,1")))
    assert MAX_COPIED == 8 * 2**30


ARCHIVES = {
    "no zip": (b"PK no", "is not a ZIP archive"),
    "nothing in it": (b"PK\x05\x06" + b"\0" * 18, "it has none"),
}


@pytest.mark.parametrize(("data", "said"), ARCHIVES.values(), ids=ARCHIVES)
def test_what_is_no_release_is_told(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "old.zip").write_bytes(data)
    with pytest.raises(PackageError, match=said):
        diff(str(tmp_path / "old.zip"), write_package(tmp_path / "new", things("a,x,1")))


def test_a_zip_with_a_damaged_file_is_told(tmp_path: Path) -> None:
    old = zipped(tmp_path / "old.zip", "", tables=things(*(f"k{n},{n * 7919},1" for n in range(999))))
    data = bytearray(old.read_bytes())
    begin = data.index(b"t.csv") + 100
    data[begin : begin + 50] = b"\xff" * 50
    old.write_bytes(data)
    with pytest.raises(PackageError, match=r"t\.csv cannot be copied"):
        diff(old, write_package(tmp_path / "new", things("a,x,1")))


def _added(name: str, data: bytes = b"x", attributes: int = 0) -> Callable[[Path], None]:
    """Adds an entry to the archive, whatever is there already."""

    def edit(file: Path) -> None:
        entry = zipfile.ZipInfo(name)
        entry.external_attr, entry.compress_type = attributes << 16, zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(file, "a") as archive, warnings.catch_warnings(action="ignore"):
            archive.writestr(entry, data)

    return edit


def _without(name: str, then: Callable[[Path], None]) -> Callable[[Path], None]:
    """Makes the archive anew without that entry, then adds to it."""

    def edit(file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            kept = {entry: archive.read(entry) for entry in archive.namelist() if entry != name}
        with zipfile.ZipFile(file, "w") as archive:
            for entry, data in kept.items():
                archive.writestr(entry, data)
        then(file)

    return edit


def _field(name: bytes, local: int, central: int, value: bytes) -> Callable[[Path], None]:
    """Writes over a field of the entry's two headers, whose offsets from their beginnings differ."""

    def edit(file: Path) -> None:
        data = bytearray(file.read_bytes())
        for begin, place in ((data.index(name) - 30, local), (data.rindex(name) - 46, central)):
            data[begin + place : begin + place + len(value)] = value
        file.write_bytes(data)

    return edit


def _size(size: int) -> Callable[[Path], None]:
    """Another size of the table, and the checksum of so much of it where that is less."""

    def edit(file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            part = archive.read("t.csv")[:size]
        _field(b"t.csv", 14, 16, struct.pack("<L", zlib.crc32(part)))(file)
        _field(b"t.csv", 22, 24, struct.pack("<L", size))(file)

    return edit


# how a release is made → what is said of it
HOSTILE = {
    "two entries of one table": (_added("t.csv"), "t.csv: the archive has 2 entries whose names differ only in case"),
    "two descriptors": (_added("datapackage.json"), "datapackage.json: the archive has 2 entries whose names differ"),
    "a name in another case": (_added("T.CSV"), "t.csv: the archive has 2 entries whose names differ only in case"),
    "a name by another way": (_added("x/.././t.csv"), "has an entry that leads outside of it: x/.././t.csv"),
    "a name with more slashes": (_added(".//t.csv"), "t.csv: the archive has 2 entries whose names differ only in case"),
    "a name that is a folder too": (_added("t.csv/"), "t.csv: the archive has 2 entries whose names differ only in case"),
    "an absolute name": (_added("/etc/passwd"), "has an entry that leads outside of it: /etc/passwd"),
    "a name above": (_added("../x"), "has an entry that leads outside of it: ../x"),
    "a name above, as on Windows": (_added("a\\..\\..\\x"), "has an entry that leads outside of it"),
    "a link": (_without("t.csv", _added("t.csv", b"/etc/passwd", stat.S_IFLNK | 0o777)), "t.csv: is a link"),
    "a changelog without end": (
        _added("CHANGELOG.md", b"0" * (2**24 + 1)), "CHANGELOG.md cannot be copied: it is larger than 16 MiB",
    ),
    "a descriptor without end": (
        _without("datapackage.json", _added("datapackage.json", b" " * (2**24 + 1))),
        "datapackage.json cannot be copied: it is larger than 16 MiB",
    ),
    "a size that is too small": (_size(12), "t.csv cannot be copied: Bad CRC-32"),
    "a size of nothing": (_size(0), "t.csv: cannot be read: Bad CRC-32"),
    "a size that is less by one": (
        _field(b"t.csv", 22, 24, struct.pack("<L", 15)), "t.csv cannot be copied: it is longer than the archive says",
    ),
    "a size that is too large": (_size(1000), "t.csv cannot be copied: it is shorter than the archive says"),
    "an encrypted entry": (_field(b"t.csv", 6, 8, b"\1\0"), "t.csv: is encrypted"),
    "a compression that is not known": (_field(b"t.csv", 8, 10, b"\x61\0"), "t.csv: cannot be read: That compression"),
    "another checksum": (_field(b"t.csv", 14, 16, b"\0\0\0\0"), "t.csv cannot be copied: Bad CRC-32"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_release_exits_with_2_and_one_line(
    edit: Callable[[Path], None], said: str, tmp_path: Path, capsys: Capture
) -> None:
    old = zipped(tmp_path / "old.zip", "", tables=things("a,x,1"))
    edit(old)
    code = main(["diff", str(old), str(write_package(tmp_path / "new", things("a,x,1")))])
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_what_swells_more_than_deflate_can_is_refused_before_it_is_copied(tmp_path: Path) -> None:
    old = zipped(tmp_path / "old.zip", "", tables=things("a,x,1"))
    with zipfile.ZipFile(old) as archive:
        descriptor = archive.read("datapackage.json")
    with zipfile.ZipFile(old, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("datapackage.json", descriptor)
        with archive.open("t.csv", "w") as stream:
            for _ in range(65):
                stream.write(b"0" * 2**20)
    with pytest.raises(PackageError, match=r"t\.csv: the archive expands to more than 1,100 times its size"):
        diff(old, write_package(tmp_path / "new", things("a,x,1")))


def test_a_table_of_equal_rows_is_no_bomb(tmp_path: Path) -> None:
    rows = "".join(f"k{number:06},the same name,1\n" for number in range(20_000))
    with zipfile.ZipFile(tmp_path / "old.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        folder = write_package(tmp_path / "old", {"t": (SCHEMA, "id,name,n\n" + rows)})
        for name in ("datapackage.json", "t.csv"):
            archive.write(folder / name, name)
    assert diff(tmp_path / "old.zip", folder).is_empty


def test_a_release_with_more_entries_than_are_looked_at_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packpress.changes.sides.archive.MAX_ENTRIES", 1)
    with pytest.raises(PackageError, match="has more than 1 entries"):
        diff(zipped(tmp_path / "old.zip", "", tables=things("a,x,1")), tmp_path / "new")


def test_other_entries_may_have_names_that_differ_by_case(tmp_path: Path) -> None:
    old = zipped(tmp_path / "old.zip", "", tables=things("a,first,1"))
    for name in ("README", "readme", "link"):
        _added(name, attributes=stat.S_IFLNK)(old)
    assert changed_cells(old, write_package(tmp_path / "new", things("a,second,1"))) == [("name", "first", "second")]


def test_the_changelog_of_a_folder_is_bounded_too(tmp_path: Path) -> None:
    old = write_package(tmp_path / "old", things("a,x,1"))
    (old / "CHANGELOG.md").write_bytes(b"0" * (2**24 + 1))
    with pytest.raises(PackageError, match=r"CHANGELOG\.md: is larger than 16 MiB"):
        diff(old, write_package(tmp_path / "new", things("a,x,1")))


def test_packed_files_and_files_that_lack_a_field_are_compared(tmp_path: Path) -> None:
    loose = SCHEMA | {"fieldsMatch": "superset"}
    roots = []
    for name, text in (("old", "name,id\nfirst,a\n"), ("new", "id,name,n\na,second,1\n")):
        root = write_package(tmp_path / name, {})
        (root / "t.csv.gz").write_bytes(gzip.compress(text.encode("utf-8")))
        table = {"name": "t", "path": "t.csv.gz", "compression": "gz", "schema": loose, "type": "table"}
        (root / "datapackage.json").write_text(json.dumps({"name": "example", "resources": [table]}), encoding="utf-8")
        roots.append(root)
    assert changed_cells(*roots) == [("name", "first", "second"), ("n", "", "1")]


def test_a_file_that_is_no_table_is_compared_by_its_bytes(tmp_path: Path) -> None:

    roots = []
    for name, data in (("old", b"\x00\x01"), ("new", b"\x00\x02")):
        root = write_package(tmp_path / name, things("a,x,1"))
        descriptor = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
        descriptor["resources"].append({"name": "map", "path": "map.bin", "format": "bin"})
        (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        (root / "map.bin").write_bytes(data)
        roots.append(root)
    assert [(change.table, change.what, change.part) for change in diff(*roots).schema_changes] == [
        ("map", "file-changed", "patch")
    ]
    assert diff(roots[0], roots[0]).is_empty


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    old = write_package(tmp_path / "old", things())
    new = write_package(tmp_path / "new", things(*(f"k{n:06},x,{n}" for n in range(20_000))))
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "packpress", "diff", str(old), str(new), "--format", "csv"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("name", ["datapackage.yaml", "datapackage.yml"])
def test_a_side_may_have_its_descriptor_in_yaml(tmp_path: Path, name: str) -> None:
    for side, value in (("old", "first"), ("new", "second")):
        (tmp_path / side).mkdir()
        fields = "[{name: id}, {name: name}]"
        text = f"name: p\nresources: [{{name: t, path: t.csv, schema: {{fields: {fields}, primaryKey: [id]}}}}]\n"
        (tmp_path / side / name).write_text(text, encoding="utf-8")
        (tmp_path / side / "t.csv").write_text(f"id,name\na,{value}\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        for file in (tmp_path / "old").iterdir():
            archive.write(file, f"release/{file.name}")
    for old in (str(tmp_path / "old"), str(tmp_path / "old" / name), str(tmp_path / "old.zip")):
        assert changed_cells(old, str(tmp_path / "new")) == [("name", "first", "second")]


@pytest.mark.parametrize("names", [("datapackage.yaml",) * 2, ("datapackage.json", "datapackage.yaml")], ids=str)
def test_a_revision_has_its_own_standard_name_of_the_descriptor(repository: Repository, names: tuple[str, str]) -> None:
    write_package(repository.root, things("a,first,1"))
    text = (repository.root / "datapackage.json").read_text(encoding="utf-8")
    (repository.root / "datapackage.json").rename(repository.root / names[0])
    repository.commit()
    (repository.root / names[0]).unlink()
    (repository.root / names[1]).write_text(text, encoding="utf-8")
    (repository.root / "t.csv").write_text("id,name,n\na,second,1\n", encoding="utf-8")
    assert changed_cells("HEAD", root=repository.root) == [("name", "first", "second")]
