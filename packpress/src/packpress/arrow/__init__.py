"""Tools for Arrow and numpy columns, independent of packages."""
