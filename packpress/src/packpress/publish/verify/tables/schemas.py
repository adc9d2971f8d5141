"""Finds the columns of each table of a release in its descriptor, or in that of ``csv.zip``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from packpress.errors import PackageError
from packpress.issue import Findings, Issue
from packpress.package.model import DESCRIPTOR
from packpress.package.strict_json import MAX_BYTES, parse_json, read_json
from packpress.publish.release.names import CSV_ARCHIVE
from packpress.publish.verify.archives import ARCHIVE_TROUBLES, open_archive


@dataclass(frozen=True)
class TableShape:
    """The Table Schema fields of a table, in the order of its columns, and the places of its primary key among them."""

    fields: tuple[Mapping[str, Any], ...]
    key: tuple[int, ...]

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [str(field["name"]) for field in self.fields]


def table_shapes(files: Mapping[str, Path], tables: Iterable[str], findings: Findings) -> Mapping[str, TableShape]:
    """Returns the columns of each table; reports a table of which neither descriptor has them."""
    found = dict(_of_archive(files)) | dict(_of_descriptor(files))
    for name in tables:
        if name not in found:
            message = f'has no schema of the table "{name}", so that its cells cannot be compared; download it again'
            findings.add(Issue(DESCRIPTOR, 0, "", "", "release-description", "error", message))
    return found


def _of_descriptor(files: Mapping[str, Path]) -> Iterator[tuple[str, TableShape]]:
    if DESCRIPTOR in files:
        try:
            raw = read_json(files[DESCRIPTOR], DESCRIPTOR)
        except PackageError:  # reported with the other descriptions
            return
        for name, schema in _schemas(raw):
            if (shape := _shape(schema)) is not None:
                yield name, shape


def _of_archive(files: Mapping[str, Path]) -> Iterator[tuple[str, TableShape]]:
    if CSV_ARCHIVE not in files:
        return
    try:
        with open_archive(files[CSV_ARCHIVE], CSV_ARCHIVE) as archive:
            for name, schema in _schemas(_json_in(archive, DESCRIPTOR)):
                shape = _shape(_json_in(archive, schema) if isinstance(schema, str) else schema)
                if shape is not None:
                    yield name, shape
    except (PackageError, *ARCHIVE_TROUBLES):  # reported when its tables are read
        return


def _json_in(archive: ZipFile, name: str) -> Any:
    if name not in archive.namelist() or archive.getinfo(name).file_size > MAX_BYTES:
        return None
    return parse_json(archive.read(name).decode("utf-8"), name)


def _schemas(raw: Any) -> Iterator[tuple[str, Any]]:
    listed = raw.get("resources") if isinstance(raw, dict) else None
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, dict) and isinstance(item.get("name"), str) and "schema" in item:
            yield item["name"], item["schema"]


def _shape(schema: Any) -> TableShape | None:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not all(isinstance(f, dict) and isinstance(f.get("name"), str) for f in fields):
        return None
    names = [field["name"] for field in fields]
    key = schema.get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    is_key = isinstance(key, list) and all(name in names for name in key)
    return TableShape(tuple(fields), tuple(names.index(name) for name in key) if is_key else ())
