"""The overview of all commands, in the order in which a newcomer uses them: what ``packpress --help`` prints."""

from __future__ import annotations

from collections.abc import Collection, Mapping

# what a person wants → the commands for it, in order, each in one line
COMMAND_GROUPS: Mapping[str, Mapping[str, str]] = {
    "describe your tables": {
        "init": "write datapackage.json, with a schema for each table",
    },
    "check them": {
        "validate": "list what is wrong, with file, line, column and what to do",
        "explain": "say what a rule, a table or a column means",
    },
    "correct them": {
        "format": "rewrite tables as text, canonical if the package asks for it",
        "new": "add an empty record to a table and list what to fill in",
    },
    "publish them": {
        "build": "check the package, then write its Parquet tables",
        "release": "write a folder with every file that people download",
        "site": "write the pages of a release, for people who read it",
        "diff": "show what changed between two states of the package",
        "verify": "check a release that was downloaded",
        "schema": "write a table's schema for other programs",
    },
    "for commit hooks and coded texts": {
        "hook": "format or validate the files of a commit",
        "trace": "compare passages with the texts from which they were coded",
    },
    "about packpress": {
        "help": "print this page, or the help of a command",
        "completion": "print what lets your shell complete commands and options",
    },
}
_INTRODUCTION = """\
Checks and publishes Data Packages: a folder of tables (CSV or Parquet) with a
file datapackage.json, which names them and has a schema for each.
"""
# command that the line needs → the line, and what it does
_WALK: tuple[tuple[str, str, str], ...] = (
    ("init", "packpress init", "describe the tables of this folder"),
    ("validate", "packpress validate", "list what is wrong; correct it and run it again"),
    ("explain", "packpress explain type-date", "what [type-date] means, and how to fix it"),
    ("validate", "packpress validate --full", "also run rules and a second opinion"),
    ("build", "packpress build", "check again, then write the Parquet tables"),
    ("diff", "packpress diff HEAD", "what changed since the last commit"),
    ("diff", "packpress diff ./old.zip", "the same, since a release"),
)
LAYERS = """\
layers of a check (each of the last two runs only if the layers before it found
no errors):
  files            datapackage.json, schemas, paths, sizes, hashes, text
  cells            types, constraints, keys and references
  rules            with --full: schemas compiled to pandera, the package's rules
  second opinion   with --full: frictionless, on the package as it is published
"""
EXIT_CODES = """\
exit codes:
  0   no errors; warnings do not count
  1   the data have errors, or something is left to do
  2   wrong usage, no package, or a file that cannot be read or written
  3   another command is writing the package
  130, 143, 129   stopped by Ctrl-C, SIGTERM or SIGHUP; no file is half written
"""
_MORE = "packpress COMMAND --help has the options and examples of each command.\n"


def short_overview(commands: Collection[str]) -> str:
    """Returns usage and commands, for those who gave no command. Ends with a line feed."""
    return f"{_head(commands)}\npackpress --help has examples, layers and exit codes.\n{_MORE}"


def overview(commands: Collection[str]) -> str:
    """Returns usage, commands, examples, layers and exit codes. Ends with a line feed."""
    walk = "".join(f"  {line:<30}{words}\n" for command, line, words in _WALK if command in commands)
    examples = f"examples, from a folder of tables to a published package:\n{walk}"
    options = "options:\n  -h, --help       print this page\n  --version        print the version\n"
    return "\n".join((_head(commands), options, examples, LAYERS, EXIT_CODES, _MORE))


def _head(commands: Collection[str]) -> str:
    shown = {
        group: {name: words for name, words in lines.items() if name in commands} for group, lines in COMMAND_GROUPS.items()
    }
    blocks = (
        f"{group}:\n" + "".join(f"  {name:<17}{words}\n" for name, words in lines.items())
        for group, lines in shown.items()
        if lines
    )
    return f"usage: packpress COMMAND [OPTIONS]\n\n{_INTRODUCTION}\n" + "\n".join(blocks)
