"""`muniment certify`: certificates, drafted and signed in one go or step by step."""

from __future__ import annotations

import click

from muniment.cli.certify_once import command as certify_once
from muniment.cli.default_group import DefaultGroup

COMMANDS = {
    "countersign": ("muniment.cli.certify_countersign", "Add another person's or key's signature."),
    "stamp": ("muniment.cli.certify_stamp", "Write the request for a time stamp over a certificate."),
}


@click.group(cls=DefaultGroup, table=COMMANDS, alone=certify_once)
def command() -> None:
    """Certify one contract; the commands below are about certificates that are there."""
