"""Guards of answers: text streams through, a tool call waits until it is ruled upon.

`guard_for(call, content_type, status) -> Guard` chooses one; it raises `CallError` for an answer of another kind.
"""

from __future__ import annotations

from muniment.domain.call import Usage
from muniment.domain.gateway import Ruled
from muniment.enforce.guards.shape import Guard, Passed

__all__ = ["Guard", "Passed", "Ruled", "Usage"]
