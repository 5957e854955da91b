"""Which rulebook is used, and how another one is packed, verified and installed."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem, ProofError, RulebookError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from muniment.app.ports import Signer
    from muniment.domain.bundle import Installed, RulebookRelease
    from muniment.domain.ids import Digest
    from muniment.domain.rulebook import Rulebook
    from muniment.prove.bundle import VerifiedBundle
    from muniment.rulebook.files import RulebookFiles

_PACKAGED = Path(__file__).parents[1] / "data" / "rulebook"
_CHECKED_OUT = Path(__file__).parents[3] / "rulebook"
_RELEASE = "rulebook.yaml"
_LARGEST_RELEASE = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """The folder of the rulebook that is used, and, where it was installed from a bundle, what that was."""

    folder: Path
    installed: Installed | None = None

    def refuse_changed(self, found: Digest) -> None:
        """Raise RulebookError where an installed rulebook no longer is what was signed."""
        if self.installed is not None and found != self.installed.release.digest:
            what = f"has the digest {found}, and {self.installed.release.digest} was installed: it was changed since"
            raise RulebookError(Problem(where=str(self.folder), what=what, help="install the bundle again"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What an installation did: what was in use before it, and what is now."""

    before: RulebookRelease
    now: Installed
    verified: VerifiedBundle


def in_use(folder: Path | None = None) -> InUse:
    """Return `folder`, or the one that `MUNIMENT_RULEBOOK` names, or the newer of what was installed and came along.

    An installed one that replaced a newer one because somebody asked for it holds also beside a newer one that came
    along. Raises: InputError where it cannot be told what was installed.
    """
    named = folder or os.environ.get("MUNIMENT_RULEBOOK")
    if named:
        return InUse(folder=Path(named))
    came_along = _PACKAGED if _PACKAGED.is_dir() else _CHECKED_OUT
    installed = _installed()
    if installed is None or not (installed.pinned or installed.release.order >= _order(came_along)):
        return InUse(folder=came_along)
    return InUse(folder=Path(installed.folder), installed=installed)


def files_in_use(folder: Path | None, overlays: Sequence[Path]) -> tuple[Path, list[RulebookFiles]]:
    """Return the folder of the rulebook, and the files in it and in `overlays`. Raises: RulebookError."""
    from muniment.rulebook.files import read_rules

    used = in_use(folder)
    files = [read_rules(each) for each in (used.folder, *overlays)]
    used.refuse_changed(files[0].digest())
    return used.folder, files


def loaded(files: Sequence[RulebookFiles]) -> Rulebook:
    """Return the rulebook in the first of `files`, with the overlays in the others. Raises: RulebookError."""
    from muniment.rulebook.load import load_with_places
    from muniment.rulebook.overlays import with_overlays

    return with_overlays(load_with_places(files[0]), files[1:]).rulebook


def pack(folder: Path | None, to: Path, key: Signer, at: datetime) -> RulebookRelease:
    """Write a bundle of the rulebook, signed with `key`, to `to`.

    Raises: RulebookError with every problem that `rules lint` finds; InputError where it cannot be written.
    """
    from muniment.app.bundles import pack as packed
    from muniment.rulebook.files import read_all
    from muniment.stores.bundle_file import write_bundle
    from muniment.wiring import lint

    source = in_use(folder).folder
    if problems := lint(source):
        raise RulebookError(*problems)
    files = read_all(source)
    release = _release(files)
    write_bundle(to, packed(release, files.contents, at, key), files.contents)
    return release


def verify(bundle: Path, keys: Sequence[Path], threshold: int) -> VerifiedBundle:
    """Return what the bundle says where `threshold` of `keys` signed it.

    Raises: ProofError; RulebookError where its version cannot be read; InputError for a key or a file that cannot be.
    """
    return _verified(bundle, keys, threshold)[0]


def cosign(bundle: Path, keys: Sequence[Path], key: Signer) -> VerifiedBundle:
    """Add the signature of `key` to a bundle that one of `keys` signed, and return what both signed.

    Raises: ProofError where the bundle cannot be believed; RefusedError where `key` signed it already; InputError.
    """
    from muniment.app.certify.cosign import cosign as cosigned
    from muniment.stores.bundle_file import read_bundle, write_bundle

    verified, contents = _verified(bundle, keys, 1)
    write_bundle(bundle, cosigned(read_bundle(bundle)[0], key), contents)
    return verified


def install(bundle: Path, keys: Sequence[Path], threshold: int, at: datetime, *, allow_older: bool) -> Installation:
    """Verify a bundle, let it run its own cases, and use it from now on. Where that fails, nothing has changed.

    Raises: ProofError where it cannot be believed; RefusedError where it is older than what is in use, unless that is
    allowed; RulebookError where it has problems; InputError where it cannot be written.
    """
    from muniment.app.bundles import is_older, refuse_older
    from muniment.domain.bundle import Installed
    from muniment.rulebook.files import read_rules
    from muniment.stores.installed_rulebooks import make_current, put
    from muniment.wiring import lint

    verified, contents = _verified(bundle, keys, threshold)
    new, used = verified.statement.release, in_use()
    before = used.installed.release if used.installed else _release(read_rules(used.folder))
    if not allow_older:
        refuse_older(new, before)

    def accept(folder: Path) -> None:
        if problems := lint(folder):
            raise RulebookError(
                *(replace(each, where=each.where.replace(str(folder), str(bundle))) for each in problems)
            )

    into = _folder()
    place = put(into, new, contents, accept)
    pinned = is_older(new, before)
    now = Installed(release=new, folder=str(place), installed_at=at, keyids=verified.signed_by, pinned=pinned)
    make_current(into, now)
    return Installation(before=before, now=now, verified=verified)


def _verified(bundle: Path, keys: Sequence[Path], threshold: int) -> tuple[VerifiedBundle, dict[str, bytes]]:
    from muniment.prove.bundle import verify_bundle
    from muniment.signers.file_key import load_public
    from muniment.stores.bundle_file import read_bundle

    trusted = {key.keyid: key for key in map(load_public, keys)}
    envelope, contents = read_bundle(bundle)
    found = verify_bundle(envelope, contents, keys=tuple(trusted.values()), threshold=threshold, digest_of=_digest_of)
    _refuse_misnamed(found.statement.release, bundle, contents.get(_RELEASE, b""))
    return found, contents


def _refuse_misnamed(stated: RulebookRelease, bundle: Path, text: bytes) -> None:
    """Refuse a bundle whose statement tells another version or day than its rulebook: an old one would pass for new."""
    from muniment.rulebook.parse_release import parse_release
    from muniment.rulebook.yaml_text import read

    held = parse_release(read(text, f"{bundle}/{_RELEASE}"))
    if (held.version, held.released) != (stated.version, stated.released):
        what = f"is {held.version} of {held.released}, and the statement names {stated.version} of {stated.released}"
        raise ProofError(Problem(where=f"{bundle}/{_RELEASE}", what=what, help="ask its publisher for another bundle"))


def _digest_of(contents: Mapping[str, bytes]) -> Digest:
    from muniment.rulebook.files import RulebookFiles, rules_among

    return rules_among(RulebookFiles(folder="", contents=contents)).digest()


def _release(files: RulebookFiles) -> RulebookRelease:
    """Return which release these files are, whatever prose and cases stand beside the rules."""
    from muniment.domain.bundle import RulebookRelease
    from muniment.rulebook.files import rules_among
    from muniment.rulebook.load import load

    rules = rules_among(files)
    book = load(rules)
    return RulebookRelease(version=book.version, released=book.released, digest=book.digest)


def _order(folder: Path) -> tuple[object, ...]:
    """Return how new the rulebook in `folder` is, from its one small file."""
    from muniment.domain.bundle import release_order
    from muniment.rulebook.parse_release import parse_release
    from muniment.rulebook.yaml_text import read

    path = folder / _RELEASE
    try:
        text = path.read_bytes()[:_LARGEST_RELEASE]
    except OSError as error:
        what = f"cannot be read ({(error.strerror or type(error).__name__).lower()})"
        raise RulebookError(Problem(where=str(path), what=what, help="install the program again")) from error
    found = parse_release(read(text, str(path)))
    return release_order(found.released, found.version)


def _folder() -> Path:
    """Return where rulebooks are installed: `MUNIMENT_DATA`, or the user's own folder for such.

    Raises: InputError where there is none.
    """
    if named := os.environ.get("MUNIMENT_DATA"):
        return Path(named) / "rulebooks"
    base = os.environ.get("XDG_DATA_HOME")
    try:
        return (Path(base) if base else Path.home() / ".local" / "share") / "muniment" / "rulebooks"
    except RuntimeError as error:
        what = "there is no home folder to install a rulebook in"
        raise InputError(Problem(where="HOME", what=what, help="set MUNIMENT_DATA to a folder")) from error


def _installed() -> Installed | None:
    from muniment.stores.installed_rulebooks import current

    try:
        folder = _folder()
    except InputError:
        return None  # where nothing can be installed, nothing was
    return current(folder)
