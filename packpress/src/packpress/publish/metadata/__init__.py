"""Descriptions of a release for catalogues, search engines, archives and readers; one module a format."""
