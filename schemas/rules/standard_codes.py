"""Rules for codes that standards define: units, countries, languages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import pycountry
from lark import Lark
from lark.exceptions import LarkError
from packpress import Fault, Tables, rule

from .records import rows


@cache
def ucum_parser() -> Lark:
    """The parser of ``ucumvert.get_ucum_parser``, from its grammar; ucumvert loads pint too, a tenth of a full check."""
    grammar = Path(str(distribution("ucumvert").locate_file("ucumvert/ucum_grammar.lark")))
    return Lark(grammar.read_text(encoding="utf-8"), start="main_term", strict=True)


@cache
def _is_ucum(unit: str) -> bool:
    try:
        ucum_parser().parse(unit)
    except LarkError:
        return False
    return True


@rule("unit-real", "statistics")
def unit_real(table: str, tables: Tables) -> Iterable[Fault]:
    """A unit is a code of UCUM."""
    for row in rows(tables[table]):
        if not _is_ucum(row.unit):
            yield Fault(row.Index, "unit", "is no UCUM code; see ucum.org, and put what is counted in braces")


@rule("area-real", "areas")
def area_real(table: str, tables: Tables) -> Iterable[Fault]:
    """A country has its ISO 3166-1 codes, and nothing else has."""
    for row in rows(tables[table]):
        country = pycountry.countries.get(alpha_3=row.id) if row.id.isupper() else None
        if row.kind == "country" and country is None:
            yield Fault(row.Index, "id", "is no ISO 3166-1 alpha-3 code of a country; correct it, or the kind")
        elif country is not None and row.kind == "country" and row.iso_alpha_2 != country.alpha_2:
            yield Fault(row.Index, "iso_alpha_2", f"the alpha-2 code of {row.id} is {country.alpha_2}")
        elif row.kind != "country" and row.id.isupper():
            yield Fault(row.Index, "id", "only a country has an ISO code for an id; use a lower-case slug")
        elif row.kind != "country" and row.iso_alpha_2 is not None:
            yield Fault(row.Index, "iso_alpha_2", "only a country has an alpha-2 code; empty the cell")


@rule("language-real", "sources")
def language_real(table: str, tables: Tables) -> Iterable[Fault]:
    """A language is a BCP 47 tag of registered parts."""
    for row in rows(tables[table]):
        language, *rest = row.language.split("-")
        known = pycountry.languages.get(**{"alpha_2" if len(language) == 2 else "alpha_3": language})
        if known is None or (len(language) == 3 and getattr(known, "alpha_2", None)):
            yield Fault(row.Index, "language", "is no BCP 47 tag; use the shortest code of the language, e.g. en or zh-Hans")
        for part in rest:
            kind = pycountry.scripts.get(alpha_4=part) if len(part) == 4 else pycountry.countries.get(alpha_2=part)
            if kind is None:
                yield Fault(row.Index, "language", f'"{part}" is no registered script or region')
