"""From the options of `muniment certify` to a statement that is shown, and signed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from muniment.app.certify import Request
    from muniment.domain.report import Report
    from muniment.domain.statement import Representation, Statement
    from muniment.signers.file_key import FileKey

LONGEST = timedelta(days=90)
"""How long a statement holds where no end is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options as they were given."""

    contract: str
    signatory: str
    title: str
    disclosures: tuple[tuple[str, str], ...]
    wording: Path | None
    wording_source: str
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A report and what is asked of it; `signer` is nothing where only a draft is wanted."""

    report: Report
    contract: str
    request: Request
    signer: FileKey | None

    def show(self) -> int:
        """Print the draft, or what stands in its way. Return 0 where nothing does, and 1 otherwise."""
        from muniment.app.certify import blockers
        from muniment.domain.ids import ContractId
        from muniment.errors import RefusedError
        from muniment.render.certificate import print_blockers, print_statement
        from muniment.render.terminal import console

        try:
            statement = self.statement()
        except RefusedError as error:
            contract = ContractId(self.contract)
            found = blockers(self.report, contract, valid_until=self.request.valid_until)
            print_blockers(self.contract, found, error.problems, console())
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


def prepare(report: Report, asked: Asked, now: datetime, key: Path | None, *, ask_passphrase: bool) -> Prepared:
    """Return the request that the options make. A draft supposes the kind of key that `muniment keys new` makes.

    Raises: InputError where the key or the wording cannot be read.
    """
    from muniment.app.certify import Request
    from muniment.cli.signing import signer as key_of
    from muniment.domain.statement import Algorithm, Signatory

    signer = key_of(key, ask_passphrase=ask_passphrase) if key else None
    request = Request(
        signatory=Signatory(name=asked.signatory, title=asked.title),
        issued_at=now,
        valid_until=asked.valid_until or now.date() + LONGEST,
        algorithm=signer.algorithm if signer else Algorithm.ECDSA_P384_SHA384,
        disclosures=asked.disclosures,
        representation=_wording(asked),
    )
    return Prepared(report=report, contract=asked.contract, request=request, signer=signer)


def sign(prepared: Prepared, key: Path, out: Path, *, confirmed: bool) -> None:
    """Show what will be signed, ask, sign, and write to `out`; an existing file is not overwritten.

    Raises: RefusedError, InputError, ProofError.
    """
    from muniment.app.certify import issue
    from muniment.cli.new_file import write_new
    from muniment.errors import InputError, Problem, RefusedError
    from muniment.render.certificate import print_statement
    from muniment.render.terminal import console
    from muniment.render.visible import visible

    if prepared.signer is None:
        raise InputError(Problem(where="certificate", what="there is no key to sign with", help="add --key FILE"))
    if out.exists():
        raise InputError(Problem(where=str(out), what="exists and is not overwritten", help="give another --out"))
    statement = prepared.statement()
    print_statement(statement, console(), to_be_signed=True)
    if not confirmed and not _confirmed(f"\nSign this as {visible(statement.signatory.name)}?"):
        raise RefusedError(Problem(where="certificate", what="was not confirmed, so nothing was signed"))
    envelope = issue(statement, prepared.signer)
    write_new(out, envelope, instead="give another --out")
    written, public = visible(str(out)), visible(f"{key.name}.pub")
    click.echo(f"Wrote {written}, signed with key {prepared.signer.keyid[:16]}.")
    click.echo(f"Next: hand it over with your public key; it is verified by muniment verify {written} --key {public}")


def _confirmed(question: str) -> bool:
    """Ask a person. Where nobody is there to answer, the answer is no; an interrupt at a terminal is let out."""
    if sys.stdin is None:
        return False
    try:
        return click.confirm(question)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        return False


def _wording(asked: Asked) -> Representation | None:
    from muniment.app.certify import representation
    from muniment.errors import InputError, Problem

    if asked.wording is None:
        if asked.wording_source:
            message = "--wording-source needs --wording"
            raise click.UsageError(message)
        return None
    try:
        text = asked.wording.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(where=str(asked.wording), what="cannot be read as UTF-8 text", help="save it as plain text")
        raise InputError(problem) from error
    return representation(text, source=asked.wording_source)
