"""`muniment certify sign`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment certify sign PO-1187-2026-11-26 --estate muniment.toml \\
      --policy trust.toml --key signing.pem

\b
Exit codes:
  0 signed
  1 something is open, not reviewed, or refused
  2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("certificate", metavar="ID")
@click.option("--estate", required=True, type=options.FILE, metavar="FILE", help="The file with the contract.")
@click.option(
    "--policy", required=True, type=options.FILE, metavar="FILE", help="Whose keys count as reviewer and signatory."
)
@options.own_key
@options.ask_passphrase
@click.option("--yes", is_flag=True, help="Sign without asking once more.")
@options.certificates_in
@options.rulebook
@options.overlays
@options.ledger
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    certificate: str,
    estate: Path,
    policy: Path,
    key: Path | str,
    ask_passphrase: bool,
    yes: bool,
    within: Path,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    ledger: str | None,
) -> None:
    """Check every source anew, show what is signed, and sign the draft of ID that was reviewed as it is now."""
    from muniment import wiring
    from muniment.cli.certify.request import Prepared, confirmed
    from muniment.cli.signing import signer
    from muniment.cli.watched import shown_progress
    from muniment.render.visible import visible
    from muniment.wiring.certify.lifecycle import keep_signed, request_to_sign
    from muniment.wiring.ledger import configured
    from muniment.wiring.recorded import issued, without_ledger

    place = configured(ledger, estate)
    own = signer(key, ask_passphrase=ask_passphrase)
    contract, request = request_to_sign(within, certificate, policy, own)
    with shown_progress() as progress:
        report = wiring.check(
            (),
            estate_file=estate,
            as_of=None,
            rulebook_at=rulebook,
            overlays=overlay,
            progress=progress,
            look=wiring.Look(fresh=True),
        )
    statement = confirmed(Prepared(report=report, contract=contract, request=request, signer=own), asked=not yes)
    written = keep_signed(within, certificate, issued(statement, own, place), policy)
    click.echo(f"Wrote {visible(str(written))}, signed with key {own.keyid[:16]}.")
    if missing := without_ledger(place):
        click.echo(missing)
