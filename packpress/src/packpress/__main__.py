"""The command as a process of its own, also as ``python -m packpress``.

What it does to start and end faster pays at least 5 % of time or memory, measured in alternated pairs on an idle machine with
a package of 16 columns and one of 1,000,000 rows. Without these settings every result is the same.
"""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the folder in which it was started: it may be one that is judged, and nothing is imported from there

import atexit
import os
from typing import NoReturn

SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",  # numpy would start threads with no work: CPU of the small package × 1.45, of the large × 1.08
    "MIMALLOC_ALLOW_THP": "0",  # Arrow would take memory in pages of 2 MiB: memory of the large package × 1.20
}
"""What libraries read from the environment when they are loaded; what stands there already is kept."""


def run() -> NoReturn:
    """Run the command and end the process with its status."""
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
    """End the process at once: Python would free each object by itself, which takes 12 % of the small package's time."""
    run_exit_functions = getattr(atexit, "_run_exitfuncs", None)
    if run_exit_functions is None:
        sys.exit(status)
    run_exit_functions()
    os._exit(status)


if __name__ == "__main__":
    run()
