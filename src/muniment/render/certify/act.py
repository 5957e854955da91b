"""A signed act: a review, a revocation, a search."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from muniment.prove.acts import CHECKS
from muniment.render.found_json import write_object
from muniment.render.layout import heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from muniment.prove.acts import VerifiedAct

_WIDE = 14


def print_act(found: VerifiedAct, to: Console, *, named: bool) -> None:
    """Print what a verified act says; `named` where a policy gives the key to the person in it."""
    show(_page(found, named=named), to)


def write_act(found: VerifiedAct, to: TextIO) -> None:
    """Write the same for a program."""
    act = found.act
    value = {
        "about": [{"digest": digest, "name": name} for name, digest in act.about],
        "at": act.at.isoformat().replace("+00:00", "Z"),
        "by": act.by,
        "checks": list(CHECKS),
        "format": "muniment.verified-act/1",
        "kind": act.kind.value,
        "signed_by": list(found.signed_by),
        "told": dict(act.told),
    }
    write_object(value, to)


def _page(found: VerifiedAct, *, named: bool) -> Iterator[RenderableType]:
    act = found.act
    yield Text(f"✓ verified: signed with key {listed([key[:16] for key in found.signed_by])}", style="permitted")
    yield labelled([(f"{number:>4}.", Text(text, style="quiet")) for number, text in enumerate(CHECKS, 1)], width=5)
    whose = "the policy gives the key to the person in it" if named else "nobody said whose key it is"
    yield indented(Text(f"Not checked: that it is true, and the hour, which the person says; {whose}."))
    yield ""
    yield heading(act.kind.value.capitalize())
    rows = [("by", visible(act.by)), ("at", f"{act.at:%Y-%m-%d %H:%M:%S} UTC")]
    rows += [(name, visible(text)) for name, text in act.told if text]
    rows += [("about", visible(f"{name}, {digest}")) for name, digest in act.about]
    yield indented(labelled(rows, width=_WIDE))
