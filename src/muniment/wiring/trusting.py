"""Joins for trust: the policy of a verifier, with the keys and certificates that it names, and time stamps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment import wiring
from muniment.errors import PolicyError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from muniment.domain.act import ActKind
    from muniment.domain.trust import TrustPolicy
    from muniment.prove.acts import VerifiedAct
    from muniment.prove.package import Trust, VerifiedPackage
    from muniment.prove.trust import Trusted
    from muniment.prove.verify import Verified


@dataclass(frozen=True, slots=True, kw_only=True)
class Relied:
    """A policy, the files of the keys that it names, and the roots of the time-stamp authorities, in PEM."""

    where: str
    policy: TrustPolicy
    key_files: tuple[Path, ...]
    roots: tuple[bytes, ...]

    @property
    def own_keys(self) -> tuple[Path, ...]:
        """Return the files of the keys that are not of subcontractors."""
        return tuple(file for file, of in self._keys if not of)

    @property
    def keys_of_subcontractors(self) -> tuple[tuple[str, Path], ...]:
        """Return the others, each after the UEI of its company."""
        return tuple((of, file) for file, of in self._keys if of)

    @property
    def _keys(self) -> tuple[tuple[Path, str], ...]:
        grants = self.policy.grants
        return tuple((file, grant.subcontractor) for file, grant in zip(self.key_files, grants, strict=True))


def policy(path: Path) -> Relied:
    """Return the policy in the file at `path`; what it names is seen from its folder. Raises: InputError."""
    from muniment.domain.trust import TrustPolicy
    from muniment.readers.trust import read_policy
    from muniment.signers.file_key import load_public
    from muniment.stores.whole_file import read_whole

    found = read_policy(wiring.text_of(path, PolicyError, "`docs/certify.md` shows one"), where=str(path))
    files = tuple(path.parent / name for name, _ in found.keys)
    grants = tuple(
        replace(grant, keyid=load_public(file).keyid) for file, (_, grant) in zip(files, found.keys, strict=True)
    )
    if len({grant.keyid for grant in grants}) != len(grants):
        raise PolicyError(Problem(where=str(path), what="names one key twice", help="give each key to one person"))
    return Relied(
        where=str(path),
        policy=TrustPolicy(
            threshold=found.threshold,
            algorithms=found.algorithms,
            grants=grants,
            stamped=found.stamped,
            people=found.people,
        ),
        key_files=files,
        roots=tuple(read_whole(path.parent / name, 2**20) for name in found.stamp_authorities),
    )


def proven(stamp: Path, content: bytes, roots: Sequence[bytes]) -> datetime:
    """Return the instant that the time stamp in a file proves for `content`. Raises: ProofError, InputError."""
    from muniment.signers.stamps import LARGEST, proven_at
    from muniment.stores.whole_file import read_whole

    if not roots:
        hint = "name its root certificate under `stamp_authorities` in the policy"
        raise PolicyError(Problem(where=str(stamp), what="is by an authority that nobody trusts", help=hint))
    return proven_at(read_whole(stamp, LARGEST), content, roots, str(stamp))


def proving(roots: Sequence[bytes]) -> Callable[[bytes, bytes], datetime | None]:
    """Return what says which instant a stamp proves for a content, by an authority below `roots`; nothing by another.

    A stamp needs no trust of its own: whoever hands it over, it is the authority that is believed.
    """
    from muniment.errors import ProofError
    from muniment.signers.stamps import proven_at

    def proves(stamp: bytes, content: bytes) -> datetime | None:
        try:
            return proven_at(stamp, content, roots, "time stamp") if roots else None
        except ProofError:
            return None

    return proves


def believed(verified: Verified, content: bytes, relied: Relied, stamp: Path | None, as_of: date) -> Trusted:
    """Return what a verified file says under the policy, `content` being the file. Raises: ProofError, InputError."""
    from muniment.prove.trust import believe

    at = None if stamp is None else proven(stamp, content, relied.roots)
    return believe(verified, relied.policy, as_of=as_of, proven=at)


def believed_package(found: VerifiedPackage, relied: Relied, stamp: Path | None, as_of: date) -> Trusted:
    """Return what a package says under the policy, and what is in it. Raises: ProofError, InputError.

    The time stamps in it count like one beside it.
    """
    from muniment.prove.trusted_package import believe_package

    at = None if stamp is None else proven(stamp, found.envelope, relied.roots)
    return believe_package(found, relied.policy, as_of=as_of, proven=at, proves=proving(relied.roots))


def refuse_revoked(
    found: VerifiedPackage, revocations: Sequence[Path], trust: Trust, as_of: date, sender: str = ""
) -> VerifiedPackage:
    """Return `found` if no revocation says that its certificate, or one inside it, holds no longer.

    Raises: ProofError where one does; InputError where one is of another certificate, and says nothing about these.
    """
    from muniment.domain.act import ActKind
    from muniment.errors import InputError
    from muniment.prove.acts import LARGEST, unverified
    from muniment.prove.revoked import REVOKED_CHECKS, refuse_revoked
    from muniment.stores.whole_file import read_whole

    for path in revocations:
        raw = read_whole(path, LARGEST)
        if not refuse_revoked(found, raw, trust, as_of, sender):
            what = f"is of `{unverified(raw, ActKind.REVOCATION).tells('certificate')}`, another certificate"
            raise InputError(Problem(where=str(path), what=what, help="give the one of this certificate"))
    return replace(found, checks=(*found.checks, ("R1", REVOKED_CHECKS[0])))


def act_in(path: Path) -> ActKind | None:
    """Return which act a file says that it holds; nothing for any other file. Raises: InputError."""
    from muniment.prove.acts import LARGEST, kind_in
    from muniment.stores.whole_file import read_whole

    raw = read_whole(path, LARGEST)
    return kind_in(raw) if len(raw) <= LARGEST else None


def verified_act(
    path: Path, kind: ActKind, key_files: Sequence[Path], relied: Relied | None, as_of: date
) -> VerifiedAct:
    """Return the act in a file if one of the keys signed it; with a policy, if that is a key of the person in it.

    Raises: ProofError, InputError.
    """
    from muniment.app.certify.lifecycle import Believers, by_person
    from muniment.prove.acts import LARGEST, verify_act
    from muniment.signers.file_key import load_public
    from muniment.stores.whole_file import read_whole

    raw, keys = read_whole(path, LARGEST), tuple(load_public(each) for each in key_files)
    if relied is not None:
        by_person(raw, kind, Believers(policy=relied.policy, keys=keys, as_of=as_of))
    return verify_act(raw, kind, keys=keys)
