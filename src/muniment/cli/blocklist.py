"""`muniment blocklist`: what is prohibited for a contract, in the form of the program that keeps it out."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli.contract_options import Given, for_a_contract

if TYPE_CHECKING:
    from typing import TextIO

    from muniment.domain.blocklist import BlockList
    from muniment.wiring.blocklist import Sought

_EXAMPLES = """\b
Examples:
  muniment blocklist rpz --estate muniment.toml --contract C-1 -o muniment.zone
  muniment blocklist squid --estate muniment.toml --contract C-1 --network cui-il5
  muniment blocklist pip --estate muniment.toml --contract C-1 --as-of 2027-01-01
  muniment blocklist aws --estate muniment.toml --contract C-1 -o policies.json

\b
Exit codes:
  0 the list was written; its head says what is not in it
  2 the options, the estate file or the rulebook need mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("form", metavar="FORMAT", type=click.Choice(["rpz", "squid", "pip", "aws"]))
@for_a_contract
@click.option("-o", "--output", "to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write to FILE, which is replaced, in place of standard output.")  # fmt: skip
def command(given: Given, *, form: str, to: Path | None) -> None:
    """Write what is prohibited for a contract on a day, in the form of the program that keeps it out.

    FORMAT is `rpz` for name servers, `squid` for that proxy, `pip` for packages, or `aws` for models on Bedrock.
    Only what is prohibited for sure, in every system that serves the contract, is in the list. Each entry names the
    instruments that it comes from. What is undetermined stands at the head, for somebody to decide.
    """
    from muniment.cli.out_file import output, refuse_unwritable
    from muniment.wiring.blocklist import block_list

    refuse_unwritable(to)
    found = block_list(_sought(form), given.whom)
    with suppress(BrokenPipeError), output(to) as stream:
        _write(found, form, stream)


def _sought(form: str) -> Sought:
    from muniment.domain.ids import VendorId
    from muniment.domain.technology import IdentifierKind
    from muniment.wiring.blocklist import Sought

    match form:
        case "pip":
            return Sought(kind=IdentifierKind.PURL)
        case "aws":
            return Sought(kind=IdentifierKind.MODEL, operator=VendorId("amazon-bedrock"))
        case _:
            return Sought(kind=IdentifierKind.HOST)


def _write(found: BlockList, form: str, to: TextIO) -> None:
    from muniment.render.blocklists.clouds import write_aws
    from muniment.render.blocklists.hosts import write_rpz, write_squid
    from muniment.render.blocklists.packages import write_pip

    {"rpz": write_rpz, "squid": write_squid, "pip": write_pip, "aws": write_aws}[form](found, to)
