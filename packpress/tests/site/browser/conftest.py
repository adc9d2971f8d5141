"""The script that judges sites in a browser, as a fixture; without a browser its tests are skipped, but not in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "browse-site"
Browse = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def browse() -> Browse:
    """Judges the site in a folder: what the script says, and how it ends."""
    missing = [command for command in ("chromium", "java", "npm") if shutil.which(command) is None]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"needs {', '.join(missing)}")

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run([SCRIPT, *map(str, arguments)], capture_output=True, text=True, check=False)

    return run
