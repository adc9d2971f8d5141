"""Reads or checks a package of any schema in other tools: ``python benchmarks/shape_peers.py NAME FOLDER``.

The readers read every table of FOLDER/datapackage.json with the types of its schema, and check nothing else. The checkers
also check keys and constraints. Each prints how many rows it read or how many faults it found.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from peers import fairspec


class Resource(NamedTuple):
    """A table of a package: its files, and the type of each of its fields by name."""

    name: str
    files: list[str]
    types: dict[str, str]
    schema: Mapping[str, Any]


def resources(folder: Path) -> Iterator[Resource]:
    """Yields the tables of the package."""
    for raw in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        paths = [raw["path"]] if isinstance(raw["path"], str) else raw["path"]
        types = {field["name"]: field["type"] for field in raw["schema"]["fields"]}
        yield Resource(raw["name"], [str(folder / path) for path in paths], types, raw["schema"])


def read_pyarrow(folder: Path) -> int:
    """Pyarrow reads each file with its types."""
    from pyarrow import bool_ as boolean
    from pyarrow import concat_tables, csv, date32, float64, int64, string

    kinds = {"string": string(), "integer": int64(), "number": float64(), "date": date32(), "boolean": boolean()}
    rows = 0
    for resource in resources(folder):
        convert = csv.ConvertOptions(column_types={name: kinds[kind] for name, kind in resource.types.items()})
        rows += len(concat_tables([csv.read_csv(file, convert_options=convert) for file in resource.files]))
    return rows


def _polars_types(resource: Resource) -> dict[str, Any]:
    import polars as pl

    kinds = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "date": pl.Date, "boolean": pl.Boolean}
    return {name: kinds[kind] for name, kind in resource.types.items()}


def read_polars(folder: Path) -> int:
    """Polars scans all files of a table at once, with the schema."""
    import polars as pl

    return sum(len(pl.scan_csv(one.files, schema=_polars_types(one)).collect()) for one in resources(folder))


def read_duckdb(folder: Path) -> int:
    """DuckDB reads all files of a table at once into a table in memory, with the types."""
    import duckdb

    kinds = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
    rows = 0
    for number, one in enumerate(resources(folder)):
        columns = ", ".join(f"'{name}': '{kinds[kind]}'" for name, kind in one.types.items())
        files = ", ".join(f"'{file}'" for file in one.files)
        options = f"columns={{{columns}}}, header=true, auto_detect=false, delim=',', quote='\"', escape='\"'"
        duckdb.sql(f"create table t{number} as select * from read_csv([{files}], {options})")
        (count,) = duckdb.sql(f"select count(*) from t{number}").fetchall()[0]
        rows += count
    return rows


def check_pandera(folder: Path) -> int:
    """Pandera on Polars: types, required, lengths, enums, bounds, patterns, and keys of one field."""
    import pandera.polars as pa
    import polars as pl

    frames = {one.name: pl.scan_csv(one.files, schema=_polars_types(one)).collect() for one in resources(folder)}
    for one in resources(folder):
        columns = {}
        for field in one.schema["fields"]:
            stated, checks = field.get("constraints", {}), []
            if "pattern" in stated:
                checks.append(pa.Check.str_matches(f"^(?:{stated['pattern']})$"))
            if "maxLength" in stated:
                checks.append(pa.Check.str_length(max_value=stated["maxLength"]))
            if "enum" in stated:
                checks.append(pa.Check.isin(stated["enum"]))
            if "minimum" in stated and field["type"] != "date":
                checks.append(pa.Check.ge(stated["minimum"]))
            if "maximum" in stated:
                checks.append(pa.Check.le(stated["maximum"]))
            for key in one.schema.get("foreignKeys", ()):
                if key["fields"] == [field["name"]]:
                    referred = frames[key["reference"]["resource"]][key["reference"]["fields"][0]]
                    checks.append(pa.Check.isin(referred.to_list()))
            is_key = one.schema.get("primaryKey") == [field["name"]]
            kind = _polars_types(one)[field["name"]]
            columns[field["name"]] = pa.Column(kind, checks, nullable=not stated.get("required"), unique=is_key)
        pa.DataFrameSchema(columns).validate(frames[one.name], lazy=True)
    return 0


READERS: dict[str, Callable[[Path], int]] = {"pyarrow": read_pyarrow, "polars": read_polars, "duckdb": read_duckdb}
CHECKERS: dict[str, Callable[[Path], int]] = {"fairspec": fairspec, "pandera-polars": check_pandera}

if __name__ == "__main__":
    found = {**READERS, **CHECKERS}[sys.argv[1]](Path(sys.argv[2]))
    print(found)
    if sys.argv[1] in CHECKERS and found:
        sys.exit(2)  # the packages are valid, so the peer does not read them
