"""`muniment gate egress`: whether hosts that are prohibited can be reached directly from here."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.contract_options import Given, for_a_contract

if TYPE_CHECKING:
    from muniment.domain.egress import Egress

_EXAMPLES = """\b
Examples:
  muniment gate egress --estate muniment.toml --contract C-1 --dry-run
  muniment gate egress --estate muniment.toml --contract C-1 \\
      --control proxy.example.org

\b
Exit codes:
  0 every host was tried, none could be reached, and the control could
  1 a host could be reached
  2 the options, the estate file or the rulebook need mending
  3 no host was reached, but something is unclear, or not tried, or there is
    no control
"""


@click.command(epilog=_EXAMPLES)
@for_a_contract
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1, max=60),
    default=3.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for a host.",
)
@click.option("--control", default="", metavar="HOST", help="A host that has to be reached, or nothing is shown.")
@click.option("--dry-run", is_flag=True, help="List the hosts, and contact none.")
@options.as_json
def command(given: Given, *, timeout: float, control: str, dry_run: bool, as_json: bool) -> None:
    """Try from this machine, directly and at port 443, every host that is prohibited for a contract.

    A name is looked up, a connection is opened, and a certificate is asked for; no request is sent, and no proxy is
    used. This contacts the hosts where the way is open. Run it in the network that is meant to be closed.
    """
    from muniment.cli.exit_codes import egress_code
    from muniment.wiring.blocklist import egress

    found = egress(given.whom, None if dry_run else timeout, control)
    with suppress(BrokenPipeError):
        _show(found, as_json=as_json)
    click.get_current_context().exit(egress_code(found))


def _show(found: Egress, *, as_json: bool) -> None:
    from muniment.render.gate.egress import print_egress, write_egress
    from muniment.render.terminal import console

    if as_json:
        write_egress(found, sys.stdout)
    else:
        print_egress(found, console())
