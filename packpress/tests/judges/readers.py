"""Judges that are the programs of users: each must read every cell of every table with its type."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.judges.descriptions import unpacked
from tests.judges.expected import ONE_NUMBER, WITHOUT_DATES, Columns, Table, day, differences, tables
from tests.judges.verdict import Judge, Judges, NotJudgedError

HERE = Path(__file__).parent
NODE_MODULES = Path(sys.prefix) / "node"
"""Where scripts/judge-release installs the packages of package-lock.json."""


def judge_parquet(folder: Path, read_file: Callable[[str], Columns]) -> list[str]:
    """The cells of the Parquet files that a program reads otherwise."""
    return [wrong for table in tables(folder) for wrong in differences(table, read_file(str(folder / table.parquet)))]


def with_pandas(path: str) -> Columns:
    pandas = import_module("pandas")
    frame = pandas.read_parquet(path, dtype_backend="pyarrow")
    return {name: [None if cell is pandas.NA else cell for cell in frame[name].tolist()] for name in frame.columns}


def with_polars(path: str) -> Columns:
    found: Columns = import_module("polars").read_parquet(path).to_dict(as_series=False)
    return found


def with_duckdb(path: str) -> Columns:
    relation = import_module("duckdb").read_parquet(path)
    return columns_of(relation.columns, relation.fetchall())


def with_datafusion(path: str) -> Columns:
    found: Columns = import_module("datafusion").SessionContext().read_parquet(path).to_pydict()
    return found


def columns_of(names: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[str, list[object]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def break_parquet(folder: Path) -> None:
    """Changes the first text of the first table with rows."""
    pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    table, name, _ = first_text(folder)
    content = parquet.read_table(folder / table.parquet)
    cells = pyarrow.array(["changed", *content[name].to_pylist()[1:]], content.schema.field(name).type)
    place = content.schema.get_field_index(name)
    parquet.write_table(content.set_column(place, content.schema.field(name), cells), folder / table.parquet)


def first_text(folder: Path) -> tuple[Table, str, int]:
    """The first table with rows and text, and the name and place of its first column with a text in the first row."""
    for table in tables(folder):
        for place, (name, kind) in enumerate(table.columns.items()):
            if table.rows and kind == "string" and table.rows[0][name]:
                return table, name, place
    raise NotJudgedError("the release has no text to change")


def judge_with_node(folder: Path) -> list[str]:
    """The cells of the Parquet files that hyparquet reads otherwise."""
    if not (NODE_MODULES / "node_modules").is_dir():
        raise NotJudgedError("Node or npm is not at hand")
    shutil.copy(HERE / "read_parquet.mjs", NODE_MODULES)
    found = []
    for table in tables(folder):
        done = run(["node", str(NODE_MODULES / "read_parquet.mjs"), str(folder / table.parquet)])
        found += differences(table, json.loads(done, object_pairs_hook=_of_node), ONE_NUMBER)
    return found


_OF_JAVASCRIPT: Mapping[str, Callable[[Any], object]] = {
    "bigint": int,
    "date": lambda text: date.fromisoformat(text[:10]) if text.endswith("T00:00:00.000Z") else text,  # else a moment
    "other": str,
}


def _of_node(pairs: list[tuple[str, Any]]) -> object:
    """What JSON has no type for is an object of one member, named for its type; the columns of a table are one, too."""
    ((name, value), *more) = pairs
    return _OF_JAVASCRIPT[name](value) if not more and name in _OF_JAVASCRIPT and isinstance(value, str) else dict(pairs)


def database(folder: Path) -> Path:
    (found,) = unpacked(folder, "sqlite").iterdir()
    return found


def judge_sqlite(folder: Path) -> list[str]:
    """The cells of the database that Python's sqlite3 reads otherwise."""
    found, path = [], database(folder)
    connection = import_module("sqlite3").connect(path)
    for table in tables(folder):
        cursor = connection.execute(f"SELECT * FROM {quoted(table.name)}")
        names = [column[0] for column in cursor.description]
        found += differences(table, columns_of(names, cursor.fetchall()), WITHOUT_DATES)
    connection.close()
    return found


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def break_sqlite(folder: Path) -> None:
    table, name, _ = first_text(folder)
    connection = import_module("sqlite3").connect(database(folder))
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute(f"UPDATE {quoted(table.name)} SET {quoted(name)} = 'changed' WHERE rowid = 1")
    connection.commit()
    connection.close()


def workbook(folder: Path) -> Path:
    found = sorted(folder.glob("*.xlsx"))
    if not found:
        raise NotJudgedError("the release has no Excel workbook")
    return found[0]


def judge_xlsx(folder: Path, read_sheets: Callable[[Path], Sequence[Sequence[Sequence[object]]]]) -> list[str]:
    """The cells of the workbook that a program reads otherwise; the sheets of the tables are the last ones."""
    found, wanted = [], list(tables(folder))
    for table, (header, *rows) in zip(wanted, read_sheets(workbook(folder))[-len(wanted) :], strict=True):
        read_back = columns_of(list(map(str, header)), [[day(cell) for cell in row] for row in rows])
        found += differences(table, read_back, ONE_NUMBER, empty_is_missing=True)
    return found


def with_openpyxl(path: Path) -> Sequence[Sequence[Sequence[object]]]:
    return [list(sheet.iter_rows(values_only=True)) for sheet in import_module("openpyxl").load_workbook(path).worksheets]


def with_calamine(path: Path) -> Sequence[Sequence[Sequence[object]]]:
    opened = import_module("python_calamine").CalamineWorkbook.from_path(str(path))
    return [opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names]


def break_xlsx(folder: Path) -> None:
    table, _, place = first_text(folder)
    wanted = [each.name for each in tables(folder)]
    opened = import_module("openpyxl").load_workbook(workbook(folder))
    opened.worksheets[wanted.index(table.name) - len(wanted)].cell(2, place + 1).value = "changed"
    opened.save(workbook(folder))


R_CLASSES = {"integer": "integer", "year": "integer", "number": "numeric", "boolean": "logical", "date": "Date"}
"""The class of R for each type; any other column is character."""
_OF_R: Mapping[str, Callable[[str], object]] = {
    "integer": int,
    "integer64": int,
    "numeric": float,
    "logical": {"TRUE": True, "FALSE": False}.__getitem__,
    "Date": date.fromisoformat,
    "character": str,
}


def judge_with_r(folder: Path, *, is_csv: bool) -> list[str]:
    """The cells that base R reads otherwise, of the unpacked csv.zip with ``colClasses``, or of the database."""
    if not shutil.which("Rscript"):
        raise NotJudgedError("R is not at hand")
    source = unpacked(folder) if is_csv else database(folder)
    if not is_csv and "TRUE" not in run(["Rscript", "-e", 'cat(requireNamespace("RSQLite", quietly = TRUE))']):
        raise NotJudgedError("RSQLite is not at hand")
    wanted = list(tables(folder))
    lines = io.StringIO()
    out = csv.writer(lines, delimiter="\t", lineterminator="\n")
    out.writerows((t.name, name, R_CLASSES.get(kind, "character")) for t in wanted for name, kind in t.columns.items())
    (folder / "columns.tsv").write_text(lines.getvalue(), encoding="utf-8")
    printed = run(["Rscript", "--vanilla", str(HERE / "read_tables.R"), str(source), str(folder / "columns.tsv")])
    found, types = [], None if is_csv else WITHOUT_DATES
    for table, columns in zip(wanted, _columns_of_r(printed), strict=True):
        found += differences(table, columns, types, empty_is_missing=is_csv)
    return found


def _columns_of_r(printed: str) -> list[dict[str, list[object]]]:
    """The columns of each table: ``table`` begins one, a name and its class a column, "=" a cell and "-" a missing one."""
    found: list[dict[str, list[object]]] = []
    cells: list[object] = []
    convert: Callable[[str], object] = str
    for line in printed.split("\n")[:-1]:
        kind, rest = line[:1], line[1:].replace(r"\n", "\n").replace(r"\r", "\r").replace(r"\b", "\\")
        if kind == "t":
            found.append({})
        elif kind == "c":
            of_class, _, name = rest.partition(" ")
            cells, convert = found[-1].setdefault(name, []), _OF_R[of_class]
        else:
            cells.append(convert(rest) if kind == "=" else None)
    return found


def break_csv_cell(folder: Path) -> None:
    table, _, _ = first_text(folder)
    path = unpacked(folder) / "data" / f"{table.name}.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    cell = lines[1]
    lines[1] = f'"x{cell[1:]}' if cell.startswith('"') else f"x{cell}"
    path.write_text("\n".join(lines), encoding="utf-8")


def run(command: Sequence[str]) -> str:
    """What a program prints; it must succeed, and print no warning."""
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    if done.returncode or done.stderr:
        raise ValueError(f"{command[0]} ended with {done.returncode}: {done.stderr}")
    return done.stdout


_PARQUET: dict[str, Callable[[str], Columns]] = {
    "pandas": with_pandas,
    "Polars": with_polars,
    "DuckDB": with_duckdb,
    "DataFusion": with_datafusion,
}
_SHEETS = {"openpyxl": with_openpyxl, "calamine": with_calamine}


def _reader(judge: Judge, control: Callable[[Path], None]) -> tuple[Judge, Callable[[Path], None]]:
    return judge, control


READERS: Judges = {
    **{
        f"Parquet, read by {name}": _reader(partial(judge_parquet, read_file=file), break_parquet)
        for name, file in _PARQUET.items()
    },
    "Parquet, read by Node and hyparquet": (judge_with_node, break_parquet),
    "SQLite, read by Python": (judge_sqlite, break_sqlite),
    "SQLite, read by R": (partial(judge_with_r, is_csv=False), break_sqlite),
    "CSV, read by R": (partial(judge_with_r, is_csv=True), break_csv_cell),
    **{
        f"Excel, read by {name}": _reader(partial(judge_xlsx, read_sheets=sheets), break_xlsx)
        for name, sheets in _SHEETS.items()
    },
}
