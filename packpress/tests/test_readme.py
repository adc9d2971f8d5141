"""The README and the design keep their word: the first package is reported as shown, and what they name exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from packpress.cli import COMMANDS, main
from packpress.package.model import NAMESPACE

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in ("README.md", "docs/design.md", "docs/guide.md", "docs/pull-requests.md")
}
README = PAGES["README.md"]


def block(language: str) -> str:
    """The first fenced block in that language."""
    found = re.search(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_first_package_is_ten_lines_and_reported_as_the_page_says(tmp_path: Path) -> None:
    assert block("sh").count("\n") <= 10
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-c", block("sh")]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == (block("text"), "", 1)


def test_the_lines_of_python_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["bash", "-c", block("sh").rpartition("packpress")[0]], cwd=tmp_path, check=True)
    exec(compile(block("python").replace('"FOLDER"', repr(str(tmp_path))), "README.md", "exec"), {})
    assert capsys.readouterr().out == "False 2 ['type-integer', 'type-date']\n"


def test_the_rule_of_the_page_is_one(tmp_path: Path) -> None:
    from packpress.check.rules.rule import load_rules

    code = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)[1]
    (tmp_path / "rules.py").write_text(code, encoding="utf-8")
    assert [(rule.name, rule.tables) for rule in load_rules(tmp_path / "rules.py")] == [("due-weekday", ("loans",))]


def test_the_table_of_commands_has_each_once() -> None:
    assert sorted(re.findall(r"^\| `packpress (\w+)[^`]*` \|", README, re.MULTILINE)) == sorted(COMMANDS)


@pytest.mark.parametrize("page", PAGES)
def test_a_command_that_a_page_names_exists(page: str) -> None:
    for command in set(re.findall(r"`packpress ([a-z]+)", PAGES[page])):
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0


@pytest.mark.parametrize("page", PAGES)
def test_files_that_a_page_links_or_names_exist(page: str) -> None:
    linked = re.findall(r"\]\((?!https?://|#)([^)]+)\)", PAGES[page])
    assert [path for path in linked if not ((ROOT / page).parent / path).exists()] == []
    named = re.findall(r"`((?:tests|benchmarks|scripts)/[\w./-]+)`", PAGES[page])
    inside = re.findall(
        r"`((?:filesystem|arrow|pattern|package|types|read|layout|check|proof|changes|publish|describe|edit|catalogue|report|commands)/[\w./]*)`",
        PAGES[page],
    )
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert [path for path in inside if not (ROOT / "src" / "packpress" / path).exists()] == []


def test_the_design_lists_every_folder_of_the_code() -> None:
    folders = {path.parent.name for path in (ROOT / "src" / "packpress").glob("*/__init__.py")}
    rows = "\n".join(re.findall(r"^\| (`.+?) \|", PAGES["docs/design.md"], re.MULTILINE))
    assert folders <= set(re.findall(r"`(\w+)/`", rows))


def test_the_guide_lists_every_property_of_ours() -> None:
    known = {f"{NAMESPACE}{a or b}" for a, b in re.findall(rf'NAMESPACE \+ "(\w+)"|"{NAMESPACE}(\w+)"', _sources())}
    rows = set(re.findall(rf"^\| `({NAMESPACE}\w+)` \|", PAGES["docs/guide.md"], re.MULTILINE))
    assert known == rows | {f"{NAMESPACE}sourceHash"}
    assert f"`{NAMESPACE}sourceHash`" in PAGES["docs/guide.md"]


def test_the_rule_of_the_guide_finds_its_bad_frame(tmp_path: Path) -> None:
    import pandas as pd

    from packpress.check.rules.rule import load_rules

    code = re.findall(r"^```python\n(.*?)^```$", PAGES["docs/guide.md"], re.MULTILINE | re.DOTALL)[0]
    (tmp_path / "rules.py").write_text(code, encoding="utf-8")
    (rule,) = load_rules(tmp_path / "rules.py")
    frame = pd.DataFrame({"lent": ["2024-02-01", "2024-02-05"], "due": ["2024-02-08", "2024-02-05"]}, dtype="datetime64[ns]")
    tables: Any = {"loans": frame}
    found = [(fault.row, fault.column, fault.message) for fault in rule.find("loans", tables)]
    assert found == [(1, "due", "is not after 2024-02-05, when it was lent; correct one of the dates")]


def _sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))


def test_the_design_says_where_to_look_in_files_that_are_there() -> None:
    table = PAGES["docs/design.md"].partition("## Where would I look for")[2].partition("\n## ")[0]
    answers = re.findall(r"^\| [^|]+ \| (`.+`) \|$", table, re.MULTILINE)
    assert len(answers) >= 20
    named = [path for answer in answers for path in re.findall(r"`([^`]+)`", answer)]
    assert [path for path in named if not (ROOT / "src" / "packpress" / path).exists()] == []
