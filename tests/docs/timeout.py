"""`timeout` in the sessions of the pages: its seconds count from the moment at which the program has said something.

So a page can show a program that runs until it is told to end, and its session ends as soon on a machine that is busy.
"""

from __future__ import annotations

import subprocess
import sys
import threading

_TO_BEGIN = 120.0
"""Seconds in which a program has to say something."""


def main(seconds: float, *command: str) -> int:
    """Run `command`, pass on what it says, and tell it to end; return its code."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    begin, end = threading.Timer(_TO_BEGIN, process.terminate), threading.Timer(seconds, process.terminate)
    begin.start()
    for number, line in enumerate(process.stdout):
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
        if not number:
            begin.cancel()
            end.start()
    begin.cancel()
    end.cancel()
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), *sys.argv[2:]))
