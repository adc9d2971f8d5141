from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.site.small_release import PNG

from packpress import validate
from packpress.package.model import Package
from packpress.package.site.social_image import image_fault, image_path

# descriptor → path
PATHS: dict[str, tuple[Any, str]] = {
    "image": ({"packpress:site": {"image": {"path": "a.png"}}}, "a.png"),
    "none": ({"packpress:site": {}}, ""),
    "no setting": ({}, ""),
    "list": ({"packpress:site": {"image": ["a.png"]}}, ""),
    "another format": ({"packpress:site": {"image": {"path": "a.svg"}}}, ""),
    "number": ({"packpress:site": {"image": {"path": 1}}}, ""),
    "no object": ([], ""),
    "out of the package": ({"packpress:site": {"image": {"path": "../a.png"}}}, ""),
    "device": ({"packpress:site": {"image": {"path": "docs/con.png"}}}, ""),
}
WHERE = '"packpress:site": image: path is'
# path, content of a.png → the message
FAULTS: dict[str, tuple[str, bytes, str]] = {
    "missing": ("b.png", PNG, f'{WHERE} "b.png", but there is no such file; add it, or remove the image'),
    "no png": ("a.png", b"GIF89a", f'{WHERE} "a.png", but the file is no PNG; give a PNG of 1200 × 630 pixels'),
    "cut off": (
        "a.png",
        PNG[:-1],
        f'{WHERE} "a.png", but the file is a PNG that ends too early; give a PNG of 1200 × 630 pixels',
    ),
    "folder": ("folder.png", b"", f'{WHERE} "folder.png", which is a folder, a pipe or a device, not a file'),
    "right": ("a.png", PNG, ""),
}


@pytest.mark.parametrize(("raw", "path"), PATHS.values(), ids=PATHS)
def test_the_path_is_found_in_any_descriptor(raw: Any, path: str) -> None:
    assert image_path(raw) == path


@pytest.mark.parametrize(("path", "data", "message"), FAULTS.values(), ids=FAULTS)
def test_a_file_that_is_no_image_is_a_fault(path: str, data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(data)
    (tmp_path / "folder.png").mkdir()
    package = Package(tmp_path, (), {"packpress:site": {"image": {"path": path}}})
    assert image_fault(package) == message


# image of the setting → the messages of validate
IMAGES: dict[str, tuple[dict[str, str], list[str]]] = {
    "missing": (
        {"path": "b.png", "alt": "Things"},
        [f'{WHERE} "b.png", but there is no such file; add it, or remove the image'],
    ),
    "out of the package": (
        {"path": "../a.png", "alt": "Things"},
        [f"{WHERE.removesuffix('is')}must be a path in the package that ends with .png, such as docs/social.png"],
    ),
    "device": (
        {"path": "con.png", "alt": "Things"},
        [f'{WHERE} "con.png", which is the name of a device on Windows; choose another name'],
    ),
    "no words": (
        {"path": "a.png", "alt": " "},
        ['"packpress:site": image: alt must be a string that is not empty'],
    ),
    "right": ({"path": "a.png", "alt": "Things"}, []),
}


@pytest.mark.parametrize(("image", "messages"), IMAGES.values(), ids=IMAGES)
def test_a_fault_of_the_image_is_one_issue_of_the_descriptor(
    image: dict[str, str], messages: list[str], tmp_path: Path
) -> None:
    schema = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    resource = {"name": "things", "type": "table", "path": "things.csv", "schema": schema}
    (tmp_path / "things.csv").write_text("id\na\n", encoding="utf-8")
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"name": "x", "packpress:site": {"image": image}, "resources": [resource]}), encoding="utf-8"
    )
    found = [issue for issue in validate(tmp_path).issues if issue.severity == "error"]
    assert [(issue.path, issue.rule, issue.message) for issue in found] == [
        ("datapackage.json", "site-property", message) for message in messages
    ]
