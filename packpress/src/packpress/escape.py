"""Shows any text on one line, so that it can neither move a cursor nor command the machine that shows it."""

from __future__ import annotations

import json
import re

# How a runner of GitHub Actions finds a command in a line of output: `::name` at its beginning, after any space, or
# `##[name]` anywhere. It compares by culture, which overlooks some characters that print; hence the classes.
# Other machines have commands such as `##vso[name]` and `##teamcity[name]`.
_BEGINNING = re.compile(r"(?m:^)[^!-~\n]*:(?=[^!-~\n]*:)")
_ANYWHERE = re.compile(r"#(?=[^ -~\n]*#[^\n -@[-`{-~]*\[)")


def escape(text: str, limit: int = 80) -> str:
    """The text in quotes as JSON writes it, so that no cell can begin a line or move a cursor; cut at ``limit``."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return printable(json.dumps(shown, ensure_ascii=False))


def printable(text: str, keep: str = "") -> str:
    r"""The text with every character that does not print, such as a line break, as JSON escapes it; but for ``keep``.

    So are the first characters of what a runner would take for a command: ``::`` at the beginning of a line becomes
    ``\u003a:``, and ``##[`` becomes ``\u0023#[``.
    """
    if not (text.replace(keep, "") if keep else text).isprintable():
        text = "".join(c if c.isprintable() or c in keep else json.dumps(c)[1:-1] for c in text)
    if "::" in text or not text.isascii():
        text = _BEGINNING.sub(lambda found: f"{found[0][:-1]}\\u003a", text)
    return _ANYWHERE.sub("\\\\u0023", text) if "#" in text else text
