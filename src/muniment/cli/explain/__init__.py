"""`muniment explain`: the reasoning for one vendor, contract and day."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from muniment.cli import options
from muniment.cli.explain.asked_by import asked_by, kept_question

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment explain acronis
  muniment explain acronis --contract W912DY-26-C-0001 --estate muniment.toml
  muniment explain acronis --as-of 2026-09-02 --fact contract.customer=dod
  muniment explain acronis --contract W912DY-26-C-0001 \\
      --estate muniment.toml --record answer.json \\
      --asked-by "K. Roe, contracting officer" --asked-on 2026-11-20 \\
      --question "Do you back up with Acronis?"
"""


@click.command(epilog=_EXAMPLES)
@click.argument("vendor")
@click.option(
    "--contract", metavar="ID", default="", help="A contract in the estate file; any contract where left out."
)
@click.option("--system", metavar="ID", default="", help="A system in the estate file, whose facts are added.")
@options.as_of
@options.estate
@options.rulebook
@options.overlays
@click.option(
    "--fact", "facts", type=options.Pair(), multiple=True, metavar="NAME=VALUE", help="A fact; may be given often."
)
@options.record
@kept_question
@options.as_json
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    vendor: str,
    contract: str,
    system: str,
    as_of: date | None,
    estate: Path | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    facts: tuple[tuple[str, str], ...],
    record: Path | None,
    as_json: bool,
    **told: Any,  # noqa: ANN401  (who asked, in click's options)
) -> None:
    """Show why VENDOR is permitted, prohibited or undetermined, with every source.

    VENDOR is an id as `muniment rules list` shows it, a name or a product. A set is given with commas, or as `none`:
    --fact use.purposes=performance,internal
    """
    from muniment import wiring
    from muniment.cli.asked import asked_answers, asked_facts, asked_place, asked_waivers, known_vendor, named_product
    from muniment.decide.engine import Question
    from muniment.decide.posture import with_postures
    from muniment.render.decision_json import decision_value
    from muniment.render.explain import print_explanation
    from muniment.render.found_json import overlay_values, write_object
    from muniment.render.said import Said
    from muniment.render.terminal import console

    who = asked_by(record, told["asked_by"], told["asked_on"], told["question"])
    book = wiring.rulebook(rulebook, overlay)
    name = known_vendor(book, vendor)
    whole = wiring.estate(estate, book) if estate else None
    place = asked_place(book, contract=contract, system=system)
    known = asked_facts(book, whole, name, place, (*named_product(book, name, vendor, facts), *facts))
    asked = Question(
        vendor=name,
        facts=known,
        as_of=as_of or wiring.today(),
        waivers=asked_waivers(whole, place),
        age_limit=wiring.age_limit(book, whole),
    )
    decision = with_postures(wiring.engine(book).decide(asked), whole.postures if whole else ())
    said = Said(contract=contract, answers=asked_answers(whole, name, place))
    if record:
        from muniment.cli.new_file import write_new
        from muniment.wiring.ahead import record_of_one

        held = whole.postures if whole else ()
        written = record_of_one(book, asked, held, (contract, system), decision, who)
        write_new(record, written, instead="name another file, or remove it first")
    if as_json:
        about = {"contract": contract or None, "format": "muniment.decision/1", "overlays": overlay_values(book)}
        write_object({**decision_value(decision), **about, "said": said.value(known)}, sys.stdout)
    else:
        print_explanation(book, decision, known, said, console(), estate_file=str(estate) if estate else "")
