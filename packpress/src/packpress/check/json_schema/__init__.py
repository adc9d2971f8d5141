"""JSON Schema, draft 2020-12, compiled once to functions that are called value by value, with every step counted.

No library limits what a schema may cost, and with references or branches a small one can take hours on one value. Here each
check of a value by a schema counts (``Effort.step``). References stay inside the schema, so nothing is fetched. ``format``
and ``content…`` are annotations, as in the draft, and unknown keywords are ignored.
"""

from packpress.check.json_schema.compiler import compile_json_schema
from packpress.check.json_schema.values import read_value

__all__ = ["compile_json_schema", "read_value"]
