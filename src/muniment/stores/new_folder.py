"""Files put into a folder that did not exist before, so that nothing of anybody is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_folder(to: Path, contents: Mapping[str, bytes]) -> None:
    """Make the folder `to` with `contents`, by names of which the caller knows that none leads out of it.

    Raises: InputError where `to` exists or something cannot be written.
    """
    try:
        to.mkdir()
        for name, content in contents.items():
            path = to / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
    except FileExistsError as error:
        what, hint = "exists, and nothing is overwritten", "name a folder that does not exist yet"
        raise InputError(Problem(where=str(to), what=what, help=hint)) from error
    except OSError as error:
        what = f"cannot be written ({(error.strerror or type(error).__name__).lower()})"
        raise InputError(Problem(where=str(error.filename or to), what=what)) from error
