"""Writes a Python module that reads a table and checks it with pandera; it imports pandas and pandera only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pyarrow as pa

from packpress.check.keys.table_keys import unique_keys
from packpress.export.columns import Constant, TypedField, columns_of
from packpress.export.limits import unsaid
from packpress.export.python_text import beginning, expression_literal, function_name, literal, python_day
from packpress.export.regular_expression import python_expression
from packpress.package.model import Package, Table
from packpress.pattern.syntax.faults import UncheckedPatternError
from packpress.types.boolean import false_values, true_values
from packpress.types.numeral import Numeral

_DTYPES = {pa.int64(): '"Int64"', pa.float64(): '"float64"', pa.bool_(): '"boolean"', pa.date32(): '"datetime64[ms]"'}
_BOUNDS = {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"}
# The helpers of a generated module: each is written only if the module calls it.
_HELPERS = {
    "_matches": '''
def _matches(pattern):
    """Returns whether a whole cell matches the pattern."""
    compiled = re.compile(pattern)
    return lambda cell: compiled.fullmatch(cell) is not None
''',
    "_is_first": '''
def _is_first(names):
    """Returns which rows are the first with their values; missing values are never equal."""
    return lambda frame: ~frame[names].duplicated() | frame[names].isna().any(axis=1)
''',
    "_is_json": '''
def _is_json(kinds):
    """Returns whether a cell is JSON of one of these kinds."""

    def check(cell):
        try:
            return isinstance(json.loads(cell), kinds)
        except (ValueError, RecursionError):
            return False

    return check
''',
    "_is_formatted": '''
def _is_formatted(form):
    """Returns whether a cell is a date or time in the format."""

    def check(cell):
        try:
            datetime.strptime(cell, form)
        except ValueError:
            return False
        return True

    return check
''',
    "_number": '''
def _number(kind, pattern, decimal=".", group="", digits=""):
    """Returns the function that reads a number in this notation; it raises ValueError for any other cell."""
    whole = re.compile(pattern)

    def read(cell):
        if not whole.fullmatch(cell):
            raise ValueError(cell)
        plain = re.search(digits, cell)[0] if digits else cell
        value = kind((plain.replace(group, "") if group else plain).replace(decimal, "."))
        is_beyond = not -(2**63) <= value < 2**63 if kind is int else abs(value) == float("inf") and "n" not in cell.lower()
        if is_beyond:
            raise ValueError(cell)
        return value

    return read
''',
    "_day": '''
def _day(cell):
    """Returns the date of a cell YYYY-MM-DD; raises ValueError for any other cell."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        raise ValueError(cell)
    return datetime.fromisoformat(cell)
''',
    "_boolean": '''
def _boolean(true, false):
    """Returns the function that reads these words; it raises ValueError for any other cell."""
    words = dict.fromkeys(true, True) | dict.fromkeys(false, False)

    def read(cell):
        if cell not in words:
            raise ValueError(cell)
        return words[cell]

    return read
''',
}
_TYPED = '''
def _typed(cells, missing, is_required=False, read=None, dtype=TEXT):
    """Returns the column with its type. With a cell of another type it stays text, which the schema rejects."""
    given = [None if cell in missing or (is_required and not cell.strip()) else cell for cell in cells]
    try:
        values = [cell if cell is None or read is None else read(cell) for cell in given]
    except ValueError:
        return pd.Series(given, cells.index, dtype=TEXT)
    return pd.Series(values, cells.index, dtype=dtype)
'''


def write_pandera_module(package: Package, table: Table) -> str:
    """Returns the source of the module: ``SCHEMA``, and for a delimited file the function that reads it."""
    columns = list(columns_of(table))
    schema = "\n".join(_schema(table, columns))
    reader = "\n".join(_reader(table, columns)) if table.is_source else ""
    body = schema + reader
    helpers = [text for name, text in _HELPERS.items() if re.search(rf"\b{name}\b", body)]
    code = "\n".join([*helpers, *([_TYPED] if reader else []), schema, reader])
    imports = [line for line in ("import json", "import re") if re.search(rf"\b{line.split()[1]}\.", code)]
    imports += ["from datetime import datetime"] * ("datetime." in code)
    words = "`SCHEMA.validate(frame, lazy=True)` checks a frame of the table"
    words += f", which `read_{function_name(table)}(path)` reads." if reader else "."
    head = beginning(table, "pandera", words, unsaid(table, "pandera"))
    start = [*head, f'"""The table "{table.name}" and its schema."""', "", *imports, *([""] if imports else [])]
    start += ["import pandas as pd", "import pandera.pandas as pa", "", "TEXT = pd.StringDtype()"]
    blocks = [*(text.strip("\n") for text in helpers), *([_TYPED.strip("\n")] if reader else []), schema]
    return "\n".join(start) + "\n\n\n" + "\n\n\n".join([*blocks, *([reader] if reader else [])]) + "\n"


def _schema(table: Table, columns: list[TypedField]) -> Iterator[str]:
    is_exact = table.schema.fields_match == "exact"
    yield "SCHEMA = pa.DataFrameSchema("
    yield "    {"
    for column in columns:
        yield f"        {literal(column.name)}: pa.Column("
        yield f"            {_DTYPES.get(column.kind.arrow, 'TEXT')},"
        if checks := list(_checks(column)):
            yield "            ["
            yield from (f"                {check}," for check in checks)
            yield "            ],"
        yield f"            nullable={not column.is_required},"
        yield from ([f"            description={literal(column.words)},"] if column.words else [])
        yield "        ),"
    yield "    },"
    keys = [(f"{kind}: {', '.join(fields)}", fields) for kind, fields in unique_keys(table.schema)]
    if keys:
        yield "    checks=["
        yield from (f"        pa.Check(_is_first({literal(fields)}), name={literal(name)})," for name, fields in keys)
        yield "    ],"
    yield f"    strict=True, ordered={is_exact}, name={literal(table.name)},"
    yield ")"


def _checks(column: TypedField) -> Iterator[str]:
    """Yields the checks of the column's present values, as expressions."""
    if column.is_text:
        yield from (f'pa.Check({call}, element_wise=True, name="type")' for call in _text_checks(column))
    if allowed := column.allowed:
        yield f'pa.Check.isin([{", ".join(map(_constant, allowed))}], name="enum")'
    if column.pattern is not None:
        try:
            expression = expression_literal(python_expression(column.pattern))
        except UncheckedPatternError:
            pass  # packpress does not check it either, and says so
        else:
            yield f'pa.Check(_matches({expression}), element_wise=True, name="pattern")'
    for name, length in column.lengths.items():
        yield f'pa.Check.str_length({"min_value" if name == "minLength" else "max_value"}={length}, name="{name}")'
    for name, bound in column.bounds.items():
        yield f'pa.Check.{_BOUNDS[name]}({_constant(bound)}, name="{name}")'


def _text_checks(column: TypedField) -> Iterator[str]:
    kind = column.kind
    if kind.lexis.pattern:
        yield f"_matches({expression_literal(python_expression(kind.lexis.pattern))})"
    if kind.form is not None:
        yield f"_is_formatted({literal(column.field.format)})"
    elif kind.is_json:
        assert kind.lexis.judge is not None  # the patterns of RE2 cannot express JSON
        kinds = [name for name, example in (("dict", "{}"), ("list", "[]")) if kind.lexis.judge(example)]
        yield f"_is_json(({', '.join(kinds or ['dict', 'list'])},))"


def _constant(value: Constant) -> str:
    return python_day(value, "pd.Timestamp") if isinstance(value, date) else literal(value)


def _reader(table: Table, columns: list[TypedField]) -> Iterator[str]:
    names = literal(tuple(column.name for column in columns))
    yield f"def read_{function_name(table)}(path):"
    yield '    """Returns the table in the file as a frame that `SCHEMA` checks."""'
    yield "    cells = pd.read_csv(path, dtype=str, na_filter=False, skip_blank_lines=False,"
    yield f'        {", ".join(_options(table, names))}).fillna("")'
    match = table.schema.fields_match
    if match in ("equal", "subset"):
        yield f"    cells = cells[{names}]"
    elif match != "exact":
        yield f'    cells = cells.reindex(columns={names}, fill_value="")'
    yield "    read = {"
    for column in columns:
        yield f"        {literal(column.name)}: {_how(column)},"
    yield "    }"
    yield "    return pd.DataFrame({name: _typed(cells[name], **read.get(name, {'missing': ('',)})) for name in cells})"


def _options(table: Table, names: str) -> Iterator[str]:
    """Yields the arguments of ``read_csv`` for the dialect of the table."""
    dialect = table.dialect
    yield f"sep={literal(dialect.delimiter)}"
    yield f"encoding={literal(str(table.raw.get('encoding', 'utf-8-sig')))}"
    if len(dialect.delimiter) > 1:
        yield 'engine="python"'
    if dialect.quote != '"':
        yield f"quotechar={literal(dialect.quote)}" if dialect.quote else "quoting=3"
    if not dialect.double_quote:
        yield "doublequote=False"
    if dialect.escape:
        yield f"escapechar={literal(dialect.escape)}"
    if dialect.comment:
        yield f"comment={literal(dialect.comment)}"
    if dialect.skip_space:
        yield "skipinitialspace=True"
    if not dialect.header:
        yield f"header=None, names={names}"
    elif len(dialect.header_rows) == 1:
        yield f"header={dialect.header_rows[0] - 1}"


def _how(column: TypedField) -> str:
    """Returns the arguments of ``_typed`` for the column."""
    arguments = [f'"missing": {literal(column.field.missing_values)}']
    arguments += ['"is_required": True'] if column.is_required else []
    if (read := _read(column)) is not None:
        arguments += [f'"read": {read}', f'"dtype": {_DTYPES[column.kind.arrow]}']
    return "{" + ", ".join(arguments) + "}"


def _read(column: TypedField) -> str | None:
    kind, raw = column.kind, column.field.raw
    if kind.arrow == pa.bool_():
        return f"_boolean({literal(true_values(column.field))}, {literal(false_values(column.field))})"
    if kind.arrow == pa.date32():
        return "_day"
    if not isinstance(kind, Numeral):
        return None
    notation = [expression_literal(python_expression(kind.lexis.pattern))]
    notation += [
        f"{name}={literal(raw[key])}" for name, key in (("decimal", "decimalChar"), ("group", "groupChar")) if raw.get(key)
    ]
    if raw.get("bareNumber") is False:
        notation.append(f"digits={expression_literal(python_expression(kind.digits_pattern))}")
    return f"_number({'int' if kind.arrow == pa.int64() else 'float'}, {', '.join(notation)})"
