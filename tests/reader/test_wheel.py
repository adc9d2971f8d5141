"""The wheel holds the data, needs pyarrow alone, and reads without a network, a checkout or another library."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from tests.reader.conftest import PACKAGE, ROOT, STATED, TABLES, fc, rows


def test_the_wheel_holds_the_package_the_data_the_schemas_and_the_descriptor(wheel: Path) -> None:
    inside = {name.removeprefix("fentanyl_control/") for name in zipfile.ZipFile(wheel).namelist()}
    expected = {"_package/datapackage.json"}
    for pattern in ("data/**/*.csv", "data/**/*.json", "data/**/*.parquet", "schemas/*.json", "schemas/rules/*.py", "views/*"):
        expected |= {f"_package/{file.relative_to(ROOT).as_posix()}" for file in ROOT.glob(pattern)}
    assert {name for name in inside if name.startswith("_package/")} == expected
    modules = {file.name for file in PACKAGE.iterdir() if file.is_file()}
    assert {name for name in inside if "/" not in name} == modules
    assert "py.typed" in modules


@pytest.mark.skipif((ROOT / "src" / "fentanyl_control" / "check").is_dir(), reason="the checker has not moved out yet")
def test_the_wheel_needs_pyarrow_alone_and_names_its_extras(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(metadata).decode("utf-8").partition("\n\n")[0].splitlines()
    needed = [line.partition(": ")[2] for line in lines if line.startswith("Requires-Dist: ")]
    assert [name.partition(">")[0] for name in needed if "extra ==" not in name] == ["pyarrow"]
    assert {"Provides-Extra: pandas", "Provides-Extra: polars"} <= set(lines)
    assert {"License-File: LICENSE", "License-Expression: MIT AND CC-BY-4.0"} <= set(lines)


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment into which the wheel was installed; it holds pyarrow besides, and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    interpreter = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(interpreter), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", str(wheel)], check=True, capture_output=True)
    (site,) = folder.glob("lib/python*/site-packages")
    found = importlib.util.find_spec("pyarrow")
    assert found
    assert found.origin
    pyarrow = Path(found.origin).parent
    for library in (pyarrow, pyarrow.with_name("pyarrow.libs")):
        if library.is_dir():
            (site / library.name).symlink_to(library)
    return interpreter


READ = """
import importlib.util, json, socket, sys
def refuse(event, arguments):
    assert not event.startswith("socket."), event
sys.addaudithook(refuse)
import fentanyl_control as fc
for library in ("numpy", "pandas", "polars"):
    assert importlib.util.find_spec(library) is None, library
missing = []
for form in ("pandas", "polars"):
    try:
        fc.load("areas", as_=form)
    except ImportError as error:
        missing.append(str(error))
print(json.dumps({
    "file": fc.__file__,
    "version": fc.__version__,
    "rows": {table: fc.load(table, "arrow").num_rows for table in fc.tables()},
    "record": fc.record(sys.argv[1])["title"],
    "words": fc.evidence_for(sys.argv[1])[0].words,
    "verdicts": fc.verdicts_for(sys.argv[1], "arrow")["verdict"].to_pylist(),
    "link": fc.trace_link(sys.argv[1]),
    "cite": fc.cite(sys.argv[1]),
    "missing": missing,
}))
"""


def test_an_installed_wheel_reads_its_own_data_with_pyarrow_alone(python: Path, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")  # somebody else's
    command = [str(python), "-c", READ, STATED]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert Path(found.pop("file")).is_relative_to(python.parents[1])
    assert found == {
        "version": fc.__version__,
        "rows": {table: len(rows(table)) for table in TABLES},
        "record": fc.record(STATED)["title"],
        "words": "reached 75,000",
        "verdicts": [verdict.verdict for verdict in fc.record(STATED).verifications],
        "link": fc.trace_link(STATED),
        "cite": fc.cite(STATED),
        "missing": [
            f'{name} is not installed; it comes with the extra "{name}" of this package, and as_="arrow" needs neither'
            for name in ("pandas", "polars")
        ],
    }
