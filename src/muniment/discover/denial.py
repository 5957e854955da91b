"""Settings that name something to keep it away: statements that deny, lists of what is left out, blocked names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from muniment.discover.lexis import Form

if TYPE_CHECKING:
    from muniment.discover.spots import Spot

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_KEEPS_AWAY: Final = frozenset(
    """
    ban banned blacklist blacklisted blacklists blocked blocklist blocklists denied denies deny denylist denylists
    disallow disallowed exclude excluded excludes exclusion exclusions forbid forbidden forbids ignore ignored ignores
    """.split()  # noqa: SIM905  # a list of one word a line would hide the rest of this file
)
"""Words in a key whose value is kept away or passed over."""
_DENIES = re.compile(r"(?im)(?:^|[\s{,\"'])effect[\"']?\s*[:=]\s*[\"']?deny\b")
_BLOCKED = re.compile(
    r"(?i)^\s*(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+\S"  # hosts
    r"|^\s*local-zone:.*\b(?:always_)?(?:nxdomain|refuse|deny|null|nodata|static)\b"  # unbound
    r"|^\s*(?:address|server|local)=/.*/(?:0\.0\.0\.0|127\.0\.0\.1|::1?|#)?\s*$"  # dnsmasq
    r"|^\s*(?:deny|block|reject|drop)\s|^\s*http_access\s+deny\b|\bCNAME\s+\.\s*$"
)
"""Lines of resolvers, proxies and firewalls that let nothing through to a name."""


def is_kept_away(spot: Spot) -> bool:
    """Say whether settings name what stands at `spot` only to deny it, block it or leave it out."""
    if spot.profile.form is not Form.SETTINGS:
        return False
    if _BLOCKED.search(spot.line) or any(_keeps_away(key) for key in spot.keys):
        return True
    return spot.around.denies and any(_DENIES.search(members) for members in spot.around.beside(spot.hit.start))


def _keeps_away(key: str) -> bool:
    return any(word.lower() in _KEEPS_AWAY for word in _WORDS.findall(key))
