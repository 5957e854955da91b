"""Joins for a gateway whose held calls lie on a server: it tells when that is gone, and when it is back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from muniment.app.beside import beside
from muniment.domain.database import on_server
from muniment.errors import InputError
from muniment.wiring import approvals
from muniment.wiring.gateway.replicas import meeting_place, replica_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from muniment.wiring.gateway import Loaded

_PERIOD: Final = 5.0
"""Seconds between two looks."""


def refuse_unreachable(file: Path, loaded: Loaded) -> None:
    """Raise InputError where what gateways share cannot be reached now: holds on a server, and other replicas."""
    tools = loaded.settings.tools
    if tools is not None and on_server(tools.approvals.holds):
        approvals.open_holds(file, tools.approvals).version()
    if replica_of(loaded) is not None:
        meeting_place(file, loaded).all()


class HoldsWatch:
    """Looks at holds now and then; calls without tools go on meanwhile, and tools that need people wait."""

    def __init__(self, look: Callable[[], object], say: Callable[[str, Mapping[str, object]], None]) -> None:
        """Look by `look`, which raises InputError where nothing is seen, and tell people by `say` what changes."""
        self._look, self._say = look, say
        self.reachable = True

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            why = await self._why()
            if why and self.reachable:
                self._say("holds cannot be reached", {"why": why})
            elif not why and not self.reachable:
                self._say("holds can be reached again", {})
            self.reachable = not why
            await asyncio.sleep(_PERIOD)

    async def _why(self) -> str:
        try:
            await beside(self._look)
        except InputError as error:
            return str(error)
        return ""
