"""What the templates of records share: facts of places, figures, verdicts and dates, and the marks that are drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from packpress.publish.drawings.date_marks import draw_date_mark
from packpress.publish.drawings.dated import UNDATED, read_dated
from packpress.publish.drawings.verdict_marks import draw_mark
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.records.compare.difference_words import difference_sentence, short_difference
from packpress.site.records.compare.figures import figure_of
from packpress.site.records.places import passage_facts, source_facts
from packpress.site.words.words import Words

_DAY = re.compile(r"(?<![\w-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])")


def record_values(site: Site) -> Mapping[str, Any]:
    """Returns the functions by what templates call them; the comparison of a figure needs them on every page."""
    return {
        "mark": lambda name: Markup(draw_mark(name)),
        "date_mark": partial(date_mark, site),
        "figure_of": partial(figure_of, site),
        "with_dates": partial(with_dates, site.words),
        "passage_facts": partial(passage_facts, site),
        "source_facts": partial(source_facts, site),
        "difference_sentence": partial(difference_sentence, site.words),
        "short_difference": partial(short_difference, site.words),
    }


def with_dates(words: Words, text: str) -> str:
    """Returns the text with its dates in words; a text that is a date as a whole, or that has days in it."""
    whole = words.date(text)
    return whole if whole != text else _DAY.sub(lambda found: words.date(found[0]), text)


def date_mark(site: Site, record: Row) -> Markup:
    """Returns the mark of the date of a record; nothing for a date that cannot be read."""
    kind = site.setting.record_kind(record.table.name)
    try:
        dated = read_dated(record.get(kind.date)) if kind else UNDATED
    except ValueError:
        return Markup("")
    return Markup(draw_date_mark(dated.kind, is_own=site.is_own(record)))
