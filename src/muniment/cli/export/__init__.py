"""`muniment export`: what was found and decided, in the formats of other programs."""

from __future__ import annotations

import click

from muniment.cli.lazy import LazyGroup

COMMANDS = {
    "cyclonedx": ("muniment.cli.export.cyclonedx", "A CycloneDX bill that also declares what was decided."),
    "spdx": ("muniment.cli.export.spdx", "An SPDX 3.0.1 document with models as AI packages."),
    "svr": ("muniment.cli.export.svr", "A signed in-toto result that other gates understand."),
    "ai-systems": ("muniment.cli.export.ai_systems", "A list of the AI models and services in use."),
}

_EXAMPLES = """\b
Examples:
  muniment export cyclonedx --estate muniment.toml -o bill.json
  muniment export ai-systems --estate muniment.toml --contract PO-1187 --csv \\
      -o systems.csv
"""


@click.group(cls=LazyGroup, table=COMMANDS, epilog=_EXAMPLES)
def command() -> None:
    """Write what was found and decided for programs and people who do not use Muniment.

    SARIF is written by `muniment check --sarif`. What somebody signs and answers for is a certificate.
    """
