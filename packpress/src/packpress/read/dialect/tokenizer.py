"""The exact tokenizer for any dialect: records, comments and faults, each with its line; linear in the text.

The tokenizer of RFC 4180 is for plain files (``csv.tokenizer``), this one for all others. ``package.dialect`` says how the
standard is interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from packpress.package.model import Dialect
from packpress.read.csv.tokenizer import Row, TextFault, Tokenizer

NO_TEXT = b"\xff"
"""A byte that does not occur in UTF-8; stands for a doubled escape while the others are removed."""
# bytes → their name in messages
_NAMES = {b"\n": "LF", b"\r\n": "CR LF", b"\r": "CR"}


@dataclass(frozen=True)
class Comment:
    """Rows from ``line`` on that begin with the ``commentChar``: how many there are."""

    line: int
    rows: int


def tokenize(data: bytes, dialect: Dialect) -> Iterator[Row | TextFault | Comment]:
    """Yields the records, comments and faults of a whole file in its dialect."""
    if dialect.is_plain:
        return Tokenizer(dialect.delimiter.encode()).read(data, 1, final=True)
    line_end = dialect.row_end.encode() or first_line_end(data, dialect, final=True) or b"\n"
    return DialectTokenizer(Grammar(dialect, line_end)).read(data, 1, final=True)


def first_line_end(data: bytes, dialect: Dialect, final: bool) -> bytes | None:
    """Returns the line end of the first row, if the dialect does not declare one; None while the row has not ended.

    LF if the first row has no end, or is invalid and its first line ends with LF.
    """
    grammar = Grammar(dialect, b"\n")
    is_comment = grammar.comment and data.startswith(grammar.comment)
    match = (grammar.comment_begins if is_comment else grammar.record).match(data)
    assert match is not None  # the patterns match the empty string
    end = match.end()
    is_open = not is_comment and match.start(1) == end and grammar.quote and data.startswith(grammar.quote, end)
    if not final and not data.startswith(b"\n", end) and (is_open or len(data) - end < grammar.margin):
        return None
    if not data.startswith((b"\n", b"\r\n"), end):
        if not final and data.find(b"\n", end) < 0:
            return None  # it may be half of an escape
        end = max(data.find(b"\n", end) - 1, 0)
    return b"\r\n" if data.startswith(b"\r\n", end) else b"\n"


def _set_of(characters: bytes) -> bytes:
    return b"".join(b"\\x%02x" % character for character in sorted(set(characters)))


class Grammar:
    """The regexes of a dialect, in bytes, since a special character may be several bytes of UTF-8.

    All repetitions are possessive, so no text makes them slow. ``record`` matches cells as far as possible, with the last
    of them as its group. ``cells`` finds the cells of a record. ``run`` finds one after another: (a comment at the
    beginning of a row), or (cell, separator after it), or (the rest, from where neither matches).
    """

    def __init__(self, dialect: Dialect, line_end: bytes) -> None:
        d, q, e, c = (text.encode() for text in (dialect.delimiter, dialect.quote, dialect.escape, dialect.comment))
        self.delimiter, self.quote, self.escape, self.comment, self.line_end = d, q, e, c, line_end
        self.is_declared = bool(dialect.row_end)  # otherwise the first row has the line end of the others
        self.null = (dialect.null or "").encode("utf-8", "replace") if e else b""  # text without escapes
        self.skips_space = dialect.skip_space
        self.doubled = q * 2 if dialect.double_quote else b""
        self.remedy = "double" if self.doubled else "remove"
        self.line_break = b"\r" if line_end == b"\r" else b"\n"
        self.step = line_end.count(self.line_break)
        self.lone_break = re.compile(rb"\r(?!\n)|(?<!\r)\n" if line_end == b"\r" else rb"\r(?!\n)")
        self.margin = max(map(len, (d, q, e, line_end, b"\r\n")))
        self._code = re.compile(re.escape(e) + b"(?![%s])[0-9A-Za-z]" % _set_of(d + e + line_end + c))

        end, after = re.escape(line_end), re.escape(d) + (b" *+" if dialect.skip_space else b"")
        plain, quoted = _text(d, q, e, line_end), b"(?!)"
        if e:
            plain = rb'(?!")(?:%s|%s(?:\r\n|[\x00-\x7f]|[\x80-\xff][\x80-\xbf]*+))*+' % (plain, re.escape(e))
        else:
            plain = b"(?:%s)*+" % plain
            inner = _text(q, breaks=b"") + (b"|" + re.escape(self.doubled) if self.doubled else b"")
            quoted = b"%s(?:%s)*+%s" % (re.escape(q), inner, re.escape(q))
        comment = b"%s(?:%s)*+" % (re.escape(c), _text(line_end)) if c else b"(?!)"
        cell = b"%s|%s" % (quoted, plain)
        self.record = re.compile(b"(?:(?:%s)%s)*+(%s|)" % (cell, after, cell))
        self.cells = re.compile(b"(?:\\A|%s)(%s)" % (after, cell))
        self.after = re.compile(after)
        self.comment_begins, self.comments = re.compile(comment), re.compile(b"(?:%s%s)++" % (comment, end))
        begins_row = b"(?:(?<=%s)|\\A)" % end
        no_comment = b"(?!%s%s)" % (begins_row, re.escape(c)) if c else b""
        run = (begins_row, comment, end, no_comment, cell, after, end)
        self.run = re.compile(b"%s(%s%s)|%s(%s)(%s|%s)|([\\x00-\\xff]++)" % run)

    def read_cell(self, raw: bytes) -> bytes | None:
        """Returns the value of the raw cell; None if an escape in it is in doubt."""
        if self.quote and raw.startswith(self.quote):
            inner = raw[len(self.quote) : -len(self.quote)]
            return inner.replace(self.doubled, self.quote) if self.doubled else inner
        if not self.escape or self.escape not in raw or raw == self.null:
            return raw
        value = raw.replace(self.escape * 2, NO_TEXT).replace(self.escape, b"").replace(NO_TEXT, self.escape)
        return None if value == self.null or self.has_code(raw) else value

    def has_code(self, raw: bytes) -> bool:
        """Returns whether an escape precedes a letter or digit, which may be a code."""
        return self._code.search(raw.replace(self.escape * 2, NO_TEXT)) is not None

    def end_name(self) -> str:
        """Returns the name of the row end, for messages."""
        return _NAMES.get(self.line_end) or repr(self.line_end.decode())


def _text(*special: bytes, breaks: bytes = b"\r\n") -> bytes:
    """Returns a regex of text that contains neither a special sequence nor one of the breaks; to be repeated."""
    begins = _set_of(b"".join(sequence[:1] for sequence in special) + breaks)
    alike = b"|".join(re.escape(sequence) for sequence in special if len(sequence) > 1 and sequence[:1] not in (b"\r", b"\n"))
    if not alike:
        return b"[^%s]++" % begins
    others = {sequence[:1] for sequence in special} - {sequence for sequence in special if len(sequence) == 1} - {b"\r", b"\n"}
    return b"[^%s]++|(?!%s)[%s]" % (begins, alike, _set_of(b"".join(others)))


class DialectTokenizer:
    """Splits text into rows, comments and faults; ``consumed`` is the number of bytes processed."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.consumed, self.line = 0, 1
        self._shown = re.compile(rb"[^\r\n]{0,40}")

    def read(self, data: bytes, line: int, final: bool, start: int = 0) -> Iterator[Row | TextFault | Comment]:
        """Yields the rows, comments and faults of ``data`` from ``start`` on, where a row begins on ``line``.

        Leaves an unfinished last row unread unless ``final``. After a quoting fault, reading continues with the next
        row after a line end.
        """
        self.consumed, self.line = start, line
        comment = self.grammar.comment
        while self.consumed < len(data):
            is_comment = comment and data.startswith(comment, self.consumed)
            result = self._comments(data, final) if is_comment else self._record(data, final)
            if result is None:
                return
            yield result

    def _comments(self, data: bytes, final: bool) -> Comment | TextFault | None:
        grammar, line = self.grammar, self.line
        if match := grammar.comments.match(data, self.consumed):
            rows = match[0].count(grammar.line_end)
            self.consumed, self.line = match.end(), line + rows * grammar.step
            return Comment(line, rows)
        match = grammar.comment_begins.match(data, self.consumed)
        assert match is not None  # the beginning is known to match, and the rest may be empty
        if final and match.end() == len(data):
            self.consumed = len(data)
            return Comment(line, 1)
        if not final and len(data) - match.end() < grammar.margin:
            return None
        return self._wrong_end(data, match.end(), line, -1, final)

    def _record(self, data: bytes, final: bool) -> Row | TextFault | None:
        grammar, start, line = self.grammar, self.consumed, self.line
        match = grammar.record.match(data, start)
        assert match is not None  # the pattern matches the empty string
        end, last = match.end(), match.start(1)
        ends_here = data.startswith(grammar.line_end, end)
        if not ends_here and not (final and end == len(data)):
            is_open = last == end and grammar.quote and data.startswith(grammar.quote, end)
            if not final and (is_open or len(data) - end < grammar.margin):
                return None
            return self._fault(data, last, end, final)
        raw = grammar.cells.findall(data[start:end])
        cells = tuple(cell for cell in map(grammar.read_cell, raw) if cell is not None)
        breaks = data.count(grammar.line_break, start, end)
        if len(cells) < len(raw):
            return self._doubtful(data, raw, end, line + breaks, final)
        self.consumed = end + (len(grammar.line_end) if ends_here else 0)
        self.line = line + breaks + (grammar.step if ends_here else 0)
        return Row(line, cells, is_blank=end == start)

    def _doubtful(self, data: bytes, raw: list[bytes], end: int, line: int, final: bool) -> TextFault | None:
        """Returns the fault of the first cell of a row whose escapes are ambiguous."""
        grammar = self.grammar
        number = next(number for number, cell in enumerate(raw) if grammar.read_cell(cell) is None)
        message = "without its escapes, the cell would be the null sequence; write another text, or the null sequence itself"
        if grammar.has_code(raw[number]):
            message = "an escape before a letter or a digit may be a code; double it if it is text"
        return self._skip(data, end, TextFault(self.line, number, "text-escape", message, raw[number][:40]), line, final)

    def _fault(self, data: bytes, last: int, end: int, final: bool) -> TextFault | None:
        """Returns the fault of a row whose last readable cell is from ``last`` to ``end``, or is an open quote."""
        grammar = self.grammar
        cell = len(grammar.cells.findall(data[self.consumed : last])) - 1
        line = self.line + data.count(grammar.line_break, self.consumed, last)
        line_end = line + data.count(grammar.line_break, last, end)
        if data[end : end + 1] in (b"\r", b"\n"):
            return self._wrong_end(data, end, line_end, cell, final)
        rule, place = "text-quote", line_end
        if grammar.escape and data.startswith(b'"', end):
            message = "the cell begins with a quote, which some readers do not read as text; escape it"
        elif grammar.escape:
            rule, message = "text-escape", "the file ends with an escape; remove or double it"
        elif end == last:
            rule = "text-unclosed-quote"
            message = f"the quote opened here is never closed; close or {grammar.remedy} it"
        elif not data.startswith(grammar.quote, last):
            message = "a quote inside a cell that is not quoted"
            message += "; quote the cell and double the quote" if grammar.doubled else "; remove it"
        elif line_end > line:
            rule, place = "text-unclosed-quote", line
            message = f"the quote opened here closes on line {line_end}, where more text follows"
            message += f"; close or {grammar.remedy} it"
        else:
            message = f"text follows the closing quote; {grammar.remedy} a quote that is part of the cell"
        return self._skip(data, end, TextFault(place, cell, rule, message), line_end, final)

    def _wrong_end(self, data: bytes, end: int, line: int, cell: int, final: bool) -> TextFault | None:
        """Returns the fault of a row with a wrong line end; continues after that line end."""
        wanted = self.grammar.end_name()
        found = next(name for name in (b"\r\n", b"\n", b"\r") if data.startswith(name, end))
        if found == b"\r":
            message = f"a carriage return without a line feed; end rows with {wanted}"
            return self._skip(data, end, TextFault(line, cell, "text-line-end", message), line, final)
        message = f"the row ends with {_NAMES[found]}, expected {wanted} as in other rows; use one kind of line end"
        if self.grammar.is_declared:
            declared = f"expected {wanted} as the dialect declares"
            message = f"the row ends with {_NAMES[found]}, {declared}; save the file like this, or change the dialect"
        self.consumed, self.line = end + len(found), line + found.count(self.grammar.line_break)
        return TextFault(line, -1, "text-line-end", message)

    def _skip(self, data: bytes, position: int, fault: TextFault, line: int, final: bool) -> TextFault | None:
        """Returns the fault with the text at that place as its value; continues with the next row after a line end."""
        found = data.find(self.grammar.line_end, position)
        if found < 0 and not final:
            return None  # the rest of the invalid row is still to come
        end = len(data) if found < 0 else found + len(self.grammar.line_end)
        self.consumed, self.line = end, line + data.count(self.grammar.line_break, position, end)
        match = self._shown.match(data, position)
        return TextFault(fault.line, fault.cell, fault.rule, fault.message, fault.value or (match[0] if match else b""))
