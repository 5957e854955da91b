"""Rulebooks as signed bundles: pack one, and decide whether another may take the place of the one in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import muniment
from muniment.domain.bundle import BundleStatement, RulebookRelease
from muniment.errors import Problem, RefusedError
from muniment.prove.bundle import bundled, seal_bundle

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from muniment.app.ports import Signer


def pack(release: RulebookRelease, contents: Mapping[str, bytes], packed_at: datetime, signer: Signer) -> bytes:
    """Return the envelope of a bundle with `contents`, by path. `packed_at` is in UTC.

    Raises: InputError where the key cannot be used.
    """
    statement = BundleStatement(
        release=release,
        files=bundled(contents),
        packed_at=packed_at.replace(microsecond=0),
        tool=f"muniment {muniment.__version__}",
        algorithm=signer.algorithm,
    )
    return seal_bundle(statement, keyid=signer.keyid, sign=signer.sign)


def is_older(new: RulebookRelease, in_use: RulebookRelease) -> bool:
    """Say whether `new` is older than `in_use`.

    Raises: RefusedError where both call themselves the same release and differ: then nobody can tell which is meant.
    """
    if new.order == in_use.order and new.digest != in_use.digest:
        what = f"is another rulebook than the one in use ({in_use.digest}), and calls itself {in_use.version} as well"
        raise RefusedError(
            Problem(
                where=f"rulebook {new.version}", what=what, help="ask its publisher for a release with a new version"
            )
        )
    return new.order < in_use.order


def refuse_older(new: RulebookRelease, in_use: RulebookRelease) -> None:
    """Raise RefusedError where `new` is older than what is in use, so that nobody is put back without knowing."""
    if is_older(new, in_use):
        what = f"is of {new.released}, and the one in use is {in_use.version} of {in_use.released}"
        hint = "add --allow-older if you mean to go back; it is then used until you install another"
        raise RefusedError(Problem(where=f"rulebook {new.version}", what=what, help=hint))
