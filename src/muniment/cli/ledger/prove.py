"""`muniment ledger prove`."""

from __future__ import annotations

from pathlib import Path

import click

from muniment.cli import options

_EXAMPLES = """\b
Examples:
  muniment ledger prove 12 --ledger ledger.sqlite --out entry-12.tlog-proof
  muniment ledger prove 12 --ledger ledger.sqlite --out entry-12.tlog-proof \\
      --content record=record.json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("entry")
@options.ledger
@options.estate
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Where the proof goes.")  # fmt: skip
@click.option("--content", "contents", type=options.Pair(), multiple=True, metavar="NAME=FILE",
              help="Also write a content of the entry, with its salt in FILE.salt where it has one.")  # fmt: skip
def command(
    entry: str, ledger: str | None, estate: Path | None, out: Path, contents: tuple[tuple[str, str], ...]
) -> None:
    """Write the proof of ENTRY, its number or the beginning of its id, for somebody who has neither ledger nor network.

    The proof shows that one entry, and of all others nothing but hashes. What is not named by --content is withheld.
    """
    from muniment.app.ledger.proofs import content_of, find_entry, prove_entry
    from muniment.app.ledger.withholding import missing_of, withheld_of
    from muniment.cli.new_file import write_new
    from muniment.render.ledger.as_text import kind_words, withheld_words
    from muniment.render.visible import visible
    from muniment.wiring.ledger import opened, required

    with opened(required(ledger, estate)) as records:
        found = prove_entry(records, find_entry(records, entry))
        gone = withheld_of(records, found.entry)
        untold = {each.digest: each.name for each in missing_of(records, found.entry)}
        files = [(Path(path), content_of(records, found.index, found.entry, name)) for name, path in contents]
    again, told = "name another file", kind_words(found.entry)
    write_new(out, found.proof, instead=again)
    for path, (content, salt) in files:
        write_new(path, content, instead=again)
        if salt is not None:
            write_new(path.with_name(f"{path.name}.salt"), salt, instead=again)
    click.echo(f"Wrote {visible(str(out))}: entry {found.index} of {found.size}, {told}")
    for each in gone:
        click.echo(f"withheld: {withheld_words(each)}")
        untold.pop(each.digest, None)
    for name in untold.values():
        click.echo(f"gone: {visible(name)}, and no entry says that it was withheld: run `muniment ledger audit`")
    click.echo(f"Next: muniment ledger verify {visible(str(out))} --key PUBLIC-KEY-OF-THE-LEDGER")
