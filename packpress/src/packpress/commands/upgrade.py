"""``init --upgrade``: upgrades the descriptor of a package, its schemas and its dialects to version 2.0 of the standard."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from packpress import output
from packpress.commands import FINE, HAS_ISSUES, HERE
from packpress.edit.upgrade import Changes, custom_properties, described_files, own_profile, upgrade_package
from packpress.errors import PackageError, PackpressError
from packpress.escape import printable
from packpress.filesystem.write import write_file
from packpress.package.forms.edition import PROFILE_2
from packpress.package.located import locate, split_package
from packpress.package.outputs.leftovers import writing
from packpress.package.paths import path_fault
from packpress.package.strict_json import YAML, read_json

_MOST = 50
"""How many properties of the package's own are listed."""
_Written = dict[str, tuple[bytes, bytes, Changes]]


def run_upgrade(path: Path, dry_run: bool) -> int:
    """Writes the package at ``path`` in version 2.0 and prints each change; with ``dry_run`` writes nothing."""
    package = locate(path).package
    root, descriptor = split_package(package)
    if not (root / descriptor).exists():
        raise PackpressError(
            f"{root / descriptor}: does not exist, so there is no package to upgrade; packpress init writes one"
        )
    with writing(package):
        raw = read_json(root / descriptor, descriptor)
        if not isinstance(raw, dict):
            raise PackageError(f"{descriptor}: must contain a JSON object")
        if profile := own_profile(raw):
            message = "is for version 1; upgrade once its publisher has one for version 2"
            raise PackpressError(f"{descriptor}: the profile {printable(profile)} {message}")
        written = _upgraded(root, descriptor, raw)
        in_yaml = [name for name in written if Path(name).suffix in YAML]
        for name, (before, after, changes) in written.items():
            for change in changes.made:
                output.write_line(f"{printable(name)}: {printable(change)}")
            if not dry_run and name not in in_yaml:
                write_file(root / name, after, read=before)
    if not written:
        output.write_line(f"{descriptor}: nothing to upgrade; it follows version 2.0 already")
        return FINE
    for name in in_yaml:
        output.write_line(f"{name} is YAML, which is not rewritten, to keep its comments; make these changes by hand")
    done = "would be upgraded; nothing was written" if dry_run else "upgraded"
    number = len(written) - len(in_yaml)
    output.write_line(f"{number} {'file' if number == 1 else 'files'} {done}")
    _name_custom(descriptor, upgrade_package(raw, Changes()))
    if not dry_run:
        output.write_line("Next: packpress validate" + ("" if path == HERE else f" {printable(str(path))}"))
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


def _name_custom(descriptor: str, raw: dict[str, Any]) -> None:
    """Prints which properties of version 2.0 need a namespace to be known as the package's own."""
    names = custom_properties(raw)
    if raw.get("$schema") != PROFILE_2 or not names:
        return
    advice = "rename these properties, which version 2.0 does not know, with a prefix of yours in place of example"
    output.write_line(f"{printable(descriptor)}: {advice}:")
    for name in names[:_MOST]:
        output.write_line(f'  "{printable(name)}": "example:{_in_camel_case(name)}"')
    if len(names) > _MOST:
        output.write_line(f"  and {len(names) - _MOST:,} more")
    output.write_line("  until then, packpress validate warns of them")


def _in_camel_case(name: str) -> str:
    """Returns the name without what a namespace may not be followed by: "my_views" becomes "myViews"."""
    first, *others = re.findall("[A-Za-z0-9]+", name.rpartition(":")[2]) or ["property"]
    joined = first + "".join(word[:1].upper() + word[1:] for word in others)
    return joined if joined[0].isalpha() else f"n{joined}"


def upgrade_note(raw: dict[str, Any]) -> str:
    """Returns the line that says what an upgrade of a package of version 1 would change; "" if it only lacks ``$schema``."""
    if profile := own_profile(raw):
        return f"note: follows version 1 of the standard and the profile {printable(profile)}, which was not checked"
    changes = Changes()
    upgrade_package(raw, changes)
    made = [change if change[0] == '"' else '"profile"' for change in changes.made]
    names = list(dict.fromkeys(change.split('"')[1] for change in made))
    if len(names) < 2:
        return ""  # only "$schema" is missing: nothing of version 1 is in it
    listed = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
    return f"note: follows version 1 of the standard; packpress init --upgrade writes version 2.0 (changes {listed})"
