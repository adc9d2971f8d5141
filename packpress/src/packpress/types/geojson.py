"""The shape that GeoJSON (RFC 7946) and the TopoJSON format ask of a JSON value, by the type that it says it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Judge = Callable[[Any], bool]


def is_number(value: Any) -> bool:
    """Whether the JSON value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return is_number(value) and value == value // 1


def _is_position(value: Any) -> bool:
    return isinstance(value, list) and len(value) >= 2 and all(map(is_number, value))


def _array_of(judge: Judge, least: int = 0) -> Judge:
    return lambda value: isinstance(value, list) and len(value) >= least and all(map(judge, value))


_is_line = _array_of(_is_position, 2)


def _is_ring(value: Any) -> bool:
    return _is_line(value) and len(value) >= 4 and bool(value[0] == value[-1])


def _is_box(value: Any) -> bool:
    return isinstance(value, list) and len(value) >= 4 and len(value) % 2 == 0 and all(map(is_number, value))


# type of geometry → its coordinates; an empty array stands for no geometry (RFC 7946, section 3.1)
_COORDINATES: Mapping[str, Judge] = {
    "Point": _is_position,
    "MultiPoint": _array_of(_is_position),
    "LineString": _is_line,
    "MultiLineString": _array_of(_is_line),
    "Polygon": _array_of(_is_ring),
    "MultiPolygon": _array_of(_array_of(_is_ring)),
}
# kind of object → the members of the other kinds, which it must not have (RFC 7946, section 7.1)
_FOREIGN = {
    "geometry": {"geometry", "properties", "features"},
    "Feature": {"coordinates", "geometries", "features"},
    "FeatureCollection": {"coordinates", "geometries", "geometry", "properties"},
}


def is_geojson(value: Any) -> bool:
    """Whether the value is a GeoJSON object. Whether its rings run counterclockwise is not asked (RFC 7946, section 3.1.6)."""
    return _is_geometry(value) or _is_feature(value) or _is_collection(value)


def _type_of(value: Any) -> str:
    """The type of an object that may have a bounding box; "" where it is none."""
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
    """Whether the value is a TopoJSON object: a topology, or a geometry without the topology whose arcs it names."""
    if _type_of(value) != "Topology":
        return _is_topology_object(value, _is_position, _is_whole)
    objects, arcs = value.get("objects"), value.get("arcs")
    if not isinstance(objects, dict) or ("transform" in value and not _is_transform(value["transform"])):
        return False
    place: Judge = _is_quantized if "transform" in value else _is_position
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


def _is_topology_object(value: Any, place: Judge, index: Judge) -> bool:
    """Whether the value is a geometry whose positions are a ``place`` and whose arcs are an ``index``."""
    kind = _type_of(value)
    if not kind or not isinstance(value.get("properties"), dict | None):
        return False
    if kind == "GeometryCollection":
        return _array_of(lambda item: _is_topology_object(item, place, index))(value.get("geometries"))
    arcs: Judge = _array_of(index)
    # type → the member that it must have, and what that is (the TopoJSON format, section 2.2)
    members: Mapping[str, tuple[str, Judge]] = {
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
