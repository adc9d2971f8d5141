"""``--errors-only`` and ``--quiet``: less is printed, the verdict and what is saved stay."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.cli import main

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

Capture = pytest.CaptureFixture[str]
SCHEMA = {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}], "primaryKey": ["id"]}
ERROR = 'data.csv:2:n: "x" is not a whole number; write digits only [type-integer]\n'
WRONG, RIGHT = "id,n\n=1,x\n", "id,n\n=1,1\n"
NOT_VALID = "not valid: 1 error, 1 warning (checked: files, cells)\n"
VALID = "valid: 0 errors, 1 warning (checked: files, cells)\n"
# options, table → exit code, what is printed
PRINTED: dict[tuple[str, str], tuple[int, str]] = {
    ("--errors-only", WRONG): (1, ERROR + NOT_VALID),
    ("--errors-only", RIGHT): (0, VALID),
    ("--errors-only --limit 5", WRONG): (1, ERROR + NOT_VALID),
    ("--errors-only --limit 0", WRONG): (1, "… and 1 more issue; --limit 1 lists it\n" + NOT_VALID),
    ("--quiet", WRONG): (1, NOT_VALID),
    ("-q", WRONG): (1, NOT_VALID),
    ("--quiet", RIGHT): (0, ""),
    ("--quiet --format json", RIGHT): (0, ""),
    ("--quiet --format github", RIGHT): (0, ""),
}


@pytest.mark.parametrize(("options", "table"), PRINTED, ids=ascii)
def test_less_is_printed(options: str, table: str, make_package: PackageMaker, capsys: Capture) -> None:
    code, printed = PRINTED[options, table]
    assert main(["validate", str(make_package(SCHEMA, table)), *options.split()]) == code
    assert capsys.readouterr() == (printed, "")


def test_a_quiet_report_for_programs_is_whole_if_there_are_errors(make_package: PackageMaker, capsys: Capture) -> None:
    assert main(["validate", str(make_package(SCHEMA, WRONG)), "--quiet", "--format", "json"]) == 1
    assert [issue["rule"] for issue in json.loads(capsys.readouterr().out)["issues"]] == ["cell-formula", "type-integer"]


def test_what_is_saved_is_whole_however_quiet_the_command(make_package: PackageMaker, tmp_path: Path, capsys: Capture) -> None:
    saved = tmp_path / "report.txt"
    assert main(["validate", str(make_package(SCHEMA, RIGHT)), "--quiet", "--save", "text", str(saved)]) == 0
    assert capsys.readouterr() == ("", "")
    assert saved.read_text(encoding="utf-8").endswith(VALID)


@pytest.mark.parametrize("command", ["validate", "trace", "verify"])
def test_the_limits_in_the_help_are_those_of_formats_that_the_command_has(command: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    words = " ".join(capsys.readouterr().out.split())
    (formats,) = re.findall(r"--format \{([^}]*)\} how", words)
    (limits,) = re.findall(r"list at most N issues \(default: ([^)]*)\)", words)
    assert re.findall(r"[a-z]+(?= (?:[0-9]|five))", limits) == sorted({"json", "sarif", "text"} & {*formats.split(",")})
