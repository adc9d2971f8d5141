"""Runs the command with ``python -m fentanyl_control``."""

import sys

from fentanyl_control.cli import run

sys.exit(run())
