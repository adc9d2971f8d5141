"""The command as a process of its own, also as ``python -m packpress``, which starts and ends as fast as it can."""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the folder in which it was started: it may be one that is judged, and nothing is imported from there

import atexit
import ctypes
import gc
import os
from contextlib import suppress
from typing import NoReturn

SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",  # numpy would start threads that nothing here has work for
    "MIMALLOC_ALLOW_THP": "0",  # Arrow would get its memory in pages of 2 MiB, most of which are cleared for nothing
    "NUMPY_MADVISE_HUGEPAGE": "0",  # so would numpy
}
"""What libraries read from the environment when they are loaded; what stands there already is kept."""
MALLOPT = {
    -3: 8 * 2**20,  # M_MMAP_THRESHOLD: no block of a table is got from the system by itself, to be given back after use
    -1: 2**30,  # M_TRIM_THRESHOLD: nor is what is free at the end
}
"""How the C library of GNU is to keep memory, mallopt(3): each page that comes anew from the system is cleared first."""


def run() -> NoReturn:
    """Run the command and end the process with its status."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    with suppress(AttributeError, OSError, TypeError):  # other systems have no such function
        mallopt = ctypes.CDLL(None).mallopt
        for parameter, size in MALLOPT.items():
            mallopt(parameter, size)
    if hasattr(sys, "setdlopenflags"):
        sys.setdlopenflags(os.RTLD_LAZY)  # the thousands of functions of Arrow are looked up when they are called
    gc.set_threshold(100_000, 50, 50)  # what is imported stays; looking through it again and again takes its time
    try:
        from packpress import cli, output

        sys.excepthook = output.write_crash
        status = cli.main()
    except KeyboardInterrupt:  # Ctrl-C while the command is loaded
        os._exit(130)
    output.close()
    atexit._run_exitfuncs()
    os._exit(status)  # the system takes all memory back at once, where Python would free each object by itself


# CPython gets the stack of its frames in pieces of 16 KiB; where a loop calls over the end of one, as an import deep down may,
# each call gets a new piece and gives it back. A frame that asks for half a MiB gets a piece in which all others have room.
run.__code__ = run.__code__.replace(co_stacksize=70_000)

if __name__ == "__main__":
    run()
