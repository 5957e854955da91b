"""Rulebooks that were installed from bundles: one folder each, and a small file that names the one in use.

Nothing that was installed is changed or removed by a later installation, so that an old answer can be decided again.
"""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from muniment.domain.bundle import Installed, RulebookRelease
from muniment.domain.ids import Digest
from muniment.domain.version import is_version
from muniment.errors import InputError, Problem
from muniment.stores.whole_file import draft_of, put_whole, write_new

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_CURRENT = "current.json"
_FORMAT = "muniment.installed-rulebook/1"
_HINT = "remove the file, which goes back to the rulebook that came with the program, and install the bundle again"


def current(folder: Path) -> Installed | None:
    """Return which of the rulebooks below `folder` is in use; nothing where none was installed.

    Raises: InputError where that cannot be told.
    """
    path = folder / _CURRENT
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
        texts = (found["version"], found["folder"], found["digest"])
        readable = all(isinstance(each, str) for each in texts) and is_version(found["version"])
        if found["format"] != _FORMAT or not readable:
            raise _failed(path, "does not say which rulebook is installed")
        release = RulebookRelease(
            version=found["version"], released=date.fromisoformat(found["released"]), digest=Digest(found["digest"])
        )
        return Installed(
            release=release,
            folder=found["folder"],
            installed_at=datetime.fromisoformat(found["installed_at"]),
            keyids=tuple(found["keyids"]),
            pinned=found["pinned"] is True,
        )
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _failed(path, f"cannot be read ({_reason(error)})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _failed(path, "does not say which rulebook is installed") from error


def place_for(folder: Path, release: RulebookRelease) -> Path:
    """Return where a release lies once it is installed below `folder`."""
    version = re.sub(r"[^0-9A-Za-z.-]", "_", release.version)  # which is any text, and must not lead elsewhere
    return folder / f"{version}-{release.digest.removeprefix('sha256:')[:16]}"


def put(folder: Path, release: RulebookRelease, contents: Mapping[str, bytes], accept: Callable[[Path], None]) -> Path:
    """Write the files of a release below `folder`, let `accept` refuse them, and return where they are.

    They appear under their name when all are written and accepted. Raises: InputError, and what `accept` raises.
    """
    place = place_for(folder, release)
    draft, replaced = draft_of(place), draft_of(place)
    try:
        for path, content in contents.items():
            file = draft / path
            file.parent.mkdir(parents=True, exist_ok=True)
            write_new(file, content)
        accept(draft)
        if place.exists():  # an earlier installation, which may have been changed since
            place.rename(replaced)
        draft.rename(place)
    except OSError as error:
        raise _failed(folder, f"cannot be written ({_reason(error)})", "name a folder of your own") from error
    finally:
        for left in (draft, replaced):
            shutil.rmtree(left, ignore_errors=True)
    return place


def make_current(folder: Path, installed: Installed) -> None:
    """Name the rulebook in use, at one stroke. Raises: InputError."""
    value = {
        "digest": installed.release.digest,
        "folder": installed.folder,
        "format": _FORMAT,
        "installed_at": installed.installed_at.isoformat(timespec="seconds"),
        "keyids": list(installed.keyids),
        "pinned": installed.pinned,
        "released": str(installed.release.released),
        "version": installed.release.version,
    }
    try:
        put_whole(folder / _CURRENT, f"{json.dumps(value, indent=2)}\n".encode())
    except OSError as error:
        raise _failed(folder, f"cannot be written ({_reason(error)})", "name a folder of your own") from error


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _failed(path: Path, what: str, hint: str = _HINT) -> InputError:
    return InputError(Problem(where=str(path), what=what, help=hint))
