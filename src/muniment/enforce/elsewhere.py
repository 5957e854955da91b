"""Calls that a proxy in front sends on itself once they are let through, and what it says of its clients.

Such a proxy sends the bytes that came, and the answer goes past the gateway.
Source: Envoy 1.40, HTTP authorisation service of `ext_authz`, and `x-forwarded-client-cert`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from muniment.enforce import strict_json
from muniment.enforce.denials import DENIED, Denial

if TYPE_CHECKING:
    from collections.abc import Iterable

    from muniment.domain.call import ModelCall

CERTIFICATE_HEADER: Final = "x-forwarded-client-cert"
REMOVE_HEADER: Final = "x-envoy-auth-headers-to-remove"
_KEPT: Final = frozenset(
    {
        *("host", "content-type", "content-length", "transfer-encoding", "connection", "accept", "user-agent"),
        *("anthropic-version", "anthropic-beta", "x-request-id", "x-forwarded-proto"),
    }
)
"""Headers of a call that go on to the vendor; what else a client sends stays here, its key before all."""
_PART: Final = re.compile(r'(?:^|;)(By|Hash|Subject|URI|DNS)=("(?:[^"\\]|\\.)*"|[^;,"]*)', re.IGNORECASE)
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_ESCAPED: Final = re.compile(r'\\(["\\])')


def refused_elsewhere(raw: bytes, call: ModelCall, sent_as: str, *, tools_ruled: bool) -> Denial | None:
    """Return why the call in `raw` cannot be sent on by somebody else; nothing where it can.

    `tools_ruled` says whether tools that answers ask for are ruled on, which nobody does to an answer that goes past.
    """
    if tools_ruled and call.tools:
        what = "tools are ruled on here, and the answer to this call would go past the gateway: offer none, or call it"
        return Denial(status=DENIED, code="answer_goes_past", message=what)
    if strict_json.read(raw, limit=len(raw)) != {**call.body, "model": sent_as}:
        what = "the request would have to be changed before it goes on, and what is in front sends it as it came"
        return Denial(status=DENIED, code="must_be_changed", message=what)
    return None


def headers_to_remove(names: Iterable[str], own: str) -> str:
    """Return which of the headers `names` the proxy has to take out; `own` is that of the credential."""
    return ",".join(sorted(set(names) - _KEPT - {own}))


def certificate_in(value: str) -> tuple[str, str]:
    """Return the SHA-256 and the subject, in the form of RFC 4514, of the certificate that a proxy says it saw.

    Both are empty where `value` is. Raises: ValueError for several certificates, and for what is not in this form.
    """
    if not value:
        return "", ""
    parts = [(found[1].lower(), found[2]) for found in _PART.finditer(value)]
    told = dict(parts)
    whole = ";".join(f"{name}={text}" for name, text in parts)
    if len(whole) != len(value) or len(told) != len(parts) or not _HASH.fullmatch(told.get("hash", "")):
        message = f"`{CERTIFICATE_HEADER}` does not tell of one certificate"
        raise ValueError(message)
    subject = told.get("subject", "")
    return told["hash"], _ESCAPED.sub(r"\1", subject[1:-1] if subject.startswith('"') else subject)
