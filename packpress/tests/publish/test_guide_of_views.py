"""The worked example of views in the guide runs as it is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from packpress.cli import main

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")
SECTION = GUIDE[GUIDE.index("### A worked example") : GUIDE.index("### What the tables are")]
FILES: dict[str, str] = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL))
(SAID,) = re.findall(r"^```text\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
RESULT = "parquet/views/lent.csv"


def test_the_example_is_built_as_the_guide_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sorted(FILES) == ["books.csv", "datapackage.json", "loans.csv", RESULT, "views/lent.sql"]
    for path in FILES.keys() - {RESULT}:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(FILES[path], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["build"]) == 0
    assert capsys.readouterr().out == SAID
    assert (tmp_path / RESULT).read_text(encoding="utf-8") == FILES[RESULT]
    assert main(["validate", "--full"]) == 0
