"""Checks that the descriptor of a package that names the parts of a table names as many as the build makes."""

from __future__ import annotations

from collections.abc import Mapping

from packpress.issue import Findings, Issue
from packpress.package.model import Package
from packpress.package.outputs.part_names import folder_of_parts, part_names


def check_named_parts(package: Package, counts: Mapping[str, int], findings: Findings) -> None:
    """Adds an issue for each table whose named parts are not those of the build; ``counts`` has how many it makes of each."""
    for table, count in counts.items():
        made = package.made_from(table, "parquet")
        folder = None if made is None else folder_of_parts(made.paths)
        if made is None or folder is None or len(made.paths) == count:
            continue
        first, last = f"{folder}/{part_names(count)[0]}", f"{folder}/{part_names(count)[-1]}"
        remedy = f'name "{first}" to "{last}"' if count > 1 else f'name one path, such as "{folder}.parquet"'
        files = f"{count:,} parts" if count > 1 else "one file"
        message = (
            f'resource "{made.name}": the build makes {files} of "{table}", but "path" names {len(made.paths):,}; {remedy}'
        )
        findings.add(Issue(package.descriptor, 0, "", "", "descriptor-made-from", "error", message))
