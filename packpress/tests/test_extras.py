"""What is not installed is named with its extra; the command adds how to get it from where packpress came from."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

import packpress
from packpress.check.rules.frames import to_frame
from packpress.cli import main

if TYPE_CHECKING:
    from tests.conftest import PackageFolder, PackageMaker

Capture = pytest.CaptureFixture[str]
EXTRA = 'the extra "publish" of packpress (pandas, pandera, frictionless and others)'
INSTALL = f"; to install it: {shlex.quote(sys.executable)} -m pip install SOURCE"
MISSING = f"is not installed; it comes with {EXTRA}"
TABLE = pa.table({"a": [1]})
# library that is not there → what is called, and what is said
CALLS: dict[str, tuple[Callable[[], object], str]] = {
    "pandas": (lambda: to_frame(TABLE), f"pandas {MISSING}"),
}


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """packpress was installed from somewhere."""
    monkeypatch.setattr("packpress.commands.help.installation._source", lambda recorded, extra: "SOURCE")


@pytest.mark.parametrize("library", CALLS)
def test_a_library_that_is_not_there_is_named_with_its_extra(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call, message = CALLS[library]
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(packpress.MissingExtraError) as error:
        call()
    assert str(error.value) == message


# a library that --full needs
NEEDED = ("frictionless", "pandas", "pandera")
SCHEMA = {"fields": [{"name": "a", "type": "string"}]}


@pytest.mark.parametrize("library", NEEDED)
@pytest.mark.parametrize("command", ["validate", "build"])
@pytest.mark.parametrize("data", ["a\nb\n", "a\n\x1b\n"], ids=["right", "wrong"])
def test_full_names_the_extra_before_it_looks_at_the_data(
    data: str, command: str, library: str, make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = make_package(SCHEMA, data)
    monkeypatch.setitem(sys.modules, library, None)
    assert main([command, "--full", str(root)]) == 2
    said = f"packpress: {library} {MISSING}; without --full, files and cells are checked without it{INSTALL}\n"
    assert capsys.readouterr() == ("", said)


def test_all_missing_libraries_are_named_at_once(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = make_package(SCHEMA, "a\nb\n")
    for library in ("frictionless", "pandas", "pandera"):
        monkeypatch.setitem(sys.modules, library, None)
    assert main(["validate", "--full", str(root)]) == 2
    said = f"packpress: frictionless, pandas and pandera are not installed; they come with {EXTRA}; without --full, files"
    assert capsys.readouterr() == ("", f"{said} and cells are checked without it{INSTALL}\n")


def test_the_api_names_the_extra_too(make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_package(SCHEMA, "a\nb\n")
    monkeypatch.setitem(sys.modules, "pandera", None)
    with pytest.raises(packpress.MissingExtraError, match=r'^pandera is not installed; it comes with the extra "publish" of'):
        packpress.validate(root, full=True)
    assert packpress.validate(root).valid


def _extra() -> list[str]:
    """The top modules of the extra."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [re.split(r"[^a-z]", line)[0] for line in project["optional-dependencies"]["publish"]]


HIDDEN = """
import sys

class Hiding:
    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, path=None, target=None):
        return None if name.partition(".")[0] in {hidden} else self.finder.find_spec(name, path, target)

sys.meta_path[:] = map(Hiding, sys.meta_path)
from packpress.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _run(hidden: list[str], *arguments: str, cwd: Path) -> tuple[int, str, str]:
    command = [sys.executable, "-c", HIDDEN.format(hidden=hidden), *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


# what is run in a copy of a package → how it ends
WITHOUT = {
    ("validate",): 0,
    ("validate", "data/ports.csv"): 0,
    ("validate", "--format", "sarif"): 0,
    ("format", "--check"): 0,
    ("explain", "ports"): 0,
    ("schema", "visits", "--as", "pandera"): 0,
    ("schema", "visits", "--as", "json-schema"): 0,
    ("schema", "visits", "--as", "sql"): 0,
    ("schema", "visits", "--as", "arrow"): 0,
    ("schema", "visits", "--as", "polars"): 0,
    ("diff", ".", "."): 0,
    ("trace", "--texts", "texts"): 0,
}


@pytest.mark.parametrize("arguments", WITHOUT, ids=" ".join)
def test_what_needs_no_extra_says_the_same_without_it(arguments: tuple[str, ...], letters: PackageFolder) -> None:
    for resource in json.loads((letters.root / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        if resource["format"] == "parquet":
            (letters.root / resource["path"]).unlink(missing_ok=True)
    edit = json.loads((letters.root / "datapackage.json").read_text(encoding="utf-8"))
    edit["resources"] = [item for item in edit["resources"] if item["format"] != "parquet"]
    (letters.root / "datapackage.json").write_text(json.dumps(edit), encoding="utf-8")
    without, with_it = (_run(hidden, *arguments, cwd=letters.root) for hidden in (_extra(), []))
    assert without == with_it
    assert without[0] == WITHOUT[arguments]


def test_a_build_needs_no_extra(make_package: PackageMaker) -> None:
    made = {"name": "t", "path": "t.parquet", "format": "parquet", "packpress:madeFrom": "table"}
    root = make_package(SCHEMA, "a\nb\n")
    described = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"].append(made)
    (root / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    status, out, err = _run(_extra(), "build", cwd=root)
    assert (status, err) == (0, "")
    assert "wrote: t.parquet" in out
    assert _run(_extra(), "validate", cwd=root)[0] == 0
    assert _run(_extra(), "build", "--full", "--check", cwd=root)[0] == 2
