"""What ``typings/`` says of pyarrow is true of the one that is installed: names, parameters, defaults, classes of results."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import GetSetDescriptorType, MemberDescriptorType
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pytest

TYPINGS = Path(__file__).resolve().parents[2] / "typings"
NATIVE = ("__buffer__",)
"""What a class has in C, and under a name only from Python 3.12 on."""
SLOTS = ("__getitem__",)
"""What a class has in C, which Python tells no parameters of."""


def _module(file: Path) -> str:
    return ".".join(file.relative_to(TYPINGS).with_suffix("").parts).removesuffix(".__init__")


STUBS = {_module(file): ast.parse(file.read_text(encoding="utf-8")) for file in sorted(TYPINGS.rglob("*.pyi"))}


class Said(NamedTuple):
    """One definition of the stubs: whose it is, its name, its node; the functions that a protocol stands for are one each."""

    module: str
    owner: str
    name: str
    node: ast.ClassDef | ast.FunctionDef

    def __str__(self) -> str:
        return ".".join(filter(None, (self.module, self.owner, self.name)))


def _said() -> Iterator[Said]:
    for module, tree in STUBS.items():
        protocols = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef) and node.name.startswith("_")}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) or (isinstance(node, ast.ClassDef) and node.name not in protocols):
                yield Said(module, "", node.name, node)
            if isinstance(node, ast.ClassDef) and node.name not in protocols:
                for member in node.body:
                    if isinstance(member, ast.FunctionDef):
                        yield Said(module, node.name, member.name, member)
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) in protocols:
                for call in protocols[ast.unparse(node.annotation)].body:
                    assert isinstance(call, ast.FunctionDef)
                    yield Said(module, "", ast.unparse(node.target), call)


SAID = list(_said())
FUNCTIONS = [said for said in SAID if isinstance(said.node, ast.FunctionDef) and said.name not in NATIVE]
CLASSES = [said for said in SAID if isinstance(said.node, ast.ClassDef)]


def _owner(said: Said) -> Any:
    module = import_module(said.module)
    return getattr(module, said.owner) if said.owner else module


def _is_decorated(node: ast.FunctionDef, name: str) -> bool:
    return any(ast.unparse(decorator) == name for decorator in node.decorator_list)


@pytest.mark.parametrize("said", CLASSES, ids=str)
def test_a_class_is_there_with_its_bases(said: Said) -> None:
    assert isinstance(said.node, ast.ClassDef)
    found = getattr(_owner(said), said.name)
    assert isinstance(found, type)
    for base in said.node.bases:
        name = ast.unparse(base).partition("[")[0]
        if name != "Generic":
            assert issubclass(
                found, getattr(_owner(said), name, None) or {"Exception": Exception, "ValueError": ValueError}[name]
            )


@pytest.mark.parametrize("said", FUNCTIONS, ids=str)
def test_a_function_is_there_and_takes_its_parameters(said: Said) -> None:
    assert isinstance(said.node, ast.FunctionDef)
    found = inspect.getattr_static(_owner(said), said.name)
    if _is_decorated(said.node, "property"):
        assert isinstance(found, GetSetDescriptorType | MemberDescriptorType | property)
        return
    if said.owner and said.name != "__init__":
        assert isinstance(found, staticmethod) == _is_decorated(said.node, "staticmethod")
        assert isinstance(found, classmethod) == _is_decorated(said.node, "classmethod")
    called = getattr(_owner(said), said.name)
    assert callable(called)
    if said.name in SLOTS:
        return
    given = _documented(_owner(said)) if said.name == "__init__" else None
    assert list(faults(said.node, given or list(inspect.signature(called).parameters.values()))) == []


def _documented(owner: type) -> list[inspect.Parameter] | None:
    """What a class of C takes, which only the head of its description says; None for any other."""
    head = re.match(rf"{owner.__name__}\((.*)\)$", (owner.__doc__ or "").partition("\n")[0])
    if head is None:
        return None
    scope: dict[str, Any] = {}
    parameters = re.sub(r"\b(?:str|int|bool|bytes|float|object) (?=[a-z])", "", head[1])  # the types of C before the names
    exec(f"def real(self, {parameters}): ...", scope)
    return list(inspect.signature(scope["real"]).parameters.values())


def faults(node: ast.FunctionDef, given: Sequence[inspect.Parameter]) -> Iterator[str]:
    """What the stub says of the parameters that is not so."""
    kinds = inspect.Parameter
    named = {p.name: p for p in given if p.kind in (kinds.POSITIONAL_OR_KEYWORD, kinds.KEYWORD_ONLY)}
    in_order = [p for p in given if p.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD)]
    takes_any = {p.kind for p in given}
    arguments = node.args
    is_bound = node.name == "__call__" or _is_decorated(node, "classmethod")
    places = [*arguments.posonlyargs, *arguments.args][is_bound:]
    defaults: dict[str, ast.expr | None] = dict(
        zip([a.arg for a in reversed(places)], reversed(arguments.defaults), strict=False)
    )
    defaults |= {a.arg: value for a, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)}
    if len(places) > len(in_order) and kinds.VAR_POSITIONAL not in takes_any:
        yield f"takes only {len(in_order)} arguments by position"
    met = set()
    for place, argument in enumerate(places):
        by_place = in_order[place] if place < len(in_order) else None
        if by_place is not None:
            met.add(by_place.name)
            if argument in arguments.args and by_place.name != argument.arg and argument.arg not in ("self", "cls"):
                yield f"{argument.arg} is called {by_place.name}"
            yield from _default(argument.arg, defaults.get(argument.arg), by_place)
    for argument in arguments.kwonlyargs:
        met.add(argument.arg)
        if argument.arg in named:
            yield from _default(argument.arg, defaults[argument.arg], named[argument.arg])
        elif kinds.VAR_KEYWORD not in takes_any:
            yield f"has no parameter {argument.arg}"
    needed = [p.name for p in given if p.default is p.empty and p.kind not in (kinds.VAR_POSITIONAL, kinds.VAR_KEYWORD)]
    if arguments.vararg is None:
        yield from (f"needs {name}" for name in needed if name not in met)
    elif kinds.VAR_POSITIONAL not in takes_any:
        yield f"takes no *{arguments.vararg.arg}"
    if arguments.kwarg is not None and kinds.VAR_KEYWORD not in takes_any and set(named) <= met:
        yield f"takes no **{arguments.kwarg.arg}"


def _default(name: str, said: ast.expr | None, given: inspect.Parameter) -> Iterator[str]:
    if said is not None and given.default is given.empty:
        yield f"{name} has no default"
    elif said is not None and ast.literal_eval(said) != given.default:
        yield f"{name} is {given.default!r} by default"


# a stub, and what it would say that is not so of ``def real(a, b=1, *, c=2)``
LIES = {
    "def real(a, b = 1, *, c = 2): ...": [],
    "def real(x, y, /): ...": [],
    "def real(a): ...": [],
    "def real(): ...": ["needs a"],
    "def real(b): ...": ["b is called a"],
    "def real(a = 1): ...": ["a has no default"],
    "def real(a, b = 3): ...": ["b is 1 by default"],
    "def real(a, b, d): ...": ["takes only 2 arguments by position"],
    "def real(a, *, d): ...": ["has no parameter d"],
    "def real(a, *, c = 3): ...": ["c is 2 by default"],
    "def real(*a): ...": ["takes no *a"],
}


@pytest.mark.parametrize("stub", LIES)
def test_a_stub_that_lies_is_seen(stub: str) -> None:
    def real(a: object, b: object = 1, *, c: object = 2) -> None: ...

    (node,) = ast.parse(stub).body
    assert isinstance(node, ast.FunctionDef)
    assert list(faults(node, list(inspect.signature(real).parameters.values()))) == LIES[stub]


def _types() -> Iterator[tuple[str, str]]:
    """Each function of the stubs that makes a data type, and the class of arrays that they say of it."""
    arrays = {
        node.name: ast.unparse(base).removeprefix("DataType[").removesuffix("]")
        for node in STUBS["pyarrow"].body
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if ast.unparse(base).startswith("DataType[")
    }
    for node in STUBS["pyarrow"].body:
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            returned = ast.unparse(node.returns)
            if returned.startswith("DataType[") and "_A" not in returned:
                yield node.name, returned.removeprefix("DataType[").removesuffix("]")
            elif returned in arrays:
                yield node.name, arrays[returned]


ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "dictionary": (pa.int32(), pa.string()),
    "duration": ("s",),
    "time32": ("s",),
    "time64": ("us",),
    "timestamp": ("s",),
}


@pytest.mark.parametrize(("factory", "array"), list(_types()))
def test_a_type_has_the_class_of_arrays_that_is_said_of_it(factory: str, array: str) -> None:
    assert type(pa.nulls(1, getattr(pa, factory)(*ARGUMENTS.get(factory, ())))) is getattr(pa, array)


TEXTS, NUMBERS, MASK = pa.array(["a1", None, "b"]), pa.array([1, None, 3]), pa.array([True, None, False])
FLOATS, ROWS = pa.array([1.0, None, 0.5]), pa.array([0, 2])
ONE, TEXT, TRUE = NUMBERS[0], TEXTS[0], MASK[0]
# predicate of arrays → arrays on which it works
PREDICATES: dict[str, tuple[Any, ...]] = dict.fromkeys(("is_finite", "is_inf", "is_nan"), (FLOATS,))
PREDICATES |= dict.fromkeys(("is_null", "is_valid", "string_is_ascii", "utf8_is_space"), (TEXTS,))
COMPARED = dict.fromkeys("equal greater greater_equal less less_equal not_equal".split(), (NUMBERS, NUMBERS))
JOINED = dict.fromkeys(("and_", "and_not", "or_"), (MASK, MASK))
TEXTUAL = dict.fromkeys("ascii_lower ascii_ltrim_whitespace ascii_upper binary_length utf8_length".split(), (TEXTS,))
WITH_PATTERN = "match_substring match_substring_regex starts_with count_substring"
# function → arrays, options
SAMPLES: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    **{name: (arrays, {}) for name, arrays in {**PREDICATES, **COMPARED, **JOINED, **TEXTUAL}.items()},
    **dict.fromkeys(WITH_PATTERN.split(), ((TEXTS,), {"pattern": "a"})),
    **dict.fromkeys(("add", "subtract"), ((NUMBERS, ONE), {})),
    **dict.fromkeys(("all", "any"), ((MASK,), {})),
    **dict.fromkeys(("min_max", "sum", "count_distinct", "value_counts", "sort_indices"), ((NUMBERS,), {})),
    "ascii_rpad": ((TEXTS,), {"width": 3}),
    "binary_join_element_wise": ((TEXTS, TEXTS, TEXT), {}),
    "cast": ((NUMBERS, pa.string()), {}),
    "dictionary_encode": ((TEXTS,), {}),
    "extract_regex": ((TEXTS,), {"pattern": "(?P<a>a)"}),
    "fill_null": ((NUMBERS, ONE), {}),
    "filter": ((TEXTS, MASK), {}),
    "if_else": ((MASK, TEXT, TEXTS), {}),
    "index_in": ((TEXTS,), {"value_set": TEXTS}),
    "invert": ((MASK,), {}),
    "is_in": ((TEXTS,), {"value_set": TEXTS}),
    "replace_substring": ((TEXTS,), {"pattern": "a", "replacement": "b"}),
    "replace_substring_regex": ((TEXTS,), {"pattern": "a", "replacement": "b"}),
    "replace_with_mask": ((TEXTS, MASK, TEXT), {}),
    "scalar": ((1,), {}),
    "take": ((TEXTS, ROWS), {}),
    "utf8_replace_slice": ((TEXTS,), {"start": 0, "stop": 1, "replacement": ""}),
    "utf8_slice_codeunits": ((TEXTS,), {"start": 0, "stop": 1}),
    "utf8_trim": ((TEXTS,), {"characters": " "}),
}
COMPUTED = [said for said in FUNCTIONS if said.module == "pyarrow.compute"]
GENERIC = {"_V", "_C", "_A"}


def test_every_function_of_arrow_has_a_sample() -> None:
    assert {said.name for said in COMPUTED} == set(SAMPLES)


def _is_said(name: str, given: Sequence[Any]) -> bool:
    """Whether the result of the function is of a class that the stubs say of it, or of that of an argument."""
    found = getattr(pc, name)(*given, **SAMPLES[name][1])
    nodes = [said.node for said in COMPUTED if said.name == name]
    said = {ast.unparse(node.returns) for node in nodes if isinstance(node, ast.FunctionDef) and node.returns is not None}
    if said & GENERIC and (name == "cast" or type(found) in map(type, given)):
        return True
    return bool({cls.__name__ for cls in type(found).__mro__} & said) or "Any" in said


NAMES = sorted({said.name for said in COMPUTED})


@pytest.mark.parametrize("name", NAMES)
def test_a_result_is_of_a_class_that_is_said_of_it(name: str) -> None:
    assert _is_said(name, SAMPLES[name][0])


def _may_be_chunked(name: str) -> bool:
    """Whether the stubs let a chunked array be the first argument."""
    nodes = [said.node for said in COMPUTED if said.name == name and isinstance(said.node, ast.FunctionDef)]
    first = {ast.unparse(a.annotation) for node in nodes for a in node.args.posonlyargs[-2:] if a.annotation is not None}
    return bool(first & {"_V", "_C"}) or any("ChunkedArray" in annotation for annotation in first)


@pytest.mark.parametrize("name", [name for name in NAMES if _may_be_chunked(name)])
def test_so_it_is_where_the_columns_are_in_chunks(name: str) -> None:
    given = [pa.chunked_array([value]) if isinstance(value, pa.Array) else value for value in SAMPLES[name][0]]
    assert _is_said(name, given)


def test_what_a_scalar_gives_may_be_missing() -> None:
    found = [pc.any(MASK.filter(pc.is_null(MASK))).as_py(), TEXTS[1].as_py(), NUMBERS[1].as_py()]
    assert found == [None, None, None]
