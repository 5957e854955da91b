"""`muniment export svr`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from muniment.cli import options
from muniment.cli.exported import CheckOptions, handed_out, known_contract, of_check, warned

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment export svr --estate muniment.toml --contract PO-1187 \\
      --key signing.pem -o result.dsse.json
"""


@click.command(epilog=_EXAMPLES)
@of_check
@click.option("--contract", metavar="ID", default="", help="Properties of what serves this contract alone.")
@click.option("--key", required=True, type=options.FILE, metavar="FILE", help="The private key that signs.")
@click.option("--ask-passphrase", is_flag=True, help="Ask for the passphrase of the key.")
def command(
    *,
    contract: str,
    key: Path,
    ask_passphrase: bool,
    to: Path | None,
    **asked: Any,  # noqa: ANN401  (click's options)
) -> None:
    """Sign an in-toto Simple Verification Result (svr 0.2), by which other programs can let something through.

    It names only properties that hold: MUNIMENT_EVERYTHING_READ, MUNIMENT_NO_PROHIBITED_USE and
    MUNIMENT_EVERY_USE_PERMITTED. It is no certification, and says nothing that a person answers for.
    """
    from muniment import wiring
    from muniment.app.passing import passing, verified_subjects
    from muniment.cli.signing import signer
    from muniment.prove.sealed import seal_bytes
    from muniment.prove.svr import VerificationResult, result_bytes

    own = signer(key, ask_passphrase=ask_passphrase)
    of = CheckOptions(**asked)
    report = of.report(to)
    about = known_contract(report, contract) if contract else None
    result = VerificationResult(
        subjects=verified_subjects(report),
        policies=((f"muniment-rulebook-{report.rulebook.version}", report.rulebook.digest),),
        properties=tuple(passing(report, about)),
        at=wiring.now(),
    )
    with handed_out("svr", report, of, to, about) as stream:
        stream.write(seal_bytes(result_bytes(result), keyid=own.keyid, sign=own.sign).decode())
    click.echo(f"Properties: {', '.join(result.properties) or 'none holds'}", err=True)
    warned(report, about)
