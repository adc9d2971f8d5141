"""The format of a resource's files: as declared, else by the path, the media type, or a declaration that it is a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packpress.package.model import DELIMITED, READ_FORMATS

COMPRESSED: Mapping[str, str] = {"gz": "gz", "zip": "zip", "bz2": "bzip2", "xz": "xz", "zst": "Zstandard"}
"""Maps the extension of a path to the kind of compression."""
# media type → format (text/csv: RFC 7111; text/tab-separated-values: IANA; the first of Parquet: its own)
_MEDIA_TYPES: Mapping[str, str] = {
    "text/csv": "csv",
    "application/csv": "csv",
    "text/x-csv": "csv",
    "application/x-csv": "csv",
    "text/comma-separated-values": "csv",
    "text/tab-separated-values": "tsv",
    "application/vnd.apache.parquet": "parquet",
    "application/x-parquet": "parquet",
    "application/parquet": "parquet",
}
# formats that may contain a table but are not delimited text; any other extension, or none, says nothing: txt, dat, a year
_NOT_DELIMITED = frozenset(
    "xls xlsx xlsm xlsb ods numbers gsheets json jsonl ndjson geojson topojson yaml yml toml xml html htm md "
    "sql sqlite sqlite3 db duckdb mdb accdb gpkg dbf shp kml gml arrow feather ipc orc avro hdf h5 hdf5 nc netcdf mat "
    "sav zsav por dta sas7bdat xpt rds rda rdata pickle pkl npy npz pdf doc docx odt png jpg jpeg gif tif tiff "
    "zip gz bz2 xz zst tar tgz 7z rar".split()
)
# names of formats that mean delimited text without a particular delimiter
_TEXT = frozenset(("", "txt", "text", "dat", "data", "asc", "tab", "psv", "ssv", "dsv"))
# the profile in version 1 for what is "type": "table" in version 2 (Data Resource 2.0, "type")
_TABULAR_PROFILE = re.compile(r"(https?://specs\.frictionlessdata\.io/schemas/)?tabular-data-(resource|package)(?(1)\.json)")


def is_declared_table(raw: Mapping[str, Any]) -> bool:
    """Returns whether the resource is declared a table: by its type, a profile of version 1, or a schema."""
    return "schema" in raw or raw.get("type") == "table" or has_tabular_profile(raw)


def has_tabular_profile(raw: Mapping[str, Any]) -> bool:
    """Returns whether a resource of version 1 is declared a table, or a package of version 1 has only such resources."""
    return _TABULAR_PROFILE.fullmatch(str(raw.get("profile", ""))) is not None


def resource_format(raw: Mapping[str, Any], path: str) -> str:
    """Returns the format of the resource's data in lower case, without compression; "csv" is any delimited text.

    A declared table is delimited text, unless the format or the extension of the path is a different one. A file that is
    neither declared a table nor named like one is an attachment, whatever it contains.
    """
    given = str(raw.get("format", "")).strip().lower().removeprefix(".")
    if given and given not in _TEXT:
        return _MEDIA_TYPES.get(given, given)
    ending, inner = _endings(path)
    is_packed = "compression" in raw or inner in READ_FORMATS or (ending in ("gz", "zip") and is_declared_table(raw))
    if ending in COMPRESSED and is_packed:
        ending = inner
    if not given and (ending in READ_FORMATS or ending in _NOT_DELIMITED):
        return ending
    media_type = str(raw.get("mediatype", "")).partition(";")[0].strip().lower()
    if media_type in _MEDIA_TYPES:
        return _MEDIA_TYPES[media_type]
    return "csv" if is_declared_table(raw) else given or ending


def is_delimited(path: Path) -> bool:
    """Returns whether the name of the file says that it is a delimited table, compressed or not."""
    return resource_format({}, path.name) in DELIMITED and path.is_file()


def delimiter_of(raw: Mapping[str, Any], path: str) -> str:
    """Returns the delimiter of a resource whose dialect declares none: a tab if its values are tab-separated, else a comma.

    That is so by the format or the media type that it declares, or by the ending of the path.
    """
    media_type = str(raw.get("mediatype", "")).partition(";")[0].strip().lower()
    given = str(raw.get("format", "")).strip().lower().removeprefix(".")
    ending, inner = _endings(path)
    named = given or (inner if ending in COMPRESSED else ending)
    has_tabs = resource_format(raw, path) == "tsv" or named == "tab" or _MEDIA_TYPES.get(media_type) == "tsv"
    return "\t" if has_tabs else ","


def _endings(path: str) -> tuple[str, str]:
    """Returns the last extension of the file's name and the one before it, in lower case, "" if missing."""
    _, *endings = path.rpartition("/")[2].lower().rsplit(".", 2)
    return (endings[-1] if endings else "", endings[-2] if len(endings) > 1 else "")
