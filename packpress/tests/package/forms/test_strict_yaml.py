from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from packpress.check.validate import validate
from packpress.errors import PackageError
from packpress.package.forms.strict_yaml import parse_yaml

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

# text → value
VALUES: dict[str, tuple[str, Any]] = {
    "words and numbers": (
        'a: x\nb: [1, 1.5, true, null, ~]\nc: "1"\nd: 0x10\ne: no\n',
        {"a": "x", "b": [1, 1.5, True, None, None], "c": "1", "d": 16, "e": False},
    ),
    "dates are text": (
        "created: 2024-02-29\nat: 2024-02-29T12:00:00Z\n",
        {"created": "2024-02-29", "at": "2024-02-29T12:00:00Z"},
    ),
    "times are text": ("a: 1:30\nb: 12:00:00\n", {"a": "1:30", "b": "12:00:00"}),
    "an alias": ("a: &x [1, 2]\nb: *x\n", {"a": [1, 2], "b": [1, 2]}),
    "a text of several lines": ("a: >\n  x\n  y\n", {"a": "x y\n"}),
    "nothing": ("", None),
    "JSON": ('{"a": {"b": [1]}}', {"a": {"b": [1]}}),
}


@pytest.mark.parametrize(("text", "value"), VALUES.values(), ids=VALUES)
def test_yaml_is_read_as_json_would_be(text: str, value: Any) -> None:
    found = parse_yaml(text, "d.yaml")
    assert (found, json.dumps(found)) == (value, json.dumps(value))


# text → the beginning of the message
FAULTS = {
    "a duplicate key": ("a: 1\nb: 2\na: 3\n", 'd.yaml:3:1: the key "a" is duplicated'),
    "a tag": ("a: !!python/object:os.system x\n", "d.yaml:1:4: has the tag tag:yaml.org,2002:python/object:os.system"),
    "a tag of a list": ("a: !!set [x]\n", "d.yaml:1:4: has the tag tag:yaml.org,2002:set"),
    "a key that is no text": ("1: a\n", "d.yaml:1:1: has a key that is not text"),
    "a merge key": ("a: &x {b: 1}\nc:\n  <<: *x\n", "d.yaml:3:3: has a key that is not text, or merges keys"),
    "an infinite number": ("a: .inf\n", "d.yaml:1:4: .inf is not a number of JSON"),
    "a second document": ("a: 1\n---\nb: 1\n", "d.yaml:2:1: begins a second document"),
    "an alias without its anchor": ("a: *x\n", "d.yaml:1:4: the alias *x has no anchor"),
    "an alias inside of its anchor": ("a: &x [*x]\n", "d.yaml:1:8: the alias *x has no anchor"),
    "bad indentation": ("a: 1\n  b: 2\n", "d.yaml:2:4: is not YAML: "),
    "a control character": ("a: \x01\n", "d.yaml: is not YAML: "),
    "too deep": ("[" * 70 + "]" * 70, "d.yaml:1:65: is nested too deeply"),
    "far too deep": ("[" * 100_000, "d.yaml"),
    "too deep by an alias": (
        "a: &x " + "[" * 40 + "]" * 40 + "\nb: " + "[" * 40 + "*x" + "]" * 40,
        "d.yaml:2:44: is nested",
    ),
    "aliases of aliases": (
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)),
        "d.yaml:7:",
    ),
    "too large": ("#" * 5_000_000, "d.yaml: is larger than 4 MiB"),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_what_json_could_not_say_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(PackageError) as raised:
        parse_yaml(text, "d.yaml")
    assert str(raised.value)[: len(message)] == message


DESCRIPTOR = """\
name: boats
resources:
- name: boats
  path: boats.csv
  schema: boats.yaml
"""


def write(folder: Path, name: str) -> Path:
    """A package whose descriptor and schema are YAML, with one wrong cell."""
    (folder / name).write_text(DESCRIPTOR, encoding="utf-8")
    (folder / "boats.yaml").write_text("fields:\n- {name: id, type: integer}\n", encoding="utf-8")
    (folder / "boats.csv").write_text("id\n1\nx\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["datapackage.yaml", "datapackage.yml", "other.yaml"])
@pytest.mark.parametrize("given", ["folder", "descriptor", "table"])
def test_a_package_in_yaml_is_found_by_each_of_its_paths(tmp_path: Path, name: str, given: str) -> None:
    root = write(tmp_path, name)
    path = {"folder": root, "descriptor": root / name, "table": root / "boats.csv"}[given]
    if name == "other.yaml" and given != "descriptor":
        if given == "table":
            assert [i.rule for i in validate(path).issues] == ["table-not-described"]
            return
        with pytest.raises(PackageError):
            validate(path)
    else:
        assert [(i.path, i.line, i.rule) for i in validate(path).issues] == [("boats.csv", 3, "type-integer")]


def test_a_descriptor_in_json_counts_before_one_in_yaml(make_package: PackageMaker) -> None:
    root = make_package({"fields": [{"name": "id"}]}, "id\n1\n")
    write(root, "datapackage.yaml")
    message = "datapackage.yaml is not read, because datapackage.json is there; remove one"
    assert [(i.rule, i.severity, i.message) for i in validate(root).issues] == [("descriptor-ignored", "warning", message)]
