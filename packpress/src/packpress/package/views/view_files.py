"""Where the build writes the results of views: the folder ``views`` in the folder of the Parquet tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from packpress.package.located import paths_of
from packpress.package.model import NAMESPACE, Package
from packpress.package.outputs.part_names import folder_of_parts

VIEWS = NAMESPACE + "views"
"""The property of a descriptor that lists the views."""
VIEW_FOLDER = "views"
PARQUET_FOLDER = "parquet"
"""Where the build of a package that names no outputs writes, in the package's folder."""


class ViewFiles(NamedTuple):
    """The paths of what the build writes for one view; ``schema`` is "" if the tables have no schema files either."""

    csv: str
    parquet: str
    schema: str = ""


def view_files(package: Package, name: str) -> ViewFiles:
    """Returns the paths of the outputs of the view in the package's folder."""
    beside = f"{view_folder(package.raw)}/{name}"
    has_schemas = any(resource.made_from and isinstance(resource.raw.get("schema"), str) for resource in package.resources)
    return ViewFiles(f"{beside}.csv", f"{beside}.parquet", f"{beside}.json" if has_schemas else "")


def view_folder(raw: Mapping[str, Any]) -> str:
    """Returns the folder of the results, beside the first Parquet that the descriptor names as an output."""
    listed = raw.get("resources")
    for resource in listed if isinstance(listed, list) else ():
        is_made = isinstance(resource, dict) and resource.get(NAMESPACE + "madeFrom")
        if paths := list(paths_of(resource)) if is_made else []:
            return (PurePosixPath(folder_of_parts(paths) or paths[0]).parent / VIEW_FOLDER).as_posix()
    return f"{PARQUET_FOLDER}/{VIEW_FOLDER}"


def sources_of_views(raw: Any) -> Iterator[str]:
    """Yields the paths of SQL and schemas that the views of a descriptor name, whatever else is wrong with it."""
    listed = raw.get(VIEWS) if isinstance(raw, dict) else None
    for view in listed if isinstance(listed, list) else ():
        if isinstance(view, dict):
            yield from (path for name in ("path", "schema") if isinstance(path := view.get(name), str))
