"""Copies files of a package out of a git revision, without a network and without running anything of the repository."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import IO, Self

from fentanyl_control.errors import PackageError

# what a command of git may not do here: fetch what a partial clone lacks, ask for a password, show replaced objects
_SAFE = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C"}
_GIT = ("git", "-c", "protocol.allow=never", "-c", "core.fsmonitor=false")
# set inside hooks; they would point at another repository than the folder's
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE")


class Revision:
    """The files of the folder ``root`` as they stood in a revision; a context manager that ends its git process.

    Raises PackageError when the folder is in no repository, or the revision or its objects are not in this clone.
    """

    def __init__(self, root: Path, revision: str) -> None:
        self.root, self.revision = root, revision
        self._entries: dict[str, tuple[str, str]] = {}
        self._process: subprocess.Popen[bytes] | None = None
        top = self._run("rev-parse", "--show-prefix")
        if top is None:
            raise PackageError(f"{revision}: is no folder and no release (.zip), and {root} is in no git repository")
        commit = self._resolve()
        folder = os.fsdecode(top).removesuffix("\n").rstrip("/")
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", f"{commit}:{folder}")
        if listed is None:
            raise PackageError(f"{revision}: has no folder {folder}; the package did not stand there")
        for entry in listed.split(b"\0")[:-1]:
            about, _, path = entry.partition(b"\t")
            mode, _, name = about.decode("ascii").split(" ")
            self._entries[os.fsdecode(path)] = (mode, name)

    def __enter__(self) -> Self:
        command = [*_GIT, "cat-file", "--batch"]
        self._process = subprocess.Popen(
            command, cwd=self.root, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def open(self, path: str) -> tuple[IO[bytes], int] | None:
        """A stream that stands at the file's first byte, and its size; None when the revision has no such file.

        The stream must be read to its size before the next file is asked for. No filter changes the bytes.
        """
        if path not in self._entries:
            return None
        mode, name = self._entries[path]
        if mode not in ("100644", "100755"):
            raise PackageError(f"{self.revision}: {path} is a link or another repository; put the file itself there")
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._finish()
        self._process.stdin.write(name.encode("ascii") + b"\n")
        self._process.stdin.flush()
        about = self._process.stdout.readline().split()
        if len(about) != 3 or about[1] != b"blob":
            hint = "this clone is partial; fetch the file first: git fetch --refetch --filter=blob:limit=1g"
            raise PackageError(f"{self.revision}: {path} is not in this clone; {hint}")
        self._pending = True
        return self._process.stdout, int(about[2])

    _pending = False

    def _finish(self) -> None:
        """Read the line feed after the last file."""
        if self._pending and self._process is not None and self._process.stdout is not None:
            self._process.stdout.readline()
            self._pending = False

    def _resolve(self) -> str:
        """The commit's name in full."""
        revision = self.revision
        if not revision or revision.startswith("-") or not revision.isprintable():
            raise PackageError(f"{revision}: is no folder, no release and no name of a revision")
        found = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        if found is not None:
            return found.decode("ascii").strip()
        message = f"{revision}: is no folder, no release (.zip) and no revision of this repository"
        if (self._run("rev-parse", "--is-shallow-repository") or b"").strip() == b"true":
            hint = "git fetch --unshallow, or fetch-depth: 0 in a checkout step"
            raise PackageError(f"{message}; this clone is shallow and may lack it: {hint}")
        raise PackageError(f"{message}; see git log, or fetch it with git fetch")

    def _run(self, *arguments: str) -> bytes | None:
        """What a command of git prints; None when it fails."""
        try:
            done = subprocess.run(
                [*_GIT, *arguments],
                cwd=self.root,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise PackageError("git is not installed, or the package's folder is not there; name a folder") from error
        except OSError as error:
            raise PackageError(f"{self.root}: {error.strerror}") from error
        if b"dubious ownership" in done.stderr:
            raise PackageError(f"{self.root}: git trusts no repository of another user; see safe.directory in git help config")
        return done.stdout if done.returncode == 0 else None


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _FOREIGN} | _SAFE
