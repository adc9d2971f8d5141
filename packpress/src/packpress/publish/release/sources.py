"""What a release is made from: the files of the package, its version and its day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from packpress.changes.sides.head import Head
from packpress.changes.sides.side import CHANGELOG
from packpress.package.forms.local_copies import is_address
from packpress.package.model import INLINE, Package
from packpress.package.paths import path_fault
from packpress.package.problems.property_values import SAFE_NAME
from packpress.package.site.social_image import image_fault, image_path
from packpress.package.views.view_files import sources_of_views
from packpress.publish.release.files.texts import LICENSE_NAMES
from packpress.text_file import read_text

LATEST = "latest"
_VERSION = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.+_-]{0,62}[0-9A-Za-z])?")
"""A version that is the name of a folder on every system."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HEADING = re.compile(r"^##[^#\n]*", re.MULTILINE)
_SHOWN = 3


def sources_of(package: Package, rules: Path | None) -> tuple[str, ...]:
    """Returns the paths of the files from which a release is made, as far as they exist, sorted."""
    found = {path for path in _named(package) if path_fault(package.root, path) is None and (package.root / path).is_file()}
    if rules is not None and (place := rules.resolve()).is_relative_to(root := package.root.resolve()):
        modules = place.rglob("*.py") if place.is_dir() else (place,)
        found |= {module.relative_to(root).as_posix() for module in modules}
    return tuple(sorted(found))


def _named(package: Package) -> Iterator[str]:
    yield from (package.descriptor, CHANGELOG, *LICENSE_NAMES)
    if image := image_path(package.raw):
        yield image
    for resource in package.resources:
        if not resource.made_from:
            yield from () if resource.format == INLINE else resource.paths
            values = (resource.raw.get(name) for name in ("schema", "dialect"))
            yield from (value for value in values if isinstance(value, str) and not is_address(value))
    yield from sources_of_views(package.raw)


def source_fault(package: Package, head: Head | None) -> str:
    """Returns why the package cannot be released as it is, with what to do; "" if it can."""
    name, version = package.raw.get("name"), package.raw.get("version")
    if not isinstance(name, str) or not SAFE_NAME.fullmatch(name):
        return f'{package.descriptor}: has no "name" of lower-case letters, digits, ".", "-" and "_"; add one'
    if version is None:
        return f'{package.descriptor}: has no "version"; add one, such as "1.0.0"'
    if not isinstance(version, str) or not _VERSION.fullmatch(version) or version.casefold() == LATEST:
        return f'{package.descriptor}: "version" is the name of a folder; write letters and digits, such as "1.0.0"'
    if head is not None and head.changed:
        listed, more = ", ".join(head.changed[:_SHOWN]), len(head.changed) - _SHOWN
        others = f" and {more:,} more" if more > 0 else ""
        verb = "differs" if len(head.changed) == 1 else "differ"
        return (
            f"{listed}{others} {verb} from the commit {head.commit[:12]}; commit or restore, so that a release is of a commit"
        )
    if not day_of(package, head):
        return f'{package.descriptor}: has no "created", and there is no commit or changelog with a day; add one'
    return f"{package.descriptor}: {fault}" if (fault := image_fault(package)) else ""


def day_of(package: Package, head: Head | None) -> str:
    """Returns the day of the release as ISO text; "" if nothing says it.

    It is that of the commit, or else "created" of the descriptor, or else the newest day in a heading of the changelog.
    """
    if head is not None:
        return head.day
    created = str(package.raw.get("created", ""))[:10]
    if _is_day(created):
        return created
    if path_fault(package.root, CHANGELOG) is not None or not (package.root / CHANGELOG).is_file():
        return ""
    headings = _HEADING.findall(read_text(package.root / CHANGELOG, CHANGELOG, errors="replace"))
    return max((day for heading in headings for day in _DAY.findall(heading) if _is_day(day)), default="")


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
