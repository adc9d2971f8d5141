"""The name of a row in another language, and the tag of the language."""

from __future__ import annotations

import re

from packpress.package.site.setting import OriginalName
from packpress.site.model.table import Row

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def original_of(original: OriginalName | None, row: Row) -> tuple[str, str]:
    """Returns the name of the row in another language, and the tag of that language; empty texts for what is not known."""
    if original is None or not row.get(original.field):
        return "", ""
    stated = row.get(original.language_field)
    if original.languages:
        return row[original.field], language_tag(original.languages.get(stated, original.language))
    return row[original.field], language_tag(stated or original.language)


def language_tag(text: str) -> str:
    """Returns the text if it has the form of a language tag (BCP 47), else "", since ``lang`` must be one.

    >>> language_tag("zh-Hant"), language_tag("Chinese (traditional)")
    ('zh-Hant', '')
    """
    return text if _TAG.fullmatch(text) else ""
