"""`muniment certify CONTRACT`: draft a certificate for one contract, and sign it, in one go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.certify.request import RequestOptions

if TYPE_CHECKING:
    from datetime import date

_EXAMPLES = """\b
Examples:
  muniment certify W912DY-26-C-0001 --estate muniment.toml
  muniment certify W912DY-26-C-0001 --estate muniment.toml \\
      --signatory "Ada Rivera" --title "Vice President, Contracts" \\
      --disclose unread:portal:docs/old.zip="an archive of 2019, opened" \\
      --key signing.pem --out certificate.json

\b
Exit codes:
  0 drafted with nothing open, or signed
  1 something is open, or refused
  2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("contract")
@click.option(
    "--estate", required=True, type=options.FILE, metavar="FILE", help="The file that describes the contract."
)
@options.as_of
@options.rulebook
@options.overlays
@click.option(
    "--draft", type=options.FILE, metavar="FILE", help="What people bring: answers, disclosures, inquiry, flow-down."
)
@click.option("--signatory", default="", metavar="NAME", help="The person who signs.")
@click.option("--title", default="", metavar="TEXT", help="In which capacity that person signs.")
@click.option(
    "--disclose",
    type=options.Pair(),
    multiple=True,
    metavar="ID=TEXT",
    help="Tell an open matter instead of settling it.",
)
@click.option(
    "--evidence",
    type=options.FILE,
    multiple=True,
    metavar="FILE",
    help="A file that it rests on, to be bound by its digest; repeatable.",
)
@click.option("--wording", type=options.FILE, metavar="FILE", help="The words that a clause or letter asks for.")
@click.option("--wording-source", default="", metavar="TEXT", help="The clause or letter that the words are from.")
@click.option("--valid-until", type=options.Day(), metavar="DATE", help="The last day; 90 days on where left out.")
@click.option(
    "--key", type=options.SIGNING_KEY, metavar="KEY", help="Sign with this key: a file, or `pkcs11:` and its token."
)
@options.ask_passphrase
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where the signed file goes."
)
@click.option("--yes", is_flag=True, help="Sign without asking once more.")
@options.ledger
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    contract: str,
    estate: Path,
    as_of: date | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    draft: Path | None,
    signatory: str,
    title: str,
    disclose: tuple[tuple[str, str], ...],
    evidence: tuple[Path, ...],
    wording: Path | None,
    wording_source: str,
    valid_until: date | None,
    key: Path | str | None,
    out: Path | None,
    ask_passphrase: bool,
    yes: bool,
    ledger: str | None,
) -> None:
    """Check every source, and show what a certificate for CONTRACT would say and what stands in its way.

    With --key and --out it is signed, after it was shown and confirmed. What is open must be settled or disclosed.
    """
    from muniment import wiring
    from muniment.cli.certify.request import prepare, sign
    from muniment.cli.watched import shown_progress
    from muniment.wiring.ledger import configured

    if bool(key) != bool(out):
        message = "--key and --out go together"
        raise click.UsageError(message)
    with shown_progress() as progress:
        report = wiring.check(
            (),
            estate_file=estate,
            as_of=as_of,
            rulebook_at=rulebook,
            overlays=overlay,
            progress=progress,
            look=wiring.Look(fresh=True),
        )
    asked = RequestOptions(
        contract=contract,
        signatory=signatory,
        title=title,
        disclosures=disclose,
        evidence=evidence,
        wording=wording,
        wording_source=wording_source,
        valid_until=valid_until,
        draft=draft,
    )
    prepared = prepare(report, asked, wiring.now(), key, ask_passphrase=ask_passphrase)
    if key is None or out is None:
        click.get_current_context().exit(prepared.show())
    sign(prepared, key, out, configured(ledger, estate), confirmed_already=yes)
