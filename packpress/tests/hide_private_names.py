"""A plugin of pytest that hides what packpress uses of private modules: ``pytest -p tests.hide_private_names``.

The suite passes with it, as it will with a version of pyarrow or Python that has other private names. Only packpress is
deprived: pyarrow itself needs its module.
"""

from __future__ import annotations

import atexit
import sys

import pyarrow
import pyarrow.compute

_hidden = sys.modules.pop("pyarrow._compute")
delattr(pyarrow, "_compute")
sys.modules["pyarrow._compute"] = None  # type: ignore[assignment]
import packpress.arrow.compute  # noqa: E402 # while the module is hidden

sys.modules["pyarrow._compute"] = _hidden
setattr(pyarrow, "_compute", _hidden)  # noqa: B010 # a private name, which the stubs do not have
del atexit._run_exitfuncs

assert vars(packpress.arrow.compute)["_compute"] is None
