"""Joins for the account of a period: records, scans, certificates, the plan file and the ledger into one new folder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment import wiring

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from muniment.domain.contract import Estate
    from muniment.domain.entry import Entry
    from muniment.domain.evidence_pack import EvidencePack, Period
    from muniment.domain.ids import ContractId
    from muniment.domain.ledger_place import LedgerPlace
    from muniment.domain.lifecycle import Certificate
    from muniment.domain.plan import Kept
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.scan_result import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The files and places that an account is made from. `scans` are none, one, or two with the earlier one first."""

    estate: Path
    records: tuple[Path, ...]
    scans: tuple[Path, ...] = ()
    certificates: Path | None = None
    plan: Path | None = None
    ledger: LedgerPlace | None = None


def write_pack(named: Named, contract: ContractId, period: Period, book: Rulebook, to: Path) -> EvidencePack:
    """Write the account, copies of what it rests on and an index to the new folder `to`, and return the account.

    Raises: InputError, ProofError, RefusedError; before anything is written, but for a disk that is full.
    """
    from muniment.app.evidence_pack import Sources, evidence_pack
    from muniment.readers.record import read_record
    from muniment.render.evidence_pack import evidence_json, evidence_markdown, index_json
    from muniment.stores.new_folder import write_folder

    contents = _copies(named)
    records = [name for name in contents if name.startswith("records/")]
    described = wiring.estate(named.estate, book)
    entries, checkpoint = _ledger(named.ledger)
    found = evidence_pack(
        Sources(
            estate=described,
            records=tuple(read_record(contents[name], name) for name in records),
            scans=_scans(named),
            certificates=_certificates(named.certificates, period.end),
            plan=_plan(named, described, book),
            entries=entries,
        ),
        contract,
        period,
    )
    contents |= _certificate_files(named.certificates, found)
    if checkpoint:
        contents["ledger.checkpoint"] = checkpoint
    contents["account.md"] = evidence_markdown(found, book).encode()
    contents["account.json"] = evidence_json(found, book)
    contents["index.json"] = index_json({name: _digest(content) for name, content in contents.items()})
    write_folder(to, contents)
    return found


def _copies(named: Named) -> dict[str, bytes]:
    """Return the files that are given, by their names in the folder; a number keeps equal names apart."""
    from muniment.stores.whole_file import read_whole

    largest = 2**30
    plan = (named.plan,) if named.plan else ()
    kinds = (("records", named.records), ("scans", named.scans), ("plan", plan))
    return {
        f"{kind}/{number:02}-{path.name}": read_whole(path, largest)
        for kind, paths in kinds
        for number, path in enumerate(paths, start=1)
    }


def _digest(content: bytes) -> tuple[str, int]:
    return f"sha256:{hashlib.sha256(content).hexdigest()}", len(content)


def _scans(named: Named) -> Difference | None:
    if not named.scans:
        return None
    return wiring.difference(named.scans[0], named.scans[-1], allow_incomplete=True)


def _certificates(within: Path | None, end: date) -> tuple[Certificate, ...]:
    from muniment.wiring.certify.lifecycle import standing

    return standing(within, end) if within else ()


def _certificate_files(within: Path | None, found: EvidencePack) -> dict[str, bytes]:
    """Return the files of the certificates that the account tells of."""
    from muniment.stores.certifications import CERTIFICATE, DRAFT, REVOCATION, read_kept

    contents: dict[str, bytes] = {}
    for each in found.certificates if within else ():
        kept = read_kept(within, each.id) if within else None
        if kept is None:
            continue
        named = [(DRAFT, kept.draft), (CERTIFICATE, kept.certificate), (REVOCATION, kept.revocation)]
        named += [(f"review-{number:02}.json", raw) for number, raw in enumerate(kept.reviews, start=1)]
        contents |= {f"certificates/{each.id}/{name}": raw for name, raw in named if raw is not None}
    return contents


def _plan(named: Named, described: Estate, book: Rulebook) -> tuple[Kept, ...]:
    from muniment.errors import PlanError
    from muniment.readers.plan import read_plan

    if named.plan is None:
        return ()
    text = wiring.text_of(named.plan, PlanError, "`muniment plan --new FILE` writes one to start from")
    return read_plan(text, where=str(named.plan), estate=described, vendors=book.vendors)


def _ledger(place: LedgerPlace | None) -> tuple[tuple[tuple[int, Entry], ...] | None, bytes]:
    """Return all entries and the newest checkpoint; nothing where there is no ledger."""
    from muniment.app.ledger.proofs import Wanted, chosen
    from muniment.wiring.ledger import opened

    if place is None:
        return None, b""
    with opened(place) as records:
        return tuple(chosen(records, Wanted())), records.latest()
