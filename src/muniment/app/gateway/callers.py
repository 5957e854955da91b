"""Who calls: a key, a token or a client certificate leads to one caller, or to nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from math import inf
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from muniment.app.gateway.settings import CallerSetup
    from muniment.domain.gateway import Caller

_MOST_TOKENS: Final = 4096
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
"""A JSON Web Signature in its compact form. Source: RFC 7515 7.1."""


class NobodyError(Exception):
    """Nobody is known by what was shown; the message says why, without repeating it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """What a token that was verified says: the caller, the person, and up to which second since 1970 it holds."""

    caller: str
    person: str
    until: float


class Tokens(Protocol):
    """Verifies tokens."""

    def believe(self, token: str, now: float) -> Believed:
        """Return what `token` says. Raises: NobodyError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a client showed: the secret of a header, and the SHA-256 of its certificate, each empty where it did not."""

    secret: str
    certificate: str = ""
    subject: str = ""
    """The common name in the certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A caller, the person that acts (empty where nobody says), and by what it was known.

    It holds up to the second `until` since 1970.
    """

    caller: Caller
    person: str
    by: str
    until: float = inf


class Callers:
    """Knows callers by the digests of their keys and certificates, and by what tokens say."""

    def __init__(self, setups: Iterable[CallerSetup], tokens: Tokens | None) -> None:
        """Know the callers in `setups`; without `tokens`, none is known by a token."""
        found = tuple(setups)
        self._by_key = {key: each.caller for each in found for key in each.keys}
        self._by_token = {token: each.caller for each in found for token in each.tokens}
        self._by_certificate = {digest: each.caller for each in found for digest in each.certificates}
        self.all = tuple(each.caller for each in found)
        self._tokens = tokens
        self._believed: dict[bytes, Believed] = {}

    def known(self, shown: Shown, now: float) -> Known:
        """Return who shows this at `now`, in seconds since 1970.

        Everything that is shown has to lead to the same caller. Raises: NobodyError.
        """
        of_secret = self._of_secret(shown.secret, now) if shown.secret else None
        of_certificate = self._of_certificate(shown) if shown.certificate else None
        if of_certificate is None or of_secret is None:
            found = of_secret or of_certificate
            if found is None:
                raise NobodyError("no key, token or client certificate was shown")
            return found
        if of_certificate.caller.id != of_secret.caller.id:
            raise NobodyError("the client certificate and the key or token belong to different callers")
        return of_secret if of_secret.person else replace(of_certificate, until=of_secret.until)

    def _of_secret(self, secret: str, now: float) -> Known:
        digest = sha256(secret.encode("utf-8", "surrogateescape")).digest()
        caller = self._by_key.get(digest.hex())
        if caller is not None:
            return Known(caller=caller, person=caller.person, by="key")
        if self._tokens is None or not _TOKEN.fullmatch(secret):
            raise NobodyError("the key is not known")
        believed = self._remembered(digest, now) or self._verified(secret, digest, now)
        caller = self._by_token.get(believed.caller)
        if caller is None:
            raise NobodyError("the token names no caller that is known")
        return Known(caller=caller, person=believed.person or caller.person, by="token", until=believed.until)

    def _remembered(self, digest: bytes, now: float) -> Believed | None:
        found = self._believed.get(digest)
        if found is not None and now >= found.until:
            del self._believed[digest]
            return None
        return found

    def _verified(self, secret: str, digest: bytes, now: float) -> Believed:
        assert self._tokens is not None  # noqa: S101  (the one caller has looked)
        found = self._tokens.believe(secret, now)
        if len(self._believed) == _MOST_TOKENS:
            self._believed.clear()
        self._believed[digest] = found
        return found

    def _of_certificate(self, shown: Shown) -> Known | None:
        caller = self._by_certificate.get(shown.certificate)
        if caller is None:
            raise NobodyError("the client certificate is not known")
        return Known(caller=caller, person=caller.person or shown.subject, by="certificate")


def secret_in(headers: Mapping[str, str]) -> str:
    """Return the key or token in the headers of a request; empty where there is none.

    Raises: NobodyError where there are two, or a scheme that is not `Bearer`.
    """
    authorization, key = headers.get("authorization", ""), headers.get("x-api-key", "")
    if authorization and key:
        raise NobodyError("both `authorization` and `x-api-key` were sent")
    if not authorization:
        return key
    scheme, _, secret = authorization.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise NobodyError("`authorization` is not `Bearer` and a key or token")
    return secret.strip()
