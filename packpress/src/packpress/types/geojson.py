"""Checks that a JSON value has the structure that GeoJSON (RFC 7946) or TopoJSON requires for the type that it states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Predicate = Callable[[Any], bool]


def is_number(value: Any) -> bool:
    """Returns whether the JSON value is a number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return is_number(value) and value == value // 1


def _is_position(value: Any) -> bool:
    return isinstance(value, list) and len(value) >= 2 and all(map(is_number, value))


def _array_of(judge: Predicate, least: int = 0) -> Predicate:
    return lambda value: isinstance(value, list) and len(value) >= least and all(map(judge, value))


_is_line = _array_of(_is_position, 2)


def _is_ring(value: Any) -> bool:
    return _is_line(value) and len(value) >= 4 and bool(value[0] == value[-1])


def _is_box(value: Any) -> bool:
    return isinstance(value, list) and len(value) >= 4 and len(value) % 2 == 0 and all(map(is_number, value))


# type of geometry → check of its coordinates; an empty array is valid too and means no geometry (RFC 7946, section 3.1)
_COORDINATES: Mapping[str, Predicate] = {
    "Point": _is_position,
    "MultiPoint": _array_of(_is_position),
    "LineString": _is_line,
    "MultiLineString": _array_of(_is_line),
    "Polygon": _array_of(_is_ring),
    "MultiPolygon": _array_of(_array_of(_is_ring)),
}
# kind of object → members of other kinds, which it must not have (RFC 7946, section 7.1)
_FOREIGN = {
    "geometry": {"geometry", "properties", "features"},
    "Feature": {"coordinates", "geometries", "features"},
    "FeatureCollection": {"coordinates", "geometries", "geometry", "properties"},
}


def is_geojson(value: Any) -> bool:
    """Returns whether the value is a GeoJSON object; its rings may run in either direction (RFC 7946, section 3.1.6)."""
    return _is_geometry(value) or _is_feature(value) or _is_collection(value)


def _type_of(value: Any) -> str:
    """Returns the type that the object states; "" if the value is not an object with a type, or its bounding box is invalid."""
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return ""
    return value["type"] if "bbox" not in value or _is_box(value["bbox"]) else ""


def _is_geometry(value: Any) -> bool:
    kind = _type_of(value)
    if not kind or value.keys() & _FOREIGN["geometry"]:
        return False
    if kind == "GeometryCollection":
        return _array_of(_is_geometry)(value.get("geometries"))
    coordinates = value.get("coordinates")
    return kind in _COORDINATES and (coordinates == [] or _COORDINATES[kind](coordinates))


def _is_feature(value: Any) -> bool:
    if _type_of(value) != "Feature" or value.keys() & _FOREIGN["Feature"] or not {"geometry", "properties"} <= value.keys():
        return False
    is_named = "id" not in value or isinstance(value["id"], str) or is_number(value["id"])
    is_placed = value["geometry"] is None or _is_geometry(value["geometry"])
    return is_named and is_placed and isinstance(value["properties"], dict | None)


def _is_collection(value: Any) -> bool:
    is_one = _type_of(value) == "FeatureCollection" and not value.keys() & _FOREIGN["FeatureCollection"]
    return is_one and _array_of(_is_feature)(value.get("features"))


def is_topojson(value: Any) -> bool:
    """Returns whether the value is a TopoJSON object: a topology, or a geometry without the topology that has its arcs."""
    if _type_of(value) != "Topology":
        return _is_topology_object(value, _is_position, _is_whole)
    objects, arcs = value.get("objects"), value.get("arcs")
    if not isinstance(objects, dict) or ("transform" in value and not _is_transform(value["transform"])):
        return False
    place: Predicate = _is_quantized if "transform" in value else _is_position
    if not _array_of(_array_of(place, 2))(arcs):
        return False

    def is_index(index: Any) -> bool:
        return _is_whole(index) and -len(arcs) <= index < len(arcs)

    return all(_is_topology_object(item, place, is_index) for item in objects.values())


def _is_quantized(value: Any) -> bool:
    return _is_position(value) and _is_whole(value[0]) and _is_whole(value[1])


def _is_transform(value: Any) -> bool:
    pairs = (value.get("scale"), value.get("translate")) if isinstance(value, dict) else ()
    return bool(pairs) and all(isinstance(p, list) and len(p) == 2 and all(map(is_number, p)) for p in pairs)


def _is_topology_object(value: Any, place: Predicate, index: Predicate) -> bool:
    """Returns whether the value is a geometry of TopoJSON, given the checks of a position and of the index of an arc.

    ``_is_topology_object({"type": "Point", "coordinates": [1, 2]}, _is_position, _is_whole)`` is true.
    """
    kind = _type_of(value)
    if not kind or not isinstance(value.get("properties"), dict | None):
        return False
    if kind == "GeometryCollection":
        return _array_of(lambda item: _is_topology_object(item, place, index))(value.get("geometries"))
    arcs: Predicate = _array_of(index)
    # type → the member that it must have, and the check of it (the TopoJSON format, section 2.2)
    members: Mapping[str, tuple[str, Predicate]] = {
        "Point": ("coordinates", place),
        "MultiPoint": ("coordinates", _array_of(place)),
        "LineString": ("arcs", arcs),
        "MultiLineString": ("arcs", _array_of(arcs)),
        "Polygon": ("arcs", _array_of(arcs)),
        "MultiPolygon": ("arcs", _array_of(_array_of(arcs))),
    }
    if kind not in members:
        return False
    name, judge = members[kind]
    return judge(value.get(name))
