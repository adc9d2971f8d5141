"""Layer 1, tables without a schema: checks the text of delimited files, and the footer of Parquet."""

from __future__ import annotations

from pathlib import Path

from packpress.check.cells.soft_hyphens import WORDS, may_have_soft_hyphens
from packpress.errors import ExpansionError
from packpress.issue import Findings, Issue
from packpress.package.model import Resource
from packpress.read.csv.scanner import MAX_RECORD
from packpress.read.csv.tokenizer import Row
from packpress.read.data import BYTE_ORDER_MARK, open_text
from packpress.read.dialect.tokenizer import Comment, tokenize
from packpress.read.header import duplicates
from packpress.read.open_scanner import open_scanner


def check_schemaless(root: Path, resource: Resource, findings: Findings) -> None:
    """Adds the problems of the resource's files that can be found without a schema."""
    (_check_parquet if resource.format == "parquet" else _check_text)(root, resource, findings)


def _check_parquet(root: Path, resource: Resource, findings: Findings) -> None:
    """Adds an issue for each file that is not Parquet, judging by its first bytes and its footer."""
    from packpress.read.parquet.footer import UnreadableError, read_footer  # takes 2 ms, which text need not spend

    for path in resource.paths:
        try:
            read_footer(root / path)
        except UnreadableError as error:
            findings.add(Issue(path, 0, "", "", "parquet-unreadable", "error", str(error)))


def _check_text(root: Path, resource: Resource, findings: Findings) -> None:
    """Adds the problems of the grammar, the characters and the headers of the resource's files."""
    for path in resource.paths:
        names = () if resource.dialect.header else ("",) * _width(root / path, resource)
        scanner = open_scanner(root / path, path, resource.dialect, findings, names, compression=resource.compression)
        for block in scanner.blocks():
            if may_have_soft_hyphens(block):
                message = f"from here on, rows contain {WORDS}; remove it unless intended"
                findings.add(Issue(path, int(block.lines()[0]), "", "", "cell-soft-hyphen", "warning", message))
        header = (scanner.header or ()) if resource.dialect.header else ()
        if blank := [number for number, name in enumerate(header, 1) if not name.strip()]:
            message = f"column {blank[0]} of the header has no name; name each column"
            findings.add(Issue(path, scanner.header_line, "", "", "header-blank", "warning", message), len(blank))
        for name, message in duplicates(header):
            findings.add(Issue(path, scanner.header_line, name, "", "header-duplicate", "error", message, name))


def _width(file: Path, resource: Resource) -> int:
    """Returns the number of cells in the first row of the file that is not a comment; 0 if none can be read."""
    try:
        with open_text(file, resource.compression, resource.dialect) as stream:
            head = stream.read(MAX_RECORD)
    except ExpansionError:
        return 0  # the scanner reports it
    number = 0
    for item in tokenize(head.removeprefix(BYTE_ORDER_MARK), resource.dialect):
        number += item.rows if isinstance(item, Comment) else 1
        if isinstance(item, Row) and number not in resource.dialect.comment_rows:
            return len(item.cells)
    return 0
