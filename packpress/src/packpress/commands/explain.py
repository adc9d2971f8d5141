"""``explain``: prints what a rule, a table or a column means."""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from packpress import output
from packpress.catalogue.entries import Entry, entries
from packpress.catalogue.page import describe_rules, shown
from packpress.check.rules.rule import Rule, load_rules
from packpress.commands import FINE
from packpress.commands.shared.options import add_path, add_rules
from packpress.commands.shared.settings import add_map, reading_copies, rules_file
from packpress.describe.plain_text import format_parts
from packpress.describe.schema_words import Section, describe_field, describe_table
from packpress.errors import PackageError, PackpressError
from packpress.escape import escape
from packpress.package.descriptor import read_package
from packpress.package.located import locate, split_package
from packpress.package.model import Package, Table
from packpress.settings.config import read_config
from packpress.spelling import similar_names
from packpress.types.field import Field

HELP = "Explain a rule, a table or a column."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the name, and where to look it up."""
    name = parser.add_mutually_exclusive_group(required=True)
    name.add_argument("name", nargs="?", metavar="RULE|TABLE|TABLE.FIELD", help="name of a rule, a table or a column")
    name.add_argument("--all", action="store_true", help="print every rule of the checker as a Markdown page")
    add_path(parser)
    add_map(parser)
    add_rules(parser)


def run(options: argparse.Namespace) -> int:
    """Prints the meaning of the name; one that is both a rule and a table is explained as both."""
    if options.all:
        output.write(describe_rules())
        return FINE
    with reading_copies(options, options.path):
        found = list(_find(options))
    output.write("\n".join(format_parts(parts) for parts in found))
    return FINE


def _find(options: argparse.Namespace) -> Iterator[Iterable[Section]]:
    """Yields each meaning of the name. Raises PackpressError with the nearest names if there is none.

    A rule of the checker needs no package. The package's own rules are code, loaded only if nothing else has the name.
    """
    name: str = options.name
    entry = entries().get(name)
    if entry is not None:
        yield _rule_parts(entry)
    try:
        path = locate(options.path).package
        package, issues = read_package(path)
    except PackageError:
        if entry is not None:
            return
        raise
    described = list(_described(package, name))
    yield from described
    if entry is not None or described:
        return
    file = rules_file(options, path)
    own = load_rules(file) if file else ()
    for rule in own:
        if rule.name == name:
            yield _own_rule_parts(rule)
            return
    hint = _nearest(name, package, own)
    if issues and not hint:
        hint = '; the descriptor has errors, which "packpress validate" lists'
    if file is None:
        hint = _own_rules_hint(path, is_refused=options.no_rules) + hint
    raise PackpressError(f"no rule, table or column has the name {escape(name)}{hint}")


def _described(package: Package, name: str) -> Iterator[Iterable[Section]]:
    """Yields the table and the columns of that name; the name of a table may contain dots."""
    for resource in package.resources:
        if resource.name == name:
            yield describe_table(package, resource)
        elif isinstance(resource, Table) and (field := _field(resource, name)) is not None:
            yield describe_field(package, resource, field)


def _field(resource: Table, name: str) -> Field | None:
    if not name.startswith(f"{resource.name}."):
        return None
    wanted = name.removeprefix(f"{resource.name}.")
    return next((field for field in resource.schema.fields if field.name == wanted), None)


def _rule_parts(entry: Entry) -> Iterator[Section]:
    plain = {name: getattr(entry, name).replace("`", "") for name in ("means", "clause", "fix")}
    yield from (Section("", f"{entry.rule} ({entry.severity})"), Section("", ""), Section("", plain["means"]), Section("", ""))
    yield from (Section("What to do", plain["fix"]), Section("Clause", plain["clause"]))
    for heading, lines in shown(entry.example) if entry.example else ():
        yield from (Section("", ""), Section("", heading, lines=tuple(lines)))


def _own_rule_parts(rule: Rule) -> Iterator[Section]:
    tables = ", ".join(rule.tables) or "no table"
    yield from (Section("", f"{rule.name} (error, a rule of the package's own, on {tables})"), Section("", ""))
    paragraphs = (inspect.getdoc(rule.find) or "Its function has no docstring.").split("\n\n")
    for number, paragraph in enumerate(paragraphs):
        yield from ([Section("", "")] if number else [])
        yield Section("", " ".join(paragraph.split()))


def _own_rules_hint(package: Path, *, is_refused: bool) -> str:
    """Returns how to look the name up in the package's own rules, if its folder has any that were not loaded."""
    rules = None
    with suppress(PackageError):
        rules = read_config(split_package(package)[0]).rules
    if rules is None or not rules.exists():
        return ""
    how = "remove --no-rules" if is_refused else f"add --rules {rules}"
    return f"; if it is one of the package's own rules, {how}"


def _nearest(name: str, package: Package, own: Iterable[Rule]) -> str:
    """Returns a hint with the most similar names, or ""; for a column, the table's name is not compared."""
    names = [resource.name for resource in package.resources]
    near = similar_names(name, [*entries(), *(rule.name for rule in own), *names])
    table, _, column = name.partition(".")
    for resource in package.resources:
        if isinstance(resource, Table) and name.startswith(f"{resource.name}."):
            columns = similar_names(name.removeprefix(f"{resource.name}."), resource.schema.names)
            near = [f"{resource.name}.{column}" for column in columns] or [resource.name]
    if not near and column:
        near = [f"{similar}.{column}" for similar in similar_names(table, names)]
    return f"; did you mean {', '.join(near)}?" if near else ""
