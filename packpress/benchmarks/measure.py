"""Runs a command to its end and prints what it took: ``python -IS benchmarks/measure.py COMMAND …``.

The output of the command is thrown away. The line is JSON: exit status, wall-clock seconds, seconds of CPU of all its
processes, and the peak memory of the largest of them in MiB. It is a program of its own because Linux counts the memory of the
process that starts a command as the command's: a benchmark that holds a table would report its own size.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time


def main() -> None:
    """Run the command and print the line."""
    begin = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    print(json.dumps([process.returncode, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))


if __name__ == "__main__":
    main()
