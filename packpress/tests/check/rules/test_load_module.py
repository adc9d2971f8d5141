"""Rules in a folder: its modules find each other, nothing is left behind, and only source counts."""

from __future__ import annotations

import os
import py_compile
import sys
from pathlib import Path

import pytest

from packpress.check.rules.load_module import load_module
from packpress.check.rules.rule import load_rules
from packpress.cli import main
from packpress.errors import MissingExtraError, PackageError

RULE = """
from packpress import Fault, rule

@rule({name!r}, "table")
def {function}(table, tables):
    '''A rule made for a test.'''
    return []
"""


def rule_text(name: str) -> str:
    return RULE.format(name=name, function=name.replace("-", "_"))


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def names(path: Path) -> list[str]:
    return [rule.name for rule in load_rules(path)]


PACKAGE = {
    "__init__.py": "from .late import second\nfrom .early import first\n",
    "early.py": "from .words import NAME\n" + rule_text("first").replace("'first'", "NAME", 1),
    "late.py": rule_text("second") + rule_text("not-imported"),
    "words.py": "NAME = 'first'\n",
}


def test_a_folder_has_the_rules_that_its_init_imports_in_that_order(tmp_path: Path) -> None:
    assert names(write(tmp_path / "rules", PACKAGE)) == ["second", "first"]


@pytest.mark.parametrize(
    "line",
    ["from . import words", "from .words import NAME", "from .deep import NAME", "from .deep.words import NAME"],
)
def test_modules_of_a_folder_import_each_other(line: str, tmp_path: Path) -> None:
    files = {"__init__.py": f"{line}\n" + rule_text("first"), "words.py": "NAME = 1\n"}
    files |= {"deep/__init__.py": "from .words import NAME\n", "deep/words.py": "from ..words import NAME\n"}
    assert names(write(tmp_path / "rules", files)) == ["first"]


def test_two_folders_with_modules_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(
            tmp_path / name,
            {"__init__.py": "from .rules import made\n", "rules.py": rule_text(name).replace(f"def {name}", "def made")},
        )
    assert [names(tmp_path / name) for name in ("one", "two", "one")] == [["one"], ["two"], ["one"]]


@pytest.mark.parametrize("is_broken", [False, True], ids=["fine", "broken"])
def test_loading_leaves_no_module_finder_or_file_behind(is_broken: bool, tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", PACKAGE | ({"words.py": "NAME = 1 / 0\n"} if is_broken else {}))
    before = set(sys.modules), list(sys.meta_path), list(sys.path), set(sys.path_importer_cache)
    if is_broken:
        with pytest.raises(PackageError):
            load_rules(folder)
    else:
        load_rules(folder)
    assert (set(sys.modules), list(sys.meta_path), list(sys.path), set(sys.path_importer_cache)) == before
    assert sorted(path.name for path in folder.rglob("*")) == sorted(PACKAGE)


@pytest.mark.parametrize("is_folder", [False, True], ids=["file", "folder"])
def test_bytecode_is_not_read(is_folder: bool, tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", {"__init__.py": "from .made import *\n", "made.py": rule_text("older")})
    module = folder / "made.py"
    py_compile.compile(str(module))
    stamp = module.stat()
    module.write_text(rule_text("newer"), encoding="utf-8")  # of the same size and time, so Python takes the bytecode as fresh
    os.utime(module, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert names(folder if is_folder else module) == ["newer"]


def test_a_module_that_is_bytecode_alone_is_not_loaded(tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", {"__init__.py": "from .made import first\n", "made.py": rule_text("first")})
    py_compile.compile(str(folder / "made.py"), cfile=str(folder / "made.pyc"))
    (folder / "made.py").unlink()
    with pytest.raises(PackageError, match=r"ModuleNotFoundError: No module named '\.made'$"):
        load_rules(folder)


def test_a_dataclass_may_be_defined_next_to_rules(tmp_path: Path) -> None:
    text = "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass Point:\n    x: int\n"
    write(tmp_path, {"rules.py": text + rule_text("first").replace("from packpress", "from packpress", 1)})
    assert names(tmp_path / "rules.py") == ["first"]
    assert load_module(tmp_path / "rules.py").Point(1).x == 1


# id → (files, file that the message names, what it says)
BROKEN = {
    "no-init": (
        {"made.py": ""},
        "",
        "a folder of rules needs a file __init__.py, which imports the rules; add it or name a Python file",
    ),
    "raises": (
        {"__init__.py": "from . import made\n", "made.py": "1 / 0\n"},
        "made.py",
        "the rules cannot be loaded: ZeroDivisionError: division by zero",
    ),
    "raises-in-init": (
        {"__init__.py": "raise KeyError('x')\n"},
        "__init__.py",
        "the rules cannot be loaded: KeyError: 'x'",
    ),
    "syntax": (
        {"__init__.py": "from . import made\n", "made.py": "def\n"},
        "made.py",
        "the rules cannot be loaded: SyntaxError: invalid syntax (made.py, line 1)",
    ),
    "no-module": (
        {"__init__.py": "from .gone import made\n"},
        "__init__.py",
        "the rules cannot be loaded: ModuleNotFoundError: No module named '.gone'",
    ),
    "one-name": (
        {"__init__.py": "from .a import first\nfrom .b import first as second\n"}
        | dict.fromkeys(("a.py", "b.py"), rule_text("first")),
        "",
        "two rules are named first; give each a unique name",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "file", "message"), BROKEN.values(), ids=BROKEN)
def test_the_message_names_the_file_whose_code_is_wrong(files: dict[str, str], file: str, message: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", files)
    with pytest.raises(PackageError) as caught:
        load_rules(folder)
    assert str(caught.value) == f"{folder / file}: {message}"


def test_a_library_of_the_extra_that_a_module_needs_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandera", None)
    with pytest.raises(MissingExtraError, match=r'^pandera is not installed; it comes with the extra "publish"'):
        load_rules(write(tmp_path / "rules", {"__init__.py": "from . import made\n", "made.py": "import pandera\n"}))


def test_a_misspelt_folder_gets_the_one_that_is_there(tmp_path: Path) -> None:
    write(tmp_path / "rules", PACKAGE)
    with pytest.raises(PackageError) as caught:
        load_rules(tmp_path / "ruls")
    said = f'{tmp_path / "ruls"}: the rules file does not exist; did you mean "{tmp_path / "rules"}"?'
    assert str(caught.value) == said


# ---- the command line

TABLE = "id\na\n"
FAULT = RULE.replace("return []", "return [Fault(0, 'id', 'is wrong')]")
DESCRIPTOR = """{"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "example", "resources":
[{"name": "table", "type": "table", "path": "data.csv", "schema": {"fields": [{"name": "id", "type": "string"}]}}]}"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with rules in a folder that its settings name, as the working directory."""
    files = {"datapackage.json": DESCRIPTOR, "data.csv": TABLE, "pyproject.toml": '[tool.packpress]\nrules = "own/rules"\n'}
    files |= {
        "own/rules/__init__.py": "from .made import made_up\n",
        "own/rules/made.py": FAULT.format(name="made-up", function="made_up"),
    }
    monkeypatch.chdir(write(tmp_path, files))
    return tmp_path


SAID = 'data.csv:2:id: "a" is wrong [made-up]'


@pytest.mark.parametrize(
    "arguments",
    [["validate", "--full"], ["validate", "--full", "--rules", "own/rules"], ["build", "--full"]],
    ids=["settings", "option", "build"],
)
def test_a_check_runs_the_rules_in_a_folder(arguments: list[str], package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 1
    assert [line for line in "".join(capsys.readouterr()).splitlines() if "made-up" in line] == [SAID]


def test_explain_has_the_rules_in_a_folder(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "made-up"]) == 0
    assert capsys.readouterr().out == (
        "made-up (error, a rule of the package's own, on table)\n\nA rule made for a test.\n"
    )  # fmt: skip
    assert main(["explain", "made-up", "--no-rules"]) == 2
    assert "if it is one of the package's own rules, remove --no-rules" in capsys.readouterr().err


@pytest.mark.parametrize("option", [[], ["--rules", "own/rules"]], ids=["settings", "option"])
@pytest.mark.parametrize("file", ["own/rules/made.py", "own/rules/new.json"])
def test_a_report_is_not_saved_in_the_folder_of_the_rules(
    file: str, option: list[str], package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted((path, path.read_bytes()) for path in package.rglob("*.py"))
    assert main(["validate", "--full", *option, "--save", "json", file]) == 2
    assert capsys.readouterr().err == (
        f"packpress: --save {file}: is in the folder of the rules; name another file for the report\n"
    )  # fmt: skip
    assert sorted((path, path.read_bytes()) for path in package.rglob("*.py")) == before
    assert not (package / "own/rules/new.json").exists()
