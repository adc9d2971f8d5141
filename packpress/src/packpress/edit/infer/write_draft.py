"""Writes drafts as a descriptor and schemas, in the layout of the schemas that people edit."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from packpress.edit.infer.model import Draft, Guess
from packpress.errors import PackpressError
from packpress.filesystem.write import write_file
from packpress.package.model import DESCRIPTOR, NAMESPACE
from packpress.package.outputs.leftovers import writing
from packpress.package.paths import path_fault
from packpress.package.problems.property_values import SAFE_NAME
from packpress.package.strict_json import read_json

PROFILES = "https://datapackage.org/profiles/2.0"
SCHEMAS = "schemas"
_MEDIA_TYPES = {"csv": "text/csv", "tsv": "text/tab-separated-values", "parquet": "application/vnd.apache.parquet"}
# properties of a type, in the order in which a field has them after its type
_NOTATION = ("format", "decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues", "missingValues")


def legal_name(text: str, otherwise: str) -> str:
    """Returns the text as a name that the standard recommends: lower-case ASCII letters, digits, ".", "-" and "_"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("._-")[:100].rstrip("._-")
    return name if SAFE_NAME.fullmatch(name) else otherwise


def resource_names(paths: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """Returns a name for the table in each path: its file's name, with its folder or a number if that is taken."""
    names: list[str] = []
    used = set(taken)
    stems = [re.sub(r"\.(?:csv|tsv|tab|txt|parquet)(?:\.(?:gz|zip))?$", "", path, flags=re.IGNORECASE) for path in paths]
    for stem in stems:
        own = stem.rpartition("/")[2]
        choices = [legal_name(own, "table"), legal_name(stem.replace("/", "-"), "table")]
        name = next((c for c in choices if c not in used), "")
        number = 2
        while not name:
            name = f"{choices[1]}-{number}" if f"{choices[1]}-{number}" not in used else ""
            number += 1
        used.add(name)
        names.append(name)
    return names


def schema_of(draft: Draft) -> dict[str, Any]:
    """Returns the schema of the table, with empty descriptions to fill in."""
    schema: dict[str, Any] = {"$schema": f"{PROFILES}/tableschema.json", "fields": [_field(c) for c in draft.columns]}
    schema["missingValues"] = [""]
    if draft.primary_key:
        schema["primaryKey"] = list(draft.primary_key)
    if draft.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {**({"resource": table} if table else {}), "fields": [key]}}
            for column, table, key in draft.foreign_keys
        ]
    return schema


def _field(column: Guess) -> dict[str, Any]:
    raw = column.raw
    field: dict[str, Any] = {"name": column.name, "title": _title(column.name), "description": "", "type": raw["type"]}
    field |= {name: raw[name] for name in _NOTATION if name in raw}
    field["constraints"] = {"required": bool(column.constraints["required"])} | {
        name: column.constraints[name] for name in ("unique", "enum") if name in column.constraints
    }
    if column.example:
        field["example"] = column.example
    return field | {name: value for name, value in raw.items() if name.startswith(NAMESPACE)}


def _title(name: str) -> str:
    """Returns the name in words: "birthYear" and "birth_year" become "Birth year", and "Kunden-Nr." stays."""
    spaced = re.sub(r"-+(.?)", lambda found: found[0] if found[1].isupper() else f" {found[1]}", name)
    parts = (re.split(r"(?<=[a-z])(?=[A-Z])", word) for word in re.split(r"[_\s]+", spaced) if word)
    words = (word if not number or word.isupper() else word.lower() for part in parts for number, word in enumerate(part))
    shown = " ".join("ID" if word.lower() == "id" else word for word in words)
    return shown[:1].upper() + shown[1:] or name


def resource_of(draft: Draft) -> dict[str, Any]:
    """Returns the resource of the table in the descriptor."""
    source = draft.source
    raw: dict[str, Any] = {"name": draft.name, "type": "table", "path": source.path, "format": source.format}
    raw["mediatype"] = _MEDIA_TYPES[source.format]
    if source.compression:
        raw["compression"] = source.compression
    if source.encoding != "utf-8":
        raw["encoding"] = source.encoding
    if source.dialect:
        raw["dialect"] = dict(source.dialect)
    return raw | {"schema": f"{SCHEMAS}/{draft.name}.json"}


def planned_files(root: Path, drafts: Sequence[Draft], existing: Mapping[str, Any] | None) -> dict[str, bytes]:
    """Returns the content of each file to write by its path: the schemas, and last the descriptor.

    ``existing`` is the descriptor to which the tables are added, None for a new one.
    """
    files = {f"{SCHEMAS}/{draft.name}.json": dump_json(schema_of(draft)) for draft in drafts}
    new = {"$schema": f"{PROFILES}/datapackage.json", "name": legal_name(root.absolute().name, "data-package")}
    package: dict[str, Any] = dict(existing) if existing is not None else {**new, "title": "", "description": ""}
    package["resources"] = [*package.get("resources", ()), *map(resource_of, drafts)]
    files[DESCRIPTOR] = dump_json(package)
    return files


def dump_json(value: Any) -> bytes:
    """Returns the value as the text of a descriptor or a schema."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def read_existing(root: Path) -> tuple[dict[str, Any], bytes]:
    """Returns the descriptor of the folder and its bytes. Raises PackpressError if nothing can be added to it."""
    raw = read_json(root / DESCRIPTOR, DESCRIPTOR)
    if not isinstance(raw, dict) or not isinstance(raw.get("resources"), list):
        raise PackpressError(f'{DESCRIPTOR}: has no "resources", so no table can be added; correct it first')
    return raw, (root / DESCRIPTOR).read_bytes()


def refuse_schemas(root: Path) -> None:
    """Raises PackpressError if schemas cannot be written to their folder, or would leave the package through a link."""
    folder = root / SCHEMAS
    if folder.is_symlink() and (not folder.exists() or path_fault(root, f"{SCHEMAS}/table.json")):
        raise PackpressError(f"{SCHEMAS}: is a link that leads out of the package or to nothing; remove the link")
    if folder.exists() and not folder.is_dir():
        raise PackpressError(f"{SCHEMAS}: is a file, but the schemas are written to a folder of this name; move the file away")


def refuse_existing(root: Path, names: Iterable[str]) -> None:
    """Raises PackpressError if one of the files exists; a link to nothing counts, because it would be written through."""
    found = [name for name in names if (root / name).exists() or (root / name).is_symlink()]
    if found:
        raise PackpressError(
            f"{', '.join(found)}: already there, so nothing was written; move away what is there, or choose other files"
        )


def write_files(root: Path, files: Mapping[str, bytes], before: bytes | None) -> None:
    """Writes the files, or none of them; ``before`` are the bytes of the descriptor that is replaced, if any."""
    written: list[Path] = []
    with writing(root):
        refuse_schemas(root)
        refuse_existing(root, (name for name in files if name != DESCRIPTOR or before is None))
        try:
            for name, data in files.items():
                write_file(root / name, data, read=before if name == DESCRIPTOR else None, shown=name)
                written.append(root / name)
        except BaseException:
            for file in written:
                with suppress(OSError):
                    file.unlink()
            raise
