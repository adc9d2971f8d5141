"""Reads files of a package from a git revision."""

from __future__ import annotations

import os
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple, Self

from packpress.changes.git import Git, NoGitError
from packpress.errors import PackageError

LINK, SUBMODULE = "120000", "160000"
MAX_LISTING = 256 * 1024**2
"""Limit on the size of the list of files, in bytes: a tree that contains itself many times over has an endless list."""
# mode of an entry that is not a file → what it is
_NO_FILE = {LINK: "a symbolic link", SUBMODULE: "a submodule"}


class TreeEntry(NamedTuple):
    """A path in git: its mode, as six octal digits, and the name of its object."""

    mode: str
    name: str


class NoRevisionError(PackageError):
    """The name is not that of a revision in this clone."""


class Revision:
    """The files of the folder ``root`` at a git revision; open them while in the context manager.

    Raises PackageError if the folder is not in a repository, or the revision or its objects are not in this clone.
    """

    def __init__(self, root: Path, revision: str) -> None:
        self.root, self.revision = root, revision
        try:
            self._git = Git(root)
        except NoGitError as error:
            raise NoRevisionError(f"{revision}: is neither a folder nor a release (.zip), and {error}") from error
        self._stack = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._pending = False
        self.entries = self._list(self._resolve())

    def __enter__(self) -> Self:
        self._process = self._stack.enter_context(self._git.open("cat-file", "--batch"))
        self._pending = False
        return self

    def __exit__(self, *_: object) -> None:
        self._process = None
        self._stack.close()

    def open(self, path: str) -> tuple[IO[bytes], int] | None:
        """Returns a stream at the file's first byte, and its size; None if the revision has no such file.

        The stream must be read to its size before the next file is opened. No filter changes the bytes.
        """
        entry = self.entries.get(path)
        if entry is None:
            return None
        if entry.mode in _NO_FILE:
            raise PackageError(f"{self.revision}: {path} is {_NO_FILE[entry.mode]}; put the file itself into the package")
        return self.open_entry(path, entry)

    def open_entry(self, path: str, entry: TreeEntry) -> tuple[IO[bytes], int]:
        """Returns the stream and size of an entry of any mode; for a link, the bytes are the path of its target."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if self._pending:
            self._process.stdout.readline()  # the line feed after the previous file
        self._process.stdin.write(entry.name.encode("ascii") + b"\n")
        self._process.stdin.flush()
        about = self._process.stdout.readline().split()
        if len(about) != 3 or about[1] != b"blob":
            self._pending = False
            hint = "this clone is partial; fetch the file first: git fetch --refetch --filter=blob:limit=1g"
            raise PackageError(f"{self.revision}: {path} is not in this clone; {hint}")
        self._pending = True
        return self._process.stdout, int(about[2])

    def _list(self, commit: str) -> dict[str, TreeEntry]:
        """Returns the entries of the package's folder by their path in it."""
        folder = self._git.folder
        with self._git.open("ls-tree", "-r", "-z", "--full-tree", f"{commit}:{folder}") as process:
            assert process.stdout is not None
            listed = process.stdout.read(MAX_LISTING + 1)
            if len(listed) > MAX_LISTING:
                raise PackageError(f"{self.revision}: its list of files is larger than {MAX_LISTING // 1024**2} MiB")
            if process.wait():
                raise PackageError(f"{self.revision}: has no folder {folder}; the package did not exist there")
        entries = {}
        for line in listed.split(b"\0")[:-1]:
            about, _, path = line.partition(b"\t")
            mode, _, name = about.decode("ascii").split(" ")
            entries[os.fsdecode(path)] = TreeEntry(mode, name)
        return entries

    def _resolve(self) -> str:
        """Returns the full name of the commit."""
        revision = self.revision
        if not revision or revision.startswith("-") or not revision.isprintable():
            raise NoRevisionError(f"{revision}: is not a folder, a release or the name of a revision")
        found = self._git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        if found is not None:
            return found.decode("ascii").strip()
        message = f"{revision}: is not a folder, a release (.zip) or a revision of this repository"
        if (self._git.ask("rev-parse", "--is-shallow-repository") or b"").strip() == b"true":
            hint = "git fetch --unshallow, or fetch-depth: 0 in a checkout step"
            raise NoRevisionError(f"{message}; this clone is shallow and may lack it: {hint}")
        raise NoRevisionError(f"{message}; see git log, or fetch it with git fetch")
