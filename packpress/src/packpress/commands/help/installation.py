"""From where packpress was installed, and so how its extra is installed: never by its name from an index."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_NAME = "packpress"
"""The name of the distribution; in an argument of pip it is always followed by " @ " and a place, never looked up."""


def install_command(extra: str) -> str:
    """Returns the command that installs the extra from where packpress was installed; "" if that is unknown or is gone.

    Installers record a folder, an archive or a repository (PyPA, "Recording the Direct URL Origin of installed
    distributions"), but nothing about an index, where somebody else may have the name.
    """
    from importlib.metadata import PackageNotFoundError, distribution

    with suppress(PackageNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        recorded = json.loads(distribution(_NAME).read_text("direct_url.json") or "null")
        if source := _source(recorded, extra):
            return f"{shlex.quote(sys.executable)} -m pip install {source}"
    return ""


def _source(recorded: Mapping[str, Any], extra: str) -> str:
    """Returns the argument of ``pip install`` for what is recorded, or ""."""
    url, folder = recorded["url"], recorded.get("subdirectory", "")
    if (vcs := recorded.get("vcs_info")) is not None:
        below = f"#subdirectory={folder}" if folder else ""
        return shlex.quote(f"{_NAME}[{extra}] @ {vcs['vcs']}+{url}@{vcs['commit_id']}{below}")
    parts = urlsplit(url)
    if parts.scheme != "file":
        return shlex.quote(f"{_NAME}[{extra}] @ {url}")
    path = Path(unquote(parts.path)) / folder
    editable = "--editable " if recorded.get("dir_info", {}).get("editable") else ""
    return f"{editable}{shlex.quote(f'{path}[{extra}]')}" if path.exists() else ""
