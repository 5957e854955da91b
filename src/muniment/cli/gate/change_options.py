"""The options that say which change is judged, and by what; the gate and its baseline share them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.handed import handed
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from muniment.cli.exit_codes import FailOn
    from muniment.domain.gate import GateReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was said of the change, and by what to judge it."""

    repo: Path
    base: str
    commit: str
    staged: bool
    whole: bool
    estate: Path | None
    as_of: date | None
    rulebook: Path | None
    overlay: tuple[Path, ...]
    suppressions: Path | None
    fail_on: str

    @property
    def estate_file(self) -> str:
        """Return how the estate file was called; empty where none was given."""
        return str(self.estate or "")

    def judged(self, without: Sequence[Path | None] = ()) -> tuple[GateReport, FailOn]:
        """Return the answer, and what fails; `without` are files that are about to be written.

        Raises: InputError.
        """
        from muniment.cli.exit_codes import FailOn
        from muniment.wiring.gate import By, ChangeAsked, gate

        _refuse_both(self)
        asked = ChangeAsked(base=self.base, to=self.commit, staged=self.staged, whole=self.whole)
        by = By(
            estate_file=self.estate,
            as_of=self.as_of,
            rulebook_at=self.rulebook,
            overlays=self.overlay,
            suppressions_file=self.suppressions,
            without=[each for each in without if each is not None],
        )
        return gate(self.repo, asked, by), FailOn(self.fail_on)


_OPTIONS = (
    click.argument("repo", default=".", metavar="[REPO]", type=click.Path(exists=True, path_type=Path)),
    click.option("--base", default="", metavar="COMMIT",
                 help="What to compare with: the commit at which the change went its own way from it."),
    click.option("--to", "commit", default="", metavar="COMMIT",
                 help="Judge the change up to COMMIT, not what is on disk."),
    click.option("--staged", is_flag=True, help="Judge what the next commit would hold; against HEAD without --base."),
    click.option("--whole", is_flag=True, help="Judge everything that is there, as if all of it were new."),
    options.estate,
    options.as_of,
    options.rulebook,
    options.overlays,
    options.suppressions,
    click.option("--fail-on", type=click.Choice(["prohibited", "undetermined", "any"]), default="undetermined",
                 show_default=True,
                 help="The lightest use that ends with exit code 1; `any` is any use of a vendor in the rulebook."),
)  # fmt: skip


about_a_change = handed(Given, Given.__slots__, _OPTIONS)
"""Add the options to a command, which is handed what was said in them."""


def _refuse_both(given: Given) -> None:
    named = {"--to": bool(given.commit), "--staged": given.staged}
    pairs = [("--to", "--staged")] if all(named.values()) else []
    pairs += [("--base", "--whole")] if given.base and given.whole else []
    if pairs:
        problems = (
            Problem(where=one, what=f"cannot stand beside {other}", help="leave one out") for one, other in pairs
        )
        raise InputError(*problems)
