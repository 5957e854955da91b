"""What names something to keep it away: statements that deny, lists of what is left out, blocked names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from muniment.discover.text.lexis import Form
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from muniment.discover.text.spots import Spot

_WORDS = lazily(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_KEEPS_AWAY: Final = frozenset(
    """
    ban banned blacklist blacklisted blacklists blocked blocklist blocklists denied denies deny denylist denylists
    disallow disallowed exclude excluded excludes exclusion exclusions forbid forbidden forbids ignore ignored ignores
    unwanted
    """.split()  # noqa: SIM905  # a list of one word a line would hide the rest of this file
)
"""Words in a key whose value is kept away or passed over."""
_FORBIDS: Final = frozenset(
    """
    ban banned blacklist blacklisted blacklists blocked blocklist blocklists denied deny denylist denylists disallow
    disallowed forbidden
    """.split()  # noqa: SIM905  # a list of one word a line would hide the rest of this file
)
"""Those of the words that say in code, too, that what is named so is kept away."""
_SPELLED: Final = frozenset({"cSpell.words", "cSpell.userWords", "cSpell.flagWords"})
"""Keys of words that a spelling checker lets stand: the program is passed over, and nothing is used."""
_DENIES = lazily(r"(?im)(?:^|[\s{,\"'])effect[\"']?\s*[:=]\s*[\"']?deny\b")
_NAMED = lazily(r"\s*acl\s+([\w-]+)\s+(?:dstdomain|dstdom_regex)\s")
_NEAR: Final = 200
_NEAR_IN_A_PLIST: Final = 2000
_HOST = r"[\"']?(?:\*?\.)?(?:[\w-]+\.)+[a-z]{2,}[\"']?"
_HOSTS_IN_A_ROW = lazily(rf"\[\s*(?:{_HOST}\s*,\s*){{2,}}{_HOST}\s*,?\s*\]")
_HOSTS_IN_LINES = lazily(
    rf"(?:^[ \t]*(?:-[ \t]+)?{_HOST},?[ \t]*\r?\n){{2,}}[ \t]*(?:-[ \t]+)?{_HOST},?[ \t]*$", re.MULTILINE
)
_BLOCKED = lazily(
    r"(?i)\s*(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+\S"  # hosts
    r"|\s*local-zone:.*\b(?:always_)?(?:nxdomain|refuse|deny|null|nodata|static)\b"  # unbound
    r"|\s*(?:address|server|local)=/.*/(?:0\.0\.0\.0|127\.0\.0\.1|::1?|#)?\s*$"  # dnsmasq
    r"|\s*(?:deny|block|reject|drop)\s|\s*-dont(?:warn|note)\s|\s*alert\s+\w+\s.*\(.*\bsid\s*:\s*\d"  # sensors
    r"|\s*http_access\s+deny\b|\s*[\w.*-]+\s+CNAME\s+\.\s*$"
)
"""Lines of resolvers, proxies and firewalls that let nothing through to a name."""


_GIVEN_TO = lazily(
    r"(?P<name>[A-Za-z_$][\w$]*)[\"']?\s*(?::[^=\n\[({]{1,40})?(?::?=|:|=>)\s*(?:\[\])?[\w.!<>]*\s*[\[({]{0,2}[^\[\](){}=;]*$"
)
"""The name that code gives a string, or the list that holds it, up to that string."""


def is_kept_away(spot: Spot) -> bool:
    """Say whether what stands at `spot` is only named to deny it, block it or leave it out."""
    if spot.profile.form is Form.CODE:
        before = spot.text[max(0, spot.opens - _NEAR) : spot.opens]
        folded = before.lower()
        if not any(word in folded for word in _FORBIDS):
            return False
        given = _GIVEN_TO.search(before)
        return given is not None and any(word.lower() in _FORBIDS for word in _WORDS.findall(given["name"]))
    if spot.profile.form is not Form.SETTINGS:
        return False
    if (
        _BLOCKED.match(spot.line)
        or _is_refused_by_name(spot)
        or _is_kept_away_in_a_plist(spot)
        or any(_keeps_away(key) for key in spot.keys)
    ):
        return True
    if not spot.around.denies or "ffect" not in spot.around.near(spot.hit.start):
        return False
    return any(_DENIES.search(members) for members in spot.around.beside(spot.hit.start))


def _is_kept_away_in_a_plist(spot: Spot) -> bool:
    """Say whether the key of a property list, of which the hit is a value or in whose list it stands, keeps it away."""
    before = spot.text[max(0, spot.hit.start - _NEAR_IN_A_PLIST) : spot.hit.start]
    last = before.rfind("</key>")
    if last < 0:
        return False
    return _keeps_away(before[before.rfind("<key>", 0, last) + len("<key>") : last])


def _is_refused_by_name(spot: Spot) -> bool:
    """Say whether the line gives a name to hosts, to which a proxy then refuses access."""
    named = _NAMED.match(spot.line)
    return named is not None and re.search(rf"\bhttp_access\s+deny\s+{re.escape(named[1])}\b", spot.text) is not None


def is_one_of_many_hosts(spot: Spot) -> bool:
    """Say whether the hit is in a list of bare host names, as of sites to sort, to let through or to stop."""
    if spot.profile.form is not Form.SETTINGS:
        return False
    near = spot.text[max(0, spot.hit.start - _NEAR) : spot.hit.start + _NEAR]
    listed = _HOSTS_IN_A_ROW.findall(spot.line) or _HOSTS_IN_LINES.findall(near)
    return any(spot.matched in hosts for hosts in listed)


def _keeps_away(key: str) -> bool:
    return key in _SPELLED or any(word.lower() in _KEEPS_AWAY for word in _WORDS.findall(key))
