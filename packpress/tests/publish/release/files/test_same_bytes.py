"""A database and a workbook have the same bytes wherever, whenever and by whomever they are written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

WRITE = """
import os, sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
conftest, root, built, folder, umask = sys.argv[1:]
os.umask(int(umask, 8))
spec = spec_from_file_location("made", conftest)
made = module_from_spec(spec)
spec.loader.exec_module(made)
release = made.release_of(Path(root), Path(built), Path(folder))
for name in ("sqlite_zip", "xlsx"):
    module = import_module("packpress.publish.release.files." + name)
    getattr(module, "write_" + name)(release)
"""
# time zone, locale, seed of hashes, umask
SURROUNDINGS = [("UTC", "C", "0", "022"), ("Pacific/Kiritimati", "C.UTF-8", "1", "077"), ("America/St_Johns", "C", "7", "002")]


def written(root: Path, built: Path, folder: Path, zone: str, locale: str, seed: str, umask: str) -> dict[str, bytes]:
    conftest = Path(__file__).with_name("conftest.py")
    environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
    subprocess.run([sys.executable, "-c", WRITE, conftest, root, built, folder, umask], env=environment, check=True)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.slow
def test_surroundings_do_not_change_a_byte(built_examples: Mapping[str, tuple[Path, Path]], tmp_path: Path) -> None:
    first, *others = [
        written(*built_examples["letters"], tmp_path / f"run {number}" / ("deep" * number), *surroundings)
        for number, surroundings in enumerate(SURROUNDINGS)
    ]
    assert sorted(first) == ["letters-of-a-voyage.xlsx", "sqlite.zip"]
    assert [name for other in others for name in first if first[name] != other[name]] == []
