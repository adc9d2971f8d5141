"""Adds a signature to a release that is in its place: one file beside ``SHA256SUMS``, made by a program of the user."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from packpress.errors import PackpressError
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file
from packpress.filesystem.write_folder import add_file
from packpress.publish.release.names import SUMS_FILE

SIGNERS = ("minisign", "ssh")
_NAMESPACE = "file"
"""What ssh-keygen calls a signature of a file, in contrast to that of a message."""


def sign(folder: Path, signer: str, key: Path, words: str) -> Path:
    """Adds a signature of ``SHA256SUMS`` to the release in ``folder``, made with the secret key; returns its file.

    ``words`` are a comment that is signed too, if the program knows one. Raises PackpressError if the program is not there or
    fails, or if there is another signature already.
    """
    sums = folder / SUMS_FILE
    with temporary_folder(folder.parent) as scratch:
        if signer == "ssh":
            target, data = folder / f"{SUMS_FILE}.sig", _sign_by_ssh(sums, key, scratch)
        else:
            target, data = folder / f"{SUMS_FILE}.minisig", _sign_by_minisign(sums, key, words, scratch)
        if target.exists() and target.read_bytes() != data:
            raise PackpressError(f"{target}: is another signature; move it away to sign again")
        if not target.exists():
            add_file(target, data, scratch)
    return target


def _sign_by_ssh(sums: Path, key: Path, scratch: Path) -> bytes:
    program = _program("ssh-keygen")
    signature = _run([program, "-Y", "sign", "-f", str(key.absolute()), "-n", _NAMESPACE], sums)
    with create_file(scratch / "made.sig") as stream:
        stream.write(signature)
    _run([program, "-Y", "check-novalidate", "-n", _NAMESPACE, "-s", str(scratch / "made.sig")], sums)
    return signature


def _sign_by_minisign(sums: Path, key: Path, words: str, scratch: Path) -> bytes:
    made = (scratch / "made.minisig").absolute()
    comments = ("-c", f"signature of {SUMS_FILE}", "-t", words)  # the default has the time
    _run([_program("minisign"), "-S", "-s", str(key.absolute()), "-m", str(sums.absolute()), "-x", str(made), *comments], sums)
    return made.read_bytes()


def _run(command: Sequence[str], sums: Path) -> bytes:
    with sums.open("rb") as stream:
        done = subprocess.run(command, stdin=stream, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise PackpressError(f"{sums}: {Path(command[0]).stem} did not sign it: {said[-1] if said else 'no reason given'}")
    return done.stdout


def _program(name: str) -> str:
    """Returns the path of a program, which is never taken from the current folder."""
    for folder in map(Path, os.get_exec_path()):
        file = folder / (f"{name}.exe" if os.name == "nt" else name)
        if folder.is_absolute() and file.is_file() and os.access(file, os.X_OK):
            return str(file)
    raise PackpressError(f"{name} is not installed or not on PATH; it is needed to sign a release")
