"""Where what was costly to make is kept between runs, and which program made it."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_APART: Final = """
import sys
from pathlib import Path
from muniment import wiring
folder, *overlays = sys.argv[1:]
wiring.rulebook(Path(folder) if folder else None, [Path(each) for each in overlays])
"""


def cache_folder() -> Path | None:
    """Return where earlier results are kept: `MUNIMENT_CACHE`, or the user's own folder for such; nothing if empty."""
    named = os.environ.get("MUNIMENT_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "muniment"
    except RuntimeError:
        return None


@cache
def program() -> str:
    """Return what differs for every version of the program's own files, which have a say in what is found."""
    sha = hashlib.sha256()
    for folder, below, files in os.walk(Path(__file__).parents[1]):
        below.sort()
        for name in sorted(file for file in files if file.endswith(".py")):
            found = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118  (every command waits for it)
            sha.update(f"{folder}/{name}:{found.st_size}:{found.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return sha.hexdigest()


def read_apart(folder: Path | None, overlays: Sequence[Path]) -> None:
    """Have a process of its own read a rulebook and keep it. What is wrong with it is told by whoever reads it next."""
    import subprocess
    import sys

    arguments = [str(folder or ""), *(str(each) for each in overlays)]
    with suppress(OSError):
        subprocess.run(  # noqa: S603  (our own interpreter, and paths that were read)
            [sys.executable, "-c", _APART, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
