from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.site.small_release import PNG, seal_release, write_small_release

from packpress.errors import PackageError
from packpress.publish.release.release_json import files_in
from packpress.site.build_site import BuiltSite, build_site

GENERIC = [
    "404.html",
    "SHA256SUMS",
    "about.html",
    "accessibility.html",
    "codebook/books.html",
    "codebook/index.html",
    "codebook/loans.html",
    "download.html",
    "index.html",
    "search-index.js",
    "search.html",
    "tables/books/index.html",
    "tables/index.html",
    "tables/loans/index.html",
]
"""The pages of a package without a setting."""


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return write_small_release(tmp_path / "dist" / "1.0.0")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in files_in(folder)}


def test_a_package_without_a_setting_gets_generic_pages(release: Path, tmp_path: Path) -> None:
    built = build_site(release, tmp_path / "site")
    there = [path for path in files_in(tmp_path / "site") if not path.startswith("static/")]
    assert [path for path in there if path.endswith(".html") or path == "SHA256SUMS"] == [
        path for path in GENERIC if path != "search-index.js"
    ]
    assert (built.status, built.version, built.pages) == ("written", "1.0.0", len([p for p in GENERIC if p.endswith(".html")]))


def test_the_image_is_a_file_of_the_site_and_is_named_where_the_site_has_an_address(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    setting = {"image": {"path": "social.png", "alt": "Books & loans"}}
    release = tmp_path / "dist" / "1.0.0"
    for homepage, named in (
        ("", []),
        (
            "https://example.org/library",
            [
                ("og:image", "https://example.org/library/site/1.0.0/static/social.png"),
                ("og:image:width", "1200"),
                ("og:image:height", "630"),
                ("og:image:alt", "Books &amp; loans"),
            ],
        ),
    ):
        properties: dict[str, Any] = {"packpress:site": setting, **({"homepage": homepage} if homepage else {})}
        write_small_release(release, **properties)
        (release / "social.png").write_bytes(PNG)
        seal_release(release)
        build_site(release, tmp_path / "site")
        text = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
        assert (tmp_path / "site" / "static" / "social.png").read_bytes() == PNG
        found = re.findall(r'<meta property=(og:image[:a-z]*) content=(?:"([^"]*)"|([^ >]*))>', text)
        assert [(name, quoted or plain) for name, quoted, plain in found] == named
        assert "og:image" not in (tmp_path / "site" / "about.html").read_text(encoding="utf-8")


def test_two_builds_are_equal_byte_by_byte(release: Path, tmp_path: Path) -> None:
    build_site(release, tmp_path / "one")
    build_site(shutil.copytree(release, tmp_path / "elsewhere" / "other"), tmp_path / "two" / "deep")
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two" / "deep")


def test_the_same_site_is_left_as_it_is_and_an_older_one_replaced(release: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    first = build_site(release, site)
    moment = (site / "index.html").stat().st_mtime_ns
    assert build_site(release, site) == BuiltSite("same", site, "1.0.0", first.pages, first.files, first.bytes)
    assert (site / "index.html").stat().st_mtime_ns == moment
    write_small_release(release, title="Another library")
    assert build_site(release, site).status == "replaced"
    assert "<h1>Another library</h1>" in (site / "index.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dist", "site"]


def test_a_folder_that_is_no_site_is_never_replaced(release: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PackageError, match="exists, and is no site; give another folder, or remove it"):
        build_site(release, site)
    assert files_in(site) is not None
    assert list(files_in(site)) == ["mine.txt"]


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("mine.txt", "mine.txt is not part of the site that is there; move it away, or give another folder"),
        (".git/HEAD", ".git/HEAD is not part of the site that is there; move it away, or give another folder"),
        ("about.html", "about.html was changed since the site was made; move it away, or give another folder"),
    ],
)
def test_a_file_that_no_site_wrote_is_never_lost(release: Path, tmp_path: Path, path: str, what: str) -> None:
    site = tmp_path / "site"
    build_site(release, site)
    (site / path).parent.mkdir(exist_ok=True)
    (site / path).write_text("mine", encoding="utf-8")
    write_small_release(release, title="Another library")
    with pytest.raises(PackageError, match=re.escape(f"{site}: {what}")):
        build_site(release, site)
    assert (site / path).read_text(encoding="utf-8") == "mine"


def test_another_folder_with_hashes_is_no_site(release: Path, tmp_path: Path) -> None:
    (tmp_path / "work" / "static").mkdir(parents=True)
    (tmp_path / "work" / "SHA256SUMS").write_text("h", encoding="utf-8")
    for folder in (tmp_path / "work", shutil.copytree(release, tmp_path / "copy")):
        before = _bytes(folder)
        with pytest.raises(PackageError, match="exists, and is no site; give another folder, or remove it"):
            build_site(release, folder)
        assert _bytes(folder) == before


def test_an_empty_folder_is_taken_and_a_file_is_not(release: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert build_site(release, tmp_path / "empty").pages > 1
    assert (tmp_path / "empty" / "index.html").is_file()
    with pytest.raises(PackageError, match="file: is a file; give the site another folder"):
        build_site(release, tmp_path / "file")


def test_a_link_to_a_site_is_followed(release: Path, tmp_path: Path) -> None:
    build_site(release, tmp_path / "site")
    (tmp_path / "link").symlink_to("site", target_is_directory=True)
    write_small_release(release, title="Another library")
    assert build_site(release, tmp_path / "link").status == "replaced"
    assert (tmp_path / "link").is_symlink()
    assert "<h1>Another library</h1>" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("below", ["", "pages"])
def test_a_release_does_not_change(release: Path, tmp_path: Path, below: str) -> None:
    before = _bytes(release)
    with pytest.raises(PackageError, match="is in the folder of the release, which does not change; give another folder"):
        build_site(release, release / below)
    assert _bytes(release) == before


def test_the_release_is_only_read(release: Path, tmp_path: Path) -> None:
    before = _bytes(release)
    build_site(release, tmp_path / "site")
    assert _bytes(release) == before


def test_the_sums_are_those_of_every_file(release: Path, tmp_path: Path) -> None:
    build_site(release, tmp_path / "site")
    listed = re.findall(r"^[0-9a-f]{64}  (.+)$", (tmp_path / "site" / "SHA256SUMS").read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == [path for path in files_in(tmp_path / "site") if path != "SHA256SUMS"]


@pytest.mark.parametrize(
    ("files_at", "wanted"),
    [
        pytest.param("", None, id="unknown"),
        pytest.param("../../1.0.0/", "../../1.0.0/csv.zip", id="beside the site"),
        pytest.param("https://example.org/1.0.0/", "https://example.org/1.0.0/csv.zip", id="on the web"),
    ],
)
def test_files_are_linked_where_their_address_is_known(
    files_at: str, wanted: str | None, release: Path, tmp_path: Path
) -> None:
    build_site(release, tmp_path / "site", files_at)
    page = (tmp_path / "site" / "download.html").read_text(encoding="utf-8")
    assert re.findall(r"<a href=([^ >]*csv\.zip) ", page) == ([wanted] if wanted else [])
    assert "csv.zip" in page
