"""Typed pandas frames from Arrow tables: text as strings, integers and booleans that can be missing, and real dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from packpress.errors import missing_extra

if TYPE_CHECKING:
    import pandas as pd


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Returns the table as a frame: ``string``, ``Int64``, ``float64``, ``boolean`` and ``datetime64`` columns, NA for null."""
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise missing_extra("pandas") from error
    dtypes = {
        pa.string(): pd.StringDtype("pyarrow"),
        pa.int64(): pd.Int64Dtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.int16(): pd.Int16Dtype(),
        pa.int8(): pd.Int8Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    frame: pd.DataFrame = table.to_pandas(types_mapper=dtypes.get, date_as_object=False)
    return frame
