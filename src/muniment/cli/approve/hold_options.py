"""Options that the commands of `muniment approve` share, and what they do alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.handed import handed

if TYPE_CHECKING:
    from muniment.domain.hold import VoteVerdict
    from muniment.wiring.approvals.holding import OnBehalf

config = click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="gateway.toml",
    show_default=True,
    metavar="FILE",
    help="The gateway's file.",
)
hold = click.argument("hold", metavar="HOLD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person says to a hold, and by which key."""

    hold: str
    key: Path | str
    ask_passphrase: bool
    reason: str
    yes: bool
    config: Path

    def sign(self, verdict: VoteVerdict) -> None:
        """Show the hold, have it confirmed, and sign what the person says to it."""
        from muniment import wiring
        from muniment.cli.signing import signer
        from muniment.render.holds.as_text import print_hold
        from muniment.render.holds.words import STANDING, approvals
        from muniment.render.terminal import console
        from muniment.wiring.approvals.voting import Ballot

        ballot = Ballot.open(self.config, self.hold)
        print_hold(ballot.record, wiring.now(), console(stderr=True))
        own = signer(self.key, ask_passphrase=self.ask_passphrase)
        person = ballot.person_of(own.keyid)
        if not self.yes:
            click.confirm(f"{verdict.value.capitalize()} this as {person}?", abort=True, err=True)
        after, now = ballot.cast(own, verdict, self.reason)
        said = f"{person} signed: {verdict.value}. Hold {after.hold.id} {STANDING[now]}: {approvals(after)} approvals."
        click.echo(said)


answering = handed(
    Answer,
    Answer.__slots__,
    (
        hold,
        options.own_key,
        options.ask_passphrase,
        click.option("--reason", required=True, metavar="TEXT", help="Why, for whoever reads it later."),
        click.option("--yes", is_flag=True, help="Sign without asking once more."),
        config,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behalf:
    """On whose behalf a tool is called, and what for."""

    caller: str
    person: str
    contract: str
    purpose: str
    authority: str
    config: Path
    rulebook: Path | None

    @property
    def whom(self) -> OnBehalf:
        """Return the same as the program takes it."""
        from muniment.wiring.approvals.holding import OnBehalf

        return OnBehalf(
            caller=self.caller,
            person=self.person,
            contract=self.contract,
            purpose=self.purpose,
            authority=self.authority,
        )


on_behalf = handed(
    Behalf,
    Behalf.__slots__,
    (
        click.option(
            "--caller", required=True, metavar="NAME", help="On whose behalf; nobody approves what they asked for."
        ),
        click.option("--person", default="", metavar="NAME", help="The person behind the caller."),
        click.option("--contract", default="", metavar="ID", help="The contract that it is for."),
        click.option("--purpose", default="", metavar="TEXT", help="What for; tools that read data on people need it."),
        click.option("--authority", default="", metavar="ID", help="On which authority; as above."),
        config,
        options.rulebook,
    ),
)
