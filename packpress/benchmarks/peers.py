"""The same work in other tools: one function a peer, run as ``python benchmarks/peers.py NAME FOLDER``.

Each reads FOLDER/table.csv and regions.csv, which make_table.py wrote, and judges what the schema says: types, required,
pattern, enum, bounds, lengths, the primary key and the foreign key, so that it can name the rows that are wrong, as the
checker does. It prints how many it found. The two limits only read and write. frictionless is not here: its own command is run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Any

KINDS = ["rule", "duty", "campaign", "inspection", "training", "notice", "meeting", "seminar"]
TEXT = ["id", "title", "kind", "region_id", "date", "year", "value", "count", "share", "is_open", "url", "note"]
URI = r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$"


def pyarrow_limit(folder: Path) -> int:
    """Not a check but the limit: pyarrow reads the file with its types and writes it as Parquet."""
    from pyarrow import bool_ as boolean
    from pyarrow import csv, date32, float64, int64, parquet, string

    types = dict.fromkeys(TEXT, string()) | {"date": date32(), "is_open": boolean()}
    types |= {"year": int64(), "count": int64(), "value": float64(), "share": float64()}
    table = csv.read_csv(folder / "table.csv", convert_options=csv.ConvertOptions(column_types=types))
    parquet.write_table(table, folder / "limit.parquet")
    return 0


def polars_limit(folder: Path) -> int:
    """Not a check but the limit for large tables: Polars streams the file, typed, into Parquet."""
    import polars as pl

    types: dict[str, Any] = dict.fromkeys(TEXT, pl.String)
    types |= {
        "date": pl.Date,
        "year": pl.Int64,
        "value": pl.Float64,
        "count": pl.Int64,
        "share": pl.Float64,
        "is_open": pl.Boolean,
    }
    pl.scan_csv(folder / "table.csv", schema=types).sink_parquet(folder / "limit.parquet")
    return 0


def _typed_frame(folder: Path) -> Any:
    """The table in Polars, every cell read as text and cast; a cell that cannot be cast is null."""
    import polars as pl

    frame = pl.read_csv(folder / "table.csv", schema=dict.fromkeys(TEXT, pl.String))
    return frame.with_columns(
        pl.col("date").str.to_date(strict=False),
        pl.col("year", "count").cast(pl.Int64, strict=False),
        pl.col("value", "share").cast(pl.Float64, strict=False),
        pl.col("is_open").replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean),
    )


def pandera_polars(folder: Path) -> int:
    """Pandera on Polars, cells cast before it."""
    import pandera.polars as pa
    import polars as pl

    frame = _typed_frame(folder)
    regions = pl.read_csv(folder / "regions.csv")["id"].to_list()
    check, column = pa.Check, pa.Column
    schema = pa.DataFrameSchema(
        {
            "id": column(pl.String, [check.str_matches(r"^r-[0-9]{9}$")], unique=True),
            "title": column(pl.String, [check.str_length(max_value=80)]),
            "kind": column(pl.String, [check.isin(KINDS)]),
            "region_id": column(pl.String, [check.isin(regions)]),
            "date": column(pl.Date, [check.ge(date(2000, 1, 1))]),
            "year": column(pl.Int64, [check.in_range(1990, 2030)], nullable=True),
            "value": column(pl.Float64),
            "count": column(pl.Int64, [check.ge(0)]),
            "share": column(pl.Float64, [check.in_range(0, 100)], nullable=True),
            "is_open": column(pl.Boolean),
            "url": column(pl.String, [check.str_matches(URI)], nullable=True),
            "note": column(pl.String, [check.str_length(max_value=200)], nullable=True),
        }
    )
    schema.validate(frame, lazy=True)
    return 0


def dataframely(folder: Path) -> int:
    """dataframely, which casts the cells itself; days and booleans, which Polars does not cast from text, before it."""
    import dataframely as dy
    import polars as pl

    frame = pl.read_csv(folder / "table.csv", schema=dict.fromkeys(TEXT, pl.String)).with_columns(
        pl.col("date").str.to_date(strict=False),
        pl.col("is_open").replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean),
    )
    regions = pl.read_csv(folder / "regions.csv")["id"].to_list()

    class Table(dy.Schema):
        id = dy.String(primary_key=True, regex=r"^r-[0-9]{9}$")
        title = dy.String(max_length=80, nullable=False)
        kind = dy.String(nullable=False, check=lambda c: c.is_in(KINDS))
        region_id = dy.String(nullable=False, check=lambda c: c.is_in(regions))
        date = dy.Date(nullable=False, check=lambda c: c >= pl.date(2000, 1, 1))
        year = dy.Int64(nullable=True, min=1990, max=2030)
        value = dy.Float64(nullable=False)
        count = dy.Int64(nullable=False, min=0)
        share = dy.Float64(nullable=True, min=0, max=100)
        is_open = dy.Bool(nullable=False)
        url = dy.String(nullable=True, regex=URI)
        note = dy.String(nullable=True, max_length=200)

    _, failures = Table.filter(frame, cast=True)
    return sum(failures.counts().values())


def pointblank(folder: Path) -> int:
    """Pointblank on Polars, cells cast before it."""
    import pointblank as pb
    import polars as pl

    frame = _typed_frame(folder)
    regions = pl.read_csv(folder / "regions.csv")["id"].to_list()
    validation = (
        pb.Validate(frame)
        .col_vals_not_null(["id", "title", "kind", "region_id", "date", "value", "count", "is_open"])
        .rows_distinct(columns_subset=["id"])
        .col_vals_regex("id", r"^r-[0-9]{9}$")
        .col_vals_in_set("kind", KINDS)
        .col_vals_in_set("region_id", regions)
        .col_vals_between("year", 1990, 2030, na_pass=True)
        .col_vals_ge("count", 0)
        .col_vals_between("share", 0, 100, na_pass=True)
        .col_vals_regex("url", URI, na_pass=True)
        .interrogate()
    )
    return 0 if validation.all_passed() else 1


def duckdb_sql(folder: Path) -> int:
    """DuckDB: the schema as one SQL statement over the file read as text, which gives the row and the field of each fault."""
    import duckdb

    listed = ", ".join(f"'{kind}'" for kind in KINDS)
    wrong = {
        "id": "id is null or not regexp_full_match(id, 'r-[0-9]{9}')",
        "title": "title is null or length(title) > 80",
        "kind": f"kind is null or kind not in ({listed})",
        "region_id": "region_id is null or region_id not in (select id from regions)",
        "date": "try_cast(date as date) is null or try_cast(date as date) < date '2000-01-01'",
        "year": "year is not null and coalesce(try_cast(year as bigint), 0) not between 1990 and 2030",
        "value": "try_cast(value as double) is null",
        "count": 'coalesce(try_cast("count" as bigint), -1) < 0',
        "share": "share is not null and coalesce(try_cast(share as double), -1) not between 0 and 100",
        "is_open": "is_open is null or is_open not in ('true', 'false')",
        "url": "url is not null and not regexp_full_match(url, '[A-Za-z][A-Za-z0-9+.-]*:\\S+')",
        "note": "length(note) > 200",
    }
    faults = ", ".join(f"case when {condition} then '{name}' end" for name, condition in wrong.items())
    any_fault = " or ".join(f"({condition})" for condition in wrong.values())
    sql = f"""
    with regions as (select id from read_csv('{folder / "regions.csv"}', header=true)),
    t as (select *, row_number() over () as n from read_csv('{folder / "table.csv"}', all_varchar=true, header=true)),
    twice as (select id from t group by id having count(*) > 1)
    select n, unnest(list_filter([{faults}], lambda fault: fault is not null)) as field from t where {any_fault}
    union all
    select n, 'id' from (select n, row_number() over (partition by id order by n) as place from t
                         where id in (select id from twice)) where place > 1
    """
    return len(duckdb.sql(sql).fetchall())


def _fairspec_property(field: dict[str, Any]) -> dict[str, Any]:
    """The field of a Table Schema as fairspec declares it: a JSON Schema, which may be null where it is not required."""
    constraints = dict(field.get("constraints", {}))
    is_required = constraints.pop("required", False)
    kind, form = {"date": ("string", "date")}.get(field["type"], (field["type"], ""))
    form = "url" if field.get("format") == "uri" else form
    if pattern := constraints.pop("pattern", ""):
        constraints["pattern"] = f"^{pattern}$"
    if form == "date":
        constraints.pop("minimum", None)  # which it does not know for dates
    return {"type": kind if is_required else [kind, "null"], **({"format": form} if form else {}), **constraints}


def fairspec(folder: Path) -> int:
    """Fairspec on Polars, its schema made from that of the package; it knows no bounds of dates."""
    from fairspec import validate_dataset

    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    resources = []
    for resource in package["resources"]:
        schema = resource["schema"]
        keys = [
            {
                "columns": key["fields"],
                "reference": {"resource": key["reference"]["resource"], "columns": key["reference"]["fields"]},
            }
            for key in schema.get("foreignKeys", ())
        ]
        table = {
            "properties": {field["name"]: _fairspec_property(field) for field in schema["fields"]},
            **({"primaryKey": schema["primaryKey"]} if "primaryKey" in schema else {}),
            **({"foreignKeys": keys} if keys else {}),
        }
        resources.append({"name": resource["name"], "data": resource["path"], "tableSchema": table})
    with chdir(folder):  # it finds tables relative to the working directory
        return len(validate_dataset({"resources": resources}).errors)


PEERS: dict[str, Callable[[Path], int]] = {
    "pyarrow": pyarrow_limit,
    "polars": polars_limit,
    "pandera-polars": pandera_polars,
    "dataframely": dataframely,
    "pointblank": pointblank,
    "duckdb": duckdb_sql,
    "fairspec": fairspec,
}

if __name__ == "__main__":
    print(PEERS[sys.argv[1]](Path(sys.argv[2])))
