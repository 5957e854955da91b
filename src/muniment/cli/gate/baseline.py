"""`muniment gate baseline`: write a suppression for everything that would stop the gate now."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muniment.cli import options
from muniment.cli.gate.change_options import Given, about_a_change

if TYPE_CHECKING:
    from datetime import date

_EXAMPLES = """\b
Examples:
  muniment gate baseline --whole --owner "planner team" \\
      --reason "to be replaced" \\
      --until 2027-03-31 -o muniment-suppressions.toml
  muniment gate baseline --owner "J. Roe" --reason "approved in review 114" \\
      --until 2026-12-31 >> muniment-suppressions.toml

\b
Exit codes:
  0 the entries were written; there may be none
  2 the options, the repository, the estate file or the rulebook need mending
"""


class _Line(click.ParamType[str]):
    """One line of text, as a file of suppressions may hold it."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401  (click decides)
        """Return the text without the space around it."""
        plain = str(value).strip()
        if not plain or not plain.isprintable():
            self.fail("write one plain line of text", param, ctx)
        return plain


@click.command(epilog=_EXAMPLES)
@about_a_change
@click.option("--owner", type=_Line(), required=True, metavar="NAME", help="Who answers for what is there.")
@click.option("--reason", type=_Line(), required=True, metavar="TEXT", help="Why it may stay until then.")
@click.option("--until", type=options.Day(), required=True, metavar="DATE", help="The last day on which it may.")
@click.option("-o", "--output", "to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write to FILE, which must not be there yet, in place of standard output.")  # fmt: skip
def command(given: Given, *, owner: str, reason: str, until: date, to: Path | None) -> None:
    """Write a suppression, in TOML, for each finding that would stop the gate for the same change.

    With --whole that is everything in the repository that `muniment gate --whole` fails on. Use the file with
    --suppressions; a finding is covered up to the last day and not longer.
    """
    from io import StringIO

    from muniment.cli.exit_codes import failing
    from muniment.cli.new_file import write_new
    from muniment.render.gate.baseline import Answer, write_baseline

    found, fail_on = given.judged([to])
    findings = {each.fingerprint: each for use in failing(found.report, fail_on) for each in use.findings}
    evidence = f"found by muniment gate on {found.report.as_of}"
    answer = Answer(owner=owner, reason=reason, evidence=evidence, until=until)
    text = StringIO()
    write_baseline(sorted(findings.values(), key=lambda f: (f.path, f.observation.line, f.fingerprint)), answer, text)
    if to is not None:
        write_new(to, text.getvalue().encode("utf-8"), instead="name another file, or add to it with `>>`")
        return
    with suppress(BrokenPipeError):
        click.echo(text.getvalue(), nl=False)
