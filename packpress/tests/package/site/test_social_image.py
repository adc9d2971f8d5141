from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.site.small_release import PNG_HEAD

from packpress import validate
from packpress.package.model import Package
from packpress.package.site.social_image import image_fault, image_path, png_size

# bytes → width and height
SIZES: dict[str, tuple[bytes, tuple[int, int] | None]] = {
    "png": (PNG_HEAD, (1200, 630)),
    "more bytes": (PNG_HEAD + b"more", (1200, 630)),
    "cut off": (PNG_HEAD[:-1], None),
    "no width": (PNG_HEAD[:16] + bytes(4) + PNG_HEAD[20:], None),
    "no header first": (PNG_HEAD.replace(b"IHDR", b"IDAT"), None),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(30), None),
    "nothing": (b"", None),
}
# descriptor → path
PATHS: dict[str, tuple[Any, str]] = {
    "image": ({"packpress:site": {"image": {"path": "a.png"}}}, "a.png"),
    "none": ({"packpress:site": {}}, ""),
    "no setting": ({}, ""),
    "list": ({"packpress:site": {"image": ["a.png"]}}, ""),
    "another format": ({"packpress:site": {"image": {"path": "a.svg"}}}, ""),
    "number": ({"packpress:site": {"image": {"path": 1}}}, ""),
    "no object": ([], ""),
}
WHERE = '"packpress:site": image: path is'
# path, content of a.png → the message
FAULTS: dict[str, tuple[str, bytes, str]] = {
    "missing": ("b.png", PNG_HEAD, f'{WHERE} "b.png", but there is no such file; add it, or remove the image'),
    "no png": ("a.png", b"GIF89a", f'{WHERE} "a.png", but the file is no PNG; give one of 1200 × 630 pixels'),
    "folder": ("folder.png", b"", f'{WHERE} "folder.png", which is a folder, a pipe or a device, not a file'),
    "right": ("a.png", PNG_HEAD, ""),
}


@pytest.mark.parametrize(("data", "size"), SIZES.values(), ids=SIZES)
def test_the_size_of_a_png_is_in_its_first_bytes(data: bytes, size: tuple[int, int] | None) -> None:
    assert png_size(data) == size


@pytest.mark.parametrize(("raw", "path"), PATHS.values(), ids=PATHS)
def test_the_path_is_found_in_any_descriptor(raw: Any, path: str) -> None:
    assert image_path(raw) == path


@pytest.mark.parametrize(("path", "data", "message"), FAULTS.values(), ids=FAULTS)
def test_a_file_that_is_no_image_is_a_fault(path: str, data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(data)
    (tmp_path / "folder.png").mkdir()
    package = Package(tmp_path, (), {"packpress:site": {"image": {"path": path}}})
    assert image_fault(package) == message


def test_a_missing_image_is_an_issue_of_the_descriptor(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    resource = {"name": "things", "type": "table", "path": "things.csv", "schema": schema}
    setting = {"image": {"path": "a.png", "alt": "Things"}}
    (tmp_path / "things.csv").write_text("id\na\n", encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"name": "x", "packpress:site": setting, "resources": [resource]}), encoding="utf-8"
    )
    found = [(issue.path, issue.rule) for issue in validate(tmp_path).issues if issue.severity == "error"]
    assert found == [("datapackage.json", "site-property")]
