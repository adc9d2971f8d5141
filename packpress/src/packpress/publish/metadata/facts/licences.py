"""Licences by their names in the descriptor, and the identifiers that SPDX and Hugging Face have for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# name in lower case → SPDX identifier, if CFF 1.2.0 has it too; names of the Open Definition that SPDX lacks come last
_SPDX: Mapping[str, str] = {
    name.lower(): name
    for name in (
        "CC0-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0 "
        "CC-BY-NC-2.0 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-ND-4.0 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-2.0 "
        "CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 ODbL-1.0 PDDL-1.0 ODC-By-1.0 OGL-UK-1.0 OGL-UK-2.0 OGL-UK-3.0 etalab-2.0 "
        "CDLA-Permissive-1.0 CDLA-Sharing-1.0 MIT Apache-2.0 BSD-2-Clause "
        "BSD-3-Clause GPL-2.0-only GPL-3.0-only GPL-3.0-or-later LGPL-3.0-only AGPL-3.0-only MPL-2.0 EUPL-1.2 Unlicense"
    ).split()
} | {"odc-odbl-1.0": "ODbL-1.0", "odc-pddl-1.0": "PDDL-1.0", "odc-pddl": "PDDL-1.0", "cc-zero": "CC0-1.0"}
# SPDX identifier → identifier on Hugging Face, where that is not the same in lower case
_ON_HUGGING_FACE: Mapping[str, str] = {
    "ODbL-1.0": "odbl",
    "PDDL-1.0": "pddl",
    "ODC-By-1.0": "odc-by",
    "GPL-2.0-only": "gpl-2.0",
    "GPL-3.0-only": "gpl-3.0",
    "GPL-3.0-or-later": "gpl-3.0",
    "LGPL-3.0-only": "lgpl-3.0",
    "AGPL-3.0-only": "agpl-3.0",
}
_NOT_ON_HUGGING_FACE = frozenset(("OGL-UK-1.0", "OGL-UK-2.0", "OGL-UK-3.0"))
_OPEN = ("CC0-", "CC-BY-2", "CC-BY-3", "CC-BY-4", "CC-BY-SA-", "ODbL-", "PDDL-", "ODC-By-", "OGL-UK-", "etalab-")


@dataclass(frozen=True)
class Licence:
    """One licence as the descriptor has it; each part is "" if it is missing, and ``url`` also if the path is a file."""

    name: str
    title: str
    url: str

    @property
    def shown(self) -> str:
        """What people call the licence: its title, else its name, else its address."""
        return self.title or self.name or self.url

    @property
    def spdx(self) -> str:
        """The identifier in the SPDX list; "" if the name is not known to be in it."""
        return _SPDX.get(self.name.lower(), "")

    @property
    def on_hugging_face(self) -> str:
        """The identifier on Hugging Face; "" if it is known to have none, or the licence is not known."""
        return "" if self.spdx in _NOT_ON_HUGGING_FACE else _ON_HUGGING_FACE.get(self.spdx, self.spdx.lower())

    @property
    def is_open(self) -> bool:
        """Whether the licence is known to let everybody use the data without payment."""
        return self.spdx.startswith(_OPEN)
