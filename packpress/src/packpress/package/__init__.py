"""Reads a package: from the descriptor to packages, resources, schemas and fields."""

from packpress.package.descriptor import read_package
from packpress.package.model import Dialect, ForeignKey, Package, Resource, Schema, Table
from packpress.types.field import Field

__all__ = ["Dialect", "Field", "ForeignKey", "Package", "Resource", "Schema", "Table", "read_package"]
