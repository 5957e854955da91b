"""`muniment gateway log`: verify the log of calls, and tell what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from muniment.app.gateway.call_history import LoggedCall, Opening

_EXAMPLES = """\b
Examples:
  muniment gateway log calls.log                       verify, list all calls
  muniment gateway log calls.log --call 019acf02...    one call, in full
  muniment gateway log calls.log --head 5f1c...        by a head you kept
  muniment gateway log calls.log.000000000000          one closed file
  muniment gateway log calls.log --json                one object a line
  muniment gateway log calls.log --spans > spans.json  for OpenTelemetry

\b
Exit codes:
  0 the chain holds
  1 the chain is broken, or does not go through the head that was given
  2 the file cannot be read, or has no such call
"""


@click.command(epilog=_EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--call", "name", help="Tell everything of the one call whose name begins so.")
@click.option("--head", "kept", help="The digest of a line, kept elsewhere: the log must still hold that line.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line, the last of them about the chain.")
@click.option("--spans", is_flag=True, help="Write each call as a span of OpenTelemetry, in the file format of OTLP.")
def command(*, file: Path, name: str | None, kept: str | None, as_json: bool, spans: bool) -> None:
    """Verify the chain of FILE, line by line, and put each call together again.

    The files that were closed beside FILE are read with it; one of them that is named as FILE is read by itself. It is
    read while the gateway writes to it, as far as it goes. A call of which no line tells what came of it is told as
    `sent, result unknown`: the record was there before the call left, and that is all that is known.
    """
    import json
    import sys
    from contextlib import suppress

    from muniment.app.gateway.call_history import Opening
    from muniment.render.gateway.as_text import print_call, print_chain, print_log
    from muniment.render.terminal import console
    from muniment.wiring.gateway.log import LogReading

    reading = LogReading(file, kept)
    calls = reading.calls() if name is None else reading.only(name)
    if spans:
        from muniment.render.gateway.spans import write_spans

        with suppress(BrokenPipeError):
            write_spans(calls, sys.stdout)
        return
    if as_json:
        for each in calls:
            click.echo(json.dumps(_value(each)))
        if name is None:
            click.echo(json.dumps({"format": "muniment.gateway-log/1", **reading.chain()}))
        return
    page = console()
    if name is not None:
        for each in calls:
            if not isinstance(each, Opening):
                print_call(each, page)
        return
    print_log(calls, page)
    print_chain(reading.begins, reading.head, reading.torn, reading.results, page)


def _value(each: LoggedCall | Opening) -> dict[str, Any]:
    from muniment.app.gateway.call_history import Opening

    if isinstance(each, Opening):
        return each.told
    rulings = list(each.rulings)
    return {
        "call": each.name,
        "decided": each.decided,
        "outcome": each.outcome,
        "result": each.result.value,
        "rulings": rulings,
    }
