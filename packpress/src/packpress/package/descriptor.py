"""Reads datapackage.json: from the descriptor to a Package, with the issues of the descriptor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

from packpress.errors import PackageError
from packpress.issue import FOR_WORDS, Findings, Issue
from packpress.package.described_files import DescribedFiles
from packpress.package.dialect import with_default, with_null
from packpress.package.formats import delimiter_of, has_tabular_profile, is_declared_table, resource_format
from packpress.package.forms.edition import is_version_1, is_version_2
from packpress.package.forms.inline import inline_faults, inline_place
from packpress.package.forms.local_copies import is_address, local_path
from packpress.package.located import IN_YAML, missing_descriptor, paths_of, split_package
from packpress.package.model import DESCRIPTOR, INLINE, NAMESPACE, READ_FORMATS, Package, Resource, Schema, Table, View
from packpress.package.notes import Notes
from packpress.package.paths import path_fault
from packpress.package.problems.budget import Budget, repeated_file_faults, resource_count_faults
from packpress.package.problems.compression import compression_of
from packpress.package.problems.file_properties import file_faults
from packpress.package.problems.output_paths import made_file_faults
from packpress.package.problems.property_types import shape_faults
from packpress.package.problems.property_values import SAFE_NAME, all_value_faults, item_faults
from packpress.package.references import reference_faults
from packpress.package.strict_json import read_json
from packpress.package.text.encodings import UTF_8, canonical_encoding
from packpress.package.views.view_files import VIEWS

_SITE = NAMESPACE + "site"


def read_package(path: Path, findings: Findings | None = None, file: str = "") -> tuple[Package, tuple[Issue, ...]]:
    """Returns the package in the folder, or with the descriptor, ``path``, and the issues of its descriptor and schemas.

    The issues are also added to ``findings``. With ``file``, the path of one table's file, they are only those of its
    resources. Resources with an invalid description are left out of the package, so that later code can rely on the rest.
    Raises PackageError if there is no descriptor or it is not a JSON object.
    """
    root, name = split_package(path)
    if not (root / name).exists():
        raise missing_descriptor(root, name)
    raw = read_json(root / name, name)
    if not isinstance(raw, dict):
        raise PackageError(f"{name}: must contain a JSON object")
    findings = Findings(FOR_WORDS) if findings is None else findings
    notes = Notes(findings, name, file)
    others = [other for other in IN_YAML if name == DESCRIPTOR and (root / other).is_file()]
    notes.keep(("descriptor-ignored", False, f"{other} is not read, because {name} is there; remove one") for other in others)
    reader = _Reader(root, raw, notes)
    reader.read(raw)
    views = reader.read_views(raw)
    reader.check_site(raw)
    return Package(root, tuple(reader.resources), raw, name, views), findings.report().issues


def read_made_schema(package: Package, path: str, findings: Findings) -> Schema | None:
    """Returns the schema in a file that the build wrote; None, after adding issues, if it is not a valid schema."""
    files = DescribedFiles(package.root, Notes(findings, package.descriptor), is_version_2(package.raw))
    return files.read_schema(path, f'"{path}"')


class _Reader:
    """Reads one descriptor; keeps the valid resources."""

    def __init__(self, root: Path, raw: Mapping[str, Any], notes: Notes) -> None:
        self.root, self.notes, self.strict = root, notes, is_version_2(raw)
        notes.allows_others = not self.strict and is_version_1(raw)
        self.is_tabular, self.is_canonical = has_tabular_profile(raw), raw.get(NAMESPACE + "layout") == "canonical"
        self.files, self.budget = DescribedFiles(root, notes, self.strict), Budget()
        self.resources: list[Resource] = []
        self.names: set[str] = set()
        self.dropped: set[str] = set()
        self.without_schema: set[str] = set()

    def read(self, raw: dict[str, Any]) -> None:
        self.notes.keep(shape_faults(raw, "package", "the package", self.strict))
        self.notes.keep(item_faults(raw, "the package", self.strict))
        self.notes.keep(all_value_faults(raw, "package", "the package", self.strict))
        listed = raw.get("resources")
        if not isinstance(listed, list) or not listed:
            self.notes.keep([("descriptor-resources", True, '"resources" must list at least one resource')])
        elif self.notes.keep(resource_count_faults(listed)):
            self.read_resources(listed)
            self.drop(repeated_file_faults(self.root, self.resources), "descriptor-path")
            self.drop_broken_references()
            self.drop(made_file_faults(self.root, self.notes.descriptor, self.resources), "descriptor-made-from")

    def read_views(self, raw: dict[str, Any]) -> tuple[View, ...]:
        """Reads the views, which concern all tables; a check of one table leaves them out."""
        if VIEWS not in raw or self.notes.file:
            return ()
        from packpress.package.views.read_views import read_views  # few packages have views

        self.notes.is_silent = False
        return read_views(raw[VIEWS], self.files, self.budget, self.resources, self.dropped | self.without_schema)

    def check_site(self, raw: dict[str, Any]) -> None:
        """Checks the setting of a site, which concerns all tables; a check of one table leaves it out."""
        if _SITE in raw and not self.notes.file:
            from packpress.package.site.code_faults import code_texts  # few packages have one
            from packpress.package.site.site_faults import site_faults

            self.notes.is_silent = False
            read = [resource for resource in self.resources if isinstance(resource, Table)]
            tables = {table.name: table.schema.names for table in read}
            codes = {table.name: {field.name: code_texts(field) for field in table.schema.fields} for table in read}
            lost = dict.fromkeys(self.dropped | self.without_schema, ())
            self.notes.keep(site_faults(raw, {**lost, **tables}, codes))

    def read_resources(self, listed: list[Any]) -> None:
        places: dict[str, int] = {}
        numbered = [(not self.notes.is_wanted(paths_of(item)), position, item) for position, item in enumerate(listed, 1)]
        # resources of the one file first, so that faults of a schema that others share are reported for them
        for self.notes.is_silent, position, item in sorted(numbered, key=itemgetter(0)):
            read = len(self.resources)
            self.read_resource(item, position)
            places |= {resource.name: position for resource in self.resources[read:]}
        self.resources.sort(key=lambda resource: places[resource.name])

    def read_resource(self, raw: Any, position: int) -> None:
        where = f"resource {position}"
        if not self.notes.keep(shape_faults(raw, "resource", where, self.strict)):
            if isinstance(raw, dict):
                self.dropped.add(str(raw.get("name")))
            return
        name = raw.get("name")
        if not isinstance(name, str) or not SAFE_NAME.fullmatch(name):
            message = f'{where}: "name" must be lower-case letters, digits, ".", "-" and "_", safe as a file name'
            self.notes.keep([("descriptor-name", True, message)])
            return
        where = f'resource "{name}"'
        sound = self.notes.keep(item_faults(raw, where, self.strict))
        self.notes.keep(all_value_faults(raw, "resource", where, self.strict))
        if name in self.names:
            message = f"{where} is duplicated; give each a unique name"
            sound = self.notes.keep([("descriptor-name", True, message)])
        self.names.add(name)
        if self.is_tabular:
            raw = {"type": "table", **raw}
        if "url" in raw and "path" not in raw and not self.strict:
            raw = {**raw, "path": raw["url"]}  # Data Resource 2.0, "path", Backward Compatibility
        is_inline = "data" in raw
        paths = self.read_inline(raw, position, where) if is_inline else self.read_paths(raw, where)
        sound = self.notes.keep(file_faults(raw, paths, where) if paths and not is_inline else []) and sound
        form = (INLINE if is_inline else resource_format(raw, paths[0])) if paths else ""
        given = raw.get("dialect", {})
        if form and form not in (*READ_FORMATS, INLINE) and not is_declared_table(raw) and isinstance(given, dict):
            given = {}  # the dialect of an attachment does not matter here; it may say which sheet of a workbook has a table
        is_fetched = self.files.is_fetched(given, f"{where}: the dialect", "its table was not checked")
        dialect = self.files.read_dialect(given, where) if is_fetched else None
        if dialect is not None and paths:
            encoding = canonical_encoding(raw.get("encoding", UTF_8)) or UTF_8
            dialect = with_default(dialect, delimiter_of(raw, paths[0]))._replace(
                encoding=encoding, is_canonical=self.is_canonical
            )
        made_from = str(raw.get(NAMESPACE + "madeFrom", ""))
        schema = None
        if made_from and isinstance(path := raw.get("schema"), str):  # the build writes it
            sound = self.files.is_safe(path, f"{where}: the schema") and sound
        elif not self.files.is_fetched(raw.get("schema"), f"{where}: the schema", "its cells were not checked"):
            self.without_schema.add(name)
        elif "schema" in raw:
            schema = self.files.read_schema(raw["schema"], where)
            sound = sound and schema is not None
        if schema is not None:
            sound = self.notes.keep(self.budget.schema_faults(name, schema, where)) and sound
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
            compression=compression_of(raw, paths),
        )
        if schema is not None and not made_from:
            resource = Table.of(resource, with_null(schema, dialect.null))
        self.resources.append(resource)

    def read_inline(self, raw: Mapping[str, Any], position: int, where: str) -> tuple[str, ...] | None:
        place = inline_place(self.notes.descriptor, position)
        return (place,) if self.notes.keep(inline_faults(raw, where)) else None

    def read_paths(self, raw: Mapping[str, Any], where: str) -> tuple[str, ...] | None:
        if "path" not in raw:
            message = f'{where} must have a "path" to its file, or its "data"'
            self.notes.keep([("descriptor-path", True, message)])
            return None
        given = raw["path"]
        paths = (given,) if isinstance(given, str) else tuple(given)
        if not paths:
            self.notes.keep([("descriptor-path", True, f'{where}: "path" lists no files')])
            return None
        if not self.notes.keep(self.budget.path_faults(paths, where)):
            return None
        paths = tuple(local_path(self.root, path) for path in paths)
        if all(map(is_address, paths)):
            more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
            message = (
                f'{where}: its data are at the address "{paths[0]}"{more}, and nothing is fetched, so they were not checked'
            )
            remedy = f"save them in the package and add --map {paths[0]}=FILE"
            self.notes.keep([("address-not-fetched", False, f"{message}; {remedy}")])
            return None
        faults = [(path, fault) for path in paths if (fault := path_fault(self.root, path))]
        self.notes.keep([("path-unsafe", True, f'{where}: the path "{path}" {fault}') for path, fault in faults])
        return None if faults else paths

    def drop(self, faults: Iterable[tuple[str, str]], rule: str) -> None:
        """Removes the resources of the faults, which are (resource, message)."""
        refused = set[str]()
        for name, message in faults:
            self.notes.is_silent = not any(self.notes.is_wanted(r.paths) for r in self.resources if r.name == name)
            self.notes.keep([(rule, True, message)])
            refused.add(name)
        self.dropped |= refused
        self.resources = [resource for resource in self.resources if resource.name not in refused]

    def drop_broken_references(self) -> None:
        """Removes each resource that refers to something that this package does not have.

        A resource that refers to a removed one stays: the reference is not checked, like that to any invalid resource.
        """
        by_name = {resource.name: resource for resource in self.resources}
        kept = []
        for resource in self.resources:
            self.notes.is_silent = not self.notes.is_wanted(resource.paths)
            if self.notes.keep(reference_faults(resource, by_name, self.dropped | self.without_schema)):
                kept.append(resource)
        self.resources = kept
