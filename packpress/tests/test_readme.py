"""The README and the design keep their word: the first package is reported as shown, and what they name exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.cli import COMMANDS, main
from packpress.package.model import NAMESPACE
from packpress.settings.config import KNOWN_SETTINGS, parse_config

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "README.md",
        "docs/design.md",
        "docs/guide.md",
        "docs/public.md",
        "docs/pull-requests.md",
        "docs/schemas.md",
        "SECURITY.md",
    )
}
README = PAGES["README.md"]


def blocks(language: str) -> list[str]:
    """The fenced blocks in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_five_minutes_go_as_the_page_says(tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    make, *commands = blocks("sh")
    told, said = blocks("text"), []
    for folder, lines in [(tmp_path, make), *((tmp_path / "library", lines) for lines in commands)]:
        run = ["bash", "-c", lines]
        done = subprocess.run(run, cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        said.append((done.returncode, done.stdout))
    assert said == [(0, ""), (0, told[0]), (1, told[1]), (0, told[2]), (0, told[3])]
    assert pq.read_schema(tmp_path / "library" / "parquet" / "loans.parquet").field("due").type == pa.date32()


def test_the_lines_of_python_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["bash", "-c", blocks("sh")[0]], cwd=tmp_path, check=True)
    assert main(["init", str(tmp_path / "library")]) == 0
    capsys.readouterr()
    exec(compile(blocks("python")[0].replace('"FOLDER"', repr(str(tmp_path / "library"))), "README.md", "exec"), {})
    assert capsys.readouterr().out == "False 1 ['type-date']\n"


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
    linked = re.findall(r"\]\((?!https?://|#)([^)#]+)[^)]*\)", PAGES[page])
    assert [path for path in linked if not ((ROOT / page).parent / path).exists()] == []
    named = re.findall(r"`((?:tests|benchmarks|scripts)/[\w./-]+)`", PAGES[page])
    inside = re.findall(
        r"`((?:filesystem|arrow|pattern|package|types|derived|read|layout|check|proof|changes|publish|describe|edit|catalogue|report|commands)/[\w./]*)`",
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


def test_the_guide_lists_every_setting() -> None:
    table = PAGES["docs/guide.md"].partition("\n## Settings\n")[2].partition("\n```toml")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == ["rules", "ignore", "warn", "error", "tables", "map"]
    assert {"rules", "ignore", "warn", "error", "tables", "map"} == KNOWN_SETTINGS


def test_the_settings_of_the_guide_are_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```$", PAGES["docs/guide.md"], re.MULTILINE | re.DOTALL)
    config = parse_config(example, tmp_path)
    assert config == (
        tmp_path / "rules.py",
        {"cell-formula": "ignored", "version-bump": "error"},
        {"loans": {"constraint-enum": "warning"}},
        {"https://example.org/loans.json": tmp_path / "schemas" / "loans.json"},
        config.raw,
    )


def test_the_guide_says_of_every_command_what_it_writes() -> None:
    table = PAGES["docs/guide.md"].partition("\n## What each command writes\n")[2]
    assert sorted(re.findall(r"^\| `packpress (\w+)` \|", table, re.MULTILINE)) == sorted(COMMANDS)


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
