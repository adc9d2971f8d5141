"""Asks git for the objects of a repository, without a network and without running anything that the repository configures.

git runs what the configuration of a repository names (core.fsmonitor, filters, hooks, a helper of a remote …) as soon as it
looks at the work tree or the index, or fetches an object that is missing. So it is only ever asked for objects, by
``rev-parse``, ``ls-tree`` and ``cat-file``, with the repository named; all else that could run is switched off besides.
"""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from packpress.changes.repository import find_repository
from packpress.errors import PackageError

_CONFIGURATION: Mapping[str, str] = {
    "safe.bareRepository": "explicit",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.commitGraph": "false",  # a commit's parents are those that the commit names
    "core.bigFileThreshold": "1m",  # larger files pass through git in pieces
    # an older git tries to fetch what is missing; these would be used before GIT_ALLOW_PROTOCOL is looked at
    "protocol.allow": "never",
    "fetch.bundleURI": "",
    "credential.helper": "",
}
_ENVIRONMENT: Mapping[str, str] = {
    "GIT_NO_LAZY_FETCH": "1",  # an older git than 2.39.4 does not know it; GIT_ALLOW_PROTOCOL works in every version
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SECONDS = 60
"""How long a question may take whose answer is one line."""


class NoGitError(PackageError):
    """The folder lies in the work tree of no repository, or git is not installed."""


class Git:
    """The repository whose work tree holds the folder ``root``; ``folder`` is the path of ``root`` in it.

    Raises PackageError where git is not installed, and where git or ``find_repository`` refuses the repository.
    """

    def __init__(self, root: Path) -> None:
        found = find_repository(root)
        if found is None:
            raise NoGitError(f"{root} is in no git repository")
        self.top, self.git_dir, self.folder = found
        options = (word for name, value in _CONFIGURATION.items() for word in ("-c", f"{name}={value}"))
        self._command = (_program(self.top), "--no-pager", *options)
        self._environment = _environment()
        self._check_owner(root)

    def ask(self, *arguments: str) -> bytes | None:
        """The output of a command whose answer is short; None when the command fails."""
        done = self._run([*self._named, *arguments], self.git_dir, self._environment)
        return done.stdout if done.returncode == 0 else None

    @contextmanager
    def open(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """A running command with pipes for its input and output; it is ended with the block."""
        process = subprocess.Popen(
            [*self._command, *self._named, *arguments],
            cwd=self.git_dir,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    @property
    def _named(self) -> tuple[str, str]:
        return f"--git-dir={self.git_dir}", f"--work-tree={self.top}"  # a core.worktree of the repository does not count

    def _check_owner(self, root: Path) -> None:
        """Raise PackageError where git refuses the repository, as it does with another user's (safe.directory).

        git looks at the owner only where it has to find the repository itself. The search begins and ends at the top.
        """
        environment = {**self._environment, "GIT_CEILING_DIRECTORIES": str(self.top.parent)}
        done = self._run(["rev-parse", "--absolute-git-dir"], self.top, environment)
        if b"dubious ownership" in done.stderr:
            raise PackageError(
                f"{root}: git trusts no repository of another user (dubious ownership); see safe.directory in git help config"
            )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise PackageError(f"{root}: git cannot read the repository: {said[-1] if said else 'it gives no reason'}")
        found = Path(os.fsdecode(done.stdout).removesuffix("\n"))
        if not found.samefile(self.git_dir):
            raise PackageError(f"{root}: git takes {found} for the repository, and not {self.git_dir}")

    def _run(self, arguments: list[str], folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                [*self._command, *arguments],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise PackageError(f"{self.top}: git gave no answer within {_SECONDS} seconds") from error
        except OSError as error:
            raise PackageError(f"{self.top}: git cannot be run: {error.strerror}") from error


def _program(top: Path) -> str:
    """The path of git itself: it is never looked for in the current folder, as Windows does, nor below ``top``."""
    name = "git.exe" if os.name == "nt" else "git"
    for folder in map(Path, os.get_exec_path()):
        file = folder / name
        if folder.is_absolute() and os.access(file, os.X_OK) and file.is_file() and not folder.resolve().is_relative_to(top):
            return str(file)
    raise NoGitError("git is not installed, or its folder is not on PATH; no revision can be read without it")


def _environment() -> dict[str, str]:
    """The environment without what the caller's holds for git, which in a hook is about another repository.

    git runs a helper for each protocol that it allows, and an alias of the repository's configuration where there is no such
    helper. So the one protocol that is allowed has a name that no configuration can foresee.
    """
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return {**kept, **_ENVIRONMENT, "GIT_ALLOW_PROTOCOL": f"none-{secrets.token_hex(16)}"}
