"""`muniment gateway run`: serve calls until it is told to stop."""

from __future__ import annotations

from pathlib import Path

import click

_EXAMPLES = """\b
Examples:
  muniment gateway run --config gateway.toml

\b
Exit codes:
  0 it was told to stop, and every call that was under way had its time to end
  1 its log is broken, or written to by another gateway
  2 the file, or what it names, needs mending
"""


@click.command(epilog=_EXAMPLES)
@click.option("--config", required=True, type=click.Path(path_type=Path), help="The gateway's file.")
def command(*, config: Path) -> None:
    """Serve calls to models. Events go to standard error, one JSON object a line; no text of a call is in them.

    SIGTERM or Ctrl-C ends it: no new call is taken, and those under way have 30 s to end.
    """
    import sys

    from muniment.render.gateway.events import event_writer
    from muniment.wiring.gateway import PARTS
    from muniment.wiring.parts import refuse_without_parts

    refuse_without_parts(*PARTS, where="the gateway")
    from muniment.wiring.gateway.serving import clock, serve

    serve(config, event_writer(sys.stderr, clock))
