"""The descriptor of a release: valid by the profile of Data Package 2.0 and by packpress, and whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from packpress.package.model import DESCRIPTOR
from packpress.publish.metadata.datapackage import descriptor_text
from packpress.publish.metadata.facts.described import Described, DescribedFile
from packpress.publish.metadata.write_metadata import write_metadata
from packpress.publish.release.model import Release, ReleaseFile

PARQUET = "application/vnd.apache.parquet"


def test_the_descriptor_is_valid_by_the_profile(describe: Callable[..., Described], corpora: Path) -> None:
    written = json.loads(descriptor_text(describe()))
    profile = json.loads((corpora / "datapackage-v2-profiles" / "datapackage.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(profile).validate(written)
    resource = json.loads((corpora / "datapackage-v2-profiles" / "dataresource.json").read_text(encoding="utf-8"))
    for item in written["resources"]:
        jsonschema.Draft7Validator(resource).validate(item)


def test_packpress_finds_no_fault_in_the_released_package(make_release: Callable[..., Release]) -> None:
    from packpress.check.validate import validate

    release = make_release()
    files = [ReleaseFile(f"parquet/{table.name}.parquet", table.title, PARQUET, table.rows) for table in release.tables]
    write_metadata(release, files)
    assert (release.folder / DESCRIPTOR).is_file()
    assert validate(release.folder).issues == ()


def test_properties_of_the_package_are_kept_and_what_the_release_lacks_is_not(describe: Callable[..., Described]) -> None:
    written = json.loads(descriptor_text(describe(**{"packpress:views": [], "profile": "data-package", "image": "a.png"})))
    assert list(written) == [
        "$schema",
        "name",
        "title",
        "description",
        "version",
        "keywords",
        "licenses",
        "contributors",
        "sources",
        "packpress:counts",
        "created",
        "resources",
    ]
    assert (written["created"], written["version"]) == ("2026-03-04T00:00:00Z", "1.2.0")


# paths of files → the names of their resources
NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "plain": (("csv.zip", "a.sqlite"), ("csv.zip", "a.sqlite")),
    "in a folder": (("changes/1.0.0..1.1.0.jsonl",), ("changes-1.0.0-1.1.0.jsonl",)),
    "a table has the name": (("ships", "ships-2"), ("ships-2", "ships-2-2")),
    "the same name twice": (("a b", "A-B"), ("a-b", "a-b-2")),
    "no letter": (("ü",), ("file",)),
}


@pytest.mark.parametrize(("paths", "expected"), NAMES.values(), ids=NAMES)
def test_a_file_has_a_name_of_its_own(
    paths: tuple[str, ...], expected: tuple[str, ...], describe: Callable[..., Described]
) -> None:
    described = describe()
    files = tuple(DescribedFile(path, "t", "a/b", None, 1, "0") for path in paths)
    written: dict[str, Any] = json.loads(descriptor_text(Described(described.release, described.facts, files)))
    assert tuple(resource["name"] for resource in written["resources"]) == expected
