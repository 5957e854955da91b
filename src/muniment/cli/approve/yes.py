"""`muniment approve approve`."""

from __future__ import annotations

import click

from muniment.cli.approve.hold_options import Answer, answering

_EXAMPLES = """\b
Examples:
  muniment approve approve h-3f1c9a20e4b7d856 --key eve.pem \\
      --reason "checked on site"
  muniment approve approve h-3f1c9a20e4b7d856 \\
      --key "pkcs11:token=CARD?module-path=/usr/lib/opensc-pkcs11.so" \\
      --reason "checked on site"

\b
Exit codes:
  0 signed   1 it may not be cast, or is not believed   2 input needs mending
"""


@click.command(epilog=_EXAMPLES)
@answering
def command(given: Answer) -> None:
    """Show a held call, and sign that it may leave once, with exactly these arguments."""
    from muniment.domain.hold import VoteVerdict

    given.sign(VoteVerdict.APPROVE)
