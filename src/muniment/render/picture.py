"""The frame of a drawn answer, as SVG: a picture that is also told in words, for whoever does not see it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a picture. Every rule of `style` begins with `name`, so that two pictures fit one page."""

    name: str
    width: int
    height: int
    title: str
    spoken: str
    style: str

    def around(self, drawn: Iterable[str]) -> str:
        """Return the whole picture."""
        spoken = escape(self.spoken)
        box = f'viewBox="0 0 {self.width} {self.height}"'
        return "\n".join((
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{self.name}" {box} role="img" aria-label="{spoken}">',
            f"<title>{escape(self.title)}</title>",
            f"<desc>{spoken}</desc>",
            f"<style>{self.style}</style>",
            *drawn,
            "</svg>\n",
        ))  # fmt: skip
