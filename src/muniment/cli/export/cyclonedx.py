"""`muniment export cyclonedx`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from muniment.cli.exported import CheckOptions, handed_out, of_check, warned

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment export cyclonedx --estate muniment.toml -o bill.json
  muniment export cyclonedx src --spec-version 1.7
"""


@click.command(epilog=_EXAMPLES)
@of_check
@click.option(
    "--spec-version",
    type=click.Choice(["1.6", "1.7"]),
    default="1.6",
    show_default=True,
    help="The version of CycloneDX.",
)
def command(*, spec_version: str, to: Path | None, **asked: Any) -> None:  # noqa: ANN401  (click's options)
    """Write a bill of materials that also declares what was decided: claims, evidence and instruments.

    A declaration here is not signed and carries no score. `muniment scan --cyclonedx` writes the bill alone.
    """
    from muniment import wiring
    from muniment.render.export.cyclonedx import write_bill
    from muniment.render.export.declarations import declared

    of = CheckOptions(**asked)
    report = of.report(to)
    with handed_out("cyclonedx", report, of, to) as stream:
        write_bill(report, stream, at=wiring.fixed_now(), version=spec_version, more=declared(report))
    warned(report)
