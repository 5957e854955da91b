"""OIDC tokens, verified with keys from a file: nothing is fetched, so that it works where there is no network.

Source: RFC 7519 4.1 and 7.2; OpenID Connect Core 1.0, 3.1.3.7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from muniment.app.gateway.callers import Believed, NobodyError

if TYPE_CHECKING:
    from joserfc.jwk import KeySetSerialization

    from muniment.app.gateway.settings import TokenSetup

_ALGORITHMS: Final = (
    "ES256",
    "ES384",
    "ES512",
    "PS256",
    "PS384",
    "PS512",
    "RS256",
    "RS384",
    "RS512",
    "EdDSA",
    "Ed25519",
)
"""Those of public keys. A secret that both sides know would let the gateway make tokens."""
_LEEWAY: Final = 30
"""Seconds by which the clock of whoever issues tokens may differ."""
_LONGEST: Final = 3600.0
"""Seconds for which a verified token is remembered at most."""


class OidcTokens:
    """Believes the tokens of one issuer."""

    def __init__(self, setup: TokenSetup, keys: str) -> None:
        """Believe by `keys`, a JSON Web Key Set. Raises: ValueError where it is none, or has a private or no key."""
        self._setup = setup
        try:
            self._keys = KeySet.import_key_set(_parsed(keys))
        except (JoseError, KeyError, TypeError) as error:
            raise ValueError(str(error)) from error
        if not self._keys.keys or any(key.key_type == "oct" or key.is_private for key in self._keys.keys):
            message = "it must hold public keys only, and at least one"
            raise ValueError(message)

    def believe(self, token: str, now: float) -> Believed:
        """Return what `token` says. Raises: NobodyError."""
        try:
            read = jwt.decode(token, self._keys, algorithms=list(_ALGORITHMS))
            self._asked(now).validate(read.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise NobodyError(f"the token is not believed ({type(error).__name__})") from error
        caller = read.claims.get(self._setup.caller_claim)
        person = read.claims.get(self._setup.person_claim, "")
        if not isinstance(caller, str) or not isinstance(person, str):
            raise NobodyError(f"the token has no `{self._setup.caller_claim}` that is text")
        return Believed(caller=caller, person=person[:200], until=min(float(read.claims["exp"]), now + _LONGEST))

    def _asked(self, now: float) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(now),
            leeway=_LEEWAY,
            iss={"essential": True, "value": self._setup.issuer},
            aud={"essential": True, "value": self._setup.audience},
            exp={"essential": True},
        )


def _parsed(keys: str) -> KeySetSerialization:
    from json import loads  # noqa: PLC0415  (once, at the start)

    value = loads(keys)
    if not isinstance(value, dict) or not isinstance(value.get("keys"), list):
        message = "it is no JSON Web Key Set"
        raise ValueError(message)  # noqa: TRY004  (the file is wrong, not the program)
    return {"keys": value["keys"]}
