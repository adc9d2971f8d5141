"""Reads objects of a git repository without network access and without running anything that its configuration names.

git runs programs from the configuration (core.fsmonitor, filters, hooks, a remote helper …) as soon as it looks at the work
tree or the index, or fetches a missing object. So only ``rev-parse``, ``ls-tree`` and ``cat-file`` are called, with the
repository named, and everything else that could run is switched off as well.
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
    "core.commitGraph": "false",  # take a commit's parents from the commit itself
    "core.bigFileThreshold": "1m",  # larger files are streamed
    # an older git tries to fetch missing objects, with these before it looks at GIT_ALLOW_PROTOCOL
    "protocol.allow": "never",
    "fetch.bundleURI": "",
    "credential.helper": "",
}
_ENVIRONMENT: Mapping[str, str] = {
    "GIT_NO_LAZY_FETCH": "1",  # git before 2.39.4 does not know it; GIT_ALLOW_PROTOCOL works in every version
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SECONDS = 60
"""Timeout for a command whose output is one line."""


class NoGitError(PackageError):
    """The folder is not in the work tree of a repository, or git is not installed."""


class Git:
    """The repository whose work tree contains the folder ``root``; ``folder`` is the path of ``root`` in it.

    Raises PackageError if git is not installed, or if git or ``find_repository`` rejects the repository.
    """

    def __init__(self, root: Path) -> None:
        found = find_repository(root)
        if found is None:
            raise NoGitError(f"{root} is not in a git repository")
        self.top, self.git_dir, self.folder = found
        options = (word for name, value in _CONFIGURATION.items() for word in ("-c", f"{name}={value}"))
        self._command = (_program(self.top), "--no-pager", *options)
        self._environment = _environment()
        self._check_owner(root)

    def ask(self, *arguments: str) -> bytes | None:
        """Returns the output of a command with short output; None if the command fails."""
        done = self._run([*self._named, *arguments], self.git_dir, self._environment)
        return done.stdout if done.returncode == 0 else None

    @contextmanager
    def open(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Runs a command with pipes for its input and output; ends it with the block."""
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
        return f"--git-dir={self.git_dir}", f"--work-tree={self.top}"  # overrides core.worktree of the repository

    def _check_owner(self, root: Path) -> None:
        """Raises PackageError if git rejects the repository, as it does with another user's (safe.directory).

        git checks the owner only if it has to find the repository itself. The search starts and ends at the top.
        """
        environment = {**self._environment, "GIT_CEILING_DIRECTORIES": str(self.top.parent)}
        done = self._run(["rev-parse", "--absolute-git-dir"], self.top, environment)
        if b"dubious ownership" in done.stderr:
            raise PackageError(
                f"{root}: git rejects the repository of another user (dubious ownership); see safe.directory in git help config"
            )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise PackageError(f"{root}: git cannot read the repository: {said[-1] if said else 'no reason given'}")
        found = Path(os.fsdecode(done.stdout).removesuffix("\n"))
        if not found.samefile(self.git_dir):
            raise PackageError(f"{root}: git takes {found} for the repository, not {self.git_dir}")

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
            raise PackageError(f"{self.top}: git did not answer within {_SECONDS} seconds") from error
        except OSError as error:
            raise PackageError(f"{self.top}: git cannot be run: {error.strerror}") from error


def _program(top: Path) -> str:
    """Returns the path of git, which is never taken from the current folder, as Windows does, nor from below ``top``."""
    name = "git.exe" if os.name == "nt" else "git"
    for folder in map(Path, os.get_exec_path()):
        file = folder / name
        if folder.is_absolute() and os.access(file, os.X_OK) and file.is_file() and not folder.resolve().is_relative_to(top):
            return str(file)
    raise NoGitError("git is not installed or not on PATH; it is needed to read a revision")


def _environment() -> dict[str, str]:
    """Returns the environment without git's variables, which describe another repository if the caller is a hook.

    git runs a helper for each allowed protocol, and an alias from the repository's configuration if there is no such
    helper. So the only allowed protocol has a name that no configuration can guess.
    """
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return {**kept, **_ENVIRONMENT, "GIT_ALLOW_PROTOCOL": f"none-{secrets.token_hex(16)}"}
