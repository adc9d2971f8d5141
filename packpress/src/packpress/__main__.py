"""The command as a process, also as ``python -m packpress``.

Each measure here to start and end faster saves at least 5 % of time or memory, measured in alternated pairs on an idle machine
with a package of 16 columns, one of 1,000,000 rows, and a full check of 16 tables. Without them every result is the same.
"""

# PYTHON_ARGCOMPLETE_OK: a shell that completes every command of argcomplete looks for this mark
import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the current folder: it may be the package that is checked, from which nothing must be imported

import atexit
import gc
import os
from typing import NoReturn

SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",  # numpy would start threads with no work: CPU of the small package × 1.45, of the large × 1.08
    "MIMALLOC_ALLOW_THP": "0",  # Arrow would take memory in pages of 2 MiB: memory of the large package × 1.20
}
"""Environment variables that libraries read when they are loaded; variables that are already set are kept."""
GARBAGE_AFTER = 100_000
"""How many new objects Python makes before it searches for garbage. By default it searches all modules again and again as they
are loaded: CPU of a full check × 1.08."""


def run() -> NoReturn:
    """Runs the command and ends the process with its status."""
    gc.set_threshold(GARBAGE_AFTER)
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        from packpress import cli, output

        sys.excepthook = output.write_crash
        status = cli.main()
    except KeyboardInterrupt:  # Ctrl-C while the command is loaded
        os._exit(130)
    output.close()
    end(status)


def end(status: int) -> NoReturn:
    """Ends the process at once; Python would free each object separately, which takes 12 % of the small package's time."""
    run_exit_functions = getattr(atexit, "_run_exitfuncs", None)
    if run_exit_functions is None:
        sys.exit(status)
    run_exit_functions()
    os._exit(status)


if __name__ == "__main__":
    run()
