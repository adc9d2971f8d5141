"""``completion``: prints the code with which a shell completes commands, options and names."""

from __future__ import annotations

import argparse

from packpress import output
from packpress.commands import FINE

HELP = "Print what lets your shell complete commands, options, tables, rules and revisions; run it when the shell starts."
SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the name of the shell."""
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=f"the name of your shell: {', '.join(SHELLS)}")


def run(options: argparse.Namespace) -> int:
    """Prints the code for the shell."""
    from argcomplete.shell_integration import shellcode

    output.write(shellcode(["packpress"], shell=options.shell).strip("\n") + "\n")
    return FINE
