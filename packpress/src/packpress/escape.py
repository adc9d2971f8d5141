"""Escapes any text for one line of output, so that it can neither move a cursor nor run a command of the CI runner."""

from __future__ import annotations

import json
import re

# A runner of GitHub Actions recognises a command in a line of output by `::name` at the start, after any space, or by
# `##[name]` anywhere. Its comparison is culture-sensitive and ignores some printable characters; hence the classes.
# Other CI systems have commands such as `##vso[name]` and `##teamcity[name]`.
_BEGINNING = re.compile(r"(?m:^)[^!-~\n]*:(?=[^!-~\n]*:)")
_MAY_BEGIN = re.compile(r"\n[^!-~\n]*:")  # is found several times as fast as a beginning of a line
_ANYWHERE = re.compile(r"#(?=[^ -~\n]*#[^\n -@[-`{-~]*\[)")
# the same for UTF-8, where each byte of a character beyond ASCII is beyond ASCII too
_MAY_BEGIN_UTF_8, _ANYWHERE_UTF_8 = (re.compile(pattern.pattern.encode()) for pattern in (_MAY_BEGIN, _ANYWHERE))
_PRINTABLE_ASCII = bytes(range(ord(" "), ord("~") + 1))


def escape(text: str, limit: int = 80) -> str:
    """Returns the text as a quoted JSON string, cut at ``limit`` characters; it cannot start a line or move a cursor."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return printable(json.dumps(shown, ensure_ascii=False))


def printable(text: str, keep: str = "") -> str:
    r"""Returns the text with each non-printable character, such as a line break, escaped as in JSON, except those in ``keep``.

    Also escapes the first character of what a CI runner would take for a command: ``::`` at the start of a line becomes
    ``\u003a:``, and ``##[`` becomes ``\u0023#[``.
    """
    if not _is_printable(text, keep):
        text = "".join(c if c.isprintable() or c in keep else json.dumps(c)[1:-1] for c in text)
    if ("::" in text or not text.isascii()) and _MAY_BEGIN.search("\n" + text):
        text = _BEGINNING.sub(lambda found: f"{found[0][:-1]}\\u003a", text)
    return _ANYWHERE.sub("\\\\u0023", text) if "#" in text else text


def is_harmless(lines: bytes) -> bool:
    """Returns whether lines of UTF-8 that end with CR LF are certainly such that ``printable`` changes none of them."""
    rest = lines.translate(None, _PRINTABLE_ASCII)
    if not rest.count(b"\r") == rest.count(b"\n") == lines.count(b"\r\n"):
        return False
    if not rest.translate(None, b"\r\n").decode("utf-8").isprintable():
        return False
    first = b"\n" + lines[: lines.find(b"\n")]
    if _MAY_BEGIN_UTF_8.search(first) or _MAY_BEGIN_UTF_8.search(lines):
        return False
    return b"#" not in lines or not _ANYWHERE_UTF_8.search(lines)


def _is_printable(text: str, keep: str) -> bool:
    """Returns whether all characters are printable or in ``keep``; those of a long text that are ASCII are left out at once."""
    if len(text) > 1000:
        ignored = _PRINTABLE_ASCII + keep.encode("ascii")
        return text.encode("utf-8", "surrogatepass").translate(None, ignored).decode("utf-8", "surrogatepass").isprintable()
    return (text.replace(keep, "") if keep else text).isprintable()
