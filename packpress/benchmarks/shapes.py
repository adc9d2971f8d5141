"""Times ``validate`` on packages of many shapes against what reads them typed and what checks them, in alternated pairs.

    python benchmarks/shapes.py FOLDER [--shapes quoted gz …] [--peers polars …] [--pairs 5] [--python PYTHON]
                                [--fairspec PYTHON]

Prints a table in Markdown: seconds of CPU, medians, and the ratio to the best reader and to the best checker; then a table of
every pair. The packages are made in FOLDER where they are missing. The options are those of ``run.py``. A peer that cannot
read a shape is left out, and one that takes longer than 20 s is run once.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from make_shapes import SHAPES, make_shape
from run import HERE, Run, compare, installed, ours, run
from shape_peers import CHECKERS, READERS

PEERS = (*READERS, *CHECKERS, "frictionless")
SLOW = 20


class Compared(NamedTuple):
    """Pairs of runs of the checker and of one peer."""

    ours: list[Run]
    theirs: list[Run]

    @property
    def ratio(self) -> float:
        """Median of the ratios of CPU."""
        return statistics.median(a.cpu / b.cpu for a, b in zip(self.ours, self.theirs, strict=True))


def theirs(folder: Path, peer: str, python: str) -> list[str]:
    """The command of a peer."""
    if peer == "frictionless":
        return [installed(python, "frictionless"), "validate", str(folder / "datapackage.json")]
    return [python, str(HERE / "shape_peers.py"), peer, str(folder)]


def measure(folder: Path, peer: str, python: str, pairs: int) -> Compared | None:
    """The pairs of runs; None if the peer cannot read the package, or finds faults where there are none."""
    command = theirs(folder, peer, python)
    try:
        first = run(command)
    except SystemExit:
        return None
    if first.seconds > SLOW:
        return Compared([run(ours(folder, "validate"))], [first])
    return Compared(*compare(ours(folder, "validate"), command, pairs))


def best(found: dict[str, Compared], peers: Sequence[str]) -> str:
    """The cells of the table for the fastest of these peers: its name, its seconds and the ratio."""
    of = [peer for peer in peers if peer in found]
    if not of:
        return "| | |"
    name = max(of, key=lambda peer: found[peer].ratio)
    return f"| {name} | {statistics.median(r.cpu for r in found[name].theirs):.2f} | **{found[name].ratio:.2f}**"


def main() -> None:
    """Make the packages, run the pairs, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shapes", nargs="+", choices=[*SHAPES], default=[*SHAPES], metavar="SHAPE")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=PEERS)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has the peers")
    parser.add_argument("--fairspec", metavar="PYTHON", help="an interpreter that has fairspec")
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()};", end=" ")
    print(", ".join(f"{name} {version(name)}" for name in ("packpress", "pyarrow", "numpy", "polars", "duckdb", "pandera")))
    print("\n| shape | ours CPU s | MiB | best reader | CPU s | ratio | best checker | CPU s | ratio |")
    print("|---|---:|---:|---|---:|---:|---|---:|---:|")
    pythons = dict.fromkeys(options.peers, options.python) | {"fairspec": options.fairspec}
    lines = []
    for shape in options.shapes:
        folder, found = make_shape(options.folder, shape), dict[str, Compared]()
        for peer in options.peers:
            compared = measure(folder, peer, pythons[peer], options.pairs) if pythons[peer] else None
            if compared is None:
                lines.append(f"| {shape} | {peer} | | | |")
                continue
            found[peer] = compared
            a, b = (statistics.median(each.cpu for each in side) for side in compared)
            lines.append(f"| {shape} | {peer} | {a:.2f} | {b:.2f} | {compared.ratio:.3f} |")
        runs = [each for compared in found.values() for each in compared.ours]
        cpu, peak = statistics.median(each.cpu for each in runs), max(each.peak for each in runs)
        cells = f"| {shape} | {cpu:.2f} | {peak:.0f} {best(found, [*READERS])} {best(found, [*CHECKERS, 'frictionless'])} |"
        print(cells, flush=True)
    print("\n| shape | against | ours CPU s | theirs CPU s | ratio |\n|---|---|---:|---:|---:|")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
