"""Reads datapackage.json: from the descriptor to a Package, with what is wrong with it."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from packpress.errors import PackageError
from packpress.issue import FOR_WORDS, Findings, Issue
from packpress.package.dialect import dialect_faults, read_dialect, with_null
from packpress.package.formats import has_tabular_profile, is_declared_table, resource_format
from packpress.package.located import has_file, paths_of, split_package
from packpress.package.model import NAMESPACE, READ_FORMATS, Dialect, Package, Resource, Schema, Table
from packpress.package.paths import path_fault
from packpress.package.problems.file_properties import file_faults
from packpress.package.problems.key_count import KeyCount
from packpress.package.problems.output_paths import made_file_faults
from packpress.package.problems.property_types import Fault, shape_faults
from packpress.package.problems.property_values import value_faults
from packpress.package.problems.repeated_files import read_again
from packpress.package.references import reference_faults
from packpress.package.schema import constraint_count, read_schema, schema_faults
from packpress.package.strict_json import read_json

MAX_RESOURCES = 10_000
MAX_PATHS = 10_000
MAX_FIELDS = 150_000
"""How many fields all tables of a package may have, those of a schema file as often as it is named."""
MAX_AGAIN = 5_000_000
"""How many bytes of files that several resources name are read again, besides each file three times more."""
MAX_CONSTRAINTS = 30_000
"""How many constraints all tables of a package may have, as ``constraint_count`` counts them; one takes up to 0.2 ms."""
_NAME = re.compile(r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$))[a-z0-9](?:[a-z0-9._-]{0,198}[a-z0-9])?")
"""A name that is safe as that of a file, on Windows too, with room for an ending."""
_SCHEMA_2 = re.compile(r"https?://datapackage\.org/profiles/2\.0/datapackage\.json")
Read = TypeVar("Read", Dialect, Schema)
_ITEMS = {"licenses": "license", "contributors": "contributor", "sources": "source"}


def read_package(path: Path, findings: Findings | None = None, file: str = "") -> tuple[Package, tuple[Issue, ...]]:
    """The package in the folder, or with the descriptor, ``path``, and the issues of its descriptor and schemas.

    These are added to ``findings`` too. With ``file``, the path of one table's file, they are those of its resources alone.
    Resources whose description is at fault are left out of the package, so that what follows can rely on the rest.
    Raises PackageError when there is no descriptor or it is no JSON object.
    """
    root, name = split_package(path)
    if not (root / name).exists():
        where = "this folder" if root == Path() else f"the folder {root}"
        raise PackageError(f"{name}: is not in {where}; name a package's folder, its descriptor or a table's file")
    raw = read_json(root / name, name)
    if not isinstance(raw, dict):
        raise PackageError(f"{name}: must hold a JSON object")
    reader = _Reader(root, raw, Findings(FOR_WORDS) if findings is None else findings, name, file)
    reader.read(raw)
    return Package(root, tuple(reader.resources), raw, name), reader.findings.report().issues


def read_made_schema(package: Package, path: str, findings: Findings) -> Schema | None:
    """The schema in a file that the build made; None, with what is wrong with it, where it is none."""
    reader = _Reader(package.root, package.raw, findings, package.descriptor)
    return reader.read_resource_schema(path, f'"{path}"')


def _place(message: str) -> tuple[int, str]:
    """The line that a message about JSON begins with, 0 where it has none, and the rest."""
    place, _, reason = message.partition(": ")
    _, _, numbers = place.partition(":")
    line, _, column = numbers.partition(":")
    return (int(line), f"column {column}: {reason}") if line else (0, reason)


class _Reader:
    """Reads one descriptor; keeps the sound resources and the issues of the rest."""

    def __init__(self, root: Path, raw: Mapping[str, Any], findings: Findings, name: str, file: str = "") -> None:
        self.root, self.findings, self.descriptor, self.file = root, findings, name, file
        self.strict = _SCHEMA_2.fullmatch(str(raw.get("$schema", ""))) is not None
        self.is_tabular = has_tabular_profile(raw)
        self.resources: list[Resource] = []
        self.names: set[str] = set()
        self.paths = self.fields = self.constraints = 0
        self.schemas: dict[str, Schema | None] = {}
        self.dialects: dict[str, Dialect | None] = {}
        self.dropped: set[str] = set()
        self.keys = KeyCount()
        self.is_silent = bool(file)

    def read(self, raw: dict[str, Any]) -> None:
        self.note(self.descriptor, shape_faults(raw, "package", "the package", self.strict))
        self.note(self.descriptor, self.item_faults(raw, "the package"))
        self.note(self.descriptor, self.all_value_faults(raw, "package", "the package"))
        listed = raw.get("resources")
        if not isinstance(listed, list) or not listed:
            self.note(self.descriptor, [("descriptor-resources", True, '"resources" must list at least one resource')])
            return
        if len(listed) > MAX_RESOURCES:
            message = f"more than {MAX_RESOURCES:,} resources are not read; split the package"
            self.note(self.descriptor, [("descriptor-resources", True, message)])
            return
        places: dict[str, int] = {}
        numbered = [(not self.is_wanted(paths_of(item)), position, item) for position, item in enumerate(listed, 1)]
        # those of the one file first, so that what is wrong with a schema that others share is said of them
        for self.is_silent, position, item in sorted(numbered, key=itemgetter(0)):
            read = len(self.resources)
            self.read_resource(item, position)
            places |= {resource.name: position for resource in self.resources[read:]}
        self.resources.sort(key=lambda resource: places[resource.name])
        self.drop_files_read_again()
        self.drop_broken_references()
        self.drop_made_files_out_of_place()

    def is_wanted(self, paths: Iterable[str]) -> bool:
        """Whether the issues of a resource with these paths are asked for."""
        return not self.file or has_file(paths, self.file)

    def note(self, path: str, faults: Iterator[Fault] | list[Fault], line: int = 0) -> bool:
        """Keep the faults as issues of that file, unless nobody asks for them; whether none of them is an error."""
        sound = True
        for rule, is_error, message in faults:
            sound = sound and not is_error
            if self.is_silent:
                continue
            if not message.isprintable():  # names may hold line ends
                message = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in message)
            self.findings.add(Issue(path, line, "", "", rule, "error" if is_error else "warning", message))
        return sound

    def item_faults(self, raw: Mapping[str, Any], where: str) -> Iterator[Fault]:
        for name, kind in _ITEMS.items():
            listed = raw.get(name)
            for item in listed if isinstance(listed, list) else ():
                yield from shape_faults(item, kind, f"{where}: a {kind}", self.strict)

    def all_value_faults(self, raw: Mapping[str, Any], kind: str, where: str) -> Iterator[Fault]:
        """What is wrong with values of the package or resource that say nothing about its files."""
        yield from value_faults(raw, kind, where)
        for name, item_kind in _ITEMS.items():
            listed = raw.get(name)
            for item in listed if isinstance(listed, list) else ():
                yield from value_faults(item, item_kind, f"{where}: a {item_kind}")
        if kind == "package" and isinstance(given := raw.get("name"), str) and not _NAME.fullmatch(given):
            yield "descriptor-name", False, f'{where}: "name" should be lower-case letters, digits, ".", "-" and "_"; change it'
        if kind == "resource" and raw.get("type", "table") != "table":
            message = f'{where}: "type" is "{raw["type"]}", and the standard has "table" alone; write that, or drop it'
            yield "descriptor-value", self.strict, message

    def read_resource(self, raw: Any, position: int) -> None:
        where = f"resource {position}"
        if not self.note(self.descriptor, shape_faults(raw, "resource", where, self.strict)):
            if isinstance(raw, dict):
                self.dropped.add(str(raw.get("name")))
            return
        name = raw.get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            message = f'{where}: "name" must be lower-case letters, digits, ".", "-" and "_", safe as a file name'
            self.note(self.descriptor, [("descriptor-name", True, message)])
            return
        where = f'resource "{name}"'
        sound = self.note(self.descriptor, self.item_faults(raw, where))
        self.note(self.descriptor, self.all_value_faults(raw, "resource", where))
        if name in self.names:
            message = f"{where} stands twice; give each a name of its own"
            sound = self.note(self.descriptor, [("descriptor-name", True, message)])
        self.names.add(name)
        if self.is_tabular:
            raw = {"type": "table", **raw}
        paths = self.read_paths(raw, where)
        sound = self.note(self.descriptor, file_faults(raw, paths, where) if paths else []) and sound
        form, given = resource_format(raw, paths[0]) if paths else "", raw.get("dialect", {})
        if form and form not in READ_FORMATS and not is_declared_table(raw) and isinstance(given, dict):
            given = {}  # that of an attachment says nothing here, such as which sheet of a workbook has a table
        dialect = self.read_dialect(given, where)
        made_from = str(raw.get(NAMESPACE + "madeFrom", ""))
        schema = None
        if made_from and isinstance(path := raw.get("schema"), str):  # the build writes it
            sound = self.is_safe(path, f"{where}: the schema") and sound
        elif "schema" in raw:
            schema = self.read_resource_schema(raw["schema"], where)
            sound = sound and schema is not None
        if schema is not None:
            self.fields += len(schema.fields) + sum(map(len, (schema.primary_key, *schema.unique_keys)))
            if self.fields > MAX_FIELDS:
                message = f"{where}: the tables of the package have more than {MAX_FIELDS:,} fields together; split it"
                sound = self.note(self.descriptor, [("schema-fields", True, message)])
            self.constraints += sum(map(constraint_count, schema.fields))
            if self.constraints > MAX_CONSTRAINTS:
                message = f"{where}: the tables of the package have more than {MAX_CONSTRAINTS:,} constraints; split it"
                sound = self.note(self.descriptor, [("schema-fields", True, message)])
            sound = self.note(self.descriptor, self.keys.faults(name, schema, where)) and sound
        if not sound or paths is None or dialect is None:
            self.dropped.add(name)
            return
        resource = Resource(
            name=name,
            paths=paths,
            format=form,
            title=raw.get("title", ""),
            description=raw.get("description", ""),
            dialect=dialect,
            schema=None,
            made_from=made_from,
            raw=raw,
            compression=raw.get("compression", ""),
        )
        if schema is not None and not made_from:
            resource = Table.of(resource, with_null(schema, dialect.null))
        self.resources.append(resource)

    def read_paths(self, raw: Mapping[str, Any], where: str) -> tuple[str, ...] | None:
        if "data" in raw or "path" not in raw:
            message = f'{where} must have a "path"; inline "data" is not read'
            self.note(self.descriptor, [("descriptor-path", True, message)])
            return None
        given = raw["path"]
        paths = (given,) if isinstance(given, str) else tuple(given)
        if not paths:
            self.note(self.descriptor, [("descriptor-path", True, f'{where}: "path" lists no file')])
            return None
        self.paths += len(paths)
        if self.paths > MAX_PATHS or len(set(map(posixpath.normpath, paths))) < len(paths):
            message = f'{where}: "path" lists a file twice, or the package more than {MAX_PATHS:,} files; drop some'
            self.note(self.descriptor, [("descriptor-path", True, message)])
            return None
        faults = [(path, fault) for path in paths if (fault := path_fault(self.root, path))]
        self.note(self.descriptor, [("path-unsafe", True, f'{where}: the path "{path}" {fault}') for path, fault in faults])
        return None if faults else paths

    def is_safe(self, path: str, where: str) -> bool:
        """Whether the path may be used; an issue says why not."""
        fault = path_fault(self.root, path)
        return self.note(self.descriptor, [("path-unsafe", True, f'{where} path "{path}" {fault}')] if fault else [])

    def read_dialect(self, value: Any, where: str) -> Dialect | None:
        def read(raw: Any, path: str) -> Dialect | None:
            shown = f"{where}: dialect" if path == self.descriptor else "the dialect"
            return read_dialect(raw) if self.note(path, dialect_faults(raw, shown, self.strict)) else None

        return self.read_described(value, f"{where}: the dialect", self.dialects, read)

    def read_resource_schema(self, value: Any, where: str) -> Schema | None:
        def read(raw: Any, path: str) -> Schema | None:
            shown = f"{where}: " if path == self.descriptor else ""
            sound = self.note(path, ((rule, fails, shown + text) for rule, fails, text in schema_faults(raw, self.strict)))
            return read_schema(raw, "" if path == self.descriptor else path) if sound else None

        return self.read_described(value, f"{where}: the schema", self.schemas, read)

    def read_described(
        self, value: Any, where: str, known: dict[str, Read | None], read: Callable[[Any, str], Read | None]
    ) -> Read | None:
        """What the object says that a property holds or names by path, None where it cannot be had; each file is read once."""
        if isinstance(value, dict):
            return read(value, self.descriptor)
        if not self.is_safe(value, where):
            return None
        file = os.path.realpath(self.root / value)
        if file not in known:
            known[file] = None
            try:
                known[file] = read(read_json(self.root / value, value), value)
            except PackageError as error:
                line, message = _place(str(error).removeprefix(value))
                self.note(value, [("descriptor-json", True, message)], line)
        return known[file]

    def drop_files_read_again(self) -> None:
        """Leave out the resources that name the same files again and again: the work would have no bound."""
        refused = read_again(self.root, self.resources, MAX_AGAIN)
        for name in refused:
            message = f'resource "{name}" names files that are named too often, maybe through links; name each file once'
            self.note_resource(name, "descriptor-path", message)
        self.dropped |= refused.keys()
        self.resources = [resource for resource in self.resources if resource.name not in refused]

    def drop_made_files_out_of_place(self) -> None:
        """Leave out what the build would make where something else is: each made file that stays is one of its own."""
        refused = set[str]()
        for name, message in made_file_faults(self.root, self.descriptor, self.resources):
            self.note_resource(name, "descriptor-made-from", message)
            refused.add(name)
        self.resources = [resource for resource in self.resources if resource.name not in refused]

    def drop_broken_references(self) -> None:
        """Leave out each resource that refers to what this package does not have.

        One that refers to a resource left out stays: its reference is not judged, as that of any resource at fault.
        """
        by_name = {resource.name: resource for resource in self.resources}
        kept = []
        for resource in self.resources:
            self.is_silent = not self.is_wanted(resource.paths)
            if self.note(self.descriptor, reference_faults(resource, by_name, self.dropped)):
                kept.append(resource)
        self.resources = kept

    def note_resource(self, name: str, rule: str, message: str) -> None:
        """Keep an error of a resource that was read."""
        self.is_silent = not any(self.is_wanted(resource.paths) for resource in self.resources if resource.name == name)
        self.note(self.descriptor, [(rule, True, message)])
