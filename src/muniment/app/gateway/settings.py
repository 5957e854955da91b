"""What the gateway's file sets: where to listen, who may call, which services answer, and what limits hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from muniment.app.approvals.settings import ToolSettings
    from muniment.domain.gateway import Caller, Replacement, Route
    from muniment.enforce.allowance import Allowance


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where calls come in, and where the state is told. Files of TLS are empty where calls come in without it."""

    address: str
    port: int
    admin_address: str
    admin_port: int
    certificate: str = ""
    key: str = ""
    client_authorities: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Sockets in the file system for a proxy in front, which are empty where there is none.

    At `calls` it sends whole calls, at `decisions` it only asks whether one may go on. Both believe what it says of
    the certificates of clients: so nobody else may be able to write to them.
    """

    calls: str = ""
    decisions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes in bytes and times in seconds beyond which a call ends."""

    head_bytes: int = 32 * 1024
    body_bytes: int = 16 * 1024 * 1024
    answer_bytes: int = 64 * 1024 * 1024
    connections: int = 1024
    request_seconds: int = 30
    idle_seconds: int = 75
    connect_seconds: int = 10
    answer_seconds: int = 600
    stall_seconds: int = 300
    log_bytes: int = 1024 * 1024 * 1024
    """The size at which the file of the log of calls is closed, and another one begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerSetup:
    """A caller and how it proves itself: digests of keys, values of the claim of a token, digests of certificates."""

    caller: Caller
    keys: tuple[str, ...]
    tokens: tuple[str, ...]
    certificates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSetup:
    """Which OIDC tokens are believed: whose, meant for whom, under which keys; which claims name caller and person."""

    issuer: str
    audience: str
    keys: str
    caller_claim: str
    person_claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What proves the gateway to a service: a header, the word before the secret, and where that is, one of two."""

    header: str
    scheme: str
    environment: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSetup:
    """A route with what it permits beyond the default, how it is reached, and what may be asked of it by header.

    `service_authorities` is a file of certificates that stands in place of the system's.
    """

    route: Route
    listed: Allowance
    betas: frozenset[str]
    credential: Credential | None
    service_authorities: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicaSetup:
    """Gateways that share a file, and vouch for each other's logs: the file of this one's key, and of all public ones.

    `folder` is where they meet, empty where that is the database of holds; they go there every so many seconds.
    """

    key: str
    keys: tuple[tuple[str, str], ...]
    folder: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole file. Paths are absolute, but those of `tools`; that is nothing where the file has no rules on them.

    `replacements` are also those of the plan, where one is named.
    """

    estate: str
    log: str
    rulebook: str
    overlays: tuple[str, ...]
    listening: Listening
    front: Front
    limits: Limits
    tokens: TokenSetup | None
    callers: tuple[CallerSetup, ...]
    routes: tuple[RouteSetup, ...]
    tools: ToolSettings | None = None
    replicas: ReplicaSetup | None = None
    plan: str = ""
    replacements: tuple[Replacement, ...] = ()
