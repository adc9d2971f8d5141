"""Which lines differ from a revision: git says so, without a network and without running what a repository configures."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from fentanyl_control.errors import PressError

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_PLAIN = ("--no-ext-diff", "--no-textconv", "--no-renames", "--no-color", "--ignore-submodules")


@dataclass(frozen=True)
class Touched:
    """The files that differ, with the lines that were added or changed; None stands for every line of a new file.

    A file in which lines were only removed, or that is no text, has none. Paths are relative to the package's folder.
    """

    lines: Mapping[str, tuple[range, ...] | None] = field(default_factory=dict)

    def has(self, path: str, line: int) -> bool:
        """Whether the line was added or changed; line 0 asks for the file as a whole."""
        if path not in self.lines:
            return False
        ranges = self.lines[path]
        return not line or ranges is None or any(line in some for some in ranges)


def read_touched(root: Path, base: str) -> Touched:
    """The lines of the package in the folder ``root`` that differ from the revision ``base``.

    Raises PressError where git is not there, the folder is no work tree, or it knows no such revision.
    """
    words = b"".join(_git(root, base, "--name-status", "-z")).split(b"\0")
    pairs = zip(words[::2], words[1::2], strict=False)  # an end follows the last pair
    lines = {_text(path): None if status == b"A" else () for status, path in pairs}
    return Touched(lines | dict(_hunks(_git(root, base, "--diff-filter=a", "--unified=0"))))


def _git(root: Path, base: str, *options: str) -> Iterator[bytes]:
    """The lines that ``git diff`` writes on the package's folder against the revision."""
    command = ["git", "-C", str(root), "-c", "core.quotePath=true", "diff", *_PLAIN, "--relative", "--no-prefix", *options]
    try:
        process = subprocess.Popen(
            [*command, "--end-of-options", base, "--", "."], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except FileNotFoundError as error:
        raise PressError("git is not installed; --base needs it") from error
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        yield from process.stdout
        said = process.stderr.read().decode("utf-8", "replace").strip().splitlines()
    if process.returncode:
        raise PressError(f"git cannot compare with {base}: {said[0] if said else 'it gives no reason'}")


def _hunks(lines: Iterator[bytes] | IO[bytes]) -> Iterator[tuple[str, tuple[range, ...]]]:
    """Each file of a patch without context, with the lines of its new side."""
    found: defaultdict[str, list[range]] = defaultdict(list)
    path, skipped = "", 0
    for line in lines:
        if line.startswith(b"\\"):
            continue  # "No newline at end of file", which no count has
        if skipped:
            skipped -= 1  # what the file says: it may look like anything
        elif line.startswith(b"+++ "):
            path = _unquoted(line[4:].rstrip(b"\n").removesuffix(b"\t"))
        elif match := _HUNK.match(line):
            removed, added = int(match[1] or 1), int(match[3] or 1)
            skipped = removed + added
            found[path].append(range(int(match[2]), int(match[2]) + added))
    for name, ranges in found.items():
        yield name, tuple(some for some in ranges if some)


def _unquoted(name: bytes) -> str:
    """The path as git means it: it quotes a name with odd characters as C does, which here is as Python does."""
    if name.startswith(b'"'):
        name = ast.literal_eval("b" + name.decode("ascii"))
    return _text(name)


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")
