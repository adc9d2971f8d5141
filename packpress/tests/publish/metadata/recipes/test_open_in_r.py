"""Base R reads a CSV file with the types of its schema: the statements are run here, where R is at hand."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from packpress.publish.metadata.recipes.open_in_r import r_statements

FIELDS = [
    {"name": "code", "type": "string"},
    {"name": "TRUE", "type": "string"},
    {"name": "the `day`", "type": "date"},
    {"name": "n", "type": "integer"},
    {"name": "large", "type": "integer"},
    {"name": "x.y", "type": "number"},
    {"name": "\\", "type": "boolean"},
]
CSV = """code,TRUE,the `day`,n,large,x.y,\\
004,T,2024-02-29,7,9007199254740991,1.5,true
é,,,,,,
,NA,0900-01-02,-1,1,1e-7,false
"""
SHOWN = """'data.frame':\t3 obs. of  7 variables:
 $ code     : chr  "004" "é" NA
 $ TRUE     : chr  "T" NA "NA"
 $ the `day`: Date, format: "2024-02-29" NA ...
 $ n        : int  7 NA -1
 $ large    : num  9.01e+15 NA 1.00
 $ x.y      : num  1.5 NA 1.0e-07
 $ \\       : logi  TRUE NA FALSE
"""


def run(folder: Path, statements: tuple[str, ...]) -> str:
    if not shutil.which("Rscript"):
        pytest.skip("R is not at hand")
    command = ["Rscript", "--vanilla", "-e", "\n".join(statements)]
    environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", "LC_ALL": "C.UTF-8"}
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_every_column_has_the_type_of_its_schema(tmp_path: Path) -> None:
    release = tmp_path / "release"
    release.mkdir()
    with zipfile.ZipFile(release / "csv.zip", "w") as archive:
        archive.writestr("data/a.csv", CSV)
    assert run(release, r_statements("csv/data/a.csv", FIELDS)) == SHOWN


def test_a_table_of_text_is_not_converted() -> None:
    assert r_statements('csv/"a".csv', FIELDS[:1]) == (
        'unzip("csv.zip", exdir = "../csv")',
        'text <- read.csv("../csv/\\"a\\".csv", na.strings = "", encoding = "UTF-8", colClasses = "character")',
        "str(table <- text)",
    )
