"""`muniment memo`: one decision, written down for the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from muniment.domain.contract import AnswerPlace, Estate
    from muniment.domain.ids import VendorId
    from muniment.domain.rulebook import Rulebook
    from muniment.render.memo.content import Memo

_EXAMPLES = """\b
Examples:
  muniment memo anthropic --contract W912DY-26-C-0001 --system portal \\
      --estate muniment.toml --out memo.docx
  muniment memo acronis --contract PO-1187 --estate muniment.toml \\
      --prepared-by "Ada Rivera" --out memo.md
"""


@click.command(epilog=_EXAMPLES)
@click.argument("vendor")
@click.option("--contract", required=True, metavar="ID", help="A contract in the estate file.")
@click.option("--system", metavar="ID", default="", help="A system in the estate file, whose facts are added.")
@click.option(
    "--estate", required=True, type=options.FILE, metavar="FILE", help="The file that describes the contract."
)
@options.as_of
@options.rulebook
@options.overlays
@click.option("--prepared-by", default="", metavar="NAME", help="Who prepares the memo.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The new file: `.md` for Markdown, `.docx` for a word processor. Nothing is overwritten.",
)
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    vendor: str,
    contract: str,
    system: str,
    estate: Path,
    as_of: date | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    prepared_by: str,
    out: Path,
) -> None:
    """Write why VENDOR was judged as it was on a contract: facts, sources, disputed readings, your posture.

    It also tells how the same vendor stands in commercial use, outside the contract.
    """
    from muniment import wiring
    from muniment.cli.asked import asked_place, known_vendor
    from muniment.cli.new_file import write_new
    from muniment.render.visible import visible
    from muniment.render.words import WORD

    written = _form(out)
    book = wiring.rulebook(rulebook, overlay)
    place = asked_place(book, contract=contract, system=system)
    memo = _memo(
        book, wiring.estate(estate, book), known_vendor(book, vendor), place, as_of or wiring.today(), prepared_by
    )
    write_new(out, written(memo), instead="choose another name; a memo that lies in the file stays as it is")
    click.echo(f"Wrote {visible(str(out))}: {WORD[memo.decision.outcome]}")


def _memo(book: Rulebook, estate: Estate, vendor: VendorId, place: AnswerPlace, as_of: date, prepared_by: str) -> Memo:
    """Decide for the contract, and for commercial use alone on the facts that stay then."""
    from muniment import wiring
    from muniment.cli.asked import asked_answers, asked_facts, asked_waivers
    from muniment.decide.engine import Question
    from muniment.decide.posture import with_postures
    from muniment.domain.ids import FactId
    from muniment.render.memo.content import Memo
    from muniment.render.said import Said

    engine, facts = wiring.engine(book), asked_facts(book, estate, vendor, place, ())
    outside = {**facts, FactId("use.purposes"): frozenset({"commercial"})}
    question = Question(
        vendor=vendor,
        facts=facts,
        as_of=as_of,
        waivers=asked_waivers(estate, place),
        age_limit=wiring.age_limit(book, estate),
    )
    return Memo(
        rulebook=book,
        organisation=estate.organisation,
        contract=place.contract or "",
        system=place.system or "",
        decision=with_postures(engine.decide(question), estate.postures),
        facts=facts,
        said=Said(answers=asked_answers(estate, vendor, place)),
        elsewhere=None if facts == outside else engine.decide(replace(question, facts=outside, waivers=())),
        postures=estate.postures,
        prepared_by=prepared_by,
        prepared_on=wiring.today(),
    )


def _form(out: Path) -> Callable[[Memo], bytes]:
    """Return what writes the form that the file's name asks for. Raises: InputError."""
    from importlib.util import find_spec

    from muniment.errors import InputError, Problem

    match out.suffix.lower():
        case ".md":
            return _markdown
        case ".docx":
            if find_spec("docx") is None:
                hint = "install `muniment[memos]`, or write a `.md`"
                raise InputError(Problem(where=str(out), what="needs `python-docx`", help=hint))
            return _docx
        case other:
            what = f"`{other or out.name}` is no form of a memo"
            raise InputError(Problem(where=str(out), what=what, help="let the name end in `.md` or `.docx`"))


def _markdown(memo: Memo) -> bytes:
    from muniment.render.memo.as_markdown import markdown
    from muniment.render.memo.content import memo_blocks

    return markdown(memo_blocks(memo)).encode()


def _docx(memo: Memo) -> bytes:
    from muniment import wiring
    from muniment.render.memo.as_docx import docx
    from muniment.render.memo.content import memo_blocks

    return docx(memo_blocks(memo), wiring.now())
