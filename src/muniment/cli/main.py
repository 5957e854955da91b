"""The entry point: the table of commands, and how errors end the program.

Exit codes: 0 clean; 1 findings at or above `--fail-on`, or a request that was refused or not believed; 2 the input or
the options need mending; 3 what was looked at is incomplete; 70 a fault of the program; 130 interrupted; 141 the reader
of the output went away, which for a check only cuts the output short.
"""

from __future__ import annotations

import sys
from io import StringIO
from typing import TYPE_CHECKING

import click

from muniment import __version__
from muniment.cli.lazy import LazyGroup
from muniment.errors import InputError, MunimentError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "scan": ("muniment.cli.scan", "Find which vendors' technology is used, and compare scans."),
    "check": ("muniment.cli.check", "Find restricted technology, decide, and say what to do next."),
    "gate": ("muniment.cli.gate", "Judge only what a change adds, before it is let in."),
    "gateway": ("muniment.cli.gateway", "Let calls to models through, or not, and record each."),
    "blocklist": ("muniment.cli.blocklist", "Write what is prohibited for DNS, proxies, packages, clouds or devices."),
    "approve": ("muniment.cli.approve", "Approve or deny what tools are about to do."),
    "history": ("muniment.cli.history", "Tell since when each use was there, and which commit removed it."),
    "due": ("muniment.cli.due", "List what must be reported, to whom, and by when."),
    "ask": ("muniment.cli.ask", "Ask for the facts that can still change a decision."),
    "explain": ("muniment.cli.explain", "Show the reasoning for one vendor on one contract and day."),
    "memo": ("muniment.cli.memo", "Write the memo for the file about one decision."),
    "whatif": ("muniment.cli.whatif", "Apply a hypothetical and print the decisions that change."),
    "coming": ("muniment.cli.coming", "List the days to come, and what each would change here."),
    "replay": ("muniment.cli.replay", "Decide an old record again and compare bit for bit."),
    "rules": ("muniment.cli.rules", "List, show and draw what the rulebook knows."),
    "suppliers": ("muniment.cli.suppliers", "Screen suppliers, and collect subcontractors' answers."),
    "init": ("muniment.cli.init", "Write a commented estate file."),
    "certify": ("muniment.cli.certify", "Draft a certificate for one contract, or sign it."),
    "plan": ("muniment.cli.plan", "Plan what has to go, by when, and what may take its place."),
    "evidence": ("muniment.cli.evidence", "Write the record of a period, for the file and an audit."),
    "export": ("muniment.cli.export", "Write what was found and decided in formats of other programs."),
    "package": ("muniment.cli.package", "Put a certificate and its evidence into one file."),
    "verify": ("muniment.cli.verify", "Verify a certificate or package, without network."),
    "ledger": ("muniment.cli.ledger", "Keep a record that nobody can rewrite unnoticed."),
    "keys": ("muniment.cli.keys", "Make a signing key, or write its public part."),
    "completion": ("muniment.cli.completion", "Print the completion script of a shell."),
}

FAULT = 70
"""As `sysexits.h` has it: a fault of the program, which answers nothing."""
INTERRUPTED = 130
UNREAD = 141
"""As a shell reports a program that wrote to a reader which had gone."""

_EXAMPLES = """\b
Examples:
  muniment check .                                  look at this folder
  muniment init && muniment check --estate muniment.toml
  muniment rules timeline VENDOR                    draw the law over time

\b
Exit codes:
  0 clean   1 findings, or refused   2 input needs mending   3 incomplete
"""


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    epilog=_EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="muniment", message="%(prog)s %(version)s")
def command() -> None:
    """Find which restricted technology is used, on which contract it matters, and prove it."""


def run() -> None:
    """Run the command line and end the process with its exit code."""
    from muniment.cli.streams import open_missing, silence

    open_missing()
    try:
        code = exit_code(sys.argv[1:])
    except Exception:  # noqa: BLE001  # a fault must not end with the code of an answer
        code = _fault()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
    except OSError as error:
        silence()
        code = _unwritten(error)
    sys.exit(code)


def exit_code(arguments: Sequence[str]) -> int:
    """Run one command. Errors that we raise on purpose and those of the system are printed; others are let out."""
    try:
        code = command.main(list(arguments), prog_name="muniment", standalone_mode=False)
    except click.ClickException as error:
        _print_usage(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("muniment: interrupted", err=True)
        return INTERRUPTED
    except MunimentError as error:
        _print_error(error)
        return 2 if isinstance(error, InputError) else 1
    except OSError as error:
        return _unwritten(error)
    except SystemExit:  # what reads the output went away, says click
        return UNREAD
    return code if isinstance(code, int) else 0


def _fault() -> int:
    """Show where the program itself went wrong. Its exit code is that of no answer."""
    import traceback

    traceback.print_exc()
    click.echo("muniment: this is a fault in muniment itself: nothing was decided", err=True)
    return FAULT


def _unwritten(error: OSError) -> int:
    """Say what the system refused; without a name it was the output."""
    where = str(error.filename or "standard output")
    _print_error(InputError(Problem(where=where, what=f"failed ({(error.strerror or type(error).__name__).lower()})")))
    return 2


def _print_usage(error: click.ClickException) -> None:
    """Print what click says; the words of the user in it may hold anything."""
    from muniment.render.visible import visible

    said = StringIO()
    error.show(said)
    for line in said.getvalue().splitlines():
        click.echo(visible(line), err=True)


def _print_error(error: MunimentError) -> None:
    from muniment.render.visible import visible

    for problem in error.problems:
        click.echo(f"muniment: {visible(problem.where)}: {visible(problem.what)}", err=True)
        if problem.help:
            click.echo(f"  help: {visible(problem.help)}", err=True)
