"""What a build gives, and how it writes: one build at a time, each file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fentanyl_control.errors import LockedError
from fentanyl_control.issue import Report
from fentanyl_control.publish.agreement import Agreement
from fentanyl_control.publish.coverage import Coverage


@dataclass(frozen=True)
class Built:
    """What a build did: its report, the rows of each table, the files that were fresh or stale, and what it counted.

    ``counts`` has the rows of each code of the fields that ``press:counts`` in the descriptor names.
    """

    report: Report
    rows: dict[str, int]
    coverage: Coverage | None
    counts: dict[str, dict[str, int]]
    agreements: tuple[Agreement, ...]
    fresh: tuple[str, ...]
    stale: tuple[str, ...]


def refused(report: Report) -> Built:
    """A build that wrote nothing, because the report has errors."""
    return Built(report, {}, None, {}, (), (), ())


def holds(file: Path, data: bytes) -> bool:
    """Whether the file is there with just these bytes."""
    return file.is_file() and file.read_bytes() == data


def write_output(file: Path, data: bytes) -> None:
    """Write the file whole or not at all: to a temporary name beside it, then renamed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the package while it is built; a second build of it fails at once. Systems without flock go without."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        stream = file.open("rb")
    except OSError:
        yield  # the reader says what is wrong with the file
        return
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LockedError(f"{file.name}: another build of this package is running; try again when it is done") from error
        yield
