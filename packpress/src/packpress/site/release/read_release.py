"""Reads a finished release into a site: its files must be those of its sums, and its descriptor must be valid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from packpress.errors import PackageError
from packpress.issue import FOR_WORDS, Findings
from packpress.package.descriptor import read_package
from packpress.package.model import DESCRIPTOR
from packpress.package.provenance import provenance
from packpress.package.site.png import PngError, png_size
from packpress.package.site.presentation import LinkImage
from packpress.package.site.read_setting import read_setting
from packpress.package.strict_json import read_json
from packpress.publish.metadata.facts.facts import facts_of, text_of
from packpress.publish.metadata.notation.json_text import json_for_html
from packpress.publish.release.names import RELEASE_FILE, SUMS_FILE
from packpress.publish.verify.opened_release import open_release
from packpress.publish.verify.sums import compare_sums
from packpress.site.model.site import DownloadFile, ShownImage, Site
from packpress.site.release.described import read_recipes
from packpress.site.release.read_tables import read_tables_of
from packpress.site.words.words import Words

_TEXTS = ("CITATION.cff", "citation.bib", "CHANGES.md", "LICENSE")
"""Files of a release that pages quote."""
_CHANGES = re.compile(r"changes/[^/]+\.jsonl")
_JSON_LD = "schema-org.jsonld"


def read_release(folder: Path) -> Site:
    """Returns the site of the release in the folder. Raises PackageError if a file is missing, changed or invalid."""
    findings = Findings(FOR_WORDS)
    with open_release(folder, findings) as release:
        stated, sums = compare_sums(release, findings)
        _require_sound(folder, findings, "the release is damaged")
        if DESCRIPTOR not in release.files:
            raise PackageError(f"{folder}: has no {DESCRIPTOR}; make the release again with packpress release")
        package, _ = read_package(release.folder, findings)
        _require_sound(folder, findings, "its descriptor is invalid")
        raw = read_json(release.files[RELEASE_FILE], RELEASE_FILE)
        facts = facts_of(package, text_of(raw.get("version")), text_of(raw.get("day")))
        setting = read_setting(package)
        described = {item["path"]: item for item in raw["files"]}
        files = tuple(_file(path, described.get(path, {}), release.files[path], sums[path]) for path in sorted(sums))
        tables = read_tables_of(package, release.files)
        image = setting.image
        return Site(
            facts=facts,
            commit=text_of(raw.get("commit")),
            files=files,
            tables=tables,
            setting=setting,
            provenance=provenance(package),
            raw=package.raw,
            words=Words(units=setting.units),
            texts={name: _text(release.files[name]) for name in stated.sums if name in _TEXTS or _CHANGES.fullmatch(name)},
            json_ld=_read_json_ld(release.files[_JSON_LD]) if _JSON_LD in stated.sums else "",
            recipes=read_recipes(package, facts, release.folder, files, tables),
            image=_read_image(image, release.files[image.path]) if image is not None and image.path in release.files else None,
        )


def _require_sound(folder: Path, findings: Findings, what: str) -> None:
    errors = [issue for issue in findings.report().issues if issue.severity == "error"]
    if errors:
        more = f"; {len(errors) - 1:,} more" if len(errors) > 1 else ""
        raise PackageError(f"{folder}: {what}: {errors[0].path}: {errors[0].message}{more}")


def _file(path: str, described: Mapping[str, Any], file: Path, sha256: str) -> DownloadFile:
    media = described.get("media_type") or ("application/json" if path == RELEASE_FILE else "text/plain")
    title = described.get("title") or _TITLES.get(path, "")
    return DownloadFile(path, text_of(title), str(media), file.stat().st_size, sha256, described.get("rows"))


# file that release.json does not describe → for whom it is
_TITLES = {RELEASE_FILE: "everything about this release for programs", SUMS_FILE: "the hash of every file"}


def _read_json_ld(file: Path) -> Markup:
    """Returns the description for search engines as JSON that is safe in a page, without the columns, which the file has."""
    document = read_json(file, _JSON_LD)
    if not isinstance(document, dict):
        raise PackageError(f"{_JSON_LD}: must contain a JSON object; make the release again with packpress release")
    return Markup(json_for_html({name: value for name, value in document.items() if name != "variableMeasured"}))


def _read_image(image: LinkImage, file: Path) -> ShownImage | None:
    data = file.read_bytes()
    try:
        return ShownImage(data, *png_size(data), image.alt)
    except PngError:  # of a release that was made before images were checked
        return None


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
