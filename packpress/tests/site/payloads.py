"""Texts that leave their place in a page, a script, an address or XML, where one of them is written without escapes."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

_ADDRESS = re.compile(r"[^a-z]*(javascript|data|vbscript|java\s*script)", re.IGNORECASE)

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</title><script>alert(3)</script>",
    "</textarea></template></noscript></style><script>alert(4)</script>",
    "<img src=x onerror=alert(5)>",
    "<svg onload=alert(6)>",
    "<svg><script>alert(7)</script></svg>",
    '"><script>alert(8)</script>',
    "' onmouseover='alert(9)' autofocus onfocus='alert(9)' x='",
    '" onmouseover="alert(10)" autofocus onfocus="alert(10)" x="',
    "javascript:alert(11)",
    " \tjava\nscript:alert(12)",
    "data:text/html,<script>alert(13)</script>",
    "--><script>alert(14)</script><!--",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>alert(15)</script>",
    "{{ cycler.__init__.__globals__ }}{% for x in () %}${alert(16)}`+alert(16)+`",
    "\u2028alert(17)\u2029//\"+alert(17)+\"'+alert(17)+'\\",
    "<base href=//192.0.2.1/><link rel=stylesheet href=//192.0.2.1/x>",
    "<iframe srcdoc='<script>parent.alert(19)</script>'></iframe><math><mtext></mtext></math>",
    "\u202e<!doctype html>&lt;script&gt;&#60;script>alert(20)&lt;/script&gt;../../../etc/passwd",
)


def naughty_strings() -> list[str]:
    """The strings of the Big List of Naughty Strings that are at hand, each once; [] where it is not."""
    corpora = os.environ.get("PACKPRESS_CORPORA")
    file = Path(corpora or ".") / "naughty-strings" / "blns.json"
    if not corpora or not file.is_file():
        return []
    return [text for text in dict.fromkeys(json.loads(file.read_text(encoding="utf-8"))) if text]


def packed(texts: Sequence[str], size: int) -> list[str]:
    """The texts in groups with spaces between them, so that they need few rows; those that may be addresses stand alone."""
    alone = [text for text in texts if _ADDRESS.match(text)]
    others = [text for text in texts if not _ADDRESS.match(text)]
    groups = -(-len(others) // size)
    return [*alone, *(" ".join(others[start::groups]) for start in range(groups))]
