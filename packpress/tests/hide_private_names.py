"""A plugin of pytest that hides what packpress uses of private modules: ``pytest -p tests.hide_private_names``.

The whole suite passes with it, as it will where a version of pyarrow or Python has other private names.
"""

from __future__ import annotations

import atexit
import sys

import pyarrow
import pyarrow.compute

delattr(pyarrow, "_compute")
sys.modules["pyarrow._compute"] = None  # type: ignore[assignment]
del atexit._run_exitfuncs
