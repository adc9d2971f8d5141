"""For those who use the data: the tables in the library they work with, the proof of a record, how to cite."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, overload

from packpress.errors import MissingExtraError, PackageError
from packpress.package.descriptor import read_package
from packpress.package.model import DESCRIPTOR, Package
from packpress.package.provenance import provenance

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


class Evidence(NamedTuple):
    """The words behind a record: what they support and how, where they stand, and a link that opens there."""

    record: str
    supports: str
    stance: str
    words: str
    source: str
    place: str
    link: str


@cache
def dataset() -> Package:
    """The package that came with the installation, or the one of the checkout that this code runs from."""
    here = Path(__file__).resolve().parent
    for folder in (here / "_package", here.parents[1]):
        if (folder / DESCRIPTOR).is_file():
            return read_package(folder)[0]
    raise PackageError("no dataset was installed with this package; install it again from a wheel")


def tables() -> tuple[str, ...]:
    """The names of the tables, in the descriptor's order."""
    return tuple(resource.name for resource in dataset().sources)


@overload
def load(table: str, as_: Literal["pandas"] = ...) -> pd.DataFrame: ...
@overload
def load(table: str, as_: Literal["arrow"]) -> pa.Table: ...
@overload
def load(table: str, as_: Literal["polars"]) -> pl.DataFrame: ...
def load(table: str, as_: Literal["pandas", "arrow", "polars"] = "pandas") -> Any:
    """The published table as a pandas frame, a pyarrow Table or a Polars frame.

    Every EDTF date column is followed by its first and last day and its precision. pandas columns are ``string``,
    ``float64``, ``Int64``, ``boolean`` and ``datetime64``. Raises KeyError for a table that there is not, and
    MissingExtraError when the library is not installed.
    """
    arrow = _read(table)
    if as_ == "arrow":
        return arrow
    if as_ == "polars":
        try:
            import polars
        except ModuleNotFoundError as error:
            raise _missing("Polars", "polars") from error
        return polars.from_arrow(arrow)
    if as_ == "pandas":
        try:
            import pandas  # noqa: F401
        except ModuleNotFoundError as error:
            raise _missing("pandas", "pandas") from error
        from packpress.check.frames import to_frame

        return to_frame(arrow)
    raise ValueError(f'as_ is {as_!r}; use "pandas", "arrow" or "polars"')


def _missing(library: str, extra: str) -> MissingExtraError:
    return MissingExtraError(f'{library} is not installed; it comes with the extra "{extra}" of this package')


def _read(table: str) -> pa.Table:
    package = dataset()
    resource = package.made_from(table, "parquet")
    if resource is None:
        raise KeyError(f"there is no table {table!r}; there are {', '.join(tables())}")
    import pyarrow.parquet as pq  # costs 15 ms, which the command need not pay

    # one file, read as it is: pq.read_table would take folder names such as a=b above it for partition columns
    return pq.ParquetFile(package.root / resource.paths[0]).read()


def _rows_by_key(table: str) -> dict[str, dict[str, Any]]:
    """The rows of the table by their primary key."""
    schema = dataset().resource(table).schema
    assert schema is not None
    return {row[schema.primary_key[0]]: row for row in _read(table).to_pylist()}


def evidence_for(record: str) -> list[Evidence]:
    """Every piece of evidence for a record, by its identifier, in the order of the evidence's identifiers.

    ``link`` opens the page at the sentence where the source's text is coded, else the page; "" where no address is known.
    Raises KeyError when no evidence speaks of the record.
    """
    named = provenance(dataset())
    import pyarrow.compute as pc

    if not {"evidence", "passages", "sources"} <= named.keys():
        raise KeyError("this dataset keeps no evidence")
    names, passage_names, source_names = named["evidence"], named["passages"], named["sources"]
    evidence = _read(names["resource"])
    passages, sources = (_rows_by_key(part["resource"]) for part in (passage_names, source_names))
    mask = None
    for column in names["records"]:
        here = pc.fill_null(pc.equal(evidence[column], record), False)
        mask = here if mask is None else pc.or_(mask, here)
    rows = evidence.filter(mask).to_pylist()
    if not rows:
        raise KeyError(f"no evidence speaks of {record!r}; see the identifiers of the record tables")
    found = []
    for row in rows:
        passage = passages.get(row[names["passage"]], {})
        source = sources.get(row[names["source"]], {})
        url = passage.get(passage_names["link"]) or source.get(source_names["url"]) or ""
        place = row[names["passage"]] or row[names["locator"]] or ""
        title = str(source.get(source_names["title"], ""))
        words = row[names["fragment"]] or ""
        found.append(Evidence(record, row[names["supports"]], row[names["stance"]], words, title, place, url))
    return found


def trace_link(identifier: str) -> str:
    """The address that opens the sentence: of a passage, or of the first passage that states a record.

    "" where no address is known. Raises KeyError for an identifier that is neither.
    """
    names = provenance(dataset()).get("passages", {})
    if names and identifier in (passages := _rows_by_key(names["resource"])):
        return passages[identifier][names["link"]] or ""
    return next((item.link for item in evidence_for(identifier) if item.stance == "states" and item.link), "")


def cite() -> str:
    """How to cite the dataset: who, when, what, which version, under which licence."""
    raw = dataset().raw
    people = ", ".join(item.get("title", "") for item in raw.get("contributors", ()))
    licences = ", ".join(item.get("name", "") for item in raw.get("licenses", ()))
    address = f" {raw['homepage']}" if raw.get("homepage") else ""
    year = str(raw.get("created", ""))[:4]
    return f"{people} ({year}). {raw.get('title')} (version {raw.get('version')}) [Data set].{address} Licence: {licences}."
