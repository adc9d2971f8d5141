"""SIGTERM and SIGHUP end a command as Ctrl-C does: cleaned up, without a traceback, with 128 and the signal as exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.signals import Terminated, ending_by_exception

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

SCHEMA = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


@pytest.fixture(autouse=True)
def _not_ignored() -> Iterator[None]:
    """Whoever started the tests by ``nohup`` had SIGHUP ignored, here and in each process that is started from here."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def work(number: signal.Signals, cleaned: list[str]) -> None:
    """Send the signal to this process, and clean up while both signals come again."""
    with ending_by_exception():
        try:
            os.kill(os.getpid(), number)
            time.sleep(10)
        finally:
            for each in (signal.SIGTERM, signal.SIGHUP):
                os.kill(os.getpid(), each)
            cleaned.append("all")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_first_signal_raises_and_the_next_do_not_disturb_the_clean_up(number: signal.Signals) -> None:
    before = [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)]
    cleaned: list[str] = []
    with pytest.raises(Terminated) as error:
        work(number, cleaned)
    assert (cleaned, error.value.exit_code) == (["all"], 128 + number)
    assert [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)] == before


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ending_by_exception():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_thread_that_is_not_the_main_one_changes_no_signal() -> None:
    seen: list[object] = []

    def look() -> None:
        with ending_by_exception():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGTERM)]


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_diff_that_is_stopped_leaves_nothing(number: signal.Signals, make_package: PackageMaker, tmp_path: Path) -> None:
    root = make_package(SCHEMA, "id\n" + "".join(f"{n:07}\n" for n in range(200_000)))
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        for name in ("datapackage.json", "data.csv"):
            archive.write(root / name, name)
    (root / "data.csv").write_bytes(b"id\n" + b"".join(b"%07d\n" % n for n in range(1, 200_000, 3)))
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-m", "packpress", "diff", str(tmp_path / "old.zip"), "--format", "csv"]
    process = subprocess.Popen(
        command, cwd=root, env=os.environ | {"TMPDIR": str(temporary)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with process:
        end = time.monotonic() + 60
        while not any(temporary.iterdir()) and process.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        assert list(temporary.iterdir()) != []
        process.send_signal(number)  # it can get no further than its pipe is long: 66,667 lines are not read
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err, list(temporary.iterdir())) == (SIGNALS[number], b"", [])


@pytest.mark.slow
def test_a_diff_that_was_killed_is_cleaned_up_by_the_next(make_package: PackageMaker, tmp_path: Path) -> None:
    root = make_package(SCHEMA, "id\n" + "".join(f"{n:07}\n" for n in range(200_000)))
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        for name in ("datapackage.json", "data.csv"):
            archive.write(root / name, name)
    (root / "data.csv").write_bytes(b"id\n")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-m", "packpress", "diff", str(tmp_path / "old.zip"), "--format", "csv"]
    environment = os.environ | {"TMPDIR": str(temporary)}
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE)
    with process:
        while not any(temporary.iterdir()) and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert len(list(temporary.iterdir())) == 1
    subprocess.run(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, check=True)
    assert list(temporary.iterdir()) == []
