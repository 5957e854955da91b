"""What an organisation put beside the rulebook, in one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from muniment.render.visible import visible
from muniment.render.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.rulebook import Rulebook


def overlay_lines(book: Rulebook) -> Iterator[Text]:
    """Yield a line for each overlay: the folder, how much it adds, and what it replaces."""
    for overlay in book.overlays:
        added = [count(len(overlay.signatures), "signature")]
        added += [count(len(overlay.vendors), "new vendor")] if overlay.vendors else []
        added += [f"in place of {listed(list(overlay.replaces))}"] if overlay.replaces else []
        yield Text(f"with {visible(overlay.folder)}: {', '.join(added)}, {overlay.digest[:19]}", style="quiet")
