"""From the options of `muniment certify` to a statement that is shown, and signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import date, datetime

    from muniment.app.certify import Request
    from muniment.app.ports import Signer
    from muniment.domain.certification import Draft
    from muniment.domain.ledger_place import LedgerPlace
    from muniment.domain.report import Report
    from muniment.domain.statement import Statement

LONGEST = timedelta(days=90)
"""How long a statement holds where no end is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOptions:
    """The options as they were given."""

    contract: str
    signatory: str
    title: str
    disclosures: tuple[tuple[str, str], ...]
    evidence: tuple[Path, ...]
    wording: Path | None
    wording_source: str
    valid_until: date | None
    draft: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A report and what is asked of it; `signer` is nothing where only a draft is wanted."""

    report: Report
    contract: str
    request: Request
    signer: Signer | None

    def show(self) -> int:
        """Print the draft, or what stands in its way. Return 0 where nothing does, and 1 otherwise."""
        from muniment.app.certify import prospect
        from muniment.domain.ids import ContractId
        from muniment.errors import RefusedError
        from muniment.render.certify.certificate import print_blockers, print_statement
        from muniment.render.terminal import console

        try:
            statement = self.statement()
        except RefusedError as error:
            ahead = prospect(self.report, ContractId(self.contract), self.request)
            print_blockers(self.contract, ahead.open, error.problems, console())
            return 1
        print_statement(statement, console(), to_be_signed=False)
        return 0

    def statement(self) -> Statement:
        """Return what would be signed.

        Raises: RefusedError, InputError.
        """
        from muniment.app.certify import draft
        from muniment.domain.ids import ContractId

        return draft(self.report, ContractId(self.contract), self.request)


def prepare(
    report: Report, asked: RequestOptions, now: datetime, key: Path | str | None, *, ask_passphrase: bool
) -> Prepared:
    """Return the request that the options make. A draft supposes the kind of key that `muniment keys new` makes.

    Raises: InputError where the key, the draft or a file that it names cannot be read.
    """
    from muniment.app.certify import Request
    from muniment.cli.signing import signer as key_of
    from muniment.domain.statement import Algorithm
    from muniment.wiring.certify.drafts import files_of

    signer = key_of(key, ask_passphrase=ask_passphrase) if key else None
    draft = _brought(asked)
    request = Request(
        signatory=draft.signatory,
        issued_at=now,
        valid_until=draft.valid_until or now.date() + LONGEST,
        algorithm=signer.algorithm if signer else Algorithm.ECDSA_P384_SHA384,
        certification=draft.brings,
        files=files_of(draft.brings, asked.draft.parent if asked.draft else Path()),
    )
    return Prepared(report=report, contract=asked.contract, request=request, signer=signer)


def sign(
    prepared: Prepared, key: Path | str, out: Path, ledger: LedgerPlace | None, *, confirmed_already: bool
) -> None:
    """Show what will be signed, ask, sign, tell the ledger, and write to `out`; an existing file is not overwritten.

    Raises: RefusedError, InputError, ProofError.
    """
    from muniment.cli.new_file import write_new
    from muniment.errors import InputError, Problem
    from muniment.render.visible import visible
    from muniment.wiring.recorded import issued, without_ledger

    if prepared.signer is None:
        raise InputError(Problem(where="certificate", what="there is no key to sign with", help="add --key FILE"))
    if out.exists():
        raise InputError(Problem(where=str(out), what="exists and is not overwritten", help="give another --out"))
    statement = confirmed(prepared, asked=not confirmed_already)
    envelope = issued(statement, prepared.signer, ledger)
    write_new(out, envelope, instead="give another --out")
    written, public = visible(str(out)), visible(f"{key}.pub" if isinstance(key, Path) else "PUBLIC-KEY")
    click.echo(f"Wrote {written}, signed with key {prepared.signer.keyid[:16]}.")
    if missing := without_ledger(ledger):
        click.echo(missing)
    click.echo(f"Next: hand it over with your public key; it is verified by muniment verify {written} --key {public}")


def confirmed(prepared: Prepared, *, asked: bool) -> Statement:
    """Show what will be signed, ask, and return it. Raises: RefusedError where it cannot be, or nobody says yes."""
    from muniment.cli.confirming import confirmed as said_yes
    from muniment.errors import Problem, RefusedError
    from muniment.render.certify.certificate import print_statement
    from muniment.render.terminal import console
    from muniment.render.visible import visible

    statement = prepared.statement()
    print_statement(statement, console(), to_be_signed=True)
    if asked and not said_yes(f"\nSign this as {visible(statement.signatory.name)}?"):
        raise RefusedError(Problem(where="certificate", what="was not confirmed, so nothing was signed"))
    return statement


def _brought(asked: RequestOptions) -> Draft:
    """Return the draft with what the options add to it or, without one, what the options say alone."""
    from dataclasses import replace

    from muniment.domain.certification import Certification, DisclosedMatter, Draft, Letter, Signatory
    from muniment.domain.ids import ContractId
    from muniment.errors import InputError, Problem
    from muniment.wiring.certify import drafts

    found = Draft(
        contract=ContractId(asked.contract),
        signatory=Signatory(name="", title=""),
        valid_until=None,
        brings=Certification(),
    )
    if asked.draft is not None:
        found = drafts.draft(asked.draft)
        if found.contract != asked.contract:
            what = f"is for `{found.contract}`, and `{asked.contract}` is asked for"
            raise InputError(Problem(where=str(asked.draft), what=what, help="give the draft of this contract"))
    if bool(asked.wording_source) and asked.wording is None:
        message = "--wording-source needs --wording"
        raise click.UsageError(message)
    told = tuple(DisclosedMatter(id=name, text=text) for name, text in asked.disclosures)
    letters = (
        (Letter(source=asked.wording_source, words=str(asked.wording.absolute())),) if asked.wording is not None else ()
    )
    return replace(
        found,
        signatory=Signatory(name=asked.signatory or found.signatory.name, title=asked.title or found.signatory.title),
        valid_until=asked.valid_until or found.valid_until,
        brings=replace(
            found.brings,
            told=(*found.brings.told, *told),
            letters=(*found.brings.letters, *letters),
            evidence=(*found.brings.evidence, *(str(each.absolute()) for each in asked.evidence)),
        ),
    )
