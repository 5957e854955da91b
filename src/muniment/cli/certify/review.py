"""`muniment certify review`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment certify review PO-1187-2026-11-26 --by "B. Counsel" \\
      --key counsel.pem
  muniment certify review PO-1187-2026-11-26 --by "B. Counsel" \\
      --key counsel.pem --return --note "whom did you ask?"
"""


@click.command(epilog=_EXAMPLES)
@click.argument("certificate", metavar="ID")
@click.option("--by", required=True, metavar="NAME", help="Who reviews; not the person who asked for it.")
@click.option("--return", "returned", is_flag=True, help="Send the draft back instead of approving it.")
@click.option("--note", default="", metavar="TEXT", help="What the reader should know of the review.")
@options.own_key
@options.ask_passphrase
@options.certificates_in
@options.ledger
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    certificate: str,
    by: str,
    returned: bool,
    note: str,
    key: Path | str,
    ask_passphrase: bool,
    within: Path,
    ledger: str | None,
) -> None:
    """Sign that you approve the draft of ID as it is now, with every file that it names, or that you send it back.

    A draft that is changed afterwards needs a new review.
    """
    from muniment import wiring
    from muniment.app.certify.lifecycle import act
    from muniment.cli.signing import signer
    from muniment.domain.act import ActKind
    from muniment.domain.certification import ReviewVerdict
    from muniment.render.visible import visible
    from muniment.wiring.certify.lifecycle import review
    from muniment.wiring.ledger import configured

    own = signer(key, ask_passphrase=ask_passphrase)
    verdict = ReviewVerdict.RETURNED if returned else ReviewVerdict.APPROVED
    told = act(ActKind.REVIEW, by, wiring.now(), own, certificate=certificate, verdict=verdict.value, note=note)
    written = review(within, certificate, told, own, configured(ledger))
    click.echo(f"Wrote {visible(str(written))}: {verdict.value} by {visible(by)}, key {own.keyid[:16]}.")
