"""Writes ``CREATE TABLE`` for DuckDB and for SQLite, with keys and checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from packpress.check.keys.table_keys import referenced_fields, unique_keys
from packpress.errors import PackpressError
from packpress.escape import escape, printable
from packpress.export.columns import Constant, TypedField, columns_of
from packpress.export.limits import unsaid
from packpress.export.python_text import beginning
from packpress.package.model import ForeignKey, Package, Table
from packpress.pattern.emit import emit
from packpress.pattern.syntax.faults import UncheckedPatternError
from packpress.pattern.syntax.parser import parse_pattern
from packpress.types import field_type


class _Dialect(NamedTuple):
    """What differs: the type of each Arrow type, of text, the function that makes a character, and the end of a table."""

    name: str
    types: Mapping[pa.DataType, str]
    text: str
    character: str
    end: str


_DUCKDB = _Dialect(
    "duckdb", {pa.int64(): "BIGINT", pa.float64(): "DOUBLE", pa.bool_(): "BOOLEAN", pa.date32(): "DATE"}, "VARCHAR", "chr", ""
)
_SQLITE = _Dialect("sqlite", {pa.int64(): "INTEGER", pa.float64(): "REAL", pa.bool_(): "INTEGER"}, "TEXT", "char", " STRICT")
DIALECTS: Mapping[str, _Dialect] = {dialect.name: dialect for dialect in (_DUCKDB, _SQLITE)}
_OPERATORS = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
_LENGTHS = {"minLength": ">=", "maxLength": "<="}


def write_sql(package: Package, table: Table, dialect: str = "duckdb") -> str:
    """Returns the statement. Raises PackpressError if SQL cannot have the names of the columns."""
    sql, columns = DIALECTS[dialect], list(columns_of(table))
    _check_names(columns)
    keys, comments = _foreign_keys(package, table)
    lines = beginning(table, f"sql --dialect {dialect}", _words(table, sql), [*unsaid(table, dialect), *comments], "--")
    others = dict.fromkeys(key.resource for key in table.schema.foreign_keys if key.resource not in ("", table.name))
    lines += [f"-- Create the table {name} first." for name in others if keys]
    parts = [(_definition(column, sql), printable(column.words)[:100]) for column in columns]
    parts += [(constraint, "") for constraint in [*_unique(table), *keys]]
    lines.append(f"CREATE TABLE {_name(table.name)} (")
    for number, (text, words) in enumerate(parts, 1):
        lines.append(f"  {text}{',' if number < len(parts) else ''}{f'  -- {words}' if words else ''}")
    return "\n".join([*lines, f"){sql.end};"]) + "\n"


def _words(table: Table, sql: _Dialect) -> str:
    """Returns how to load the files."""
    if sql is not _DUCKDB or not table.is_source:
        return "Load missing values as NULL."
    dialect = table.dialect
    missing = dict.fromkeys(text for field in table.schema.fields for text in field.missing_values)
    options = [f"HEADER {str(dialect.header).lower()}", f"DELIMITER {_literal(dialect.delimiter, sql)}"]
    options += [f"QUOTE {_literal(dialect.quote, sql)}"] if dialect.quote != '"' else []
    options += [f"ESCAPE {_literal(dialect.escape, sql)}"] if dialect.escape else []
    options.append(f"NULLSTR [{', '.join(_literal(text, sql) for text in missing)}]")
    end = f"(FORMAT csv, {', '.join(options)});"
    return " ".join(f"COPY {_name(table.name)} FROM {_literal(path, sql)} {end}" for path in table.paths)


def _check_names(columns: list[TypedField]) -> None:
    for column in columns:
        if printable(column.name) != column.name:
            raise PackpressError(f"SQL cannot have the column name {escape(column.name)}; rename the field")
    counts = Counter(column.name.lower() for column in columns)
    if repeated := [column.name for column in columns if counts[column.name.lower()] > 1]:
        raise PackpressError(f"SQL cannot have both columns {' and '.join(map(escape, repeated[:2]))}: names ignore case in it")


def _definition(column: TypedField, sql: _Dialect) -> str:
    """Returns the column with its type and its checks."""
    name = _name(column.name)
    parts = [name, sql.types.get(column.kind.arrow, sql.text), *(["NOT NULL"] if column.is_required else [])]
    return " ".join([*parts, *(f"CHECK ({check})" for check in _checks(column, name, sql))])


def _checks(column: TypedField, name: str, sql: _Dialect) -> Iterator[str]:
    kind = column.kind
    if sql is _SQLITE:
        if kind.arrow == pa.bool_():
            yield f"{name} IN (0, 1)"
        elif kind.arrow == pa.date32():
            yield f"{name} IS date({name}, '+0 days')"
        elif column.is_text and kind.is_json:
            yield f"{name} IS NULL OR json_valid({name})"  # json_valid(NULL) is 0 in some versions
    else:
        patterns = [kind.lexis.pattern] if column.is_text and kind.lexis.pattern else []
        patterns += _pattern(column)
        yield from (f"regexp_full_match({name}, {_literal(pattern, sql)})" for pattern in patterns)
    if allowed := column.allowed:
        yield f"{name} IN ({', '.join(_constant(value, sql) for value in allowed)})"
    yield from (f"length({name}) {_LENGTHS[limit]} {length}" for limit, length in column.lengths.items())
    yield from (f"{name} {_OPERATORS[limit]} {_constant(bound, sql)}" for limit, bound in column.bounds.items())


def _pattern(column: TypedField) -> list[str]:
    """Returns the constraint ``pattern`` for RE2, which DuckDB uses too; empty if there is none that packpress checks."""
    if column.pattern is None:
        return []
    try:
        return [emit(parse_pattern(column.pattern)).text]
    except UncheckedPatternError:
        return []


def _unique(table: Table) -> Iterator[str]:
    for rule, fields in unique_keys(table.schema):
        yield f"{'PRIMARY KEY' if rule == 'primary-key' else 'UNIQUE'} ({_names(fields)})"


def _foreign_keys(package: Package, table: Table) -> tuple[list[str], list[str]]:
    """Returns the foreign keys as constraints, and a comment on each that SQL cannot have."""
    constraints, comments = [], []
    for key in table.schema.foreign_keys:
        owner, fields = referenced_fields(key, table.name)
        if _is_referable(package, table, key, owner, fields):
            constraints.append(f"FOREIGN KEY ({_names(key.fields)}) REFERENCES {_name(owner)} ({_names(fields)})")
        else:
            comments.append(
                f"foreignKeys: {', '.join(key.fields)}, because the fields in {owner} are not a key of the same type"
            )
    return constraints, comments


def _is_referable(package: Package, table: Table, key: ForeignKey, owner: str, fields: tuple[str, ...]) -> bool:
    """Returns whether the referenced fields are a key of their table and have the types of the referring ones."""
    if owner not in {known.name for known in package.tables}:
        return False
    target = package.table(owner).schema
    if {*fields} not in [{*names} for _, names in unique_keys(target)]:
        return False
    pairs = zip(key.fields, fields, strict=True)
    return all(field_type(table.schema.field(a)).arrow == field_type(target.field(b)).arrow for a, b in pairs)


def _names(fields: tuple[str, ...]) -> str:
    return ", ".join(map(_name, fields))


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _constant(value: Constant, sql: _Dialect) -> str:
    if isinstance(value, bool):
        return str(value).upper() if sql is _DUCKDB else str(int(value))
    if isinstance(value, date):
        return f"{'DATE ' if sql is _DUCKDB else ''}'{value.isoformat()}'"
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return f"{'-' if value < 0 else ''}" + ("'inf'::DOUBLE" if sql is _DUCKDB else "9e999")
    return _literal(value, sql) if isinstance(value, str) else repr(value)


def _literal(text: str, sql: _Dialect) -> str:
    """Returns the text as an expression of one line, with a call for each character that a line cannot show."""
    parts, plain = [], ""
    is_safe = printable(text) == text
    for character in text:
        if character.isprintable() and (is_safe or character not in "#:"):
            plain += character
        else:
            parts += [f"'{_doubled(plain)}'", f"{sql.character}({ord(character)})"]
            plain = ""
    parts.append(f"'{_doubled(plain)}'")
    shown = [part for part in parts if part != "''"] or ["''"]
    return shown[0] if len(shown) == 1 else f"({' || '.join(shown)})"


def _doubled(text: str) -> str:
    return text.replace("'", "''")
