"""`muniment verify`: whether a signed certificate, or a package with one, can be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


_UEI = 12
_EXAMPLES = """\b
Examples:
  muniment verify certificate.json --key signing.pem.pub
  muniment verify PO-1187.mpkg --key signing.pem.pub --log-key ledger.vkey \\
      --contract PO-1187
  muniment verify PO-1187.mpkg --key signing.pem.pub --log-key ledger.vkey \\
      --checkpoint kept.checkpoint
  muniment verify PO-1187.mpkg --key signing.pem.pub --as-of 2026-12-31
  muniment verify certificate.json --policy trust.toml --stamp certificate.tsr

\b
Exit codes:
  0 every check passed
  1 a check failed: do not rely on the file
  2 input needs mending
  3 what was checked passed, and something could not be checked: read the
    warnings
"""


@click.command(epilog=_EXAMPLES)
@click.argument("file", metavar="FILE", type=options.FILE)
@click.option(
    "--key", "keys", type=options.FILE, multiple=True, metavar="FILE", help="A public key that you trust; repeatable."
)
@click.option(
    "--subcontractor-key",
    "theirs",
    type=options.Pair(),
    multiple=True,
    metavar="UEI=FILE",
    help="A key that you trust for the packages of this subcontractor alone.",
)
@click.option("--from", "sender", default="", metavar="UEI", help="The subcontractor of whom the file itself is.")
@click.option("--policy", type=options.FILE, metavar="FILE", help="Whose keys you trust, for what and until when.")
@click.option(
    "--revocation",
    "revocations",
    type=options.FILE,
    multiple=True,
    metavar="FILE",
    help="A revocation that reached you; repeatable.",
)
@click.option("--stamp", type=options.FILE, metavar="FILE", help="An RFC 3161 time stamp over the certificate.")
@click.option(
    "--log-key", "ledgers", type=options.FILE, multiple=True, metavar="FILE", help="Keys of ledgers that you trust."
)
@click.option(
    "--checkpoint",
    "held",
    type=options.FILE,
    multiple=True,
    metavar="FILE",
    help="A checkpoint of the ledger that you kept from before.",
)
@click.option(
    "--consistency",
    "shown",
    type=options.FILE,
    multiple=True,
    metavar="FILE",
    help="A proof that the ledger goes on from that checkpoint, beside those in the package.",
)
@click.option("--contract", default="", metavar="ID", help="The contract that you asked about.")
@click.option("--proof", type=options.FILE, metavar="FILE", help="The proof beside a certificate without a package.")
@click.option(
    "--evidence",
    "apart",
    type=options.FILE,
    multiple=True,
    metavar="FILE",
    help="A file that the package withholds, and that reached you apart; repeatable.",
)
@click.option("--no-subcontractors", is_flag=True, help="Leave the packages of subcontractors unopened.")
@options.verified_as_of
@options.as_json
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    file: Path,
    keys: tuple[Path, ...],
    theirs: tuple[tuple[str, str], ...],
    sender: str,
    policy: Path | None,
    stamp: Path | None,
    revocations: tuple[Path, ...],
    ledgers: tuple[Path, ...],
    held: tuple[Path, ...],
    shown: tuple[Path, ...],
    contract: str,
    proof: Path | None,
    apart: tuple[Path, ...],
    no_subcontractors: bool,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Verify the package, certificate or signed record in FILE without network, and show what it says.

    Keys must have come to you by a way of their own, not together with the file: none is ever taken from it.
    """
    from muniment import wiring
    from muniment.cli.verify.verified import Beside, answered
    from muniment.wiring.certify.packages import ToVerify
    from muniment.wiring.trusting import policy as read_policy

    if shown and not held:
        message = "--consistency goes with the --checkpoint that the ledger is to go on from"
        raise click.UsageError(message)
    bound = tuple((_uei(uei, "--subcontractor-key"), options.FILE.convert(path, None, None)) for uei, path in theirs)
    _refuse_half(
        ledgers=bool(ledgers), held=bool(held), keys=bool(keys or bound), policy=bool(policy), stamp=bool(stamp)
    )
    relied = read_policy(policy) if policy else None
    question = ToVerify(
        keys=relied.own_keys if relied else keys,
        of_subcontractors=relied.keys_of_subcontractors if relied else bound,
        ledgers=ledgers,
        held=held,
        shown=shown,
        proof=proof,
        contract=contract,
        as_of=as_of or wiring.today(),
        subcontractors=not no_subcontractors,
        sender=_uei(sender, "--from") if sender else "",
        apart=apart,
    )
    beside = Beside(relied=relied, stamp=stamp, revocations=revocations)
    click.get_current_context().exit(answered(file, question, beside, as_json=as_json))


def _uei(word: str, option: str) -> str:
    """Return a UEI as it is written in names of packages."""
    if not (len(word) == _UEI and word.isascii() and word.isalnum()):
        message = f"{option}: `{word}` is no UEI, which has {_UEI} letters and digits"
        raise click.UsageError(message)
    return word.upper()


def _refuse_half(*, ledgers: bool, held: bool, keys: bool, policy: bool, stamp: bool) -> None:
    """Refuse options that say nothing without another one."""
    if held and not ledgers:
        message = "--checkpoint goes with the --log-key of its ledger"
        raise click.UsageError(message)
    if keys == policy:
        message = "give either keys, with --key or --subcontractor-key, or a --policy"
        raise click.UsageError(message)
    if stamp and not policy:
        message = "--stamp goes with a --policy, which names the authorities that you trust"
        raise click.UsageError(message)
