"""Attempts to reach hosts from this machine: a name is looked up, a connection opened, and no request is ever sent.

Whoever answers has to show a certificate for the name, so that a sinkhole or a page that says no is not taken for it.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from muniment.domain.egress import EgressResult, Tried

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_AT_ONCE: Final = 16


def addresses(name: str) -> tuple[str, ...]:
    """Return the addresses of `name` that lead anywhere; a name server that refuses one may say nowhere, or here.

    Raises: OSError where there is no such name.
    """
    found = {str(each[4][0]) for each in socket.getaddrinfo(name, None, proto=socket.IPPROTO_TCP)}
    return tuple(sorted(each for each in found if _leads_away(each)))


def _leads_away(address: str) -> bool:
    said = ipaddress.ip_address(address.partition("%")[0])
    return not (said.is_unspecified or said.is_loopback)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaching:
    """Tries hosts at one port, waiting at most so many `seconds` for each step. No proxy is used."""

    seconds: float
    port: int = 443
    addresses: Callable[[str], tuple[str, ...]] = addresses
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def __call__(self, names: Sequence[str]) -> list[Tried]:
        """Return what became of each of `names`, in their order."""
        with ThreadPoolExecutor(_AT_ONCE) as workers:
            return list(workers.map(self._tried, names))

    def _tried(self, name: str) -> Tried:
        try:
            found = self.addresses(name)
        except socket.gaierror as error:
            unsure = error.errno == socket.EAI_AGAIN
            return Tried(EgressResult.UNCLEAR if unsure else EgressResult.NO_NAME, _words(error))
        except (OSError, UnicodeError) as error:
            return Tried(EgressResult.UNCLEAR, _words(error))
        if not found:
            return Tried(EgressResult.NO_NAME, "the name leads nowhere")
        tried = [self._connected(name, address) for address in found]
        gravest = (EgressResult.OPEN, EgressResult.UNCLEAR, EgressResult.NO_CONNECTION)
        return min(tried, key=lambda each: gravest.index(each.way))

    def _connected(self, name: str, address: str) -> Tried:
        try:
            connection = socket.create_connection((address, self.port), self.seconds)
        except OSError as error:
            return Tried(EgressResult.NO_CONNECTION, f"{address}: {_words(error)}")
        with connection:
            try:
                with self.trust.wrap_socket(connection, server_hostname=name):
                    return Tried(EgressResult.OPEN, f"{address} shows a certificate for this name")
            except (OSError, ValueError) as error:
                return Tried(EgressResult.UNCLEAR, f"{address} takes connections: {_words(error)}")


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good for this name ({error.verify_message})"
    return (getattr(error, "strerror", None) or type(error).__name__).lower()
