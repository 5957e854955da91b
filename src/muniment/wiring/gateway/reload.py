"""Joins for a gateway that goes on by what its file says by now, without letting go of a call."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

from muniment.errors import InputError, Problem
from muniment.wiring.gateway.tools import tool_rules

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.app.approvals import Approvals
    from muniment.app.gateway.settings import Settings
    from muniment.app.ports import Clock
    from muniment.wiring.gateway import Loaded

_AT_START: Final = {"log": "`log`", "listening": "[listen]", "front": "[front]", "replicas": "[replicas]"}
"""Settings by which a gateway stands where it stands."""


def read_anew(file: Path, running: Loaded, clock: Clock) -> tuple[Loaded, Approvals | None]:
    """Return the gateway that the file describes by now, and its rules on tools; `running` is the one that serves.

    Raises: InputError with everything that is wrong, or that needs a new start.
    """
    from muniment.wiring.gateway import load

    gc.collect()  # what was read before the last time, and refers to itself, holds files or connections
    loaded = load(file)
    before, now = running.settings, loaded.settings
    changed = [said for name, said in _AT_START.items() if getattr(before, name, None) != getattr(now, name, None)]
    if _holds(before) != _holds(now):
        changed.append("`holds`")
    if changed:
        what = f"changes {', '.join(changed)}, which counts from the start of a gateway alone"
        raise InputError(Problem(where=str(file), what=what, help="start the gateway anew"))
    return loaded, tool_rules(file, loaded, clock)


def _holds(settings: Settings) -> str:
    return settings.tools.approvals.holds if settings.tools is not None else ""
