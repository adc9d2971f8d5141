"""The tables and views, read from the installed package or from the checkout around it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, overload

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import polars as pl
    import pyarrow as pa

DESCRIPTOR = "datapackage.json"


@cache
def root() -> Path:
    """Returns the folder of the dataset: ``_package`` in an installed package, else the root of the checkout.

    Raises FileNotFoundError if there is neither.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "_package", here.parents[1]):
        if (folder / DESCRIPTOR).is_file():
            return folder
    raise FileNotFoundError(f"no dataset in {here / '_package'} or {here.parents[1]}; install a wheel, or run in a clone")


@cache
def read_json(path: str) -> Any:
    """Returns the content of a JSON file of the dataset, by its path from the root. It is shared: do not change it."""
    return json.loads((root() / path).read_text(encoding="utf-8"))


@cache
def tables() -> tuple[str, ...]:
    """Returns the names of the tables, in the order of the descriptor.

    >>> import fentanyl_control as fc
    >>> fc.tables()[:4]
    ('measures', 'agreements', 'events', 'statistics')
    """
    return tuple(resource["name"] for resource in read_json(DESCRIPTOR)["resources"] if resource["format"] == "csv")


@cache
def views() -> tuple[str, ...]:
    """Returns the names of the views, which answer one question each, in the order of the descriptor.

    >>> import fentanyl_control as fc
    >>> [name for name in fc.views() if name in fc.tables()]
    []
    """
    return tuple(view["name"] for view in read_json(DESCRIPTOR).get("packpress:views", ()))


@overload
def load(table: str, as_: Literal["pandas"] = ...) -> pd.DataFrame: ...
@overload
def load(table: str, as_: Literal["arrow"]) -> pa.Table: ...
@overload
def load(table: str, as_: Literal["polars"]) -> pl.DataFrame: ...
def load(table: str, as_: Literal["pandas", "arrow", "polars"] = "pandas") -> Any:
    """Returns a table, or the result of a view, as a pandas frame, a pyarrow table or a Polars frame.

    A table has one row per record, in the order of the identifiers, and the columns of ``docs/codebook.md``. Every EDTF column
    is followed by its first and last day (``_min``, ``_max``) and its precision (``_precision``). A missing value means *not
    stated*. The unit of a number is in the column ``unit`` of ``statistics``, as a UCUM code. A view has the columns and the
    order that ``docs/codebook.md`` describes.

    pandas columns are ``string``, ``float64``, ``Int64``, ``boolean`` or ``datetime64[ms]``. The file of a table is read
    once per process; every frame is the caller's own.

    Raises KeyError for an unknown name, ValueError for an unknown form, and ImportError if pandas or Polars is missing.

    >>> import fentanyl_control as fc
    >>> areas = fc.load("areas")
    >>> areas.loc[areas["id"] == "MEX", "name"].item()
    'Mexico'
    >>> fc.load("events", as_="arrow").column_names[4:8]
    ['date', 'date_min', 'date_max', 'date_precision']
    """
    return convert(read_table(table), as_)


def convert(arrow: pa.Table, as_: str) -> Any:
    """Returns the table in the named form. Raises ValueError for an unknown form, and ImportError as ``load`` does."""
    if as_ not in ("pandas", "arrow", "polars"):
        raise ValueError(f'as_ is {as_!r}; expected "pandas", "arrow" or "polars"')
    if as_ == "arrow":
        return arrow
    try:
        return _to_pandas(arrow) if as_ == "pandas" else _to_polars(arrow)
    except ModuleNotFoundError as error:
        if error.name != as_:
            raise
        message = f'{as_} is not installed; it comes with the extra "{as_}" of this package, and as_="arrow" needs neither'
        raise ImportError(message, name=as_) from error


def _to_pandas(arrow: pa.Table) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    dtypes = {pa.string(): pd.StringDtype("pyarrow"), pa.bool_(): pd.BooleanDtype()}
    dtypes |= {integer(): pd.Int64Dtype() for integer in (pa.int8, pa.int16, pa.int32, pa.int64)}
    frame: pd.DataFrame = arrow.to_pandas(types_mapper=dtypes.get, date_as_object=False)
    return frame


def _to_polars(arrow: pa.Table) -> pl.DataFrame | pl.Series:
    import polars as pl

    return pl.from_arrow(arrow)


@cache
def read_table(table: str) -> pa.Table:
    """Returns the table or view from its Parquet file, read once per process."""
    if table not in (known := (*tables(), *views())):
        raise KeyError(f"there is no table {table!r}; there are {', '.join(known)}")
    import pyarrow.parquet as pq

    folder = root() / "data" / "parquet"
    file = (folder if table in tables() else folder / "views") / f"{table}.parquet"
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing; in a clone, scripts/build writes it")
    with pq.ParquetFile(file) as parquet:  # pq.read_table would read folder names such as a=b as partition columns
        return parquet.read()


@cache
def rows(table: str) -> Mapping[str, Mapping[str, Any]]:
    """Returns the rows of a table by identifier; values are str, float, int, bool, date, or None if missing."""
    return MappingProxyType({row["id"]: MappingProxyType(row) for row in read_table(table).to_pylist()})
