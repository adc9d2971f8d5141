"""A page in fewer bytes has the same elements, attributes and text as the page that templates render."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from tests.site.invented_site import invented_site
from tests.site.payloads import PAYLOADS, packed

from packpress.site.rendering import render_site
from packpress.site.rendering.short_html import short_html

INLINE = frozenset("a b button code g i input label line noscript path q small span strong svg time use rect circle".split())
"""Elements next to which a space is shown."""
EDGE = "¦"
CASES = {
    "a list": (
        '<ul class="near">\n<li><a href="a.html">A</a></li>\n\n</ul>\n',
        "<ul class=near><li><a href=a.html>A</a></ul>\n",
    ),
    "paragraphs": ("<p>A</p>\n<p>B</p><a>C</a><p>D</p></a>", "<p>A<p>B</p><a>C</a><p>D</p></a>"),
    "an apostrophe": ('<p title="A&#39;s">&#39;a&#39; &#34;b&#34;</p>', """<p title="A's">'a' &#34;b&#34;</p>"""),
    "words beside each other": ("<b>A</b>\n  <i>B</i>", "<b>A</b>\n  <i>B</i>"),
    "text that is laid out": ('<p>\n</p>\n<pre tabindex="0">\n a="b" \n</pre>', '<p></p>\n<pre tabindex="0">\n a="b" \n</pre>'),
    "a script": ('<script type="x">{"a=":"b" }\n\n1</script>', '<script type="x">{"a=":"b" }\n\n1</script>'),
    "values that need their quotes": (
        '<a title="" lang="a b" href="?a=b" id="&quot;" rel="`"/>',
        '<a title="" lang="a b" href="?a=b" id="&quot;" rel="`"/>',
    ),
    "a slash at the end": ('<a href="/">A</a><path d="M1"/>', '<a href="/">A</a><path d="M1"/>'),
}


@pytest.mark.parametrize(("html", "short"), CASES.values(), ids=CASES)
def test_what_browsers_add_again_is_left_out(html: str, short: str) -> None:
    assert short_html(html) == short


@pytest.mark.parametrize("texts", [[f"plain {number}" for number in range(4)], packed(PAYLOADS, 4)], ids=["plain", "hostile"])
def test_every_page_of_a_site_is_read_as_the_same(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    short = render_site.render_site(invented_site(texts, texts))
    monkeypatch.setattr(render_site, "short_html", str)
    long = render_site.render_site(invented_site(texts, texts))
    assert [*short] == [*long]
    changed = [path for path in long if short[path] != long[path]]
    assert changed == [path for path in long if path.endswith(".html")]
    assert [path for path in changed if shown(short[path]) != shown(long[path])] == []
    assert [path for path in changed if len(short[path]) >= len(long[path])] == []


def shown(data: bytes) -> str:
    """The elements of a page with their attributes and text; spaces beside the edge of a block are left out."""
    tree = html5lib.parse(data, namespaceHTMLElements=False, transport_encoding="utf-8", scripting=False)
    return re.sub(rf"\s*{EDGE}\s*", EDGE, "".join(pieces(tree, in_pre=False)))


def pieces(element: Any, *, in_pre: bool) -> Iterator[str]:
    name = str(element.tag).rpartition("}")[2]
    kept = in_pre or name in ("pre", "script", "textarea")
    edge = "" if name in INLINE else EDGE
    yield f"{edge}<{name} {sorted(element.attrib.items())}>{edge}"
    yield text(element.text, kept)
    for child in element:
        yield from pieces(child, in_pre=kept)
        yield text(child.tail, kept)
    yield f"{edge}</{name}>{edge}"


def text(found: str | None, kept: bool) -> str:
    return repr(found) if found and kept else re.sub(r"\s+", " ", found or "")
