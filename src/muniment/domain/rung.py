"""How strong evidence of a use is.

It lies apart from `domain.evidence`, of which a verifier needs no more than this and `domain.file_status`.
"""

from __future__ import annotations

from enum import IntEnum


class Rung(IntEnum):
    """The ladder of evidence: a dependency is not a use, a log line is."""

    MENTIONED = 0
    DECLARED = 1
    AVAILABLE = 2
    CONFIGURED = 3
    INVOKED = 4
    OBSERVED = 5
