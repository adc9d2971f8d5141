from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

import packpress.site
from packpress.site.words.words import Words, read_words

SITE = Path(packpress.site.__file__).parent
WORDS = Words()
KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def used_keys() -> Iterator[tuple[str, str]]:
    """The files and keys of every text that a template or a module names as such."""
    for file in sorted(SITE.rglob("*.html")):
        for key in re.findall(r"""\bt\(\s*["']([a-z_.]+)["']\s*[,)]""", file.read_text(encoding="utf-8")):
            yield file.name, key
    for file in sorted(SITE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name == "t" and KEY.fullmatch(str(node.args[0].value)):
                    yield file.name, str(node.args[0].value)


def text_of(key: str) -> object:
    found: object = read_words("en")
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def test_every_text_that_is_used_exists() -> None:
    keys = list(used_keys())
    assert {"page.skip", "home.search", "codebook.title"} <= {key for _, key in keys}
    assert [(file, key) for file, key in keys if not isinstance(text_of(key), str | dict)] == []


def test_one_and_many_are_chosen_by_number() -> None:
    assert (WORDS.t("count.rows", n=1), WORDS.t("count.rows", n=5579)) == ("1 row", "5,579 rows")


def test_values_are_put_into_braces_and_markup_makes_markup() -> None:
    assert WORDS.t("withdrawn.since", version="<1>") == "Withdrawn in version <1>."
    made = WORDS.t("page.licences", licences=Markup("<a>CC0</a>"))
    assert (made, type(made)) == ("Data: <a>CC0</a>.", Markup)
    assert WORDS.t("list.and", first=Markup("<b>a</b>"), last="<c>") == "<b>a</b> and &lt;c&gt;"


@pytest.mark.parametrize("key", ["page.nothing", "nothing", "count.rows.one.more", "page"])
def test_an_unknown_text_is_an_error(key: str) -> None:
    with pytest.raises((KeyError, TypeError)):
        WORDS.t(key)


@pytest.mark.parametrize(
    ("words", "wanted"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_listed(words: list[str], wanted: str) -> None:
    assert WORDS.listed(words) == wanted


def test_every_text_has_a_use() -> None:
    sources = [file for file in SITE.rglob("*") if file.suffix in (".py", ".html")]
    used = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    # beginnings of keys that are put together, such as "types." and the type of a field
    parts = (found for found in re.findall(r"""t\(f?["']([a-z_]+\.[a-z_]*)(?:\{|["'] ~)""", used))
    beginnings = ("dates.", "languages.", "verdict.higher", "verdict.lower", *parts)
    keys = [key for key in _keys(read_words("en")) if not key.startswith(beginnings)]
    assert [key for key in keys if f'"{key}"' not in used and f"'{key}'" not in used] == []


def _keys(table: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, value in table.items():
        is_section = isinstance(value, dict) and not {"one", "many"} & value.keys()
        yield from _keys(value, f"{before}{name}.") if is_section else [before + name]
