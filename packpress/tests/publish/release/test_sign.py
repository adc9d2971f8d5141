"""A signature is one more file of a release, and is not replaced by another."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from packpress.errors import PackpressError
from packpress.publish.release.sign import sign


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release of one file."""
    made = tmp_path / "dist" / "1.0.0"
    made.mkdir(parents=True)
    (made / "SHA256SUMS").write_bytes(b"0  x\n")
    return made


def make_ssh_key(file: Path) -> Path:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not there")
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return file


def test_a_signature_by_ssh_is_verified_by_ssh(folder: Path, tmp_path: Path) -> None:
    key = make_ssh_key(tmp_path / "key")
    signature = sign(folder, "ssh", key, "release 1.0.0")
    assert signature == folder / "SHA256SUMS.sig"
    assert oct(signature.stat().st_mode & 0o7777) == "0o644"
    public = (tmp_path / "key.pub").read_text(encoding="utf-8")
    (tmp_path / "signers").write_text(f"me {public}", encoding="utf-8")
    verify = ["ssh-keygen", "-Y", "verify", "-f", str(tmp_path / "signers"), "-I", "me", "-n", "file", "-s", str(signature)]
    for data, code in ((b"0  x\n", 0), (b"0  y\n", 255)):
        assert subprocess.run(verify, input=data, capture_output=True, check=False).returncode == code
    assert sorted(path.name for path in folder.parent.rglob("*")) == ["1.0.0", "SHA256SUMS", "SHA256SUMS.sig"]


def test_the_same_key_signs_again_and_another_is_refused(folder: Path, tmp_path: Path) -> None:
    key, other = make_ssh_key(tmp_path / "key"), make_ssh_key(tmp_path / "other")
    signature = sign(folder, "ssh", key, "")
    before = signature.read_bytes()
    assert sign(folder, "ssh", key, "") == signature
    with pytest.raises(PackpressError, match=r"SHA256SUMS\.sig: is another signature; move it away to sign again$"):
        sign(folder, "ssh", other, "")
    assert signature.read_bytes() == before


def test_a_key_that_is_none_is_named(folder: Path, tmp_path: Path) -> None:
    make_ssh_key(tmp_path / "key")
    (tmp_path / "none").write_text("x", encoding="utf-8")
    with pytest.raises(PackpressError, match="SHA256SUMS: ssh-keygen did not sign it: "):
        sign(folder, "ssh", tmp_path / "none", "")
    assert [path.name for path in folder.iterdir()] == ["SHA256SUMS"]


def test_a_signature_by_minisign_is_verified_by_minisign(folder: Path, tmp_path: Path) -> None:
    if shutil.which("minisign") is None:
        pytest.skip("minisign is not there")
    key, public = tmp_path / "key", tmp_path / "key.pub"
    subprocess.run(["minisign", "-G", "-W", "-s", str(key), "-p", str(public)], check=True, capture_output=True)
    signature = sign(folder, "minisign", key, "release 1.0.0")
    assert signature.name == "SHA256SUMS.minisig"
    assert "trusted comment: release 1.0.0\n" in signature.read_text(encoding="utf-8")
    verify = ["minisign", "-V", "-p", str(public), "-m", str(folder / "SHA256SUMS"), "-x", str(signature)]
    assert subprocess.run(verify, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("signer", ["ssh", "minisign"])
def test_a_program_that_is_not_there_is_named(
    signer: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    name = "ssh-keygen" if signer == "ssh" else signer
    with pytest.raises(PackpressError, match=f"^{name} is not installed or not on PATH; it is needed to sign a release$"):
        sign(folder, signer, tmp_path / "key", "")
