"""What an organisation put beside the rulebook, in one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.render.visible import visible
from muniment.render.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.rulebook import Overlay, Rulebook


def overlay_lines(book: Rulebook) -> Iterator[Text]:
    """Yield a line for each overlay: the folder or the pack, how much it adds, and what it replaces."""
    for overlay in book.overlays:
        instruments, signatures = len(overlay.instruments), len(overlay.signatures)
        added = [count(instruments, "instrument")] if instruments else []
        added += [count(signatures, "signature")] if signatures or not added else []
        added += [count(len(overlay.vendors), "new vendor")] if overlay.vendors else []
        added += [f"in place of {listed(list(overlay.replaces))}"] if overlay.replaces else []
        yield Text(f"with {_named(overlay)}: {', '.join(added)}, {overlay.digest[:19]}", style="quiet")


def _named(overlay: Overlay) -> str:
    pack = overlay.pack
    if pack is None:
        return visible(overlay.folder)
    title = f"{pack.title}, {pack.version} of {pack.issued} by {pack.publisher}"
    return f"the rule pack {pack.id} ({visible(title)})"
