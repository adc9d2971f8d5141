"""Fuzzes `packpress validate` with atheris: any descriptor and tables give a report or a PackpressError.

The bytes of the fuzzer are steps that change the package tests/packages/every-type: a value of its descriptor for another,
a new property, a cell of its tables. Not collected by pytest, and atheris is no dependency. To run it for ten minutes:

    pip install atheris
    python tests/fuzz/fuzz_package.py -max_total_time=600 -max_len=300

What it finds becomes a case of tests/check/test_hostile.py.
"""

from __future__ import annotations

import copy
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["packpress"]):
    from packpress.check.validate import validate
    from packpress.errors import PackpressError
    from packpress.report import format_json, format_text

EVERY_TYPE = Path(__file__).parents[1] / "packages" / "every-type"
DESCRIPTOR: Any = json.loads((EVERY_TYPE / "datapackage.json").read_text(encoding="utf-8"))
for resource in DESCRIPTOR["resources"]:
    resource["schema"] = json.loads((EVERY_TYPE / resource["schema"]).read_text(encoding="utf-8"))
HEADER, ROW, _ = (EVERY_TYPE / "data" / "things.csv").read_text(encoding="utf-8").splitlines()
FIELDS = DESCRIPTOR["resources"][0]["schema"]["fields"]
KEYS = sorted(
    {key for item in FIELDS for key in (*item, *item.get("constraints", {}))}
    | set(
        "categories missingValues trueValues falseValues decimalChar groupChar bareNumber delimiter itemType unique minLength "
        "maxLength minimum maximum exclusiveMinimum exclusiveMaximum pattern enum jsonSchema primaryKey uniqueKeys foreignKeys "
        "fieldsMatch reference resource path dialect encoding bytes hash $schema packpress:layout packpress:madeFrom "
        "packpress:edtf".split()
    )
)
VALUES: list[Any] = [
    None, True, False, 0, -1, 2**63, 10**40, 1e308, "", "a", "id", "kinds", "true", "..", "%Y", "%", "(", "a)|(?:b", "\\",
    "[ab]*a[ab]{500}", "\ud800", [], {}, [[]], [None], ["a", "a"], ["id"], [["id"]], {"a": 1}, {"type": "x"}, "canonical",
    "string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time", "year", "yearmonth",
    "duration", "geopoint", "geojson", "any", "default", "topojson", "email", "uri", "uuid", "binary",
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside the value."""
    if path:
        yield path
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(child, (*path, key))


def new_value(provider: Any) -> Any:
    """A value from the list, a text, a number, or whatever JSON the fuzzer wrote."""
    kind = provider.ConsumeIntInRange(0, 3)
    if kind == 0:
        return copy.deepcopy(provider.PickValueInList(VALUES))
    if kind == 1:
        return provider.ConsumeUnicode(provider.ConsumeIntInRange(0, 20))
    if kind == 2:
        return provider.ConsumeInt(4)
    try:
        return json.loads(provider.ConsumeUnicodeNoSurrogates(provider.ConsumeIntInRange(0, 40)))
    except (ValueError, RecursionError):
        return provider.ConsumeFloat()


def change(descriptor: Any, provider: Any) -> None:
    """Put another value in the place of one, or one more property beside it."""
    path = provider.PickValueInList(list(places(descriptor)))
    holder = descriptor
    for step in path[:-1]:
        holder = holder[step]
    if isinstance(holder[path[-1]], dict) and provider.ConsumeBool():
        holder[path[-1]][provider.PickValueInList(KEYS)] = new_value(provider)
    elif provider.ConsumeBool():
        holder[path[-1]] = new_value(provider)
    elif isinstance(holder, dict):
        holder[provider.PickValueInList(KEYS)] = holder.pop(path[-1])


def rows(provider: Any) -> str:
    """Rows of the table of things, some cells replaced by texts of the fuzzer."""
    given = ROW.count(",")
    found = []
    for _ in range(provider.ConsumeIntInRange(0, 2)):
        cells = [""] * len(HEADER.split(","))
        for _ in range(provider.ConsumeIntInRange(0, 4)):
            cells[provider.ConsumeIntInRange(0, len(cells) - 1)] = provider.ConsumeUnicodeNoSurrogates(given)
        found.append(",".join('"' + cell.replace('"', '""') + '"' if cell else "" for cell in cells))
    return "\n".join([HEADER, ROW, *found, ""])


FOLDER = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
shutil.copytree(EVERY_TYPE, FOLDER, dirs_exist_ok=True)


def test_one_input(data: bytes) -> None:
    provider: Any = atheris.FuzzedDataProvider(data)
    descriptor = copy.deepcopy(DESCRIPTOR)
    for _ in range(provider.ConsumeIntInRange(0, 3)):
        change(descriptor, provider)
    (FOLDER / "data" / "things.csv").write_text(rows(provider), encoding="utf-8")
    (FOLDER / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    try:
        report = validate(FOLDER)
    except PackpressError as error:
        str(error).encode("utf-8")
        return
    (format_text(report) + format_json(report)).encode("utf-8")


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one_input)
    atheris.Fuzz()
    shutil.rmtree(FOLDER)
