"""What ``explain`` says of the dataset's rules, tables and columns: in words of 80 columns, as the golden files have it."""

from __future__ import annotations

from pathlib import Path

import pytest
from packpress.catalogue.entries import entries
from packpress.check.rules.rule import load_rules
from packpress.cli import main
from packpress.package import read_package

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
Capture = pytest.CaptureFixture[str]


def explain(name: str, capsys: Capture, root: Path = ROOT) -> tuple[int, str, str]:
    """The exit code of the command, and what it prints and says on the error stream."""
    code = main(["explain", name, str(root)])
    return code, *capsys.readouterr()


# name → its golden file
GOLDENS = {
    "fragment-value": "explain-own-rule.txt",
    "substances": "explain-table.txt",
    "statistics.qualifier": "explain-codes.txt",
}


@pytest.mark.parametrize("name", GOLDENS)
def test_a_name_is_explained_as_the_golden_file_has_it(name: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # the settings of the folder name its rules
    assert explain(name, capsys, Path()) == (0, (GOLDEN / GOLDENS[name]).read_text(encoding="utf-8"), "")


def names() -> list[str]:
    """Every rule, table and column that the repository has a name for."""
    package, _ = read_package(ROOT)
    tables = [(resource.name, resource.schema) for resource in package.resources]
    return [
        *entries(),
        *(name for name, _ in tables),
        *(f"{name}.{field.name}" for name, schema in tables if schema for field in schema.fields),
    ]


@pytest.mark.slow
def test_every_name_is_explained_in_80_columns(capsys: Capture) -> None:
    for name in names():
        code, out, err = explain(name, capsys)
        assert (code, err) == (0, "")
        assert out.startswith(name)
        assert [line for line in out.split("\n") if len(line) > 80 and not line.startswith("    ")] == []


def test_every_rule_of_the_package_is_explained_by_its_docstring(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for rule in load_rules(ROOT / "schemas" / "rules"):
        code, out, _ = explain(rule.name, capsys, Path())
        assert code == 0
        assert out.startswith(f"{rule.name} (error, a rule of the package's own, on ")
        assert rule.meaning in " ".join(out.split())


# unknown name → the end of what is said
UNKNOWN = {
    "substance": 'the name "substance"; did you mean substances?',
    "statistics.qualifer": 'the name "statistics.qualifer"; did you mean statistics.qualifier?',
    "one-recrod": 'the name "one-recrod"; did you mean one-record?',
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_name_gets_the_nearest_ones_and_exits_with_2(
    name: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert explain(name, capsys, Path()) == (2, "", f"packpress: no rule, table or column has {UNKNOWN[name]}\n")
