"""Times the checker against its peers in alternated pairs, and prints a table in Markdown.

    python benchmarks/run.py FOLDER [--work own validate build bad] [--tables mixed plain] [--rows 100000 1000000]
                             [--peers duckdb …] [--pairs 5] [--python PYTHON] [--fairspec PYTHON] [--own PACKAGE]

The work is ``validate`` of the folder PACKAGE; of a table of so many rows; ``build``, which checks and writes Parquet; or
``validate`` of a table with a wrong cell in one row of a hundred. The packages are made in FOLDER where they are missing.
PYTHON is an interpreter that has the peers; the checker is the command that stands beside the one that runs this. fairspec has
an interpreter of its own, because it needs Python 3.12, and is left out without one. The peer ``self`` is ``validate`` of the
clean table. Every figure is that of a whole process, start and imports included; quote medians of pairs, not single runs. On a
machine with other users, compare seconds of CPU.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from make_table import TABLES, make_package, make_published
from peers import PEERS

WORDS = {"own": "validate", "validate": "validate", "bad": "validate", "build": "build"}
HERE = Path(__file__).resolve().parent
# the first run writes the bytecode of what is not installed, as pip does for what is
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Run:
    """One run of a command: wall-clock seconds, seconds of CPU, and the peak memory of its largest process in MiB."""

    seconds: float
    cpu: float
    peak: float


def run(command: list[str]) -> Run:
    """Run the command to its end with its output thrown away."""
    measure = [sys.executable, "-IS", str(HERE / "measure.py"), *command]
    line = subprocess.run(measure, check=True, capture_output=True, env=ENVIRONMENT).stdout
    code, *taken = json.loads(line)
    if code not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return Run(*taken)


def compare(ours: list[str], theirs: list[str], pairs: int) -> tuple[list[Run], list[Run]]:
    """Runs of both in turn, after one of each that does not count."""
    run(ours), run(theirs)
    found = [(run(ours), run(theirs)) for _ in range(pairs)]
    return [a for a, _ in found], [b for _, b in found]


def make_folder(root: Path, table: str, rows: int, work: str, own: Path | None = None) -> Path:
    """The package for that work, made where it is missing."""
    if work == "own":
        if own is None:
            raise SystemExit("the work `own` needs a package: --own PACKAGE")
        return own
    folder = root / (f"{table}-{rows}" if work == "validate" else f"{table}-{rows}-{work}")
    if not (folder / "table.csv").is_file():
        if work == "build":
            make_published(folder, make_folder(root, table, rows, "validate"))
        else:
            make_package(folder, rows, 0.01 if work == "bad" else 0.0, table)
    return folder


def installed(python: str, name: str) -> str:
    """The command of that name as it was installed for the interpreter."""
    return str(Path(python).with_name(name))


def ours(folder: Path, work: str) -> list[str]:
    """The command that does the work."""
    return [installed(sys.executable, "packpress"), WORDS[work], str(folder)]


def theirs(folder: Path, peer: str, python: str) -> list[str]:
    """The command of a peer for the clean table, or for any package where it knows packages."""
    if peer == "self":
        return ours(folder, "validate")
    if peer == "frictionless":
        return [installed(python, "frictionless"), "validate", str(folder / "datapackage.json")]
    return [python, str(HERE / "peers.py"), peer, str(folder)]


def main() -> None:
    """Make the packages, run the pairs, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    peers = sorted([*PEERS, "frictionless"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", nargs="+", choices=[*WORDS], default=["validate"])
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=TABLES)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--peers", nargs="+", choices=[*peers, "self"], default=peers)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has the peers")
    parser.add_argument("--fairspec", metavar="PYTHON", help="an interpreter that has fairspec")
    parser.add_argument("--own", type=Path, metavar="PACKAGE", help="the package of the work `own`")
    options = parser.parse_args()
    names = ["packpress", "pyarrow", "numpy"]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()};", end=" ")
    print(", ".join(f"{name} {version(name)}" for name in names))
    print(
        "\n| table | rows | work | against | ours s | theirs s | ratio (min to max) | ours CPU s | theirs CPU s | ratio of CPU",
        end="",
    )
    print(" | ours MiB | theirs MiB |\n|---|---:|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    pythons = dict.fromkeys(options.peers, options.python) | {"fairspec": options.fairspec}
    for table, rows, work, peer in product(options.tables, options.rows, options.work, options.peers):
        if pythons[peer] is None:
            continue
        folder = make_folder(options.folder, table, rows, work, options.own)
        clean = folder if work == "own" else make_folder(options.folder, table, rows, "validate")
        a, b = compare(ours(folder, work), theirs(clean, peer, pythons[peer]), options.pairs)
        ratios = [x.seconds / y.seconds for x, y in zip(a, b, strict=True)]
        cells = [
            table,
            f"{rows:,}",
            work,
            peer,
            f"{statistics.median(x.seconds for x in a):.2f}",
            f"{statistics.median(y.seconds for y in b):.2f}",
            f"{statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})",
            f"{statistics.median(x.cpu for x in a):.2f}",
            f"{statistics.median(y.cpu for y in b):.2f}",
            f"{statistics.median(x.cpu / y.cpu for x, y in zip(a, b, strict=True)):.3f}",
            f"{max(x.peak for x in a):.0f}",
            f"{max(y.peak for y in b):.0f}",
        ]
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
