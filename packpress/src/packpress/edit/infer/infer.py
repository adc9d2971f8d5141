"""Drafts all tables of a folder: the order of the steps, and what is left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from packpress.edit.infer.draft_table import NoTableError, Wishes, draft_table, find_source
from packpress.edit.infer.files.as_utf8 import rewrite_as_utf8
from packpress.edit.infer.files.find_tables import search
from packpress.edit.infer.find_references import Found, find_references
from packpress.edit.infer.key_choice import choose_key
from packpress.edit.infer.model import Draft, Remark, Source
from packpress.edit.infer.write_draft import resource_names
from packpress.errors import PackpressError


@dataclass(frozen=True)
class Inferred:
    """The drafts of the tables, the references between them, the files that were left out, each with the reason.

    ``to_rewrite`` are the files that are not UTF-8.
    """

    drafts: tuple[Draft, ...]
    references: tuple[Found, ...]
    left_out: tuple[Remark, ...]
    to_rewrite: tuple[Source, ...]


def infer(
    root: Path, files: Sequence[Path], wishes: Wishes, *, known: Collection[str] = (), taken: Collection[str] = ()
) -> Inferred:
    """Returns what is inferred of the tables in the folder, or of the files.

    Files in ``known`` are already described and left out; names in ``taken`` are not used again. Raises PackpressError if
    a named file is no table.
    """
    result = search(root, files)
    left_out = [Remark(path, "", reason) for path, reason in result.left_out if path not in known]
    found = []
    for candidate in result.candidates:
        if candidate.path in known:
            continue
        try:
            found.append(find_source(root, candidate, wishes))
        except NoTableError as error:
            if candidate.is_named:
                raise PackpressError(f"{candidate.path}: {error}") from error
            if str(error):
                left_out.append(Remark(candidate.path, "", str(error)))
    names = resource_names([source.path for source, _, _ in found], taken)
    drafts = [draft_table(*parts, name, wishes) for parts, name in zip(found, names, strict=True)]
    for draft in drafts:
        choose_key(draft)
    references = find_references(drafts)
    old = tuple(d.source for d in drafts if d.source.format != "parquet" and d.source.encoding != "utf-8")
    return Inferred(tuple(drafts), tuple(references), tuple(left_out), old)


def rewrite(inferred: Inferred) -> None:
    """Writes the files that are not UTF-8 as UTF-8, and changes their drafts."""
    for draft in inferred.drafts:
        if draft.source in inferred.to_rewrite:
            draft.source = rewrite_as_utf8(draft.source)
