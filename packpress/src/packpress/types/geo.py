"""The types ``geopoint``, in three formats, and ``geojson``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.types.answers import Lexis
from packpress.types.canonical_number import CANONICAL_NUMBER, canonical_number
from packpress.types.field import Field
from packpress.types.field_type import FieldType
from packpress.types.geojson import is_geojson, is_number, is_topojson
from packpress.types.json_cells import read_canonical, read_json_cell
from packpress.types.json_types import JsonText

_COORDINATE = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"


class GeoPoint(JsonText):
    """A point on Earth as "longitude, latitude", in degrees (Table Schema 2.0, "geopoint")."""

    name = "geopoint"
    formats = frozenset({"array", "object"})
    is_json = False
    lexis = Lexis(rf"{_COORDINATE}, ?{_COORDINATE}", 'a point as "longitude, latitude"', lambda text: _is_on_earth(text))
    canonical_form = rf"(?:{CANONICAL_NUMBER}),(?:{CANONICAL_NUMBER})"

    @classmethod
    def of(cls, field: Field) -> FieldType:
        return {"array": ArrayPoint, "object": ObjectPoint}.get(field.format, GeoPoint)(field)

    @classmethod
    def is_costly(cls, field: Field) -> bool:
        return True

    def equal(self, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
        return super().equal(cells, pc.replace_substring(values, pattern=", ", replacement=","))

    def canonical(self, text: str) -> str:
        """Returns the canonical longitude and latitude, the same in every format: ``-3.5,40``."""
        return ",".join(canonical_number(part.strip().lstrip("+")) for part in text.split(","))


class ArrayPoint(GeoPoint):
    """A point as a JSON array: ``[longitude, latitude]``."""

    is_json = True
    holds = ("array", "text")
    lexis = Lexis("", "a point as a JSON array", lambda text: _is_array_point(read_json_cell(text)))

    def equal(self, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
        return JsonText.equal(self, cells, values)

    def canonical(self, text: str) -> str:
        return ",".join(read_canonical(text))


class ObjectPoint(ArrayPoint):
    """A point as a JSON object: ``{"lon": longitude, "lat": latitude}``."""

    holds = ("struct", "text")
    lexis = Lexis("", "a point as a JSON object", lambda text: _is_object_point(read_json_cell(text)))

    def canonical(self, text: str) -> str:
        point = read_canonical(text)
        return f"{point['lon']},{point['lat']}"


class GeoJson(JsonText):
    """A GeoJSON object (RFC 7946), or a TopoJSON object (Table Schema 2.0, "geojson")."""

    name = "geojson"
    formats = frozenset({"topojson"})
    holds = ("struct", "text")

    @property
    def lexis(self) -> Lexis:
        if self.field.format == "topojson":
            expected = "a TopoJSON object with the members of its type and all its arcs"
            return Lexis("", expected, lambda text: is_topojson(read_json_cell(text)))
        expected = "a GeoJSON object with the members of its type, two or more numbers per position, and closed rings"
        return Lexis("", expected, lambda text: is_geojson(read_json_cell(text)))


def _is_on_earth(text: str) -> bool:
    longitude, latitude = (Decimal(part.strip()) for part in text.split(","))
    return -180 <= longitude <= 180 and -90 <= latitude <= 90


def _is_array_point(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and _is_point(*value)


def _is_object_point(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"lon", "lat"} and _is_point(value["lon"], value["lat"])


def _is_point(longitude: Any, latitude: Any) -> bool:
    return is_number(longitude) and is_number(latitude) and abs(longitude) <= 180 and abs(latitude) <= 90
