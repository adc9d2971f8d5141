"""Whatever is done to the release of the dataset, as a folder or as one archive, is named with the file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from packpress.publish.verify.verify_release import verify_release

pytestmark = pytest.mark.slow  # the release takes about 20 s to make, and 4 s to verify
NAME = "fentanyl-control-data"
CSV, JSONL, SQLITE, XLSX, PARQUET = "csv.zip", "jsonl.zip", "sqlite.zip", f"{NAME}.xlsx", "parquet/sources.parquet"
KINDS = (CSV, JSONL, SQLITE, XLSX, PARQUET, "datapackage.json", "dcat.ttl", "README.md")
LEADING_OUT = "../evil"
Mutation = Callable[[Path], object]


def flip(path: str) -> Mutation:
    """Changes a byte in the middle of the file."""

    def change(folder: Path) -> None:
        data = bytearray((folder / path).read_bytes())
        data[len(data) // 2] ^= 1
        (folder / path).write_bytes(data)

    return change


def swap(folder: Path) -> None:
    (folder / CSV).rename(folder / "kept")
    (folder / JSONL).rename(folder / CSV)
    (folder / "kept").rename(folder / JSONL)


def edit_sums(folder: Path) -> None:
    sums = folder / "SHA256SUMS"
    lines = sums.read_text(encoding="utf-8").splitlines(keepends=True)
    sums.write_text(
        "".join(f"{'0' * 64}  {CSV}\n" if line.endswith(f"  {CSV}\n") else line for line in lines), encoding="utf-8"
    )


def link(folder: Path) -> None:
    (folder / CSV).rename(folder.parent / "elsewhere")
    (folder / CSV).symlink_to(folder.parent / "elsewhere")


def lead_out(folder: Path) -> None:
    """Adds an entry to csv.zip that would be extracted beside the folder."""
    with ZipFile(folder / CSV, "a") as archive:
        archive.writestr(LEADING_OUT, b"")


# mutation → what is done, and the files that must be named
MUTATIONS: Mapping[str, tuple[Mutation, set[str]]] = {
    **{f"byte of {kind}": (flip(kind), {kind}) for kind in KINDS},
    "dropped": (lambda folder: (folder / SQLITE).unlink(), {SQLITE}),
    "added": (lambda folder: (folder / "more.csv").write_text("x\n", encoding="utf-8"), {"more.csv"}),
    "renamed": (lambda folder: (folder / XLSX).rename(folder / "other.xlsx"), {XLSX, "other.xlsx"}),
    "truncated": (lambda folder: os.truncate(folder / PARQUET, 1_000), {PARQUET}),
    "swapped": (swap, {CSV, JSONL}),
    "edited sums": (edit_sums, {CSV}),
    "link": (link, {CSV}),
    "leading out": (lead_out, {CSV, f"{CSV}/{LEADING_OUT}"}),
}


def archive_of(folder: Path) -> Path:
    """The folder as one archive, with links as links."""
    file = folder.parent / "release.zip"
    with ZipFile(file, "w") as archive:
        for path in sorted(folder.rglob("*")):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            if path.is_symlink():
                entry = ZipInfo(name)
                entry.create_system, entry.external_attr = 3, 0o120777 << 16
                archive.writestr(entry, str(path.readlink()))
            elif path.is_file():
                archive.write(path, name)
    return file


@pytest.mark.parametrize("is_archive", [False, True], ids=["folder", "archive"])
def test_the_release_as_it_was_written_has_no_issue(is_archive: bool, released: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(released, tmp_path / released.name))
    assert verify_release(archive_of(folder) if is_archive else folder).issues == ()


@pytest.mark.parametrize("is_archive", [False, True], ids=["folder", "archive"])
@pytest.mark.parametrize("case", MUTATIONS)
def test_a_mutation_is_named_with_its_file(case: str, is_archive: bool, released: Path, tmp_path: Path) -> None:
    mutate, wanted = MUTATIONS[case]
    folder = Path(shutil.copytree(released, tmp_path / released.name))
    mutate(folder)
    report = verify_release(archive_of(folder) if is_archive else folder)
    assert not report.valid
    assert {issue.path for issue in report.issues} == wanted
