"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from muniment.domain.moment import parse_day


class Day(click.ParamType[date]):
    """A day, written `2026-11-23`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401  (click decides)
        """Return the day; only the form with two hyphens is accepted, because others are read in two ways."""
        if isinstance(value, date):
            return value
        try:
            return parse_day(value)
        except ValueError:
            self.fail(f"`{value}` is not a date such as 2026-11-23", param, ctx)


class Pair(click.ParamType[tuple[str, str]]):
    """A name and a value with `=` between them."""

    name = "name=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:  # noqa: ANN401  (click decides)
        """Split at the first `=`."""
        if isinstance(value, tuple):
            return value
        name, equals, text = value.partition("=")
        if not (name and equals and text):
            empty = f"; a list without entries is `{name}=none`" if name and equals else ""
            self.fail(f"`{value}` is not of the form NAME=VALUE{empty}", param, ctx)
        return name, text


class SigningKey(click.ParamType[Path | str]):
    """A private key: a file, or a key on a token, which is named by a `pkcs11:` URI."""

    name = "file or pkcs11 uri"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:  # noqa: ANN401  (click decides)
        """Return the path of a file that exists, or the URI."""
        if isinstance(value, str) and value.startswith("pkcs11:"):
            return value
        return value if isinstance(value, Path) else FILE.convert(value, param, ctx)


FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

SIGNING_KEY = SigningKey()

as_of = click.option(
    "--as-of", type=Day(), metavar="DATE", help="The day that the answer is about; today where left out."
)
verified_as_of = click.option(
    "--as-of", "--at", "as_of", type=Day(), metavar="DATE", help="The day on which it must hold; today where left out."
)
estate = click.option("--estate", type=FILE, metavar="FILE", help="The file that describes your contracts and systems.")
rulebook = click.option(
    "--rulebook", type=FOLDER, metavar="FOLDER", help="A rulebook to use in place of the one that comes along."
)
fresh = click.option("--fresh", is_flag=True, help="Read every file again, whatever an earlier scan found.")
overlays = click.option(
    "--overlay",
    type=FOLDER,
    multiple=True,
    metavar="FOLDER",
    help="Your own vendors and signatures, or a rule pack, beside the rulebook; may be given more than once.",
)
suppressions = click.option(
    "--suppressions",
    type=FILE,
    metavar="FILE",
    help="Findings that your organisation sets aside, each with an owner, a reason and a last day.",
)
trusted_keys = click.option(
    "--key",
    "keys",
    type=FILE,
    required=True,
    multiple=True,
    metavar="FILE",
    help="A public key that you trust; may be given more than once.",
)
threshold = click.option(
    "--threshold",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many of the keys must have signed.",
)
certificates_in = click.option(
    "--in",
    "within",
    type=click.Path(file_okay=False, path_type=Path),
    default="certifications",
    show_default=True,
    metavar="FOLDER",
    help="Where certificates are kept.",
)


def looked_in(within: Path) -> None:
    """Say so where the folder of certificates is not there."""
    if not within.is_dir():
        click.echo(f"There is no folder {within}, so no certificate was looked at.", err=True)


own_key = click.option(
    "--key",
    required=True,
    type=SIGNING_KEY,
    metavar="KEY",
    help="Your private key: a file, or `pkcs11:` and its token.",
)
ask_passphrase = click.option("--ask-passphrase", is_flag=True, help="Ask for the passphrase of the key.")
record = click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a decision record for `muniment replay`; an existing file is not overwritten.",
)
ledger = click.option(
    "--ledger",
    metavar="PLACE",
    help="The ledger: a file, or postgresql://HOST/DATABASE; MUNIMENT_LEDGER or the estate file where left out.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Write JSON for a program.")
