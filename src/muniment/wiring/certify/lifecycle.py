"""Joins for the life of certificates: drafts, reviews, signatures and revocations in a folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment import wiring
from muniment.errors import InputError, Problem
from muniment.wiring import trusting
from muniment.wiring.certify import drafts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, timedelta
    from pathlib import Path

    from muniment.app.certify import Request
    from muniment.app.ports import Signer
    from muniment.domain.act import Act
    from muniment.domain.certification import Draft
    from muniment.domain.ids import ContractId
    from muniment.domain.ledger_place import LedgerPlace
    from muniment.domain.lifecycle import Certificate, CertificateFiles
    from muniment.domain.reminder import Reminder
    from muniment.domain.report import Report
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.template import RepresentationAsked, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraft:
    """A draft that is asked for."""

    within: Path
    id: str
    contract: ContractId
    requested_by: str
    valid_until: date
    templates: tuple[str, ...]


def write_draft(report: Report, asked: NewDraft) -> Path:
    """Write a draft for a contract, with what its clauses ask for and what is open, and return where it is.

    Raises: InputError where the folder or a template cannot be, or there is a certificate of this id.
    """
    from muniment.app.certify.blockers import blockers, contract_of
    from muniment.app.certify.represent import Ground, answered, everywhere
    from muniment.domain.certification import Represented
    from muniment.render.certify.draft import Blank, draft_text
    from muniment.stores.certifications import DRAFT, folder_of

    folder = folder_of(asked.within, asked.id)
    estate, contract = contract_of(report, asked.contract)
    wanted = _wanted(report, {clause.id for clause in contract.clauses}, asked.templates)
    said = [Represented(template=template.id, at=one.at, answer=one.answers[-1]) for template, one in wanted if one.at]
    answers, _ = answered(Ground(report=report, estate=estate, contract=contract, files={}), said)
    found = blockers(report, asked.contract, valid_until=asked.valid_until, everywhere=everywhere(answers))
    known = {(use.vendor, system.id): use.report for system in estate.systems for use in system.uses}
    blank = Blank(
        contract=asked.contract,
        requested_by=asked.requested_by,
        valid_until=asked.valid_until,
        asked=wanted,
        open=found,
        answers=answers,
        known=known,
    )
    return _write_new(folder / DRAFT, draft_text(blank).encode())


def _wanted(report: Report, clauses: set[str], named: Sequence[str]) -> list[tuple[Template, RepresentationAsked]]:
    """Return what the templates that are named ask for; where none is, what those of the contract's clauses do."""
    templates = report.rulebook.templates
    if unknown := [name for name in named if name not in {str(each) for each in templates}]:
        known = ", ".join(f"`{each}`" for each in templates)
        raise InputError(
            Problem(where=f"template `{unknown[0]}`", what="is not in the rulebook", help=f"known: {known}")
        )
    chosen = [each for each in templates.values() if (each.id in named if named else each.clause in clauses)]
    return [(template, one) for template in chosen for one in template.asked]


def supersede(within: Path, old: str, new: str) -> Path:
    """Write a draft of `new` that brings what the draft of `old` brought, and takes its place once signed.

    Raises: InputError; RefusedError where `old` was never signed.
    """
    from muniment.app.certify.lifecycle import earlier
    from muniment.stores.certifications import DRAFT, folder_of, read_kept

    kept = read_kept(within, old)
    earlier(kept)
    text = (kept.draft or b"").decode()
    lines = [line for line in text.splitlines() if not line.startswith("supersedes")]
    return _write_new(folder_of(within, new) / DRAFT, "\n".join([f'supersedes = "{old}"', *lines, ""]).encode())


def draft_of(within: Path, id_: str) -> tuple[CertificateFiles, Draft, dict[str, bytes]]:
    """Return a certificate's files, its draft, and the files that the draft names. Raises: InputError.

    The draft is read once: what is reviewed, shown and signed is one text, whatever becomes of the file meanwhile.
    """
    from muniment.stores.certifications import DRAFT, folder_of, read_kept

    kept, path = read_kept(within, id_), folder_of(within, id_) / DRAFT
    draft = drafts.draft(path) if kept.draft is None else drafts.draft_in(kept.draft, path)
    return kept, draft, dict(drafts.files_of(draft.brings, path.parent))


def review(within: Path, id_: str, act: Act, signer: Signer, ledger: LedgerPlace | None) -> Path:
    """Write the signed review of a draft as it is now, and return where it is. Raises: RefusedError, InputError."""
    from muniment.app.certify.lifecycle import review as reviewed
    from muniment.stores.certifications import next_review

    kept, draft, files = draft_of(within, id_)
    return _keep(next_review(within, id_), reviewed(kept, draft, files, act), signer, ledger)


def revoke(within: Path, id_: str, act: Act, signer: Signer, ledger: LedgerPlace | None) -> Path:
    """Write the signed revocation of a certificate, and return where it is. Raises: RefusedError, InputError."""
    from muniment.app.certify.lifecycle import revoke as revoked
    from muniment.stores.certifications import REVOCATION, folder_of, read_kept

    kept = read_kept(within, id_)
    return _keep(folder_of(within, id_) / REVOCATION, revoked(kept, act), signer, ledger)


def search(within: Path, act: Act, signer: Signer, ledger: LedgerPlace | None) -> Path:
    """Write the signed record of a search, and return where it is. Raises: RefusedError, InputError."""
    from muniment.stores.certifications import SEARCHES

    name = f"{act.at:%Y-%m-%dT%H%M%SZ}-{act.kind.value}.json"
    return _keep(within / SEARCHES / name, act, signer, ledger)


def request_to_sign(within: Path, id_: str, policy: Path, signer: Signer) -> tuple[ContractId, Request]:
    """Return the request to sign a reviewed draft, and its contract; reviews and searches count as `policy` says.

    Raises: RefusedError where it is signed already, or not reviewed as it is now; ProofError, InputError.
    """
    from muniment.app.certify import Request
    from muniment.app.certify.lifecycle import Believers, earlier, reviews_of, searches_of, to_sign
    from muniment.errors import RefusedError
    from muniment.signers.file_key import load_public
    from muniment.stores.certifications import read_kept, searches

    relied = trusting.policy(policy)
    by = Believers(
        policy=relied.policy,
        keys=tuple(load_public(path) for path in relied.own_keys),
        as_of=wiring.today(),
    )
    kept, draft, files = draft_of(within, id_)
    if kept.certificate is not None:
        what = "is signed already"
        raise RefusedError(Problem(where=f"certificate `{id_}`", what=what, help="`muniment certify supersede` it"))
    if draft.valid_until is None:
        raise InputError(Problem(where=f"certificate `{id_}`", what="has no `valid_until`", help="add it to the draft"))
    brings = to_sign(
        draft,
        kept,
        reviews_of(kept, files, by),
        searches_of(searches(within), str(draft.contract), by),
    )
    if draft.supersedes:
        brings = replace(brings, earlier=earlier(read_kept(within, draft.supersedes)))
    request = Request(
        signatory=draft.signatory,
        issued_at=wiring.now(),
        valid_until=draft.valid_until,
        algorithm=signer.algorithm,
        certification=brings,
        files=files,
    )
    return draft.contract, request


def keep_signed(within: Path, id_: str, envelope: bytes, policy: Path) -> Path:
    """Write what was signed where the policy believes it, and return where it is. Raises: ProofError, InputError."""
    from muniment.prove.verify import verify
    from muniment.signers.file_key import load_public
    from muniment.stores.certifications import CERTIFICATE, folder_of

    relied, day = trusting.policy(policy), wiring.today()
    alone = replace(relied, policy=replace(relied.policy, threshold=1, algorithms=(), stamped=False))
    verified = verify(envelope, keys=[load_public(path) for path in relied.own_keys], as_of=day)
    trusting.believed(verified, envelope, alone, None, day)
    return _write_new(folder_of(within, id_) / CERTIFICATE, envelope)


def standing(within: Path, as_of: date) -> tuple[Certificate, ...]:
    """Return every certificate in a folder, and where it stands on `as_of`. Nothing is verified. Raises: InputError."""
    from muniment.app.certify.lifecycle import standing as all_standing
    from muniment.readers.certification import read_draft
    from muniment.stores.certifications import DRAFT, folder_of, ids, read_kept

    def draft(kept: CertificateFiles) -> Draft:
        where = str(folder_of(within, kept.id) / DRAFT)
        return read_draft((kept.draft or b"").decode("utf-8", "replace"), where=where)

    return all_standing([read_kept(within, id_) for id_ in ids(within)], draft, as_of)


def remind(within: Path, estate_file: Path, as_of: date, ahead: timedelta, book: Rulebook) -> tuple[Reminder, ...]:
    """Return what certificates, drafts and clauses ask to be done by then. Raises: InputError, ProofError."""
    from muniment.app.certify.reminders import reminders
    from muniment.domain.act import ActKind
    from muniment.prove.acts import unverified
    from muniment.stores.certifications import searches

    acts = [unverified(raw, ActKind.SEARCH) for _, raw in searches(within)]
    return reminders(standing(within, as_of), acts, wiring.estate(estate_file, book), book, as_of, ahead)


def _keep(path: Path, act: Act, signer: Signer, ledger: LedgerPlace | None) -> Path:
    """Sign an act, tell the ledger before and after, write it to `path`, and return that."""
    from muniment.app.certify.lifecycle import complete, signed
    from muniment.wiring.recorded import announced

    if path.exists():
        raise InputError(Problem(where=str(path), what="exists and is not overwritten"))
    complete(act)
    with announced(f"sign a {act.kind.value}", {"by": act.by, **dict(act.told)}, ledger) as telling:
        envelope = signed(act, signer)
        if telling:
            telling.act(act, envelope)
    return _write_new(path, envelope)


def _write_new(path: Path, content: bytes) -> Path:
    """Write a file that must not be there yet, in a folder that is made where it is missing. Raises: InputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise InputError(
            Problem(where=str(path), what="exists and is not overwritten", help="use another id")
        ) from error
    except OSError as error:
        what = f"cannot be written ({(error.strerror or type(error).__name__).lower()})"
        raise InputError(Problem(where=str(path), what=what)) from error
    return path
