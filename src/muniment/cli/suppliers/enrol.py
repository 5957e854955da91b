"""`muniment suppliers enrol`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.suppliers import subcontracting

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment suppliers enrol J7RJX2ABCDE6 --key acme.pem.pub \\
      --fingerprint 3f0c...9a --by "M. Osei"
  muniment suppliers enrol J7RJX2ABCDE6 --key new.pem.pub \\
      --fingerprint 77b1...02 --by "M. Osei" \\
      --reason "their token was lost on 20 November, Ms Acme says by phone"

\b
Exit codes:
  0 enrolled
  1 the fingerprint differs, or another key was enrolled before
  2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("supplier", metavar="UEI")
@click.option("--key", required=True, type=options.FILE, metavar="FILE", help="Their public key.")
@click.option(
    "--fingerprint", required=True, metavar="HEX", help="Its 64 digits, as they told them by telephone or on paper."
)
@click.option("--log-key", type=options.FILE, metavar="FILE", help="The key of their ledger.")
@click.option("--log-fingerprint", default="", metavar="HEX", help="Its 64 digits, as they told them.")
@click.option("--reason", default="", metavar="TEXT", help="Why another key takes the place of the one before.")
@subcontracting.by
@options.ledger
@subcontracting.within
def command(  # noqa: PLR0913  (one parameter for each option)
    *,
    supplier: str,
    key: Path,
    fingerprint: str,
    log_key: Path | None,
    log_fingerprint: str,
    reason: str,
    by: str,
    ledger: str | None,
    within: Path,
) -> None:
    """Pin the key of a subcontractor, once it was confirmed by a way of its own.

    From then on only what this key signed is believed. Another key later is an alarm: it is refused until somebody
    gives the reason, and what the key before it signed no longer counts.
    """
    from muniment.render.visible import visible
    from muniment.wiring.flow_down import ToEnrol, enrol
    from muniment.wiring.ledger import configured
    from muniment.wiring.recorded import announced

    if bool(log_key) != bool(log_fingerprint):
        message = "--log-key and --log-fingerprint go together"
        raise click.UsageError(message)
    asked = ToEnrol(
        within=within,
        uei=supplier,
        key=key,
        fingerprint=fingerprint,
        ledger=log_key,
        ledger_fingerprint=log_fingerprint,
        by=by,
        reason=reason,
    )
    with announced("enrol a key", {"subcontractor": supplier, "by": by}, configured(ledger)) as telling:
        new = enrol(asked)
        if telling:
            telling.enrolment(supplier, new)
    click.echo(f"Enrolled key {new.keyid[:16]} for {visible(supplier)}, confirmed by {visible(by)}.")
