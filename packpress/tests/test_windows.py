"""The whole command works without what Python lacks on Windows: locks, links, half of ``os``, and files replaced while open."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

PACKAGES = Path(__file__).resolve().parent / "packages"
WINDOWS = Path(__file__).resolve().with_name("windows.py")
MADE_FROM = "packpress:madeFrom"
FULL = "packpress.check.rules.run", "frictionless", "krippendorff", "pandas", "pandera.pandas", "rich.progress"
# what is imported before the system is hidden, as it would be bound to Windows there → commands, in this order
SESSIONS: dict[str, tuple[Sequence[str], Sequence[Sequence[str]]]] = {
    "quick": (
        (),
        (
            ("--version",),
            ("validate",),
            ("validate", "--format", "json", "--save", "markdown", "made/report.md"),
            ("validate", "--save", "markdown", "made/report.md", "--save", "outputs", "made/added"),
            ("validate", "--base", "HEAD"),
            ("format", "--check"),
            ("format",),
            ("build",),
            ("build", "../types"),
            ("build", "../types", "--check"),
            ("build", "../types"),
            ("validate", "../types"),
            ("new", "ports", "--id", "tenerife"),
            ("new", "letters", "--id", "l-tenerife"),
            ("validate",),
            ("format",),
            ("diff", "../old", "."),
            ("diff", "../old.zip", "."),
            ("diff", "HEAD", ".", "--format", "json"),
            ("explain",),
            ("explain", "ports"),
            ("explain", "text-blank-row"),
            ("hook", "validate", "--", "data/ports.csv"),
            ("hook", "format", "--", "data/ports.csv"),
            ("trace", "--texts", "texts"),
            ("validate", "nowhere"),
        ),
    ),
    "full": (
        FULL,
        (
            ("format",),
            ("build", "--full"),
            ("validate", "--full"),
            ("trace", "--texts", "texts"),
            ("build", "--full", "--check"),
            ("build", "--full"),
        ),
    ),
}


def names(module: str, platform: str) -> set[str]:
    """The names that the module has on the platform, as typeshed lists them."""
    spec = find_spec("mypy")
    assert spec is not None
    assert spec.origin is not None
    stubs = Path(spec.origin).parent / "typeshed" / "stdlib"
    file = stubs / module / "__init__.pyi" if (stubs / module).is_dir() else stubs / f"{module}.pyi"
    known = SimpleNamespace(platform=platform, version_info=sys.version_info)
    return set(_defined(ast.parse(file.read_text(encoding="utf-8")).body, known))


def _defined(body: Iterable[ast.stmt], known: SimpleNamespace) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.If):
            holds = eval(compile(ast.Expression(node.test), "typeshed", "eval"), {"sys": known, "TYPE_CHECKING": True})
            yield from _defined(node.body if holds else node.orelse, known)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.ImportFrom | ast.Import):
            yield from (alias.asname or alias.name for alias in node.names)


ONLY_UNIX = {module: sorted(names(module, "linux") - names(module, "win32")) for module in ("os", "signal", "sys", "time")}


def test_what_windows_lacks_is_known() -> None:
    assert {"fork", "fchmod", "O_NOFOLLOW", "O_DIRECTORY", "getxattr", "register_at_fork", "getuid"} <= set(ONLY_UNIX["os"])
    assert {"replace", "fsync", "symlink", "link"} & set(ONLY_UNIX["os"]) == set()
    assert {"SIGHUP", "SIGKILL"} <= set(ONLY_UNIX["signal"])
    assert ONLY_UNIX["sys"] == ["abiflags", "getdlopenflags", "setdlopenflags"]


def session(folder: Path, name: str, *, is_hidden: bool) -> tuple[str, dict[str, bytes]]:
    """What the commands print in a new copy of the letters, with their exit codes, and each file that is there afterwards."""
    needed, commands = SESSIONS[name]
    ignore = shutil.ignore_patterns("__pycache__")  # which another test may make meanwhile
    shutil.copytree(PACKAGES / "letters", folder / "old", ignore=ignore)
    root = shutil.copytree(PACKAGES / "letters", folder / "new", ignore=ignore)
    shutil.make_archive(str(folder / "old"), "zip", folder, "old")
    types = shutil.copytree(PACKAGES / "every-type", folder / "types", ignore=ignore)
    descriptor = json.loads((types / "datapackage.json").read_text(encoding="utf-8"))
    made = [
        {"name": f"{name}-p", "path": f"{name}.parquet", "format": "parquet", MADE_FROM: name} for name in ("things", "kinds")
    ]
    descriptor["resources"] += made
    (types / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    for arguments in (("init", "-q"), ("add", "."), (*author, "commit", "-q", "-m", "Begin")):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    ports = root / "data" / "ports.csv"
    ports.write_bytes(ports.read_bytes().replace(b"\n", b"\r\n"))
    hidden = json.dumps(ONLY_UNIX if is_hidden else None)
    temporary = folder / "temporary"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, str(WINDOWS), hidden, json.dumps(needed), json.dumps(commands)],
        cwd=root,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert list(temporary.iterdir()) == []
    files = (
        file
        for file in folder.rglob("*")
        if file.is_file() and not {".git", "__pycache__"} & {*file.parts} and file.suffix != ".zip"
    )
    return done.stdout, {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow) if name == "full" else name for name in SESSIONS])
def test_every_command_does_what_it_does_elsewhere(name: str, tmp_path: Path) -> None:
    for part in ("here", "windows"):
        (tmp_path / part).mkdir()
    here, windows = session(tmp_path / "here", name, is_hidden=False), session(tmp_path / "windows", name, is_hidden=True)
    assert windows == here
    assert here[0].count("$ packpress") == len(SESSIONS[name][1])
    assert "Traceback" not in here[0]


def test_the_command_starts_without_the_library_of_c(tmp_path: Path) -> None:
    arguments = (json.dumps(ONLY_UNIX), "[]", "python -m packpress", "validate", str(PACKAGES / "every-type"))
    command = [sys.executable, str(WINDOWS), *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "valid: 0 errors, 0 warnings (checked: files, cells)\n", "")
