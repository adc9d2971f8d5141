"""``init --upgrade``, and the line of ``validate`` that names it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from packpress.check.validate import validate
from packpress.cli import main
from packpress.commands.upgrade import run_upgrade
from packpress.errors import PackpressError

Capture = pytest.CaptureFixture[str]
OLD = """{
    "profile": "tabular-data-package",
    "title": "caf\u00e9s",
    "views": [],
    "my_views": 1,
    "resources": [{"name": "a", "url": "a.csv", "schema": "a.json"}]
}
"""
NEW = """{
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "title": "caf\u00e9s",
    "views": [],
    "my_views": 1,
    "resources": [
        {
            "name": "a",
            "path": "a.csv",
            "schema": "a.json",
            "type": "table"
        }
    ]
}
"""
SAID = """\
datapackage.json: "$schema" is "https://datapackage.org/profiles/2.0/datapackage.json", in place of "profile"
datapackage.json: "url" of a resource is "path"
datapackage.json: each resource has "type": "table", since the package was tabular
a.json: "primaryKey" is an array: ["id"]
2 files upgraded
datapackage.json: rename these properties, which version 2.0 does not know, with a prefix of yours in place of example:
  "views": "example:views"
  "my_views": "example:myViews"
  until then, packpress validate warns of them
"""


def make(folder: Path) -> Path:
    (folder / "datapackage.json").write_text(OLD, encoding="utf-8")
    (folder / "a.json").write_text('{"fields": [{"name": "id"}], "primaryKey": "id"}', encoding="utf-8")
    (folder / "a.csv").write_text("id\n1\n", encoding="utf-8")
    return folder


def test_an_upgrade_writes_each_file_once_and_says_what_changed(tmp_path: Path, capsys: Capture) -> None:
    root = make(tmp_path)
    assert (run_upgrade(root, False), capsys.readouterr().out) == (0, f"{SAID}Next: packpress validate {root}\n")
    assert (root / "datapackage.json").read_text(encoding="utf-8") == NEW
    assert (root / "a.json").read_text(encoding="utf-8") == '{"fields": [{"name": "id"}], "primaryKey": ["id"]}'
    assert (run_upgrade(root, False), capsys.readouterr().out) == (
        0,
        "datapackage.json: nothing to upgrade; it follows version 2.0 already\n",
    )


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: Capture) -> None:
    root = make(tmp_path)
    said = SAID.replace("2 files upgraded", "2 files would be upgraded; nothing was written")
    assert (run_upgrade(root, True), capsys.readouterr().out) == (0, said)
    assert (root / "datapackage.json").read_text(encoding="utf-8") == OLD


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_bytes(b'{\r\n\t"name": "a",\r\n\t"resources": []\r\n}')
    run_upgrade(tmp_path, False)
    schema = b'\t"$schema": "https://datapackage.org/profiles/2.0/datapackage.json",\r\n'
    assert (tmp_path / "datapackage.json").read_bytes() == b"{\r\n" + schema + b'\t"name": "a",\r\n\t"resources": []\r\n}'


def test_yaml_is_not_rewritten(tmp_path: Path, capsys: Capture) -> None:
    text = "# mine\nname: a\nresources:\n- {name: a, data: {b: 1}}\n"
    (tmp_path / "datapackage.yaml").write_text(text, encoding="utf-8")
    assert run_upgrade(tmp_path, False) == 1
    assert "datapackage.yaml is YAML, which is not rewritten, to keep its comments" in capsys.readouterr().out
    assert (tmp_path / "datapackage.yaml").read_text(encoding="utf-8") == text


def test_a_profile_of_its_own_is_left_to_its_publisher(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"profile": "https://example.org/p.json"}', encoding="utf-8")
    with pytest.raises(PackpressError, match=r"the profile https://example\.org/p\.json is for version 1"):
        run_upgrade(tmp_path, False)


def test_a_check_of_version_1_passes_with_one_line_about_version_2(tmp_path: Path, capsys: Capture) -> None:
    root = make(tmp_path)
    assert (validate(root).errors, validate(root).warnings) == (0, 0)
    assert (main(["validate", str(root)]), capsys.readouterr().out) == (
        0,
        "valid: 0 errors, 0 warnings (checked: files, cells)\n"
        "note: follows version 1 of the standard; packpress init --upgrade writes version 2.0 "
        "(changes $schema, url, profile)\n",
    )


def test_a_machine_reads_no_note(tmp_path: Path, capsys: Capture) -> None:
    main(["validate", "--format", "json", str(make(tmp_path))])
    assert json.loads(capsys.readouterr().out)["errors"] == 0


def test_init_upgrades_a_package_which_has_no_warnings_once_its_own_properties_are_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(make(tmp_path))
    assert (main(["init", "--upgrade"]), capsys.readouterr().out) == (0, f"{SAID}Next: packpress validate\n")
    assert main(["validate"]) == 0
    assert "valid: 0 errors, 2 warnings (checked: files, cells)\n" in capsys.readouterr().out
    descriptor = tmp_path / "datapackage.json"
    renames = re.findall(r'^  ("\S+"): ("\S+")$', SAID, re.MULTILINE)
    text = descriptor.read_text(encoding="utf-8")
    for old, new in renames:
        text = text.replace(f"{old}:", f"{new}:")
    descriptor.write_text(text, encoding="utf-8")
    assert (main(["validate"]), capsys.readouterr().out) == (0, "valid: 0 errors, 0 warnings (checked: files, cells)\n")


# arguments beside --upgrade → what is said
REFUSED = {
    "--add": "--upgrade: cannot be combined with --add; upgrade first, then run init with --add",
    "--to-utf8": "--upgrade: cannot be combined with --to-utf8; upgrade first, then run init with --to-utf8",
    "--delimiter=tab": "--upgrade: cannot be combined with --delimiter; upgrade first, then run init with --delimiter",
    "a.csv b.csv": "--upgrade: takes one package; give its folder or its descriptor",
    "empty": "empty/datapackage.json: does not exist, so there is no package to upgrade; packpress init writes one",
    "absent": "absent: does not exist; give a package's folder, its descriptor or a table's file",
}


@pytest.mark.parametrize("given", REFUSED)
def test_an_upgrade_is_refused_beside_what_is_about_new_tables(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(make(tmp_path))
    (tmp_path / "empty").mkdir()
    assert (main(["init", "--upgrade", *given.split()]), capsys.readouterr().err) == (2, f"packpress: {REFUSED[given]}\n")
    assert (tmp_path / "datapackage.json").read_text(encoding="utf-8") == OLD


def test_init_shows_an_upgrade_without_writing_it(tmp_path: Path, capsys: Capture) -> None:
    root = make(tmp_path)
    assert main(["init", "--upgrade", "--dry-run", str(root)]) == 0
    assert "2 files would be upgraded; nothing was written\n" in capsys.readouterr().out
    assert (root / "datapackage.json").read_text(encoding="utf-8") == OLD
