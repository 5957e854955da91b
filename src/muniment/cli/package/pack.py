"""`muniment package pack`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from muniment.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., object]")

_EXAMPLES = """\b
Examples:
  muniment package pack certificate.json --evidence check.json \\
      --key signing.pem --out PO-1187.mpkg
  muniment package pack certificate.json --proof certification.tlog-proof \\
      --pdf certificate.pdf \\
      --withhold network-plan.pdf --mark network-plan.pdf=CUI \\
      --subcontractor J7RJX2ABCDE1=acme.mpkg --key signing.pem \\
      --out PO-1187.mpkg

\b
Exit codes:
  0 written   1 the certificate cannot be read   2 input needs mending
"""


def _files(name: str, help_: str) -> Callable[[Command], Command]:
    return click.option(name, type=options.FILE, multiple=True, metavar="FILE", help=help_)


@click.command(epilog=_EXAMPLES)
@click.argument("certificate", metavar="FILE", type=options.FILE)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The new package."
)
@click.option("--proof", type=options.FILE, metavar="FILE", help="The proof that the certificate is in the ledger.")
@_files("--consistency", "A proof that the ledger goes on from a checkpoint that the receiver may hold.")
@click.option("--pdf", type=options.FILE, metavar="FILE", help="The certificate to read on paper.")
@_files("--evidence", "Evidence; may be given more than once, as may the following.")
@_files("--withhold", "Evidence that stays with you: name, size and digest go in alone.")
@_files("--plan", "A phase-out plan.")
@_files("--chain", "Certificates of keys, and lists of those revoked.")
@_files("--stamp", "A time stamp.")
@click.option(
    "--subcontractor",
    type=options.Pair(),
    multiple=True,
    metavar="UEI=FILE",
    help="The package of a subcontractor, by the UEI.",
)
@click.option(
    "--mark", type=options.Pair(), multiple=True, metavar="NAME=TEXT", help="How a file is marked, such as CUI."
)
@click.option("--key", type=options.SIGNING_KEY, metavar="KEY", help="Sign the manifest with this private key.")
@options.ask_passphrase
@options.ledger
def command(
    *,
    certificate: Path,
    out: Path,
    key: Path | str | None,
    ask_passphrase: bool,
    ledger: str | None,
    **parts: Any,  # noqa: ANN401  (click decides)
) -> None:
    """Put the certificate in FILE and what belongs to it into one file, in one way: equal parts give equal bytes.

    Without --key nobody signs for the files that the certificate does not name, and a verifier is told so.
    """
    from muniment.cli.signing import signer
    from muniment.render.visible import visible
    from muniment.render.words import byte_size, count
    from muniment.wiring.certify.packages import PartsAsked, pack
    from muniment.wiring.ledger import configured
    from muniment.wiring.recorded import announced

    asked = PartsAsked(certificate=certificate, **parts)
    own = signer(key, ask_passphrase=ask_passphrase) if key else None
    with announced("pack a package", {"to": out.name}, configured(ledger)) as telling:
        manifest = pack(asked, out, own)
        if telling:
            telling.export("package", out.read_bytes(), to=out.name)
    withheld = sum(each.withheld for each in manifest.files)
    told = f", and {count(withheld, 'digest')} of what is withheld" if withheld else ""
    click.echo(
        f"Wrote {visible(str(out))}: {count(len(manifest.files) - withheld, 'file')}{told}, "
        f"{byte_size(out.stat().st_size)}"
    )
    if key is None:
        click.echo("Nobody signed the manifest: give --key, so that no file can be put in place of another.")
