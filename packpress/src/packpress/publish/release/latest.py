"""Puts a finished release in its place, once and for all, and makes ``latest`` lead to the newest version."""

from __future__ import annotations

import json
from pathlib import Path

from packpress.changes.bump import precedence
from packpress.filesystem.write import holds
from packpress.filesystem.write_folder import add_file, replace_link
from packpress.publish.release.model import Release
from packpress.publish.release.names import SIGNATURE_FILES, SUMS_FILE
from packpress.publish.release.release_json import file_hash, files_in
from packpress.publish.release.sources import LATEST
from packpress.text_file import MAX_TEXT_FILE

LATEST_JSON = "latest.json"


def place_fault(dist: Path, version: str) -> str:
    """Returns why nothing can be put into the folder of releases, with what to do; "" if it can."""
    latest = dist / LATEST
    if latest.exists() and not latest.is_symlink():
        return f"{latest.as_posix()}: is not a link to a release; move it away"
    if (dist / version).is_symlink() or ((dist / version).exists() and not (dist / version).is_dir()):
        return f"{(dist / version).as_posix()}: is where the release would be, but is not a folder; move it away"
    return ""


def first_difference(made: Path, there: Path) -> str:
    """Returns in which file the release that is there differs from the one that was made, and how; "" if they are equal."""
    ours, theirs = set(files_in(made)), set(files_in(there)) - {*SIGNATURE_FILES}
    for path in sorted(ours | theirs):
        if path not in theirs:
            return f"{path} is missing"
        if path not in ours:
            return f"{path} is not part of it"
        if (there / path).is_symlink() or not (there / path).is_file() or file_hash(made / path) != file_hash(there / path):
            return f"{path} differs"
    return ""


def point_latest(release: Release, dist: Path, scratch: Path) -> bool:
    """Makes ``latest`` and ``latest.json`` lead to the release in ``dist``, unless they lead to a newer version.

    Returns whether they lead to it. Where links cannot be made, there is only ``latest.json``.
    """
    version = release.version
    if _is_newer(_named(dist), version, dist):
        return False
    document = {"version": version, "day": release.day, "path": version, "sha256": file_hash(dist / version / SUMS_FILE)}
    link = dist / LATEST
    if not link.is_symlink() or str(link.readlink()) != version:
        replace_link(link, version, scratch)
    data = (json.dumps(document, indent=2) + "\n").encode("utf-8")
    if not holds(dist / LATEST_JSON, data):
        add_file(dist / LATEST_JSON, data, scratch)
    return True


def _named(dist: Path) -> str:
    """Returns the version in ``latest.json``; "" if there is none."""
    file = dist / LATEST_JSON
    try:
        document = json.loads(file.read_bytes()) if file.is_file() and file.stat().st_size < MAX_TEXT_FILE else None
    except ValueError:
        return ""
    return str(document.get("version", "")) if isinstance(document, dict) else ""


def _is_newer(there: str, version: str, dist: Path) -> bool:
    """Returns whether the version that is there is a later one; those that are not MAJOR.MINOR.PATCH never are."""
    theirs, ours = precedence(there), precedence(version)
    return theirs is not None and ours is not None and theirs > ours and (dist / there).is_dir()
