"""`muniment gate`: judge what a change adds, and nothing that was there before."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.default_group import DefaultGroup
from muniment.cli.gate.change_options import Given, about_a_change

if TYPE_CHECKING:
    from muniment.domain.gate import GateReport

COMMANDS = {
    "baseline": ("muniment.cli.gate.baseline", "Write down what is there already, with an owner and a last day."),
    "egress": ("muniment.cli.gate.egress", "Try whether prohibited hosts can be reached from here."),
}

_EXAMPLES = """\b
Examples:
  muniment gate --estate muniment.toml        this branch and uncommitted work
  muniment gate --staged                      what the next commit adds
  muniment gate --base origin/main --sarif muniment.sarif
  muniment gate --base v1.0 --to v1.1 --json  between two commits

\b
Exit codes:
  0 the change adds nothing at or above --fail-on, and all of it was read
  1 the change adds a use at or above --fail-on
  2 the options, the repository, the estate file or the rulebook need mending
  3 something in the change that could hide a use was not looked at
"""


@click.command("gate", epilog=_EXAMPLES)
@about_a_change
@options.as_json
@click.option("--sarif", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Also write SARIF 2.1.0 to FILE, which is replaced, for a code host.")  # fmt: skip
def _gate(given: Given, *, as_json: bool, sarif: Path | None) -> None:
    """Judge what a change to the git repository around REPO adds, and end with a code that lets it in or not.

    The change leads from where it left the branch it is meant for (--base; without it, what the service says that runs
    this, or else the default branch) to what is on disk. Only files that it alters are read, and of others no more
    than the judgement depends on. Findings that were there before, or that only moved, are not told.
    """
    from muniment.cli.exit_codes import gate_code
    from muniment.cli.out_file import refuse_unwritable

    refuse_unwritable(sarif)
    found, fail_on = given.judged([sarif])
    code = gate_code(found, fail_on)
    if sarif is not None:
        _write_sarif(found, sarif, code)
    with suppress(BrokenPipeError):
        _show(found, given.estate_file, code, as_json=as_json)
    click.get_current_context().exit(code)


def _write_sarif(found: GateReport, to: Path, code: int) -> None:
    from muniment.cli.out_file import output
    from muniment.render.check.as_sarif import write_sarif

    with output(to) as stream:
        write_sarif(found.report, stream, exit_code=code)


def _show(found: GateReport, estate_file: str, code: int, *, as_json: bool) -> None:
    if as_json:
        from muniment.render.gate.as_json import write_gate

        write_gate(found, sys.stdout, exit_code=code, estate_file=estate_file)
    else:
        from muniment.render.gate.as_text import print_gate
        from muniment.render.terminal import console

        print_gate(found, console(), exit_code=code, estate_file=estate_file)


command = DefaultGroup("gate", table=COMMANDS, alone=_gate, help=_gate.help, epilog=_EXAMPLES)
