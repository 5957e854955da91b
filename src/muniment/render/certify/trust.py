"""Who signed, by the verifier's own policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from muniment.prove.verify import CHECKS
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from muniment.prove.trust import Trusted


def print_trusted(trusted: Trusted, to: Console) -> None:
    """Print the checks that passed under the policy, who signed, and how the time is known."""
    show(_trusted(trusted), to)


def trust_value(trusted: Trusted) -> dict[str, Any]:
    """Return the same for a program."""
    return {
        "checks": list(trusted.checks),
        "signed": [
            {
                "algorithm": each.algorithm.value,
                "key": each.grant.keyid,
                "person": each.grant.person,
                "roles": [role.value for role in each.grant.roles],
            }
            for each in trusted.signed
        ],
        "not_counted": [{"key": grant.keyid, "person": grant.person, "why": why} for grant, why in trusted.refused],
        "proven_at": None if trusted.proven is None else trusted.proven.isoformat().replace("+00:00", "Z"),
    }


def _trusted(trusted: Trusted) -> Iterator[RenderableType]:
    yield ""
    yield heading("Trusted by your policy")
    numbered = enumerate(trusted.checks, start=len(CHECKS) + 1)
    yield labelled([(f"{number:>4}.", Text(text, style="quiet")) for number, text in numbered], width=5)
    yield indented(labelled(_rows(trusted), width=14))


def _rows(trusted: Trusted) -> Iterator[tuple[str, Text | str]]:
    for each in trusted.signed:
        roles = " and ".join(role.value for role in each.grant.roles)
        what = f"{each.grant.person} ({roles}), {each.algorithm.value}, key {each.grant.keyid[:16]}"
        yield "signed by", visible(what)
    for grant, why in trusted.refused:
        yield "not counted", Text(visible(f"the key of {grant.person} {why}"), style="needs")
    if trusted.proven is None:
        yield "time", "as the signatory says; no time stamp proves it"
    else:
        yield "time", f"proven by a time stamp: it existed at {trusted.proven:%Y-%m-%d %H:%M:%S} UTC"
