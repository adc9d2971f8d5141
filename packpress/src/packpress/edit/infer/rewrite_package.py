"""Rewrites the texts of a package that has a descriptor as UTF-8, and takes their encodings out of the descriptor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from packpress.edit.infer.files.as_utf8 import rewrite_as_utf8
from packpress.edit.infer.files.guess_encoding import find_encoding
from packpress.edit.infer.model import Source
from packpress.edit.infer.write_draft import dump_json, read_existing
from packpress.errors import PackpressError
from packpress.escape import escape
from packpress.filesystem.write import write_file
from packpress.package.located import paths_of
from packpress.package.model import DESCRIPTOR
from packpress.package.outputs.leftovers import writing
from packpress.package.paths import path_fault
from packpress.package.text.encodings import UTF_8, canonical_encoding
from packpress.read.data import open_data


def rewrite_package(root: Path) -> list[str]:
    """Replaces each text whose resource declares another encoding by its text as UTF-8; returns their paths.

    Raises PackpressError, without writing anything, if a file is missing, compressed, or not in its encoding, or if the
    descriptor has its size or hash.
    """
    with writing(root):
        raw, before = read_existing(root)
        declared = [(resource, name) for resource in raw["resources"] if (name := _encoding(resource))]
        sources = [source for resource, name in declared for source in _sources(root, resource, name)]
        for source in sources:
            with open_data(source.file, "", b",") as stream:  # a run that was stopped may have rewritten it
                is_done = find_encoding(stream).name == UTF_8 and not source.encoding.startswith("utf-16")
            if not is_done:
                rewrite_as_utf8(source)
        for resource, _ in declared:
            del resource["encoding"]
        if declared:
            write_file(root / DESCRIPTOR, dump_json(raw), read=before, shown=DESCRIPTOR)
    return [source.path for source in sources]


def _encoding(resource: Any) -> str:
    """Returns the encoding that the resource declares if it is another than UTF-8 and known, otherwise "" ."""
    name = canonical_encoding(str(resource.get("encoding", ""))) if isinstance(resource, dict) else ""
    return name if name != UTF_8 else ""


def _sources(root: Path, resource: dict[str, Any], encoding: str) -> list[Source]:
    if stale := [name for name in ("bytes", "hash") if name in resource]:
        what = f"{' and '.join(stale)} of resource {escape(str(resource.get('name', '')))}"
        raise PackpressError(f"{DESCRIPTOR}: {what} would no longer fit its file; remove them first; nothing was rewritten")
    found = []
    for path in paths_of(resource):
        fault = path_fault(root, path) or (None if (root / path).is_file() else "is missing")
        fault = "is compressed; decompress it first" if resource.get("compression") else fault
        if fault:
            raise PackpressError(f"{path}: {fault}; nothing was rewritten")
        found.append(Source(root / path, path, "csv", encoding=encoding))
    return found
