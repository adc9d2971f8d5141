"""The command ``site`` finds the release, writes its pages beside it, and says what was written."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.site.small_release import write_small_release

from packpress.cli import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with a release, as `packpress release` leaves it."""
    root = tmp_path / "library"
    write_small_release(root / "dist" / "1.0.0")
    (root / "dist" / "latest").symlink_to("1.0.0", target_is_directory=True)
    (root / "datapackage.json").write_text('{"name": "library", "resources": []}', encoding="utf-8")
    return root


def test_the_newest_release_of_a_package_gets_its_site_beside_it(package: Path, capsys: Capture) -> None:
    assert main(["site", str(package)]) == 0
    site = package / "dist" / "site" / "1.0.0"
    said = capsys.readouterr().out
    assert re.fullmatch(
        rf"site of 1\.0\.0: \d+ pages and \d+ other files, [\d,]+ bytes, written to {re.escape(str(site))}; open "
        rf"{re.escape(str(site))}/index\.html\n",
        said,
    )
    links = re.findall(r"<a href=([^ >]*csv\.zip)", (site / "download.html").read_text(encoding="utf-8"))
    assert links == ["../../1.0.0/csv.zip"]
    assert (site / links[0]).resolve() == package / "dist" / "1.0.0" / "csv.zip"
    assert main(["site", str(package)]) == 0
    assert "is the same as" in capsys.readouterr().out


def test_a_release_and_a_folder_may_be_named(package: Path, tmp_path: Path, capsys: Capture) -> None:
    wanted = ["site", str(package / "dist" / "1.0.0"), "--out", str(tmp_path / "public"), "--files", "https://example.org/r"]
    assert main(wanted) == 0
    page = (tmp_path / "public" / "download.html").read_text(encoding="utf-8")
    assert "<a href=https://example.org/r/csv.zip" in page
    assert not (package / "dist" / "site").exists()
    assert capsys.readouterr().err == ""


def test_a_relative_path_is_printed_as_it_was_given(package: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = {
        "here": (package, ["site"], "dist/site/1.0.0"),
        "from elsewhere": (package.parent, ["site", "library/dist/latest"], "library/dist/site/1.0.0"),
        "in the release": (package / "dist" / "1.0.0", ["site", "release.json"], "../site/1.0.0"),
        "folder of releases": (package.parent, ["site", "library/dist"], "library/dist/site/1.0.0"),
        "with a folder": (package, ["site", "--out", "public/x"], "public/x"),
    }
    said = {}
    for name, (folder, arguments, _) in ends.items():
        monkeypatch.chdir(folder)
        assert main(arguments) == 0
        said[name] = re.sub(r".* (?:written to|is the same as) ", "", capsys.readouterr().out)
    assert said == {name: f"{path}; open {path}/index.html\n" for name, (_, _, path) in ends.items()}


def test_a_release_in_one_zip_gets_the_same_pages(package: Path, tmp_path: Path, capsys: Capture) -> None:
    release = package / "dist" / "1.0.0"
    archive = Path(shutil.make_archive(str(tmp_path / "library-1.0.0"), "zip", release.parent, release.name))
    assert main(["site", str(archive)]) == 0
    site = tmp_path / "site" / "library-1.0.0"
    assert capsys.readouterr().out.endswith(f"written to {site}; open {site}/index.html\n")
    assert main(["site", str(release), "--out", str(tmp_path / "folder")]) == 0
    pages = [{file.relative_to(root): file.read_bytes() for file in root.rglob("*.*")} for root in (site, tmp_path / "folder")]
    assert pages[0] == pages[1]


GIVE = "give the folder of a release, one .zip of it, or the folder of a package with a release in dist/latest"
# PATH → what is wrong with it
NO_RELEASES = {
    "empty": f"empty: is no release, for it has no SHA256SUMS; {GIVE}",
    "missing": f"missing: does not exist; {GIVE}",
    "notes.txt": f"notes.txt: is a file, and no .zip of a release; {GIVE}",
    "other.json": f"other.json: is a file, and no .zip of a release; {GIVE}",
    "library/dist/1.0.0/csv.zip": "library/dist/1.0.0/csv.zip: is not a release: it has neither SHA256SUMS nor release.json; "
    "give the folder that has them",
    "broken.zip": "broken.zip: is not a ZIP archive: File is not a zip file; download it again",
}


@pytest.mark.parametrize("path", NO_RELEASES)
def test_what_is_no_release_is_named_with_what_to_give(
    package: Path, path: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(package.parent)
    Path("empty").mkdir()
    for name in ("notes.txt", "broken.zip"):
        Path(name).write_text("Notes.", encoding="utf-8")
    Path("other.json").write_text("{}", encoding="utf-8")
    assert main(["site", path]) == 2
    assert capsys.readouterr().err == f"packpress: {NO_RELEASES[path]}\n"


def test_a_package_without_a_release_says_what_to_do(package: Path, capsys: Capture) -> None:
    (package / "dist" / "latest").unlink()
    assert main(["site", str(package)]) == 2
    latest = (package / "dist" / "latest").as_posix()
    assert capsys.readouterr().err == f"packpress: {latest}: does not exist; make a release first, with packpress release\n"


def test_a_damaged_release_gets_no_site(package: Path, capsys: Capture) -> None:
    (package / "dist" / "1.0.0" / "csv.zip").write_bytes(b"")
    assert main(["site", str(package)]) == 2
    assert "the release is damaged: csv.zip: the file has 0 bytes instead of" in capsys.readouterr().err
    assert not (package / "dist" / "site").exists()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "not an address"])
def test_an_address_that_is_none_is_refused(package: Path, address: str, capsys: Capture) -> None:
    assert main(["site", str(package), "--files", address]) == 2
    said = f"packpress: --files {address}: is no address on the web; give one that begins with https://\n"
    assert capsys.readouterr().err == said


def test_a_release_without_its_hashes_is_named(package: Path, capsys: Capture) -> None:
    release = package / "dist" / "1.0.0"
    (release / "SHA256SUMS").unlink()
    assert main(["site", str(release)]) == 2
    said = f"packpress: {release.as_posix()}: has no SHA256SUMS, so it is no whole release; download it again\n"
    assert capsys.readouterr().err == said
