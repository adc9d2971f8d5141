"""Nothing is fetched but from a store whose address a person typed: no descriptor and no other argument leads to one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import packpress

if TYPE_CHECKING:
    from tests.conftest import PackageFolder, PackageMaker

GUARD = """
import sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"):
        raise OSError(101, "Network is unreachable")
sys.addaudithook(refuse)
exec(sys.argv[2])
"""
# way to cut the network off → the command that a Python command line is put behind
FENCES: Mapping[str, list[str]] = {
    "namespace": ["unshare", "--net", sys.executable],
    "user-namespace": ["unshare", "--user", "--map-root-user", "--net", sys.executable],
    "guard": [sys.executable, "-c", GUARD],
}


def _works(fence: str) -> bool:
    """Whether this machine lets us put up the fence."""
    command = FENCES[fence]
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run([*command, "-c", "pass"], capture_output=True, check=False).returncode == 0


def _run(fence: str, program: str) -> subprocess.CompletedProcess[str]:
    """Run the Python program behind the fence."""
    return subprocess.run([*FENCES[fence], "-c", program], capture_output=True, text=True, check=False)


class _Server(ThreadingHTTPServer):
    """Listens on this machine and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, _Server)
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server() as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield listening
        listening.shutdown()
        thread.join()


CONNECT = "import socket; socket.create_connection(('127.0.0.1', {}), 5).close()"


@pytest.mark.parametrize("fence", FENCES)
def test_a_fence_keeps_a_process_from_a_server_that_listens(fence: str, server: _Server) -> None:
    if not _works(fence):
        pytest.skip("this machine does not allow it")
    connect = CONNECT.format(server.server_port)
    assert subprocess.run([sys.executable, "-c", connect], check=False).returncode == 0
    fenced = _run(fence, connect)
    assert fenced.returncode == 1
    assert "Network is unreachable" in fenced.stderr


def test_build_and_validate_work_with_the_network_cut_off(letters: PackageFolder, make_package: PackageMaker) -> None:
    fence = next(name for name in FENCES if _works(name))
    build = ["build", "--full", str(letters.root), "--rules", str(letters.root / "rules.py")]
    validate = ["validate", "--full", str(make_package({"fields": [{"name": "a", "type": "string"}]}, "a\nx\n"))]
    done = _run(fence, f"from packpress.cli import main; assert main({build}) == 0; assert main({validate}) == 0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "wrote: data/parquet/ports.parquet\n" in done.stdout
    assert done.stdout.endswith("valid: 0 errors, 0 warnings (checked: files, cells, rules, second opinion)\n")


# where an address stands → what is put into the resource and into the descriptor
ADDRESSES: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "package-schema": ({}, {"$schema": "ADDRESS"}),
    "package-profile": ({}, {"profile": "ADDRESS"}),
    "package-profiles": ({}, {"profiles": ["ADDRESS"]}),
    "resource-schema": ({"$schema": "ADDRESS"}, {}),
    "resource-profile": ({"profile": "ADDRESS"}, {}),
    "more-paths": ({"extrapaths": ["ADDRESS"]}, {}),
    "schema-schema": ({"schema": {"fields": [{"name": "a", "type": "string"}], "$schema": "ADDRESS"}}, {}),
    "schema-reference": ({"schema": {"fields": [{"name": "a", "type": "string"}], "$ref": "ADDRESS"}}, {}),
    "dialect-schema": ({"dialect": {"$schema": "ADDRESS"}}, {}),
    "checklist": ({"checklist": "ADDRESS"}, {}),
    "pages": ({}, {"homepage": "ADDRESS", "image": "ADDRESS", "licenses": [{"name": "CC0-1.0", "path": "ADDRESS"}]}),
    "path": ({"path": "ADDRESS"}, {}),
    "schema": ({"schema": "ADDRESS"}, {}),
    "dialect": ({"dialect": "ADDRESS"}, {}),
}


def _filled(value: Any, address: str) -> Any:
    if isinstance(value, dict):
        return {name: _filled(item, address) for name, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, address) for item in value]
    return address if value == "ADDRESS" else value


@pytest.mark.parametrize(("resource", "descriptor"), ADDRESSES.values(), ids=ADDRESSES)
def test_no_address_of_a_descriptor_is_fetched(
    resource: dict[str, Any], descriptor: dict[str, Any], make_package: PackageMaker, server: _Server
) -> None:
    address = f"http://127.0.0.1:{server.server_port}/asked.json"
    schema = {"fields": [{"name": "a", "type": "string"}]}
    loose = {"$schema": "https://datapackage.org/profiles/1.0/datapackage.json", **_filled(descriptor, address)}
    packpress.validate(make_package(schema, "a\nx\n", resource=_filled(resource, address), descriptor=loose), full=True)
    assert server.asked == []


# what a person types who names no store → the arguments
WITHOUT_STORES: Mapping[str, list[str]] = {
    "build": ["build", "s3://bucket/p"],
    "diff": ["diff", "s3://bucket/old", "s3://bucket/p"],
    "explain": ["explain", "file-missing", "s3://bucket/p"],
    "format": ["format", "s3://bucket/p"],
    "init": ["init", "s3://bucket/p/a.csv"],
    "new": ["new", "s3://bucket/p"],
    "release": ["release", "s3://bucket/p"],
    "schema": ["schema", "--as", "sql", "s3://bucket/p"],
    "site": ["site", "s3://bucket/p"],
    "trace": ["trace", "--texts", "s3://bucket/texts"],
    "verify": ["verify", "s3://bucket/p"],
    "out": ["build", "--out=s3://bucket/p"],
    "rules": ["validate", "--full", "--rules", "s3://bucket/rules.py"],
    "rules-of-a-store": ["validate", "s3://bucket/p", "--full", "--rules", "s3://bucket/p/rules.py"],
    "save": ["validate", "--save", "json", "s3://bucket/p"],
    "base": ["validate", "--base", "s3://bucket/p"],
    "base-of-a-store": ["validate", "s3://bucket/p", "--base", "HEAD"],
    "map": ["validate", "--map", "s3://bucket/p=pyproject.toml"],
    "web": ["validate", "https://127.0.0.1:1/p"],
}
CONNECTS = """
import sys
from packpress.filesystem.stores import connect
connect.connected = None  # whoever calls it fails with a TypeError
from packpress.cli import main
sys.exit(main({}))
"""


@pytest.mark.parametrize("arguments", WITHOUT_STORES.values(), ids=WITHOUT_STORES)
def test_no_other_argument_leads_to_a_store(arguments: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONNECTS.format(arguments)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)
    assert "s3://bucket" in done.stderr or "only the PATH" in done.stderr or "https://127.0.0.1" in done.stderr


def test_the_address_of_a_package_leads_to_its_store() -> None:
    command = [sys.executable, "-c", CONNECTS.format(["validate", "s3://bucket/p"])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr.endswith("TypeError: 'NoneType' object is not callable\n")


# where a package names a store → what is put into the resource, the descriptor and the settings
STORES: Mapping[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "path": ({"path": "s3://bucket/data.csv"}, {}, ""),
    "paths": ({"path": ["data.csv", "s3://bucket/data.csv"]}, {}, ""),
    "schema": ({"schema": "s3://bucket/schema.json"}, {}, ""),
    "dialect": ({"dialect": "gs://bucket/dialect.json"}, {}, ""),
    "profile": ({}, {"profile": "s3://bucket/profile.json"}, ""),
    "view": ({}, {"packpress:views": [{"name": "v", "path": "s3://bucket/v.sql", "schema": "az://bucket/v.json"}]}, ""),
    "rules": ({}, {}, 'rules = "s3://bucket/rules.py"'),
    "map": ({}, {}, 'map = {"https://example.org/a.json" = "s3://bucket/a.json"}'),
}


@pytest.mark.parametrize(("resource", "descriptor", "settings"), STORES.values(), ids=STORES)
def test_nothing_in_a_package_leads_to_a_store(
    resource: dict[str, Any], descriptor: dict[str, Any], settings: str, make_package: PackageMaker
) -> None:
    root = make_package({"fields": [{"name": "a", "type": "string"}]}, "a\nx\n", resource=resource, descriptor=descriptor)
    if settings:
        (root / "pyproject.toml").write_text(f"[tool.packpress]\n{settings}\n", encoding="utf-8")
    full = ["--full"] if settings else []
    done = subprocess.run(
        [sys.executable, "-c", CONNECTS.format(["validate", *full])], capture_output=True, text=True, check=False, cwd=root
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in ((1,) if resource or "packpress:views" in descriptor else (0, 1, 2))


def test_the_file_systems_of_pyarrow_are_imported_only_for_an_address(make_package: PackageMaker) -> None:
    root = make_package({"fields": [{"name": "a", "type": "string"}]}, "a\nx\n")
    program = (
        f"import sys; from packpress.cli import main; main(['validate', {str(root)!r}]); print('pyarrow.fs' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "valid: 0 errors, 0 warnings (checked: files, cells)\nFalse\n"


def test_a_server_of_these_tests_hears_who_asks_it(server: _Server) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), 5) as client:
        client.sendall(b"GET /asked.json HTTP/1.0\r\n\r\n")
        with client.makefile("rb") as answer:  # to its end: the server stumbles over one who hangs up before
            assert answer.read().startswith(b"HTTP/1.0 200")
    assert server.asked == ["/asked.json"]
