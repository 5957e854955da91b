"""`muniment export spdx`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from muniment.cli.exported import CheckOptions, handed_out, of_check, warned

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLES = """\b
Examples:
  muniment export spdx --estate muniment.toml -o estate.spdx.json
"""


@click.command(epilog=_EXAMPLES)
@of_check
def command(*, to: Path | None, **asked: Any) -> None:  # noqa: ANN401  (click's options)
    """Write an SPDX 3.0.1 document: models as AI packages, libraries and services as packages.

    The profile `ai` is not claimed, because evidence of use seldom shows what it asks for, and nothing is made up.
    """
    from muniment import wiring
    from muniment.render.export.spdx import write_spdx

    of = CheckOptions(**asked)
    report = of.report(to)
    with handed_out("spdx", report, of, to) as stream:
        write_spdx(report, stream, at=wiring.now())
    warned(report)
