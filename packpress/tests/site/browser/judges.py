"""The judges that others wrote: axe-core for accessibility, the Nu checker for HTML."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import defaultdict
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that depend on the colour scheme; the first costs more than all others together."""
# Without preload: axe would ask for the style sheet, which a page from a folder may not.
_RUN = """
async ([runOnly, rules]) => {
  const found = await axe.run(document, {preload: false, runOnly, rules, resultTypes: ["violations"]});
  const places = (one) => one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ");
  return found.violations.map((one) => `${one.id}: ${one.help}: ${places(one)}`);
}
"""


class AxeRules(Enum):
    """Which rules of axe are run."""

    ALL = "all"
    COLOURS = "only those of colours"
    OTHERS = "all but those of colours"


def axe(page: Any, modules: Path, rules: AxeRules = AxeRules.ALL) -> list[str]:
    """The violations that axe finds on the page that is open."""
    if not page.evaluate('"axe" in globalThis'):
        page.evaluate(_source(modules))
    if rules == AxeRules.COLOURS:
        return list(page.evaluate(_RUN, [{"type": "rule", "values": COLOURS}, {}]))
    chosen = {name: {"enabled": rules == AxeRules.ALL} for name in COLOURS} | {"target-size": {"enabled": True}}
    return list(page.evaluate(_RUN, [{"type": "tag", "values": TAGS}, chosen]))


@cache
def _source(modules: Path) -> str:
    return (modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def nu(site: Path, modules: Path) -> list[str]:
    """The errors that the Nu checker finds in the pages of a site, each once, with how often and where first it was found."""
    java = shutil.which("java")
    if java is None:
        raise FileNotFoundError("java is not installed")
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [java, "-Xss4m", "-jar", str(jar), "--skip-non-html", "--errors-only", "--exit-zero-always", "--format", "json"]
    done = subprocess.run([*command, str(site)], capture_output=True, text=True, check=True)
    places: dict[str, list[str]] = defaultdict(list)
    for message in json.loads(done.stderr)["messages"]:
        page = unquote(message.get("url", "")).rpartition(f"{site.as_posix()}/")[2]
        places[message["message"]].append(f"{page}:{message.get('lastLine', '?')}")
    return [f"{len(found)} times, first in {found[0]}: {message}" for message, found in places.items()]
