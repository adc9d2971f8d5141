"""The subcommands of ``packpress``, one module each; they print what the rest of the package returns."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Protocol

FINE, HAS_ISSUES = 0, 1
"""Exit codes of a command that ran to its end; a PackpressError has its own."""

HERE = Path()
"""The package if no PATH is given."""


class Command(Protocol):
    """What each module in this folder defines."""

    HELP: str
    """One sentence for ``--help``."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Adds the arguments and options of the command."""

    def run(self, options: argparse.Namespace) -> int:
        """Runs the command, prints the result and returns the exit code."""
