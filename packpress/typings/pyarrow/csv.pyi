"""The reader of CSV: what is left out of its options has a default of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pyarrow import DataType, NativeFile, Table

class ReadOptions:
    def __init__(
        self,
        *,
        use_threads: bool | None = None,
        block_size: int | None = None,
        column_names: Sequence[str] | None = None,
    ) -> None: ...

class ParseOptions:
    def __init__(
        self,
        delimiter: str | None = None,
        *,
        newlines_in_values: bool | None = None,
        ignore_empty_lines: bool | None = None,
    ) -> None: ...

class ConvertOptions:
    def __init__(
        self,
        check_utf8: bool | None = None,
        *,
        column_types: Mapping[str, DataType] | None = None,
        null_values: Sequence[str] | None = None,
        true_values: Sequence[str] | None = None,
        false_values: Sequence[str] | None = None,
        strings_can_be_null: bool | None = None,
        include_columns: Sequence[str] | None = None,
    ) -> None: ...

def read_csv(
    input_file: str | Path | NativeFile,
    read_options: ReadOptions | None = None,
    parse_options: ParseOptions | None = None,
    convert_options: ConvertOptions | None = None,
) -> Table: ...
