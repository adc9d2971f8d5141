"""Loads a Python file, or a folder that is a Python package, from its source alone and without a trace in ``sys.modules``.

Python's own import would read bytecode from ``__pycache__``, which is stale if a file was changed twice within a second, and
write it next to the rules.
"""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, ModuleSpec, SourceFileLoader
from itertools import count
from pathlib import Path
from types import CodeType, ModuleType

INIT = "__init__.py"
_numbers = count(1)  # a name is never used again, so what two threads load is kept apart


class _FromSource(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        """Returns the compiled source; reads and writes no bytecode."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class _Finder(MetaPathFinder):
    """Finds the modules of one package; no other finder looks for them, so only source files count."""

    def __init__(self, package: str) -> None:
        self.package = package

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if not fullname.startswith(f"{self.package}."):
            return None
        for folder in path or ():
            spec = FileFinder(folder, (_FromSource, SOURCE_SUFFIXES)).find_spec(fullname)
            if spec is not None:
                return spec
        raise ModuleNotFoundError(f"No module named {fullname.removeprefix(self.package)!r}", name=fullname)


def load_module(path: Path) -> ModuleType:
    """Returns the module of a Python file, or of a folder with ``__init__.py``, after running it.

    The modules of a folder import each other by relative imports, which work only until this returns. Raises whatever the
    code raises, and ImportError if the name of a file does not end in ``.py``.
    """
    name = f"packpress_rules_{next(_numbers)}"
    file = path / INIT if path.is_dir() else path
    if file.suffix not in SOURCE_SUFFIXES:
        raise ImportError("not a Python file")
    folders = [str(path)] if path.is_dir() else None
    spec = importlib.util.spec_from_file_location(
        name, file, loader=_FromSource(name, str(file)), submodule_search_locations=folders
    )
    assert spec is not None  # a loader is given
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with _importable(name, module):
        spec.loader.exec_module(module)
    return module


@contextmanager
def _importable(name: str, module: ModuleType) -> Iterator[None]:
    """Makes the module and those below it importable, for as long as it is loaded."""
    finder = _Finder(name)
    sys.meta_path.insert(0, finder)
    sys.modules[name] = module
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for loaded in [other for other in sys.modules if other == name or other.startswith(f"{name}.")]:
            del sys.modules[loaded]


def find_culprit(error: BaseException, path: Path) -> str:
    """Returns the path of the file whose code raised the error; for a folder with the module's name in it."""
    if not path.is_dir():
        return str(path)
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_relative_to(path):
        return error.filename
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    return next((file for file in reversed(files) if Path(file).is_relative_to(path)), str(path))
