"""What every export starts from: the options of a check, and its report."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from muniment.cli import options
from muniment.cli.codes import CLEAN, INCOMPLETE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from typing import TextIO

    from muniment.domain.ids import ContractId
    from muniment.domain.report import Report

_Command = TypeVar("_Command", bound="Callable[..., None]")

out = click.option(
    "-o", "--output", "to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write to FILE, which is replaced, in place of standard output.",
)  # fmt: skip


def of_check(command: _Command) -> _Command:
    """Add the argument and the options of a check: taken by `asked`, they arrive as one `CheckOptions`."""
    paths = click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
    of_rules = (options.suppressions, options.overlays, options.rulebook, options.as_of, options.estate)
    for each in (out, options.ledger, *of_rules, paths):
        command = each(command)
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What the options of a check say."""

    paths: tuple[Path, ...]
    estate: Path | None
    as_of: date | None
    rulebook: Path | None
    overlay: tuple[Path, ...]
    suppressions: Path | None
    ledger: str | None

    def report(self, to: Path | None) -> Report:
        """Return the report; nothing is read where no file could be written at `to`. Raises: InputError."""
        from muniment import wiring
        from muniment.cli.out_file import refuse_unwritable
        from muniment.cli.watched import shown_progress

        refuse_unwritable(to)
        with shown_progress() as progress:
            return wiring.check(
                self.paths or (() if self.estate else (Path(),)),
                estate_file=self.estate,
                as_of=self.as_of,
                rulebook_at=self.rulebook,
                overlays=self.overlay,
                suppressions_file=self.suppressions,
                progress=progress,
            )


@contextmanager
def handed_out(
    what: str, report: Report, asked: CheckOptions, to: Path | None, contract: ContractId | None = None
) -> Iterator[TextIO]:
    """Yield the stream to which an export is written. Where there is a ledger, it is told before anybody can have it.

    Raises: InputError, RefusedError.
    """
    from muniment.cli.out_file import output
    from muniment.wiring.ledger import configured
    from muniment.wiring.recorded import announced

    place = configured(asked.ledger, asked.estate)
    where = to.name if to else "standard output"
    details = {"to": where, "as of": str(report.as_of), "rulebook": report.rulebook.digest}
    with announced(f"export {what}", {}, place) as telling, suppress(BrokenPipeError), output(to) as stream:
        if telling is None:
            yield stream
            return
        kept = _Kept(stream)
        yield kept
        telling.export(what, kept.getvalue().encode("utf-8", "surrogateescape"), contract, **details)
        stream.write(kept.getvalue())


class _Kept(StringIO):
    """Keeps what is written for `stream`, and looks like it to whoever asks whether that is a terminal."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(newline="")
        self._stream = stream

    def isatty(self) -> bool:
        return self._stream.isatty()


def known_contract(report: Report, contract: str) -> ContractId:
    """Return the contract of that name. Raises: InputError where the estate has none."""
    from muniment.app.certify.blockers import contract_of
    from muniment.domain.ids import ContractId

    return contract_of(report, ContractId(contract))[1].id


def warned(report: Report, contract: ContractId | None = None) -> None:
    """End with 3, and say why on the standard error, where something that could hide a use of this was not read.

    So it does where the rulebook is stale, which may lack a vendor.
    """
    from muniment.app.passing import hidden
    from muniment.render.words import count

    unread = hidden(report, contract)
    if unread:
        told = f"{count(unread, 'thing')} that could hide a use {'was' if unread == 1 else 'were'} not read"
        click.echo(f"{told}; `muniment check` tells which.", err=True)
    if report.age is not None and report.age.stale:
        click.echo(f"The rulebook is stale, and may lack vendors: {report.age.because}.", err=True)
    click.get_current_context().exit(INCOMPLETE if unread or report.stale else CLEAN)
