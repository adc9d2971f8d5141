"""The command ``release``: what it prints, and how it exits."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from packpress.cli import main
from packpress.publish import build

FERRIES = Path(__file__).resolve().parents[1] / "packages" / "ferries"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a package with a day, in which the command runs; without the second opinion, which takes seconds."""
    monkeypatch.setattr(build, "ask_frictionless", lambda *_: None)
    folder = Path(shutil.copytree(FERRIES, tmp_path / "ferries"))
    raw = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "datapackage.json").write_text(json.dumps({**raw, "created": "2026-01-02T00:00:00Z"}), encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


CREATOR = 'because datapackage.json has no contributor with the role "creator"; add one to "contributors"'
HOMEPAGE = 'because datapackage.json has no "homepage" on the web; add one'
FIRST_NOTES = (
    "no commit is named, because the package is in no repository",
    "without changes, because there is no earlier tag v…; name an earlier release with --since",
)
DETAILS = (
    f"datacite.json: left out, {CREATOR}",
    f".zenodo.json: left out, {CREATOR}",
    f"CITATION.cff: left out, {CREATOR}",
    f"croissant.json: without url, {HOMEPAGE}",
    f"dcat.ttl: without dcat:landingPage and absolute addresses, {HOMEPAGE}",
    f"schema-org.jsonld: without @id, url and contentUrl, {HOMEPAGE}",
    f"citation.bib: without url, {HOMEPAGE}",
)
BY_REASON = (
    f"without datacite.json, .zenodo.json, CITATION.cff, {CREATOR}",
    "without url (croissant.json, citation.bib), dcat:landingPage and absolute addresses (dcat.ttl), "
    f"@id, url and contentUrl (schema-org.jsonld), {HOMEPAGE}",
)
NOTES = "".join(f"note: {line}\n" for line in (*FIRST_NOTES, *BY_REASON))


def test_it_prints_a_line_a_reason_and_what_it_wrote_and_then_that_it_is_the_same(root: Path, capsys: Capture) -> None:
    assert main(["release"]) == 0
    sizes = [file.stat().st_size for file in (root / "dist" / "1.0.0").rglob("*") if file.is_file()]
    whole = f"{len(sizes)} files, {sum(sizes):,} bytes"
    done = f"written to dist/1.0.0 ({whole}), where README.md says which file is for whom"
    assert capsys.readouterr() == (f"{NOTES}release 1.0.0 of 2026-01-02: {done}\n", "")
    assert main(["release"]) == 0
    assert capsys.readouterr() == (f"{NOTES}release 1.0.0 of 2026-01-02: is the same as dist/1.0.0\n", "")


def test_it_prints_json_for_programs(root: Path, capsys: Capture) -> None:
    assert main(["release", "--format", "json", "--out", "files"]) == 0
    document = json.loads(capsys.readouterr().out)
    files = document.pop("files")
    assert document == {
        "result": "written",
        "refusal": None,
        "version": "1.0.0",
        "day": "2026-01-02",
        "commit": None,
        "folder": "files/1.0.0",
        "is_latest": True,
        "signature": None,
        "notes": [*FIRST_NOTES, *DETAILS],
        "report": None,
    }
    size = (root / "files" / "1.0.0" / "csv.zip").stat().st_size
    assert {"path": "csv.zip", "media_type": "application/zip", "bytes": size, "rows": 13}.items() <= next(
        file for file in files if file["path"] == "csv.zip"
    ).items()


@pytest.mark.parametrize("form", ["text", "json"])
def test_errors_are_listed_and_exit_with_1(form: str, root: Path, capsys: Capture) -> None:
    (root / "data" / "ferries.csv").write_text("id\nx\n", encoding="utf-8")
    assert main(["release", "--format", form]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    if form == "json":
        document = json.loads(out)
        assert (document["result"], document["refusal"]) == ("refused", "the package has errors")
        assert document["report"]["issues"][0]["path"] == "data/ferries.csv"
    else:
        assert out.startswith("data/ferries.csv:1")
        assert out.endswith("nothing was released: the package has errors\n")


def test_a_release_without_a_day_exits_with_1(root: Path, capsys: Capture) -> None:
    shutil.copy(FERRIES / "datapackage.json", root / "datapackage.json")
    assert main(["release"]) == 1
    words = 'datapackage.json: has no "created", and there is no commit or changelog with a day; add one'
    assert capsys.readouterr() == (f"nothing was released: {words}\n", "")
    assert not (root / "dist").exists()


def test_an_older_release_leaves_latest_as_it_is(root: Path, capsys: Capture) -> None:
    assert main(["release"]) == 0
    descriptor = (root / "datapackage.json").read_text(encoding="utf-8")
    (root / "datapackage.json").write_text(descriptor.replace('"version": "1.0.0"', '"version": "0.9.0"'), encoding="utf-8")
    capsys.readouterr()
    assert main(["release"]) == 0
    assert "note: latest leads to a newer version, and was left as it is\n" in capsys.readouterr().out


def test_a_release_is_signed_on_demand(root: Path, capsys: Capture, tmp_path: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not there")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, capture_output=True)
    for _ in range(2):
        assert main(["release", "--sign-with", "ssh", "--key", str(key)]) == 0
        assert "signed: dist/1.0.0/SHA256SUMS.sig\n" in capsys.readouterr().out


@pytest.mark.parametrize("options", [["--sign-with", "ssh"], ["--key", "x"]], ids=" ".join)
def test_a_program_without_a_key_is_wrong_usage(options: list[str], root: Path, capsys: Capture) -> None:
    assert main(["release", *options]) == 2
    words = "packpress: --sign-with and --key go together; give both or remove both\n"
    assert capsys.readouterr() == ("", words)


def test_another_command_that_writes_the_package_is_not_disturbed(root: Path, capsys: Capture) -> None:
    import fcntl

    with (root / "datapackage.json").open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        assert main(["release"]) == 3
    assert "another command is writing this package" in capsys.readouterr().err
    assert list((root / "dist").iterdir()) == []
