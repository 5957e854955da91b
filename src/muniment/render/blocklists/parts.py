"""What every block list says of itself and of its entries, line by line, for the comments of any form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from muniment.render.citing import cited_briefly, vendor_name
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from muniment.domain.blocklist import Blocked, BlockList, OpenList
    from muniment.domain.decision import Decision
    from muniment.domain.ids import VendorId

_LONGEST_NAME: Final = 63


def head(listed: BlockList, form: str, entries: int, left_out: Collection[str]) -> Iterator[str]:
    """Yield what the list is, and what is not in it: `left_out` are patterns that the form has no words for."""
    yield from about(listed, form)
    yield f"{count(entries, 'entry', 'entries')}, of what is prohibited in each of these systems on that day"
    yield from unlisted(listed, left_out)


def about(listed: BlockList | OpenList, form: str) -> Iterator[str]:
    """Yield what a list is for, and by which rulebook."""
    book = listed.rulebook
    where = f"the network {listed.network}" if listed.network else "any network"
    yield f"{form}, written by muniment"
    yield visible(
        f"for contract {listed.contract}, {where}, as of {listed.as_of}; systems: {', '.join(listed.systems)}"
    )
    yield f"rulebook {book.version} of {book.released}, {book.digest}"
    yield from stale(listed)


def stale(listed: BlockList | OpenList) -> Iterator[str]:
    """Yield that the rulebook is too old to be relied on; nothing where it is not."""
    if listed.age is not None and listed.age.stale:
        yield f"stale: {listed.age.because}; it permits nothing any more, and may lack vendors"


def unlisted(listed: BlockList, left_out: Collection[str]) -> Iterator[str]:
    """Yield what somebody has to look at, for it is not in the list."""
    if listed.open:
        yield visible(f"not decided, or not alike in all systems, and so not listed: {_names(listed, listed.open)}")
    if listed.nameless:
        yield visible(
            f"prohibited, and nothing is known by which this form names it: {_names(listed, listed.nameless)}"
        )
    if left_out:
        yield visible(f"prohibited, and not to be said in this form but by examples: {', '.join(sorted(left_out))}")


def _names(listed: BlockList, vendors: Iterable[VendorId]) -> str:
    return ", ".join(vendor_name(listed.rulebook, vendor) for vendor in vendors)


def why(listed: BlockList, blocked: Blocked) -> str:
    """Return from which instruments an entry comes, each with its best source."""
    decision = blocked.decision
    reasons = [reason for reason in decision.reasons if decision.rests_on(reason)]
    told = [f"{each.instrument} [{cited_briefly(listed.rulebook, each.cited, most=1)}]" for each in reasons]
    chosen = [f"{each.instrument} as read by {each.holder}" for each in decision.readings if each.chosen]
    named = f"{vendor_name(listed.rulebook, blocked.vendor)}, {blocked.signature}"
    return visible(f"{named}: {'; '.join([*told, *chosen])}")


def instruments(blocked: Blocked) -> list[str]:
    """Return the instruments that an entry comes from, each once, in their order."""
    return instruments_of(blocked.decision)


def instruments_of(decision: Decision) -> list[str]:
    """Return the instruments on which a decision rests, each once, in their order."""
    return sorted({str(reason.instrument) for reason in decision.reasons if decision.rests_on(reason)})


def kubernetes_name(listed: BlockList | OpenList, what: str) -> str:
    """Return a name for an object of Kubernetes. Source: Kubernetes, names of objects (RFC 1123 labels)."""
    name = re.sub(r"[^a-z0-9]+", "-", f"muniment-{what}-{listed.contract}".lower())
    return name[:_LONGEST_NAME].strip("-")
