"""JSON Schema, draft 2020-12, as functions: compiled once and asked value by value, with every step counted.

No library bounds what a schema may cost, and with references or branches a small one can take hours on one value. Here each
schema that is asked of a value counts (``Effort.step``). References stay inside the schema, so nothing is fetched. ``format``
and ``content…`` are annotations, as they are in the draft, and a keyword that it does not know says nothing.
"""

from packpress.check.json_schema.compiler import compile_json_schema
from packpress.check.json_schema.values import read_value

__all__ = ["compile_json_schema", "read_value"]
