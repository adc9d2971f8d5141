"""The page of the checker: the whole catalogue as Markdown, for people who look a rule up or read it through."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.catalogue.entries import Entry, Example, Group, catalogue
from packpress.escape import printable

_INTRODUCTION = """\
<!-- Made by `scripts/rules-page` from src/packpress/catalogue/. Do not edit. -->

# What the checker reports

`packpress validate` looks at a package in four layers: the **files** (descriptor, schemas, text of the tables), the
**cells** (values and keys), the **rules** that no schema can say, and a **second opinion** by a program that is not ours.
The last two run with `--full` alone, where files and cells have no error. A fault is
reported once, at the place where a person can mend it, and what follows from it is left out.

Each line of a report is one fault: the file, the line and the column, the value in quotes, what is wrong and what to do,
and the name of the rule in brackets:

```text
data/loans.csv:14:due: "2024-02-30" is not a real date as YYYY-MM-DD, e.g. 2024-02-29 [type-date]
```

An **error** makes the package invalid, and the command exits with 1. A **warning** is for a person to judge and stops
nothing. This page has every rule of the checker, and `packpress explain RULE` prints the same on a terminal. A name
that is not here is a rule of the package's own, and `explain` knows those too.
"""

_PATTERNS = """\
## Patterns

The standard says that a `pattern` is a regular expression of XML Schema (XML Schema 1.1, part 2, appendix G). The checker
translates it and runs it on RE2, which takes a time in proportion to the text whatever the pattern is. The second opinion is
not asked about patterns.

As in XML Schema, a pattern stands for the whole cell; `.` is every character but line feed and carriage return; `\\d` is
every decimal digit of Unicode, `\\s` space, tab, line feed and carriage return, `\\w` every character but punctuation,
separators and controls (so that é is one, and so are `$ + < = > ^ | ~`); `\\i` and `\\c` begin and make up the names of XML
1.0, fifth edition; `\\p{Lu}` is a general category, `\\p{IsGreek}` a block; `[a-z-[aeiou]]` subtracts a class. A count above
1,000 is divided, for RE2 takes no larger one.

Beyond XML Schema, these keep the meaning that they have elsewhere: `^` at the beginning of the pattern or of a branch and `$`
at its end (anywhere else they are characters), `\\A`, `\\z` and `\\Z`, `(?:…)`, named groups, the flags `i`, `m`, `s` and `U`,
comments `(?#…)`, lazy quantifiers, `_` in `\\w`, `\\x41`, `\\u0041`, `\\x{1F600}`, `\\Q…\\E`, `\\/`, `[[:alpha:]]` (ASCII),
scripts as in `\\p{Greek}`, and a `]`, `{` or `}` that closes or begins nothing. `\\b` goes by all letters where what stands
beside it decides, as in `\\b\\w+\\b`, and else by those of ASCII.

What RE2 has nothing like is not checked, and `pattern-not-checked` names it: look-ahead and look-behind,
back-references, possessive quantifiers, atomic groups, recursion, conditions, `[…&&[…]]`, `{,3}`, unknown properties and
escapes, patterns that are too large. What is no regular expression in any notation is an error, `schema-constraint`.

General categories are those of RE2 in the pyarrow that is installed (Unicode 15.1 in pyarrow 26), blocks those of Unicode 18.
A letter that is newer than RE2 is a `\\w`, and no `\\p{L}`.
"""

_JSON_SCHEMAS = """\
## JSON Schemas

A `jsonSchema` is read as draft 2020-12, whatever its `$schema` names, and every step that it costs is counted, so that no
value takes its time without end. Numbers are exact, and nothing is fetched.

- Judged: `$defs`, `$ref`, `additionalProperties`, `allOf`, `anyOf`, `const`, `contains`, `definitions`, `dependentRequired`,
  `dependentSchemas`, `else`, `enum`, `exclusiveMaximum`, `exclusiveMinimum`, `if`, `items`, `maxContains`, `maximum`,
  `maxItems`, `maxLength`, `maxProperties`, `minContains`, `minimum`, `minItems`, `minLength`, `minProperties`, `multipleOf`,
  `not`, `oneOf`, `pattern`, `patternProperties`, `prefixItems`, `properties`, `propertyNames`, `required`, `then`, `type`,
  `unevaluatedItems`, `unevaluatedProperties`, `uniqueItems`. A `contentSchema` must be a schema, and judges nothing.
- Must be of their types, and say nothing of a value: `$anchor`, `$comment`, `$id`, `$schema`, `contentEncoding`,
  `contentMediaType`, `deprecated`, `description`, `examples`, `format`, `readOnly`, `title`, `writeOnly`.
- Refused, with what to write instead (`schema-constraint`): `$dynamicRef`, `$recursiveRef`, `additionalItems`, `dependencies`.
  Refused too are a `$ref` to anything but a part of the same schema, as in `#/$defs/name`, an `$id` below the top of the
  schema, and a pattern that RE2 cannot run.

Any other keyword says nothing, as the draft has it.
"""


def describe_rules() -> str:
    """The page: UTF-8 text that ends with a line feed, the same for the same catalogue."""
    lines = [_INTRODUCTION.rstrip("\n"), "", "## Contents", ""]
    lines += [_contents(group) for group in catalogue()]
    lines.append("- [Patterns](#patterns): what a `pattern` may hold")
    lines.append("- [JSON Schemas](#json-schemas): what a `jsonSchema` may hold")
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


# what an example is → what stands before its text
_HEADINGS = {
    "cell": ("A cell that is refused:", "A cell that is right:"),
    "file": ("A file that is refused:", "The file that is right:"),
    "package": ("Properties of the descriptor that are refused:", "Properties that are right:"),
}
_PROPERTIES = ("Properties of the {} that are refused:", "Properties that are right:")


def shown(example: Example) -> Iterator[tuple[str, list[str]]]:
    """The example as blocks of lines, each with the words that stand before it; what does not print is escaped."""
    bad, good = _HEADINGS.get(example.what, tuple(words.format(example.what) for words in _PROPERTIES))
    if example.given:
        yield f"In a {'field' if example.what == 'cell' else 'table'} that the schema describes so:", _lines(example.given)
    yield bad, _lines(example.bad)
    if example.good:
        yield good, _lines(example.good)


def _lines(text: str) -> list[str]:
    return printable(text.removesuffix("\n"), keep="\n").split("\n") if text else ["(nothing)"]
