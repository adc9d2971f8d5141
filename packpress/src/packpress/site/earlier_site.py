"""What may be replaced by a new site: an empty folder, or a site to which nobody added or changed anything.

The hash of a file is taken once: a site that is as its list of hashes says is compared by that list.
"""

from __future__ import annotations

from pathlib import Path

from packpress.errors import PackageError
from packpress.publish.release.names import SUMS_FILE, SUMS_LINE
from packpress.publish.release.release_json import file_hash, files_in
from packpress.site.rendering.render_site import STATIC_FOLDER

_OWN = ("index.html", f"{STATIC_FOLDER}/style.css")
"""Files that every site has."""


def require_replaceable(folder: Path) -> None:
    """Raises PackageError if the folder has something that would be lost: a file that no site wrote, or a changed one."""
    if not folder.is_dir():
        raise PackageError(f"{folder}: is a file; give the site another folder")
    there = [*files_in(folder)]
    if not there:
        return
    sums = _sums(folder)
    if not all(path in sums for path in _OWN):
        raise PackageError(f"{folder}: exists, and is no site; give another folder, or remove it")
    for path in sorted({*there} - {SUMS_FILE}):
        if path not in sums:
            raise PackageError(f"{folder}: {path} is not part of the site that is there; move it away, or give another folder")
        if (folder / path).is_symlink() or not (folder / path).is_file() or file_hash(folder / path) != sums[path]:
            raise PackageError(f"{folder}: {path} was changed since the site was made; move it away, or give another folder")


def is_same_site(made: Path, there: Path) -> bool:
    """Returns whether a site that may be replaced has the files of the one that was made."""
    sums = there / SUMS_FILE
    return [*files_in(made)] == [*files_in(there)] and sums.read_bytes() == (made / SUMS_FILE).read_bytes()


def _sums(folder: Path) -> dict[str, str]:
    """Returns the hash that ``SHA256SUMS`` of the folder has for each path; nothing if there is no such file."""
    file = folder / SUMS_FILE
    if file.is_symlink() or not file.is_file():
        return {}
    lines = file.read_bytes().decode("utf-8", "replace").split("\n")
    return {found[2]: found[1] for line in lines if (found := SUMS_LINE.fullmatch(line))}
