"""The hash stored in each output of a build: one SHA-256 of everything that the output was built from.

It covers the bytes of the table's files, its schema and dialect as they are interpreted, the few values of the descriptor
that the output shows, and the version of packpress. It does not cover the descriptor as a whole, which may contain the hashes
of the outputs, nor the version of pyarrow: other versions write the same values as different bytes, and a package that was
built on another machine must not be reported as stale.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from packpress.errors import LostValueError, PackageError
from packpress.package.model import INLINE, NAMESPACE, Package, Resource, Table, View
from packpress.package.outputs.file_metadata import file_metadata
from packpress.package.problems.output_paths import CODEBOOK_MARK
from packpress.package.provenance import link_name, provenance
from packpress.package.text.encodings import UTF_8
from packpress.types import field_type
from packpress.version import VERSION

SOURCE_HASH = NAMESPACE + "sourceHash"
"""The key of the hash in the metadata of a Parquet file, and its property in a schema that the build wrote."""
_PIECE = 1024 * 1024
_IN_CODEBOOK = re.compile(CODEBOOK_MARK + rb"[^\n]*\((sha256:[0-9a-f]{64})\)")

# part of the provenance → the roles that the codebook shows
_IN_PROOF = {
    "passages": ("resource", "link"),
    "evidence": ("resource", "records", "passage", "fragment", "locator", "source", "access"),
    "sources": ("resource", "url"),
}


class TooLargeError(Exception):
    """The files are larger than the limit on reading."""


def canonical_bytes(value: Any) -> bytes:
    """Returns the value as JSON in one notation: sorted keys, no spaces, UTF-8.

    Numbers keep their notation, unlike in RFC 8785.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("utf-8")


def codebook_hash(first_line: bytes) -> str:
    """Returns the hash in the first line of a codebook; "" if it has none, as in older versions."""
    found = _IN_CODEBOOK.match(first_line)
    return found[1].decode("ascii") if found else ""


class SourceHashes:
    """The hashes that the outputs of a package have if they are built from its current files.

    Each file and each schema is read once, whatever is built from it. With ``most``, at most that many bytes of files are
    read, and an output that needs more raises TooLargeError.
    """

    def __init__(self, package: Package, most: int | None = None) -> None:
        self.package, self.most = package, most
        self._made = {r.made_from: r for r in reversed(package.resources) if r.made_from and r.format == "parquet"}
        self._digests: dict[str, str] = {}
        self._schemas: dict[str, str] = {}
        self._thread: Thread | None = None
        self._inline = {r.paths[0]: r.raw["data"] for r in package.built_from if r.format == INLINE}
        self._states = {path: _state(package.root / path) for resource in package.sources for path in resource.paths}

    @classmethod
    def ahead(cls, package: Package) -> SourceHashes:
        """Returns the hashes of the package; a thread begins to read the files at once, and the first hash waits for it."""
        hashes = cls(package)
        hashes._thread = Thread(target=hashes._read_all, daemon=True)
        hashes._thread.start()
        return hashes

    def require_unchanged(self) -> None:
        """Raises PackageError if a file has changed since this object was made, by its times and its size.

        The content read from such a file may be a different state from the one that was hashed.
        """
        for path, state in self._states.items():
            if _state(self.package.root / path) != state:
                raise PackageError(f"{path}: changed while it was being read; run the command again")

    @contextmanager
    def blaming_changes(self) -> Iterator[None]:
        """Raises PackageError if a file has changed by the end of the block, also in place of a LostValueError."""
        try:
            yield
        except LostValueError:
            self.require_unchanged()
            raise
        self.require_unchanged()

    def parquet(self, resource: Resource) -> str:
        """Returns the hash in the metadata of the Parquet file that is built from the resource."""
        made_from: dict[str, Any] = {"table": self._table(resource), "says": file_metadata(self.package, resource)}
        fields = resource.schema.fields if resource.schema else ()
        if kinds := {field.name: list(map(str, kind)) for field in fields if (kind := field_type(field).published_as)}:
            made_from["types"] = kinds  # other versions of packpress may publish these columns as text
        if link_name(self.package, resource.name) is not None:
            made_from["links"] = [self._link_names(), *map(self._table, self.linked(resource))]
        return _hash("parquet", made_from)

    def schema(self, resource: Table) -> str:
        """Returns the hash in the schema of that Parquet file, which does not depend on the rows of the table."""
        references = {}
        for key in resource.schema.foreign_keys:
            made = self._made.get(key.resource)
            references[key.resource] = made.name if made else None
        link = link_name(self.package, resource.name)
        return _hash("schema", {"schema": self._schema(resource), "references": references, "link": link})

    def view(self, view: View, result: bytes) -> str:
        """Returns the hash in the metadata of the Parquet file of a view, which is built from the CSV of its result."""
        says = file_metadata(self.package, view.table)
        rows = hashlib.sha256(result).hexdigest()
        return _hash("view", {"result": rows, "schema": self._schema(view.table), "says": says})

    def view_schema(self, view: View) -> str:
        """Returns the hash in the schema of that file."""
        return _hash("view schema", {"schema": self._schema(view.table)})

    def codebook(self) -> str:
        """Returns the hash in the first line of the codebook."""
        raw = self.package.raw
        head = {"title": raw.get("title") or raw.get("name"), "version": raw.get("version")}
        if shown := self._proof_names():
            head["proof"] = shown
        made_from = {**head, "tables": [self._described_table(resource) for resource in self.package.built_from]}
        if views := self.package.views:
            made_from["views"] = [[v.name, v.table.title, v.table.description, v.sql, self._schema(v.table)] for v in views]
        return _hash("codebook", made_from)

    def _described_table(self, resource: Resource) -> dict[str, Any]:
        parquet = self._made.get(resource.name)
        words = {"name": resource.name, "title": resource.title, "description": resource.description}
        places = {"paths": resource.paths, "parquet": parquet.paths[0] if parquet else None}
        return {**words, **places, **self._table(resource)}

    def _table(self, resource: Resource) -> dict[str, Any]:
        """Returns everything that determines the cells of a table."""
        dialect = resource.dialect._asdict()
        del dialect["is_canonical"]  # which decides no value
        if dialect["encoding"] == UTF_8:
            del dialect["encoding"]  # so that outputs of earlier versions, which read only UTF-8, are not out of date
        return {
            "files": [self._digest(path) for path in resource.paths],
            "schema": self._schema(resource),
            "dialect": dialect,
            "format": resource.format,
            "compression": resource.compression,
        }

    def linked(self, resource: Resource) -> list[Resource]:
        """Returns the table of sources to which the links in the Parquet of the resource lead; an empty list without links."""
        if link_name(self.package, resource.name) is None:
            return []
        named = provenance(self.package).get("sources", {}).get("resource")
        return [table for table in self.package.resources if table.name == named]

    def _proof_names(self) -> dict[str, list[Any]]:
        """Returns the names of what the codebook shows of the proof: the column of links, and what is counted."""
        named = provenance(self.package)
        return {part: [named[part].get(role) for role in roles] for part, roles in _IN_PROOF.items() if part in named}

    def _link_names(self) -> list[Any]:
        passages, sources = (provenance(self.package).get(part, {}) for part in ("passages", "sources"))
        return [*(passages.get(role) for role in ("link", "source", "firstWords", "lastWords")), sources.get("url")]

    def _schema(self, resource: Resource) -> str:
        if resource.name not in self._schemas:
            raw = resource.schema.raw if resource.schema else None
            self._schemas[resource.name] = hashlib.sha256(canonical_bytes(raw)).hexdigest()
        return self._schemas[resource.name]

    def _digest(self, path: str) -> str:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if path in self._inline:
            self._digests[path] = hashlib.sha256(canonical_bytes(self._inline[path])).hexdigest()
        if path not in self._digests:
            file = self.package.root / path
            if self.most is not None:
                self.most -= (size := file.stat().st_size)
                if self.most < 0:
                    self.most += size
                    raise TooLargeError
            self._digests[path] = _digest(file)
        return self._digests[path]

    def _read_all(self) -> None:
        for path in self._states:
            try:
                self._digests[path] = _digest(self.package.root / path)
            except OSError:
                return  # the request for the hash reads it again, and raises


def _hash(output: str, made_from: Mapping[str, Any]) -> str:
    whole = {"output": output, "writer": VERSION, "madeFrom": made_from}
    return f"sha256:{hashlib.sha256(canonical_bytes(whole)).hexdigest()}"


def _digest(file: Path) -> str:
    state = hashlib.sha256()
    with file.open("rb", buffering=0) as stream:
        while piece := stream.read(_PIECE):
            state.update(piece)
    return state.hexdigest()


def _state(file: Path) -> tuple[int, ...]:
    """Returns values that differ if the file was written or replaced; () if it does not exist."""
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
