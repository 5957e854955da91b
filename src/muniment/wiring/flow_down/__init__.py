"""Joins for flow-down: ask subcontractors, pin their keys, take in what they send, and see where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment import wiring
from muniment.errors import InputError, Problem, ProofError
from muniment.wiring.flow_down.arriving import arrival, form_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from muniment.app.flow_down import Held
    from muniment.app.flow_down.nested import Believing, Document
    from muniment.app.flow_down.subcontractors import Wanted
    from muniment.domain.contract import Contract, Estate
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.subcontract import Enrolment, Received, Request, Row, Subcontractor
    from muniment.prove.checkpoint import NoteKey
    from muniment.prove.package import Trust
    from muniment.stores.subcontractors import Folder
    from muniment.wiring.flow_down.arriving import ToTake

_LARGEST_LIST = 2**28


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter and its form are written from."""

    organisation: str
    request: Request
    wanted: Wanted
    book: Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """Who is asked about which clauses of a contract, until when. `suppliers` are UEIs, or names in `listed`."""

    within: Path
    estate: Path
    contract: str
    order: str
    clauses: Sequence[str]
    suppliers: Sequence[str]
    listed: Path | None
    due: date


def ask(
    asked: ToAsk, book: Rulebook, pages: Mapping[str, Callable[[Letter], bytes]]
) -> tuple[tuple[tuple[Request, tuple[Path, ...]], ...], tuple[str, ...]]:
    """Keep a request to each subcontractor with its `pages` by the end of their names, and return where these are.

    The second is the clauses of the contract that were not asked about.

    Raises: InputError, with every company that cannot be asked; then nothing was written.
    """
    from muniment.app.flow_down.subcontractors import requested, wanted
    from muniment.stores.subcontractors import folder_of, keep_requests, write_beside

    today = wiring.today()
    if asked.due < today:
        raise InputError(Problem(where="--due", what=f"{asked.due} has passed", help="give a day that is to come"))
    estate = wiring.estate(asked.estate, book)
    contract = _contract(estate, asked.contract)
    wants = wanted(contract, book, asked.clauses)
    made = []
    for of in _companies(asked):
        folder = folder_of(asked.within, of.uei)
        order = asked.order or str(contract.id)
        request = requested(of, contract, wants, folder.requests, order=order, sent=today, due=asked.due)
        made.append((folder, request))
    drawn = []
    for _, request in made:
        about = Letter(organisation=estate.organisation, request=request, wanted=wants, book=book)
        drawn.append([(name, page(about)) for name, page in pages.items()])
    for folder, request in made:
        keep_requests(folder, request.of, (*folder.requests, request))
    written = []
    for (folder, request), named in zip(made, drawn, strict=True):
        written.append((request, tuple(write_beside(folder, f"{request.id}-{name}", page) for name, page in named)))
    return tuple(written), wants.left_out


def _contract(estate: Estate, id_: str) -> Contract:
    for each in estate.contracts:
        if each.id == id_:
            return each
    known = ", ".join(f"`{each.id}`" for each in estate.contracts)
    raise InputError(Problem(where=f"contract `{id_}`", what="is not in the estate", help=f"there: {known}"))


def _companies(asked: ToAsk) -> tuple[Subcontractor, ...]:
    """Return who is asked, each once. Raises: InputError with every one that has no UEI, or a wrong one."""
    from muniment.domain.subcontract import Subcontractor
    from muniment.stores.subcontractors import all_folders

    known = {each.of.uei: each.of.name for each in all_folders(asked.within)}
    listed = listed_in(asked.listed) if asked.listed else []
    for uei, name, _ in listed:
        known[uei] = name or known.get(uei, "")
    wanted = asked.suppliers or [uei or name for uei, name, _ in listed]
    found: dict[str, Subcontractor] = {}
    problems = []
    for word in wanted:
        uei, why = _uei(word, known)
        if why:
            problems.append(Problem(where=f"supplier `{word}`", what=why, help="name it by its UEI"))
        else:
            found[uei] = Subcontractor(uei=uei, name=known.get(uei, ""))
    if problems:
        raise InputError(*problems)
    if not found:
        raise InputError(Problem(where="suppliers", what="nobody is named", help="give `--supplier` or `--list`"))
    return tuple(found.values())


def _uei(word: str, known: dict[str, str]) -> tuple[str, str]:
    """Return the UEI that a word stands for, or why there is none."""
    from muniment.domain.supplier import Scheme
    from muniment.screen.identifiers import fault, plain

    named = [uei for uei, name in known.items() if uei and name.casefold() == word.strip().casefold()]
    if len(named) > 1:
        return "", f"is the name of several: {', '.join(named)}"
    uei = named[0] if named else plain(word)
    wrong = fault(Scheme.UEI, uei)
    return (uei, "") if not wrong else ("", f"is no name with a UEI, and as a UEI `{uei}` {wrong}")


def listed_in(path: Path) -> list[tuple[str, str, int]]:
    """Return UEI, name and row of every supplier in a file; an empty UEI where the row has none. Raises: InputError."""
    from muniment.domain.supplier import Scheme
    from muniment.readers.suppliers.read import read_suppliers
    from muniment.screen.identifiers import plain
    from muniment.stores.whole_file import read_whole

    file = read_suppliers(read_whole(path, _LARGEST_LIST), str(path), {})
    found = []
    for each in file.suppliers:
        ueis = [plain(value) for scheme, value in each.identifiers if scheme is Scheme.UEI]
        found.append((ueis[0] if ueis else "", each.names[0][1] if each.names else "", each.row))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ToEnrol:
    """A key that was confirmed. Fingerprints are as they were told by a way of their own, not out of the files."""

    within: Path
    uei: str
    key: Path
    fingerprint: str
    ledger: Path | None
    ledger_fingerprint: str
    by: str
    reason: str


def enrol(asked: ToEnrol) -> Enrolment:
    """Pin a subcontractor's key. Raises: InputError; RefusedError for a wrong fingerprint, or another key before it."""
    from muniment.app.flow_down.subcontractors import enrolled
    from muniment.domain.subcontract import Enrolment
    from muniment.prove.checkpoint import write_verifier_key
    from muniment.signers.file_key import load_public
    from muniment.stores.subcontractors import folder_of, keep_keys
    from muniment.stores.whole_file import read_whole

    folders = _folders(asked.within)
    uei, wrong = _uei(asked.uei, {each.of.uei: each.of.name for each in folders})
    if wrong:
        raise InputError(Problem(where=f"supplier `{asked.uei}`", what=wrong, help="name it by its UEI"))
    key = load_public(asked.key)
    _confirm(asked.fingerprint, key.keyid, str(asked.key))
    ledger = ""
    if asked.ledger is not None:
        found = _ledger_key(asked.ledger)
        _confirm(asked.ledger_fingerprint, found.key.keyid, str(asked.ledger))
        ledger = write_verifier_key(found)
    new = Enrolment(
        key=read_whole(asked.key, 2**16).decode("ascii", "replace"),
        keyid=key.keyid,
        ledger=ledger,
        by=asked.by,
        at=_now(),
        reason=asked.reason,
    )
    folder = folder_of(asked.within, uei)
    others = {one.keyid: each.at.name for each in folders if each.at.name != uei for one in each.keys}
    keep_keys(folder, enrolled(folder.keys, new, uei, others))
    return new


def _ledger_key(path: Path) -> NoteKey:
    from muniment.prove.checkpoint import read_verifier_key
    from muniment.stores.whole_file import read_whole

    try:
        return read_verifier_key(read_whole(path, 2**16).decode("utf-8", "replace").strip())
    except ProofError as error:
        raise InputError(
            *(Problem(where=str(path), what=each.what, help=each.help) for each in error.problems)
        ) from error


def _confirm(told: str, found: str, where: str) -> None:
    """Raise RefusedError unless the fingerprint that was told is that of the key in the file."""
    from muniment.errors import RefusedError

    plain = "".join(told.split()).replace(":", "").lower()
    if plain != found:
        what = f"has another fingerprint than the one that you were told; it begins with {found[:8]}"
        help_ = "have them read out all 64 digits; a file that came by mail may be anybody's"
        raise RefusedError(Problem(where=where, what=what, help=help_))


def take(asked: ToTake, book: Callable[[], Rulebook]) -> tuple[Received, Path, tuple[Row, ...]]:
    """Keep a file that came, and return its record, where it is, and where the subcontractor stands now.

    A revocation may be of what lies inside somebody else's package: then it is every row that it changed.
    `book` is read for a form alone: it says which answers are allowed.
    Raises: InputError; ProofError where it cannot be believed; RefusedError where it was not asked for. Then nothing
    was kept.
    """
    from muniment.app.flow_down import rows
    from muniment.app.flow_down import subcontractors as companies
    from muniment.domain.subcontract import Kind
    from muniment.stores.subcontractors import folder_of, keep_received

    arrived = arrival(asked, _now())
    kind = companies.kind_of(arrived.raw)
    folders = _folders(asked.within)
    by = believing(asked.within, folders, wiring.today())
    if kind in {Kind.PACKAGE, Kind.CERTIFICATE, Kind.REVOCATION}:
        folder = _asked_before(folders, asked.sender or companies.sender(arrived.raw, by.pinned))
        if kind is Kind.REVOCATION:
            received = companies.received_revocation(arrived, folder.at.name, by)
        else:
            received = companies.received_signed(arrived, folder.at.name, folder.requests, by)
    else:
        folder = _asked_before(folders, asked.sender or (arrived.form.uei if arrived.form else ""))
        received = companies.received_form(arrived, folder.requests, book().templates.values())
    companies.refuse_again(received, folder.received)
    before = status(asked.within, by.as_of) if kind is Kind.REVOCATION else ()
    path = keep_received(folder, received, arrived.raw, arrived.form_raw if kind is Kind.PDF else None)
    if kind is Kind.REVOCATION:
        return received, path, tuple(row for row in status(asked.within, by.as_of) if row not in before)
    request = next(each for each in folder.requests if each.id == received.request)
    return received, path, rows([_held(folder_of(asked.within, folder.at.name))], by, request.contract)


def _asked_before(folders: Sequence[Folder], uei: str) -> Folder:
    """Return the folder of a UEI, which a file may have told. Raises: InputError where nothing is known of it."""
    for each in folders:
        if each.at.name == uei:
            return each
    known = ", ".join(each.of.shown for each in folders) or "nobody"
    raise InputError(Problem(where=f"supplier `{uei}`", what="was never asked for anything", help=f"asked: {known}"))


def _now() -> datetime:
    return wiring.now().replace(microsecond=0)


def status(within: Path, as_of: date, contract: str = "") -> tuple[Row, ...]:
    """Return where every subcontractor stands on every clause, of one contract or of all.

    Raises: InputError for a folder whose records are damaged.
    """
    from muniment.app.flow_down import rows

    folders = _folders(within)
    return rows((_held(each) for each in folders), believing(within, folders, as_of), contract)


def _folders(within: Path) -> tuple[Folder, ...]:
    from muniment.stores.subcontractors import all_folders

    return all_folders(within)


def believing(within: Path, folders: Sequence[Folder], as_of: date) -> Believing:
    """Return whose keys are pinned on a day, and what else is trusted. Raises: InputError."""
    from muniment.app.flow_down.nested import Believing
    from muniment.prove.checkpoint import read_verifier_key
    from muniment.stores.subcontractors import authorities
    from muniment.wiring.trusting import proving

    roots, witnesses = authorities(within)

    return Believing(
        pinned={each.at.name: _trust(each) for each in folders if each.keys},
        as_of=as_of,
        witnesses=tuple(read_verifier_key(each) for each in witnesses),
        stamped=proving(roots),
        revocations={each.at.name: tuple(_revocations(each)) for each in folders},
    )


def _revocations(folder: Folder) -> Iterator[bytes]:
    """Yield the revocations that came. Raises: InputError where one is no longer there: it must not be forgotten."""
    from muniment.domain.subcontract import Kind
    from muniment.stores.subcontractors import content

    for each in folder.received:
        if each.kind is Kind.REVOCATION:
            yield content(folder, each.digest, each.kind)


def _trust(folder: Folder) -> Trust:
    """Return the key that was enrolled last. Raises: InputError."""
    from muniment.prove.checkpoint import read_verifier_key
    from muniment.prove.package import Trust
    from muniment.prove.verify import trusted_key

    last = folder.keys[-1]
    try:
        key = trusted_key(last.key.encode(), str(folder.at))
        return Trust(keys=(key,), ledgers=(read_verifier_key(last.ledger),) if last.ledger else ())
    except ProofError as error:
        raise InputError(*error.problems) from error


def _held(folder: Folder) -> Held:
    from muniment.app.flow_down import Held

    return Held(requests=folder.requests, documents=tuple(_documents(folder)))


def _documents(folder: Folder) -> Iterator[Document]:
    """Yield everything that came. What is no longer there, or another file, has a fault and is not left out."""
    from muniment.app.flow_down.nested import Document
    from muniment.stores.subcontractors import content

    for each in folder.received:
        try:
            raw = content(folder, each.digest, each.kind)
            yield Document(received=each, raw=raw, form=form_in(folder, each, raw))
        except InputError as error:
            problem = error.problems[0]
            yield Document(received=each, raw=b"", fault=f"{problem.where.rpartition('/')[2]}: {problem.what}")
