"""The extra is installed from where packpress was, as its installer recorded it, and never by name from an index."""

from __future__ import annotations

import importlib.metadata
import json
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from packpress.commands.help.installation import install_command

NAME = "packpress"
PIP = f"{shlex.quote(sys.executable)} -m pip install "
# what the installer recorded → the command; FOLDER is a folder that exists
COMMANDS: dict[str, tuple[dict[str, Any] | None, str]] = {
    "a folder": ({"url": "file://FOLDER", "dir_info": {}}, f"{PIP}'FOLDER[publish]'"),
    "an editable folder": (
        {"url": "file://FOLDER", "dir_info": {"editable": True}},
        f"{PIP}--editable 'FOLDER[publish]'",
    ),
    "a folder with a space": ({"url": "file://FOLDER/a%20b", "dir_info": {}}, f"{PIP}'FOLDER/a b[publish]'"),
    "a wheel": ({"url": "file://FOLDER/a.whl", "archive_info": {}}, f"{PIP}'FOLDER/a.whl[publish]'"),
    "a folder that is gone": ({"url": "file://FOLDER/gone", "dir_info": {}}, ""),
    "a repository": (
        {"url": "https://example.org/a.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}, "subdirectory": "sub"},
        f"{PIP}'{NAME}[publish] @ git+https://example.org/a.git@abc#subdirectory=sub'",
    ),
    "an archive elsewhere": (
        {"url": "https://example.org/a.whl", "archive_info": {}},
        f"{PIP}'{NAME}[publish] @ https://example.org/a.whl'",
    ),
    "an index, of which nothing is recorded": (None, ""),
    "something else": ({"dir_info": {}}, ""),
}


class _Distribution:
    def __init__(self, recorded: str | None) -> None:
        self.recorded = recorded

    def read_text(self, name: str) -> str | None:
        return self.recorded if name == "direct_url.json" else None


@pytest.mark.parametrize(("recorded", "command"), COMMANDS.values(), ids=COMMANDS)
def test_the_command_installs_from_what_was_recorded(
    recorded: dict[str, Any] | None, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a.whl").touch()
    text = None if recorded is None else json.dumps(recorded).replace("FOLDER", str(tmp_path))
    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: _Distribution(text))
    assert install_command("publish") == command.replace("FOLDER", str(tmp_path))


def test_without_a_record_of_the_installation_there_is_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    assert install_command("publish") == ""
