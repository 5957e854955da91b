"""Whether a network is closed to what is prohibited in it, for a person and for a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TextIO

from rich.text import Text

from muniment.domain.egress import EgressResult
from muniment.render.blocklists.parts import why
from muniment.render.citing import vendor_name
from muniment.render.found_json import rulebook_value, write_object
from muniment.render.layout import columns, heading, indented, show
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from muniment.domain.egress import Attempt, Egress

FORMAT: Final = "muniment.egress/1"
"""The last number grows when a key goes away or changes its meaning; new keys may come without notice."""
_SIGN: Final = {
    EgressResult.OPEN: ("✗", "prohibited"),
    EgressResult.UNCLEAR: ("?", "undetermined"),
    EgressResult.NOT_TRIED: ("-", "quiet"),
    EgressResult.NO_CONNECTION: ("✓", "permitted"),
    EgressResult.NO_NAME: ("✓", "permitted"),
}


def print_egress(found: Egress, to: Console) -> None:
    """Print what is open first; the last line says what to do."""
    show(_blocks(found), to)
    to.print()
    to.print(Text.assemble(("Next: ", "heading"), _next(found)), soft_wrap=True)


def write_egress(found: Egress, to: TextIO) -> None:
    """Write one JSON object; `schemas/egress.schema.json` describes it."""
    listed = found.listed
    control = None
    if found.control is not None:
        control = {"host": found.control[0], "said": found.control[1].said, "way": _slug(found.control[1].way)}
    write_object(
        {
            "as_of": str(listed.as_of),
            "attempts": (_attempt(found, each) for each in found.attempts),
            "complete": found.complete,
            "contract": listed.contract,
            "control": control,
            "format": FORMAT,
            "network": listed.network or None,
            "open_vendors": list(listed.open),
            "rulebook": rulebook_value(listed.rulebook),
            "systems": list(listed.systems),
            "untried": list(found.untried),
        },
        to,
    )


def _attempt(found: Egress, each: Attempt) -> dict[str, Any]:
    return {
        "host": each.host,
        "said": each.tried.said,
        "signature": each.blocked.signature,
        "vendor": each.blocked.vendor,
        "way": _slug(each.tried.way),
        "why": why(found.listed, each.blocked),
    }


def _slug(way: EgressResult) -> str:
    return way.value.replace(" ", "-")


def _blocks(found: Egress) -> Iterator[RenderableType]:
    listed = found.listed
    where = f"the network {listed.network}" if listed.network else "any network"
    yield Text(f"Muniment gate egress, as of {listed.as_of}", style="heading")
    yield Text(visible(f"What is prohibited for {listed.contract} on {where}, tried directly from here"), style="quiet")
    yield ""
    order = list(_SIGN)
    rows = [_row(found, each) for each in sorted(found.attempts, key=lambda a: (order.index(a.tried.way), a.host))]
    if rows:
        yield indented(columns(("", "host", "vendor", "shown by"), rows, ratios=(None, 3, 2, 3)))
    else:
        yield indented(Text("no host is prohibited for sure", style="quiet"))
    yield ""
    if found.control is not None:
        host, tried = found.control
        yield indented(Text(visible(f"control: {host}: {tried.way.value} ({tried.said})")))
    if found.untried or listed.open:
        yield heading("What was not tried")
    if found.untried:
        yield indented(Text(visible(f"names that only a pattern is known of: {', '.join(found.untried)}")))
    if listed.open:
        names = ", ".join(vendor_name(listed.rulebook, vendor) for vendor in listed.open)
        yield indented(Text(visible(f"vendors that are not decided: {names}")))


def _row(found: Egress, each: Attempt) -> tuple[Text | str, ...]:
    sign, style = _SIGN[each.tried.way]
    vendor = vendor_name(found.listed.rulebook, each.blocked.vendor)
    return Text(f"{sign} {each.tried.way.value}", style=style), each.host, visible(vendor), visible(each.tried.said)


def _next(found: Egress) -> str:
    open_ = [each.host for each in found.attempts if each.tried.way is EgressResult.OPEN]
    if open_:
        return f"close the way to {open_[0]}" + (f" and {count(len(open_) - 1, 'more host')}" if open_[1:] else "")
    if found.attempts and all(each.tried.way is EgressResult.NOT_TRIED for each in found.attempts):
        return "run it without --dry-run from a machine in the network"
    if found.control is None:
        return "name a host with --control that has to be reached; a machine without a network shows nothing"
    if not found.complete:
        return "see to what is unclear, or to the control that was not reached; nothing is shown until then"
    if found.untried or found.listed.open:
        return "what was tried is closed; see to what was not tried"
    return "nothing; what was tried is closed"
