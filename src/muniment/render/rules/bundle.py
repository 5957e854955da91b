"""Bundles of rulebooks: the result of verifying one, and of installing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from rich.text import Text

from muniment.render.found_json import write_object
from muniment.render.layout import indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import Console, RenderableType

    from muniment.domain.bundle import Installed, RulebookRelease
    from muniment.prove.bundle import VerifiedBundle


def print_bundle(verified: VerifiedBundle, today: date, to: Console) -> None:
    """Print which checks passed, and which rulebook the bundle holds."""
    show(_bundle(verified, today), to)


def write_bundle(verified: VerifiedBundle, to: TextIO) -> None:
    """Write the same for a program."""
    statement = verified.statement
    value: dict[str, Any] = {
        "checks": list(verified.checks),
        "files": len(statement.files),
        "format": "muniment.verified-bundle/1",
        "packed_at": statement.packed_at.isoformat(),
        "rulebook": _release(statement.release),
        "signed_by": list(verified.signed_by),
        "tool": statement.tool,
    }
    write_object(value, to)


def print_installation(before: RulebookRelease, now: Installed, today: date, to: Console) -> None:
    """Print what is in use from now on, and what was before."""
    show(_installation(before, now, today), to)


def write_installation(before: RulebookRelease, now: Installed, to: TextIO) -> None:
    """Write the same for a program."""
    value: dict[str, Any] = {
        "before": _release(before),
        "folder": now.folder,
        "format": "muniment.installation/1",
        "installed_at": now.installed_at.isoformat(),
        "now": _release(now.release),
        "pinned": now.pinned,
        "signed_by": list(now.keyids),
    }
    write_object(value, to)


def _bundle(verified: VerifiedBundle, today: date) -> Iterator[RenderableType]:
    statement = verified.statement
    keys = listed([key[:16] for key in verified.signed_by])
    yield Text(f"✓ verified: signed with {keys}", style="permitted")
    for number, check in enumerate(verified.checks, start=1):
        yield Text(f"  {number:>2}. {check}", style="quiet")
    yield Text("  Not checked: that the rulebook is right, and whose the key is.")
    yield ""
    yield labelled([
        ("rulebook", f"{visible(statement.release.version)} of {_aged(statement.release, today)}"),
        ("digest", statement.release.digest),
        ("files", str(len(statement.files))),
        ("packed", f"{statement.packed_at:%Y-%m-%d %H:%M} UTC by {visible(statement.tool)}, as the signer says"),
    ])  # fmt: skip


def _installation(before: RulebookRelease, now: Installed, today: date) -> Iterator[RenderableType]:
    yield Text(f"✓ rulebook {visible(now.release.version)} is used from now on", style="permitted")
    rows: list[tuple[str, Text | str]] = [
        ("released", _aged(now.release, today)),
        ("digest", now.release.digest),
        ("before", f"{visible(before.version)} of {before.released}"),
        ("signed by", listed([key[:16] for key in now.keyids])),
        ("in", visible(now.folder)),
    ]
    yield indented(labelled(rows))
    if now.pinned:
        what = "It is older than the one before, as you asked. It stays in use until you install another one."
        yield Text(f"  ! {what}", style="needs")


def _aged(release: RulebookRelease, today: date) -> str:
    return f"{release.released}, {count((today - release.released).days, 'day')} old"


def _release(release: RulebookRelease) -> dict[str, str]:
    return {"digest": release.digest, "released": str(release.released), "version": release.version}
