"""What a package is: from the descriptor to packages, resources, schemas and fields."""

from packpress.package.descriptor import read_package
from packpress.package.model import Dialect, Field, ForeignKey, Package, Resource, Schema, Table

__all__ = ["Dialect", "Field", "ForeignKey", "Package", "Resource", "Schema", "Table", "read_package"]
