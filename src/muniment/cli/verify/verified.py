"""The answer of `muniment verify`: what a package, a certificate or a signed act says, if it can be believed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from muniment.domain.act import ActKind
    from muniment.prove.package import VerifiedPackage
    from muniment.prove.trust import Trusted
    from muniment.wiring.certify.packages import ToVerify
    from muniment.wiring.trusting import Relied

_WARNED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is held against the file beside keys: a policy with a time stamp, revocations."""

    relied: Relied | None
    stamp: Path | None
    revocations: tuple[Path, ...]


def answered(file: Path, question: ToVerify, beside: Beside, *, as_json: bool) -> int:
    """Verify and print. Return the exit code. Raises: ProofError, InputError."""
    from muniment.wiring.trusting import act_in

    kind = act_in(file)
    if kind is None:
        return _answer(file, question, beside, as_json=as_json)
    _refuse_beside_an_act(kind, question, beside)
    return _act(file, kind, question, beside.relied, as_json=as_json)


def _refuse_beside_an_act(kind: ActKind, question: ToVerify, beside: Beside) -> None:
    """Raise UsageError for what goes with a certificate: nothing that was asked for is passed over."""
    import click

    given = {
        "--revocation": beside.revocations,
        "--stamp": beside.stamp,
        "--evidence": question.apart,
        "--proof": question.proof,
        "--log-key": question.ledgers,
        "--contract": question.contract,
    }
    if named := [name for name, value in given.items() if value]:
        message = f"this is a {kind.value}, which is verified by itself: leave out {', '.join(named)}"
        raise click.UsageError(message)


def _act(file: Path, kind: ActKind, question: ToVerify, relied: Relied | None, *, as_json: bool) -> int:
    from muniment.render.certify.act import print_act, write_act
    from muniment.render.terminal import console
    from muniment.wiring.trusting import verified_act

    keys = (*question.keys, *(path for _, path in question.of_subcontractors))
    found = verified_act(file, kind, keys, relied, question.as_of)
    if as_json:
        write_act(found, sys.stdout)
    else:
        print_act(found, console(), named=relied is not None)
    return 0


def _answer(file: Path, question: ToVerify, beside: Beside, *, as_json: bool) -> int:
    """Verify and print. Return the exit code."""
    from muniment.wiring.certify.packages import files_apart, trust_of, verify
    from muniment.wiring.trusting import believed_package, refuse_revoked

    found, day = verify(file, question), question.as_of
    relied = beside.relied
    if beside.revocations:
        found = refuse_revoked(found, beside.revocations, trust_of(question), day, question.sender)
    trusted = believed_package(found, relied, beside.stamp, day) if relied else None
    if question.apart:
        found = files_apart(found, question.apart)
    alone = not (found.files or found.warnings or found.included or found.apart or question.contract)
    if as_json:
        _write(found, trusted, day, alone=alone)
    else:
        _print(found, trusted, day, alone=alone and not beside.revocations)
    return _WARNED if found.warnings else 0


def _write(found: VerifiedPackage, trusted: Trusted | None, day: date, *, alone: bool) -> None:
    """Write JSON. What prints text for people is not imported, which takes as long as verifying."""
    from muniment.render.package.as_json import write_package

    if alone:
        from muniment.render.certify.certificate import write_verified

        write_verified(found.certificate, found.envelope, day, sys.stdout, trusted)
        return
    by_policy = None
    if trusted:
        from muniment.render.certify.trust import trust_value

        by_policy = trust_value(trusted)
    write_package(found, day, sys.stdout, by_policy)


def _print(found: VerifiedPackage, trusted: Trusted | None, day: date, *, alone: bool) -> None:
    from muniment.render.certify.certificate import print_verified
    from muniment.render.certify.trust import print_trusted
    from muniment.render.package.as_text import print_package
    from muniment.render.terminal import console

    if alone:
        print_verified(found.certificate, day, console())
    else:
        print_package(found, day, console())
    if trusted:
        print_trusted(trusted, console())
