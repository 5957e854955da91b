"""Where each certificate stands, and the acts that move it on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment.domain.act import Act, ActKind
from muniment.domain.certification import Earlier, Review, ReviewVerdict, Search
from muniment.domain.lifecycle import Certificate, Stage
from muniment.domain.person import alike
from muniment.domain.trust import ROLES
from muniment.errors import InputError, MunimentError, Problem, ProofError, RefusedError
from muniment.prove.acts import seal_act, unverified, verify_act
from muniment.prove.canonical import digest
from muniment.prove.envelope import read
from muniment.prove.sealed import canonical_document
from muniment.prove.verify import statement_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from muniment.app.ports import Signer
    from muniment.domain.certification import Certification, Draft
    from muniment.domain.ids import Digest
    from muniment.domain.lifecycle import CertificateFiles
    from muniment.domain.statement import Statement
    from muniment.domain.trust import TrustPolicy
    from muniment.prove.keys import TrustedKey

_DRAFT = "draft.toml"
EVERY_CONTRACT = "*"
"""Stands for every contract in the record of a search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Believers:
    """Whose acts count: a policy, the keys that it names, and the day on which it is asked."""

    policy: TrustPolicy
    keys: tuple[TrustedKey, ...]
    as_of: date


def payload_digest(certificate: bytes) -> Digest:
    """Return the digest of what is signed in an envelope. Raises: ProofError."""
    return digest(read(certificate).payload)


def standing(
    all_kept: Sequence[CertificateFiles], read_draft: Callable[[CertificateFiles], Draft], as_of: date
) -> tuple[Certificate, ...]:
    """Return every certificate and its stage on `as_of`, as its files say. Nothing is verified here.

    What cannot be read is damaged, and never passes for one that stands.
    """
    found = [_described(kept, read_draft) for kept in all_kept]
    replaced = {
        each.statement.earlier.digest: each.id
        for each in found
        if each.statement is not None and each.statement.earlier is not None
    }
    return tuple(_staged(each, kept, replaced, as_of) for each, kept in zip(found, all_kept, strict=True))


def _described(kept: CertificateFiles, read_draft: Callable[[CertificateFiles], Draft]) -> Certificate:
    plain = Certificate(
        id=kept.id, stage=Stage.DRAFT, why="", draft=None, reviews=(), statement=None, payload=None, revocation=None
    )
    draft, unfinished = _draft(kept, read_draft)
    try:
        return replace(
            plain,
            why=unfinished,
            draft=draft,
            reviews=_in_time(unverified(each, ActKind.REVIEW) for each in kept.reviews),
            statement=None if kept.certificate is None else _stated(kept.certificate),
            payload=None if kept.certificate is None else payload_digest(kept.certificate),
            revocation=None if kept.revocation is None else unverified(kept.revocation, ActKind.REVOCATION),
        )
    except MunimentError as error:
        problem = error.problems[0]
        return replace(plain, stage=Stage.DAMAGED, why=f"{problem.where}: {problem.what}")


def _in_time(reviews: Iterable[Act]) -> tuple[Act, ...]:
    """Return reviews by the time that each states, whatever their files are called; of one time, approvals first."""
    return tuple(sorted(reviews, key=lambda act: (act.at, act.tells("verdict") != ReviewVerdict.APPROVED.value)))


def _stated(certificate: bytes) -> Statement:
    """Return the statement in an envelope as it is written, whoever signed it. Raises: ProofError."""
    return statement_of(canonical_document(read(certificate).payload))[0]


def _draft(kept: CertificateFiles, read_draft: Callable[[CertificateFiles], Draft]) -> tuple[Draft | None, str]:
    """Return the draft; where it cannot be read yet, nothing, and why."""
    if kept.draft is None:
        return None, ""
    try:
        return read_draft(kept), ""
    except InputError as error:
        problem = error.problems[0]
        return None, f"is not complete: {problem.what} ({problem.where.rpartition('/')[2]})"


def _staged(found: Certificate, kept: CertificateFiles, replaced: Mapping[Digest, str], as_of: date) -> Certificate:
    if found.stage is Stage.DAMAGED:
        return found
    stage, why = _signed_stage(found, replaced, as_of) if found.statement is not None else _draft_stage(found, kept)
    return replace(found, stage=stage, why=why)


def _signed_stage(found: Certificate, replaced: Mapping[Digest, str], as_of: date) -> tuple[Stage, str]:
    if found.statement is not None and found.statement.id != found.id:
        return Stage.DAMAGED, f"the certificate in it is `{found.statement.id}`"
    revoked = found.revocation
    if revoked is not None and dict(revoked.about).get(found.id) == found.payload:
        return Stage.REVOKED, f"by {revoked.by} on {revoked.at.date()}: {revoked.tells('reason')}"
    if revoked is not None:
        return Stage.DAMAGED, "the revocation in its folder is of another certificate"
    if found.payload is not None and found.payload in replaced:
        return Stage.SUPERSEDED, f"by {replaced[found.payload]}"
    if found.statement is not None and found.statement.valid_until < as_of:
        return Stage.EXPIRED, f"on {found.statement.valid_until}"
    return Stage.SIGNED, f"by {found.statement.signatory.name}" if found.statement else ""


def _draft_stage(found: Certificate, kept: CertificateFiles) -> tuple[Stage, str]:
    if kept.draft is None:
        return Stage.DAMAGED, f"there is no `{_DRAFT}`"
    if found.draft is None:
        return Stage.DRAFT, found.why
    if not found.reviews:
        return Stage.DRAFT, "waits for a review"
    last, now = found.reviews[-1], digest(kept.draft)
    if dict(last.about).get(_DRAFT) != now:
        return Stage.DRAFT, f"was changed after the review by {last.by}"
    if last.tells("verdict") != ReviewVerdict.APPROVED.value:
        return Stage.RETURNED, f"by {last.by}: {last.tells('note')}".rstrip(": ")
    return Stage.REVIEWED, f"by {last.by}, waits for a signature"


def review(kept: CertificateFiles, draft: Draft, files: Mapping[str, bytes], act: Act) -> Act:
    """Return the review `act` as one of the draft as it is, with every file that it names.

    Raises: RefusedError where the person who asked for the certificate would review it, or it is signed already.
    """
    if kept.certificate is not None or kept.draft is None:
        raise RefusedError(Problem(where=f"certificate `{kept.id}`", what="is signed, so there is no draft to review"))
    if draft.brings.requested_by and alike(act.by, draft.brings.requested_by):
        what = f"`{act.by}` asked for the certificate and cannot review it as well"
        raise RefusedError(Problem(where="reviewer", what=what, help="let another person review it"))
    about = ((_DRAFT, digest(kept.draft)), *((name, digest(content)) for name, content in sorted(files.items())))
    return replace(act, about=about)


def revoke(kept: CertificateFiles, act: Act) -> Act:
    """Return the revocation `act` of what was signed. Raises: RefusedError where nothing was, or it is revoked."""
    if kept.certificate is None:
        what = "was never signed, so there is nothing to revoke"
        raise RefusedError(Problem(where=f"certificate `{kept.id}`", what=what, help="delete its folder"))
    if kept.revocation is not None:
        raise RefusedError(Problem(where=f"certificate `{kept.id}`", what="is revoked already"))
    return replace(act, about=((kept.id, payload_digest(kept.certificate)),))


def complete(act: Act) -> Act:
    """Return `act`, which tells everything that it has to. Raises: RefusedError where something is empty."""
    needed = ("by", act.by), *(pair for pair in act.told if pair[0] != "note")
    if empty := [name for name, text in needed if not text.strip()]:
        raise RefusedError(*(Problem(where=act.kind.value, what=f"says nothing as `{name}`") for name in empty))
    return act


def signed(act: Act, signer: Signer) -> bytes:
    """Return `act` signed, in an envelope that has passed every check. Raises: ProofError, InputError."""
    envelope = seal_act(act, keyid=signer.keyid, sign=signer.sign)
    verify_act(envelope, act.kind, keys=(signer.public,))
    return envelope


def reviews_of(kept: CertificateFiles, files: Mapping[str, bytes], by: Believers) -> tuple[Review, ...]:
    """Return the reviews of the draft as it is now, each signed by a key of that person in the role of a reviewer.

    Raises: RefusedError where there is none, where one sends the draft back, or where one was of another draft;
    ProofError where one cannot be believed.
    """
    now = {_DRAFT: digest(kept.draft or b""), **{name: digest(content) for name, content in files.items()}}
    current = _in_time(by_person(raw, ActKind.REVIEW, by) for raw in kept.reviews if _is_of(raw, kept.id, now))
    if not current:
        what = "was changed after its review" if kept.reviews else "has no review"
        help_ = "have it reviewed: `muniment certify review`"
        raise RefusedError(Problem(where=f"certificate `{kept.id}`", what=what, help=help_))
    last = {act.by: act for act in current}
    if returned := [act for act in last.values() if act.tells("verdict") != ReviewVerdict.APPROVED.value]:
        what = f"was sent back by {returned[0].by}: {returned[0].tells('note')}".rstrip(": ")
        raise RefusedError(Problem(where=f"certificate `{kept.id}`", what=what, help="change the draft"))
    return tuple(
        Review(by=act.by, verdict=ReviewVerdict.APPROVED, at=act.at, note=act.tells("note")) for act in last.values()
    )


def _is_of(review: bytes, id_: str, now: Mapping[str, Digest]) -> bool:
    """Say whether a review is of this draft and these files as they are now; an older one counts for nothing."""
    act = unverified(review, ActKind.REVIEW)
    return dict(act.about) == now and act.tells("certificate") == id_


def searches_of(records: Sequence[tuple[str, bytes]], contract: str, by: Believers) -> tuple[Search, ...]:
    """Return the newest search for each words in each place that was recorded for a contract or for all.

    Each is signed by a key of that person in the role of a searcher.
    Raises: ProofError where one of them cannot be believed.
    """
    newest: dict[tuple[str, str], tuple[datetime, bytes]] = {}
    for _, raw in records:
        act = unverified(raw, ActKind.SEARCH)
        key = act.tells("where"), act.tells("words")
        if act.tells("contract") in {contract, EVERY_CONTRACT} and (key not in newest or newest[key][0] < act.at):
            newest[key] = act.at, raw
    return tuple(_search(raw, by_person(raw, ActKind.SEARCH, by)) for _, raw in newest.values())


def _search(raw: bytes, act: Act) -> Search:
    return Search(
        where=act.tells("where"),
        words=act.tells("words"),
        on=act.at.date(),
        by=act.by,
        result=act.tells("result"),
        record=digest(raw),
    )


def to_sign(
    draft: Draft, kept: CertificateFiles, reviews: tuple[Review, ...], searches: tuple[Search, ...]
) -> Certification:
    """Return what the draft brings, with its id, its reviews and the searches that were recorded."""
    inquiry = draft.brings.inquiry
    return replace(
        draft.brings,
        id=kept.id,
        reviews=reviews,
        inquiry=replace(inquiry, searches=(*inquiry.searches, *searches)),
    )


def earlier(kept: CertificateFiles) -> Earlier:
    """Return the certificate that another one takes the place of. Raises: RefusedError where it was never signed."""
    if kept.certificate is None:
        raise RefusedError(Problem(where=f"certificate `{kept.id}`", what="was never signed, so none can replace it"))
    return Earlier(id=kept.id, digest=payload_digest(kept.certificate))


def act(kind: ActKind, by: str, at: datetime, signer: Signer, **told: str) -> Act:
    """Return an act that is to be signed; `told` are the names of its kind."""
    pairs = tuple((name, told[name]) for name in kind.says)
    return Act(kind=kind, by=by, at=at.replace(microsecond=0), algorithm=signer.algorithm, about=(), told=pairs)


def by_person(raw: bytes, kind: ActKind, by: Believers) -> Act:
    """Return the act in `raw` if it is signed by a key that the policy gives to the person in it, in a role for it.

    Raises: ProofError.
    """
    verified = verify_act(raw, kind, keys=by.keys)
    day, roles = verified.act.at.date(), ROLES[kind]
    grants = [by.policy.of(keyid) for keyid in verified.signed_by]
    own = [one for one in grants if one and one.person == verified.act.by and not roles.isdisjoint(one.roles)]
    if not any(not each.refusal(day, None, by.as_of) for each in own):
        named = " or ".join(sorted(role.value for role in roles))
        what = f"is not signed by a key that the policy gives to `{verified.act.by}` as a {named} on {day}"
        raise ProofError(Problem(where=f"{kind.value} by `{verified.act.by}`", what=what, help="mend the policy"))
    return verified.act
