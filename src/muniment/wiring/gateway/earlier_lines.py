"""The lines of the log that a start has no need of, verified by another process while calls are served."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from muniment.stores.call_log import CallLog

_VERIFY: Final = """
import os, sys
from pathlib import Path
from muniment.errors import MunimentError, RefusedError
from muniment.stores.call_segments import CallLogFile
os.nice(10)
try:
    for _ in CallLogFile(Path(sys.argv[1])).entries():
        pass
except MunimentError as error:
    print(error)
    sys.exit(1 if isinstance(error, RefusedError) else 2)
"""
_BROKEN: Final = 1


async def verify(log: CallLog, path: Path, say: Callable[[str, Mapping[str, object]], None]) -> None:
    """Verify the whole chain of `log` at `path`, where its start did not; where it is broken, nothing is recorded more.

    `say` is told what came of it.
    """
    if not log.began_late:
        return
    try:
        code, said = await _apart(path)
    except OSError as error:
        code, said = None, str(error)
    if code == _BROKEN:
        log.refuse(said)
        say("log refused", {"why": said})
    elif code == 0:
        say("log verified", {"before_the_start": log.began_late})
    else:
        say("log was not verified", {"why": said or f"the process that reads it ended with {code}"})


async def _apart(path: Path) -> tuple[int | None, str]:
    """Return how a process ended that read the log at `path`, and what it said. Raises: OSError."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _VERIFY, str(path),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        said, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    return process.returncode, said.decode(errors="replace").partition("\n")[0]
