"""`muniment gateway usage`: what was asked of which model, under which contract."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from muniment.cli import options
from muniment.cli.out_file import output

if TYPE_CHECKING:
    from datetime import date

_EXAMPLES = """\b
Examples:
  muniment gateway usage calls.log
  muniment gateway usage calls.log --system planner \\
      --evidence planner/gateway-usage.json
  muniment check --estate muniment.toml  finds that as observed in operation

\b
Exit codes:
  0 the chain of the log holds
  1 the chain is broken
  2 the log cannot be read, or the options need mending
"""


@click.command(epilog=_EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--system", default="", help="Only calls of this system.")
@click.option("--since", type=options.Day(), metavar="DATE", help="Only calls from this day on, in UTC.")
@options.rulebook
@options.overlays
@click.option("--json", "as_json", is_flag=True, help="Write JSON for a program.")
@click.option(
    "--evidence",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what `check` reads as evidence of use; FILE is named `gateway-usage.json`, among the system's sources.",
)
def command(  # noqa: PLR0913  (one for each option)
    *,
    file: Path,
    system: str,
    since: date | None,
    rulebook: Path | None,
    overlay: tuple[Path, ...],
    as_json: bool,
    evidence: Path | None,
) -> None:
    """Add up the calls in the log FILE by contract, system and model, once its whole chain is verified.

    A call counts where it was sent, also where nobody knows what came of it. Evidence is of one system alone, because a
    check finds it among the sources of that system; a model that no signature of the rulebook knows is refused.
    """
    import json

    from muniment import wiring
    from muniment.render.gateway.usage import print_usage, usage_value
    from muniment.render.terminal import console
    from muniment.wiring.gateway.past import refuse_unknown_models, usage_of

    usage = usage_of(file, system=system, since=since)
    text = json.dumps(usage_value(usage), indent=2) + "\n"
    if evidence is not None:
        _refuse(evidence, {each.called.system for each in usage.used})
        refuse_unknown_models(usage, wiring.rulebook(rulebook, overlay))
        with output(evidence) as stream:
            stream.write(text)
    if as_json:
        click.echo(text, nl=False)
    else:
        print_usage(usage, console())


def _refuse(evidence: Path, systems: set[str]) -> None:
    """Refuse a file that no check would read, or would read as another system's. Raises: UsageError."""
    if not evidence.name.endswith("gateway-usage.json"):
        raise click.UsageError("--evidence: name the file `gateway-usage.json`, so that a check knows it")
    if len(systems) > 1:
        named = ", ".join(sorted(systems))
        raise click.UsageError(f"--evidence is of one system, and these made calls: {named}; choose with --system")
