"""Memory of blocks is used again, and the limits of glibc are set together."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

import pytest

from packpress.arrow.reused_memory import reuse_memory

MIB = 1024 * 1024


def test_both_limits_of_glibc_are_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[int, int]] = []

    class Library:
        def mallopt(self, parameter: int, size: int) -> None:
            calls.append((parameter, size))

    monkeypatch.setattr(ctypes, "CDLL", lambda _: Library())
    monkeypatch.setattr(sys, "platform", "linux")
    reuse_memory.cache_clear()
    reuse_memory()
    reuse_memory()
    assert calls == [(-3, 32 * MIB), (-1, 64 * MIB)]


@pytest.mark.parametrize(
    ("platform", "library"), [("linux", lambda _: object()), ("win32", None)], ids=["no mallopt", "Windows"]
)
def test_another_c_library_is_left_alone(platform: str, library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", library)
    monkeypatch.setattr(sys, "platform", platform)
    reuse_memory.cache_clear()
    reuse_memory()
    reuse_memory.cache_clear()
