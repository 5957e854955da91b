"""Options that the commands of `muniment approve` share, and what they do alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from muniment.domain.hold import Verdict

config = click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="gateway.toml",
    show_default=True,
    metavar="FILE",
    help="The gateway's file.",
)
hold = click.argument("hold", metavar="HOLD")
reason = click.option("--reason", required=True, metavar="TEXT", help="Why, for whoever reads it later.")
yes = click.option("--yes", is_flag=True, help="Sign without asking once more.")


def vote(  # noqa: PLR0913  (one parameter for each option)
    verdict: Verdict, config: Path, hold: str, *, key: Path | str, ask_passphrase: bool, reason: str, yes: bool
) -> None:
    """Show a hold, have it confirmed, and sign what its person says to it."""
    from muniment import wiring
    from muniment.cli.signing import signer
    from muniment.render.hold_words import STANDING, approvals
    from muniment.render.holds_text import print_hold
    from muniment.render.terminal import console
    from muniment.wiring.voting import Ballot

    ballot = Ballot.open(config, hold)
    print_hold(ballot.record, wiring.now(), console(stderr=True))
    own = signer(key, ask_passphrase=ask_passphrase)
    person = ballot.person_of(own.keyid)
    if not yes:
        click.confirm(f"{verdict.value.capitalize()} this as {person}?", abort=True, err=True)
    after, now = ballot.cast(own, verdict, reason)
    click.echo(f"{person} signed: {verdict.value}. Hold {after.hold.id} {STANDING[now]}: {approvals(after)} approvals.")
