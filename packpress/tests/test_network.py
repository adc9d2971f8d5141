"""The network is never asked for anything: the commands work without it, and no descriptor makes them fetch an address."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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


def test_a_server_of_these_tests_hears_who_asks_it(server: _Server) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), 5) as client:
        client.sendall(b"GET /asked.json HTTP/1.0\r\n\r\n")
        with client.makefile("rb") as answer:  # to its end: the server stumbles over one who hangs up before
            assert answer.read().startswith(b"HTTP/1.0 200")
    assert server.asked == ["/asked.json"]
