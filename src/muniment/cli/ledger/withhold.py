"""`muniment ledger withhold`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment ledger withhold 1 --content answer --ledger ledger.sqlite \\
      --by "R. Vega" --reason "names a closed system"
  muniment ledger withhold 4f3a9c21 --content record --estate muniment.toml \\
      --by "R. Vega" --reason order --yes --json
"""
_NOT_DONE = "was not confirmed, so nothing was withheld"


@click.command(epilog=_EXAMPLES)
@click.argument("entry")
@options.ledger
@options.estate
@click.option("--content", required=True, metavar="NAME", help="Which content of the entry, as `record` or `answer`.")
@click.option("--by", required=True, metavar="NAME", help="Who answers for it.")
@click.option("--reason", required=True, metavar="TEXT", help="Why. It stays in the ledger for everybody to read.")
@click.option("--yes", is_flag=True, help="Do it without asking once more.")
@options.as_json
def command(  # noqa: PLR0913  (one for each option)
    *,
    entry: str,
    ledger: str | None,
    estate: Path | None,
    content: str,
    by: str,
    reason: str,
    yes: bool,
    as_json: bool,
) -> None:
    """Take a content of ENTRY, its number or the beginning of its id, out of the ledger for good.

    The entry stays with the salted digest of the content, and so does every proof. Who withheld it, when and why is an
    entry of its own. Write the content out before, with `muniment ledger prove`, where somebody else may keep it.
    """
    from muniment.app.ledger.proofs import named_entry
    from muniment.app.ledger.withholding import Wish, sharing, withhold, withholdable
    from muniment.cli.confirming import confirmed
    from muniment.errors import Problem, RefusedError
    from muniment.render.ledger.as_json import write_withholding
    from muniment.render.ledger.as_text import kind_words, shared_words, withheld_words
    from muniment.render.visible import visible
    from muniment.wiring.ledger import opened, recorder, required

    with opened(required(ledger, estate), writable=True) as records:
        index, about = named_entry(records, entry)
        wish = Wish(index=index, name=content, by=by, reason=reason)
        shared = sharing(records, withholdable(records, index, content).digest)
        click.echo(f"To withhold: {visible(content)} of entry {index}, {kind_words(about)}", err=True)
        if not yes and not confirmed(f"{shared_words(content, shared)} Take it out for good?", err=True):
            raise RefusedError(Problem(where="withholding", what=_NOT_DONE, help="`--yes` does it without asking"))
        found = withhold(recorder(records), wish)
    if as_json:
        write_withholding(found, shared, sys.stdout)
        return
    click.echo(f"Withheld {withheld_words(found.told)}")
    click.echo(f"{shared_words(content, shared)} Every proof holds as before.")
    if found.remains:
        click.echo(f"Note: {found.remains}.")
