"""The options that keep who asked a question, on which day and in which words, with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from muniment.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from muniment.domain.record import AskedBy

_Command = TypeVar("_Command", bound="Callable[..., None]")
_OPTIONS = (
    click.option("--asked-by", metavar="NAME", help="Who asked, to be kept in the record."),
    click.option("--asked-on", type=options.Day(), metavar="DATE", help="The day on which they asked."),
    click.option("--question", metavar="TEXT", help="The words in which they asked."),
)


def kept_question(command: _Command) -> _Command:
    """Add the three options, which arrive as `asked_by`, `asked_on` and `question`."""
    for each in reversed(_OPTIONS):
        command = each(command)
    return command


def asked_by(record: Path | None, by: str | None, on: date | None, words: str | None) -> AskedBy | None:
    """Return who asked, if that was told. Raises: click.UsageError where it was told by halves or is not kept."""
    from muniment.domain.record import AskedBy

    told = [part is not None and str(part).strip() != "" for part in (by, on, words)]
    if not any(part is not None for part in (by, on, words)):
        return None
    if by is None or on is None or words is None or not all(told):
        raise click.UsageError("--asked-by, --asked-on and --question go together")
    if record is None:
        raise click.UsageError("--question is kept in a record: give --record FILE")
    return AskedBy(by=by.strip(), on=on, words=words.strip())
