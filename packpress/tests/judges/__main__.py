"""Judges a release by programs that others wrote: ``python -m tests.judges FOLDER [NAME …]``.

Each has a control, which it must reject. Runs in the environment of ``scripts/judge-release``, which has the packages of
``requirements-judges.lock`` and not packpress. Names choose the judges whose line contains one of them.
"""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.judges.by_hand import BY_HAND
from tests.judges.database import DATABASE
from tests.judges.descriptions import DESCRIPTIONS
from tests.judges.readers import READERS
from tests.judges.recipes import RECIPES
from tests.judges.verdict import Judge, Judges, judged

JUDGES: Judges = {**DESCRIPTIONS, **DATABASE, **READERS, **RECIPES, **BY_HAND}


def main(release: Path, names: Sequence[str] = (), judges: Mapping[str, tuple[Judge, Callable[[Path], None]]] = JUDGES) -> int:
    """Print a line for each judge; 1 if one is red."""
    chosen = {name: judge for name, judge in judges.items() if not names or any(part in name for part in names)}
    verdicts = []
    for name, (judge, break_it) in chosen.items():
        found, words = judged(release, judge, break_it)
        sys.stdout.write(f"{found}: {name}: {words}\n")
        sys.stdout.flush()
        verdicts.append(found)
    return int("red" in verdicts)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2:]))
