"""The page of rules: the whole catalogue as Markdown, for looking up a rule or reading it through."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.catalogue.entries import Entry, Example, Group, catalogue
from packpress.escape import printable

_INTRODUCTION = """\
<!-- Made by `scripts/rules-page` from src/packpress/catalogue/. Do not edit. -->

# What the checker reports

`packpress validate` checks a package in four layers: the **files** (descriptor, schemas, text of the tables), the
**cells** (values and keys), the **rules** that a schema cannot express, and a **second opinion** by a program that is not ours.
The last two run only with `--full`, and only if files and cells have no errors. Each problem is reported once, at the place
where a person can fix it, without the problems that follow from it.

Each line of a report is one issue: the file, the line and the column, the value in quotes, what is wrong and what to do,
and the name of the rule in brackets:

```text
data/loans.csv:14:due: "2024-02-30" is not a real date; write YYYY-MM-DD, e.g. 2024-02-29 [type-date]
```

An **error** makes the package invalid, and the command exits with 1. A **warning** is left to the judgement of a person and
does not stop anything. This page lists every rule of the checker; `packpress explain RULE` prints the same text on a terminal.
Any other name is a rule of the package's own, which `explain` also knows.
"""

_PATTERNS = """\
## Patterns

The standard defines `pattern` as a regular expression of XML Schema (XML Schema 1.1, part 2, appendix G). The checker
translates it and runs it on RE2, whose running time is linear in the text for every pattern. The second opinion does not
check patterns.

As in XML Schema, a pattern matches the whole cell; `.` is any character except line feed and carriage return; `\\d` is
any decimal digit of Unicode, `\\s` is space, tab, line feed or carriage return, `\\w` is any character except punctuation,
separators and controls (so it includes é and `$ + < = > ^ | ~`); `\\i` and `\\c` are the first and the other characters of
names in XML 1.0, fifth edition; `\\p{Lu}` is a general category, `\\p{IsGreek}` a block; `[a-z-[aeiou]]` subtracts a class.
A count above 1,000 is split, because RE2 accepts no larger one.

Beyond XML Schema, these have their usual meaning: `^` at the beginning of the pattern or of a branch and `$`
at its end (anywhere else they are characters), `\\A`, `\\z` and `\\Z`, `(?:…)`, named groups, the flags `i`, `m`, `s` and `U`,
comments `(?#…)`, lazy quantifiers, `_` in `\\w`, `\\x41`, `\\u0041`, `\\x{1F600}`, `\\Q…\\E`, `\\/`, `[[:alpha:]]` (ASCII),
scripts as in `\\p{Greek}`, and a `]`, `{` or `}` without its partner. `\\b` takes all letters into account if the neighbouring
parts of the pattern decide it, as in `\\b\\w+\\b`, otherwise only those of ASCII.

What RE2 does not support is not checked, and `pattern-not-checked` names it: look-ahead and look-behind,
back-references, possessive quantifiers, atomic groups, recursion, conditions, `[…&&[…]]`, `{,3}`, unknown properties and
escapes, patterns that are too large. Text that is not a regular expression in any notation is an error, `schema-constraint`.

General categories are those of RE2 in the installed pyarrow (Unicode 15.1 in pyarrow 26), blocks those of Unicode 18.
A letter newer than RE2 matches `\\w` but not `\\p{L}`.
"""

_JSON_SCHEMAS = """\
## JSON Schemas

A `jsonSchema` is read as draft 2020-12, whatever its `$schema` says. Its steps are counted, so that no value can take unlimited
time. Numbers are exact, and nothing is fetched.

- Enforced: `$defs`, `$ref`, `additionalProperties`, `allOf`, `anyOf`, `const`, `contains`, `definitions`, `dependentRequired`,
  `dependentSchemas`, `else`, `enum`, `exclusiveMaximum`, `exclusiveMinimum`, `if`, `items`, `maxContains`, `maximum`,
  `maxItems`, `maxLength`, `maxProperties`, `minContains`, `minimum`, `minItems`, `minLength`, `minProperties`, `multipleOf`,
  `not`, `oneOf`, `pattern`, `patternProperties`, `prefixItems`, `properties`, `propertyNames`, `required`, `then`, `type`,
  `unevaluatedItems`, `unevaluatedProperties`, `uniqueItems`. A `contentSchema` must be a schema, but is not enforced.
- Type-checked, otherwise ignored: `$anchor`, `$comment`, `$id`, `$schema`, `contentEncoding`,
  `contentMediaType`, `deprecated`, `description`, `examples`, `format`, `readOnly`, `title`, `writeOnly`.
- Rejected with an alternative (`schema-constraint`): `$dynamicRef`, `$recursiveRef`, `additionalItems`, `dependencies`.
  So are a `$ref` to anything but a part of the same schema such as `#/$defs/name`, an `$id` below the top of the schema, and a
  pattern that RE2 cannot run.

Any other keyword is ignored, as the draft requires.
"""


def describe_rules() -> str:
    """Returns the page: UTF-8 text that ends with a line feed, a pure function of the catalogue."""
    lines = [_INTRODUCTION.rstrip("\n"), "", "## Contents", ""]
    lines += [_contents(group) for group in catalogue()]
    lines.append("- [Patterns](#patterns): the syntax of `pattern`")
    lines.append("- [JSON Schemas](#json-schemas): the keywords of `jsonSchema`")
    for group in catalogue():
        lines += ["", f"## {group.title}", "", group.about]
        for entry in group.entries:
            lines += ["", *_describe(entry)]
    lines += ["", _PATTERNS.rstrip("\n"), "", _JSON_SCHEMAS.rstrip("\n")]
    return "\n".join(lines) + "\n"


def _contents(group: Group) -> str:
    rules = ", ".join(f"[{entry.rule}](#{entry.rule})" for entry in group.entries)
    return f"- [{group.title}](#{group.title.lower().replace(' ', '-')}): {rules}"


def _describe(entry: Entry) -> Iterator[str]:
    yield f"### {entry.rule}"
    yield ""
    yield f"**{entry.severity.capitalize()}.** {entry.means}"
    yield ""
    yield f"*What to do:* {entry.fix}"
    yield ""
    yield f"*Clause:* {entry.clause}."
    if entry.example:
        for heading, text in shown(entry.example):
            yield from ("", heading, "", "```text", *text, "```")


# kind of example → the headings of its texts
_HEADINGS = {
    "cell": ("An invalid cell:", "A valid cell:"),
    "file": ("An invalid file:", "The corrected file:"),
    "view": ("An invalid view:", "A valid view:"),
    "evidence": ("Invalid evidence:", "Valid evidence:"),
    "package": ("Invalid properties of the descriptor:", "Valid properties:"),
}
_PROPERTIES = ("Invalid properties of the {}:", "Valid properties:")


def shown(example: Example) -> Iterator[tuple[str, list[str]]]:
    """Yields the example as blocks of lines, each with its heading; non-printable characters are escaped."""
    bad, good = _HEADINGS.get(example.what, tuple(words.format(example.what) for words in _PROPERTIES))
    if example.given:
        yield "For this field:" if example.what == "cell" else "For this schema:", _lines(example.given)
    yield bad, _lines(example.bad)
    if example.good:
        yield good, _lines(example.good)


def _lines(text: str) -> list[str]:
    return printable(text.removesuffix("\n"), keep="\n").split("\n") if text else ["(nothing)"]
