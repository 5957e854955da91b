"""What the gateway's file sets for approvals: where holds lie, whose votes count, and which keys are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from muniment.domain.tool_rules import ToolPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Where a secret is: in a variable of the environment, or in a file; the other one is empty."""

    environment: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalSettings:
    """Files are named as they stand in the file, from its folder.

    `holds` is a file, or the address of a database, for which `holds_password` is where its password is. `trust` is the
    policy that names people's keys; `token_key` signs what released calls carry; `selector_key` hides whom tools look
    up, empty where none reads data on people. `desk` is the address at which people open the desk, empty where there is
    none: authenticators sign for its name. `wait_seconds` is how long a client is kept waiting.
    """

    holds: str
    trust: str
    token_key: str
    selector_key: str
    desk: str
    wait_seconds: int
    holds_password: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSettings:
    """Approvals and the rules on tools, as one file has them."""

    approvals: ApprovalSettings
    policy: ToolPolicy
