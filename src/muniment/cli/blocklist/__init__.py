"""`muniment blocklist`: what is prohibited for a contract, in the form of the program that keeps it out."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from muniment.cli.blocklist.forms import FORMS
from muniment.cli.blocklist.open import OPEN, write_open
from muniment.cli.contract_options import Given, for_a_contract

_EXAMPLES = """\b
Examples:
  muniment blocklist rpz --estate muniment.toml --contract C-1 \\
      -o muniment.zone
  muniment blocklist squid --estate muniment.toml --contract C-1 \\
      --network cui-il5
  muniment blocklist envoy --estate muniment.toml --contract C-1 \\
      -o prohibited.yaml
  muniment blocklist pip --estate muniment.toml --contract C-1 \\
      --as-of 2027-01-01
  muniment blocklist azure --estate muniment.toml --contract C-1 \\
      -o policy.json

\b
Formats:
  rpz, squid             hosts, for name servers and for a web proxy
  envoy, envoy-sni       hosts, for Envoy: by request, by TLS greeting
  istio                  hosts, for the egress gateway of a service mesh
  cilium                 hosts that are let through, and no others
  pip, npm               packages, for pip and for a Verdaccio
  aws, azure, gcp        models, for the policies of a cloud
  apple, android         applications, for the management of devices

\b
Exit codes:
  0 the list was written; its head and standard error say what is not in it
  2 the options, the estate file or the rulebook need mending
  3 the list was written, by a stale rulebook
"""


@click.command(epilog=_EXAMPLES)
@click.argument("form", metavar="FORMAT", type=click.Choice([*FORMS, OPEN]))
@for_a_contract
@click.option(
    "--host", "hosts", multiple=True, metavar="NAME", help="For cilium: a host that is let through; may be given again."
)
@click.option("-o", "--output", "to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write to FILE, which is replaced, in place of standard output.")  # fmt: skip
def command(given: Given, *, form: str, hosts: tuple[str, ...], to: Path | None) -> None:
    """Write what is prohibited for a contract on a day, in the form of the program that keeps it out.

    Only what is prohibited for sure, in every system that serves the contract, is in the list. Each entry names the
    instruments that it comes from. What is undetermined stands at the head, for somebody to decide.
    """
    from muniment.cli.codes import CLEAN, INCOMPLETE
    from muniment.cli.out_file import output, refuse_unwritable
    from muniment.render.blocklists.parts import stale, unlisted
    from muniment.wiring.blocklist import block_list

    refuse_unwritable(to)
    if form == OPEN or hosts:
        opened = write_open(form, hosts, given.whom, to)
        click.get_current_context().exit(INCOMPLETE if any(stale(opened)) else CLEAN)
    chosen = FORMS[form]
    found = block_list(chosen.sought, given.whom)
    with suppress(BrokenPipeError), output(to) as stream:
        left_out = chosen.write(found, stream)
        for line in (*stale(found), *unlisted(found, left_out)):
            click.echo(f"muniment: {line}", err=True)
    click.get_current_context().exit(INCOMPLETE if any(stale(found)) else CLEAN)
