"""`muniment certify search-record`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment certify search-record PO-1187 --words "FASCSA order" \\
      --result "no order found" \\
      --by "M. Osei" --key osei.pem
  muniment certify search-record --all --where "SAM exclusions" \\
      --result "none of our suppliers" \\
      --words "covered telecommunications equipment or services" \\
      --by "M. Osei" --key osei.pem
"""


@click.command(epilog=_EXAMPLES)
@click.argument("contract", required=False)
@click.option("--all", "every", is_flag=True, help="The search was made for every contract.")
@click.option("--where", default="SAM", show_default=True, metavar="TEXT", help="Where it was searched.")
@click.option("--words", required=True, metavar="TEXT", help="What was searched for.")
@click.option("--result", required=True, metavar="TEXT", help="What the search gave.")
@click.option("--by", required=True, metavar="NAME", help="Who searched.")
@options.own_key
@options.ask_passphrase
@options.certificates_in
@options.ledger
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    contract: str | None,
    every: bool,
    where: str,
    words: str,
    result: str,
    by: str,
    key: Path | str,
    ask_passphrase: bool,
    within: Path,
    ledger: str | None,
) -> None:
    """Sign that you searched today, for CONTRACT or for all, and with what result. Nothing is searched by the program.

    FAR 52.204-30(c)(1) asks for a search of SAM at least once every three months. Certificates that are signed later
    tell of the searches that are kept.
    """
    from muniment import wiring
    from muniment.app.certify.lifecycle import EVERY_CONTRACT, act
    from muniment.cli.signing import signer
    from muniment.domain.act import ActKind
    from muniment.render.visible import visible
    from muniment.wiring.certify.lifecycle import search
    from muniment.wiring.ledger import configured

    if bool(contract) == every:
        message = "name a CONTRACT, or give --all"
        raise click.UsageError(message)
    own = signer(key, ask_passphrase=ask_passphrase)
    about = contract or EVERY_CONTRACT
    told = act(ActKind.SEARCH, by, wiring.now(), own, contract=about, where=where, words=words, result=result)
    written = search(within, told, own, configured(ledger))
    click.echo(f"Wrote {visible(str(written))}, signed with key {own.keyid[:16]}.")
