"""Compares the passages of a package with the texts from which they were coded, sentence by sentence and word by word.

The tables and columns are named by ``packpress:provenance`` in the descriptor. The text of a source is ``<source id>.txt``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path, PurePath
from typing import Any

from packpress.check.keys.table_keys import Place
from packpress.check.session import Session
from packpress.check.typed_table import TypedTable, read_tables
from packpress.errors import PackageError
from packpress.issue import FOR_PROGRAMS, Findings, Issue, Limits, Report
from packpress.package.provenance import provenance
from packpress.proof.fragment_form import form_faults, length_faults
from packpress.proof.sentences import Sentence, normalize_text, split_text
from packpress.severities import AS_FOUND, Severities
from packpress.text_file import read_text

END_WORDS = 4
"""How many words at each end of a passage its row has."""
_ADDRESS = re.compile(r"https?://\S+")
_FIGURE = re.compile(r"(?<![\w.,-])[0-9][0-9,.]*(?<![.,])(?: (?:thousand|million|billion)\b)?")
_NOTE_NUMBER = re.compile(r"^[0-9]+ (?=\D)")


@dataclass(frozen=True)
class _Rows:
    """A checked table as rows, with the place of each."""

    path: str
    key: str
    rows: list[dict[str, Any]]
    place: Place


def trace(package: Path, texts: Path, limits: Limits = FOR_PROGRAMS, severities: Severities = AS_FOUND) -> Report:
    """Returns the differences between the passages of a package and the texts in the folder ``texts``.

    ``package`` is its folder or its descriptor. Errors: a sentence without a passage, a passage without its sentence, a
    wrong locator, end word, length or hash, a fragment that is not in its passage or is too long. Where evidence has no
    passage: a fragment that is not as it stands in a source, or has no locator. Warnings: a figure that no evidence uses.
    Raises PackageError if the package has no passages or the folder does not exist.
    """
    findings = Findings(limits, severities)
    session = Session.open(package, findings)
    tables = read_tables(session)
    if findings.is_blocked():
        return session.report()
    named = provenance(session.package)
    if not {"passages", "evidence"} <= named.keys():
        raise PackageError('the descriptor has no "packpress:provenance" with passages and evidence, so nothing can be traced')
    if not texts.is_dir():
        raise PackageError(f"{texts}: is not a folder; give the one with the texts, each as <source id>.txt")
    tracer = _Tracer(tables, named, findings)
    named_sources = {row[named["passages"]["source"]] for row in tracer.passages.rows}
    for source in sorted(source for source in named_sources if source is not None):
        name = f"{source}.txt"
        try:
            tracer.compare(source, name, _read_text(texts, name, source))
        except PackageError as error:
            message = str(error).removeprefix(f"{name}: ")
            findings.add(Issue(name, 0, "", source, "trace-text", "error", message))
    tracer.check_form()
    tracer.check_fragments()
    session.layers.append("trace")
    return session.report()


def _read_text(texts: Path, name: str, source: str) -> str:
    """Returns the text of a source. Raises PackageError if the folder itself has no such file, or it is not UTF-8."""
    if PurePath(name).name != name or not (texts / name).is_file():
        raise PackageError(f"{name}: the text of {source} is missing; add it to the others or give its folder")
    return read_text(texts / name, name)


def end_words(text: str) -> tuple[str, str]:
    """Returns the first and the last words of a passage, at most four each; for a note that ends with a URL, only that."""
    words = text.split(" ")
    last = words[-1:] if _ADDRESS.match(words[-1]) else words[-END_WORDS:]
    return " ".join(words[:END_WORDS]), " ".join(last)


def _rows(table: TypedTable) -> _Rows:
    resource = table.checker.resource
    return _Rows(resource.paths[0], resource.schema.primary_key[0], table.values.to_pylist(), table.place)


class _Tracer:
    """Compares one package; keeps the sentence of each passage that was found."""

    def __init__(self, tables: Mapping[str, TypedTable], named: Any, findings: Findings) -> None:
        self.names, self.evidence_names, self.findings = named["passages"], named["evidence"], findings
        self.passages = _rows(tables[self.names["resource"]])
        self.key = self.passages.key
        self.evidence = _rows(tables[self.evidence_names["resource"]])
        self.found: dict[str, str] = {}

    def compare(self, source: str, text_name: str, text: str) -> None:
        """Compares the passages of one source with the sentences of its text."""
        sentences = list(split_text(text))
        paragraph_lines = [number for number, line in enumerate(text.splitlines(), 1) if normalize_text(line)]
        rows = [i for i, row in enumerate(self.passages.rows) if row[self.names["source"]] == source]
        rows.sort(key=lambda i: self.passages.rows[i][self.names["position"]])
        hashes = [self.passages.rows[i][self.names["hash"]] for i in rows]
        matcher = SequenceMatcher(None, hashes, [sentence.sha256 for sentence in sentences], autojunk=False)
        for kind, a, b, c, d in matcher.get_opcodes():
            paired = min(b - a, d - c) if kind in ("equal", "replace") else 0
            for i, sentence in zip(rows[a : a + paired], sentences[c : c + paired], strict=True):
                self._compare_one(i, sentence)
            for i in rows[a + paired : b]:
                message = "no sentence of the text matches this passage; remove the row or correct its position, words and hash"
                self._report(self.passages, i, self.key, "trace-passage", message)
            for sentence in sentences[c + paired : d]:
                shown = end_words(sentence.text)[0]
                where = f"paragraph {sentence.paragraph}, sentence {sentence.number}"
                message = f"{where} has no passage; add one to {self.passages.path}"
                line = paragraph_lines[sentence.paragraph - 1]
                self.findings.add(Issue(text_name, line, "", source, "trace-sentence", "error", message, shown))

    def _compare_one(self, i: int, sentence: Sentence) -> None:
        """Compares each column of a passage's row with the sentence at its position."""
        row, names = self.passages.rows[i], self.names
        self.found[row[self.key]] = sentence.text
        first, last = end_words(sentence.text)
        right = {
            names["paragraph"]: sentence.paragraph,
            names["sentence"]: sentence.number,
            names["firstWords"]: first,
            names["lastWords"]: last,
            names["length"]: len(sentence.text),
            names["hash"]: sentence.sha256,
        }
        for column, value in right.items():
            if row[column] != value:
                message = f"the text has {value}; correct the row, and its evidence if the words changed"
                self._report(self.passages, i, column, "trace-passage", message)

    def check_form(self) -> None:
        """Checks the length of each fragment, and of those without a passage also the form and the locator."""
        names = self.evidence_names
        locator = names.get("locator")
        for i, row in enumerate(self.evidence.rows):
            if not isinstance(fragment := row[names["fragment"]], str):
                continue
            faults = [*length_faults(fragment)]
            if row[names["passage"]] is None:
                faults += form_faults(fragment)
                if locator in row and row[locator] is None:
                    message = "the words have no locator; say where they are in the source, e.g. a heading or a page"
                    self._report(self.evidence, i, locator, "trace-locator", message, value=fragment)
            for message in faults:
                self._report(self.evidence, i, names["fragment"], "trace-form", message)

    def check_fragments(self) -> None:
        """Checks that each fragment is in its passage, and each figure of a coded passage in a fragment."""
        names = self.evidence_names
        used: dict[str, list[str]] = defaultdict(list)
        for i, row in enumerate(self.evidence.rows):
            passage, fragment = row[names["passage"]], row[names["fragment"]]
            if passage is None or fragment is None:
                continue
            used[passage].append(fragment)
            text = self.found.get(passage)
            words = re.escape(normalize_text(fragment))
            if text is not None and not re.search(rf"(?<!\w){words}(?![^\W0-9_])(?!(?<=[0-9])[0-9])", text):
                message = f"the words are not in {passage}; copy at most eight from the sentence"
                self._report(self.evidence, i, names["fragment"], "trace-fragment", message)
        exempt = set(self.names.get("withoutFigures", ()))
        for i, row in enumerate(self.passages.rows):
            text = self.found.get(row[self.key])
            if text is not None and row[self.names["noClaim"]] not in exempt:
                for figure in unused_figures(text, used[row[self.key]]):
                    message = "the passage has this figure, but no evidence uses it; code the claim, or cite the words"
                    self._report(self.passages, i, self.key, "trace-figure", message, "warning", figure)

    def _report(
        self, table: _Rows, i: int, column: str, rule: str, message: str, severity: Any = "error", value: str | None = None
    ) -> None:
        row = table.rows[i]
        shown = str(row[column] if value is None else value)
        path, line = table.place(i)
        self.findings.add(Issue(path, line, column, str(row[table.key]), rule, severity, message, shown))


def unused_figures(text: str, fragments: list[str]) -> Iterator[str]:
    """Yields the figures of a passage that are in none of the fragments.

    Ignores marks attached to a word ("reported2"), the number that starts a note, and URLs.
    """
    plain = _NOTE_NUMBER.sub("", _ADDRESS.sub("", text))
    for match in _FIGURE.finditer(plain):
        if not any(re.search(rf"(?<![0-9]){re.escape(match[0])}(?![0-9])", fragment) for fragment in fragments):
            yield match[0]
