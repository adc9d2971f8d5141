"""The dataset goes into the wheel, so that an installed package reads it without a network.

A hook and not `force-include`, which would also leave a copy in an editable install: that one reads the checkout, where
the files change under the editor's hands.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DatasetHook(BuildHookInterface[Any]):
    """Adds the descriptor, the data, the schemas and the views to a wheel, under `_package/`, laid out as in the repository."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill the map of what goes where, unless the build is for an editable install."""
        if version != "editable":
            for name in ("datapackage.json", "data", "schemas", "views"):
                build_data["force_include"][name] = f"fentanyl_control/_package/{name}"
