from __future__ import annotations

import os
from pathlib import Path

import pytest

from packpress.package.paths import path_fault

ADDRESS = "is a URL or has a drive letter; nothing is fetched, so name a file of the package"
ABSOLUTE = "is absolute; name a file below the descriptor's folder"
ABOVE = "contains '..'; name a file below the descriptor's folder"
OUT = "leads out of the package through a link; put the file itself into the package"
NO_FILE = "is a folder, a pipe or a device, not a file"

HIDDEN = "goes through a hidden folder; move the file to a visible one"

UNSAFE = {
    "": "is empty; name a file below the descriptor's folder",
    "..": ABOVE,
    "../data.csv": ABOVE,
    "data/../../data.csv": ABOVE,
    "data/..": ABOVE,
    "/etc/passwd": ABSOLUTE,
    "//host/share": ABSOLUTE,
    "~/data.csv": ABSOLUTE,
    "~root": ABSOLUTE,
    "http://example.org/data.csv": ADDRESS,
    "HTTPS://example.org": ADDRESS,
    "file:///etc/passwd": ADDRESS,
    "data:text/csv,a": ADDRESS,
    "s3://bucket/key": ADDRESS,
    "x-1.2+y:z": ADDRESS,
    "C:/data.csv": ADDRESS,
    "C:\\data.csv": "contains a backslash or NUL; use forward slashes",
    "data\\..\\x": "contains a backslash or NUL; use forward slashes",
    "a\0b": "contains a backslash or NUL; use forward slashes",
    ".": NO_FILE,
    "folder": NO_FILE,
    "folder/": NO_FILE,
    "pipe": NO_FILE,
    "data.csv/": NO_FILE,
    "data.csv/.": NO_FILE,
    ".git/config": HIDDEN,
    "folder/.hidden/data.csv": HIDDEN,
    "x/" * 51 + "data.csv": "goes through more than 50 folders; move the file closer to the descriptor",
    "x" * 300: "cannot be reached: File name too long",
    ("x" * 200 + "/") * 30 + "y": "cannot be reached: File name too long",
    "data.csv/below": "cannot be reached: Not a directory",
    "loop": "cannot be reached: Too many levels of symbolic links",
    "out": OUT,
    "out-folder/secret.csv": OUT,
    "device": OUT,
    "out-by-steps": OUT,
}
SAFE = [
    "data.csv",
    "folder/data.csv",
    "not-there.csv",
    "in",
    "./data.csv",
    "folder/..data",
    "./folder/./data.csv",
    "folder//data.csv",
    ".data.csv",
    "%2e%2e/data.csv",
    "a..b",
    "a~b",
    "1:2",
    "é.csv",
    "dangling",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A package's folder with files, and with links that stay in it and links that do not."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text("a\n", encoding="utf-8")
    root = tmp_path / "package"
    (root / "folder").mkdir(parents=True)
    for name in ("data.csv", "folder/data.csv"):
        (root / name).write_text("a\n", encoding="utf-8")
    os.mkfifo(root / "pipe")
    links = {
        "in": "data.csv",
        "loop": "loop",
        "out": "../outside/secret.csv",
        "out-folder": str(outside),
        "device": "/dev/zero",
        "out-by-steps": "out",
        "dangling": "not-there.csv",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    return root


@pytest.mark.parametrize(("path", "fault"), UNSAFE.items(), ids=[repr(path[:30]) for path in UNSAFE])
def test_an_unsafe_path_is_refused_with_its_reason(path: str, fault: str, root: Path) -> None:
    assert path_fault(root, path) == fault


@pytest.mark.parametrize("path", SAFE)
def test_a_path_inside_the_folder_is_safe(path: str, root: Path) -> None:
    assert path_fault(root, path) is None


def test_a_folder_that_only_begins_alike_is_outside(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package-2").mkdir()
    (tmp_path / "package-2" / "data.csv").write_text("a\n", encoding="utf-8")
    (tmp_path / "package" / "data.csv").symlink_to("../package-2/data.csv")
    assert path_fault(tmp_path / "package", "data.csv") == OUT


def test_a_package_that_is_reached_through_a_link_is_inside_itself(root: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root)
    assert path_fault(link, "folder/data.csv") is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_it_is_refused(root: Path) -> None:
    (root / "data.csv").chmod(0)
    assert path_fault(root, "data.csv") == "cannot be read; grant read permission"
