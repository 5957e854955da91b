"""`muniment certify`: certificates, drafted and signed in one go or step by step."""

from __future__ import annotations

import click

from muniment.cli.certify.once import command as certify_once
from muniment.cli.default_group import DefaultGroup

COMMANDS = {
    "templates": ("muniment.cli.certify.templates", "List the clauses that can be answered."),
    "draft": ("muniment.cli.certify.draft", "Write a draft with what a contract's clauses ask for."),
    "review": ("muniment.cli.certify.review", "Sign what you decided about a draft."),
    "sign": ("muniment.cli.certify.sign", "Sign a reviewed draft."),
    "supersede": ("muniment.cli.certify.supersede", "Write a draft that takes the place of a certificate."),
    "revoke": ("muniment.cli.certify.revoke", "Sign that a certificate no longer holds."),
    "list": ("muniment.cli.certify.list", "List certificates and where each stands."),
    "remind": ("muniment.cli.certify.remind", "List what ends and what is due."),
    "search-record": ("muniment.cli.certify.search_record", "Sign the record of a search, as of SAM."),
    "countersign": ("muniment.cli.certify.countersign", "Add another person's or key's signature."),
    "pdf": ("muniment.cli.certify.pdf", "Set a certificate on paper, with its statement attached."),
    "stamp": ("muniment.cli.certify.stamp", "Write the request for a time stamp over a certificate."),
}


@click.group(cls=DefaultGroup, table=COMMANDS, alone=certify_once)
def command() -> None:
    """Certify one contract; the commands below are about certificates that are there."""
