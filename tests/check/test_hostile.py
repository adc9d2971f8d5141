"""No input gives a traceback: a short, repeatable fuzz of texts and descriptors, and every finding of longer ones."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fentanyl_control.check.validate import validate
from fentanyl_control.errors import PressError
from fentanyl_control.issue import Report

EVERY_TYPE = Path(__file__).parents[1] / "packages" / "every-type"
repeatable = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_DESCRIPTOR: Any = json.loads((EVERY_TYPE / "datapackage.json").read_text(encoding="utf-8"))
for _resource in _DESCRIPTOR["resources"]:  # one file with all of it, so that a mutation reaches everything
    _resource["schema"] = json.loads((EVERY_TYPE / _resource["schema"]).read_text(encoding="utf-8"))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return shutil.copytree(EVERY_TYPE, tmp_path / "package", dirs_exist_ok=True)


def _end(root: Path) -> Report | PressError:
    """How the quick check ends; anything else is raised."""
    try:
        return validate(root, quick=True)
    except PressError as error:
        return error


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside the value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield from _places(child, (*path, key))


def _replaced(path: tuple[Any, ...], new: Any, key: str | None) -> Any:
    """The descriptor with another value at the path, or with one more property there."""
    whole = [copy.deepcopy(_DESCRIPTOR)]
    holder: Any = whole
    for step in (0, *path)[:-1]:
        holder = holder[step]
    last = (0, *path)[-1]
    if key is not None and isinstance(holder[last], dict):
        holder[last][key] = new
    else:
        holder[last] = new
    return whole[0]


PLACES = list(_places(_DESCRIPTOR))
ODD: list[Any] = [
    None, True, False, 0, -1, 1, 7, 2**63, 10**40, 1.5, 1e308, -0.0, "", "a", "id", "things", "kinds", "0", "é", "\n", '"',
    "true", "string", "list", "object", "geojson", "topojson", "array", "any", "..", "/", "~", "data", "data/things.csv",
    "%", "%Q", "%d%d", "(", "a)|(?:b", "(a+)+$", "\\", "a{1000}{1000}", "(?=a)", "x" * 300, "x/" * 3000, "\ud800",
    [], {}, [[]], [{}], [None], [1], [""], ["a", "a"], ["id", "nope"], [[], ["id"]], [{"value": []}], {"a": 1}, {"fields": []},
]  # fmt: skip
KEYS = (
    "name type format constraints categories missingValues trueValues falseValues decimalChar groupChar bareNumber delimiter "
    "itemType required unique minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum pattern enum jsonSchema "
    "primaryKey uniqueKeys foreignKeys fields reference resource fieldsMatch path schema dialect encoding data bytes hash "
    "press:madeFrom press:edtf press:layout $schema resources profile".split()
)


@repeatable
@given(place=st.sampled_from(PLACES), key=st.none() | st.sampled_from(KEYS), new=st.sampled_from(ODD))
def test_no_descriptor_gives_a_traceback(package: Path, place: tuple[Any, ...], key: str | None, new: Any) -> None:
    (package / "datapackage.json").write_text(json.dumps(_replaced(place, new, key)), encoding="utf-8")
    assert isinstance(_end(package), Report | PressError)
