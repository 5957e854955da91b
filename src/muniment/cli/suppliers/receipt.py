"""`muniment suppliers receipt`."""

from __future__ import annotations

from pathlib import Path

import click

from muniment.cli import options
from muniment.cli.suppliers import subcontracting

_EXAMPLES = """\b
Examples:
  muniment suppliers receipt J7RJX2ABCDE6 --by "M. Osei" --key osei.pem \\
      --out receipt.json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("supplier", metavar="UEI")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The new receipt."
)
@options.own_key
@options.ask_passphrase
@subcontracting.by
@options.ledger
@subcontracting.within
def command(  # noqa: PLR0913  (one parameter for each option)
    *, supplier: str, out: Path, key: Path | str, ask_passphrase: bool, by: str, ledger: str | None, within: Path
) -> None:
    """Sign that the newest file of a subcontractor came: its digest, and the checkpoint of their ledger in it.

    Send it back to them. `muniment verify` checks it, and shows the digest to compare with that of what they sent.
    """
    from muniment.cli.new_file import write_new
    from muniment.cli.signing import signer
    from muniment.domain.act import ActKind
    from muniment.prove.acts import unverified
    from muniment.render.visible import visible
    from muniment.wiring.flow_down.answers import receipt
    from muniment.wiring.ledger import configured
    from muniment.wiring.recorded import announced

    with announced("acknowledge a file", {"subcontractor": supplier, "by": by}, configured(ledger)) as telling:
        received, envelope = receipt(within, supplier, by, signer(key, ask_passphrase=ask_passphrase))
        if telling:
            telling.act(unverified(envelope, ActKind.RECEIPT), envelope)
    write_new(out, envelope, instead="give another --out")
    click.echo(f"Wrote {visible(str(out))}: {visible(received.file)} came, {received.digest}")
