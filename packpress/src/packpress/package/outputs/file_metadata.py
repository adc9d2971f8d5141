"""Metadata of an output about its table: package, version, title, licence and sources; a few hundred bytes."""

from __future__ import annotations

import json

from packpress.package.model import Package, Resource


def file_metadata(package: Package, resource: Resource) -> dict[str, str]:
    """Returns the metadata that the outputs of the resource take from the descriptor, without missing values."""
    raw = package.raw
    metadata = {
        "name": str(raw.get("name", "")),
        "version": str(raw.get("version", "")),
        "title": ": ".join(filter(None, (str(raw.get("title", "")), resource.title or resource.name))),
        "description": resource.description,
        "license": ", ".join(str(item.get("name") or item.get("path")) for item in raw.get("licenses", ())),
        "sources": json.dumps([item.get("path") or item.get("title") for item in raw.get("sources", ())], ensure_ascii=False),
    }
    return {name: text for name, text in metadata.items() if text}
