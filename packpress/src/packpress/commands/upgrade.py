"""``init --upgrade``: upgrades the descriptor of a package, its schemas and its dialects to version 2.0 of the standard."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from packpress import output
from packpress.commands import FINE, HAS_ISSUES
from packpress.edit.upgrade import Changes, custom_properties, described_files, own_profile, upgrade_package
from packpress.errors import PackageError, PackpressError
from packpress.escape import escape
from packpress.filesystem.write import write_file
from packpress.package.forms.edition import PROFILE_2
from packpress.package.located import locate, split_package
from packpress.package.outputs.leftovers import writing
from packpress.package.paths import path_fault
from packpress.package.strict_json import YAML, read_json

_Written = dict[str, tuple[bytes, bytes, Changes]]


def run_upgrade(path: Path, dry_run: bool) -> int:
    """Upgrades the package at ``path`` and prints each change; with ``dry_run`` writes nothing."""
    package = locate(path).package
    root, descriptor = split_package(package)
    with writing(package):
        raw = read_json(root / descriptor, descriptor)
        if not isinstance(raw, dict):
            raise PackageError(f"{descriptor}: must contain a JSON object")
        if profile := own_profile(raw):
            message = "is for version 1; upgrade once its publisher has one for version 2"
            raise PackpressError(f"{descriptor}: the profile {escape(profile)} {message}")
        written = _upgraded(root, descriptor, raw)
        in_yaml = [name for name in written if Path(name).suffix in YAML]
        for name, (before, after, changes) in written.items():
            for change in changes.made:
                output.write_line(f"{escape(name)}: {escape(change)}")
            if not dry_run and name not in in_yaml:
                write_file(root / name, after, read=before)
    if not written:
        output.write_line(f"{descriptor}: nothing to upgrade")
        return FINE
    for name in in_yaml:
        output.write_line(f"{name} is YAML, which is not rewritten, to keep its comments; make these changes by hand")
    done = "would be upgraded" if dry_run else "upgraded"
    number = len(written) - len(in_yaml)
    output.write_line(f"{number} {'file' if number == 1 else 'files'} {done}")
    _name_custom(read_json(root / descriptor, descriptor))
    return HAS_ISSUES if in_yaml and not dry_run else FINE


def _upgraded(root: Path, descriptor: str, raw: dict[str, Any]) -> _Written:
    """Returns the old and the new content of each file that changes, with its changes."""
    found: _Written = {}
    _keep(root, descriptor, raw, upgrade_package, found)
    for path, upgrade in described_files(raw):
        if path_fault(root, path) is None and (root / path).is_file():
            described = read_json(root / path, path)
            if isinstance(described, dict):
                _keep(root, path, described, upgrade, found)
    return found


def _keep(root: Path, name: str, raw: dict[str, Any], upgrade: Any, found: _Written) -> None:
    changes = Changes()
    upgraded = upgrade(raw, changes)
    if changes.made:
        before = (root / name).read_bytes()
        found[name] = (before, _written(upgraded, before.decode("utf-8")), changes)


def _written(raw: dict[str, Any], like: str) -> bytes:
    """Returns the JSON with the indentation, the escapes and the last line end of the text that it replaces."""
    indented = re.search(r"\n([ \t]+)\S", like)
    text = json.dumps(raw, ensure_ascii=like.isascii() and "\\u" in like, indent=indented[1] if indented else None)
    text += "\n" * like.endswith("\n")
    return (text.replace("\n", "\r\n") if "\r\n" in like else text).encode("utf-8")


def _name_custom(raw: dict[str, Any]) -> None:
    """Prints which properties of version 2.0 need a namespace to be known as the package's own."""
    names = custom_properties(raw)
    if raw.get("$schema") == PROFILE_2 and names:
        listed = ", ".join(f'"{name}"' for name in names[:10]) + (" …" if len(names) > 10 else "")
        output.write_line(f"properties of your own need a namespace in version 2, such as example:{names[0]}: {listed}")


def upgrade_note(raw: dict[str, Any]) -> str:
    """Returns the line that says what an upgrade of a package of version 1 would change."""
    if profile := own_profile(raw):
        return f"note: follows version 1 of the standard and the profile {escape(profile)}, which was not checked"
    changes = Changes()
    upgrade_package(raw, changes)
    names = list(dict.fromkeys(re.findall(r'"([$A-Za-z]+)"', " ".join(change.split(" is ")[0] for change in changes.made))))
    listed = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
    return f"note: follows version 1 of the standard; packpress init --upgrade writes version 2.0 (changes {listed})"
