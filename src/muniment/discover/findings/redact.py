"""Excerpts are shown, stored and signed: what could be a password or a key in them is blacked out."""

from __future__ import annotations

from muniment.domain.patterns import lazily

BLACKED = "[redacted]"
_IN_ADDRESS = lazily(r"(://)[^/\s@:]+(?::[^/\s@]*)?@")
_KNOWN_KEYS = lazily(
    r"\b(?:sk-[A-Za-z0-9_-]{12,}|xai-[A-Za-z0-9]{12,}|gsk_\w{12,}|hf_\w{12,}|gh[pousr]_\w{12,}|github_pat_\w{12,}"
    r"|AKIA[A-Z0-9]{12,}|AIza[\w-]{20,}|xox[abprs]-[\w-]{10,}|eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?)"
)
_ASSIGNED = lazily(
    r"(?i)((?:key|token|secret|passw(?:or)?d|passphrase|credentials?|pwd)[\"']?\s*(?::|=>|:=|=)\s*[\"']?)"
    r"(?=[^\s\"',;)]*\d)([A-Za-z0-9+/=_.~-]{16,})"
)
_BEGIN_KEYS = ("sk-", "xai-", "gsk_", "hf_", "gh", "AKIA", "AIza", "xox", "eyJ")
_HOLD_SECRETS = ("key", "token", "secret", "passw", "passphrase", "credential", "pwd")
"""What stands in every text that the expressions above find something in; most texts hold none of it."""


def redacted(text: str) -> str:
    """Return `text` with credentials in addresses, well-known key formats and assigned secrets replaced.

    A secret without digits, or in a form of its own, is not recognised: excerpts stay as sensitive as the code.
    """
    if "://" in text:
        text = _IN_ADDRESS.sub(rf"\1{BLACKED}@", text)
    if any(begin in text for begin in _BEGIN_KEYS):
        text = _KNOWN_KEYS.sub(BLACKED, text)
    folded = text.lower()
    return _ASSIGNED.sub(rf"\1{BLACKED}", text) if any(word in folded for word in _HOLD_SECRETS) else text
