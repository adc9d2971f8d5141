"""What is not installed is named with its extra, and with no place to get it from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

import packpress
from packpress.check.frames import to_frame
from packpress.cli import main
from packpress.edtf import read_edtf

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

MISSING = 'is not installed; it comes with the extra "publish" of packpress (pandas, pandera, frictionless and others)'
TABLE = pa.table({"a": [1]})
# library that is not there → what is called, and what is said
CALLS: dict[str, tuple[Callable[[], object], str]] = {
    "pandas": (lambda: to_frame(TABLE), f"pandas {MISSING}"),
    "edtf": (lambda: read_edtf("1987-06"), f"edtf, which reads dates, {MISSING}"),
}


@pytest.mark.parametrize("library", CALLS)
def test_a_library_that_is_not_there_is_named_with_its_extra(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call, message = CALLS[library]
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(packpress.MissingExtraError) as error:
        call()
    assert str(error.value) == message


# command → the library that is not there
COMMANDS = {"validate": "frictionless", "build": "packpress.publish.build"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_without_its_libraries_says_what_does_without(
    command: str, make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_package({"fields": [{"name": "a", "type": "string"}]}, "a\nb\n")
    monkeypatch.delitem(sys.modules, "packpress.check.second_opinion", raising=False)
    monkeypatch.setitem(sys.modules, COMMANDS[command], None)
    assert main([command, str(root)]) == 2
    said = f"packpress: {COMMANDS[command]} {MISSING}; without --full, files and cells are checked without it\n"
    assert capsys.readouterr().err == said
