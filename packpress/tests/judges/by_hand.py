"""Judges that are too large to install in CI; they judge where somebody has installed them in the environment of the judges."""

from __future__ import annotations

import shutil
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.judges.expected import Columns, tables
from tests.judges.readers import break_parquet, judge_parquet
from tests.judges.verdict import Judges, NotJudgedError


def require(package: str, size: str) -> None:
    if not find_spec(package):
        raise NotJudgedError(f"{package} takes {size}; install it by hand with the Python of .venv/judges")


def with_chdb(path: str) -> Columns:
    require("chdb", "800 MB")
    query = f"SELECT * FROM file('{path}', Parquet)"
    columns: dict[str, list[object]] = import_module("chdb").query(query, "ArrowTable").to_pydict()
    return {name: [cell.decode() if isinstance(cell, bytes) else cell for cell in cells] for name, cells in columns.items()}


def judge_configurations(folder: Path) -> list[str]:
    """The configurations of the card that the library of Hugging Face does not load with every row."""
    require("datasets", "300 MB")
    if not (folder / "huggingface" / "README.md").is_file():
        raise NotJudgedError("the release has no card for Hugging Face")
    datasets = import_module("datasets")
    upload = folder.parent / "upload"
    shutil.rmtree(upload, ignore_errors=True)
    shutil.copytree(folder / "parquet", upload / "parquet")
    shutil.copy(folder / "huggingface" / "README.md", upload)
    found = {}
    for name in datasets.get_dataset_config_names(str(upload)):
        for split in datasets.load_dataset(str(upload), name, cache_dir=str(folder.parent / "cache")).values():
            found[name] = split.num_rows
    wanted = {table.name: len(table.rows) for table in tables(folder) if table.rows}
    return [f"{name}: {found.get(name)} rows instead of {rows}" for name, rows in wanted.items() if found.get(name) != rows]


def drop_configuration(folder: Path) -> None:
    card = folder / "huggingface" / "README.md"
    card.write_text(card.read_text(encoding="utf-8").replace("path: ", "path: no-", 1), encoding="utf-8")


BY_HAND: Judges = {
    "Parquet, read by chDB": (partial(judge_parquet, read_file=with_chdb), break_parquet),
    "huggingface/README.md, loaded by datasets": (judge_configurations, drop_configuration),
}
