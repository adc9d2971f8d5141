"""Times ``diff`` and ``format`` as whole processes on a table of a million rows, and prints a table in Markdown.

    python benchmarks/commands.py FOLDER [--work diff format] [--rows 1000000] [--runs 5]

The packages are made in FOLDER where they are missing. ``diff`` compares the package ``base`` with one in which one cell in a
thousand rows, a column, the order of the rows, all keys or half of the rows differ, with output as text, JSON and CSV.
``format`` gets a canonical table, a shuffled one and one with needless quotes, each copied anew for each run. Medians are
quoted, and the largest peak. On a machine with other users, compare seconds of CPU.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from make_table import make_package
from run import Run, installed, run

KEY = len("r-000000000")
Lines = list[str]


def one_cell_in_a_thousand(rows: Lines) -> Lines:
    """The rows, every thousandth with another URL."""
    return [row if number % 1000 else row.replace("https://", "https://www.", 1) for number, row in enumerate(rows)]


def one_column(rows: Lines) -> Lines:
    """The rows with another URL in each."""
    return [row.replace("https://", "http://", 1) for row in rows]


def shuffled(rows: Lines) -> Lines:
    """The rows in a random order."""
    return [rows[number] for number in np.random.default_rng(7).permutation(len(rows)).tolist()]


def new_keys(rows: Lines) -> Lines:
    """The rows with other keys."""
    return [f"s{row[1:]}" for row in rows]


def first_half(rows: Lines) -> Lines:
    """The first half of the rows."""
    return rows[: len(rows) // 2]


def in_order(rows: Lines) -> Lines:
    """The rows by their keys."""
    return sorted(rows, key=lambda row: row[:KEY])


def quoted(rows: Lines) -> Lines:
    """The rows with needless quotes around the keys."""
    return [f'"{row[:KEY]}"{row[KEY:]}' for row in rows]


# name of a package → how its rows are made from those of the base
MADE: dict[str, Callable[[Lines], Lines]] = {
    "cells": one_cell_in_a_thousand,
    "column": one_column,
    "reordered": shuffled,
    "keys": new_keys,
    "half": first_half,
    "canonical": in_order,
    "shuffled": shuffled,
    "quoted": quoted,
}
CANONICAL = ("canonical", "shuffled")
# kind of change → the old package and the new one
DIFFS = {
    "no change": ("base", "base"),
    "one cell in a thousand rows": ("base", "cells"),
    "one column": ("base", "column"),
    "rows reordered": ("base", "reordered"),
    "all keys new": ("base", "keys"),
    "half of the rows removed": ("base", "half"),
    "half of the rows added": ("half", "base"),
}


def make_all(folder: Path, rows: int) -> None:
    """Make the packages that are missing."""
    base = folder / "base"
    if not (base / "table.csv").is_file():
        make_package(base, rows)
    head, *lines = (base / "table.csv").read_text(encoding="utf-8").splitlines()
    for name, make in MADE.items():
        if (folder / name / "table.csv").is_file():
            continue
        shutil.copytree(base, folder / name, ignore=shutil.ignore_patterns("table.csv"))
        if name in CANONICAL:
            descriptor = folder / name / "datapackage.json"
            raw = json.loads(descriptor.read_text(encoding="utf-8")) | {"packpress:layout": "canonical"}
            descriptor.write_text(json.dumps(raw, indent=1), encoding="utf-8")
        text = "".join(f"{line}\n" for line in (head, *make(lines)))
        (folder / name / "table.csv").write_text(text, encoding="utf-8", newline="\n")


def show(what: str, output: str, runs: list[Run]) -> None:
    """Print a row of the table."""
    wall, cpu = (statistics.median(values) for values in ([one.seconds for one in runs], [one.cpu for one in runs]))
    print(f"| {what} | {output} | {cpu:.2f} | {wall:.2f} | {max(one.peak for one in runs):.0f} |", flush=True)


def main() -> None:
    """Make the packages, run the commands, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", nargs="+", choices=["diff", "format"], default=["diff", "format"])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    make_all(options.folder, options.rows)
    command = installed(sys.executable, "packpress")
    print("| command | output | CPU s | wall s | peak MiB |\n|---|---|---:|---:|---:|")
    if "diff" in options.work:
        for what, (old, new) in DIFFS.items():
            for output in ("text", "json", "csv"):
                line = [command, "diff", str(options.folder / old), str(options.folder / new), "--format", output]
                show(f"diff: {what}", output, [run(line) for _ in range(options.runs)])
    if "format" in options.work:
        for name in ("canonical", "shuffled", "quoted"):
            runs, copy = [], options.folder / "copy"
            for _ in range(options.runs):
                shutil.rmtree(copy, ignore_errors=True)
                shutil.copytree(options.folder / name, copy)
                runs.append(run([command, "format", str(copy)]))
            show(f"format: {name}", "the file", runs)
            shutil.rmtree(copy)


if __name__ == "__main__":
    main()
