"""`muniment gateway check`: is the file right, and who may call what today."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from muniment.wiring.gateway import Permission

_EXAMPLES = """\b
Examples:
  muniment gateway check --config gateway.toml
  muniment gateway check --config gateway.toml --json

\b
Exit codes:
  0 the file is right, with all that it names
  2 it is not; every problem is told
  3 it is right, and the rulebook is stale, so that nothing is permitted
"""


@click.command(epilog=_EXAMPLES)
@click.option("--config", required=True, type=click.Path(path_type=Path), help="The gateway's file.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON for a program.")
def command(*, config: Path, as_json: bool) -> None:
    """Read the gateway's file and all that it names, and tell for each caller and model what holds today."""
    import json

    from muniment import wiring
    from muniment.cli.codes import CLEAN, INCOMPLETE
    from muniment.render.gateway.as_text import Permitted, print_permissions
    from muniment.render.terminal import console
    from muniment.wiring.gateway import load, permissions
    from muniment.wiring.gateway.holds import refuse_unreachable

    loaded = load(config)
    refuse_unreachable(config, loaded)
    found = permissions(loaded)
    age = loaded.law.limit(wiring.today()).for_look_up(loaded.law.book.looked_up)
    code = INCOMPLETE if age.stale else CLEAN
    if as_json:
        told = {
            "as_of": str(wiring.today()),
            "format": "muniment.gateway-check/1",
            "permissions": list(map(_value, found)),
            "stale": age.stale,
        }
        click.echo(json.dumps(told, indent=2))
        click.get_current_context().exit(code)
    rows = [
        Permitted(
            caller=each.caller,
            purpose=each.purpose,
            route=each.route,
            model=each.model,
            acted_on=each.outcome,
            rules=each.rules,
            instead=each.instead,
        )
        for each in found
    ]
    print_permissions(rows, age, console())
    click.get_current_context().exit(code)


def _value(each: Permission) -> dict[str, Any]:
    denial = each.denial
    return {
        "caller": each.caller.id,
        "contract": each.caller.contract,
        "purpose": each.purpose,
        "route": each.route,
        "model": each.model.name,
        "outcome": each.outcome,
        "rules": list(each.rules),
        "answered_by": each.instead or None,
        "denied_because": denial.message if denial else None,
    }
