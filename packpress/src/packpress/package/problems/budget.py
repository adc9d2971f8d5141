"""Limits on the size of one descriptor: resources, files, fields, constraints and keys, over all tables."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from packpress.package.model import Resource, Schema
from packpress.package.problems.key_count import KeyCount
from packpress.package.problems.property_types import DescriptorFault
from packpress.package.problems.repeated_files import read_again
from packpress.package.schema import constraint_count

MAX_RESOURCES = 10_000
MAX_PATHS = 10_000
MAX_FIELDS = 150_000
"""How many fields all tables of a package may have; those of a schema file count each time it is named."""
MAX_AGAIN = 5_000_000
"""How many bytes of files that several resources name are read again, in addition to each file three more times."""
MAX_CONSTRAINTS = 30_000
"""How many constraints all tables of a package may have, as ``constraint_count`` counts them; one takes up to 0.2 ms."""


class Budget:
    """Counts what each resource uses; exceeding a limit is a fault of the resource that does so."""

    def __init__(self) -> None:
        self.paths = self.fields = self.constraints = 0
        self.keys = KeyCount()

    def path_faults(self, paths: Sequence[str], where: str) -> Iterator[DescriptorFault]:
        """Counts the files of a resource; yields a fault if there are too many or the resource names one of them twice."""
        self.paths += len(paths)
        if self.paths > MAX_PATHS or len(set(map(posixpath.normpath, paths))) < len(paths):
            message = f'{where}: "path" has a duplicate, or the package lists more than {MAX_PATHS:,} files; remove some'
            yield "descriptor-path", True, message

    def schema_faults(self, name: str, schema: Schema, where: str) -> Iterator[DescriptorFault]:
        """Counts the fields, constraints and keys of the table of that name; yields a fault for each limit exceeded."""
        self.fields += len(schema.fields) + sum(map(len, (schema.primary_key, *schema.unique_keys)))
        if self.fields > MAX_FIELDS:
            message = f"{where}: the tables of the package have more than {MAX_FIELDS:,} fields in total; split it"
            yield "schema-fields", True, message
        self.constraints += sum(map(constraint_count, schema.fields))
        if self.constraints > MAX_CONSTRAINTS:
            message = f"{where}: the tables of the package have more than {MAX_CONSTRAINTS:,} constraints; split it"
            yield "schema-fields", True, message
        yield from self.keys.faults(name, schema, where)


def resource_count_faults(listed: Sequence[Any]) -> Iterator[DescriptorFault]:
    """Yields a fault if the package lists too many resources."""
    if len(listed) > MAX_RESOURCES:
        yield "descriptor-resources", True, f"more than {MAX_RESOURCES:,} resources exceeds the limit; split the package"


def repeated_file_faults(root: Path, resources: Sequence[Resource]) -> Iterator[tuple[str, str]]:
    """Yields the resources that name the same files so often that the work would be unlimited, as (resource, message)."""
    for name in read_again(root, resources, MAX_AGAIN):
        yield name, f'resource "{name}" names files that are named too many times, maybe through links; name each file once'
