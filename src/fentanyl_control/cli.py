"""The command ``fentanyl-control``: reads its arguments, runs one of the commands and exits."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from fentanyl_control.commands import FINE, Command, build, diff, explain, format, hook, new, trace, validate
from fentanyl_control.errors import PressError
from fentanyl_control.report import printable

# name → the module that has its options and does its work
COMMANDS: dict[str, Command] = {
    "validate": validate,
    "explain": explain,
    "new": new,
    "format": format,
    "build": build,
    "diff": diff,
    "trace": trace,
    "hook": hook,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all is fine, 1 when the data has issues, 2 for wrong usage or no package, 3 when locked."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character gets its code
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        status = run(options)
        sys.stdout.flush()
        return status
    except PressError as error:
        print(f"fentanyl-control: {printable(str(error))}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of the pipe has seen enough
        return FINE
    except OSError as error:  # a folder that may not be written, a full disk
        print(f"fentanyl-control: {printable(str(error))}", file=sys.stderr)
        return PressError.exit_code
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fentanyl-control", description="Checks and publishes a Data Package.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        options = commands.add_parser(name, help=command.HELP, description=command.HELP)
        options.add_argument("--package", type=Path, default=Path(), metavar="DIR", help="the package's folder (default: here)")
        options.set_defaults(run=command.run)
        command.add_options(options)
    return parser
