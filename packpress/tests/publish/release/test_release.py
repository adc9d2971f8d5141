"""A release is there whole or not at all, is never changed, and has the same bytes wherever it is written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from tests.publish.release.conftest import contents, copy_package, edit_descriptor

from packpress.errors import LostValueError, PackageError
from packpress.package.descriptor import read_package
from packpress.publish.metadata.facts.lack import Lack
from packpress.publish.metadata.write_metadata import missing_addresses, missing_facts
from packpress.publish.release import release as module
from packpress.publish.release import writers
from packpress.publish.release.files.reproducible_zip import Content, write_zip
from packpress.publish.release.left_out import LeftOut
from packpress.publish.release.model import Release, ReleaseFile
from packpress.publish.release.release import Released, release

if TYPE_CHECKING:
    from tests.changes.conftest import Repository

FILES = [
    "README.md",
    "SHA256SUMS",
    "citation.bib",
    "codebook.md",
    "croissant.json",
    "csv.zip",
    "csvw-metadata.json",
    "datapackage.json",
    "dcat.ttl",
    "ferries.xlsx",
    "huggingface/README.md",
    "jsonl.zip",
    "parquet/ferries.parquet",
    "parquet/fleet.parquet",
    "parquet/ports.parquet",
    "parquet/starts.parquet",
    "release.json",
    "schema-org.jsonld",
    "sqlite.zip",
]
NO_COMMIT = "no commit is named, because the package is in no repository"
NO_CHANGES = "without changes, because there is no earlier tag v…; name an earlier release with --since"


def lacks(root: Path) -> tuple[Lack, ...]:
    """What the descriptions of the package lack."""
    package, _ = read_package(root)
    return (*missing_facts(package), *missing_addresses(package))


def test_a_release_has_its_files_and_latest_leads_to_it(ferries: Path) -> None:
    released = release(ferries)
    folder = ferries / "dist" / "1.0.0"
    assert list(contents(folder)) == FILES
    assert released == Released(
        "written",
        "1.0.0",
        folder,
        day="2026-01-02",
        is_latest=True,
        files=released.files,
        notes=(NO_COMMIT, NO_CHANGES),
        lacks=lacks(ferries),
    )
    assert sorted(file.path for file in released.files) == [
        path for path in FILES if path not in ("SHA256SUMS", "release.json")
    ]
    assert (ferries / "dist" / "latest").readlink() == Path("1.0.0")
    assert sorted(path.name for path in (ferries / "dist").iterdir()) == ["1.0.0", "latest", "latest.json"]


def test_sha256sum_finds_every_file(released: dict[str, Released]) -> None:
    if (program := shutil.which("sha256sum")) is None:
        pytest.skip("sha256sum is not there")
    folder = released["ferries"].folder
    done = subprocess.run([program, "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count(": OK\n"), done.stderr) == (0, len(FILES) - 1, "")


def test_release_json_says_what_is_in_each_file_and_table(released: dict[str, Released]) -> None:
    folder = released["ferries"].folder
    document = json.loads((folder / "release.json").read_bytes())
    assert list(document) == ["name", "version", "day", "commit", "files", "tables", "tools"]
    assert [document[name] for name in ("name", "version", "day", "commit")] == ["ferries", "1.0.0", "2026-01-02", None]
    file = next(item for item in document["files"] if item["path"] == "parquet/fleet.parquet")
    size = (folder / "parquet" / "fleet.parquet").stat().st_size
    about = ("Fleet by port", "application/vnd.apache.parquet", size, 3)
    assert tuple(file[name] for name in ("title", "media_type", "bytes", "rows")) == about
    assert [(table["name"], table["rows"]) for table in document["tables"]] == [
        ("ports", 3),
        ("ferries", 4),
        ("fleet", 3),
        ("starts", 3),
    ]
    assert {"packpress", "python", "pyarrow", "SQLite"} <= document["tools"].keys()


def test_a_release_that_is_there_is_the_same_and_is_not_touched(ferries: Path) -> None:
    release(ferries)
    folder = ferries / "dist" / "1.0.0"
    (folder / "SHA256SUMS.sig").write_bytes(b"a signature, added later")
    before = contents(ferries / "dist"), folder.stat().st_ino
    again = release(ferries)
    assert (again.status, again.is_latest) == ("same", True)
    assert (contents(ferries / "dist"), folder.stat().st_ino) == before


def replace_by_link(file: Path) -> None:
    file.rename(file.parent.parent / "kept")
    file.symlink_to("../kept")


# what becomes of the release that is there → the difference that is named
DIFFERENCES: dict[str, tuple[Callable[[Path], object], str]] = {
    "changed": (lambda folder: (folder / "csv.zip").write_bytes(b"x"), "csv.zip differs"),
    "missing": (lambda folder: (folder / "jsonl.zip").unlink(), "jsonl.zip is missing"),
    "extra": (lambda folder: (folder / "a.txt").write_bytes(b""), "a.txt is not part of it"),
    "a link": (lambda folder: replace_by_link(folder / "codebook.md"), "codebook.md differs"),
}


@pytest.mark.parametrize(("change", "words"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_another_release_of_the_version_is_refused_and_stays(
    change: Callable[[Path], object], words: str, ferries: Path
) -> None:
    release(ferries)
    folder = ferries / "dist" / "1.0.0"
    change(folder)
    before = contents(ferries / "dist")
    again = release(ferries)
    reason = f"{folder.as_posix()} exists, and {words}; a release is never changed: undo that, or raise the version"
    assert (again.status, again.reason) == ("refused", reason)
    assert contents(ferries / "dist") == before


def test_a_package_with_errors_is_refused_with_its_report(ferries: Path) -> None:
    (ferries / "data" / "ports.csv").write_text("id,name\nx\n", encoding="utf-8")
    refused = release(ferries)
    assert (refused.status, refused.reason) == ("refused", "the package has errors")
    assert refused.report is not None
    assert refused.report.errors > 0
    assert list((ferries / "dist").iterdir()) == []


def test_what_a_format_cannot_hold_is_left_out_with_the_reason(ferries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(made: Release) -> tuple[ReleaseFile, ...]:
        raise LeftOut("x.xlsx", "it has too many rows")

    monkeypatch.setattr(writers, "WRITERS", (*writers.WRITERS, write))
    released = release(ferries)
    assert (released.notes[2:], released.lacks) == (("x.xlsx is left out: it has too many rows",), lacks(ferries))


def change_member(path: str, member: str) -> Callable[[Release], tuple[ReleaseFile, ...]]:
    """A writer that replaces "f-1" in a member of an archive."""

    def write(made: Release) -> tuple[ReleaseFile, ...]:
        with ZipFile(made.folder / path) as archive:
            members: dict[str, Content] = {name: archive.read(name) for name in archive.namelist()}
            members[member] = archive.read(member).replace(b"f-1", b"f-9")
        write_zip(made.folder / path, members)
        return ()

    return write


def add_file(made: Release) -> tuple[ReleaseFile, ...]:
    (made.folder / "x").write_bytes(b"")
    return ()


# a writer that does something wrong → the words of the error
WRONG: dict[str, tuple[Callable[[Release], tuple[ReleaseFile, ...]], str]] = {
    "a file that nobody names": (add_file, "but its writers name"),
    "a file that is not there": (lambda made: (ReleaseFile("x", "", ""),), "No such file"),
    "other CSV": (
        change_member("csv.zip", "data/ferries.csv"),
        '^csv.zip: has the key "f-9" in row 1 of the table "ferries", but parquet/ferries.parquet has',
    ),
    "other JSON lines": (
        change_member("jsonl.zip", "ferries.jsonl"),
        '^jsonl.zip: has the key "f-9" in row 1 of the table "ferries", but csv.zip has the key',
    ),
}


@pytest.mark.parametrize(("write", "words"), WRONG.values(), ids=WRONG)
def test_nothing_is_released_if_a_file_is_not_what_it_should_be(
    write: Callable[[Release], tuple[ReleaseFile, ...]], words: str, ferries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "WRITERS", (*writers.WRITERS, write))
    with pytest.raises((LostValueError, FileNotFoundError), match=words):
        release(ferries)
    assert list((ferries / "dist").iterdir()) == []


def test_a_table_that_changes_meanwhile_stops_the_release(ferries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(folder: Path) -> None:
        (ferries / "data" / "ports.csv").touch()

    monkeypatch.setattr(module, "require_intact", check)
    with pytest.raises(PackageError, match=r"ports\.csv: changed while it was being read; run the command again"):
        release(ferries)
    assert list((ferries / "dist").iterdir()) == []


def test_a_release_is_of_a_commit(repository: Repository, without_second_opinion: None) -> None:
    root = copy_package("ferries", repository.root, created=None)
    (repository.root / ".gitignore").write_text("dist/\n", encoding="utf-8")
    commit = repository.commit()
    released = release(root)
    assert (released.status, released.commit, released.notes) == ("written", commit, (NO_CHANGES,))
    (root / "data" / "ports.csv").write_bytes((root / "data" / "ports.csv").read_bytes() + b"zz,Z\n")
    edit_descriptor(root, version="1.1.0")
    refused = release(root)
    words = f"data/ports.csv, datapackage.json differ from the commit {commit[:12]}; commit or restore"
    assert (refused.status, refused.reason) == ("refused", f"{words}, so that a release is of a commit")
    assert sorted(path.name for path in (root / "dist").iterdir()) == ["1.0.0", "latest", "latest.json"]


SCRIPT = """
import sys, time
from datetime import datetime
from pathlib import Path
later = time.time
time.time = lambda: later() + 400 * 86_400
from packpress.publish import build
build.ask_frictionless = lambda *_: None
from packpress.publish.release.release import release
print(release(Path(sys.argv[1])).status)
"""
# what is other → environment variables and umask
ELSEWHERE: dict[str, tuple[dict[str, str], int]] = {
    "time zone": ({"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"}, 0o022),
    "locale, umask and user": (
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "C", "HOME": "/", "USER": "nobody", "PYTHONHASHSEED": "0"},
        0o077,
    ),
}


@pytest.mark.parametrize(("environment", "umask"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_the_bytes_and_modes_are_the_same_elsewhere(
    environment: dict[str, str], umask: int, released: dict[str, Released], tmp_path: Path
) -> None:
    root = copy_package("ferries", tmp_path / "another path")
    for file in sorted(root.rglob("*.csv"), reverse=True):  # in another order on the disk
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data)
        file.chmod(0o600)
    variables = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"} | environment
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(root)], env=variables, umask=umask, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("written\n", "")
    folder = root / "dist" / "1.0.0"
    assert contents(folder) == contents(released["ferries"].folder)
    modes = {oct(path.stat().st_mode & 0o7777) for path in folder.rglob("*") if path.is_file()}
    folders = {oct(path.stat().st_mode & 0o7777) for path in (folder, folder / "parquet")}
    assert (modes, folders, oct((root / "dist" / "latest.json").stat().st_mode & 0o7777)) == ({"0o644"}, {"0o755"}, "0o644")
