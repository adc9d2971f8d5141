"""Fuzzes `packpress build` with atheris: what was found right is written, or a report or a PackpressError comes out.

The packages are those of fuzz_package.py, whose tables are to be published as Parquet. To run it for ten minutes:

    pip install atheris
    python tests/fuzz/fuzz_build.py -max_total_time=600 -max_len=300

What it finds becomes a case of tests/publish/test_streamed.py.
"""

from __future__ import annotations

import copy
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import atheris  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).parent))
from fuzz_package import DESCRIPTOR, FOLDER, change, rows  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["packpress"]):
    import pyarrow.parquet as pq

    from packpress.errors import PackpressError
    from packpress.publish.streamed import build_streamed
    from packpress.report import format_text

for name in ("things", "kinds"):
    made = {"name": f"{name}-parquet", "path": f"made/{name}.parquet", "format": "parquet", "mediatype": "application/parquet"}
    DESCRIPTOR["resources"].append({**made, "packpress:madeFrom": name})


def test_one_input(data: bytes) -> None:
    provider: Any = atheris.FuzzedDataProvider(data)
    descriptor = copy.deepcopy(DESCRIPTOR)
    for _ in range(provider.ConsumeIntInRange(0, 3)):
        change(descriptor, provider)
    shutil.rmtree(FOLDER / "made", ignore_errors=True)
    (FOLDER / "data" / "things.csv").write_text(rows(provider), encoding="utf-8")
    (FOLDER / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    try:
        built = build_streamed(FOLDER)
    except PackpressError as error:
        str(error).encode("utf-8")
        return
    format_text(built.report).encode("utf-8")
    for path in built.stale:
        if path.endswith(".parquet"):
            assert pq.ParquetFile(FOLDER / path).read().num_rows in built.rows.values()


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one_input)
    atheris.Fuzz()
    shutil.rmtree(FOLDER)
