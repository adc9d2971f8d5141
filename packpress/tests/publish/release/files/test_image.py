from __future__ import annotations

import json

from tests.publish.release.files.conftest import ReleaseMaker
from tests.site.small_release import PNG

from packpress.package.descriptor import read_package
from packpress.publish.release.files.image import write_image
from packpress.publish.release.model import Release, ReleaseFile

TABLES = {"things": ({"fields": [{"name": "id", "type": "string"}]}, "id\na\n")}


def test_the_image_is_copied_to_the_same_path(make_release: ReleaseMaker) -> None:
    made = make_release(TABLES)
    root = made.package.root
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    (root / "docs").mkdir()
    (root / "docs" / "social.png").write_bytes(PNG)
    setting = {"image": {"path": "docs/social.png", "alt": "Things"}}
    (root / "datapackage.json").write_text(json.dumps({**raw, "packpress:site": setting}), encoding="utf-8")
    release = Release(read_package(root)[0], made.version, made.day, made.tables, made.folder)
    assert write_image(release) == (ReleaseFile("docs/social.png", "Image for links to the site", "image/png"),)
    assert (made.folder / "docs" / "social.png").read_bytes() == PNG


def test_a_package_without_an_image_gets_no_file(make_release: ReleaseMaker) -> None:
    release = make_release(TABLES)
    assert (write_image(release), list(release.folder.iterdir())) == ((), [])
