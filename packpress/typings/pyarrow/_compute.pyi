"""The registry of Arrow's functions, from which ``packpress.arrow.compute`` binds them."""

from collections.abc import Sequence
from typing import Any

from pyarrow import DataType

class FunctionOptions: ...

class CastOptions(FunctionOptions):
    @staticmethod
    def safe(target_type: DataType | None = None) -> CastOptions: ...

class Function:
    @property
    def _doc(self) -> Any: ...
    def call(self, args: Sequence[object], options: FunctionOptions | None = None) -> Any: ...

def get_function(name: str) -> Function: ...
def call_function(name: str, args: Sequence[object], options: FunctionOptions | None = None) -> Any: ...
