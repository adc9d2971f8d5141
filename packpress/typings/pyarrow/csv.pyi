"""The reader of CSV, as tests use it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pyarrow import DataType, NativeFile, Table

class ReadOptions:
    def __init__(
        self, *, use_threads: bool = True, block_size: int | None = None, column_names: Sequence[str] | None = None
    ) -> None: ...

class ParseOptions:
    def __init__(self, *, delimiter: str = ",", newlines_in_values: bool = False, ignore_empty_lines: bool = True) -> None: ...

class ConvertOptions:
    def __init__(
        self,
        *,
        check_utf8: bool = True,
        column_types: Mapping[str, DataType] | None = None,
        strings_can_be_null: bool = False,
        include_columns: Sequence[str] | None = None,
    ) -> None: ...

def read_csv(
    input_file: str | Path | NativeFile,
    read_options: ReadOptions | None = None,
    parse_options: ParseOptions | None = None,
    convert_options: ConvertOptions | None = None,
) -> Table: ...
