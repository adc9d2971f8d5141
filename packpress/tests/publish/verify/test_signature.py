"""A signature of the sums is checked with the program that made it, whoever's key it is."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.publish.verify.tiny_release import write_release

from packpress.errors import PackpressError
from packpress.publish.verify.verify_release import verify_release

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
needs_minisign = pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not installed")
MINISIGN_KEY = "untrusted comment: minisign public key\nRW" + "A" * 54 + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_release(tmp_path / "1.0.0")


def run(*command: str | Path, text: bytes = b"") -> None:
    subprocess.run(command, input=text, check=True, capture_output=True)


def ssh_key(folder: Path, name: str) -> Path:
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "someone", "-f", folder / name)
    return folder / f"{name}.pub"


def sign_by_ssh(folder: Path, key: Path) -> None:
    run("ssh-keygen", "-Y", "sign", "-q", "-f", key.with_suffix(""), "-n", "file", folder / "SHA256SUMS")


def faults(folder: Path, key: Path) -> list[tuple[str, str]]:
    return [(issue.path, issue.rule) for issue in verify_release(folder, key=key).issues]


BAD = [("SHA256SUMS.sig", "release-signature")]


@needs_ssh
@pytest.mark.parametrize("form", ["key", "signers", "signers-of-files"])
def test_a_signature_by_ssh_is_that_of_its_key_alone(form: str, folder: Path, tmp_path: Path) -> None:
    key, other = ssh_key(tmp_path, "key"), ssh_key(tmp_path, "other")
    sign_by_ssh(folder, key)
    files = []
    for public in (key, other):
        text = public.read_text(encoding="utf-8")
        if form != "key":
            option = 'namespaces="file" ' if form == "signers-of-files" else ""
            text = f"# people\nsomeone@example.org {option}{text}"
        files.append(tmp_path / f"{public.stem}-{form}")
        files[-1].write_text(text, encoding="utf-8")
    assert verify_release(folder, key=files[0]).layers == ("release", "tables", "descriptions", "signature")
    assert faults(folder, files[0]) == []
    assert faults(folder, files[1]) == BAD


@needs_ssh
def test_sums_that_changed_after_they_were_signed_are_reported(folder: Path, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, "key")
    sign_by_ssh(folder, key)
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "SHA256SUMS").write_text("".join(reversed(lines)), encoding="utf-8")
    assert verify_release(folder).issues == ()
    assert faults(folder, key) == BAD


@needs_ssh
def test_a_release_without_a_signature_is_reported_if_there_is_a_key(folder: Path, tmp_path: Path) -> None:
    assert faults(folder, ssh_key(tmp_path, "key")) == BAD


@needs_minisign
def test_a_signature_by_minisign_is_that_of_its_key_alone(folder: Path, tmp_path: Path) -> None:
    for name in ("key", "other"):
        run("minisign", "-G", "-W", "-p", tmp_path / f"{name}.pub", "-s", tmp_path / name)
    run("minisign", "-S", "-s", tmp_path / "key", "-m", folder / "SHA256SUMS")
    assert faults(folder, tmp_path / "key.pub") == []
    assert faults(folder, tmp_path / "other.pub") == [("SHA256SUMS.minisig", "release-signature")]


def test_without_the_program_the_message_names_it(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text(MINISIGN_KEY, encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PackpressError, match="minisign is not installed or not on PATH"):
        verify_release(folder, key=tmp_path / "key")


@pytest.mark.parametrize(
    ("text", "words"), [("x\n", "is neither a public key"), (None, "cannot be read")], ids=["no-key", "no-file"]
)
def test_a_file_that_is_not_a_key_is_wrong_usage(text: str | None, words: str, folder: Path, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "key").write_text(text, encoding="utf-8")
    with pytest.raises(PackpressError, match=words):
        verify_release(folder, key=tmp_path / "key")
