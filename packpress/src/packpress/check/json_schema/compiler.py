"""Compiles a JSON Schema: every schema inside it once, with every step counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast
from urllib.parse import unquote

from packpress.arrow import compute as pc
from packpress.arrow.arrays import string_array
from packpress.arrow.work_limits import Effort, TooSlowError
from packpress.check.json_schema.applicators import APPLICATORS
from packpress.check.json_schema.reader import Matcher, Validator
from packpress.check.json_schema.strings import Strings
from packpress.check.json_schema.validation import VALIDATION
from packpress.check.json_schema.values import Json, freeze

_KEYWORDS = {**VALIDATION, **APPLICATORS}
# unsupported keyword → what to write instead
_NOT_READ = {
    "$dynamicRef": "$ref",
    "$recursiveRef": "$ref",
    "dependencies": "dependentRequired or dependentSchemas",
    "additionalItems": "items with prefixItems",
}
# keyword that does not constrain a value → the type that it must have
_ANNOTATIONS: Mapping[str, type] = (
    dict.fromkeys(("$schema", "$id", "$comment", "$anchor", "title", "description", "format"), str)
    | dict.fromkeys(("contentEncoding", "contentMediaType"), str)
    | dict.fromkeys(("deprecated", "readOnly", "writeOnly"), bool)
    | {"examples": list}
)


def compile_json_schema(schema: Json, effort: Effort) -> Callable[[Sequence[Json]], list[bool]]:
    """Returns a function that says for each value of ``read_value`` whether it conforms to the schema.

    ``compile_json_schema({"type": "null"}, Effort())([None, 1])`` is ``[True, False]``. The function may raise TooSlowError.
    Raises ValueError if the schema is not valid in the draft, or not supported.
    """
    compiler = _Compiler(schema, effort)
    try:
        whole = compiler.compile(schema)
        compiler.refuse_circles()
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    except TooSlowError as error:
        raise ValueError("it lists too many values; list fewer") from error

    def conform(values: Sequence[Json]) -> list[bool]:
        compiler.strings.begin(values)
        try:
            return [whole(value) for value in values]
        except RecursionError as error:  # nested references on a value that is nested as deeply
            raise TooSlowError from error
        finally:
            compiler.strings.begin(())

    return conform


def _applied_in_place(schema: dict[str, Json]) -> Iterator[Json]:
    """Yields the schemas inside a schema that may apply to the same value, except the one that it refers to."""
    for name in ("allOf", "anyOf", "oneOf"):
        yield from schema.get(name, ())
    yield from (schema[name] for name in ("not", "if", "then", "else") if name in schema)
    yield from schema.get("dependentSchemas", {}).values()


class _Compiler:
    """Compiles the schemas inside one schema, each once."""

    def __init__(self, root: Json, effort: Effort) -> None:
        self.root, self.effort, self.strings = root, effort, Strings(effort)
        self._validators: dict[int, Validator] = {}
        self._schemas: list[dict[str, Json]] = []
        self._referred: dict[str, Json] = {}
        self._matchers: dict[str, Matcher] = {}

    def compile(self, schema: Json) -> Validator:
        """Returns a function that checks a value by this part of the schema, which is counted."""
        self.effort.admit_schema()
        return self.validator_of(schema)

    def validator_of(self, schema: Json) -> Validator:
        """Returns a function that checks a value by this part of the schema, which is compiled only once."""
        if isinstance(schema, bool):
            return (lambda _: True) if schema else (lambda _: False)
        if not isinstance(schema, dict):
            raise ValueError("a schema must be an object, true or false")
        if id(schema) not in self._validators:
            self._schemas.append(schema)
            # for a reference to an enclosing schema, while that is being compiled
            self._validators[id(schema)] = lambda value: self._validators[id(schema)](value)
            self._validators[id(schema)] = self._compile(schema)
        return self._validators[id(schema)]

    def _compile(self, schema: dict[str, Json]) -> Validator:
        self._check_names(schema)
        parts = [part for name, build in _KEYWORDS.items() if name in schema for part in build(self, schema[name], schema)]
        cost, effort = 1 + len(parts) / 2, self.effort

        def is_valid(value: Json) -> bool:
            effort.steps_left -= cost  # inlined from Effort.step: a call takes as long as the rest
            if effort.steps_left < 0:
                raise TooSlowError
            for part in parts:  # noqa: SIM110 - all() takes twice the time
                if not part(value):
                    return False
            return True

        return is_valid

    def refuse_circles(self) -> None:
        """Raises ValueError if a reference leads back to its own schema without descending into the value."""
        done: set[int] = set()
        above: set[int] = set()

        def follow(schema: Json) -> None:
            if not isinstance(schema, dict) or id(schema) in done:
                return
            if id(schema) in above:
                raise ValueError("a $ref leads back to its own schema without descending into the value")
            above.add(id(schema))
            for inner in _applied_in_place(schema):
                follow(inner)
            if "$ref" in schema:
                follow(self.refer(schema["$ref"]))
            above.remove(id(schema))
            done.add(id(schema))

        for schema in self._schemas:
            follow(schema)

    def _check_names(self, schema: dict[str, Json]) -> None:
        for name, value in schema.items():
            if name in _NOT_READ:
                raise ValueError(f"{name} is not supported; write {_NOT_READ[name]}")
            if name in _ANNOTATIONS and not isinstance(value, _ANNOTATIONS[name]):
                raise ValueError(f"{name} must be a {_ANNOTATIONS[name].__name__}")
        if "$id" in schema and schema is not self.root:
            raise ValueError("$id is supported only at the top of the schema")

    def step(self, count: float = 1) -> None:
        """Counts the cost of something."""
        self.effort.step(count)

    def matcher(self, form: Json) -> Matcher:
        """Returns a function that tests whether the pattern is found in a text; it runs on RE2."""
        if not isinstance(form, str):
            raise ValueError("a pattern must be a string")
        if form not in self._matchers:
            pattern, text = self.effort.admit(form), string_array([""])
            pc.match_substring_regex(text, pattern=form)  # raises ArrowInvalid now, not at the first value
            self._matchers[form] = lambda text: self.strings.is_found(pattern, text)
        return self._matchers[form]

    def refer(self, reference: Json) -> Json:
        """Returns the part of the schema that a reference names."""
        if not isinstance(reference, str) or (reference != "#" and not reference.startswith("#/")):
            raise ValueError(f'$ref {reference!r} is not supported; refer to a part of the schema, such as "#/$defs/name"')
        if reference not in self._referred:
            target = self.root
            for part in reference.split("/")[1:]:
                name = unquote(part).replace("~1", "/").replace("~0", "~")
                try:
                    target = target[int(name)] if isinstance(target, list) else cast(dict[str, Json], target)[name]
                except (KeyError, IndexError, TypeError, ValueError):
                    raise ValueError(f"$ref {reference!r} refers to nothing") from None
            self._referred[reference] = target
        return self._referred[reference]

    def frozen(self, value: Json) -> Any:
        """Returns the value as one that can be compared and hashed; equal for equal JSON values."""
        return freeze(value, self.step)

    def evaluated(self, schema: Json, value: Json) -> set[str] | set[int]:
        """Returns the names or positions of the value's members that were evaluated by a schema to which it conforms."""
        found: set[Any] = set()
        if isinstance(schema, dict):
            self.step(2)
            for part in self._evaluated_here(schema, value):
                self.step(2 + len(part) / 5)
                found |= part
            for inner in self._in_place(schema, value):
                found |= self.evaluated(inner, value)
        return found

    def _evaluated_here(self, schema: dict[str, Json], value: Json) -> Iterator[set[Any]]:
        if isinstance(value, dict):
            yield value.keys() & schema.get("properties", {}).keys()
            for form in schema.get("patternProperties", {}):
                is_found = self.matcher(form)
                yield {name for name in value if is_found(name)}
            if "additionalProperties" in schema or "unevaluatedProperties" in schema:
                yield set(value)
        elif isinstance(value, list):
            yield set(range(min(len(value), len(schema.get("prefixItems", ())))))
            if "contains" in schema:
                is_valid = self.validator_of(schema["contains"])
                yield {place for place, item in enumerate(value) if is_valid(item)}
            if "items" in schema or "unevaluatedItems" in schema:
                yield set(range(len(value)))

    def _in_place(self, schema: dict[str, Json], value: Json) -> Iterator[Json]:
        """Yields the schemas inside the schema to which the value itself conforms."""
        if "$ref" in schema:
            yield self.refer(schema["$ref"])
        yield from schema.get("allOf", ())
        for inner in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            if self.validator_of(inner)(value):
                yield inner
        if "if" in schema:
            is_so = self.validator_of(schema["if"])(value)
            yield schema["if"] if is_so else True
            yield schema.get("then" if is_so else "else", True)
        if isinstance(value, dict):
            yield from (inner for name, inner in schema.get("dependentSchemas", {}).items() if name in value)
