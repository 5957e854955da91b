"""The token that a released call carries, and how the side that runs the tool checks it, offline.

For tool servers: `verify_release` is all that is needed. It imports nothing of Muniment's but this floor, and no
package but `cryptography` and `rfc8785`. A token is a JSON Web Signature, so that other languages can check it as well;
`docs/approvals.md` shows how.   Source: RFC 7515 (compact form); RFC 7518 3.4 (ES256, ES384).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from muniment.domain.hold import HoldId
from muniment.domain.ids import Digest
from muniment.domain.statement import Algorithm
from muniment.prove.canonical import canonical, parse
from muniment.prove.fields import Fields
from muniment.prove.hold import call_digest
from muniment.prove.keys import signed_with
from muniment.prove.sealed import failed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from muniment.domain.call import AnyJson
    from muniment.prove.keys import TrustedKey

TYPE: Final = "muniment-release+jwt"
_LARGEST: Final = 4096
_ALGORITHMS: Final = {
    Algorithm.ECDSA_P256_SHA256: ("ES256", 32),
    Algorithm.ECDSA_P384_SHA384: ("ES384", 48),
}
"""How JSON Web Signatures name an algorithm, and how many bytes each half of its signatures has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A call that people have approved: which hold it was, which call, for whose tools, from when until when (UTC).

    `call` is the digest of tool, server and arguments; `hold` that of the text which people signed.
    """

    id: HoldId
    call: Digest
    hold: Digest
    server: str
    issued: datetime
    expires: datetime


def sign_release(release: Release, *, algorithm: Algorithm, keyid: str, sign: Callable[[bytes], bytes]) -> str:
    """Return the token. `sign` returns ECDSA signatures in DER. Raises: ProofError for another algorithm."""
    if algorithm not in _ALGORITHMS:
        raise failed("key of the gateway", f"signs by `{algorithm.value}`", "use ECDSA on P-256 or P-384")
    name, size = _ALGORITHMS[algorithm]
    head = canonical({"alg": name, "kid": keyid, "typ": TYPE})
    body = canonical({
        "jti": release.id,
        "call": release.call,
        "hold": release.hold,
        "aud": release.server,
        "iat": int(release.issued.timestamp()),
        "exp": int(release.expires.timestamp()),
    })  # fmt: skip
    signed = f"{_encoded(head)}.{_encoded(body)}"
    r, s = decode_dss_signature(sign(signed.encode()))
    return f"{signed}.{_encoded(r.to_bytes(size, 'big') + s.to_bytes(size, 'big'))}"


def verify_release(  # noqa: PLR0913  (what a call consists of, and what is needed to judge it)
    token: str,
    *,
    tool: str,
    arguments: Mapping[str, AnyJson],
    server: str,
    keys: Sequence[TrustedKey],
    at: datetime,
    spend: Callable[[Release], bool],
) -> Release:
    """Return the release in `token` if it lets this call of `tool` with exactly these `arguments` run here, now.

    (1) The token has three parts and is no larger than 4 KiB; (2) it is signed by one of `keys`, by the algorithm that
    fits the key; (3) it is for `server`; (4) `at`, in UTC, is not before its issue and before its expiry; (5) it is for
    this tool and these arguments; (6) `spend` says that it was not spent before, and keeps that it is now. Nothing is
    spent where an earlier check fails.

    Raises: ProofError, and nothing else but what `spend` raises.
    """
    release = read_release(token, keys)
    if release.server != server:
        raise failed("token", f"is for the tools of `{release.server}`, not of `{server}`")
    if not release.issued <= at < release.expires:
        raise failed("token", f"holds from {release.issued} until {release.expires}, and it is {at}")
    if release.call != call_digest(tool, server, arguments):
        raise failed("token", "is for another tool, or for other arguments")
    if not spend(release):
        raise failed("token", "was spent before")
    return release


def read_release(token: str, keys: Sequence[TrustedKey]) -> Release:
    """Return what one of `keys` signed in `token`, whatever it is for and whenever. Raises: ProofError."""
    parts = token.split(".")
    if len(parts) != 3 or len(token) > _LARGEST:  # noqa: PLR2004  (head, body and signature)
        raise failed("token", "is not a compact JSON Web Signature")
    head, body, signature = (_decoded(part) for part in parts)
    fields = Fields.of(parse(head, "token"), "token", "alg kid typ")
    if fields.text("typ") != TYPE:
        raise failed("token", f"is a `{fields.text('typ')}`, not a `{TYPE}`")
    key = next((each for each in keys if each.keyid == fields.text("kid")), None)
    if key is None or not _signed(key, fields.text("alg"), signature, token.rpartition(".")[0].encode()):
        raise failed("token", "was not signed by a key of the gateway that is trusted here")
    return _release(Fields.of(parse(body, "token"), "token", "jti call hold aud iat exp"))


def _release(fields: Fields) -> Release:
    return Release(
        id=HoldId(fields.named("jti")),
        call=Digest(fields.text("call")),
        hold=Digest(fields.text("hold")),
        server=fields.text("aud"),
        issued=_instant(fields, "iat"),
        expires=_instant(fields, "exp"),
    )


def _instant(fields: Fields, name: str) -> datetime:
    try:
        return datetime.fromtimestamp(fields.count(name), UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise failed(fields.under(name), "is no instant") from error


def _signed(key: TrustedKey, algorithm: str, signature: bytes, message: bytes) -> bool:
    for known, (name, size) in _ALGORITHMS.items():
        if name == algorithm and len(signature) == 2 * size:
            halves = (int.from_bytes(half, "big") for half in (signature[:size], signature[size:]))
            return signed_with(key, encode_dss_signature(*halves), message) is known
    return False


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise failed("token", "is not base64url") from error
    if _encoded(found) != text:
        raise failed("token", "is not written in the one way of base64url")
    return found
