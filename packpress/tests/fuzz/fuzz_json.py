"""Fuzzes the strict reader of JSON with atheris: it gives what json.loads gives, or a PackageError, and nothing else.

Not collected by pytest, and atheris is no dependency. To run it for ten minutes:

    pip install atheris
    python tests/fuzz/fuzz_json.py -max_total_time=600 -max_len=400

What it finds becomes a case of tests/package/test_strict_json.py.
"""

from __future__ import annotations

import json
import sys

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["packpress", "json"]):
    from packpress.errors import PackageError
    from packpress.package.strict_json import parse_json


def test_one_input(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    try:
        value = parse_json(text, "x.json")
    except PackageError as error:
        str(error).encode("utf-8")  # the message can be shown
        return
    assert value == json.loads(text)
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode("utf-8")


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one_input)
    atheris.Fuzz()
