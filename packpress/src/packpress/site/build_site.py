"""Builds the site of a release, which it only reads, and puts its folder in place, whole or not at all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from packpress.errors import PackageError
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file, make_folder
from packpress.filesystem.write_folder import move_folder, replace_folder
from packpress.publish.release.release_json import write_sums
from packpress.site.earlier_site import is_same_site, require_replaceable
from packpress.site.rare_collection import rare_collection
from packpress.site.release.read_release import read_release
from packpress.site.rendering.render_site import render_site


@dataclass(frozen=True)
class BuiltSite:
    """A site that was built: ``written``, or the ``same`` as the one that is there; its pages, other files and bytes."""

    status: Literal["written", "same", "replaced"]
    folder: Path
    version: str
    pages: int
    files: int
    bytes: int


def build_site(release: Path, out: Path, files_at: str = "") -> BuiltSite:
    """Writes the site of the release in the folder ``release`` to the folder ``out``; replaces a site that is there.

    ``files_at`` is the address of the release in links to its files; without it, that below the homepage of the package.

    A link is followed. Raises PackageError if the release is damaged, or if ``out`` has something that no site wrote.
    """
    _require_outside(out, release)
    out = Path(os.path.realpath(out))
    with rare_collection():
        return _build(release, out, files_at)


def _build(release: Path, out: Path, files_at: str) -> BuiltSite:
    site = read_release(release)
    site.files_at = files_at or site.facts.base
    files = render_site(site)
    make_folder(out.parent)
    with temporary_folder(out.parent) as scratch:
        made = scratch / "site"
        for path, data in files.items():
            with create_file(made / path) as stream:
                stream.write(data)
        write_sums(made)
        status = _put_in_place(made, out, scratch)
    pages = sum(path.endswith(".html") for path in files)
    return BuiltSite(status, out, site.facts.version, pages, len(files) - pages, sum(map(len, files.values())))


def _require_outside(out: Path, release: Path) -> None:
    """Raises PackageError if the folder is the release or in it, where every file would count as an extra one."""
    if Path(os.path.realpath(out)).is_relative_to(os.path.realpath(release)):
        raise PackageError(f"{out.as_posix()}: is in the folder of the release, which does not change; give another folder")


def _put_in_place(made: Path, out: Path, scratch: Path) -> Literal["written", "same", "replaced"]:
    """Moves the finished site to ``out``; an older site there is removed, and put back if the new one cannot be moved."""
    if not out.exists():
        move_folder(made, out)
        return "written"
    require_replaceable(out)
    if is_same_site(made, out):
        return "same"
    replace_folder(made, out, scratch)
    return "replaced"
