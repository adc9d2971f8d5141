from __future__ import annotations

from typing import Any

import pytest

from packpress.types.geojson import is_geojson, is_topojson

RING = [[0, 0], [0, 1], [1, 1], [0, 0]]
POINT = {"type": "Point", "coordinates": [1, 2.5]}
FEATURE = {"type": "Feature", "geometry": POINT, "properties": {"a": 1}}


def shape(kind: str, coordinates: Any, **more: Any) -> dict[str, Any]:
    return {"type": kind, "coordinates": coordinates, **more}


def topology(objects: Any, arcs: Any = (), **more: Any) -> dict[str, Any]:
    return {"type": "Topology", "objects": objects, "arcs": list(arcs), **more}


# value → whether it is GeoJSON
GEOJSON: dict[str, tuple[Any, bool]] = {
    "a point": (POINT, True),
    "a point with height and a fourth number": (shape("Point", [1, 2, 3, 4]), True),
    "no geometry": (shape("Point", []), True),
    "a point of one number": (shape("Point", [1]), False),
    "a point of texts": (shape("Point", ["1", "2"]), False),
    "a point of truth": (shape("Point", [True, 2]), False),
    "a point that is an object": (shape("Point", {"x": 1}), False),
    "many points": (shape("MultiPoint", [[1, 2]]), True),
    "many points that are one": (shape("MultiPoint", [1, 2]), False),
    "a line": (shape("LineString", [[1, 2], [3, 4]]), True),
    "a line of one position": (shape("LineString", [[1, 2]]), False),
    "lines": (shape("MultiLineString", [[[1, 2], [3, 4]]]), True),
    "lines that are one": (shape("MultiLineString", [[1, 2], [3, 4]]), False),
    "a polygon": (shape("Polygon", [RING, RING]), True),
    "a polygon that runs clockwise": (shape("Polygon", [RING[::-1]]), True),
    "a polygon that is open": (shape("Polygon", [[[0, 0], [0, 1], [1, 1], [1, 0]]]), False),
    "a ring of three positions": (shape("Polygon", [[[0, 0], [0, 1], [0, 0]]]), False),
    "a polygon that is a ring": (shape("Polygon", RING), False),
    "polygons": (shape("MultiPolygon", [[RING]]), True),
    "polygons that are one": (shape("MultiPolygon", [RING]), False),
    "a collection": ({"type": "GeometryCollection", "geometries": [POINT]}, True),
    "a collection of features as geometries": ({"type": "GeometryCollection", "geometries": [FEATURE]}, False),
    "a collection without its geometries": ({"type": "GeometryCollection"}, False),
    "a feature": (FEATURE, True),
    "a feature with a number and a box": ({**FEATURE, "id": 7, "bbox": [1, 2, 3, 4]}, True),
    "a feature whose id is a list": ({**FEATURE, "id": [7]}, False),
    "a feature without properties": ({"type": "Feature", "geometry": POINT}, False),
    "a feature of a feature": ({**FEATURE, "geometry": FEATURE}, False),
    "a feature with coordinates": ({**FEATURE, "coordinates": [1, 2]}, False),
    "features": ({"type": "FeatureCollection", "features": [FEATURE]}, True),
    "features that are points": ({"type": "FeatureCollection", "features": [POINT]}, False),
    "features with properties": ({"type": "FeatureCollection", "features": [], "properties": {}}, False),
    "a box in space": (shape("Point", [1, 2, 3], bbox=[1, 2, 3, 1, 2, 3]), True),
    "a box of three numbers": (shape("Point", [1, 2], bbox=[1, 2, 3]), False),
    "a box of texts": (shape("Point", [1, 2], bbox=["1", 2, 3, 4]), False),
    "a member of its own": (shape("Point", [1, 2], crs=None), True),
    "another case": (shape("point", [1, 2]), False),
}


@pytest.mark.parametrize(("value", "is_one"), GEOJSON.values(), ids=GEOJSON)
def test_geojson_has_the_shape_of_its_type(value: Any, is_one: bool) -> None:
    assert is_geojson(value) is is_one


LINE = {"type": "LineString", "arcs": [0]}
ARC = [[0, 0], [1.5, 1]]
SCALE = {"scale": [0.1, 0.1], "translate": [0, 5]}
# value → whether it is TopoJSON
TOPOJSON: dict[str, tuple[Any, bool]] = {
    "an empty topology": (topology({}), True),
    "a line of an arc": (topology({"a": LINE}, [ARC]), True),
    "a line of an arc from its end": (topology({"a": {**LINE, "arcs": [-1]}}, [ARC]), True),
    "a line of an arc that is not there": (topology({"a": {**LINE, "arcs": [1]}}, [ARC]), False),
    "a line of an arc before the first": (topology({"a": {**LINE, "arcs": [-2]}}, [ARC]), False),
    "an arc of one position": (topology({}, [[[0, 0]]]), False),
    "a polygon of an arc": (topology({"a": {"type": "Polygon", "arcs": [[0]]}}, [ARC]), True),
    "a polygon that is a line": (topology({"a": {"type": "Polygon", "arcs": [0]}}, [ARC]), False),
    "polygons": (topology({"a": {"type": "MultiPolygon", "arcs": [[[0]]]}}, [ARC]), True),
    "a point with properties": (topology({"a": {**POINT, "properties": {}}}), True),
    "a point whose properties are a list": (topology({"a": {**POINT, "properties": []}}), False),
    "a collection": (topology({"a": {"type": "GeometryCollection", "geometries": [POINT]}}), True),
    "a topology in a topology": (topology({"a": topology({})}), False),
    "whole positions to be transformed": (topology({}, [[[0, 0], [1, 2]]], transform=SCALE), True),
    "positions to be transformed with fractions": (topology({}, [ARC], transform=SCALE), False),
    "a transform without translation": (topology({}, transform={"scale": [1, 1]}), False),
    "a geometry alone": ({**LINE, "arcs": [42]}, True),
    "a geometry alone of arcs with fractions": ({**LINE, "arcs": [4.2]}, False),
}


@pytest.mark.parametrize(("value", "is_one"), TOPOJSON.values(), ids=TOPOJSON)
def test_topojson_has_the_shape_of_its_type(value: Any, is_one: bool) -> None:
    assert is_topojson(value) is is_one
