"""Where what was costly to make is kept between runs, and which program made it."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path


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
