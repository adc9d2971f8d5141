"""Drafts all tables of a folder: the order of the steps, and what is left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from packpress.edit.infer.draft_table import NoTableError, Wishes, draft_table, find_source
from packpress.edit.infer.files.as_utf8 import refuse_compressed, rewrite_as_utf8
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
        if candidate.format == "parquet" and not candidate.is_named and _is_output(root / candidate.path):
            left_out.append(Remark(candidate.path, "", "was made by packpress build; name the file to describe it"))
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


def _is_output(file: Path) -> bool:
    """Returns whether the file is Parquet with the hash of its sources, as every build writes it."""
    from packpress.package.outputs.source_hash import SOURCE_HASH  # text need not wait for these
    from packpress.read.parquet.footer import UnreadableError, read_footer

    try:
        return SOURCE_HASH.encode() in read_footer(file).metadata
    except (UnreadableError, OSError):
        return False


def rewrite(inferred: Inferred, *, dry_run: bool) -> None:
    """Writes the files that are not UTF-8 as UTF-8, and changes their drafts; with ``dry_run``, only the drafts.

    Raises PackpressError, without writing anything, if a file is compressed or its encoding is in doubt.
    """
    for source in inferred.to_rewrite:
        refuse_compressed(source)
        if source.is_ambiguous:
            advice = "give its encoding with --encoding, and name the files if they differ in it; nothing was rewritten"
            raise PackpressError(f"{source.path}: {source.doubt}. To rewrite it, {advice}")
    for draft in inferred.drafts:
        if (source := draft.source) in inferred.to_rewrite:
            draft.source = source._replace(encoding="utf-8", doubt="") if dry_run else rewrite_as_utf8(source)
            if source.doubt:
                draft.remarks[:] = [remark for remark in draft.remarks if not remark.message.startswith(source.doubt)]
