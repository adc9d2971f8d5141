"""References of resources: finds foreign keys and sources of the build that refer to nothing in the package."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from packpress.package.model import Resource, Table
from packpress.package.problems.property_types import DescriptorFault


def reference_faults(
    resource: Resource, by_name: Mapping[str, Resource], dropped: Collection[str]
) -> Iterator[DescriptorFault]:
    """Yields faults for foreign keys and build sources of the resource that name no resource or field of this package.

    Faults of a resource that is ``dropped`` are already reported.
    """
    source = by_name.get(resource.made_from)
    is_made = source is not None and source.is_built_from and resource.format == "parquet"
    if resource.made_from and not is_made and resource.made_from not in dropped:
        message = f'resource "{resource.name}" is made from "{resource.made_from}"; the build makes Parquet'
        yield "descriptor-made-from", True, f"{message} from CSV tables and inline data with a schema, so name one or remove it"
    for key in resource.schema.foreign_keys if isinstance(resource, Table) else ():
        target = by_name.get(key.resource or resource.name)
        where = f'resource "{resource.name}": the foreign key on {", ".join(key.fields)}'
        if (key.resource or resource.name) in dropped:
            continue
        if target is None:
            yield (
                "schema-keys",
                True,
                f'{where} refers to the resource "{key.resource}", which does not exist; name another',
            )
        elif not isinstance(target, Table):
            yield "schema-keys", True, f'{where} refers to the resource "{key.resource}", which has no schema; give it one'
        elif missing := sorted(set(key.reference_fields) - set(target.schema.names)):
            yield "schema-keys", True, f'{where} refers to {", ".join(missing)}, which "{target.name}" does not have'
