"""The exit codes that commands share; 2, for input that needs mending, is set where errors are printed."""

from __future__ import annotations

from typing import Final

CLEAN: Final = 0
FINDINGS: Final = 1
INCOMPLETE: Final = 3
"""Nothing was found to fail on, and something that could change that was not looked at, or cannot be relied on."""
