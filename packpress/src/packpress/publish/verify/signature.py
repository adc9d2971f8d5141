"""Checks the signature of ``SHA256SUMS`` with the program that made it, ssh-keygen or minisign, and a public key."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from packpress.errors import PackpressError
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file
from packpress.issue import Findings, Issue
from packpress.publish.release.names import SUMS_FILE
from packpress.publish.verify.opened_release import OpenedRelease
from packpress.text_file import read_text

_NAMESPACE = "file"
"""What ssh-keygen calls the signature of a file."""
_ALONE = "release"
"""The name of the signer if the file is one public key of ssh, without names."""
_SSH_KEY = re.compile(r"^(?:ssh-|ecdsa-sha2-|sk-(?:ssh|ecdsa)-)[a-z0-9@.-]+ [A-Za-z0-9+/]+=*(?: .*)?$")
_MINISIGN_KEY = re.compile(r"RW[A-Za-z0-9+/]{54}")
_SECONDS = 60


def check_signature(release: OpenedRelease, key: Path, findings: Findings) -> None:
    """Reports a signature that is missing or not made for these sums with the key.

    ``key`` is a public key of minisign or ssh, or a list of allowed signers (ssh-keygen, "ALLOWED SIGNERS"). Raises
    PackpressError if it is none of them, or if the program is not installed.
    """
    if SUMS_FILE not in release.files:
        return  # reported as missing
    try:
        lines = [line.strip() for line in read_text(key, str(key)).splitlines()]
    except OSError as error:
        raise PackpressError(f"{key}: cannot be read: {error.strerror}; give the file of a public key") from error
    lines = [line for line in lines if line and not line.startswith("#")]
    if any(map(_MINISIGN_KEY.fullmatch, lines)):
        program, path = find_program("minisign"), f"{SUMS_FILE}.minisig"
    elif any(_SSH_KEY.match(line) or _SSH_KEY.search(line.partition(" ")[2]) or " ssh-" in line for line in lines):
        program, path = find_program("ssh-keygen"), f"{SUMS_FILE}.sig"
    else:
        raise PackpressError(f"{key}: is neither a public key of minisign or ssh nor a list of allowed signers")
    signature = release.files.get(path)
    if signature is None:
        message = f"the release has no signature {path}; get it from the publisher, or verify without --pubkey"
        findings.add(Issue(path, 0, "", "", "release-signature", "error", message))
        return
    verify = _verify_by_minisign if path.endswith(".minisig") else _verify_by_ssh
    if said := verify(program, release.files[SUMS_FILE], signature, key, lines):
        message = f"is not a signature of {SUMS_FILE} by the key in {key} ({said}); do not use the release"
        findings.add(Issue(path, 0, "", "", "release-signature", "error", message))


def find_program(name: str) -> str:
    """Returns the path of the program, which is never taken from the current folder. Raises PackpressError without it."""
    for folder in map(Path, os.get_exec_path()):
        file = folder / (f"{name}.exe" if os.name == "nt" else name)
        if folder.is_absolute() and file.is_file() and os.access(file, os.X_OK):
            return str(file)
    raise PackpressError(f"{name} is not installed or not on PATH; it is needed to check a signature with this key")


def _verify_by_minisign(program: str, sums: Path, signature: Path, key: Path, lines: Sequence[str]) -> str:
    command = (program, "-V", "-q", "-p", str(key.absolute()), "-m", str(sums.absolute()), "-x", str(signature.absolute()))
    return _run(command, sums)[1]


def _verify_by_ssh(program: str, sums: Path, signature: Path, key: Path, lines: Sequence[str]) -> str:
    """Returns why the signature is not valid; "" if it is."""
    place = str(signature.absolute())
    with temporary_folder() as folder:
        signers = folder / "signers"
        with create_file(signers) as file:
            listed = (f'{_ALONE} namespaces="{_NAMESPACE}" {line}' if _SSH_KEY.match(line) else line for line in lines)
            file.write("".join(f"{line}\n" for line in listed).encode("utf-8"))
        out, fault = _run((program, "-Y", "find-principals", "-f", str(signers), "-s", place), sums)
        if fault:
            return fault
        names = out.splitlines() or [""]
        verify = (program, "-Y", "verify", "-f", str(signers), "-I", names[0], "-n", _NAMESPACE, "-s", place)
        return _run(verify, sums)[1]


def _run(command: Sequence[str], sums: Path) -> tuple[str, str]:
    """Returns the output of the program, and the reason that it gives if it refuses; "" if it does not."""
    with sums.open("rb") as stream:
        done = subprocess.run(command, stdin=stream, capture_output=True, check=False, timeout=_SECONDS)
    out, said = (text.decode("utf-8", "replace").strip() for text in (done.stdout, done.stderr))
    lines = (said or out).splitlines()
    return out, "" if done.returncode == 0 else lines[-1] if lines else "no reason given"
