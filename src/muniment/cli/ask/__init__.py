"""`muniment ask`: an interview for the facts that can still change a decision."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from muniment.cli.ask.answering import Given
    from muniment.domain.contract import FactAnswer
    from muniment.domain.report import Report
    from muniment.wiring.asking import Asking

_EXAMPLES = """\b
Examples:
  muniment ask --estate muniment.toml
  muniment ask --estate muniment.toml --json
  muniment ask --estate muniment.toml --by "Ada Rivera" \\
      --source "Section G of the award" \\
      --answer contract.customer=civilian --contract PO-1187

\b
Exit codes:
  0 nothing is left to ask, or every --answer was recorded
  2 input needs mending
  3 questions are open, or something that could hide a use was not looked at
"""


@click.command(epilog=_EXAMPLES)
@click.option("--estate", type=options.FILE, metavar="FILE", required=True, help="The file that answers are added to.")
@options.as_of
@click.option("--recorded-only", is_flag=True, help="Read no source: only the uses in the estate file count.")
@click.option("--by", metavar="NAME", default="", help="Who gives the answers.")
@click.option("--source", metavar="TEXT", default="", help="The document or person that they rest on.")
@click.option(
    "--answer",
    "answers",
    type=options.Pair(),
    multiple=True,
    metavar="FACT=VALUE",
    help="Record an answer without asking; `unknown` where nobody knows. May be given often.",
)
@click.option("--contract", metavar="ID", default="", help="The contract that an --answer is about.")
@click.option("--system", metavar="ID", default="", help="The system that an --answer is about.")
@click.option("--vendor", metavar="ID", default="", help="The vendor whose use an --answer is about.")
@click.option("--again", is_flag=True, help="Ask again what nobody knew.")
@options.ledger
@options.rulebook
@options.overlays
@options.as_json
def command(  # noqa: PLR0913  (one for each option)
    *,
    estate: Path,
    as_of: date | None,
    recorded_only: bool,
    by: str,
    source: str,
    answers: tuple[tuple[str, str], ...],
    contract: str,
    system: str,
    vendor: str,
    again: bool,
    ledger: str | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Ask for exactly the facts that can still change a decision, the most decisive first.

    Each answer is added to the estate file at once, with who gave it, when, and on what source; nothing else in the
    file changes. An interview can be left at any question and goes on where it was.
    """
    from muniment import wiring
    from muniment.cli.ask.answering import Given, given_answers
    from muniment.cli.out_file import replace_text
    from muniment.cli.watched import shown_progress
    from muniment.wiring.ahead import Look
    from muniment.wiring.asking import Asking
    from muniment.wiring.ledger import configured

    book = wiring.rulebook(rulebook, overlay)
    given = Given(by=by.strip(), source=source.strip(), on=wiring.today())
    recorded = given_answers(book, answers, given, contract=contract, system=system, vendor=vendor)
    with shown_progress() as progress:
        look = Look(scans=not recorded_only, progress=progress)
        keep, place = partial(replace_text, estate), configured(ledger, estate)
        asking = Asking(estate, book, as_of or wiring.today(), look, keep, place)
    before = asking.report
    if recorded:
        asking.record(recorded)
    if as_json:
        _write(asking, again=again)
    elif recorded:
        _tell(asking, recorded, before, str(estate))
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _talk(asking, given, str(estate), again=again)
    else:
        _list(asking, str(estate), again=again)
    click.get_current_context().exit(0 if recorded else _code(asking, again=again))


def _code(asking: Asking, *, again: bool) -> int:
    from muniment.cli.codes import CLEAN, INCOMPLETE

    is_done = asking.report.complete and not asking.interview(again=again).questions
    return CLEAN if is_done else INCOMPLETE


def _write(asking: Asking, *, again: bool) -> None:
    from muniment.render.ask.as_json import write_questions

    write_questions(asking.interview(again=again), sys.stdout)


def _tell(asking: Asking, recorded: Sequence[FactAnswer], before: Report, estate_file: str) -> None:
    from muniment.render.ask.as_text import print_end, print_recorded
    from muniment.render.terminal import console

    print_recorded(recorded, before, asking.report, console())
    print_end(asking.interview(), estate_file, console())


def _talk(asking: Asking, given: Given, estate_file: str, *, again: bool) -> None:
    from muniment.cli.ask.dialogue import Dialogue, typed
    from muniment.render.terminal import console

    Dialogue(asking, given, typed, console(), again=again).hold(estate_file)


def _list(asking: Asking, estate_file: str, *, again: bool) -> None:
    from muniment.render.ask.as_text import print_list
    from muniment.render.terminal import console

    print_list(asking.interview(again=again), estate_file, console())
