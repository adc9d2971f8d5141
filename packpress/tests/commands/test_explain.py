"""``explain``: every rule, table and column in words of 80 columns; an unknown name gets the nearest ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from packpress.catalogue.entries import entries
from packpress.check.rules.rule import load_rules
from packpress.cli import main
from packpress.package import read_package

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
EVERY_TYPE = ROOT / "tests" / "packages" / "every-type"
LETTERS = ROOT / "tests" / "packages" / "letters"
Capture = pytest.CaptureFixture[str]


def explain(name: str, capsys: Capture, root: Path = LETTERS, *more: str) -> tuple[int, str, str]:
    """The exit code of the command, and what it prints and says on the error stream."""
    code = main(["explain", name, str(root), *more])
    return code, *capsys.readouterr()


# name → its golden file and the package that has it
GOLDENS = {
    "text-quote": ("explain-rule.txt", LETTERS),
    "cell-formula": ("explain-warning.txt", LETTERS),
    "crew-figure": ("explain-own-rule.txt", LETTERS),
    "ports": ("explain-table.txt", LETTERS),
    "visits.manner": ("explain-codes.txt", LETTERS),
    "things.list": ("explain-list.txt", EVERY_TYPE),
    "kinds.parent": ("explain-reference.txt", EVERY_TYPE),
}


@pytest.mark.parametrize("name", GOLDENS)
def test_a_name_is_explained_as_the_golden_file_has_it(name: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    golden, root = GOLDENS[name]
    monkeypatch.chdir(root)  # the settings of the folder name its rules
    assert explain(name, capsys, Path()) == (0, (GOLDEN / golden).read_text(encoding="utf-8"), "")


def names() -> list[str]:
    """Every rule of the checker, and every table and column of a package."""
    package, _ = read_package(LETTERS)
    tables = [(resource.name, resource.schema) for resource in package.resources]
    return [
        *entries(),
        *(name for name, _ in tables),
        *(f"{name}.{field.name}" for name, schema in tables if schema for field in schema.fields),
    ]


def test_every_name_is_explained_in_80_columns(capsys: Capture) -> None:
    for name in names():
        code, out, err = explain(name, capsys)
        assert (code, err) == (0, "")
        assert out.startswith(name)
        assert [line for line in out.split("\n") if len(line) > 80 and not line.startswith("    ")] == []


def test_every_rule_of_the_package_is_explained_by_its_docstring(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(LETTERS)
    for rule in load_rules(LETTERS / "rules.py"):
        code, out, _ = explain(rule.name, capsys, Path())
        assert code == 0
        assert out.startswith(f"{rule.name} (error, a rule of the package's own, on ")
        assert rule.meaning in " ".join(out.split())


def test_a_rule_of_the_checker_needs_no_package(tmp_path: Path, capsys: Capture) -> None:
    assert explain("text-quote", capsys, tmp_path)[:2] == (0, (GOLDEN / "explain-rule.txt").read_text(encoding="utf-8"))


def test_any_other_name_needs_one(tmp_path: Path, capsys: Capture) -> None:
    code, out, err = explain("ports", capsys, tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("packpress: datapackage.json: ")


def test_a_table_with_the_name_of_a_rule_is_explained_beside_it(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package({"fields": [{"name": "required"}]}, "required\n", resource={"name": "required"})
    code, out, _ = explain("required", capsys, root)
    assert code == 0
    assert out.startswith("required (error)\n")
    assert "\n\nrequired\n\nFile:" in out


def test_a_name_with_dots_is_that_of_a_table_or_of_its_column(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package({"fields": [{"name": "b"}, {"name": "c.d"}]}, "b,c.d\n", resource={"name": "a.b"})
    assert [explain(name, capsys, root)[1].split("\n")[0] for name in ("a.b", "a.b.b", "a.b.c.d")] == [
        "a.b",
        "a.b.b",
        "a.b.c.d",
    ]


# unknown name → the end of what is said
UNKNOWN = {
    "txet-quote": 'the name "txet-quote"; did you mean text-quote?',
    "sentence": 'the name "sentence"; did you mean sentences?',
    "visits.maner": 'the name "visits.maner"; did you mean visits.manner?',
    "visits.zzzzzzzz": 'the name "visits.zzzzzzzz"; did you mean visits?',
    "crew-figrue": 'the name "crew-figrue"; did you mean crew-figure?',
    "": 'the name ""',
    "zzzzzzzz": 'the name "zzzzzzzz"',
    "a\nb\x1b[31m": 'the name "a\\nb\\u001b[31m"',
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_name_gets_the_nearest_ones_and_exits_with_2(
    name: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(LETTERS)
    assert explain(name, capsys, Path()) == (2, "", f"packpress: no rule, table or column has {UNKNOWN[name]}\n")


def test_a_rule_of_a_package_elsewhere_is_hinted_at(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = 'packpress: no rule, table or column has the name "crew-figure"; if it is one of the package\'s own rules, '
    assert explain("crew-figure", capsys) == (2, "", f"{said}add --rules {LETTERS / 'rules.py'}; did you mean trace-figure?\n")
    assert explain("crew-figure", capsys, LETTERS, "--rules", str(LETTERS / "rules.py"))[0] == 0
    monkeypatch.chdir(LETTERS)
    assert explain("crew-figure", capsys, Path(), "--no-rules") == (
        2,
        "",
        f"{said}remove --no-rules; did you mean trace-figure?\n",
    )


def test_a_rules_file_that_is_missing_is_named_with_one_that_is_there(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(LETTERS)
    assert explain("crew-figure", capsys, Path(), "--rules", "ruls.py") == (
        2,
        "",
        'packpress: ruls.py: the rules file does not exist; did you mean "rules.py"?\n',
    )


def test_a_table_whose_schema_is_at_fault_is_not_known_and_that_is_said(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package({"fields": [{"name": "a", "type": "int"}]}, "a\n")
    assert explain("table", capsys, root)[2].endswith(
        'the name "table"; the descriptor has errors, which "packpress validate" lists\n'
    )


HOSTILE = "a\n::error::x\r\x1b[31m\u202e\u2028"
FIELD: dict[str, Any] = {
    "name": HOSTILE,
    "title": HOSTILE,
    "description": HOSTILE * 1000,
    "categories": [{"value": HOSTILE, "label": HOSTILE}],
    "missingValues": [HOSTILE],
    "example": HOSTILE,
    "packpress:unit": HOSTILE,
    "packpress:unitField": [HOSTILE],
    "type": "string",
    "constraints": {"pattern": HOSTILE, "minLength": 1},
}


def test_no_words_of_a_package_begin_a_line_or_reach_the_terminal(make_package: PackageMaker, capsys: Capture) -> None:
    key = {"fields": [HOSTILE], "reference": {"fields": [HOSTILE]}}
    schema = {"fields": [FIELD], "primaryKey": [HOSTILE], "uniqueKeys": [[HOSTILE]], "foreignKeys": [key]}
    root = make_package(schema, "a\n", resource={"title": HOSTILE, "description": HOSTILE})
    for name in ("table", f"table.{HOSTILE}"):
        code, out, _ = explain(name, capsys, root)
        assert code == 0
        for line in out.split("\n"):
            assert line.isprintable()
            assert not line.lstrip().startswith("::")


# ---- whose code runs


@pytest.fixture
def with_rules(make_package: PackageMaker) -> Path:
    """A package with a rules file and the setting that names it."""
    root = make_package({"fields": [{"name": "a"}]}, "a\n")
    (root / "pyproject.toml").write_text('[tool.packpress]\nrules = "own.py"\n', encoding="utf-8")
    head = "from packpress.check.rules.rule import rule\nopen('ran', 'w').close()\n"
    text = '@rule("own-rule", "table")\ndef own(table, tables):\n    """A line.\n\n    And more.\n    """\n    return []\n'
    (root / "own.py").write_text(head + text, encoding="utf-8")
    return root


SAID = "own-rule (error, a rule of the package's own, on table)\n\nA line.\n\nAnd more.\n"


def test_a_rule_of_the_folder_is_found_there(with_rules: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(with_rules)
    assert explain("own-rule", capsys, Path()) == (0, SAID, "")


def test_a_rule_is_found_in_the_file_that_is_asked_for(
    with_rules: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert explain("own-rule", capsys, with_rules, "--rules", str(with_rules / "own.py")) == (0, SAID, "")


def test_nothing_of_a_package_elsewhere_is_run(
    with_rules: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert explain("own-rule", capsys, with_rules)[:2] == (2, "")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("arguments", [(), ("text-quote", "--all")], ids=["no name", "a name and all"])
def test_one_name_or_all_must_be_asked_for(arguments: tuple[str, ...], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["explain", *arguments])
    assert stop.value.code == 2


def test_a_rule_is_explained_without_the_heavy_libraries(tmp_path: Path) -> None:
    script = (
        "import sys; from packpress.cli import main; main(['explain', sys.argv[1]])\n"
        "assert not {'pandas', 'pandera', 'frictionless'} & set(sys.modules)"
    )
    for name in ("text-quote", "things", "things.list"):
        done = subprocess.run([sys.executable, "-c", script, name], cwd=EVERY_TYPE, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert json.dumps(done.stdout[:4])
