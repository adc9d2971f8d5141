"""Writes docs/api.md from the definitions and docstrings of the public names; ``scripts/api-page`` runs it."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

import packpress

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api.md"
INTRODUCTION = """\
<!-- Made by `scripts/api-page` from the docstrings of src/packpress/. Do not edit. -->

# The Python API

What `from packpress import …` gives, for programs and for rules files; everything else may change between versions.

The tests run the examples, in a folder with two packages of one table: `loans`, whose second row is `a2,2024-02-30,x`, and
`right`, where it is `a2,2024-03-01,1`. The columns are `id`, the primary key, `due`, a date, and `copies`, an integer.
"""
# heading → the public names below it
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Check a package": ("validate", "Report", "Issue", "Override"),
    "Rules of a package": ("rule", "Rule", "Tables", "Fault"),
    "Schemas": ("pandera_schema",),
    "Dates": ("read_edtf", "Span"),
    "Errors": ("PackpressError", "PackageError", "MissingExtraError", "LockedError", "LostValueError"),
}
# name that a definition mentions and that cannot be imported from packpress → where it is defined
MENTIONED: Mapping[str, str] = {
    "Outcome": "severities",
    "Progress": "check.progress",
    "Severity": "severities",
    "RuleFunction": "check.rules.rule",
}
ONE_LINE = 88
"""How long a signature may be that is not divided."""


def describe_api() -> str:
    """Returns the page: Markdown that ends with a line feed, the same for the same source."""
    also = "Types that these mention"
    blocks = [INTRODUCTION, "## Contents", _contents({**SECTIONS, also: tuple(MENTIONED)})]
    for heading, names in SECTIONS.items():
        blocks.append(f"## {heading}")
        for name in names:
            blocks += _describe(name, _home(name))
    blocks += [f"## {also}", "`Progress` and `Severity` can be imported from `packpress`, the others cannot."]
    for name, module in MENTIONED.items():
        blocks += _describe(name, import_module(f"packpress.{module}"))
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def _home(name: str) -> ModuleType:
    """Returns the module that defines a public name."""
    (home,) = (home for home, names in packpress._HOMES.items() if name in names)
    return import_module(f"packpress.{home}")


def _contents(sections: Mapping[str, tuple[str, ...]]) -> str:
    """Links to every heading; where two differ in capitals alone, GitHub numbers the second."""
    lines, seen = [], Counter[str]()
    for heading, names in sections.items():
        links = []
        for name in names:
            seen[name.lower()] += 1
            links.append(f"[{name}](#{name.lower()}{f'-{n}' if (n := seen[name.lower()] - 1) else ''})")
        lines.append(f"- [{heading}](#{heading.lower().replace(' ', '-')}): {', '.join(links)}")
    return "\n".join(lines)


def _describe(name: str, module: ModuleType) -> Iterator[str]:
    """The blocks of a name: its heading, its definition, its docstring, and what its methods and properties give."""
    yield f"### {name}"
    body = ast.parse(inspect.getsource(module)).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            yield _fenced(_signature(node, vars(module)))
            yield from _markdown(ast.get_docstring(node) or "")
        elif isinstance(node, ast.ClassDef) and node.name == name:
            methods = [m for m in node.body if isinstance(m, ast.FunctionDef) and _is_public(m)]
            yield _fenced(_class(node, methods, vars(module)))
            yield from _markdown(ast.get_docstring(node) or "")
            described = ((m.name, ast.get_docstring(m)) for m in methods)
            if bullets := [f"- `{method}`: {_code_spans(doc)}" for method, doc in described if doc]:
                yield "\n".join(bullets)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            yield _fenced(ast.unparse(node).replace("'", '"'))
            if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                yield from _markdown(inspect.cleandoc(str(following.value.value)))


def _is_public(method: ast.FunctionDef) -> bool:
    return method.name == "__getitem__" or not method.name.startswith("_")


def _class(node: ast.ClassDef, methods: list[ast.FunctionDef], names: Mapping[str, object]) -> str:
    """The class as in a stub: its bases, its fields with their defaults, and the signatures of its methods."""
    bases = ", ".join(map(ast.unparse, node.bases))
    decorators = [f"@{ast.unparse(decorator)}" for decorator in node.decorator_list]
    lines = [*decorators, f"class {node.name}({bases}):" if bases else f"class {node.name}:"]
    for item in node.body:
        if isinstance(item, ast.AnnAssign):
            default = f" = {_default(item.value, names)}" if item.value else ""
            lines.append(f"    {ast.unparse(item.target)}: {ast.unparse(item.annotation)}{default}")
        elif isinstance(item, ast.Assign):
            lines.append(f"    {ast.unparse(item)}")
    if methods:
        lines.append("")
    for method in methods:
        lines += [f"    @{ast.unparse(decorator)}" for decorator in method.decorator_list]
        lines.append(f"    def {_signature(method, names)}: ...")
    return "\n".join(lines if len(lines) > len(decorators) + 1 else [*lines[:-1], f"{lines[-1]} ..."])


def _signature(node: ast.FunctionDef, names: Mapping[str, object]) -> str:
    """The name, arguments and result of a function: on one line where they fit, else with an argument a line."""
    given = node.args
    defaults = [*[None] * (len(given.args) - len(given.defaults)), *given.defaults]
    arguments = [_argument(*pair, names) for pair in zip(given.args, defaults, strict=True)]
    if given.vararg:
        arguments.append(f"*{_argument(given.vararg, None, names)}")
    elif given.kwonlyargs:
        arguments.append("*")
    arguments += [_argument(*pair, names) for pair in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    result = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    line = f"{node.name}({', '.join(arguments)}){result}"
    return line if len(line) <= ONE_LINE else "\n".join([f"{node.name}(", *(f"    {a}," for a in arguments), f"){result}"])


def _argument(argument: ast.arg, default: ast.expr | None, names: Mapping[str, object]) -> str:
    return ast.unparse(argument) + (f" = {_default(default, names)}" if default else "")


def _default(node: ast.expr, names: Mapping[str, object]) -> str:
    """The value of a default: of a constant of the module what it is, of a function its name."""
    value = names.get(ast.unparse(node), node)
    text = ast.unparse(node) if isinstance(value, ast.expr | FunctionType) else repr(value)
    return text.replace("'", '"')


def _markdown(doc: str) -> Iterator[str]:
    """The paragraphs of a docstring, and its example as code."""
    for block in doc.split("\n\n"):
        if block.startswith(">>> "):
            yield "Example:\n\n" + _fenced(block.replace("'''", '"""'), "pycon")
        else:
            yield _code_spans(block)


def _code_spans(text: str) -> str:
    return re.sub(r"``(.+?)``", r"`\1`", text)


def _fenced(code: str, language: str = "python") -> str:
    return f"```{language}\n{code}\n```"


if __name__ == "__main__":
    PAGE.write_text(describe_api(), encoding="utf-8")
